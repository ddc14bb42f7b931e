//! The only place that reads the clock, the environment and the disk, and writes to streams.
#![allow(clippy::disallowed_methods, reason = "this file is the one door to the outside world")]

use std::cell::OnceCell;
use std::ffi::OsString;
use std::fs::{self, FileType};
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::DateTime;

use crate::source::{Entry, Kind, LARGEST_FILE, Tree};
use crate::time::Instant;

/// Everything outside irp that it looks at or writes to.
pub struct World {
    /// The words of the command line, the program's name first.
    pub args: Vec<OsString>,
    /// The width of the terminal that answers go to; `None` where they go elsewhere.
    pub width: Option<usize>,
    /// Whether complaints go to a terminal.
    pub stderr_is_terminal: bool,
}

impl World {
    /// The world as it is.
    #[must_use]
    pub fn real() -> Self {
        let terminal = io::stdout().is_terminal();
        let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Self {
            args: std::env::args_os().collect(),
            width: terminal.then(|| asked.or_else(measured).unwrap_or(80)),
            stderr_is_terminal: io::stderr().is_terminal(),
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

    /// Writes the answer.
    ///
    /// # Errors
    /// Where the stream cannot be written; a reader that has gone away is no error.
    pub fn answer(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            written => written,
        }
    }

    /// Writes a file, in a folder that is made where it is missing.
    ///
    /// # Errors
    /// Where the system does not let it.
    pub fn write(&self, path: &Path, text: &str) -> io::Result<()> {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, text)
    }

    /// Writes everything that is not the answer.
    pub fn say(&self, text: &str) {
        // Nobody is left to tell where complaints cannot be written.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}

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

    fn kind(&self, path: &Path, found: FileType) -> Kind {
        if !found.is_symlink() {
            return plain(found, None);
        }
        let Ok(real) = path.canonicalize() else { return Kind::Dangling };
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
                let kind = self.kind(&entry.path(), entry.file_type()?);
                entries.push(Entry { name: entry.file_name().to_string_lossy().into(), kind });
            }
            entries.sort_by(|a, b| a.name.cmp(&b.name));
            Ok(entries)
        };
        read().map_err(|error| reason(&error))
    }

    fn look(&self, path: &str) -> Option<Kind> {
        let path = self.root.join(path);
        let meta = path.symlink_metadata().ok()?;
        Some(self.kind(&path, meta.file_type()))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let read = || -> io::Result<Vec<u8>> {
            let file = fs::File::open(self.root.join(path))?;
            let size = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
            let mut bytes = Vec::with_capacity(size.min(LARGEST_FILE).saturating_add(1));
            let most = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX);
            file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        read().map_err(|error| reason(&error))
    }
}

/// The system's words for an error, without its number.
#[must_use]
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let plain = text.split(" (os error").next().unwrap_or(&text).to_owned();
    let mut letters = plain.chars();
    letters.next().map_or(plain.clone(), |first| first.to_lowercase().chain(letters).collect())
}
