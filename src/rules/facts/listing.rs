//! Several things in one sentence: the first ones, and how many more there are.

use super::few;
use crate::plan::{PersonKey, Plan};
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

/// Ids as findings write them: in backquotes.
#[must_use]
pub fn quoted<T: std::fmt::Display>(ids: impl IntoIterator<Item = T>) -> Vec<String> {
    ids.into_iter().map(|id| format!("`{id}`")).collect()
}
