//! Lengths of time: `90m`, `1h30m`, `6 weeks`, `1mo`.

use chrono::{DateTime, Datelike, Days, Months, TimeDelta};

use super::fault::{Read, WhenError, did_you_mean, show, tokens};
use crate::time::{Civil, Instant, Zone};

const EXAMPLES: &str = "examples: `90m`, `12h`, `3d`, `2w`, `6 weeks`, `1mo`";

/// A length of time: calendar months and days, then elapsed seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// Calendar months; a year is twelve.
    pub months: u32,
    /// Calendar days; a week is seven.
    pub days: u32,
    /// Elapsed seconds.
    pub seconds: i64,
}

impl Length {
    /// The instant this long after another. Months and days move the date in the zone and keep
    /// the clock (the 31st becomes the last of a shorter month); seconds are elapsed.
    ///
    /// # Errors
    /// Where it leads past the last of the years that may be asked about.
    pub fn after(self, from: Instant, zone: &Zone) -> Result<Instant, WhenError> {
        let last = || DateTime::from_timestamp(253_402_300_799, 0).unwrap_or(Instant::MAX_UTC);
        let end = self.shift(from, zone, false).unwrap_or_else(last);
        super::finish(end, zone.clone()).map(|end| end.instant)
    }

    /// The instant this long before another, by the same rules.
    ///
    /// # Errors
    /// Where it leads past the first of the years that may be asked about.
    pub fn before(self, from: Instant, zone: &Zone) -> Result<Instant, WhenError> {
        let start = self.shift(from, zone, true).unwrap_or(Instant::MIN_UTC);
        super::finish(start, zone.clone()).map(|start| start.instant)
    }

    /// The instant this long after another, or before it.
    pub(super) fn shift(self, from: Instant, zone: &Zone, back: bool) -> Option<Instant> {
        let elapsed = TimeDelta::try_seconds(self.seconds)?;
        let moved = self.shift_date(from, zone, back)?;
        let to = if back {
            moved.checked_sub_signed(elapsed)
        } else {
            moved.checked_add_signed(elapsed)
        };
        to.filter(|to| in_calendar(to.naive_utc()))
    }

    fn shift_date(self, from: Instant, zone: &Zone, back: bool) -> Option<Instant> {
        if (self.months, self.days) == (0, 0) {
            return Some(from);
        }
        let (months, days) = (Months::new(self.months), Days::new(u64::from(self.days)));
        let civil =
            Some(from).filter(|from| in_calendar(from.naive_utc())).map(|t| zone.civil(t))?;
        let moved = if back {
            civil.checked_sub_months(months)?.checked_sub_days(days)?
        } else {
            civil.checked_add_months(months)?.checked_add_days(days)?
        };
        in_calendar(moved).then(|| zone.instant(moved))
    }
}

fn in_calendar(civil: Civil) -> bool {
    (-9998..=9999).contains(&civil.year())
}

/// Reads a length of time, such as `90m`, `12h`, `3d`, `2w`, `6 weeks` or `1mo`.
///
/// # Errors
///
/// Says what is wrong with words that are no length, with zero, and with more than 100 years.
pub fn read_length(words: &str) -> Result<Length, WhenError> {
    let tokens = tokens(words, "a length of time", EXAMPLES)?;
    let (length, rest) = leading(&tokens)?;
    if let Some(extra) = rest.first() {
        return Err(no_length(extra));
    }
    if length == Length::default() {
        let message = format!("{} is no time at all", show(words));
        return Err(WhenError::new(message).hint(EXAMPLES));
    }
    Ok(length)
}

enum Size {
    Months(i64),
    Days(i64),
    Seconds(i64),
}

/// From large to small, which is also the order in which they are written.
const UNITS: [(&[&str], Size); 7] = [
    (&["y", "year", "years"], Size::Months(12)),
    (&["mo", "month", "months"], Size::Months(1)),
    (&["w", "week", "weeks"], Size::Days(7)),
    (&["d", "day", "days"], Size::Days(1)),
    (&["h", "hr", "hrs", "hour", "hours"], Size::Seconds(3600)),
    (&["m", "min", "mins", "minute", "minutes"], Size::Seconds(60)),
    (&["s", "sec", "secs", "second", "seconds"], Size::Seconds(1)),
];

/// Whether a word is a unit of time.
pub(super) fn is_unit(word: &str) -> bool {
    position(word).is_some()
}

fn position(word: &str) -> Option<usize> {
    let lower = word.to_ascii_lowercase();
    UNITS.iter().position(|(names, _)| names.contains(&lower.as_str()) && word != "M")
}

/// Reads the length that some words begin with, and returns the words after it.
pub(super) fn leading<'a>(tokens: &'a [&'a str]) -> Read<(Length, &'a [&'a str])> {
    let mut sum = Sum::default();
    let mut number = None;
    let mut used = 0;
    for token in tokens {
        if number.is_none() && !token.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        sum.token(token, &mut number)?;
        used += 1;
    }
    let (words, rest) = tokens.split_at_checked(used).unwrap_or((tokens, &[]));
    match (number, tokens.first()) {
        (Some(number), _) => Err(no_unit(number)),
        (None, None) => Err(WhenError::new("a length of time is missing").hint(EXAMPLES)),
        (None, Some(word)) if words.is_empty() => Err(no_length(word)),
        (None, Some(_)) => sum.length().map(|length| (length, rest)),
    }
}

#[derive(Default)]
struct Sum {
    months: i64,
    days: i64,
    seconds: i64,
    /// The place in `UNITS` from which the next unit may come.
    next: usize,
}

impl Sum {
    /// Adds every pair of number and unit in a token; a number may wait for the next token.
    fn token<'a>(&mut self, token: &'a str, number: &mut Option<&'a str>) -> Read<()> {
        let mut rest = token;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let (digits, after) = rest.split_at(digits);
            if let Some(waiting) = number.take() {
                if !digits.is_empty() {
                    return Err(no_unit(waiting));
                }
                let unit = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
                let (unit, after) = after.split_at(unit);
                self.add(waiting, unit)?;
                rest = after;
            } else {
                *number = Some(digits);
                rest = after;
            }
        }
        Ok(())
    }

    fn add(&mut self, number: &str, unit: &str) -> Read<()> {
        let place = position(unit).ok_or_else(|| unknown_unit(number, unit))?;
        let count: i64 = number.parse().ok().filter(|_| number.len() <= 10).ok_or_else(too_long)?;
        if place < self.next {
            return Err(WhenError::new("units go from large to small, each once").hint(EXAMPLES));
        }
        self.next = place + 1;
        match UNITS[place].1 {
            Size::Months(size) => self.months += count * size,
            Size::Days(size) => self.days += count * size,
            Size::Seconds(size) => self.seconds += count * size,
        }
        Ok(())
    }

    fn length(&self) -> Read<Length> {
        let total = self.months * 2_629_746 + self.days * 86_400 + self.seconds;
        let fields = (u32::try_from(self.months), u32::try_from(self.days));
        match fields {
            (Ok(months), Ok(days)) if total <= 36_525 * 86_400 => {
                Ok(Length { months, days, seconds: self.seconds })
            }
            _ => Err(too_long()),
        }
    }
}

fn no_length(word: &str) -> WhenError {
    WhenError::new(format!("{} is not a length of time", show(word))).hint(EXAMPLES)
}

fn no_unit(number: &str) -> WhenError {
    WhenError::new(format!("{} has no unit", show(number)))
        .hint(format!("did you mean `{number}m` or `{number}d`?"))
}

fn too_long() -> WhenError {
    WhenError::new("a length of time is at most 100 years")
}

fn unknown_unit(number: &str, unit: &str) -> WhenError {
    let names = UNITS.iter().flat_map(|(names, _)| names.iter().copied());
    if unit == "M" {
        return WhenError::new("`M` may be minutes or months")
            .hint(format!("did you mean `{number}m` or `{number}mo`?"));
    }
    if unit.starts_with(['.', ',']) {
        return WhenError::new("a length of time has whole numbers only").hint("write `1h30m`");
    }
    WhenError::new(format!("{} is not a unit of time", show(unit)))
        .hints(did_you_mean(unit, names.filter(|name| name.len() > 2)))
        .hint("units are `s`, `m` (minutes), `h`, `d`, `w`, `mo` (months) and `y`")
}
