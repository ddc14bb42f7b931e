//! Where an instant lies in a row of columns: every day of a zone is equally wide.

use chrono::NaiveDate;

use crate::time::{Instant, Span, Zone};
use crate::views::picture::Days;

/// Days laid out in columns.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    days: Days,
    /// Columns of a day; 0 where a column holds several days.
    pub day: usize,
    /// Days of a column, at least 1.
    pub step: usize,
}

impl Scale {
    /// The days of a zone that a span touches, in at most `room` columns.
    pub fn new(span: Span, zone: &Zone, room: usize) -> Self {
        let days = Days::touched(span, zone);
        let day = even(room / days.dates.len());
        let step = if day > 0 { 1 } else { days.dates.len().div_ceil(room.max(1)) };
        Self { days, day, step }
    }

    /// The dates and the first column of each.
    pub fn dates(&self) -> impl Iterator<Item = (usize, &NaiveDate)> {
        let dates = self.days.dates.iter().enumerate();
        dates.map(|(index, date)| (self.column_of(index), date))
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        let days = self.days.dates.len();
        if self.day > 0 { days * self.day } else { days.div_ceil(self.step) }
    }

    fn column_of(&self, date: usize) -> usize {
        if self.day > 0 { date * self.day } else { date / self.step }
    }

    /// The span of all days.
    pub fn span(&self) -> Span {
        self.days.span()
    }

    /// The column that holds an instant; `None` outside the days.
    pub fn column(&self, at: Instant) -> Option<usize> {
        let index = self.days.index(at)?;
        let day = self.days.day(index);
        let seconds = |length: chrono::TimeDelta| length.num_seconds().unsigned_abs();
        let part = u64::try_from(self.day).ok()? * seconds(at - day.start) / seconds(day.length());
        Some(self.column_of(index) + usize::try_from(part).ok()?)
    }

    /// The first and the last column that a span touches, and whether it began before them.
    pub fn columns(&self, span: Span) -> Option<(usize, usize, bool)> {
        let (first, last) = self.days.ends(span)?;
        Some((self.column(first)?, self.column(last)?, span.start < first))
    }

    /// Whether a span has only a part of the first column that it touches, and of the last.
    pub fn parts(&self, span: Span) -> (bool, bool) {
        let Some((first, last)) = self.days.ends(span) else { return (false, false) };
        let moment = chrono::TimeDelta::nanoseconds(1);
        let same = |a, b| self.column(a).is_some() && self.column(a) == self.column(b);
        (same(first - moment, first), same(last, last + moment))
    }
}

/// Columns of a day such that the hours at which people hand over fall on whole ones.
fn even(columns: usize) -> usize {
    match columns {
        0..8 => columns,
        8..24 => columns / 4 * 4,
        _ => columns / 8 * 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Zones;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_with_a_clock_change_is_as_wide_as_any_other() {
        let berlin = Zones::embedded().get("Europe/Berlin").unwrap();
        let span = Span::new(at("2026-10-24T00:00:00Z"), at("2026-10-26T00:00:00Z"));
        let scale = Scale::new(span, &berlin, 72);
        assert_eq!((scale.day, scale.width()), (24, 72));
        let column = |text| scale.column(at(text));
        assert_eq!(column("2026-10-23T22:00:00Z"), Some(0));
        assert_eq!(column("2026-10-24T22:00:00Z"), Some(24));
        assert_eq!(column("2026-10-25T23:00:00Z"), Some(48));
        assert_eq!(column("2026-10-26T23:00:00Z"), None);
    }

    #[test]
    fn a_long_span_has_several_days_in_a_column() {
        let utc = Zones::embedded().utc();
        let span = Span::new(at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
        let scale = Scale::new(span, &utc, 60);
        assert_eq!((scale.day, scale.step, scale.width()), (0, 7, 53));
        assert_eq!(scale.columns(span), Some((0, 52, false)));
    }

    #[test]
    fn a_day_that_a_zone_never_had_is_no_trouble() {
        let apia = Zones::embedded().get("Pacific/Apia").unwrap();
        let span = Span::new(at("2011-12-28T00:00:00Z"), at("2012-01-03T00:00:00Z"));
        let scale = Scale::new(span, &apia, 60);
        let mut hours = (0..144).filter_map(|hour| {
            scale.column(at("2011-12-28T00:00:00Z") + chrono::TimeDelta::hours(hour))
        });
        assert!(hours.all(|column| column < scale.width()));
    }
}
