//! Recurrence rules: the dates and times that RFC 5545 means, on the clock of the wall.
//!
//! Owns how a rule walks: periods, INTERVAL, BYSETPOS, COUNT and UNTIL. Knows nothing of zones:
//! whoever asks says what a wall-clock time means. All work is bounded: nothing is searched past
//! the last of [`YEARS`], and to ask about a late range costs as much as about an early one.

mod days;
mod parse;
mod part;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::fmt;
use std::iter::Peekable;
use std::ops::Range;

use chrono::{Datelike, NaiveDate, Weekday};

use self::days::{Day, Days};
use self::parse::Rule;
use self::part::Frequency;
use super::{Civil, YEARS};

/// A recurrence rule with its start: an ascending list of wall-clock times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    first: Civil,
    last: Option<Civil>,
    periods: Periods,
    positions: Vec<i16>,
    days: Days,
}

/// Why a rule is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecurrenceError {
    /// What is wrong.
    pub message: String,
    /// The bytes of the rule's text that are wrong.
    pub range: Range<usize>,
    /// The way out.
    pub help: Option<String>,
}

impl RecurrenceError {
    fn new(message: impl Into<String>, range: Range<usize>) -> Self {
        Self { message: message.into(), range, help: None }
    }

    fn help(self, help: &str) -> Self {
        Self { help: Some(help.to_owned()), ..self }
    }
}

impl fmt::Display for RecurrenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RecurrenceError {}

impl Recurrence {
    /// Reads a rule such as `FREQ=MONTHLY;BYDAY=1SA`.
    ///
    /// `first` is the start (DTSTART): no occurrence is earlier, and it is one only if it matches.
    /// What the rule leaves out, such as the day of the month, is taken from it. A date in UNTIL
    /// means through the whole of that day.
    ///
    /// # Errors
    ///
    /// When the text is not a rule, the rule recurs more often than daily or sets a time of day,
    /// its parts contradict each other, or it never occurs.
    pub fn parse(rule: &str, first: Civil) -> Result<Self, RecurrenceError> {
        let whole = 0..rule.len();
        if !YEARS.contains(&first.year()) {
            let message = format!("a rule cannot start in the year {}", first.year());
            let help = format!("start it between {} and {}", YEARS.start(), YEARS.end());
            return Err(RecurrenceError::new(message, whole).help(&help));
        }
        let rule = parse::rule(rule)?;
        let mut recurrence = Self::endless(&rule, first);
        let Some(opening) = recurrence.at_or_after(first) else {
            return Err(never(first, whole));
        };
        recurrence.last = match (rule.until, rule.count) {
            (Some((until, range)), _) if until < opening => return Err(over(opening, range)),
            (Some((until, _)), _) => Some(until),
            (None, Some(count)) => recurrence.occurrences(first, Civil::MAX).nth(count - 1),
            (None, None) => None,
        };
        Ok(recurrence)
    }

    /// The rule without COUNT and UNTIL.
    fn endless(rule: &Rule, first: Civil) -> Self {
        let Rule { frequency, interval, week_start, .. } = *rule;
        let mut periods =
            Periods { frequency, interval, week_start, origin: 0, first: first.date() };
        periods.origin = periods.number(first.date().into());
        Self {
            first,
            last: None,
            periods,
            positions: rule.positions.clone(),
            days: Days::new(rule, first),
        }
    }

    /// The occurrences in [from, to), ascending; none lies after the last of [`YEARS`].
    #[must_use]
    pub fn between(&self, from: Civil, to: Civil) -> Vec<Civil> {
        self.occurrences(from, to).collect()
    }

    /// How many occurrences lie before a time: 182,987 of a daily rule in all of [`YEARS`].
    #[must_use]
    pub fn count_before(&self, before: Civil) -> usize {
        self.occurrences(self.first, before).count()
    }

    /// The first occurrence at or after a time; none when the rule is over, or [`YEARS`] are.
    #[must_use]
    pub fn at_or_after(&self, from: Civil) -> Option<Civil> {
        self.occurrences(from, Civil::MAX).next()
    }

    fn occurrences(&self, from: Civil, to: Civil) -> impl Iterator<Item = Civil> {
        let from = from.max(self.first);
        let days = self.days_from(from.date(), to.year().min(*YEARS.end()));
        Picked { days: days.peekable(), period: Vec::new(), left: Vec::new(), rule: self }
            .filter_map(|day| NaiveDate::from_num_days_from_ce_opt(day.number))
            .map(|day| day.and_time(self.first.time()))
            .skip_while(move |each| *each < from)
            .take_while(move |each| *each < to && YEARS.contains(&each.year()))
            .take_while(|each| self.last.is_none_or(|last| *each <= last))
    }

    /// The days of the periods that count, in whole periods where BYSETPOS needs them.
    fn days_from(&self, from: NaiveDate, last_year: i32) -> impl Iterator<Item = Day> {
        let open = if self.positions.is_empty() { from } else { self.periods.open(from) };
        let first = open.num_days_from_ce();
        // A week may end in the next year.
        let days = (open.year()..=last_year + 1).flat_map(|year| self.days.of(year));
        let days = days.skip_while(move |day| day.number < first);
        days.filter(|day| self.periods.counts(*day))
    }
}

fn never(first: Civil, range: Range<usize>) -> RecurrenceError {
    let message = format!("the rule never occurs, from {} to {}", first.date(), YEARS.end());
    RecurrenceError::new(message, range)
        .help("no date fits all its parts: leave one out, or start it on a date that fits")
}

fn over(opening: Civil, range: Range<usize>) -> RecurrenceError {
    let message = format!("the rule ends before it first occurs, on {}", opening.date());
    RecurrenceError::new(message, range).help("write a later UNTIL, or start it earlier")
}

/// The periods of a rule: days, weeks, months or years, of which every nth counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Periods {
    frequency: Frequency,
    interval: i32,
    week_start: Weekday,
    /// The first day, and the number of its period.
    first: NaiveDate,
    origin: i32,
}

impl Periods {
    /// The number of a day's period on an endless scale.
    fn number(&self, day: Day) -> i32 {
        match self.frequency {
            Frequency::Daily => day.number,
            Frequency::Weekly => (day.number - 1 - self.shift()).div_euclid(7),
            Frequency::Monthly => day.month,
            Frequency::Yearly => day.month.div_euclid(12),
        }
    }

    fn counts(&self, day: Day) -> bool {
        (self.number(day) - self.origin) % self.interval == 0
    }

    /// The first day of a day's period. The first week starts with the rule, not before it.
    fn open(&self, day: NaiveDate) -> NaiveDate {
        let open = match self.frequency {
            Frequency::Daily => Some(day),
            Frequency::Weekly => {
                let week = self.number(day.into()) * 7 + 1 + self.shift();
                NaiveDate::from_num_days_from_ce_opt(week).map(|week| week.max(self.first))
            }
            Frequency::Monthly => day.with_day(1),
            Frequency::Yearly => day.with_ordinal(1),
        };
        open.unwrap_or(day)
    }

    fn shift(&self) -> i32 {
        self.week_start.num_days_from_monday().cast_signed()
    }
}

/// The days that BYSETPOS picks from each period; all of them without it.
struct Picked<'a, I: Iterator<Item = Day>> {
    days: Peekable<I>,
    /// The days of one period.
    period: Vec<Day>,
    /// The picked days that are left, the next one last.
    left: Vec<Day>,
    rule: &'a Recurrence,
}

impl<I: Iterator<Item = Day>> Iterator for Picked<'_, I> {
    type Item = Day;

    fn next(&mut self) -> Option<Day> {
        if self.rule.positions.is_empty() {
            return self.days.next();
        }
        while self.left.is_empty() {
            let first = self.days.next()?;
            self.pick(first);
        }
        self.left.pop()
    }
}

impl<I: Iterator<Item = Day>> Picked<'_, I> {
    /// Picks from the period that opens with a day.
    fn pick(&mut self, first: Day) {
        let periods = self.rule.periods;
        let number = periods.number(first);
        self.period.clear();
        self.period.push(first);
        while let Some(day) = self.days.next_if(|day| periods.number(*day) == number) {
            self.period.push(day);
        }
        let at = |position: &i16| {
            let back = usize::from(position.unsigned_abs());
            let ahead =
                if *position > 0 { back - 1 } else { self.period.len().checked_sub(back)? };
            self.period.get(ahead).copied()
        };
        self.left.extend(self.rule.positions.iter().filter_map(at));
        self.left.sort_unstable_by(|a, b| b.cmp(a));
        self.left.dedup();
    }
}
