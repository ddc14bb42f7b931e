//! Laws that hold for every pair of plans, and changes worked out by hand.

mod edges;
mod laws;
mod moves;
mod written;

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{Changed, Changes, Comparison, Question};
use crate::plan::Plan;
use crate::schedule::tests::ZONES;
use crate::time::{Instant, Span};

/// What a change does within some days around an instant.
fn compared(before: &Plan, after: &Plan, now: Instant, days: [i64; 2]) -> Changes {
    let [since, until] = [now - TimeDelta::days(days[0]), now + TimeDelta::days(days[1])];
    let (window, notice) = (Span::new(now, until), TimeDelta::days(14));
    let question = Question { now, window, since, notice };
    ZONES.with(|zones| Comparison::new(before, after).changes(&question, zones))
}

/// When, who was on call, and who is.
type Part = (Span, Vec<String>, Vec<String>);

/// What changes when, by rotation, whatever the cause.
fn parts(all: &[Changed]) -> BTreeMap<String, Vec<Part>> {
    let mut parts: BTreeMap<String, Vec<Part>> = BTreeMap::new();
    for part in all {
        let known = parts.entry(part.rotation.clone()).or_default();
        match known.last_mut() {
            Some((span, before, after))
                if span.end == part.span.start
                    && (&*before, &*after) == (&part.before, &part.after) =>
            {
                span.end = part.span.end;
            }
            _ => known.push((part.span, part.before.clone(), part.after.clone())),
        }
    }
    parts
}
