//! The days of a year that the BY parts of a rule name, before INTERVAL and BYSETPOS.
//!
//! This is the only file that knows which library evaluates recurrence rules. It asks the library
//! for one year at a time, so that no rule can make it search, and at most once for each shape of
//! year. Weeks are numbered here: in some years, the library takes the days before the first week
//! for days of week 53 where the year before has 52 weeks.

use std::sync::OnceLock;

use chrono::{Datelike, Month, NaiveDate, NaiveTime, TimeDelta, TimeZone, Weekday};
use rrule::{NWeekday, RRule, Tz, Unvalidated};

use super::Civil;
use super::parse::Rule;
use super::part::Frequency;

/// Seven weekdays to start with, and which of three years has a leap day, if any.
const SHAPES: usize = 28;

/// A day by its numbers: cheaper to step through than a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day {
    /// Days since the end of the year 0, as chrono counts them.
    pub(super) number: i32,
    /// Months since the start of the year 0.
    pub(super) month: i32,
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        let month = date.year() * 12 + date.month0().cast_signed();
        Self { number: date.num_days_from_ce(), month }
    }
}

/// The days that a rule may name, year by year.
#[derive(Clone, Debug)]
pub(super) struct Days {
    rule: RRule<Unvalidated>,
    weeks: Vec<i16>,
    week_start: Weekday,
    /// The days of a year of each shape, relative to its first of January.
    shapes: Box<[OnceLock<Box<[Day]>>]>,
}

impl Eq for Days {}

impl PartialEq for Days {
    /// Whether the rule is the same, whatever was asked of it so far.
    fn eq(&self, other: &Self) -> bool {
        (&self.rule, &self.weeks, self.week_start) == (&other.rule, &other.weeks, other.week_start)
    }
}

impl Days {
    /// What a rule leaves out is taken from `first`, as RFC 5545 says.
    pub(super) fn new(rule: &Rule, first: Civil) -> Self {
        let implied = Implied::of(rule, first);
        let year = RRule::new(rrule::Frequency::Yearly)
            // From any year, this leads past the last year that the library knows.
            .interval(u16::MAX)
            .by_month(&implied.months)
            .by_month_day(implied.month_days)
            .by_year_day(rule.year_days.clone())
            .by_weekday(implied.weekdays);
        Self {
            rule: year,
            weeks: rule.weeks.clone(),
            week_start: rule.week_start,
            shapes: (0..SHAPES).map(|_| OnceLock::new()).collect(),
        }
    }

    /// The days of a year, ascending.
    pub(super) fn of(&self, year: i32) -> impl Iterator<Item = Day> {
        let start = first_of(year);
        let days = start.and_then(|start| {
            let days = self.shapes.get(self.shape(start))?;
            Some((Day::from(start), days.get_or_init(|| self.expand(start))))
        });
        days.into_iter().flat_map(|(start, days)| {
            let later = move |day: &Day| Day {
                number: start.number + day.number,
                month: start.month + day.month,
            };
            days.iter().map(later)
        })
    }

    /// Years of one shape have the same dates on the same weekdays, in weeks of the same number.
    fn shape(&self, start: NaiveDate) -> usize {
        let leap = |year| first_of(year).is_some_and(|day| day.leap_year());
        let long = match start.year() {
            year if leap(year) => 1,
            // Around New Year, days may be in a week of the year before or after.
            year if !self.weeks.is_empty() && leap(year - 1) => 2,
            year if !self.weeks.is_empty() && leap(year + 1) => 3,
            _ => 0,
        };
        start.weekday().num_days_from_monday() as usize * 4 + long
    }

    /// Asks the library. It refuses nothing that our own reader accepts; a test says so.
    fn expand(&self, start: NaiveDate) -> Box<[Day]> {
        let midnight = Tz::UTC.from_utc_datetime(&start.and_time(NaiveTime::MIN));
        let Ok(set) = self.rule.clone().build(midnight) else { return Box::default() };
        let dates = set.limit().into_iter().map(|day| day.date_naive());
        let dates = dates.take_while(|date| date.year() == start.year());
        let relative = |date: NaiveDate| Day {
            number: date.ordinal0().cast_signed(),
            month: date.month0().cast_signed(),
        };
        dates.filter(|date| self.weeks.is_empty() || self.in_week(*date)).map(relative).collect()
    }

    /// Says whether a date is in a week of BYWEEKNO. A week is of the year of its fourth day.
    fn in_week(&self, date: NaiveDate) -> bool {
        let fourth = TimeDelta::days(3 - i64::from(date.weekday().days_since(self.week_start)));
        let Some(fourth) = date.checked_add_signed(fourth) else { return false };
        let days = if fourth.leap_year() { 366 } else { 365 };
        let ahead = |days: u32| i16::try_from(days / 7 + 1).unwrap_or(0);
        let (number, back) = (ahead(fourth.ordinal0()), -ahead(days - fourth.ordinal()));
        self.weeks.contains(&number) || self.weeks.contains(&back)
    }
}

/// The BY parts with those that `first` implies.
struct Implied {
    months: Vec<Month>,
    month_days: Vec<i8>,
    weekdays: Vec<NWeekday>,
}

impl Implied {
    fn of(rule: &Rule, first: Civil) -> Self {
        let mut implied = Self {
            months: rule.months.iter().filter_map(|month| named(*month)).collect(),
            month_days: rule.month_days.iter().filter_map(|day| i8::try_from(*day).ok()).collect(),
            weekdays: rule.days.iter().map(|day| weekday(day.ordinal, day.weekday)).collect(),
        };
        let unsaid = implied.weekdays.is_empty()
            && implied.month_days.is_empty()
            && rule.year_days.is_empty();
        if unsaid && rule.weeks.is_empty() {
            implied.take(rule.frequency, first);
        }
        if unsaid && implied.weekdays.is_empty() && implied.month_days.is_empty() {
            implied.month_days = (1..=31).collect();
        }
        if implied.months.is_empty() && rule.frequency != Frequency::Yearly {
            // The same days, but numbered weekdays then count within the month.
            implied.months = (1..=12).filter_map(named).collect();
        }
        implied
    }

    /// Takes from `first` what no part of the rule says.
    fn take(&mut self, frequency: Frequency, first: Civil) {
        let month_day = i8::try_from(first.day()).ok();
        match frequency {
            Frequency::Daily => (),
            Frequency::Weekly => self.weekdays = vec![weekday(0, first.weekday())],
            Frequency::Monthly => self.month_days.extend(month_day),
            Frequency::Yearly => {
                self.month_days.extend(month_day);
                if self.months.is_empty() {
                    self.months.extend(i16::try_from(first.month()).ok().and_then(named));
                }
            }
        }
    }
}

fn named(month: i16) -> Option<Month> {
    u8::try_from(month).ok().and_then(|month| Month::try_from(month).ok())
}

fn weekday(ordinal: i16, weekday: Weekday) -> NWeekday {
    NWeekday::new((ordinal != 0).then_some(ordinal), weekday)
}

fn first_of(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_yo_opt(year, 1)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::super::parse;
    use super::*;

    fn days(rule: &str) -> Days {
        let first = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap().and_hms_opt(8, 0, 0).unwrap();
        Days::new(&parse::rule(rule).unwrap(), first)
    }

    #[test]
    fn the_library_takes_the_edges_of_every_part() {
        for rule in [
            "FREQ=MONTHLY;BYDAY=5MO,-5MO",
            "FREQ=YEARLY;BYDAY=53MO,-52MO",
            "FREQ=YEARLY;BYMONTH=1,12;BYDAY=5MO,-5MO",
            "FREQ=YEARLY;BYMONTHDAY=1,31,-1,-31",
            "FREQ=YEARLY;BYYEARDAY=1,366,-1,-366",
            "FREQ=YEARLY;BYWEEKNO=1,53,-1,-53;WKST=SU",
            "FREQ=DAILY;BYMONTH=1,12;BYSETPOS=366,-366",
        ] {
            assert!(days(rule).rule.build(Tz::UTC.timestamp_nanos(0)).is_ok(), "{rule}");
        }
    }

    #[test]
    fn a_year_never_runs_into_the_next() {
        for year in [1900, 2024, 2025, 2400] {
            let all: Vec<_> = days("FREQ=DAILY").of(year).collect();
            let length = if year == 2024 || year == 2400 { 366 } else { 365 };
            assert_eq!(all.len(), length);
            assert_eq!(all.first().copied(), first_of(year).map(Day::from));
        }
    }

    #[test]
    fn years_of_one_shape_have_the_same_days() {
        for part in ["BYWEEKNO=53", "BYWEEKNO=-53", "BYWEEKNO=1,-1;WKST=TH", "BYDAY=53MO,1TU"] {
            let rule = &format!("FREQ=YEARLY;{part}");
            let shared = days(rule);
            for year in 1900..=2400 {
                let fresh: Vec<_> = days(rule).of(year).collect();
                assert_eq!(shared.of(year).collect::<Vec<_>>(), fresh, "{rule} in {year}");
            }
        }
    }
}
