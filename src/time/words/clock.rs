//! Clock times: `09:00`, `17:30:15`, `9am`, `5:30pm`, `noon`, `midnight`.

use chrono::NaiveTime;

use super::fault::{Read, WhenError, did_you_mean, show};

/// The clock times that have names.
pub(super) const NAMED: [&str; 2] = ["noon", "midnight"];

/// Whether a word can only be meant as a clock time.
pub(super) fn looks(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let digit = lower.starts_with(|c: char| c.is_ascii_digit());
    NAMED.contains(&lower.as_str()) || (digit && (lower.contains(':') || half(&lower).is_some()))
}

/// A clock time as people write it.
pub(super) fn read(word: &str) -> Read<NaiveTime> {
    understood(word).ok_or_else(|| fault(word))
}

/// A clock time as ISO 8601 writes it: `HH:MM`, with optional seconds and their fraction.
pub(super) fn read_iso(word: &str) -> Read<NaiveTime> {
    iso(word).ok_or_else(|| fault(word))
}

/// Spellings near a word that are clock times, each in backticks.
pub(super) fn spellings(word: &str) -> Vec<String> {
    let lower = word.to_ascii_lowercase();
    let dotted = lower.replacen(['.', 'h'], ":", 1);
    let bare = half(&lower).map_or(lower.as_str(), |(bare, _)| bare);
    let (hour, minute) = bare.split_at_checked(2).unwrap_or((bare, ""));
    let one = [format!("0{dotted}"), dotted, format!("{hour}:{minute}"), bare.to_owned()];
    let more = [":00", "am", "pm"].map(|end| format!("{bare}{end}")).into_iter();
    let more = more.chain([format!("0{bare}:00")]).filter(|text| understood(text).is_some());
    let one = one.into_iter().find(|text| understood(text).is_some());
    let near = one.map_or_else(|| more.collect(), |text| vec![text]);
    near.into_iter().map(|text| format!("`{text}`")).collect()
}

fn fault(word: &str) -> WhenError {
    let fault = WhenError::new(format!("{} is not a clock time", show(word)));
    if matches!(word, "24:00" | "24:00:00") {
        return fault.hint("write `00:00` of the next day");
    }
    if let Some(time) = understood(word) {
        return fault.hint(format!("after `T` it is written `{}`", time.format("%H:%M")));
    }
    let offset = word.find(['Z', 'z', '+', '-', '[']).and_then(|at| word.get(..at));
    if let Some(before) = offset.filter(|before| understood(before).is_some()) {
        return fault
            .hint("an offset goes only after a date and a time")
            .hint(format!("a zone goes after a space, such as `{before} UTC`"));
    }
    let fault = fault.hints(did_you_mean(word, NAMED));
    match spellings(word).join(" or ") {
        near if near.is_empty() => {
            fault.hint("a clock time is written `09:00`, `9am`, `5:30pm`, `noon` or `midnight`")
        }
        near => fault.hint(format!("did you mean {near}?")),
    }
}

fn understood(word: &str) -> Option<NaiveTime> {
    let lower = word.to_ascii_lowercase();
    match lower.as_str() {
        "noon" => NaiveTime::from_hms_opt(12, 0, 0),
        "midnight" => Some(NaiveTime::MIN),
        _ => match half(&lower) {
            Some((bare, first)) => twelve(bare, first),
            None => iso(&lower),
        },
    }
}

/// Splits off `am` or `pm`, with the hours that it adds.
fn half(lower: &str) -> Option<(&str, u32)> {
    let am = lower.strip_suffix("am").map(|bare| (bare, 0));
    am.or_else(|| lower.strip_suffix("pm").map(|bare| (bare, 12)))
}

fn twelve(bare: &str, first: u32) -> Option<NaiveTime> {
    let (hour, minute) = bare.split_once(':').unwrap_or((bare, "00"));
    let hour = two(hour).or_else(|| digits(hour, 1))?;
    let known = (1..=12).contains(&hour);
    NaiveTime::from_hms_opt(hour % 12 + first, two(minute)?, 0).filter(|_| known)
}

fn iso(word: &str) -> Option<NaiveTime> {
    let mut parts = word.split(':');
    let (hour, minute) = (two(parts.next()?)?, two(parts.next()?)?);
    let (second, nano) = match parts.next() {
        None => (0, 0),
        Some(text) => match text.split_once('.') {
            None => (two(text)?, 0),
            Some((second, fraction)) => (two(second)?, nanoseconds(fraction)?),
        },
    };
    let last = parts.next().is_none() && second < 60;
    NaiveTime::from_hms_nano_opt(hour, minute, second, nano).filter(|_| last)
}

fn nanoseconds(fraction: &str) -> Option<u32> {
    let places = u32::try_from(fraction.len()).ok().filter(|places| (1..=9).contains(places))?;
    Some(digits(fraction, fraction.len())? * 10_u32.pow(9 - places))
}

/// Exactly two digits.
pub(super) fn two(text: &str) -> Option<u32> {
    digits(text, 2)
}

/// Exactly so many digits.
pub(super) fn digits(text: &str, count: usize) -> Option<u32> {
    let right = text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| right)
}
