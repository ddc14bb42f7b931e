//! The days of a zone, one after another, as instants.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use crate::time::{Instant, Span, Zone};

/// Days that follow one another in a zone.
#[derive(Clone, Debug)]
pub struct Days {
    /// Their dates; at least one.
    pub dates: Vec<NaiveDate>,
    /// The first instant of each, and that after the last.
    midnights: Vec<Instant>,
}

impl Days {
    /// Every day that a span touches.
    #[must_use]
    pub fn touched(span: Span, zone: &Zone) -> Self {
        let first = zone.civil(span.start).date();
        let midnight = |date: NaiveDate| zone.instant(date.and_time(NaiveTime::MIN));
        let mut days = Self { dates: vec![first], midnights: vec![midnight(first)] };
        for date in first.iter_days().skip(1) {
            days.midnights.push(midnight(date));
            if midnight(date) >= span.end {
                break;
            }
            days.dates.push(date);
        }
        days
    }

    /// All of it.
    #[must_use]
    pub fn span(&self) -> Span {
        let end = |at: Option<&Instant>| at.copied().unwrap_or_default();
        Span::new(end(self.midnights.first()), end(self.midnights.last()))
    }

    /// One day, by its index.
    #[must_use]
    pub fn day(&self, index: usize) -> Span {
        match self.midnights.get(index..index + 2) {
            Some([start, end]) => Span::new(*start, *end),
            _ => Span::new(self.span().end, self.span().end),
        }
    }

    /// The index of the day that holds an instant.
    #[must_use]
    pub fn index(&self, at: Instant) -> Option<usize> {
        let inside = self.span().contains(at);
        let index = self.midnights.partition_point(|midnight| *midnight <= at).checked_sub(1);
        index.filter(|_| inside)
    }

    /// The first and the last instant that a span has in common with the days.
    #[must_use]
    pub fn ends(&self, span: Span) -> Option<(Instant, Instant)> {
        let seen = span.intersection(self.span());
        (!seen.is_empty()).then(|| (seen.start, seen.end - TimeDelta::nanoseconds(1)))
    }
}
