//! Who is not there, whatever the rotations say.

use chrono::TimeDelta;

use crate::plan::{Person, PersonKey, Plan};
use crate::schedule::merged;
use crate::time::{Instant, Span};

/// Why somebody is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// They have time off until then.
    Off(Instant),
    /// Their first day is then.
    NotYet(Instant),
    /// Their last day was before then.
    Left(Instant),
}

/// Why a person is not there at an instant; `None` where they are.
#[must_use]
pub fn absent(plan: &Plan, person: PersonKey, at: Instant) -> Option<Absence> {
    let person = &plan[person];
    if let Some(joined) = person.joined.filter(|joined| at < *joined) {
        return Some(Absence::NotYet(joined));
    }
    if let Some(left) = person.left.filter(|left| *left <= at) {
        return Some(Absence::Left(left));
    }
    let away = person.away.iter().filter(|away| away.span.contains(at));
    away.map(|away| away.span.end).max().map(Absence::Off)
}

/// When a person is not there within a span, in order.
pub(super) fn absences(person: &Person, span: Span) -> Vec<Span> {
    let away = person.away.iter().map(|away| away.span);
    let before = person.joined.map(|joined| Span::new(span.start, joined));
    let after = person.left.map(|left| Span::new(left, span.end + TimeDelta::nanoseconds(1)));
    merged(away.chain(before).chain(after).collect())
}
