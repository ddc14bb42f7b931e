//! The folder of a plan on the disk, and whether it has changed.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::fs::{self, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::reason;
use crate::source::{Entry, Kind, LARGEST_FILE, Tree};

/// More bytes than most files of a plan have: reading so many asks less than the size first.
const USUAL_FILE: usize = 8 * 1024;

/// What the disk says of some files; another value where they may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp(Vec<Option<(SystemTime, u64)>>);

/// A plan's folder on the disk.
pub struct Disk {
    root: PathBuf,
    /// The folder with links in its own path followed: needed only where the plan holds links.
    real: OnceCell<PathBuf>,
}

impl Disk {
    /// A folder.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { root, real: OnceCell::new() }
    }

    /// When some files and their folders were last changed, as far as the disk says.
    #[must_use]
    pub fn stamp<'n>(&self, names: impl Iterator<Item = &'n str>) -> Stamp {
        let mut paths = BTreeSet::from([Path::new("")]);
        for name in names {
            paths.extend(Path::new(name).ancestors());
        }
        let changed = |path: &Path| {
            let meta = fs::metadata(self.root.join(path)).ok()?;
            Some((meta.modified().ok()?, meta.len()))
        };
        Stamp(paths.into_iter().map(changed).collect())
    }

    fn kind(&self, path: impl FnOnce() -> PathBuf, found: FileType) -> Kind {
        if !found.is_symlink() {
            return plain(found, None);
        }
        let Ok(real) = path().canonicalize() else { return Kind::Dangling };
        let root = self
            .real
            .get_or_init(|| self.root.canonicalize().unwrap_or_else(|_| self.root.clone()));
        let Ok(inside) = real.strip_prefix(root) else { return Kind::Outside };
        let target = inside.to_string_lossy().replace('\\', "/");
        match real.metadata() {
            Ok(meta) if meta.is_dir() => Kind::FolderLink,
            Ok(meta) => plain(meta.file_type(), Some(target)),
            Err(_) => Kind::Dangling,
        }
    }
}

fn plain(found: FileType, target: Option<String>) -> Kind {
    if found.is_dir() {
        Kind::Folder
    } else if found.is_file() {
        Kind::File { target }
    } else {
        Kind::Special
    }
}

impl Tree for Disk {
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
        let read = || -> io::Result<Vec<Entry>> {
            let mut entries = Vec::new();
            for entry in fs::read_dir(self.root.join(folder))? {
                let entry = entry?;
                let kind = self.kind(|| entry.path(), entry.file_type()?);
                let name = entry.file_name().into_string();
                let name = name.unwrap_or_else(|name| name.to_string_lossy().into_owned());
                entries.push(Entry { name, kind });
            }
            entries.sort_by(|a, b| a.name.cmp(&b.name));
            Ok(entries)
        };
        read().map_err(|error| reason(&error))
    }

    fn look(&self, path: &str) -> Option<Kind> {
        let path = self.root.join(path);
        let meta = path.symlink_metadata().ok()?;
        Some(self.kind(|| path, meta.file_type()))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let read = || -> io::Result<Vec<u8>> {
            let file = fs::File::open(self.root.join(path))?;
            let mut bytes = Vec::with_capacity(USUAL_FILE);
            let most = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX);
            file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
            bytes.shrink_to_fit();
            Ok(bytes)
        };
        read().map_err(|error| reason(&error))
    }
}
