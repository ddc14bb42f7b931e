//! Civil times: the days that words and dates name, and the instants that clocks show on them.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Weekday};

use super::fault::{Read, WhenError, nearest, show};
use super::stamp::{Offset, Tail};
use super::{Reading, When, clock, fault, finish, has_digit_first, left_over, stamp, year_at};
use crate::time::{Civil, Instant, Resolved, Zone};

/// A word that stands for a day.
#[derive(Clone, Copy)]
pub(super) enum Day {
    /// So many days from today.
    FromToday(i64),
    /// The next such day.
    Next(Weekday),
}

const DAYS: [(&str, Day); 17] = [
    ("today", Day::FromToday(0)),
    ("tomorrow", Day::FromToday(1)),
    ("yesterday", Day::FromToday(-1)),
    ("mon", Day::Next(Weekday::Mon)),
    ("tue", Day::Next(Weekday::Tue)),
    ("wed", Day::Next(Weekday::Wed)),
    ("thu", Day::Next(Weekday::Thu)),
    ("fri", Day::Next(Weekday::Fri)),
    ("sat", Day::Next(Weekday::Sat)),
    ("sun", Day::Next(Weekday::Sun)),
    ("monday", Day::Next(Weekday::Mon)),
    ("tuesday", Day::Next(Weekday::Tue)),
    ("wednesday", Day::Next(Weekday::Wed)),
    ("thursday", Day::Next(Weekday::Thu)),
    ("friday", Day::Next(Weekday::Fri)),
    ("saturday", Day::Next(Weekday::Sat)),
    ("sunday", Day::Next(Weekday::Sun)),
];

/// The day that a word stands for.
pub(super) fn day(word: &str) -> Option<Day> {
    DAYS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, day)| *day)
}

/// Every word that a time may begin with.
pub(super) fn known_words() -> impl Iterator<Item = &'static str> {
    DAYS.iter().map(|(name, _)| *name).chain(clock::NAMED).chain(["now"])
}

impl Reading<'_> {
    /// Reads `tomorrow`, `tomorrow 9am`, `mon 15:00 Europe/Berlin`.
    pub(super) fn day(&self, day: Day, rest: &[&str]) -> Read<When> {
        let (time, rest) = self.clock_first(rest);
        let time = time.map(clock::read).transpose()?;
        let zone = self.echo(rest)?;
        match day {
            Day::FromToday(days) => at(self.day_from_today(days, &zone)?, time, &zone),
            Day::Next(weekday) => self.next(weekday, time, &zone),
        }
    }

    /// Reads `17:00` and `5pm UTC`, which are today.
    pub(super) fn clock(&self, word: &str, rest: &[&str]) -> Read<When> {
        let time = clock::read(word)?;
        if let Some(after) = rest.first().filter(|after| day(after).is_some()) {
            let message = format!("the day goes before the clock time {}", show(word));
            return Err(WhenError::new(message).hint(format!("did you mean `{after} {word}`?")));
        }
        let zone = self.echo(rest)?;
        at(self.day_from_today(0, &zone)?, Some(time), &zone)
    }

    /// Reads what begins with a date: `2026-11-23`, `2026-11-23 9am UTC`, RFC 3339, RFC 9557.
    pub(super) fn stamp(&self, word: &str, rest: &[&str]) -> Read<When> {
        let (date, after) = stamp::date(word)?;
        if let Some(tail) = after.strip_prefix(['T', 't']) {
            return self.tail(date, &stamp::tail(tail, false)?, rest);
        }
        if !after.is_empty() {
            let message = format!("{} cannot follow a date", show(after));
            return Err(WhenError::new(message)
                .hint("a time on a date is written `2026-11-23 09:00` or `2026-11-23T09:00`"));
        }
        match self.clock_first(rest) {
            (Some(tail), rest) => self.tail(date, &stamp::tail(tail, true)?, rest),
            (None, rest) => at(date, None, &self.echo(rest)?),
        }
    }

    fn tail(&self, date: NaiveDate, tail: &Tail<'_>, rest: &[&str]) -> Read<When> {
        let zone = match (tail.zone, rest.first()) {
            (Some(_), Some(second)) => return Err(left_over(second)),
            (Some(zone), None) => self.zone(zone)?,
            (None, _) => self.echo(rest)?,
        };
        let civil = date.and_time(tail.clock);
        match tail.offset {
            None => exactly(civil, zone),
            Some(Offset::Utc) => finish(civil.and_utc(), zone),
            Some(Offset::East(east)) => {
                let instant = (civil - TimeDelta::seconds(i64::from(east))).and_utc();
                if tail.zone.is_some() && zone.offset_at(instant) != east {
                    return Err(wrong_offset(civil, instant, east, &zone));
                }
                finish(instant, zone)
            }
        }
    }

    /// Splits off the clock time that may come before a zone.
    fn clock_first<'w, 't>(&self, rest: &'t [&'w str]) -> (Option<&'w str>, &'t [&'w str]) {
        let Some((first, after)) = rest.split_first() else { return (None, rest) };
        let like_a_clock = || has_digit_first(first) || nearest(first, clock::NAMED).is_some();
        let more = !after.is_empty();
        let is_clock =
            clock::looks(first) || more || (like_a_clock() && self.known_zone(first).is_none());
        if is_clock { (Some(first), after) } else { (None, rest) }
    }

    fn day_from_today(&self, days: i64, zone: &Zone) -> Read<NaiveDate> {
        let today = year_at(self.now, zone).map(|_| zone.civil(self.now).date());
        let day = today.and_then(|today| today.checked_add_signed(TimeDelta::days(days)));
        day.ok_or_else(|| WhenError::new("the clock is outside the calendar"))
    }

    /// The next time, strictly after now, that a clock shows on such a day of the week.
    fn next(&self, weekday: Weekday, time: Option<NaiveTime>, zone: &Zone) -> Read<When> {
        let today = self.day_from_today(0, zone)?;
        let ahead = weekday.days_since(today.weekday());
        let date = self.day_from_today(i64::from(ahead), zone)?;
        match zone.resolve(date.and_time(time.unwrap_or(NaiveTime::MIN))) {
            resolved if self.now >= last(resolved, zone) => {
                at(self.day_from_today(i64::from(ahead) + 7, zone)?, time, zone)
            }
            Resolved::Doubled { first, second } if self.now >= first => {
                finish(second, zone.clone())
            }
            _ => at(date, time, zone),
        }
    }
}

/// The instant from which a wall-clock time is over.
fn last(resolved: Resolved, zone: &Zone) -> Instant {
    match resolved {
        Resolved::Unique(instant) | Resolved::Doubled { second: instant, .. } => instant,
        Resolved::Skipped { resumes, .. } => zone.instant(resumes),
    }
}

/// A clock time on a day, or the first instant of the day.
fn at(date: NaiveDate, time: Option<NaiveTime>, zone: &Zone) -> Read<When> {
    stamp::year(date.year())?;
    if let Some(time) = time {
        return exactly(date.and_time(time), zone.clone());
    }
    match zone.resolve(date.and_time(NaiveTime::MIN)) {
        Resolved::Skipped { resumes, .. } if resumes.date() == date => {
            finish(zone.instant(resumes), zone.clone())
        }
        Resolved::Skipped { earlier, later, resumes } => {
            Err(skipped(&date.to_string(), [earlier, later], resumes, zone))
        }
        resolved => finish(resolved.compatible(), zone.clone()),
    }
}

/// The one instant of a civil time.
fn exactly(civil: Civil, zone: Zone) -> Read<When> {
    match zone.resolve(civil) {
        Resolved::Unique(instant) => finish(instant, zone),
        Resolved::Doubled { first, second } => Err(doubled(civil, [first, second], &zone)),
        Resolved::Skipped { earlier, later, resumes } => {
            Err(skipped(&shown(civil), [earlier, later], resumes, &zone))
        }
    }
}

fn shown(civil: Civil) -> String {
    let seconds = civil.format("%Y-%m-%d %H:%M:%S%.f").to_string();
    seconds.strip_suffix(":00").map_or_else(|| seconds.clone(), str::to_owned)
}

fn doubled(civil: Civil, [first, second]: [Instant; 2], zone: &Zone) -> WhenError {
    let (what, name) = (shown(civil), zone.name());
    WhenError::new(format!("{what} happens twice in {name}: the clock goes back over it"))
        .hint(format!("the first time: {}", fault::instant(first, zone)))
        .hint(format!("the second time: {}", fault::instant(second, zone)))
}

fn skipped(what: &str, [earlier, later]: [Instant; 2], resumes: Civil, zone: &Zone) -> WhenError {
    let (name, to) = (zone.name(), shown(resumes));
    WhenError::new(format!("{what} does not happen in {name}: the clock jumps over it, to {to}"))
        .hint(format!("before the jump: {}", fault::instant(earlier, zone)))
        .hint(format!("after the jump: {}", fault::instant(later, zone)))
}

fn wrong_offset(civil: Civil, instant: Instant, east: i32, zone: &Zone) -> WhenError {
    let (name, written) = (zone.name(), fault::offset(east));
    let real = match zone.resolve(civil) {
        Resolved::Unique(real) => vec![real],
        Resolved::Doubled { first, second } => vec![first, second],
        Resolved::Skipped { earlier, later, .. } => vec![earlier, later],
    };
    let in_zone = |real: &Instant| format!("in {name}: {}", fault::instant(*real, zone));
    let written_instant = format!("`{}{written}`", civil.format("%Y-%m-%dT%H:%M:%S%.f"));
    let there = fault::instant(instant, zone);
    WhenError::new(format!("{name} is not at {written} when the clock shows {}", shown(civil)))
        .hints(real.iter().map(in_zone))
        .hint(format!("at {written}: {written_instant}, in {name} {there}"))
}
