//! How much time lies in sorted sets of spans.

use chrono::TimeDelta;

use crate::time::Span;

/// Duties with no more time between them are one spell: a week of nights, not seven.
const SPELL: TimeDelta = TimeDelta::hours(16);

/// What two sets of spans share; both sorted and disjoint.
#[must_use]
pub fn both(one: &[Span], two: &[Span]) -> Vec<Span> {
    let mut shared = Vec::new();
    for span in one {
        let first = two.partition_point(|other| other.end <= span.start);
        let near = two[first..].iter().take_while(|other| other.start < span.end);
        shared.extend(near.map(|other| other.intersection(*span)));
    }
    shared
}

/// The length of all spans together.
#[must_use]
pub fn total(spans: &[Span]) -> TimeDelta {
    spans.iter().fold(TimeDelta::zero(), |sum, span| sum + span.length())
}

/// Duty in spells, such as a week of nights: duties with little time between them; sorted and
/// disjoint.
#[must_use]
pub fn spells(duty: &[Span]) -> impl DoubleEndedIterator<Item = &[Span]> {
    duty.chunk_by(|one, two| two.start - one.end <= SPELL)
}
