//! Who is on call: one pure function from a plan, a rotation and a span of time to shifts.
//!
//! Everything that irp shows, checks or compares asks this module and nothing else. No position
//! is stored and no turn is walked: turn numbers are computed, so a query costs the same however
//! old a rotation is. Shifts come whole, not cut to the span that was asked for.

mod change;
mod cover;
mod coverage;
mod layer;
mod paint;
mod same;
mod spans;
#[cfg(test)]
pub(crate) mod tests;

use chrono::TimeDelta;

use crate::plan::{Force, Group, Plan, RotationKey};
use crate::source::Location;
use crate::time::{Instant, Span};

pub use coverage::{gaps, open, required, service_hours};
pub use layer::windows;
pub use same::{Numbers, same, same_shifts};
pub use spans::{merged, without};

/// One turn, or with windows one window, or a visible piece of either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// When: `[start, end)`.
    pub span: Span,
    /// Who; empty where nobody is, intended or not.
    pub people: Group,
    /// Why.
    pub why: Why,
}

/// Why somebody is on call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why {
    /// The turn; `None` where only overrides put somebody on call.
    pub turn: Option<TurnOf>,
    /// Who has time off and who covers.
    pub cover: Box<[Cover]>,
    /// The overrides that had an effect, as indices into the rotation's, in order of effect.
    pub overrides: Box<[usize]>,
}

/// A turn of a layer and the place in the order that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnOf {
    /// The layer, as an index.
    pub layer: usize,
    /// The number of the turn; the first is 0.
    pub number: i64,
    /// The line-up in force, as an index.
    pub line_up: usize,
    /// The place in the line-up whose turn it is.
    pub place: usize,
    /// The place that holds it in this rotation: another one where it follows a rotation.
    pub held_by: usize,
}

/// Somebody whose time off touches their shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Who is away.
    pub away: crate::plan::PersonKey,
    /// Where the time off is written.
    pub off: Location,
    /// Who covers; `None` where nobody is free, so the shift stays.
    pub by: Option<crate::plan::PersonKey>,
}

/// The shifts of a rotation that overlap a span, sorted, whole.
#[must_use]
pub fn shifts(plan: &Plan, key: RotationKey, span: Span) -> Vec<Shift> {
    let mut shifts = change::shifts(plan, key, span);
    let first = shifts.partition_point(|shift| shift.span.end <= span.start);
    let last = shifts.partition_point(|shift| shift.span.start < span.end);
    shifts.truncate(last);
    shifts.drain(..first);
    shifts
}

/// The shift at an instant, if there is one.
#[must_use]
pub fn at(plan: &Plan, key: RotationKey, instant: Instant) -> Option<Shift> {
    let moment = Span::new(instant, instant + TimeDelta::nanoseconds(1));
    shifts(plan, key, moment).into_iter().next()
}

/// The first shift that starts at or after an instant, within six years.
#[must_use]
pub fn next(plan: &Plan, key: RotationKey, instant: Instant) -> Option<Shift> {
    let force = force(plan, key);
    let mut from = force.from.map_or(instant, |from| from.max(instant));
    let mut step = TimeDelta::days(2);
    while step < TimeDelta::days(6 * 366) && force.until.is_none_or(|until| from < until) {
        let span = Span::new(from, from + step);
        let found = shifts(plan, key, span).into_iter().find(|s| s.span.start >= instant);
        if found.is_some() {
            return found;
        }
        from = span.end;
        step = step * 4;
    }
    None
}

/// When a rotation is in force: from the first of its layers until the last, cut to its own.
#[must_use]
pub fn force(plan: &Plan, key: RotationKey) -> Force {
    let layers = plan.layers(key);
    let from = layers.iter().filter_map(|layer| layer.force.from).min();
    let until = layers
        .iter()
        .map(|layer| layer.force.until)
        .max_by_key(|until| until.map_or((1, Instant::default()), |until| (0, until)));
    Force { from, until: until.flatten() }.and(plan[key].force)
}
