//! Dates and times as TOML writes them: instants, wall-clock times, dates, times of day.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use toml::de::DeValue;
use toml_datetime::{Date, Datetime, Offset, Time};

use super::Shape;
use super::reader::{Read, Reader};
use crate::diagnostic::Fault;
use crate::time::{Civil, Instant, YEARS, parse_time};

/// A date, a wall-clock date and time, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// `2026-11-05`
    Day(NaiveDate),
    /// `2026-11-05T15:00`
    Civil(Civil),
    /// `2026-11-05T15:00:00+01:00`
    Instant(Instant),
}

/// A date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub NaiveDate);

/// A time of day in seconds since midnight; 86,400 only as the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(pub i64);

fn day(date: Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}

fn clock(time: Time) -> Option<NaiveTime> {
    let second = u32::from(time.second.unwrap_or(0));
    NaiveTime::from_hms_opt(u32::from(time.hour), u32::from(time.minute), second)
}

impl Moment {
    fn from_toml(written: &Datetime) -> Result<Self, String> {
        if written.time.is_some_and(|time| time.nanosecond.unwrap_or(0) != 0) {
            return Err("times in a plan are whole seconds".to_owned());
        }
        let impossible = || format!("`{written}` is no time that exists");
        let Some(date) = written.date else {
            return Err(format!("`{written}` has no date"));
        };
        let date = day(date).ok_or_else(impossible)?;
        if !YEARS.contains(&date.year()) {
            return Err(format!("the year {} is outside 1900 to 2400", date.year()));
        }
        let Some(time) = written.time else { return Ok(Self::Day(date)) };
        let civil = NaiveDateTime::new(date, clock(time).ok_or_else(impossible)?);
        let minutes = match written.offset {
            None => return Ok(Self::Civil(civil)),
            Some(Offset::Z) => 0,
            Some(Offset::Custom { minutes }) => i64::from(minutes),
        };
        Ok(Self::Instant((civil - TimeDelta::minutes(minutes)).and_utc()))
    }
}

/// Reads a moment and keeps it if `keep` takes it; otherwise says what is expected.
fn read_moment<T: Read>(
    value: &DeValue<'_>,
    span: &Range<usize>,
    reader: &mut Reader<'_>,
    keep: impl Fn(Moment) -> Result<T, String>,
) -> Option<T> {
    let DeValue::Datetime(written) = value else {
        let quoted = match value {
            DeValue::String(text) => text.parse::<Datetime>().ok(),
            _ => None,
        };
        match quoted {
            Some(bare) => {
                let help = format!("write it without quotes: {bare}");
                let wrong = format!("expected {}, found a text", T::expected());
                reader.refuse(Fault::WrongType, span, wrong, &[help]);
            }
            None => reader.wrong_type::<T>(value, span),
        }
        return None;
    };
    match Moment::from_toml(written) {
        Err(wrong) => {
            let help = format!("expected {}", T::expected());
            reader.refuse(Fault::BadTime, span, wrong, &[help]);
            None
        }
        Ok(moment) => match keep(moment) {
            Ok(kept) => Some(kept),
            Err(help) => {
                let wrong = format!("expected {}, found `{written}`", T::expected());
                reader.refuse(Fault::BadTime, span, wrong, &[help]);
                None
            }
        },
    }
}

impl Read for Moment {
    fn expected() -> String {
        "a date or a date and time, such as 2026-11-05T15:00".to_owned()
    }

    fn shape() -> Shape {
        Shape::Time("moment")
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        read_moment(value, &span, reader, Ok)
    }
}

impl Read for Day {
    fn expected() -> String {
        "a date such as 2026-11-05".to_owned()
    }

    fn shape() -> Shape {
        Shape::Time("date")
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        read_moment(value, &span, reader, |moment| match moment {
            Moment::Day(date) => Ok(Self(date)),
            Moment::Civil(civil) => Err(format!("write {}", civil.date())),
            Moment::Instant(_) => Err("write the date alone".to_owned()),
        })
    }
}

impl Read for Civil {
    fn expected() -> String {
        "a date and time without offset, such as 2026-08-03T15:00".to_owned()
    }

    fn shape() -> Shape {
        Shape::Time("civil")
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        read_moment(value, &span, reader, |moment| match moment {
            Moment::Civil(civil) => Ok(civil),
            Moment::Day(date) => Err(format!("add the time of the handoff: {date}T09:00")),
            Moment::Instant(_) => {
                Err("leave the offset out: it is wall-clock time in the rotation's zone".to_owned())
            }
        })
    }
}

impl Read for Instant {
    fn expected() -> String {
        "a date and time with its offset, such as 2026-11-05T15:00:00Z".to_owned()
    }

    fn shape() -> Shape {
        Shape::Time("instant")
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        read_moment(value, &span, reader, |moment| match moment {
            Moment::Instant(instant) => Ok(instant),
            Moment::Civil(civil) => Err(format!("add the offset: {}Z if it is UTC", iso(civil))),
            Moment::Day(date) => Err(format!("add the time and the offset: {date}T15:00:00Z")),
        })
    }
}

/// A wall-clock time as plans write it.
#[must_use]
fn iso(civil: Civil) -> String {
    civil.format("%Y-%m-%dT%H:%M:%S").to_string()
}

impl Read for TimeOfDay {
    fn expected() -> String {
        "a time of day such as \"09:00\"".to_owned()
    }

    fn shape() -> Shape {
        Shape::AnyOf(vec![Shape::Text { format: "time" }, Shape::Time("time")])
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let read = match value {
            DeValue::String(text) => parse_time(text, false).map(Self).map_err(|error| {
                let help = error.instead.map(|instead| format!("write \"{instead}\""));
                (error.message, help.or_else(|| Some(format!("expected {}", Self::expected()))))
            }),
            DeValue::Datetime(Datetime { date: None, time: Some(time), offset: None }) => {
                let seconds = i64::from(time.hour) * 3600 + i64::from(time.minute) * 60;
                let whole = time.second.unwrap_or(0) == 0 && time.nanosecond.unwrap_or(0) == 0;
                whole.then_some(Self(seconds)).ok_or_else(|| {
                    let help = format!("write {:02}:{:02}", time.hour, time.minute);
                    ("times of day are whole minutes".to_owned(), Some(help))
                })
            }
            _ => {
                reader.wrong_type::<Self>(value, &span);
                return None;
            }
        };
        read.map_err(|(wrong, help)| {
            reader.refuse(Fault::BadTime, &span, wrong, help.as_slice());
        })
        .ok()
    }
}
