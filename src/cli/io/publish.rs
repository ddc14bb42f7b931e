//! Folders that irp writes for a web server: all new files stand ready before any takes its place.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{Made, World, holds};

impl World {
    /// Writes files into a folder, which is made where it is missing, and then removes others.
    /// First every file is written beside its place; then each takes it, in the order given. A file
    /// with the same bytes is left as it is.
    ///
    /// # Errors
    /// The path that could not be written, and why; before the first file takes its place, the
    /// folder is then as it was.
    pub fn publish(
        &self,
        folder: &Path,
        files: &[(String, String)],
        stale: &[String],
    ) -> Result<(), (PathBuf, io::Error)> {
        let mut made = Made::default();
        made.folder(folder)?;
        let mut ready = Vec::new();
        for (name, text) in files {
            let path = folder.join(name);
            if holds(&path, text.as_bytes()) {
                continue;
            }
            placeable(&path).map_err(|error| (path.clone(), error))?;
            path.parent().map_or(Ok(()), |parent| made.folder(parent))?;
            let beside = beside(&path);
            made.file(beside.clone(), text.as_bytes())
                .map_err(|(_, error)| (path.clone(), error))?;
            ready.push((beside, path));
        }
        for (beside, path) in ready {
            fs::rename(beside, &path).map_err(|error| (path, error))?;
        }
        made.paths.clear();
        for path in stale.iter().map(|name| folder.join(name)) {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err((path, error)),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Where a file is written before it takes its place.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

/// Complains of what stands where a file is to be, where no file may take its place.
fn placeable(path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(meta) if meta.is_file() && meta.permissions().readonly() => {
            Err(io::Error::new(ErrorKind::PermissionDenied, "the file is read-only"))
        }
        Ok(meta) if !meta.is_file() => {
            Err(io::Error::new(ErrorKind::AlreadyExists, "it is no plain file"))
        }
        _ => Ok(()),
    }
}
