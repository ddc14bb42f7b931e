//! The only place that reads the clock, the environment and the disk, and writes to streams.
#![allow(clippy::disallowed_methods, reason = "this file is the one door to the outside world")]

mod disk;
mod hold;
mod memory;
mod publish;
mod put;
#[cfg(unix)]
mod terminal;

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, BufReader, ErrorKind, IsTerminal, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::DateTime;

pub use disk::{Disk, Stamp};
#[cfg(unix)]
pub use terminal::{Event, Screen};

use crate::source::LARGEST_FILE;
use crate::time::Instant;
use crate::views::fold::fold_notes;

/// Everything outside irp that it looks at or writes to.
pub struct World {
    /// The words of the command line, the program's name first.
    pub args: Vec<OsString>,
    /// The width of the terminal that answers go to; `None` where they go elsewhere.
    pub width: Option<usize>,
    /// The width of the terminal that everything else goes to; `None` where it goes elsewhere.
    pub stderr_width: Option<usize>,
}

impl World {
    /// The world as it is.
    #[must_use]
    pub fn real() -> Self {
        let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let asked = asked.filter(|columns| *columns > 0);
        let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = || asked.or_else(measured).unwrap_or(80);
        Self {
            args: std::env::args_os().collect(),
            width: io::stdout().is_terminal().then(width),
            stderr_width: io::stderr().is_terminal().then(width),
        }
    }

    /// The present instant, to the second.
    #[must_use]
    pub fn clock(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let seconds = i64::try_from(since.as_secs()).unwrap_or_default();
        DateTime::from_timestamp(seconds, 0).unwrap_or_default()
    }

    /// An environment variable that is set to something.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    /// The folders in which, and above which, no repository is looked for.
    #[must_use]
    pub fn ceilings(&self) -> Vec<PathBuf> {
        let folders = self.variable("GIT_CEILING_DIRECTORIES").unwrap_or_default();
        std::env::split_paths(&folders).collect()
    }

    /// The current folder.
    ///
    /// # Errors
    /// Where it has been removed or cannot be read.
    pub fn folder(&self) -> io::Result<PathBuf> {
        std::env::current_dir()
    }

    /// Whether there is anything at a path.
    #[must_use]
    pub fn exists(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }

    /// Whether a path is a folder.
    #[must_use]
    pub fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    /// Whether a path is a link, wherever that leads.
    #[must_use]
    pub fn is_link(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok_and(|meta| meta.file_type().is_symlink())
    }

    /// A path without links and dots in it; the end of it need not exist.
    ///
    /// # Errors
    /// Where the part that exists cannot be read.
    pub fn settled(path: &Path) -> io::Result<PathBuf> {
        match (path.canonicalize(), path.parent(), path.file_name()) {
            (Err(error), Some(parent), Some(name)) if error.kind() == ErrorKind::NotFound => {
                Ok(Self::settled(parent)?.join(name))
            }
            (settled, ..) => settled,
        }
    }

    /// The names of what is in a folder, sorted.
    ///
    /// # Errors
    /// Where it cannot be listed.
    pub fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name()));
        let mut names: Vec<_> = entries.collect::<io::Result<_>>()?;
        names.sort();
        Ok(names)
    }

    /// Writes new files into a folder, which is made where it is missing: all of them, or none.
    /// A file that is there with the same bytes is left as it is; any other is an error.
    ///
    /// # Errors
    /// The path that could not be written, and why.
    pub fn create(
        &self,
        folder: &Path,
        files: &[(&str, &str)],
    ) -> Result<(), (PathBuf, io::Error)> {
        let mut made = Made::default();
        made.folder(folder)?;
        for (name, text) in files {
            made.file(folder.join(name), text.as_bytes())?;
        }
        made.paths.clear();
        Ok(())
    }

    /// The name of the machine's zone, where the system says so.
    #[must_use]
    pub fn system_zone(&self) -> Option<String> {
        let link = fs::read_link("/etc/localtime").ok();
        let linked = link.and_then(|path| {
            let path = path.to_string_lossy().into_owned();
            path.split_once("zoneinfo/").map(|(_, name)| name.to_owned())
        });
        linked.or_else(|| {
            let text = fs::read_to_string("/etc/timezone").ok()?;
            Some(text.trim().to_owned()).filter(|name| !name.is_empty())
        })
    }

    /// The compiled data of a zone in a zoneinfo folder.
    #[must_use]
    pub fn zone_file(folder: &Path, name: &str) -> Option<Vec<u8>> {
        let path = folder.join(name);
        path.is_file().then(|| fs::read(path).ok()).flatten()
    }

    /// The release of the zone data in a zoneinfo folder, such as `2026f`, where it says so.
    #[must_use]
    pub fn zone_release(folder: &Path) -> Option<String> {
        let version = fs::read_to_string(folder.join("+VERSION")).ok();
        let version = version.map(|text| text.trim().to_owned());
        version.or_else(|| {
            let file = fs::File::open(folder.join("tzdata.zi")).ok()?;
            let mut start = String::new();
            file.take(64).read_to_string(&mut start).ok()?;
            let line = start.lines().next()?;
            line.strip_prefix("# version ").map(|release| release.trim().to_owned())
        })
    }

    /// Writes the answer, or a part of it. Whether anybody reads on.
    ///
    /// # Errors
    /// Where the stream cannot be written; a reader that has gone away is no error.
    pub fn answer(&self, text: &str) -> io::Result<bool> {
        match self.send(text) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
            written => written.map(|()| true),
        }
    }

    /// The stream on which an editor speaks.
    #[must_use]
    pub fn messages() -> impl BufRead + Send {
        BufReader::with_capacity(64 * 1024, io::stdin())
    }

    /// Writes to whoever speaks on the other stream.
    ///
    /// # Errors
    /// Where nobody reads any more.
    pub fn send(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush())
    }

    /// What comes in on the standard input; of more than [`LARGEST_FILE`] only so much and one byte.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn input(&self) -> io::Result<Vec<u8>> {
        self.input_of(LARGEST_FILE.saturating_add(1))
    }

    /// What comes in on the standard input, of more than `most` bytes only so many.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn input_of(&self, most: usize) -> io::Result<Vec<u8>> {
        first_of(io::stdin().lock(), most)
    }

    /// What is in a file, of more than `most` bytes only so many.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn start_of(&self, path: &Path, most: usize) -> io::Result<Vec<u8>> {
        first_of(fs::File::open(path)?, most)
    }

    /// A path from the root of the disk, with the links in it; one with `..` is followed, because
    /// what lies above a link is not what it looks like. Itself where that cannot be known.
    #[must_use]
    pub fn absolute(&self, path: &Path) -> PathBuf {
        let climbs = path.components().any(|part| part == Component::ParentDir);
        let whole = if climbs { path.canonicalize() } else { std::path::absolute(path) };
        whole.unwrap_or_else(|_| path.to_owned())
    }

    /// A path without links, `.` and `..`.
    ///
    /// # Errors
    /// Where nothing is there, or it cannot be reached.
    pub fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    /// Writes a file, in a folder that is made where it is missing.
    ///
    /// # Errors
    /// Where the system does not let it.
    pub fn write(&self, path: &Path, text: &str) -> io::Result<()> {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, text)
    }

    /// Writes everything that is not the answer, broken between words at a terminal's width.
    pub fn say(&self, text: &str) {
        let folded = self.stderr_width.map(|width| fold_notes(text, width));
        let text = folded.as_deref().unwrap_or(text);
        // Nobody is left to tell where complaints cannot be written.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}

/// The first bytes that a reader gives.
fn first_of(reader: impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(u64::try_from(most).unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Gives a new file the owner and group of the one that it is to replace.
#[cfg(unix)]
fn keep_owner(old: &Path, new: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let (old, made) = (old.metadata()?, new.metadata()?);
    if (old.uid(), old.gid()) == (made.uid(), made.gid()) {
        return Ok(());
    }
    chown(new, Some(old.uid()), Some(old.gid())).map_err(|error| {
        io::Error::new(error.kind(), format!("its owner would change: {}", reason(&error)))
    })
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}

/// Writes a new file, down to the disk.
fn fill(mut file: fs::File, text: &str, permissions: fs::Permissions) -> io::Result<()> {
    // First, so that nobody reads it here who may not read it there.
    file.set_permissions(permissions)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// What has been made on the disk, in order, and is taken away again with the value.
#[derive(Default)]
struct Made {
    paths: Vec<PathBuf>,
}

impl Made {
    fn folder(&mut self, folder: &Path) -> Result<(), (PathBuf, io::Error)> {
        let missing = folder.ancestors().take_while(|path| path.symlink_metadata().is_err());
        let missing: Vec<_> = missing.filter(|path| !path.as_os_str().is_empty()).collect();
        for path in missing.into_iter().rev() {
            fs::create_dir(path).map_err(|error| (path.to_owned(), error))?;
            self.paths.push(path.to_owned());
        }
        Ok(())
    }

    fn file(&mut self, path: PathBuf, bytes: &[u8]) -> Result<(), (PathBuf, io::Error)> {
        let mut file = match fs::File::create_new(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && holds(&path, bytes) => {
                return Ok(());
            }
            created => created.map_err(|error| (path.clone(), error))?,
        };
        self.paths.push(path.clone());
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| (path, error))
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for path in self.paths.iter().rev() {
            // What cannot be taken away stays: the error that led here is the one to tell.
            let _ = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
        }
    }
}

/// Whether a plain file has exactly these bytes.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    path.symlink_metadata().is_ok_and(|meta| meta.is_file())
        && fs::read(path).is_ok_and(|read| read == bytes)
}

/// The system's words for an error, without its number.
#[must_use]
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let plain = text.split(" (os error").next().unwrap_or(&text).to_owned();
    let mut letters = plain.chars();
    letters.next().map_or(plain.clone(), |first| first.to_lowercase().chain(letters).collect())
}
