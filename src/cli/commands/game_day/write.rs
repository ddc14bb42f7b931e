//! Writing into the plan: what would be written is read as a plan first, and may bring no fault.

use super::draft::Draft;
use crate::cli::commands::change::{self, Changed};
use crate::cli::commands::fmt::from_here;
use crate::cli::{Failure, Session};
use crate::diagnostic::visible;
use crate::plan::{Plan, Read};

/// The change that a new game day is, proven: the plan with it has that game day more, every other
/// as it was, and no new fault.
///
/// # Errors
/// Where there is such a game day or file, or the plan would not read it so.
pub(super) fn drafted(draft: &Draft, session: &Session<'_>) -> Result<Changed, Failure> {
    let (file, new) = (draft.file(), draft.text());
    let free = change::begin(session, (&file, &new), true)?;
    let before = session.load(Read::Everything)?;
    if before.written.game_days.iter().any(|day| day.id.value.as_ref() == draft.id) {
        return Err(taken(&format!("a game day `{}`", draft.id)));
    }
    if !free {
        return Err(taken(&file));
    }
    let after = change::with_text(session, &file, &new)?;
    let ids = |plan: &Plan| {
        let days = plan.written.game_days.iter().filter(|day| day.value.is_some());
        days.map(|day| day.id.value.as_ref().to_owned()).collect::<Vec<_>>()
    };
    let (kept, mut days) = (ids(&before), ids(&after));
    let count = days.len();
    days.retain(|id| *id != draft.id);
    change::no_fault(&before, &after)?;
    if count == days.len() || kept != days {
        return Err(Failure::plan(format!("the plan does not read {file}, so it would not count"))
            .hint("`include` in [plan] of irp.toml says which files are read"));
    }
    Ok(Changed { file, old: String::new(), new, written: false })
}

fn taken(what: &str) -> Failure {
    Failure::usage(format!("the plan has {what} already, and nothing is overwritten"))
        .hint("another title or day gives it another id")
}

/// Writes a new game day into a file of its own.
///
/// # Errors
/// Where it cannot be proven or written.
pub(super) fn create(draft: &Draft, session: &mut Session<'_>) -> Result<Changed, Failure> {
    let made = drafted(draft, session)?;
    if !change::begin(session, (&made.file, &made.new), false)? {
        return Err(taken(&made.file));
    }
    said("wrote", &made, session)?;
    Ok(Changed { written: true, ..made })
}

/// What an edit makes of a text: nothing where it has no safe way to be written.
type Edited<T> = (Option<String>, T);

/// Changes a file of the plan, proven to bring no fault. The edit gets the plan as it is at that
/// moment, and the text without its byte order mark.
///
/// # Errors
/// Where the edit says so, or it cannot be written.
pub(super) fn changed<T>(
    (file, dry): (&str, bool),
    session: &mut Session<'_>,
    edit: impl FnOnce(&Plan, &str, &Session<'_>) -> Result<Edited<T>, Failure>,
) -> Result<(Changed, T), Failure> {
    let (made, told) = change::change(session, file, dry, |old, session| {
        let before = change::with_text(session, file, old)?;
        let start = if old.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let (new, told) = edit(&before, &old[start..], session)?;
        let new = [&old[..start], &new.ok_or_else(|| unsafe_form(file))?].concat();
        change::no_fault(&before, &change::with_text(session, file, &new)?)?;
        Ok((new, told))
    })?;
    Ok((made, told))
}

fn unsafe_form(file: &str) -> Failure {
    let file = visible(file);
    Failure::plan(format!("{file} is written in a way that irp cannot change safely"))
        .hint("change it by hand; nothing was written")
}

/// Says beside the answer what was done with a file.
///
/// # Errors
/// Where there is no plan.
pub(super) fn said(what: &str, made: &Changed, session: &mut Session<'_>) -> Result<(), Failure> {
    let shown = from_here(session.world(), &session.folder()?, &made.file);
    session.note(&format!("{what} {}", visible(&shown)));
    Ok(())
}
