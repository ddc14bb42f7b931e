//! Several things in one sentence: the first ones, and how many more there are.

use super::few;
use crate::plan::{PersonKey, Plan, RotationKey};
use crate::time::{Instant, Span, Zone, show};

/// How many are named one by one.
pub const NAMED: usize = 4;

/// The first of several spans, each from its start to its end, and how many more there are.
#[must_use]
pub fn times(spans: &[Span], zone: &Zone, now: Instant) -> String {
    let each = spans.iter().take(NAMED).map(|span| {
        let start = show::short(span.start, zone, now);
        format!("{start} to {}", show::short(span.end, zone, now))
    });
    let each: Vec<_> = each.collect();
    match spans.len().saturating_sub(NAMED) {
        0 => each.join(", "),
        more => format!("{}, and {more} more", each.join(", ")),
    }
}

/// People by their ids: the first ones, and how many more there are.
#[must_use]
pub fn who(plan: &Plan, people: &[PersonKey]) -> String {
    few(&quoted(plan.ids(people)), NAMED)
}

/// That the other rotations of a family share the turns of one; nothing where it is alone.
#[must_use]
pub fn same_turns(plan: &Plan, key: RotationKey) -> Option<String> {
    let others = plan[key].family.iter().filter(|other| **other != key);
    let others = quoted(others.map(|other| &plan[*other].id));
    match others.len() {
        0 => None,
        1 => Some(format!("{} has the same turns", others[0])),
        _ => Some(format!("{} have the same turns", few(&others, NAMED))),
    }
}

/// Ids as findings write them: in backquotes.
#[must_use]
pub fn quoted<T: std::fmt::Display>(ids: impl IntoIterator<Item = T>) -> Vec<String> {
    ids.into_iter().map(|id| format!("`{id}`")).collect()
}
