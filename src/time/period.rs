//! Lengths of time as plans write them: civil periods (`1w`) and elapsed durations (`90m`).

use std::fmt;

use chrono::{Months, TimeDelta};

use super::{Civil, Elapsed};

/// The longest period or duration a plan may write, in days.
const LONGEST_DAYS: i64 = 3660;
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// A civil period: whole months, or days and hours on the wall clock; never both, never nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Calendar months; the day is clamped to the month's last.
    Months(u32),
    /// Seconds of wall-clock time (a day is always 86,400 of them).
    Seconds(i64),
}

impl Period {
    /// Reads `12h`, `3d`, `1w`, `1mo` or ISO 8601 (`P3D`, `PT12H`, `P1DT12H`, `P1M`).
    ///
    /// # Errors
    /// Says in one sentence what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let period = if let Some(iso) = text.strip_prefix('P') {
            iso_period(iso).ok_or_else(|| format!("`{text}` is not an ISO 8601 period"))?
        } else {
            let (count, unit) = count_and_unit(text)?;
            match unit {
                "mo" => Self::Months(u32::try_from(count).unwrap_or(u32::MAX)),
                "h" => Self::Seconds(count.saturating_mul(HOUR)),
                "d" => Self::Seconds(count.saturating_mul(DAY)),
                "w" => Self::Seconds(count.saturating_mul(7 * DAY)),
                _ => return Err(format!("`{}` is no unit of a period", unit.trim())),
            }
        };
        period.within_bounds(text)
    }

    fn within_bounds(self, text: &str) -> Result<Self, String> {
        let (empty, days) = match self {
            Self::Months(months) => (months == 0, i64::from(months) * 30),
            Self::Seconds(seconds) => (seconds == 0, seconds / DAY),
        };
        if empty {
            return Err(format!("`{text}` is no time at all"));
        }
        if days > LONGEST_DAYS {
            return Err(format!("`{text}` is longer than ten years"));
        }
        Ok(self)
    }

    /// The wall-clock time one period after `civil`.
    #[must_use]
    pub fn after(self, civil: Civil) -> Civil {
        match self {
            Self::Months(months) => add_months(civil, i64::from(months)),
            Self::Seconds(seconds) => civil + TimeDelta::seconds(seconds),
        }
    }

    /// An upper bound of the period's length on the wall clock.
    #[must_use]
    pub fn at_most(self) -> TimeDelta {
        match self {
            Self::Months(months) => TimeDelta::days(i64::from(months) * 31),
            Self::Seconds(seconds) => TimeDelta::seconds(seconds),
        }
    }
}

/// Adds months to a wall-clock time, clamping the day to the last of the month.
#[must_use]
pub fn add_months(civil: Civil, months: i64) -> Civil {
    let count = Months::new(u32::try_from(months.unsigned_abs()).unwrap_or(u32::MAX));
    let moved =
        if months < 0 { civil.checked_sub_months(count) } else { civil.checked_add_months(count) };
    moved.unwrap_or(if months < 0 { Civil::MIN } else { Civil::MAX })
}

/// Reads an elapsed duration: `5m`, `90m`, `2h`, `3d`, `13w`; zero is allowed.
///
/// # Errors
/// Says in one sentence what is wrong with the text.
pub fn parse_duration(text: &str) -> Result<Elapsed, String> {
    let (count, unit) = count_and_unit(text)?;
    let seconds = match unit {
        "m" => count.saturating_mul(60),
        "h" => count.saturating_mul(HOUR),
        "d" => count.saturating_mul(DAY),
        "w" => count.saturating_mul(7 * DAY),
        _ => return Err(format!("`{}` is no unit of a duration", unit.trim())),
    };
    if seconds > LONGEST_DAYS * DAY {
        return Err(format!("`{text}` is longer than ten years"));
    }
    Ok(Elapsed(seconds))
}

fn count_and_unit(text: &str) -> Result<(i64, &str), String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (count, unit) = text.split_at(digits);
    if count.is_empty() {
        let wrong = format!("`{text}` does not begin with a number");
        return Err(if text.is_empty() { "the text is empty".to_owned() } else { wrong });
    }
    if unit.is_empty() {
        return Err(format!("`{text}` has no unit"));
    }
    let count = count.parse().map_err(|_| format!("`{count}` is too large"))?;
    Ok((count, unit))
}

/// The part after `P`; `None` where it is no period or mixes months with days.
fn iso_period(iso: &str) -> Option<Period> {
    let (date, time) = iso.split_once('T').map_or((iso, None), |(d, t)| (d, Some(t)));
    let (mut months, mut seconds) = (0_i64, 0_i64);
    for (count, unit) in iso_fields(date)? {
        match unit {
            'Y' => months = months.checked_add(count.checked_mul(12)?)?,
            'M' => months = months.checked_add(count)?,
            'W' => seconds = seconds.checked_add(count.checked_mul(7 * DAY)?)?,
            'D' => seconds = seconds.checked_add(count.checked_mul(DAY)?)?,
            _ => return None,
        }
    }
    if let Some(time) = time {
        let fields = iso_fields(time).filter(|fields| !fields.is_empty())?;
        for (count, unit) in fields {
            let hours = (unit == 'H').then_some(count)?;
            seconds = seconds.checked_add(hours.checked_mul(HOUR)?)?;
        }
    }
    match (months, seconds) {
        (0, 0) if date.is_empty() && time.is_none() => None,
        (months, 0) if months > 0 => Some(Period::Months(u32::try_from(months).ok()?)),
        (0, seconds) => Some(Period::Seconds(seconds)),
        _ => None,
    }
}

fn iso_fields(mut text: &str) -> Option<Vec<(i64, char)>> {
    let mut fields = Vec::new();
    while !text.is_empty() {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let count = text.get(..digits)?.parse().ok()?;
        let unit = text.get(digits..)?.chars().next()?;
        fields.push((count, unit));
        text = text.get(digits + unit.len_utf8()..)?;
    }
    Some(fields)
}

impl fmt::Display for Elapsed {
    /// Writes the duration in its largest whole unit: `90m`, `2h`, `3d`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            s if s != 0 && s % DAY == 0 => write!(f, "{}d", s / DAY),
            s if s != 0 && s % HOUR == 0 => write!(f, "{}h", s / HOUR),
            s => write!(f, "{}m", s / 60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_in_every_spelling() {
        let cases = [
            ("12h", Period::Seconds(12 * HOUR)),
            ("3d", Period::Seconds(3 * DAY)),
            ("P3D", Period::Seconds(3 * DAY)),
            ("2w", Period::Seconds(14 * DAY)),
            ("P1DT12H", Period::Seconds(36 * HOUR)),
            ("1mo", Period::Months(1)),
            ("P1Y", Period::Months(12)),
        ];
        for (text, period) in cases {
            assert_eq!(Period::parse(text), Ok(period), "{text}");
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in ["", "d", "3", "0d", "3x", "-1d", "P", "PT", "P1M3D", "PT5M", "999999d", "3 d"]
        {
            assert!(Period::parse(text).is_err(), "{text}");
        }
        assert!(Period::parse("99999999999999999999d").is_err());
        assert!(Period::parse("P9223372036854775807Y").is_err());
    }

    #[test]
    fn durations_show_their_largest_whole_unit() {
        for text in ["0m", "5m", "90m", "2h", "3d"] {
            assert_eq!(parse_duration(text).map(|d| d.to_string()), Ok(text.to_owned()));
        }
    }
}
