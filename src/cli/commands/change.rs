//! Changing the files of a plan: how every command that records something writes it.
//!
//! A file is read anew under its lock, edited and replaced at once, so what others write meanwhile
//! stays. No link is written through: where it leads may be outside the plan.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

use super::fmt::from_here;
use crate::cli::io::reason;
use crate::cli::{Disk, Failure, Session};
use crate::diagnostic::visible;
use crate::edit::new_fault;
use crate::plan::{Plan, Read, load};
use crate::source::{Entry, Kind, LARGEST_FILE, Overlay, Tree};
use crate::views::human::patch::patch;

/// A file of the plan before and after it was changed.
pub struct Changed {
    /// Its path in the plan.
    pub file: String,
    /// What it held; nothing where it is new.
    pub old: String,
    /// What it holds now, or with `--dry-run` would hold.
    pub new: String,
    /// Whether that is written.
    pub written: bool,
}

impl Changed {
    /// The change as a patch.
    ///
    /// # Errors
    /// Where there is no plan.
    pub fn patch(&self, session: &Session<'_>) -> Result<String, Failure> {
        let shown = from_here(session.world(), &session.folder()?, &self.file);
        Ok(patch(&shown, &self.old, &self.new, session.style()))
    }
}

/// Changes a file of the plan by what is in it at that moment: the edit gets its text, and returns
/// the new one and whatever there is to tell. What the edit refuses is not written.
///
/// # Errors
/// Where the edit says so, a link leads there, or it cannot be read and written.
pub fn change<T>(
    session: &mut Session<'_>,
    file: &str,
    dry: bool,
    edit: impl FnOnce(&str, &mut Session<'_>) -> Result<(String, T), Failure>,
) -> Result<(Changed, T), Failure> {
    let path = target(session, file)?;
    let world = session.world();
    let held = if dry { None } else { Some(world.hold(&path)) };
    let held = held.transpose().map_err(|error| unheld(file, &error))?;
    let old = match &held {
        Some(held) => held.text.clone(),
        None => world.peek(&path).map_err(|error| unheld(file, &error))?,
    };
    let (new, told) = edit(&old, session)?;
    if new.len() > LARGEST_FILE {
        return Err(Failure::plan(format!("{} would be larger than 8 MiB", visible(file)))
            .hint("nothing was written"));
    }
    let changed = held.filter(|_| new != old);
    let written = changed.is_some();
    if let Some(held) = changed {
        held.replace(&new).map_err(|error| unwritten(file, &error))?;
    }
    Ok((Changed { file: file.to_owned(), old, new, written }, told))
}

/// Writes a new file of the plan, whole or not at all, unless it is only to be shown; false where
/// there is one already.
///
/// # Errors
/// Where a link leads there, or the system does not let it.
pub fn begin(
    session: &Session<'_>,
    (file, text): (&str, &str),
    dry: bool,
) -> Result<bool, Failure> {
    let path = target(session, file)?;
    let world = session.world();
    if dry || world.exists(&path) {
        return Ok(!world.exists(&path));
    }
    match world.begin(&path, text) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists && world.exists(&path) => Ok(false),
        Err(error) => Err(unwritten(file, &error)),
    }
}

/// Where a file of the plan may be written.
///
/// # Errors
/// Where it is a link or lies behind one, or its path climbs.
pub fn target(session: &Session<'_>, file: &str) -> Result<PathBuf, Failure> {
    let mut path = session.folder()?;
    for part in file.split('/').filter(|part| !part.is_empty()) {
        if part == ".." {
            return Err(Failure::plan(format!("{} leads out of the plan", visible(file)))
                .hint("files of a plan lie in its folder; nothing was written"));
        }
        path.push(part);
        if session.world().is_link(&path) {
            let link = path.display();
            return Err(Failure::plan(format!("{link} is a link, and is not written to"))
                .hint("put what it leads to in its place; nothing was written"));
        }
    }
    Ok(path)
}

/// The plan as it would be with a text in place of a file, which need not be there.
///
/// # Errors
/// Where there is no plan.
pub fn with_text(session: &Session<'_>, file: &str, text: &str) -> Result<Plan, Failure> {
    let texts = BTreeMap::from([(file.to_owned(), text)]);
    let within = file.rsplit_once('/').map_or("", |(within, _)| within);
    let disk = Grown { disk: Disk::new(session.folder()?), within };
    let tree = Overlay { disk: Box::new(disk), texts };
    Ok(load(&tree, &session.zones, Read::Everything))
}

/// Checks that a change brings no fault.
///
/// # Errors
/// Where the plan would have one that it did not have.
pub fn no_fault(before: &Plan, after: &Plan) -> Result<(), Failure> {
    match new_fault(before, after) {
        None => Ok(()),
        Some(fault) => {
            let message =
                format!("the plan would have a fault: {} [{}]", fault.message, fault.code);
            Err(Failure::usage(message).hint("nothing was written"))
        }
    }
}

fn unheld(file: &str, error: &io::Error) -> Failure {
    let failure = Failure::system(format!("cannot change {}: {}", visible(file), reason(error)));
    match error.kind() {
        ErrorKind::TimedOut => {
            failure.hint("wait for it, or end it; nothing was written, so try again")
        }
        _ => failure.hint("nothing was written"),
    }
}

fn unwritten(file: &str, error: &io::Error) -> Failure {
    Failure::system(format!("cannot write {}: {}", visible(file), reason(error)))
        .hint("what was there before is as it was")
}

/// A plan's folder with one folder more, where that is not there yet.
struct Grown<'a> {
    disk: Disk,
    within: &'a str,
}

impl Tree for Grown<'_> {
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
        if folder == self.within && self.disk.look(folder).is_none() {
            return Ok(Vec::new());
        }
        let mut entries = self.disk.list(folder)?;
        let place = entries.binary_search_by(|entry| entry.name.as_str().cmp(self.within));
        let top = folder.is_empty() && !self.within.is_empty() && !self.within.contains('/');
        if let (true, Err(place)) = (top, place) {
            entries.insert(place, Entry { name: self.within.to_owned(), kind: Kind::Folder });
        }
        Ok(entries)
    }

    fn look(&self, path: &str) -> Option<Kind> {
        self.disk.look(path).or_else(|| (path == self.within).then_some(Kind::Folder))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.disk.read(path)
    }
}
