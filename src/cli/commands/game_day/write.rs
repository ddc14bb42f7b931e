//! Writing into the plan: what would be written is read as a plan first, and may bring no fault.

use std::collections::BTreeMap;
use std::path::Path;

use super::draft::Draft;
use crate::cli::commands::fmt::from_here;
use crate::cli::io::reason;
use crate::cli::{Disk, Failure, Session};
use crate::diagnostic::visible;
use crate::edit::{Step, new_fault, set};
use crate::plan::{Plan, Read, load};
use crate::source::{Entry, Kind, Overlay, Tree, read};
use crate::views::human::patch::patch;

/// A file that changes: its path in the plan, its text, its new text.
pub(super) struct Change {
    pub file: String,
    pub old: String,
    pub new: String,
}

impl Change {
    /// The change as a patch.
    pub fn patch(&self, session: &Session<'_>) -> Result<String, Failure> {
        let shown = from_here(session.world(), &session.folder()?, &self.file);
        Ok(patch(&shown, &self.old, &self.new, session.style()))
    }
}

/// The change that a new game day is, proven: the plan with it has that game day more, every other
/// as it was, and no new fault.
///
/// # Errors
/// Where there is such a game day or file, or the plan would not read it so.
pub(super) fn drafted(draft: &Draft, session: &Session<'_>) -> Result<Change, Failure> {
    let (folder, name, text) = (session.folder()?, draft.file(), draft.text());
    let before = session.load(Read::Everything)?;
    let taken = before.written.game_days.iter().any(|day| day.id.value.as_ref() == draft.id);
    if taken || session.world().exists(&folder.join(&name)) {
        let what = if taken { format!("a game day `{}`", draft.id) } else { name };
        return Err(Failure::usage(format!(
            "the plan has {what} already, and nothing is overwritten"
        ))
        .hint("another title or day gives it another id"));
    }
    let after = reread(&folder, &name, &text, session);
    let ids = |plan: &Plan| {
        let days = plan.written.game_days.iter().filter(|day| day.value.is_some());
        days.map(|day| day.id.value.as_ref().to_owned()).collect::<Vec<_>>()
    };
    let (old, mut new) = (ids(&before), ids(&after));
    let count = new.len();
    new.retain(|id| *id != draft.id);
    no_fault(&before, &after)?;
    if count == new.len() || old != new {
        return Err(Failure::plan(format!("the plan does not read {name}, so it would not count"))
            .hint("`include` in [plan] of irp.toml says which files are read"));
    }
    Ok(Change { file: name, old: String::new(), new: text })
}

/// Writes a new game day into a file of its own.
///
/// # Errors
/// Where it cannot be proven or written.
pub(super) fn create(draft: &Draft, session: &mut Session<'_>) -> Result<Change, Failure> {
    let change = drafted(draft, session)?;
    let folder = session.folder()?;
    let (within, name) = change.file.rsplit_once('/').unwrap_or(("", &change.file));
    let made = session.world().create(&folder.join(within), &[(name, &change.new)]);
    made.map_err(|(path, error)| {
        Failure::system(format!("cannot write {}: {}", path.display(), reason(&error)))
    })?;
    said("wrote", &change, session)?;
    Ok(change)
}

/// What becomes of the file of a game day, step by step, proven: no new fault, and nothing else
/// changes.
///
/// # Errors
/// Where a step has no proven way to be written, or would bring a fault.
pub(super) fn edited(
    file: &str,
    session: &Session<'_>,
    edits: &[(Vec<Step<'_>>, String)],
) -> Result<Change, Failure> {
    let each = |text: &str| {
        edits.iter().try_fold(text.to_owned(), |text, (way, value)| set(&text, way, value))
    };
    changed(file, session, each)
}

/// What becomes of a file of the plan, proven to bring no fault.
///
/// # Errors
/// Where it cannot be written so.
pub(super) fn changed(
    file: &str,
    session: &Session<'_>,
    edit: impl Fn(&str) -> Option<String>,
) -> Result<Change, Failure> {
    let folder = session.folder()?;
    let old = read(&Disk::new(folder.clone()), file)
        .map_err(|_| Failure::system(format!("cannot read {}", visible(file))))?;
    let start = if old.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let new = edit(&old[start..]).ok_or_else(|| {
        Failure::plan(format!(
            "{} is written in a way that irp cannot change safely",
            visible(file)
        ))
        .hint("change it by hand; nothing was written")
    })?;
    let new = [&old[..start], &new].concat();
    let before = session.load(Read::Everything)?;
    no_fault(&before, &reread(&folder, file, &new, session))?;
    Ok(Change { file: file.to_owned(), old, new })
}

/// Writes a change, unless the file has changed since.
///
/// # Errors
/// Where it has, or the system does not let it.
pub(super) fn replace(change: &Change, session: &mut Session<'_>) -> Result<(), Failure> {
    let (folder, shown) = (session.folder()?, visible(&change.file));
    if read(&Disk::new(folder.clone()), &change.file).as_deref() != Ok(&change.old) {
        return Err(Failure::system(format!("cannot write {shown}: it has changed meanwhile")));
    }
    let path = folder.join(&change.file);
    session
        .world()
        .replace(&path, &change.new)
        .map_err(|error| Failure::system(format!("cannot write {shown}: {}", reason(&error))))?;
    said("changed", change, session)
}

fn said(what: &str, change: &Change, session: &mut Session<'_>) -> Result<(), Failure> {
    let shown = from_here(session.world(), &session.folder()?, &change.file);
    session.note(&format!("{what} {}", visible(&shown)));
    Ok(())
}

/// The plan as it would be with a text in place of a file.
fn reread(folder: &Path, file: &str, text: &str, session: &Session<'_>) -> Plan {
    let texts = BTreeMap::from([(file.to_owned(), text)]);
    let within = file.rsplit_once('/').map_or("", |(within, _)| within);
    let disk = Grown { disk: Disk::new(folder.to_owned()), within };
    let tree = Overlay { disk: Box::new(disk), texts };
    load(&tree, &session.zones, Read::Everything)
}

fn no_fault(before: &Plan, after: &Plan) -> Result<(), Failure> {
    match new_fault(before, after) {
        None => Ok(()),
        Some(fault) => {
            let message =
                format!("the plan would have a fault: {} [{}]", fault.message, fault.code);
            Err(Failure::usage(message).hint("nothing was written"))
        }
    }
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
