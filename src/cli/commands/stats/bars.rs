//! Bars of letters: how long something took, and which part of it each phase had.

use chrono::TimeDelta;

/// What bars are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signs {
    Shades,
    Ascii,
}

impl Signs {
    /// The signs of the three phases.
    fn phases(self) -> [&'static str; 3] {
        match self {
            Self::Shades => ["░", "▒", "▓"],
            Self::Ascii => ["d", "r", "m"],
        }
    }
}

/// A bar as long as its part of a whole.
pub(super) fn share(permille: u32, width: usize, signs: Signs) -> String {
    let full = if signs == Signs::Ascii { "#" } else { "█" };
    let columns = (usize::try_from(permille).unwrap_or(0) * width + 500) / 1000;
    full.repeat(columns.min(width))
}

/// A bar of the three phases of one incident, in which the longest of all fills the width.
pub(super) fn phases(
    parts: [TimeDelta; 3],
    longest: TimeDelta,
    width: usize,
    signs: Signs,
) -> String {
    let whole = longest.num_seconds().max(1);
    let wide = i64::try_from(width).unwrap_or(i64::MAX);
    let (mut ends, mut sum) = ([0; 3], 0_i64);
    for (end, part) in ends.iter_mut().zip(parts) {
        sum += part.num_seconds();
        let column =
            (i128::from(sum) * i128::from(wide) + i128::from(whole / 2)) / i128::from(whole);
        *end = usize::try_from(column).unwrap_or(0).min(width);
    }
    let signs = signs.phases();
    let mut bar = String::new();
    let mut start = 0;
    for (sign, end) in signs.into_iter().zip(ends) {
        bar.push_str(&sign.repeat(end - start));
        start = end;
    }
    if bar.is_empty() { signs[0].to_owned() } else { bar }
}

/// What the signs mean.
pub(super) fn key(signs: Signs) -> String {
    let [detection, response, remediation] = signs.phases();
    format!("{detection} detection, {response} response, {remediation} remediation")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_incident_fills_the_width_and_its_parts_meet() {
        let parts = [105, 43, 27].map(TimeDelta::minutes);
        let bar = phases(parts, TimeDelta::minutes(175), 35, Signs::Ascii);
        assert_eq!(bar, "d".repeat(21) + &"r".repeat(9) + &"m".repeat(5));
        let none = phases([TimeDelta::zero(); 3], TimeDelta::zero(), 35, Signs::Ascii);
        assert_eq!(none, "d", "what took no time is seen");
    }

    #[test]
    fn a_share_of_all_fills_the_width() {
        assert_eq!(
            [share(1000, 8, Signs::Ascii), share(500, 8, Signs::Ascii)],
            ["########", "####"]
        );
    }
}
