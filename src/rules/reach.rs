//! How far ahead a statement about coverage holds: proven for ever, or checked over a range.

use chrono::TimeDelta;

use crate::plan::{Cadence, Coverage, Layer, LineUp, Plan, RotationKey};
use crate::time::{Instant, Span, Zone};

const DAY: i64 = 86_400;
const WEEK: i64 = 7 * DAY;
/// A range that holds both changes of the clock.
const YEAR: i64 = 366 * DAY;
/// No proof looks further than this.
const LONGEST: i64 = 10 * YEAR;

/// Over which span coverage was judged, and whether that proves it for every later instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The span.
    pub span: Span,
    /// The period, in seconds, after which everything undated comes again, where one proves it.
    pub period: Option<i64>,
}

/// How far ahead coverage by some rotations is judged from an instant on.
///
/// Where all of them share one zone and what is undated repeats within ten years, the span holds
/// everything dated and a whole period with both changes of the clock. Otherwise it is the plan's
/// horizon and one year.
#[must_use]
pub fn reach(plan: &Plan, rotations: &[RotationKey], own: Option<&Zone>, now: Instant) -> Reach {
    let proof = || {
        let period = period(plan, rotations, own)?;
        let start = rotations.iter().filter_map(|key| last_date(plan, *key)).fold(now, Ord::max);
        let end = start + TimeDelta::seconds(period.max(YEAR));
        (end - now <= TimeDelta::seconds(LONGEST)).then(|| Span::new(now, end)).zip(Some(period))
    };
    if let Some((span, period)) = proof() {
        return Reach { span, period: Some(period) };
    }
    let ahead = TimeDelta::seconds(plan.horizon.0 + YEAR);
    Reach { span: Span::new(now, now + ahead), period: None }
}

/// Seconds on the wall clock after which everything undated comes again, if that is known.
fn period(plan: &Plan, rotations: &[RotationKey], own: Option<&Zone>) -> Option<i64> {
    let layers = || rotations.iter().flat_map(|key| plan.layers(*key));
    let coverage = rotations.iter().filter_map(|key| match &plan[*key].coverage {
        Coverage::Own(zone, windows) => Some((zone, windows)),
        Coverage::Always | Coverage::Windows => None,
    });
    let zones = layers().map(|layer| &layer.zone).chain(coverage.clone().map(|(zone, _)| zone));
    let mut zones = zones.chain(own);
    let first = zones.next()?;
    let known = coverage.clone().all(|(_, windows)| !windows.recurs());
    if !known || zones.any(|zone| zone != first) {
        return None;
    }
    let fixed = if own.is_some() || coverage.count() > 0 { WEEK } else { DAY };
    layers().map(layer_period).try_fold(fixed, |sum, period| least_common(sum, period?))
}

fn layer_period(layer: &Layer) -> Option<i64> {
    if layer.windows.as_ref().is_some_and(crate::time::Windows::recurs) {
        return None;
    }
    let weekly = if layer.windows.is_some() { WEEK } else { DAY };
    let last = layer.line_ups.last()?;
    let peopled = |order: &LineUp| order.places.iter().all(|place| !place.people.is_empty());
    if layer.line_ups.iter().all(peopled) {
        return Some(weekly);
    }
    // When a line-up by shifts begins is not looked up, so such a layer is not proven.
    if matches!(layer.cadence, Cadence::Shifts(_)) && layer.line_ups.len() > 1 {
        return None;
    }
    if peopled(last) {
        return Some(weekly);
    }
    least_common(weekly, order_period(layer, last)?)
}

/// After how long the same places of an order meet the same turns of the cycle again.
fn order_period(layer: &Layer, order: &LineUp) -> Option<i64> {
    let len = i64::try_from(order.places.len()).ok()?;
    match &layer.cadence {
        Cadence::Periods(handoffs) => {
            let (seconds, turns) = handoffs.cycle()?;
            (least_common(len, turns)? / turns).checked_mul(seconds)
        }
        Cadence::Shifts(count) => {
            let windows = layer.windows.as_ref()?;
            let start = crate::time::Civil::default();
            let weekly = windows.count(start, start + TimeDelta::seconds(WEEK));
            let weekly = (weekly > 0 && windows.is_weekly()).then_some(weekly)?;
            (least_common(weekly, count.checked_mul(len)?)? / weekly).checked_mul(WEEK)
        }
    }
}

/// The least common multiple of two numbers above 0, if it is not too large.
pub(super) fn least_common(one: i64, two: i64) -> Option<i64> {
    let (mut a, mut b) = (one, two);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (one / a).checked_mul(two)
}

/// The last instant that something dated in a rotation is about.
fn last_date(plan: &Plan, key: RotationKey) -> Option<Instant> {
    let rotation = &plan[key];
    let layers = plan.layers(key).iter().flat_map(|layer| {
        let line_up = layer.line_ups.last().map(|line_up| line_up.first_turn);
        let line_up = line_up.and_then(|turn| match &layer.cadence {
            Cadence::Periods(handoffs) => Some(layer.zone.instant(handoffs.boundary(turn))),
            // Line-ups are placed near the windows that they begin with, which are not dated.
            Cadence::Shifts(_) => None,
        });
        let dated = layer.windows.as_ref().and_then(crate::time::Windows::last_dated);
        let dated = dated.map(|civil| layer.zone.instant(civil));
        [layer.force.from, layer.force.until, line_up, dated]
    });
    let own = [rotation.force.from, rotation.force.until];
    let overrides = rotation.overrides.iter().map(|o| Some(o.span.end));
    layers.chain(own).chain(overrides).flatten().max()
}
