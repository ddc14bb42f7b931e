//! By when an action is to be done.

use chrono::{NaiveDate, TimeDelta};

use super::Undone;
use crate::plan::Plan;
use crate::syntax::Actionable;

/// The day by which an action is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day.
    pub day: NaiveDate,
    /// Whether it is not written, but follows from the severity.
    pub implied: bool,
}

/// How soon an action without a day is done after an incident of rank 1 and of rank 2, where the
/// severity does not say (Atlassian: 4 or 8 weeks).
pub const ACTIONS_WITHIN: [TimeDelta; 2] = [TimeDelta::days(28), TimeDelta::days(56)];

/// By when an action is to be done: as it says, else as its severity does, else within so long
/// after an incident of rank 1 or 2.
#[must_use]
pub fn due(
    plan: &Plan,
    undone: &Undone<'_>,
    action: &Actionable,
    within: [TimeDelta; 2],
) -> Option<Due> {
    if let Some(due) = &action.due {
        return Some(Due { day: due.value.0, implied: false });
    }
    let severity = undone.severity?;
    let within = match (&severity.written.actions_within, severity.rank) {
        (Some(within), _) => TimeDelta::seconds(within.value.0),
        (None, 1) => within[0],
        (None, 2) => within[1],
        _ => return None,
    };
    Some(Due { day: plan.zone.civil(undone.over? + within).date(), implied: true })
}
