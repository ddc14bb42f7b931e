//! How far ahead a change is looked at.

use chrono::TimeDelta;

use super::renames::renamed;
use super::sides::{Both, Side, Sides};
use crate::plan::{Cadence, Layer, Plan};
use crate::time::{Instant, Span};

const SHORTEST: TimeDelta = TimeDelta::weeks(4);
const LONGEST: TimeDelta = TimeDelta::weeks(26);

/// The longest window that is chosen for somebody: 26 weeks.
#[must_use]
pub fn longest_window() -> TimeDelta {
    LONGEST
}

/// From an instant for four weeks, or for two cycles of the rotations that may have other shifts
/// where that is longer; at most 26 weeks.
#[must_use]
pub fn default_window(before: &Plan, after: &Plan, now: Instant) -> Span {
    let sides = Sides::new(before, after, &renamed(before, after).renames);
    let differ = sides.rotations.iter().filter(|both| !sides.same(both));
    let cycles = differ.flat_map(|both| cycles(&sides, both, now));
    let cycle = cycles.max().unwrap_or_default().min(LONGEST);
    Span::new(now, now + (cycle * 2).clamp(SHORTEST, LONGEST))
}

/// How long it takes until everybody in an order had a turn, for each layer of either plan.
fn cycles(sides: &Sides<'_>, both: &Both, now: Instant) -> Vec<TimeDelta> {
    let keys = [Side::Before, Side::After].map(|side| Some((sides.plan(side), both.key(side)?)));
    let layers = keys.into_iter().flatten().flat_map(|(plan, key)| plan.layers(key));
    layers.map(|layer| cycle(layer, now)).collect()
}

fn cycle(layer: &Layer, now: Instant) -> TimeDelta {
    let places = layer.line_ups.iter().map(|order| order.places.len()).max().unwrap_or(0);
    let civil = layer.zone.civil(now).max(layer.starts);
    match &layer.cadence {
        Cadence::Periods(handoffs) => {
            let turn = handoffs.turn_at(civil);
            let turns = i64::try_from(places).unwrap_or(0);
            handoffs.boundary(turn.saturating_add(turns)) - handoffs.boundary(turn)
        }
        Cadence::Shifts(count) => {
            let windows = places.saturating_mul(usize::try_from(*count).unwrap_or(usize::MAX));
            let starts = layer.windows.as_ref().map(|all| all.starting(civil, civil + LONGEST));
            let after = starts.as_ref().and_then(|starts| starts.get(windows));
            after.map_or(LONGEST, |window| window.start - civil)
        }
    }
}
