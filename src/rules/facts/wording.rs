//! How findings name several things, lengths and shares.

use chrono::TimeDelta;

use crate::time::show;

/// The first few of several things, and how many more there are: `a, b and 3 more`.
#[must_use]
pub fn few<T: AsRef<str>>(items: &[T], most: usize) -> String {
    let texts: Vec<&str> = items.iter().take(most).map(AsRef::as_ref).collect();
    match (&texts[..], items.len() - texts.len()) {
        ([], _) => String::new(),
        ([one], 0) => (*one).to_owned(),
        ([all @ .., last], 0) => format!("{} and {last}", all.join(", ")),
        (shown, more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A length of time in hours and minutes, however long: `314h 30m`.
#[must_use]
pub fn in_hours(length: TimeDelta) -> String {
    match (length.num_hours(), length.num_minutes() % 60) {
        (0, _) => show::length(length),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h {minutes}m"),
    }
}

/// A share as plans write it: `38.4%`.
#[must_use]
pub fn percent(share: f64) -> String {
    let text = format!("{:.1}", share * 100.0);
    format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// What part of a whole some time is; 0 of nothing.
#[must_use]
pub fn share(part: TimeDelta, whole: TimeDelta) -> f64 {
    if whole.is_zero() { 0.0 } else { part.as_seconds_f64() / whole.as_seconds_f64() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_few_are_named_and_the_rest_are_counted() {
        let items: Vec<_> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(few(&items, 3), "a, b and c");
        assert_eq!(few(&items, 2), "a, b and 1 more");
        assert_eq!(few(&items[..1], 2), "a");
        assert_eq!(few::<&str>(&[], 2), "");
    }

    #[test]
    fn hours_stay_hours_and_shares_have_one_decimal() {
        assert_eq!(in_hours(TimeDelta::minutes(314 * 60 + 30)), "314h 30m");
        assert_eq!(in_hours(TimeDelta::minutes(48 * 60)), "48h");
        assert_eq!(in_hours(TimeDelta::minutes(5)), "5m");
        assert_eq!(percent(0.25), "25%");
        assert_eq!(percent(0.2508), "25.1%");
    }
}
