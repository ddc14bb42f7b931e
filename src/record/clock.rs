//! Service hours as a clock: durations and days that count only while the service is promised.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};

use crate::plan::Plan;
use crate::schedule::{merged, open, without};
use crate::time::{Instant, Span};

/// Days that are walked through in search of one with service hours.
const MOST_DAYS: u64 = 400;

/// The service hours of a plan.
pub struct ServiceClock<'a> {
    plan: &'a Plan,
    closed: BTreeSet<NaiveDate>,
}

impl<'a> ServiceClock<'a> {
    /// The service hours of a plan as a clock.
    #[must_use]
    pub fn new(plan: &'a Plan) -> Self {
        Self { plan, closed: plan.closed_days.iter().copied().collect() }
    }

    /// Longer spans are measured over their first part only: nothing that is judged is longer.
    pub const LONGEST: TimeDelta = TimeDelta::days(100);

    /// How much of a span is service time, of its first 100 days at most.
    #[must_use]
    pub fn measure(&self, span: Span) -> TimeDelta {
        let span = Span::new(span.start, span.end.min(span.start + Self::LONGEST));
        if span.is_empty() {
            return TimeDelta::zero();
        }
        let zone = &self.plan.zone;
        let hours = merged(open(zone, &self.plan.service_hours, span));
        let days = zone.civil(span.start).date()..=zone.civil(span.end).date();
        let closed = self.closed.range(days).map(|day| {
            let next = day.checked_add_days(Days::new(1)).unwrap_or(*day);
            let [start, end] = [*day, next].map(|day| zone.instant(day.and_time(NaiveTime::MIN)));
            Span::new(start, end)
        });
        let open = without(&hours, &merged(closed.collect())).into_iter();
        let open = open.map(|part| part.intersection(span)).filter(|part| !part.is_empty());
        open.fold(TimeDelta::zero(), |sum, part| sum + part.length())
    }

    /// The end of service on the last of so many days with service hours after the day of an
    /// instant; `None` where there are not so many.
    #[must_use]
    pub fn days_after(&self, instant: Instant, days: u64) -> Option<Instant> {
        let zone = &self.plan.zone;
        let first = zone.civil(instant).date();
        let all = (1..=MOST_DAYS).map_while(|count| first.checked_add_days(Days::new(count)));
        let mut ends = all.filter_map(|day| self.end_of(day));
        let end = ends.nth(usize::try_from(days.checked_sub(1)?).ok()?)?;
        Some(zone.instant(end))
    }

    /// When service ends that begins on a day, if it is a day with service hours.
    fn end_of(&self, day: NaiveDate) -> Option<crate::time::Civil> {
        if self.closed.contains(&day) {
            return None;
        }
        let next = day.checked_add_days(Days::new(1))?;
        let [from, to] = [day, next].map(|day| day.and_time(NaiveTime::MIN));
        self.plan.service_hours.starting(from, to).iter().map(|window| window.end).max()
    }
}
