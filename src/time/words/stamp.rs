//! Written dates and the stamps of RFC 3339 and RFC 9557: only how they are spelled.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::clock;
use super::fault::{Read, WhenError, show};
use crate::time::YEARS;

/// How a stamp says where its clock hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offset {
    /// `Z` or `-00:00`: the instant is known, the local offset is not.
    Utc,
    /// Seconds east of UTC.
    East(i32),
}

/// What follows the date: `09:00`, `09:00:00.5+01:00`, `09:00[Europe/Berlin]`.
pub(super) struct Tail<'a> {
    pub(super) clock: NaiveTime,
    pub(super) offset: Option<Offset>,
    pub(super) zone: Option<&'a str>,
}

/// Whether a word begins as `2026-11-23` does.
pub(super) fn is_dated(word: &str) -> bool {
    word.get(..10).is_some_and(|date| fields(date).is_some())
}

/// The date that a word begins with, and what comes after it.
pub(super) fn date(word: &str) -> Read<(NaiveDate, &str)> {
    let (text, after) = word.split_at_checked(10).unwrap_or((word, ""));
    let date = fields(text).and_then(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d));
    let date = date.ok_or_else(|| {
        let message = format!("{} is not a day of the calendar", show(text));
        WhenError::new(message).hint("a date is written year-month-day, such as `2026-11-23`")
    })?;
    year(date.year()).map(|()| (date, after))
}

/// Refuses the years in which no plan is asked about.
pub(super) fn year(year: i32) -> Read<()> {
    if YEARS.contains(&year) {
        return Ok(());
    }
    Err(another_year(&year.to_string()))
}

fn another_year(year: &str) -> WhenError {
    let (first, last) = (YEARS.start(), YEARS.end());
    WhenError::new(format!("the year {year} is not between {first} and {last}"))
}

/// What to say about a date whose year has too many digits, such as `22025-10-12T18:00Z`.
pub(super) fn far_year(word: &str) -> Option<WhenError> {
    let (year, rest) = word.split_once('-').filter(|(year, _)| (5..=9).contains(&year.len()))?;
    let number = year.bytes().all(|byte| byte.is_ascii_digit());
    let date = "a date is written year-month-day, such as `2026-11-23`";
    (number && is_dated(&format!("2000-{rest}"))).then(|| another_year(year).hint(date))
}

fn fields(text: &str) -> Option<(i32, u32, u32)> {
    let mut parts = text.split('-');
    let year = clock::digits(parts.next()?, 4)?;
    let (month, day) = (clock::two(parts.next()?)?, clock::two(parts.next()?)?);
    let last = parts.next().is_none();
    Some((i32::try_from(year).ok()?, month, day)).filter(|_| last)
}

/// Reads what follows a date. Only after a space (`spaced`) may the clock time be `5pm` or `noon`.
pub(super) fn tail(text: &str, spaced: bool) -> Read<Tail<'_>> {
    let (before, zone) = match text.split_once('[') {
        None => (text, None),
        Some((before, suffix)) => (before, Some(bracket(suffix)?)),
    };
    let digit = before.starts_with(|c: char| c.is_ascii_digit());
    let end = before.find(['Z', 'z', '+', '-']).filter(|_| digit).unwrap_or(before.len());
    let (clock, rest) = before.split_at(end);
    let read = if spaced { clock::read } else { clock::read_iso };
    let offset = if rest.is_empty() { None } else { Some(offset(rest)?) };
    Ok(Tail { clock: read(clock)?, offset, zone })
}

fn bracket(suffix: &str) -> Read<&str> {
    let shown = show(&format!("[{suffix}"));
    let Some(inner) = suffix.strip_suffix(']').filter(|inner| !inner.is_empty()) else {
        return Err(WhenError::new(format!("{shown} is not a zone in brackets"))
            .hint("a zone in brackets is written `2026-11-23T09:00[Europe/Berlin]`"));
    };
    if inner.contains(['[', ']', '=']) {
        return Err(WhenError::new(format!("{shown} holds more than a zone"))
            .hint("only a zone is read in brackets: `2026-11-23T09:00[Europe/Berlin]`"));
    }
    Ok(inner.strip_prefix('!').unwrap_or(inner))
}

fn offset(text: &str) -> Read<Offset> {
    let east = |sign: i32, text: &str| {
        let (hour, minute) = text.split_once(':')?;
        let (hour, minute) = (clock::two(hour)?, clock::two(minute)?);
        let whole = i32::try_from(hour * 3600 + minute * 60).ok()?;
        (hour < 24 && minute < 60).then_some(Offset::East(sign * whole))
    };
    let offset = match text.split_at_checked(1) {
        Some(("Z" | "z", "") | ("-", "00:00")) => Some(Offset::Utc),
        Some(("+", rest)) => east(1, rest),
        Some(("-", rest)) => east(-1, rest),
        _ => None,
    };
    offset.ok_or_else(|| {
        WhenError::new(format!("{} is not an offset from UTC", show(text)))
            .hint("an offset is written `Z`, `+01:00` or `-03:30`")
    })
}

/// What to say about dates such as `03/04/2026`, which countries read differently.
pub(super) fn other_date(word: &str) -> Option<WhenError> {
    let separator = word.chars().find(|c| "/.-".contains(*c))?;
    let parts: Vec<&str> = word.split(separator).collect();
    let [a, b, c] = parts[..] else { return None };
    if !parts.iter().all(|part| number(part).is_some()) {
        return None;
    }
    let (why, readings) = match (a.len(), c.len()) {
        (4, _) => ("is not how a date is written", vec![(a, b, c)]),
        (_, 4) => {
            ("is ambiguous: countries differ in which part is the day", vec![(c, a, b), (c, b, a)])
        }
        _ => ("is ambiguous: it may begin with the day, the month or the year", vec![]),
    };
    let mut hints: Vec<String> = readings.into_iter().filter_map(reading).collect();
    hints.dedup();
    if hints.is_empty() {
        hints.push("a date is written year-month-day, such as `2026-11-23`".to_owned());
    }
    Some(WhenError::new(format!("{} {why}", show(word))).hints(hints))
}

fn reading((year, month, day): (&str, &str, &str)) -> Option<String> {
    let year = i32::try_from(number(year)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)?;
    Some(format!("`{}` is {}", date.format("%Y-%m-%d"), date.format("%-d %B %Y")))
}

fn number(text: &str) -> Option<u32> {
    clock::digits(text, text.len()).filter(|_| (1..=4).contains(&text.len()))
}
