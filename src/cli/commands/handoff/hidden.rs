//! What a fault hides from a brief: a brief that leaves something out must say so.

use super::brief::Brief;
use crate::cli::Session;
use crate::diagnostic::visible;
use crate::record::{self, Case};
use crate::source::Location;

/// Files beyond these are counted.
const MOST: usize = 5;

/// Says which records and notes a fault hides, or may hide something of, that belong into a brief.
pub(super) fn told(brief: &Brief<'_>, session: &mut Session<'_>) -> bool {
    let plan = brief.plan;
    let name = |at: Location| visible(&plan.sources.get(at.source).name);
    let incidents = plan.written.incidents.iter().filter(|record| record.front.is_none());
    let unread = incidents.map(|record| record.at).chain(brief.unread.iter().map(|note| note.at));
    let unread: Vec<_> = unread.map(|at| format!("{} cannot be read", name(at))).collect();
    let cases = record::cases(plan).into_iter().filter(|case| case.broken);
    let broken = cases.filter(|case| case.front.services.is_none() || brief.scope.is_about(case));
    let broken =
        broken.map(|case| format!("a fault in {} may hide something", name(case.record.at)));
    let all: Vec<_> = unread.into_iter().chain(broken).collect();
    for what in all.iter().take(MOST) {
        session.note(&format!("warning: {what}; `irp check` says why"));
    }
    if let Some(more) = all.len().checked_sub(MOST).filter(|more| *more > 0) {
        session.note(&format!("warning: so it is with {more} more files"));
    }
    !all.is_empty()
}

/// The incidents of a brief, and those that would be in it if they were not in the future.
pub(super) fn doubtful<'a>(brief: &Brief<'a>) -> Vec<Case<'a>> {
    let shown = |case: &Case<'_>| {
        let happened = brief.happened.iter().map(|one| &one.case.record.id);
        let open = brief.records.open.iter().map(|one| &one.case.record.id);
        happened.chain(open).any(|id| *id == case.record.id)
    };
    let future = |case: &Case<'_>| {
        let doubts = record::doubts(&record::times(case.front), brief.now);
        brief.scope.is_about(case) && doubts.iter().any(|doubt| doubt.before.is_none())
    };
    record::cases(brief.plan).into_iter().filter(|case| shown(case) || future(case)).collect()
}
