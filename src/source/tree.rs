//! What a plan's folder looks like to the rest of irp, whether it lies on a disk or in a commit.

use std::path::Path;

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 8 * 1024 * 1024;

/// What a directory entry is, with links followed as far as that is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File {
        /// For a link to a file of the plan: that file's own path.
        target: Option<String>,
    },
    /// A folder.
    Folder,
    /// A link to a folder inside the plan: never followed.
    FolderLink,
    /// A link that leads out of the plan's folder.
    Outside,
    /// A link to nothing, or to itself.
    Dangling,
    /// A pipe, a socket or a device.
    Special,
}

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name, without the folder.
    pub name: String,
    /// What it is.
    pub kind: Kind,
}

/// A folder that holds a plan. Paths are relative to it, with `/`; the folder itself is the
/// empty path.
pub trait Tree {
    /// The entries of a folder, sorted by name.
    ///
    /// # Errors
    /// Says why the folder cannot be listed.
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String>;

    /// What is at a path; `None` where nothing is.
    fn look(&self, path: &str) -> Option<Kind>;

    /// The bytes of a file; of one that is larger than [`LARGEST_FILE`] so many and one, which say
    /// nothing but that.
    ///
    /// # Errors
    /// Says why the file cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

impl<T: Tree + ?Sized> Tree for &T {
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
        (**self).list(folder)
    }

    fn look(&self, path: &str) -> Option<Kind> {
        (**self).look(path)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        (**self).read(path)
    }
}

/// The name of a file within a plan: its path below the plan's folder, with `/`; `None` where it
/// lies elsewhere or is not UTF-8.
#[must_use]
pub fn name_in(root: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(root).ok()?.components();
    let parts: Option<Vec<_>> = parts.map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}
