//! The words in which a person types a time on the command line.
//!
//! A small, strict grammar: every form has one meaning, and what has none or two is refused with
//! a way out. Civil times that a clock change skips or doubles are refused with both instants;
//! only a bare day always begins somewhere.

mod civil;
mod clock;
mod fault;
mod length;
mod stamp;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, TimeDelta};

use self::fault::{Read, did_you_mean, show};
use super::{Instant, Zone};

pub use self::fault::WhenError;
pub use self::length::{Length, read_length};

const EXAMPLES: &str = "examples: `now`, `2026-11-23 09:00`, `2026-11-23T09:00:00+01:00`, \
    `tomorrow 9am`, `mon 15:00 Europe/Berlin`, `+2h`, `3 days ago`";

/// What a person's words are read against.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The instant that `now` means.
    pub now: Instant,
    /// The zone of civil times that are written without one.
    pub viewer: &'a Zone,
    /// The zone that a word names: an IANA name, `plan`, a person's id, `UTC` (which it is asked
    /// for in this spelling also when `utc` or `Z` was typed).
    pub zone_named: &'a dyn Fn(&str) -> Option<Zone>,
}

/// An understood time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// The instant meant.
    pub instant: Instant,
    /// The zone it was read in, or in which it is to be echoed.
    pub zone: Zone,
}

impl Reading<'_> {
    /// Reads a time.
    ///
    /// # Errors
    ///
    /// Says what is wrong with words that name no instant or more than one.
    pub fn read(&self, words: &str) -> Result<When, WhenError> {
        let tokens = fault::tokens(words, "a time", EXAMPLES)?;
        let Some((&first, rest)) = tokens.split_first() else { return Err(unknown(words)) };
        if first.eq_ignore_ascii_case("now") {
            return self.finish(self.now, rest);
        }
        if let Some(seconds) = first.strip_prefix('@') {
            return self.epoch(first, seconds, rest);
        }
        if first.eq_ignore_ascii_case("in") {
            return self.ahead(rest);
        }
        if let Some(length) = first.strip_prefix(['+', '-']).filter(|text| has_digit_first(text)) {
            return self.signed(first.starts_with('-'), length, rest);
        }
        if let Some(day) = civil::day(first) {
            return self.day(day, rest);
        }
        self.written(first, rest, &tokens)
    }

    /// Reads dates, clock times and `3 days ago`.
    fn written(&self, first: &str, rest: &[&str], tokens: &[&str]) -> Read<When> {
        if stamp::is_dated(first) {
            return self.stamp(first, rest);
        }
        if let Some(other) = stamp::far_year(first).or_else(|| stamp::other_date(first)) {
            return Err(other);
        }
        if clock::looks(first) {
            return self.clock(first, rest);
        }
        if is_length(first, rest) {
            return self.ago(tokens);
        }
        Err(unknown(first))
    }

    fn epoch(&self, word: &str, seconds: &str, rest: &[&str]) -> Read<When> {
        let number = seconds.parse::<i64>().ok().filter(|_| !seconds.starts_with('+'));
        let number = number.ok_or_else(|| {
            WhenError::new(format!("{} is not a count of seconds since 1970", show(word)))
                .hint("seconds since 1970-01-01T00:00:00Z are written `@1764000000`")
        })?;
        let zone = self.echo(rest)?;
        DateTime::from_timestamp(number, 0)
            .ok_or_else(|| WhenError::new(format!("{} is out of range", show(word))))
            .and_then(|instant| finish(instant, zone))
            .map_err(|fault| fault.hint("the count is in seconds, not in milliseconds"))
    }

    fn signed(&self, back: bool, length: &str, rest: &[&str]) -> Read<When> {
        let words: Vec<&str> = [length].into_iter().chain(rest.iter().copied()).collect();
        let (length, rest) = length::leading(&words)?;
        self.shifted(length, back, rest)
    }

    fn ahead(&self, words: &[&str]) -> Read<When> {
        let (length, rest) = length::leading(words)?;
        self.shifted(length, false, rest)
    }

    fn ago(&self, words: &[&str]) -> Read<When> {
        let (length, rest) = length::leading(words)?;
        if let Some((_, rest)) = rest.split_first().filter(|(word, _)| is_ago(word)) {
            return self.shifted(length, true, rest);
        }
        let text =
            words.iter().take(words.len() - rest.len()).copied().collect::<Vec<_>>().join(" ");
        Err(WhenError::new(format!("{} may be ahead or ago", show(&text)))
            .hint(format!("did you mean `in {text}` or `{text} ago`?")))
    }

    /// The instant a length from now: the date moves in the viewer's zone.
    fn shifted(&self, length: Length, back: bool, rest: &[&str]) -> Read<When> {
        let to = year_at(self.now, self.viewer)
            .and_then(|_| length.shift(self.now, self.viewer, back))
            .ok_or_else(|| WhenError::new("the clock is outside the calendar"))?;
        self.finish(to, rest)
    }

    fn finish(&self, instant: Instant, rest: &[&str]) -> Read<When> {
        finish(instant, self.echo(rest)?)
    }

    /// The zone to echo an instant in.
    fn echo(&self, rest: &[&str]) -> Read<Zone> {
        Ok(self.zone_after(rest)?.unwrap_or_else(|| self.viewer.clone()))
    }

    /// The zone that ends the words, if one does.
    fn zone_after(&self, rest: &[&str]) -> Read<Option<Zone>> {
        match rest {
            [] => Ok(None),
            [word] => self.zone(word).map(Some),
            [_, extra, ..] => Err(left_over(extra)),
        }
    }

    fn zone(&self, word: &str) -> Read<Zone> {
        let offset = word.starts_with(['+', '-']);
        let offset = offset.then(|| "an offset follows the clock time without a space".to_owned());
        self.known_zone(word).ok_or_else(|| WhenError {
            unknown_zone: Some(word.to_owned()),
            ..WhenError::new(format!("{} names no zone", show(word))).hints(offset).hint(
                "a zone is an IANA name such as `Europe/Berlin`, or `UTC`, `plan` or a person's id",
            )
        })
    }

    fn known_zone(&self, word: &str) -> Option<Zone> {
        let utc = ["utc", "z"].iter().any(|utc| word.eq_ignore_ascii_case(utc));
        let named = if utc { (self.zone_named)("UTC") } else { None };
        named.or_else(|| (self.zone_named)(word))
    }
}

/// Accepts an instant if its year in the zone is one that may be asked about.
fn finish(instant: Instant, zone: Zone) -> Read<When> {
    let year = year_at(instant, &zone).unwrap_or_else(|| instant.year());
    stamp::year(year).map(|()| When { instant, zone })
}

/// The year on the wall, unless the instant is at an end of the calendar.
fn year_at(instant: Instant, zone: &Zone) -> Option<i32> {
    let offset = TimeDelta::seconds(i64::from(zone.offset_at(instant)));
    let year = instant.naive_utc().checked_add_signed(offset)?.year();
    (-9998..=9998).contains(&year).then_some(year)
}

fn has_digit_first(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

fn is_ago(word: &str) -> bool {
    word.eq_ignore_ascii_case("ago")
}

/// Whether words that begin with a digit are meant as a length: `2h`, `3 days`, `3 dyas ago`.
fn is_length(first: &str, rest: &[&str]) -> bool {
    let unit = first.trim_start_matches(|c: char| c.is_ascii_digit());
    let joined = unit.starts_with(|c: char| c.is_ascii_alphabetic());
    let spaced = unit.is_empty() && rest.first().is_some_and(|word| length::is_unit(word));
    has_digit_first(first) && (joined || spaced || rest.iter().any(|word| is_ago(word)))
}

fn left_over(word: &str) -> WhenError {
    WhenError::new(format!("{} is one word too many", show(word))).hint(EXAMPLES)
}

fn unknown(word: &str) -> WhenError {
    let fault = WhenError::new(format!("{} is not a time", show(word)));
    let number = word.len() > 8 && word.bytes().all(|b| b.is_ascii_digit());
    let near = clock::spellings(word);
    fault
        .hints(did_you_mean(word, civil::known_words()))
        .hints((!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or "))))
        .hints(number.then(|| format!("seconds since 1970 are written `@{word}`")))
        .hint(EXAMPLES)
}
