//! When somebody must be on call, and when nobody is although somebody must.

use chrono::{Days, NaiveTime};

use crate::plan::{Coverage, Plan, RotationKey};
use crate::time::{Span, Windows, Zone};

use super::layer::{plain_windows, windows};
use super::spans::{merged, without};
use super::{force, shifts};

/// The part of a span in which somebody must be on call in a rotation.
#[must_use]
pub fn required(plan: &Plan, key: RotationKey, span: Span) -> Vec<Span> {
    let force = force(plan, key);
    let span = force.cut(span);
    if span.is_empty() || plan.layers(key).is_empty() {
        return Vec::new();
    }
    let required = match &plan[key].coverage {
        Coverage::Always => return vec![span],
        Coverage::Windows => {
            let windowed = plan.layers(key).iter().filter(|layer| layer.windows.is_some());
            merged(windowed.flat_map(|layer| windows(layer, span)).collect())
        }
        Coverage::Own(zone, own) => merged(plain_windows(zone, own, span)),
    };
    cut(&required, span)
}

/// The parts of a span in which somebody must be on call in a rotation and nobody is.
#[must_use]
pub fn gaps(plan: &Plan, key: RotationKey, span: Span) -> Vec<Span> {
    let held = shifts(plan, key, span).into_iter().filter(|shift| !shift.people.is_empty());
    let held = merged(held.map(|shift| shift.span).collect());
    without(&required(plan, key, span), &held)
}

/// The windows in a zone that overlap a span, whole, in order.
#[must_use]
pub fn open(zone: &Zone, windows: &Windows, span: Span) -> Vec<Span> {
    plain_windows(zone, windows, span)
}

/// The service hours in a span: the plan's, on days that are no holidays.
#[must_use]
pub fn service_hours(plan: &Plan, span: Span) -> Vec<Span> {
    let open = merged(plain_windows(&plan.zone, &plan.service_hours, span));
    let midnight = |day: chrono::NaiveDate| plan.zone.instant(day.and_time(NaiveTime::MIN));
    let closed = plan.closed_days.iter().map(|day| {
        let next = day.checked_add_days(Days::new(1)).unwrap_or(*day);
        Span::new(midnight(*day), midnight(next))
    });
    cut(&without(&open, &merged(closed.collect())), span)
}

fn cut(spans: &[Span], to: Span) -> Vec<Span> {
    let cut = spans.iter().map(|span| span.intersection(to));
    cut.filter(|span| !span.is_empty()).collect()
}
