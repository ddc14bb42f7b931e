//! Which incident is meant.

use crate::cli::commands::{broken, select};
use crate::cli::{Failure, Session};
use crate::diagnostic::visible;
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
    !case.is_over() && record::times(case.front).resolved.is_none()
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
        return named(plan, cases, id);
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

fn named<'a>(plan: &'a Plan, cases: Vec<Case<'a>>, id: &str) -> Result<Case<'a>, Failure> {
    let ids: Vec<_> = plan.written.incidents.iter().map(|record| record.id.as_str()).collect();
    let mut found = cases.into_iter().filter(|case| case.record.id == id);
    match (found.next(), found.next()) {
        (Some(case), None) => Ok(case),
        (Some(_), Some(_)) => Err(Failure::plan(format!("two records have the id `{id}`"))
            .hint("rename one of the files; `irp check` shows both")),
        (None, _) if ids.contains(&id) => Err(unread(plan, id)),
        (None, _) => {
            Err(select::unknown("incident", id, &ids)
                .hint("`irp incident list` shows every incident"))
        }
    }
}

fn unread(plan: &Plan, id: &str) -> Failure {
    let record = plan.written.incidents.iter().find(|record| record.id == id);
    let places = record.map(|record| broken::places(plan, record.at.source)).unwrap_or_default();
    let failure = Failure::plan(format!("the front matter of `{id}` cannot be read"));
    let failure = places.into_iter().fold(failure, Failure::hint);
    failure.hint("`irp check` shows the place; nothing was written")
}

/// Says which records cannot be read, and so may be open.
fn warn_of_unread(plan: &Plan, session: &mut Session<'_>) {
    for record in plan.written.incidents.iter().filter(|record| record.front.is_none()).take(3) {
        let file = visible(&plan.sources.get(record.at.source).name);
        session.note(&format!("warning: {file} cannot be read; `irp check` says why"));
    }
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
