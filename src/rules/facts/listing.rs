//! Several things in one sentence: the first ones, and how many more there are.

use chrono::TimeDelta;

use crate::plan::{PersonKey, Plan};
use crate::time::{Instant, Span, Zone, show};

/// How many are named one by one.
const NAMED: usize = 4;

/// The first of several texts, and how many more there are: `a, b and c`, `a, b, c, d and 3 more`.
#[must_use]
pub fn few<T: AsRef<str>>(each: &[T]) -> String {
    let texts: Vec<&str> = each.iter().take(NAMED).map(AsRef::as_ref).collect();
    let more = each.len() - texts.len();
    match &texts[..] {
        _ if more > 0 => format!("{} and {more} more", texts.join(", ")),
        [] => String::new(),
        [only] => (*only).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

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

/// How long spans are together.
#[must_use]
pub fn total(spans: &[Span]) -> TimeDelta {
    spans.iter().fold(TimeDelta::zero(), |sum, span| sum + span.length())
}

/// People by their ids: the first ones, and how many more there are.
#[must_use]
pub fn who(plan: &Plan, people: &[PersonKey]) -> String {
    few(&plan.ids(people))
}
