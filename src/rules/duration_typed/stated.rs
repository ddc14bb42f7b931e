//! What a sentence says of how long an incident took.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::TimeDelta;
use regex::{Captures, Regex};

use crate::rules::phrase::{pattern, quoted};

/// How far a sentence is looked at around a duration.
const NEAR: usize = 300;

/// A duration that a text states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The words.
    pub words: String,
    /// Where they stand in the text.
    pub range: Range<usize>,
    /// How long.
    pub length: TimeDelta,
}

/// One number with its unit.
const ONE: &str =
    r"\d{1,5}(\.\d{1,3})?[-\s]?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)\b";
const OUTAGE: &str = "outage|incident|downtime|disruption|interruption|degradation|unavailability";

static PART: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?P<whole>\d{1,5})(\.(?P<rest>\d{1,3}))?[-\s]?(?P<unit>seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)\b",
    )
});

/// What is said of the incident wherever it stands.
static BODY: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(&phrases().join("|")));
/// The same, and what a summary of the impact says of it by being one.
static SUMMARY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let mut all = phrases();
    all.push(format!(r"\bfor (a total of )?{}", lasts("s")));
    pattern(&all.join("|"))
});
/// Words before a duration that make another thing of it.
static LOOSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(\b(about|around|roughly|approximately|approx\.?|nearly|almost|some|circa|ca\.?|to|over|under|than|least|most|every|each)|[~≈<>]|\d\s?[-–])\s*$",
    )
});
/// Words after a duration that make another thing of it.
static REPEATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"^\s?(each|per|apiece|at a time|at most|at least|or (more|less|longer)|on average)\b")
});
/// Words of a sentence that is about something else.
static OTHER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b(previous|previously|earlier|last|similar|another|prior|ago|planned|would|could|should|may|might|if|when|19\d\d|20\d\d)\b",
    )
});

/// A duration under a name.
fn lasts(name: &str) -> String {
    format!(r"(?P<{name}>\b{ONE}((,? and |,? ){ONE}){{0,2}})")
}

fn phrases() -> Vec<String> {
    let total = "(for )?(a total of )?";
    vec![
        format!(
            r"\b({OUTAGE})( has)? (lasted|took|went on|continued|persisted) {total}{}",
            lasts("a")
        ),
        format!(r"{}([- ]long)?( of)?( [a-z]{{1,12}})? ({OUTAGE})\b", lasts("b")),
        format!(
            r"\b(duration|downtime|time to (detect|acknowledge|engage|mitigate|resolve|recover))( of the ({OUTAGE}))?( was|:| of) {total}{}",
            lasts("c")
        ),
        format!(r"\b(detected|acknowledged|mitigated|resolved) (after|within|in) {}", lasts("d")),
        format!(
            r"\b(customers|users|everybody|everyone|(website|site|service|app|api|shop) was)\b[^.\n]{{0,40}}\b(down|unavailable|unreachable|offline|degraded) for {}",
            lasts("e")
        ),
    ]
}

/// Every duration that a text states of the incident that it is about, in order.
pub fn stated(text: &str, summary: bool) -> Vec<Stated> {
    let pattern = if summary { &SUMMARY } else { &BODY };
    let Some(pattern) = pattern.as_ref() else { return Vec::new() };
    let captured = pattern.captures_iter(text).filter_map(|found| duration(&found));
    let mut found: Vec<_> = captured.filter(|range| is_plain(text, range)).collect();
    if !summary && !found.is_empty() {
        found.retain(|range| !is_elsewhere(text, range));
    }
    let quoted = if found.is_empty() { Vec::new() } else { quoted(text) };
    found.retain(|range| {
        let before = quoted.partition_point(|quote| quote.start <= range.start);
        before.checked_sub(1).is_none_or(|last| quoted[last].end <= range.start)
    });
    let each = found.into_iter().filter_map(|range| {
        let words = text[range.clone()].to_owned();
        Some(Stated { length: length(&words)?, words, range })
    });
    each.collect()
}

/// The duration of a phrase, whichever it is.
fn duration(found: &Captures<'_>) -> Option<Range<usize>> {
    let names = ["a", "b", "c", "d", "e", "s"];
    names.iter().find_map(|name| found.name(name)).map(|part| part.range())
}

/// Whether a duration is neither rounded, nor a bound, nor one of several.
fn is_plain(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = (&text[boundary(text, range.start, 24)..range.start], &text[range.end..]);
    !LOOSE.as_ref().is_some_and(|loose| loose.is_match(before))
        && !REPEATED.as_ref().is_some_and(|repeated| repeated.is_match(after))
}

/// Whether the sentence around a duration is about another incident, or one that did not happen.
fn is_elsewhere(text: &str, range: &Range<usize>) -> bool {
    let ends = |letter: char| matches!(letter, '.' | '!' | '?' | ';');
    let from = boundary(text, range.start, NEAR);
    let start = text[from..range.start].rfind(ends).map_or(from, |end| from + end + 1);
    let after = text[range.end..].char_indices().take(NEAR);
    let end = after.into_iter().find(|(_, letter)| ends(*letter));
    let end = end.map_or(text.len(), |(end, _)| range.end + end).min(range.end + NEAR);
    let end = boundary(text, end, 0);
    OTHER.as_ref().is_some_and(|other| other.is_match(&text[start..end]))
}

/// Where a character begins, so many bytes before a place or a little more.
fn boundary(text: &str, place: usize, before: usize) -> usize {
    let mut start = place.saturating_sub(before);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    start
}

fn length(words: &str) -> Option<TimeDelta> {
    let parts = PART.as_ref()?.captures_iter(words);
    let seconds = parts.map(|part| {
        let unit = match part["unit"].as_bytes().first()?.to_ascii_lowercase() {
            b's' => 1,
            b'm' => 60,
            b'h' => 3600,
            _ => 86_400,
        };
        let whole: i64 = part["whole"].parse().ok()?;
        let rest = part.name("rest").map_or("0", |rest| rest.as_str());
        let scale = 10_i64.pow(u32::try_from(rest.len()).ok()?);
        Some(whole * unit + rest.parse::<i64>().ok()? * unit / scale)
    });
    seconds.sum::<Option<i64>>().map(TimeDelta::seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is stated, in seconds.
    fn seconds(text: &str, summary: bool) -> Vec<i64> {
        stated(text, summary).iter().map(|stated| stated.length.num_seconds()).collect()
    }

    #[test]
    fn every_pattern_is_small_enough_to_be_compiled() {
        let all = [&PART, &BODY, &SUMMARY, &LOOSE, &REPEATED, &OTHER];
        assert!(all.iter().all(|pattern| pattern.is_some()));
    }

    #[test]
    fn a_summary_states_how_long_it_was() {
        let cases = [
            ("Label creation failed for 63 minutes.", 3780),
            ("52 % of payments declined for 47 min", 2820),
            ("Logins failed for 2 hours and 5 minutes.", 7500),
            ("Down for 1h 30m.", 5400),
            ("No orders for a total of 1.5 hours", 5400),
            ("A 45-minute outage of search.", 2700),
            ("90 s of partial downtime", 90),
            ("Downtime: 12 min", 720),
        ];
        for (text, length) in cases {
            assert_eq!(seconds(text, true), [length], "{text}");
        }
    }

    #[test]
    fn what_is_rounded_or_a_bound_or_of_something_else_states_nothing() {
        let fine = [
            "Requests took more than 30 s for about 30 % of users.",
            "No scans for up to 175 minutes.",
            "Pending pods for one hour.",
            "Failed for about 60 minutes.",
            "Some requests waited for 30 seconds each.",
            "Roughly 2 hours of downtime",
            "30-60 minutes of downtime",
            "Offline for 3 datacentres",
            "Support said \"down for 10 minutes\".",
        ];
        for text in fine {
            assert_eq!(seconds(text, true), [0; 0], "{text}");
        }
    }

    #[test]
    fn a_body_states_only_what_it_says_of_the_incident() {
        let cases = [
            ("The outage lasted 63 minutes.", 3780),
            ("In all it was a 47 minute incident.", 2820),
            ("It was mitigated after 53 min.", 3180),
            ("Time to detect was 7 minutes.", 420),
            ("Customers found the shop unreachable for 20 minutes.", 1200),
        ];
        for (text, length) in cases {
            assert_eq!(seconds(text, false), [length], "{text}");
        }
        let fine = [
            "The alert waits for 5 minutes.",
            "We watched the graphs for 35 min.",
            "The rollback took 4 minutes.",
            "From 2 s to 30 s, so slow queries held connections.",
            "In March a similar outage lasted 3 hours.",
            "Last year's 2-hour outage had the same shape.",
            "A replica was down for 10 minutes.",
            "If nobody had answered, the outage lasted 4 hours.",
        ];
        for text in fine {
            assert_eq!(seconds(text, false), [0; 0], "{text}");
        }
    }

    #[test]
    fn a_megabyte_of_numbers_is_searched_in_time() {
        assert_eq!(seconds(&"12 min 13 ü h outages ".repeat(50_000), true), [0; 0]);
    }
}
