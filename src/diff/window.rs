//! How far ahead a change is looked at.

use chrono::TimeDelta;

use super::sides::{Both, Side, Sides};
use crate::plan::{Cadence, Layer};
use crate::time::{Instant, Span};

const SHORTEST: TimeDelta = TimeDelta::weeks(4);
/// The longest window that is chosen for somebody.
pub const LONGEST: TimeDelta = TimeDelta::weeks(26);

/// The window of a change: see [`super::Comparison::window`].
pub(super) fn window(sides: &Sides<'_>, now: Instant) -> Span {
    let differ = sides.rotations.iter().filter(|both| !sides.same(both));
    let cycles = differ.flat_map(|both| cycles(sides, both, now));
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
