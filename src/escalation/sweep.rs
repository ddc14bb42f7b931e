//! How long a page takes to reach human beings, at every instant of a span: swept from boundary to
//! boundary, never sampled.

use std::collections::BTreeMap;

use crate::plan::PersonKey;
use crate::time::{Instant, Span};

use super::worst::Slowest;

/// That a person is reached so many seconds after an alert, if it fires within a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chance {
    pub span: Span,
    pub after: i64,
    pub person: PersonKey,
}

/// The chances that hold at an instant, the soonest first, and how often each holds.
type Open = BTreeMap<(i64, PersonKey), usize>;

/// The longest that a first human and a second one take over the required parts of a span, and
/// the first instants that show it; `None` where nothing is required.
pub(super) fn slowest(chances: &[Chance], required: &[Span]) -> Option<[Slowest; 2]> {
    let mut edges: Vec<(Instant, bool, i64, PersonKey)> = chances
        .iter()
        .filter(|chance| !chance.span.is_empty())
        .flat_map(|chance| {
            let Chance { span, after, person } = *chance;
            [(span.start, true, after, person), (span.end, false, after, person)]
        })
        .collect();
    edges.sort_unstable();
    let mut starts: Vec<Instant> = required.iter().map(|span| span.start).collect();
    let within = |at: &Instant| {
        required[..required.partition_point(|r| r.start <= *at)]
            .last()
            .is_some_and(|last| last.contains(*at))
    };
    starts.extend(edges.iter().map(|edge| edge.0).filter(within));
    starts.sort_unstable();
    starts.dedup();
    let (mut open, mut next) = (Open::new(), 0);
    let mut worst: Option<[Slowest; 2]> = None;
    for at in starts {
        while let Some((_, begins, after, person)) = edges.get(next).filter(|edge| edge.0 <= at) {
            turn(&mut open, (*after, *person), *begins);
            next += 1;
        }
        let now = soonest(&open).map(|seconds| Slowest { seconds, at });
        let known = worst.get_or_insert(now);
        for (known, now) in known.iter_mut().zip(now) {
            if now.is_slower(known) {
                *known = now;
            }
        }
    }
    worst
}

/// Counts a chance in or out.
fn turn(open: &mut Open, chance: (i64, PersonKey), begins: bool) {
    let count = open.entry(chance).or_default();
    if begins {
        *count += 1;
    } else if *count > 1 {
        *count -= 1;
    } else {
        open.remove(&chance);
    }
}

/// The soonest chance, and the soonest of anybody else.
fn soonest(open: &Open) -> [Option<i64>; 2] {
    let first = open.keys().next();
    let second = first.and_then(|(_, one)| open.keys().find(|(_, person)| person != one));
    [first, second].map(|found| found.map(|(after, _)| *after))
}
