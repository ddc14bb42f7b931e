//! Hours that people and the plan name beside rotations: working hours, the night, holidays.

use chrono::{Days, NaiveDate, NaiveTime};

use super::Context;
use crate::plan::PersonKey;
use crate::record::Nights;
use crate::schedule::{merged, open};
use crate::time::{Span, Zone};

impl Context<'_> {
    /// The part of a span in which a person works, in order: their working hours in their own
    /// zone, without their public holidays; `None` where the plan does not say their hours.
    #[must_use]
    pub fn at_work(&self, person: PersonKey, span: Span) -> Option<Vec<Span>> {
        let hours = merged(open(&self.plan[person].zone, self.working(person)?, span));
        let holidays: Vec<_> = self.days_off(person).iter().map(|(_, span)| *span).collect();
        let hours = crate::schedule::without(&hours, &merged(holidays));
        let hours = hours.into_iter().map(|part| part.intersection(span));
        Some(hours.filter(|part| !part.is_empty()).collect())
    }

    /// The nights in a span in the time of a zone, whole.
    #[must_use]
    pub fn nights(&self, zone: &Zone, span: Span) -> Vec<Span> {
        Nights::new(self.plan).spans(zone, span)
    }

    /// The public holidays of a person that touch what is known, as dates and in their own time.
    #[must_use]
    pub fn days_off(&self, person: PersonKey) -> Vec<(NaiveDate, Span)> {
        let person = &self.plan[person];
        let Some(list) = &person.written.holidays else { return Vec::new() };
        let lists = self.plan.written.holidays.iter().filter(|entry| entry.id.value == list.value);
        let days = lists.flat_map(|entry| entry.value.iter().flatten());
        let days = days.filter_map(|day| day.date.as_ref()).map(|day| day.value.0);
        let known = self.known();
        let mut days: Vec<_> = days.map(|day| (day, whole_day(day, &person.zone))).collect();
        days.retain(|(_, span)| span.overlaps(known));
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Today in the plan's zone.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.plan.zone.civil(self.now).date()
    }
}

/// A day in a zone.
fn whole_day(day: NaiveDate, zone: &Zone) -> Span {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    let midnight = |day: NaiveDate| zone.instant(day.and_time(NaiveTime::MIN));
    Span::new(midnight(day), midnight(next))
}
