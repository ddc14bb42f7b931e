//! One part of a recurrence rule, `NAME=VALUE`: its name, its value and where it stands.
//!
//! Owns the grammar of each value. Knows nothing of the other parts.

use std::ops::Range;

use chrono::{NaiveDate, NaiveTime, Weekday};

use super::{Civil, RecurrenceError};

const NAMES: [&str; 11] = [
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "BYMONTH",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYDAY",
    "BYSETPOS",
    "WKST",
];
/// Parts of RFC 5545 that set a time of day, which is not the rule's business here.
const TIMES: [&str; 3] = ["BYHOUR", "BYMINUTE", "BYSECOND"];
const FREQUENCIES: [(&str, Frequency); 4] = [
    ("DAILY", Frequency::Daily),
    ("WEEKLY", Frequency::Weekly),
    ("MONTHLY", Frequency::Monthly),
    ("YEARLY", Frequency::Yearly),
];
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

/// The length of the periods that a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A weekday in BYDAY: every one of the period, or the nth when the ordinal is not 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ByDay {
    pub(super) ordinal: i16,
    pub(super) weekday: Weekday,
}

impl Frequency {
    pub(super) fn name(self) -> &'static str {
        let found = FREQUENCIES.iter().find(|(_, each)| *each == self);
        found.map_or("", |(name, _)| name)
    }
}

/// One `NAME=VALUE`, and where it starts in the rule.
pub(super) struct Part<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    start: usize,
}

impl<'a> Part<'a> {
    pub(super) fn read(text: &'a str, start: usize) -> Result<Self, RecurrenceError> {
        let range = start..start + text.len();
        if text.is_empty() {
            return Err(
                RecurrenceError::new("there is an empty part", range).help("drop the spare `;`")
            );
        }
        let Some((name, value)) = text.split_once('=') else {
            let message = format!("`{text}` is not NAME=VALUE");
            return Err(RecurrenceError::new(message, range)
                .help("write a rule such as FREQ=WEEKLY;BYDAY=SA"));
        };
        let part = Self { name, value, start };
        part.check_name()?;
        if value.is_empty() {
            return Err(
                RecurrenceError::new(format!("`{name}` has no value"), range).help("give it one")
            );
        }
        part.check_case().map(|()| part)
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.value_range().end
    }

    pub(super) fn name_range(&self) -> Range<usize> {
        self.start..self.start + self.name.len()
    }

    pub(super) fn value_range(&self) -> Range<usize> {
        let start = self.name_range().end + 1;
        start..start + self.value.len()
    }

    fn check_name(&self) -> Result<(), RecurrenceError> {
        let (name, range) = (self.name, self.name_range());
        let upper = name.to_ascii_uppercase();
        if NAMES.contains(&name) {
            return Ok(());
        }
        if TIMES.contains(&upper.as_str()) {
            let message = format!("`{name}` is refused: the rule names days, not times");
            return Err(RecurrenceError::new(message, range).help("write `at` and `lasts` instead"));
        }
        if NAMES.contains(&upper.as_str()) {
            let message = format!("`{name}` is not in upper case");
            return Err(RecurrenceError::new(message, range).help(&format!("write {upper}")));
        }
        let help = nearest(&upper, &NAMES).map_or_else(
            || format!("a rule is made of {}", NAMES.join(", ")),
            |near| format!("did you mean {near}?"),
        );
        Err(RecurrenceError::new(format!("`{name}` is not a part of a rule"), range).help(&help))
    }

    fn check_case(&self) -> Result<(), RecurrenceError> {
        let worded = matches!(self.name, "FREQ" | "BYDAY" | "WKST" | "UNTIL");
        if !worded || !self.value.contains(|each: char| each.is_ascii_lowercase()) {
            return Ok(());
        }
        let help = format!("write {}={}", self.name, self.value.to_ascii_uppercase());
        Err(RecurrenceError::new(
            format!("`{}` is not in upper case", self.value),
            self.value_range(),
        )
        .help(&help))
    }

    pub(super) fn frequency(&self) -> Result<Frequency, RecurrenceError> {
        if let Some((_, frequency)) = FREQUENCIES.iter().find(|(name, _)| *name == self.value) {
            return Ok(*frequency);
        }
        let names = FREQUENCIES.map(|(name, _)| name);
        let often = matches!(self.value, "SECONDLY" | "MINUTELY" | "HOURLY");
        let help = match nearest(self.value, &names) {
            Some(near) if !often => format!("did you mean {near}?"),
            _ => format!("write one of {}", names.join(", ")),
        };
        let why = if often { "refused: a window recurs at most daily" } else { "not a frequency" };
        Err(RecurrenceError::new(format!("`{}` is {why}", self.value), self.value_range())
            .help(&help))
    }

    /// The items of a list and where they stand.
    pub(super) fn items(&self) -> impl Iterator<Item = (&'a str, Range<usize>)> {
        let mut start = self.value_range().start;
        self.value.split(',').map(move |item| {
            let range = start..start + item.len();
            start = range.end + 1;
            (item, range)
        })
    }

    pub(super) fn number(
        &self,
        text: &str,
        range: &Range<usize>,
        limit: i16,
        signed: bool,
    ) -> Result<i16, RecurrenceError> {
        let digits = if signed { text.strip_prefix(['+', '-']).unwrap_or(text) } else { text };
        let plain = digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let size = digits.parse::<i16>().ok().filter(|size| (1..=limit).contains(size));
        match size {
            Some(size) if plain && text.starts_with('-') => Ok(-size),
            Some(size) if plain => Ok(size),
            _ => {
                let back = if signed { format!(", or from -{limit} to -1") } else { String::new() };
                Err(RecurrenceError::new(
                    format!("`{text}` is not a value of `{}`", self.name),
                    range.clone(),
                )
                .help(&format!("write a whole number from 1 to {limit}{back}")))
            }
        }
    }

    pub(super) fn weekday(&self) -> Result<Weekday, RecurrenceError> {
        weekday(self.value, self.value, &self.value_range())
    }

    /// An item of BYDAY, numbered up to a limit.
    pub(super) fn day(
        &self,
        item: &str,
        range: &Range<usize>,
        limit: i16,
    ) -> Result<ByDay, RecurrenceError> {
        let split = item.len().checked_sub(2).and_then(|at| item.split_at_checked(at));
        let (ordinal, code) = split.unwrap_or(("", item));
        let weekday = weekday(code, item, range)?;
        if ordinal.is_empty() {
            return Ok(ByDay { ordinal: 0, weekday });
        }
        if limit == 0 {
            let message = format!("`{item}` numbers a weekday of a month or a year");
            return Err(RecurrenceError::new(message, range.clone())
                .help(&format!("write {code}, or use FREQ=MONTHLY or FREQ=YEARLY")));
        }
        let ordinal = self.number(ordinal, range, limit, true)?;
        if ordinal == -53 {
            let message = format!("`{item}` exists only in years with 53 of that weekday");
            return Err(
                RecurrenceError::new(message, range.clone()).help("count from 53 down to -52")
            );
        }
        Ok(ByDay { ordinal, weekday })
    }

    /// The last moment of the rule; a date means through the whole of that day.
    pub(super) fn until(&self) -> Result<(Civil, Range<usize>), RecurrenceError> {
        let (text, range) = (self.value, self.value_range());
        if let Some(civil) = moment(text) {
            return Ok((civil, range));
        }
        if let Some(wall) = text.strip_suffix('Z').filter(|wall| moment(wall).is_some()) {
            let message = format!("`{text}` is in UTC: a window keeps to the clock on the wall");
            return Err(RecurrenceError::new(message, range)
                .help(&format!("write UNTIL={wall} in local time")));
        }
        Err(RecurrenceError::new(format!("`{text}` is not a date"), range)
            .help("write UNTIL=20261231 or UNTIL=20261231T235959"))
    }
}

fn weekday(code: &str, text: &str, range: &Range<usize>) -> Result<Weekday, RecurrenceError> {
    let found = WEEKDAYS.iter().find(|(name, _)| *name == code);
    found.map(|(_, weekday)| *weekday).ok_or_else(|| {
        RecurrenceError::new(format!("`{text}` is not a weekday"), range.clone())
            .help("the weekdays are MO, TU, WE, TH, FR, SA and SU")
    })
}

/// Reads YYYYMMDD or YYYYMMDDTHHMMSS.
fn moment(text: &str) -> Option<Civil> {
    let (date, time) = text.split_once('T').unwrap_or((text, "235959"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if date.len() != 8 || time.len() != 6 || !digits(date) || !digits(time) {
        return None;
    }
    let (date, time) = (date.parse::<u32>().ok()?, time.parse::<u32>().ok()?);
    let year = i32::try_from(date / 10_000).ok()?;
    let date = NaiveDate::from_ymd_opt(year, date / 100 % 100, date % 100)?;
    Some(date.and_time(NaiveTime::from_hms_opt(time / 10_000, time / 100 % 100, time % 100)?))
}

fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let near = |name: &str| strsim::jaro_winkler(word, name);
    let best = known.iter().copied().max_by(|a, b| near(a).total_cmp(&near(b)))?;
    (near(best) > 0.8).then_some(best)
}
