//! Changing the file of a record: what its front matter says then decides what is written.

use crate::cli::commands::change;
use crate::cli::{Failure, Session};
use crate::diagnostic::{Fault, visible};
use crate::edit::FileKind;
use crate::edit::record::{Change, RecordError, change as changed};
use crate::plan::{Plan, Record};
use crate::record::Case;
use crate::source::{Location, Sources};
use crate::syntax::{Incident, Parsed, parse_front_matter};

/// A record before and after it was changed.
pub(super) struct Filed {
    pub before: Incident,
    /// As it is now, or with `--dry-run` would be.
    pub after: Record<Incident>,
    pub text: change::Changed,
}

impl Filed {
    /// The record as it is now.
    pub fn case<'a>(&'a self, plan: &'a Plan) -> Option<Case<'a>> {
        let front = self.after.front.as_ref()?;
        let severity = front.severity.as_ref().map(|id| &id.value);
        let severity = plan.severities.iter().find(|known| Some(&known.id) == severity);
        Some(Case { record: &self.after, front, severity, broken: false, doubled: false })
    }
}

/// Changes a record by what is in it at that moment, whatever else has been written meanwhile.
pub(super) fn file(
    plan: &Plan,
    record: &Record<Incident>,
    (dry, session): (bool, &mut Session<'_>),
    changes: impl FnOnce(&Incident) -> Result<Vec<Change>, Failure>,
) -> Result<Filed, Failure> {
    let file = &plan.sources.get(record.at.source).name;
    let (text, (before, after)) = change::change(session, file, dry, |old, session| {
        let before = front(file, old, session)?;
        let changes = changes(&before)?;
        let new = changed(old, FileKind::Incident, &changes)
            .map_err(|why| refused((file, old), why, session))?;
        let after = front(file, &new, session)?;
        Ok((new, (before, after)))
    })?;
    let at = Location::new(record.at.source, &(0..0));
    let after = Record { id: record.id.clone(), at, front: Some(after) };
    Ok(Filed { before, after, text })
}

/// The front matter of a text, which the plan may know by an older one.
fn front(file: &str, text: &str, session: &Session<'_>) -> Result<Incident, Failure> {
    let (front, fault) = read(file, text, session);
    front.ok_or_else(|| {
        let failure =
            Failure::plan(format!("the front matter of {} cannot be read", visible(file)));
        let place = fault.map(|(place, message)| format!("{place}: {message}"));
        place.into_iter().fold(failure, Failure::hint).hint("nothing was written")
    })
}

/// The front matter of a text, and the place and words of its first fault.
fn read(
    file: &str,
    text: &str,
    session: &Session<'_>,
) -> (Option<Incident>, Option<(String, String)>) {
    let mut sources = Sources::default();
    let source = sources.add(file.to_owned(), text.to_owned());
    let parsed: Parsed<Incident> = parse_front_matter(source, text, &session.zones);
    let all = &parsed.diagnostics;
    let syntax = all.iter().find(|fault| fault.code == Fault::Syntax.code());
    let fault = syntax.or(all.first());
    (parsed.value, fault.map(|fault| (sources.place(fault.primary.at), fault.message.clone())))
}

fn refused((file, text): (&str, &str), why: RecordError, session: &Session<'_>) -> Failure {
    let shown = visible(file);
    let failure = |what: &str| Failure::plan(format!("{shown} {what}"));
    match why {
        RecordError::NoFrontMatter => failure("does not begin with front matter that ends")
            .hint("it begins with a line `+++`, then TOML, then another line `+++`"),
        RecordError::Syntax => match read(file, text, session).1 {
            Some((place, message)) => {
                Failure::plan(format!("{place}: the front matter is no TOML: {message}"))
                    .hint("`irp check` shows the place")
            }
            None => failure("has front matter that is no TOML"),
        },
        RecordError::Form => failure("is written in a form that irp does not change")
            .hint("write `[times]`, `[people]` and `[[timeline]]` as headers of their own, or add it by hand"),
        RecordError::TooLarge => failure("would be larger than 8 MiB")
            .hint("keep logs elsewhere, and say in `source` where"),
    }
    .hint("nothing was written")
}
