//! The git repository around a folder: its revisions, what their files hold, and its authors.
//!
//! The only module that names git2. It opens what is there and never writes to it, nor to the files
//! that are checked out. It knows no plan, prints nothing, and is not asked by commands that answer
//! from the files alone.

mod authors;
mod blame;
mod edits;
mod force;
mod links;
mod merge;
mod moved;
mod reflog;
mod revision;
mod revisions;
mod snapshot;
mod walk;

#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};

use chrono::DateTime;

pub use authors::Author;
pub use blame::{Cited, LastChange};
pub use force::{InForce, NotInForce};
pub use revision::{NoRevision, Revision};
pub use snapshot::{Folder, Snapshot};
pub use walk::{Before, End, Touch, Walk};

use crate::time::Instant;

const NOT_UTF8: &str = "the folder of its objects has a name that is not UTF-8";

/// The last second of the year 9999: later times cannot be written as RFC 3339.
const LATEST: i64 = 253_402_300_799;

/// A git repository, opened to be read.
pub struct Repository(git2::Repository);

/// Why a repository that is there cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It belongs to somebody else, and git's setting `safe.directory` does not name it.
    Owner(PathBuf),
    /// It is damaged, or needs something that the library does not know; git's words for it.
    Broken(String),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Owner(folder) => {
                write!(f, "{} belongs to another user, and safe.directory", folder.display())?;
                f.write_str(" in git's settings does not name it")
            }
            Self::Broken(reason) => f.write_str(reason),
        }
    }
}

impl From<git2::Error> for Unreadable {
    fn from(error: git2::Error) -> Self {
        Self::Broken(error.message().to_owned())
    }
}

impl Repository {
    /// The repository that a folder is in, or is; `None` where it is in none.
    ///
    /// # Errors
    /// Where there is one that cannot be read.
    pub fn around(folder: &Path) -> Result<Option<Self>, Unreadable> {
        Self::below(folder, &[])
    }

    /// The repository that a folder is in, or is; the folders above it are looked at only as long
    /// as they are none of `ceilings`.
    ///
    /// # Errors
    /// Where there is one that cannot be read.
    pub fn below(folder: &Path, ceilings: &[PathBuf]) -> Result<Option<Self>, Unreadable> {
        let found = match git2::Repository::discover_path(folder, ceilings) {
            Err(error) if error.code() == git2::ErrorCode::NotFound => return Ok(None),
            found => found?,
        };
        // git checks what it takes in; to do so at every reading takes a third of the time.
        git2::opts::strict_hash_verification(false);
        match git2::Repository::open(&found) {
            Ok(repository) => Ok(Some(Self(repository))),
            Err(error) if error.code() == git2::ErrorCode::Owner => Err(Unreadable::Owner(found)),
            Err(error) => Err(error.into()),
        }
    }

    /// Looks for what it does not hold in another folder of objects too, where git keeps what is
    /// being pushed until a hook has agreed.
    ///
    /// # Errors
    /// Where that is no such folder.
    pub fn look_into(&self, objects: &Path) -> Result<(), Unreadable> {
        let path = objects.to_str().ok_or_else(|| Unreadable::Broken(NOT_UTF8.to_owned()))?;
        Ok(self.0.odb()?.add_disk_alternate(path)?)
    }

    /// The top folder of the files that are checked out; a bare repository has none.
    #[must_use]
    pub fn root(&self) -> Option<&Path> {
        self.0.workdir()
    }

    /// The folder in which git keeps everything; a bare repository is this folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    /// Whether it holds only the newest commits, not those before them.
    #[must_use]
    pub fn is_shallow(&self) -> bool {
        self.0.is_shallow()
    }

    /// Whether there is a commit at HEAD.
    #[must_use]
    pub fn has_commits(&self) -> bool {
        self.0.head().is_ok_and(|head| head.peel_to_commit().is_ok())
    }
}

/// The name that git would put on a commit made in a folder, where its settings say one.
#[must_use]
pub fn user_name(folder: &Path) -> Option<String> {
    setting(folder, "user.name")
}

/// The e-mail address that git would put on a commit made in a folder, where its settings say one.
#[must_use]
pub fn user_email(folder: &Path) -> Option<String> {
    setting(folder, "user.email")
}

fn setting(folder: &Path, name: &str) -> Option<String> {
    let here = Repository::around(folder).ok().flatten();
    let settings = here.map_or_else(git2::Config::open_default, |here| here.0.config());
    let value = settings.ok()?.snapshot().ok()?.get_bytes(name).ok().map(text)?;
    Some(value).filter(|value| !value.is_empty())
}

/// A time of git's, which may say anything.
fn instant(time: git2::Time) -> Instant {
    DateTime::from_timestamp(time.seconds().clamp(0, LATEST), 0).unwrap_or_default()
}

/// Text that need not be UTF-8, without space around it.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}
