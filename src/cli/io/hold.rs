//! Files that several people change at once: one after the other, each from what the last one left.
//!
//! A lock is held on the file itself, so it goes with the process that holds it, however that ends,
//! and nothing of it stays on the disk. Whoever waited for a file that was replaced meanwhile looks
//! again.

use std::fs;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use super::{World, keep_owner};
use crate::source::LARGEST_FILE;

/// How long a file that somebody else holds is waited for.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long until it is looked at again.
const PAUSE: Duration = Duration::from_millis(5);

/// A file that nobody else changes while this value lives.
pub struct Held {
    path: PathBuf,
    /// What it holds.
    pub text: String,
    /// The lock, which ends with the value.
    _lock: fs::File,
}

impl World {
    /// Takes hold of a file and reads it; waits while somebody else has it.
    ///
    /// # Errors
    /// Where it cannot be read and written, is no text, or somebody else has it for a minute.
    pub fn hold(&self, path: &Path) -> io::Result<Held> {
        let path = path.canonicalize()?;
        let mut waited = Duration::ZERO;
        loop {
            if let Some(lock) = lock(&path)? {
                let text = text(&path)?;
                return Ok(Held { path, text, _lock: lock });
            }
            if waited >= PATIENCE {
                return Err(io::Error::new(
                    ErrorKind::TimedOut,
                    "another program has held it for a minute",
                ));
            }
            sleep(PAUSE);
            waited += PAUSE;
        }
    }

    /// What a file holds, whoever has it.
    ///
    /// # Errors
    /// Where it cannot be read, or is no text.
    pub fn peek(&self, path: &Path) -> io::Result<String> {
        text(path)
    }

    /// Replaces what a file holds where that is still `old`; false where it has changed. A link stays
    /// a link; what it leads to is replaced.
    ///
    /// # Errors
    /// Where it cannot be read or may not be written; it is then as it was.
    pub fn exchange(&self, path: &Path, old: &str, new: &str) -> io::Result<bool> {
        if path.metadata()?.permissions().readonly() {
            return Err(read_only());
        }
        let held = self.hold(path)?;
        if held.text != old {
            return Ok(false);
        }
        held.replace(new).map(|()| true)
    }

    /// Writes a new file, whole or not at all, in a folder that is made where it is missing.
    ///
    /// # Errors
    /// Where there is one already, or the system does not let it.
    pub fn begin(&self, path: &Path, text: &str) -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        if path.symlink_metadata().is_ok() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let beside = beside(path, &format!(".{}", std::process::id()));
        let written = anew(&beside)
            .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
        // A link is made only where nothing has that name, which renaming does not promise.
        let linked = written.and_then(|()| match fs::hard_link(&beside, path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
            Err(_) => fs::rename(&beside, path),
            linked => linked,
        });
        // It is gone already where it was renamed.
        let _ = fs::remove_file(&beside);
        linked.and_then(|()| settle(folder))
    }

    /// What a file of a user's holds that is not larger than so many bytes; `None` where it is.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read_up_to(&self, path: &Path, most: usize) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        let limit = u64::try_from(most).unwrap_or(u64::MAX);
        if path.metadata()?.len() > limit {
            return Ok(None);
        }
        fs::File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok((bytes.len() <= most).then_some(bytes))
    }
}

impl Held {
    /// Replaces what the file holds, at once and down to the disk: whoever reads it, and whoever
    /// comes after a crash, finds the old text or the new one. Permissions and owner are kept.
    ///
    /// # Errors
    /// Where it may not be written; it is then as it was.
    pub fn replace(self, text: &str) -> io::Result<()> {
        let permissions = self.path.metadata()?.permissions();
        if permissions.readonly() {
            return Err(read_only());
        }
        // One name for all who write, one after the other: what a killed one left is overwritten.
        let beside = beside(&self.path, "");
        let written = anew(&beside)
            .and_then(|file| keep_owner(&self.path, &beside).map(|()| file))
            .and_then(|file| super::fill(file, text, permissions))
            .and_then(|()| fs::rename(&beside, &self.path));
        if written.is_err() {
            // The error that is reported is why it could not be written, not that it lies there.
            let _ = fs::remove_file(&beside);
        }
        written.and_then(|()| settle(self.path.parent().unwrap_or(Path::new("."))))
    }
}

fn read_only() -> io::Error {
    io::Error::new(ErrorKind::PermissionDenied, "the file is read-only")
}

/// The file that becomes another: hidden, and no record by its name.
fn beside(path: &Path, more: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}{more}.tmp"))
}

/// A new file in the place of what may lie there: a link is not followed.
fn anew(path: &Path) -> io::Result<fs::File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::File::create_new(path)
}

fn text(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    let most = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX);
    fs::File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() > LARGEST_FILE {
        return Err(io::Error::new(ErrorKind::InvalidData, "the file is larger than 8 MiB"));
    }
    String::from_utf8(bytes)
        .map_err(|_| io::Error::new(ErrorKind::InvalidData, "the file is not UTF-8 text"))
}

/// A lock on a file; `None` where somebody else has it, or has replaced the file meanwhile.
#[cfg(unix)]
fn lock(path: &Path) -> io::Result<Option<fs::File>> {
    use std::os::unix::fs::MetadataExt;

    use rustix::fs::{FlockOperation, flock};

    let file = fs::OpenOptions::new().read(true).write(true).open(path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Err(rustix::io::Errno::WOULDBLOCK | rustix::io::Errno::INTR) => return Ok(None),
        locked => locked?,
    }
    let (held, there) = (file.metadata()?, path.metadata()?);
    Ok(((held.dev(), held.ino()) == (there.dev(), there.ino())).then_some(file))
}

/// A lock beside a file, which goes with whoever has it open; `None` where somebody else has it.
#[cfg(windows)]
fn lock(path: &Path) -> io::Result<Option<fs::File>> {
    use std::os::windows::fs::OpenOptionsExt;

    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).share_mode(0).custom_flags(DELETE_ON_CLOSE);
    match options.open(beside(path, ".lock")) {
        Err(error) if matches!(error.raw_os_error(), Some(5 | 32)) => Ok(None),
        opened => opened.map(Some),
    }
}

/// Brings the names in a folder down to the disk, where the system can.
#[cfg(unix)]
fn settle(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all().or_else(|error| match error.kind() {
        ErrorKind::InvalidInput | ErrorKind::Unsupported => Ok(()),
        _ => Err(error),
    })
}

#[cfg(not(unix))]
fn settle(_: &Path) -> io::Result<()> {
    Ok(())
}
