//! Weekly windows as people write them: `mon-fri 09:00-17:00`, `fri 18:00 - mon 08:00`, `sat,sun`.

use chrono::NaiveTime;

const DAY: i64 = 86_400;
/// Seconds in a week.
pub const WEEK: i64 = 7 * DAY;
/// How many parts of a window are mended to say what was meant.
const MOST_PARTS: usize = 8;
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// One window of every week: where it starts, in seconds from Monday 00:00, and how long it is.
///
/// All on the wall clock; at most a week long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weekly {
    /// Seconds from Monday 00:00 to the start; below `WEEK`.
    pub start: i64,
    /// Seconds from the start to the end; above 0, at most `WEEK`.
    pub length: i64,
}

/// What is wrong with a window, and the spelling that was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowError {
    /// One sentence.
    pub message: String,
    /// A text to write instead of the whole.
    pub instead: Option<String>,
    /// The part that is wrong.
    part: String,
}

impl WindowError {
    fn new(part: &str, message: String, instead: Option<String>) -> Self {
        Self { message, instead, part: part.to_owned() }
    }
}

impl From<String> for WindowError {
    fn from(message: String) -> Self {
        Self::new("", message, None)
    }
}

/// Reads one window text into the windows of a week, sorted by their start.
///
/// # Errors
/// Says what is wrong with the text and, where it is plain, what to write instead.
pub fn parse_weekly(text: &str) -> Result<Vec<Weekly>, WindowError> {
    if let Ok(windows) = weekly(text) {
        return Ok(windows);
    }
    let plain = text.trim().to_ascii_lowercase().replace(['\u{2013}', '\u{2014}'], "-");
    let Err(error) = weekly(&plain) else {
        let message = "windows are lower case, with hyphens and no spaces around them";
        return Err(WindowError::new(text, message.to_owned(), Some(plain)));
    };
    Err(WindowError { instead: mended(plain, &error), ..error })
}

/// The whole text with every part replaced by what was probably meant, if that is a window.
fn mended(mut text: String, error: &WindowError) -> Option<String> {
    let mut error = error.clone();
    for _ in 0..MOST_PARTS {
        let instead = error.instead.take().filter(|_| !error.part.is_empty())?;
        text = text.replacen(&error.part, &instead, 1);
        match weekly(&text) {
            Ok(_) => return Some(text),
            Err(next) => error = next,
        }
    }
    None
}

fn weekly(text: &str) -> Result<Vec<Weekly>, WindowError> {
    if let Some(long) = long_window(text) {
        return long.map(|window| vec![window]);
    }
    let (days, times) = match text.split_once(' ') {
        _ if text.starts_with(|c: char| c.is_ascii_digit()) => ("mon-sun", Some(text)),
        Some((days, times)) => (days, Some(times)),
        None => (text, None),
    };
    let (from, to) = times.map_or(Ok((0, DAY)), time_range)?;
    let length = if to <= from { to - from + DAY } else { to - from };
    let mut windows: Vec<_> =
        day_list(days)?.into_iter().map(|day| Weekly { start: day * DAY + from, length }).collect();
    windows.sort_unstable();
    Ok(windows)
}

/// The form with two days and two times: one long window a week. `None` where it is another form.
fn long_window(text: &str) -> Option<Result<Weekly, WindowError>> {
    let (from, to) = text.split_once('-')?;
    let (from_day, from_time) = from.trim_end().split_once(' ')?;
    let (to_day, to_time) = to.trim_start().split_once(' ')?;
    if !from_time.starts_with(|c: char| c.is_ascii_digit()) || from_day.contains(',') {
        return None;
    }
    let read = || {
        let start = day(from_day)? * DAY + parse_time(from_time, false)?;
        let end = day(to_day)? * DAY + parse_time(to_time, true)?;
        let length = if end <= start { end - start + WEEK } else { end - start };
        Ok(Weekly { start, length })
    };
    Some(read())
}

fn time_range(text: &str) -> Result<(i64, i64), WindowError> {
    let Some((from, to)) = text.split_once('-') else {
        return Err(format!("`{text}` is no range of times such as `09:00-17:00`").into());
    };
    Ok((parse_time(from.trim_end(), false)?, parse_time(to.trim_start(), true)?))
}

/// Reads `HH:MM` as seconds since midnight; `24:00` only as an end.
///
/// # Errors
/// Says what is wrong with the text and, where it is plain, what to write instead.
pub fn parse_time(text: &str, end: bool) -> Result<i64, WindowError> {
    let wrong = |instead: Option<String>| {
        let message = format!("`{text}` is no time of day such as `09:00`");
        WindowError::new(text, message, instead)
    };
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    let (hour, minute) = text.split_once(':').unwrap_or_default();
    if !digits(hour) || !digits(minute) {
        return Err(wrong(clock(text)));
    }
    let number = |part: &str| part.parse::<i64>().map_err(|_| wrong(None));
    let (h, m) = (number(hour)?, number(minute)?);
    match (h, m) {
        (0..=23, 0..=59) => Ok(h * 3600 + m * 60),
        (24, 0) if end => Ok(DAY),
        (24, 0) => Err(format!("`{text}` can only be the end of a window").into()),
        _ => Err(format!("`{text}` is no time of day: hours end at 23, minutes at 59").into()),
    }
}

/// What `9`, `9am`, `9:00`, `17:00:00` and `5.30 pm` probably mean.
fn clock(text: &str) -> Option<String> {
    let (text, shift) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(text), _) => (text, Some(0)),
        (_, Some(text)) => (text, Some(12)),
        _ => (text, None),
    };
    let mut parts = text.trim().split([':', '.']);
    let number = |part: Option<&str>| part.map_or(Some(0), |part| part.parse::<u32>().ok());
    let (hour, minute) = (number(parts.next())?, number(parts.next())?);
    let seconds = number(parts.next())?;
    let hour = match shift {
        Some(shift) if (1..=12).contains(&hour) => hour % 12 + shift,
        Some(_) => return None,
        None => hour,
    };
    let fits = hour <= 24 && minute <= 59 && seconds == 0 && parts.next().is_none();
    fits.then(|| format!("{hour:02}:{minute:02}"))
}

fn day_list(text: &str) -> Result<Vec<i64>, WindowError> {
    let mut days = Vec::new();
    for part in text.split(',') {
        let (from, to) = match part.split_once('-') {
            Some((from, to)) => (day(from)?, day(to)?),
            None => (day(part)?, day(part)?),
        };
        days.extend((0..=(to - from).rem_euclid(7)).map(|n| (from + n) % 7));
    }
    let named = days.len();
    days.sort_unstable();
    days.dedup();
    if days.len() < named {
        return Err(format!("`{text}` names a day twice").into());
    }
    Ok(days)
}

fn day(text: &str) -> Result<i64, WindowError> {
    if let Some(index) = DAYS.iter().position(|day| *day == text) {
        return Ok(i64::try_from(index).unwrap_or(0));
    }
    let word = text.bytes().all(|b| b.is_ascii_alphabetic());
    let near = DAYS.iter().find(|day| word && text.starts_with(**day)).or_else(|| {
        DAYS.iter().find(|day| strsim::damerau_levenshtein(day, text) == 1 && text.len() > 1)
    });
    let message = match text {
        "" => "a day is missing; days are mon tue wed thu fri sat sun".to_owned(),
        _ => format!("`{text}` is no day; days are mon tue wed thu fri sat sun"),
    };
    Err(WindowError::new(text, message, near.map(|day| (*day).to_owned())))
}

/// A time of day as seconds since midnight.
#[must_use]
pub fn seconds_of(time: NaiveTime) -> i64 {
    i64::from(chrono::Timelike::num_seconds_from_midnight(&time))
}

#[cfg(test)]
mod tests {
    use super::*;

    const H: i64 = 3600;

    fn windows(text: &str) -> Vec<(i64, i64)> {
        parse_weekly(text).unwrap().iter().map(|w| (w.start / H, w.length / H)).collect()
    }

    #[test]
    fn every_form_means_what_the_page_says() {
        let weekdays: Vec<_> = (0..5).map(|day| (day * 24 + 9, 8)).collect();
        assert_eq!(windows("mon-fri 09:00-17:00"), weekdays);
        assert_eq!(windows("sat,sun"), [(120, 24), (144, 24)]);
        assert_eq!(windows("fri 18:00 - mon 08:00"), [(4 * 24 + 18, 62)]);
        assert_eq!(windows("fri 18:00-mon 08:00"), [(4 * 24 + 18, 62)]);
        assert_eq!(windows("09:00-17:00").len(), 7);
        assert_eq!(windows("22:00 - 06:00"), windows("22:00-06:00"));
        assert_eq!(windows("00:00-24:00"), (0..7).map(|d| (d * 24, 24)).collect::<Vec<_>>());
        assert_eq!(windows("sat 00:00 - sun 24:00"), [(120, 48)]);
        assert_eq!(windows("mon 09:00 - mon 09:00"), [(9, 168)]);
        assert_eq!(windows("mon 00:00 - sun 24:00"), [(0, 168)]);
        assert_eq!(windows("sun-thu 22:00-06:00").last(), Some(&(6 * 24 + 22, 8)));
        assert_eq!(windows("fri-mon 10:00-10:00").len(), 4);
    }

    #[test]
    fn a_near_miss_is_told_what_to_write() {
        let instead = |text: &str| parse_weekly(text).unwrap_err().instead;
        assert_eq!(instead("Mon-Fri 09:00-17:00").as_deref(), Some("mon-fri 09:00-17:00"));
        assert_eq!(instead("mon 9:00-17:00").as_deref(), Some("mon 09:00-17:00"));
        assert_eq!(instead("mon-fri 9am-5.30pm").as_deref(), Some("mon-fri 09:00-17:30"));
        assert_eq!(instead("monday–friday 9-17").as_deref(), Some("mon-fri 09:00-17:00"));
        assert_eq!(instead("mon 25:00-26:00"), None);
        assert_eq!(instead("monday").as_deref(), Some("mon"));
        assert_eq!(instead("thr").as_deref(), Some("thu"));
        for padded in [" mon,wed", "mon,wed ", "MON,WED", "\tmon,wed"] {
            assert_eq!(instead(padded).as_deref(), Some("mon,wed"), "{padded:?}");
        }
        for padded in [" 09:00-17:00", "09:00-17:00 "] {
            assert_eq!(instead(padded).as_deref(), Some("09:00-17:00"), "{padded:?}");
        }
    }

    #[test]
    fn what_is_no_window_is_refused() {
        for text in ["", "mon-fri 25:00-17:00", "mon 24:00-25:00", "mon,mon", "mon-fri 09:00", "x"]
        {
            assert!(parse_weekly(text).is_err(), "{text}");
        }
    }
}
