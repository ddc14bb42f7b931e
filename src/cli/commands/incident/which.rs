//! Which incident is meant.

use crate::cli::commands::{broken, select};
use crate::cli::{Failure, Session};
use crate::diagnostic::{Diagnostic, visible};
use crate::plan::Plan;
use crate::record::{self, Case};
use crate::syntax::IncidentStatus;

/// The most incidents that a complaint lists.
const MOST: usize = 12;

/// How an action is told which incident it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// With `--incident ID`.
    Option(&'static str),
    /// With a word.
    Word(&'static str),
}

impl Asked {
    /// What incidents are that may be meant.
    fn are(self) -> &'static str {
        if self == Self::Word("close") { "not closed" } else { "open" }
    }

    fn with(self, id: &str) -> String {
        match self {
            Self::Option(action) => format!("irp incident {action} --incident {id}"),
            Self::Word(action) => format!("irp incident {action} {id}"),
        }
    }
}

/// Whether the response to it is under way: neither its status nor a time says that it is over.
pub(super) fn is_open(case: &Case<'_>) -> bool {
    !case.is_over()
}

/// Whether it may be closed some day: everything that is not closed.
pub(super) fn is_unclosed(case: &Case<'_>) -> bool {
    case.status() != IncidentStatus::Closed
}

/// The incident of an id; without one, the only one for which a question is answered by yes.
pub(super) fn case<'a>(
    plan: &'a Plan,
    id: Option<&str>,
    (asked, may): (Asked, fn(&Case<'_>) -> bool),
    session: &mut Session<'_>,
) -> Result<Case<'a>, Failure> {
    let cases = record::cases(plan);
    if let Some(id) = id {
        return named(plan, id);
    }
    warn_of_unread(plan, session);
    let mut fitting: Vec<_> = cases.iter().copied().filter(|case| may(case)).collect();
    match fitting.len() {
        1 => {
            let only = fitting.remove(0);
            session.note(&format!("incident {}", label(&only)));
            Ok(only)
        }
        0 => Err(none(&cases, asked)),
        count => {
            fitting.sort_by(|one, other| other.record.id.cmp(&one.record.id));
            let listed = fitting.iter().take(MOST).map(|case| asked.with(&case.record.id));
            let are = asked.are();
            let message = format!("{count} incidents are {are}, so say which one is meant");
            Err(listed.fold(Failure::usage(message), Failure::hint))
        }
    }
}

/// The incident of an id.
///
/// # Errors
/// Where the plan has none, it cannot be read, or two records have it.
pub fn named<'a>(plan: &'a Plan, id: &str) -> Result<Case<'a>, Failure> {
    let records = &plan.written.incidents;
    let files: Vec<_> = records
        .iter()
        .filter(|record| record.id == id)
        .map(|record| visible(&plan.sources.get(record.at.source).name))
        .collect();
    match files.as_slice() {
        [] => Err(unknown(plan, id)),
        [_] => {
            let found = record::cases(plan).into_iter().find(|case| case.record.id == id);
            found.ok_or_else(|| unread(plan, id))
        }
        many => {
            let count = if many.len() == 2 { "two".to_owned() } else { many.len().to_string() };
            let failure = Failure::plan(format!("{count} records have the id `{id}`"));
            let shown = many.iter().take(MOST);
            let failure =
                shown.fold(failure, |failure, file| failure.hint(format!("it is {file}")));
            Err(failure.hint("rename one of the files; nothing was written"))
        }
    }
}

/// No record of that id was read; something may hide it.
fn unknown(plan: &Plan, id: &str) -> Failure {
    let hidden = record::hidden(plan);
    let name = |fault: &Diagnostic| plan.sources.get(fault.primary.at.source).name.clone();
    let is_it = |fault: &&&Diagnostic| {
        name(fault).rsplit('/').next().and_then(|name| name.strip_suffix(".md")) == Some(id)
    };
    if let Some(fault) = hidden.iter().find(is_it) {
        let file = visible(&name(fault));
        let failure = Failure::plan(format!("{file}: {}", fault.message));
        return fault.help.iter().fold(failure, Failure::hint);
    }
    let ids: Vec<_> = plan.written.incidents.iter().map(|record| record.id.as_str()).collect();
    let failure = select::unknown("incident", id, &ids);
    let failure = hidden.iter().take(3).fold(failure, |failure, fault| {
        failure.hint(format!("{}: {}", visible(&name(fault)), fault.message))
    });
    failure.hint("`irp incident list` shows every incident")
}

/// Says what may keep records from being seen; whether anything does.
fn warn_of_hidden(plan: &Plan, session: &mut Session<'_>) -> bool {
    let hidden = record::hidden(plan);
    for fault in hidden.iter().take(3) {
        let file = visible(&plan.sources.get(fault.primary.at.source).name);
        session.note(&format!("warning: {file}: {}", fault.message));
    }
    if hidden.len() > 3 {
        session
            .note(&format!("warning: nor are {} more; `irp check` shows them", hidden.len() - 3));
    }
    !hidden.is_empty()
}

fn unread(plan: &Plan, id: &str) -> Failure {
    let record = plan.written.incidents.iter().find(|record| record.id == id);
    let places = record.map(|record| broken::places(plan, record.at.source)).unwrap_or_default();
    let failure = Failure::plan(format!("the front matter of `{id}` cannot be read"));
    let failure = places.into_iter().fold(failure, Failure::hint);
    failure.hint("`irp check` shows the place; nothing was written")
}

/// Says which records cannot be read, and so may be open; whether there are any.
pub(super) fn warn_of_unread(plan: &Plan, session: &mut Session<'_>) -> bool {
    let hidden = warn_of_hidden(plan, session);
    let unread = plan.written.incidents.iter().filter(|record| record.front.is_none());
    let unread: Vec<_> = unread.map(|record| record.at.source).collect();
    for source in unread.iter().take(3) {
        let file = visible(&plan.sources.get(*source).name);
        session.note(&format!("warning: {file} cannot be read; `irp check` says why"));
    }
    if unread.len() > 3 {
        session.note(&format!("warning: nor can {} more", unread.len() - 3));
    }
    hidden || !unread.is_empty()
}

fn none(cases: &[Case<'_>], asked: Asked) -> Failure {
    let latest = cases.iter().filter(|case| is_unclosed(case));
    let latest = latest.max_by(|one, other| one.record.id.cmp(&other.record.id));
    let failure = Failure::usage(format!("no incident is {}", asked.are()))
        .hint("`irp incident new SERVICE --severity ID` begins a record");
    match latest {
        Some(case) => {
            failure.hint(format!("one that is over is named: `{}`", asked.with(&case.record.id)))
        }
        None => failure,
    }
}

/// The id, and the title where there is one.
pub(super) fn label(case: &Case<'_>) -> String {
    let title = case.front.title.as_ref().map(|title| visible(&title.value));
    let id = visible(&case.record.id);
    title.map_or_else(|| id.clone(), |title| format!("{id} · {title}"))
}
