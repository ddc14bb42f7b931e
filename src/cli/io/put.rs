//! Files that irp writes for other programs: whole or not at all.

use std::fs;
use std::io::{self, ErrorKind, Read as _, Write};
use std::path::Path;

use super::World;

impl World {
    /// Writes a file anew, in a folder that is made where it is missing: whoever reads it sees the
    /// old text or all of the new one. A link is replaced, not followed: where it leads was not
    /// asked for.
    ///
    /// # Errors
    /// Where it cannot be written; what was there is then as it was.
    pub fn put(&self, path: &Path, text: &str) -> io::Result<()> {
        let Some(name) = path.file_name() else {
            return Err(io::Error::new(ErrorKind::InvalidInput, "it names no file"));
        };
        match path.metadata() {
            Ok(meta) if meta.is_dir() => {
                return Err(io::Error::new(ErrorKind::IsADirectory, "it is a folder"));
            }
            Ok(meta) if meta.is_file() && meta.permissions().readonly() => {
                return Err(io::Error::new(ErrorKind::PermissionDenied, "the file is read-only"));
            }
            // A pipe or a device takes text as it comes, and must stay what it is.
            Ok(meta) if !meta.is_file() => return fs::write(path, text),
            _ => {}
        }
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        let name = name.to_string_lossy();
        let beside = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
        let mut file = fs::File::create_new(&beside)?;
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        let written = written.and_then(|()| fs::rename(&beside, path));
        if written.is_err() {
            // The error that is reported is why it could not be written, not that it lies there.
            let _ = fs::remove_file(&beside);
        }
        written
    }

    /// Whether a plain file, to which no link leads, begins with a text.
    #[must_use]
    pub fn begins_with(&self, path: &Path, text: &str) -> bool {
        let plain = path.symlink_metadata().is_ok_and(|meta| meta.is_file());
        let mut start = vec![0; text.len()];
        let read = |mut file: fs::File| file.read_exact(&mut start).map(|()| start);
        plain && fs::File::open(path).and_then(read).is_ok_and(|start| start == text.as_bytes())
    }

    /// Removes a file.
    ///
    /// # Errors
    /// Where the system does not let it.
    pub fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    /// Adds to the end of a file, which is made where it is missing.
    ///
    /// # Errors
    /// Where the system does not let it.
    pub fn append(&self, path: &Path, text: &str) -> io::Result<()> {
        let mut file = fs::OpenOptions::new().append(true).create(true).open(path)?;
        file.write_all(text.as_bytes())
    }

    /// How many bytes a file has; 0 where there is none.
    #[must_use]
    pub fn length(&self, path: &Path) -> usize {
        path.metadata().map_or(0, |meta| usize::try_from(meta.len()).unwrap_or(usize::MAX))
    }
}
