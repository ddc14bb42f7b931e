//! Changing the file of a record: read again under a lock, changed, and replaced at once.

use std::io::ErrorKind;

use crate::cli::io::reason;
use crate::cli::{Failure, Session};
use crate::diagnostic::visible;
use crate::edit::FileKind;
use crate::edit::record::{Change, RecordError, change};
use crate::plan::{Plan, Record};
use crate::record::Case;
use crate::source::{Location, SourceId, Sources};
use crate::syntax::{Incident, Parsed, parse_front_matter};
use crate::views::human::patch::patch;

/// A record before and after it was changed.
pub(super) struct Filed {
    /// Its path in the plan.
    pub file: String,
    pub before: Incident,
    /// As it is now, or with `--dry-run` would be.
    pub after: Record<Incident>,
    pub old: String,
    pub new: String,
    pub written: bool,
}

impl Filed {
    /// The record as it is now.
    pub fn case<'a>(&'a self, plan: &'a Plan) -> Option<Case<'a>> {
        let front = self.after.front.as_ref()?;
        let severity = front.severity.as_ref().map(|id| &id.value);
        let severity = plan.severities.iter().find(|known| Some(&known.id) == severity);
        Some(Case { record: &self.after, front, severity, broken: false, doubled: false })
    }

    /// What changes, for `--dry-run`.
    pub fn patch(&self, session: &Session<'_>) -> String {
        patch(&self.file, &self.old, &self.new, session.style())
    }
}

/// Changes a record by what is in it at that moment, whatever else has been written meanwhile.
pub(super) fn file(
    plan: &Plan,
    record: &Record<Incident>,
    (dry, session): (bool, &Session<'_>),
    changes: impl FnOnce(&Incident) -> Result<Vec<Change>, Failure>,
) -> Result<Filed, Failure> {
    let file = plan.sources.get(record.at.source).name.clone();
    let path = session.folder()?.join(&file);
    let held = session.world().hold(&path).map_err(|error| unheld(&file, &error))?;
    let old = held.text.clone();
    let before = front(&file, &old, session)?;
    let changes = changes(&before)?;
    let new = change(&old, FileKind::Incident, &changes).map_err(|why| refused(&file, why))?;
    let after = front(&file, &new, session)?;
    let written = !dry && new != old;
    if written {
        held.replace(&new).map_err(|error| unwritten(&file, &error))?;
    }
    let at = Location::new(record.at.source, &(0..0));
    let after = Record { id: record.id.clone(), at, front: Some(after) };
    Ok(Filed { file, before, after, old, new, written })
}

/// The front matter of a text, which the plan may know by an older one.
fn front(file: &str, text: &str, session: &Session<'_>) -> Result<Incident, Failure> {
    let mut sources = Sources::default();
    let source: SourceId = sources.add(file.to_owned(), String::new());
    let parsed: Parsed<Incident> = parse_front_matter(source, text, &session.zones);
    let broken = || {
        let failure =
            Failure::plan(format!("the front matter of {} cannot be read", visible(file)));
        let first = parsed.diagnostics.first().map(|fault| fault.message.clone());
        first.into_iter().fold(failure, Failure::hint).hint("`irp check` shows the place")
    };
    parsed.value.ok_or_else(broken)
}

fn unheld(file: &str, error: &std::io::Error) -> Failure {
    let failure = Failure::system(format!("cannot change {}: {}", visible(file), reason(error)));
    match error.kind() {
        ErrorKind::TimedOut => {
            failure.hint("wait for it, or end it; nothing was written, so try again")
        }
        _ => failure.hint("nothing was written"),
    }
}

pub(super) fn unwritten(file: &str, error: &std::io::Error) -> Failure {
    Failure::system(format!("cannot write {}: {}", visible(file), reason(error)))
        .hint("what was there before is as it was")
}

fn refused(file: &str, why: RecordError) -> Failure {
    let file = visible(file);
    let failure = |what: &str| Failure::plan(format!("{file} {what}"));
    match why {
        RecordError::NoFrontMatter => failure("does not begin with front matter that ends")
            .hint("it begins with a line `+++`, then TOML, then another line `+++`"),
        RecordError::Syntax => failure("has front matter that is no TOML")
            .hint("`irp check` shows the place"),
        RecordError::Form => failure("is written in a form that irp does not change")
            .hint("write `[times]`, `[people]` and `[[timeline]]` as headers of their own, or add it by hand"),
        RecordError::TooLarge => failure("would be larger than 8 MiB")
            .hint("keep logs elsewhere, and say in `source` where"),
    }
    .hint("nothing was written")
}
