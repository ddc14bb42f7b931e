//! Nights and weekends on a person's own clock.

use chrono::{Datelike, TimeDelta, Weekday};

use crate::plan::Plan;
use crate::schedule::{merged, open};
use crate::time::{Instant, Span, Windows, Zone, parse_weekly};

/// The night where the plan does not say one.
const NIGHT: &str = "22:00-07:00";

/// The night of a plan, which is one of each person's own clock.
pub struct Nights {
    windows: Windows,
}

impl Nights {
    /// The night as the plan says it, 22:00 to 07:00 where it does not.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let written = plan.written.plan.as_ref().and_then(|plan| plan.night.as_ref());
        let mut usual = Windows::default();
        usual.add_weekly(&parse_weekly(NIGHT).unwrap_or_default());
        let windows = written.map_or(usual, |night| plan.windows(std::slice::from_ref(night)));
        Self { windows }
    }

    /// The nights in a span in the time of a zone, whole.
    #[must_use]
    pub fn spans(&self, zone: &Zone, span: Span) -> Vec<Span> {
        merged(open(zone, &self.windows, span))
    }

    /// Whether an instant lies in the night of a zone.
    #[must_use]
    pub fn holds(&self, zone: &Zone, at: Instant) -> bool {
        let instant = Span::new(at, at + TimeDelta::seconds(1));
        open(zone, &self.windows, instant).into_iter().any(|night| night.contains(at))
    }
}

/// Whether an instant lies on a Saturday or Sunday of a zone.
#[must_use]
pub fn is_weekend(zone: &Zone, at: Instant) -> bool {
    matches!(zone.civil(at).weekday(), Weekday::Sat | Weekday::Sun)
}
