//! What makes a finding the same finding tomorrow, on another branch, and in another file.
//!
//! Owns the fingerprint that every report and every comparison uses. Two runs of one plan a day
//! apart give the same fingerprints: times, counts and lengths are no part of them.

use std::collections::HashMap;
use std::fmt;

use crate::diagnostic::{Diagnostic, visible};
use crate::source::Sources;

/// What stands for times and numbers.
const DRIFTS: &str = "#";
/// Words that belong to the time or number before them, or agree with it.
const UNITS: [&str; 20] = [
    "am", "are", "day", "days", "h", "has", "have", "hour", "hours", "is", "m", "minute",
    "minutes", "month", "months", "pm", "was", "week", "weeks", "were",
];
const CALENDAR: [&str; 19] = [
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may", "jun",
    "jul", "aug", "sep", "oct", "nov", "dec",
];

/// What makes a finding the same: its rule, what it is about, its message without times and
/// numbers, and which of the findings it is that are equal in all that.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(String);

impl fmt::Display for Fingerprint {
    /// 32 hexadecimal digits, for those who compare reports.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", fnv(self.0.as_bytes()))
    }
}

/// The fingerprint of each finding, all of them different.
///
/// Findings without a path are about their file. Of findings that are equal but for times and
/// numbers, the first is the first in both of two runs.
#[must_use]
pub fn fingerprints(findings: &[Diagnostic], sources: &Sources) -> Vec<Fingerprint> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let each = findings.iter().map(|finding| {
        let key = key(finding, sources);
        let nth = seen.entry(key.clone()).and_modify(|nth| *nth += 1).or_insert(1);
        Fingerprint(format!("{key}\n{nth}"))
    });
    each.collect()
}

/// Lines cannot be confused with each other: nothing in them breaks a line.
fn key(finding: &Diagnostic, sources: &Sources) -> String {
    let file = || sources.get(finding.primary.at.source).name.clone();
    let about = if finding.path.is_empty() { file() } else { finding.path.clone() };
    format!("{}\n{}\n{}", finding.code, visible(&about), lasting(&visible(&finding.message)))
}

/// A message of which times and numbers are left out. What stands in backquotes are the plan's own
/// words: they stay, unless they are a time.
fn lasting(message: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for (nth, part) in message.split('`').enumerate() {
        if nth % 2 == 1 {
            kept.push(if is_time(part) { DRIFTS } else { part });
            continue;
        }
        for word in part.split([' ', ',', '(', ')', ':', ';']).filter(|word| !word.is_empty()) {
            let after = kept.last() == Some(&DRIFTS);
            if drifts(word) || (after && belongs(word)) {
                if !after {
                    kept.push(DRIFTS);
                }
            } else {
                // What is counted may be one another day.
                kept.push(if after { word.trim_end_matches('s') } else { word });
            }
        }
    }
    kept.join(" ")
}

/// Whether the plan's own words are only a date, time or number.
fn is_time(words: &str) -> bool {
    let letter = |c: char| c.is_ascii_digit() || "-+:.TZ ".contains(c);
    words.starts_with(|c: char| c.is_ascii_digit()) && words.chars().all(letter)
}

/// Whether a word changes with the calendar: one with a digit in it, a day of the week, a month.
fn drifts(word: &str) -> bool {
    let letters = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let start: String = letters.chars().take(3).collect::<String>().to_ascii_lowercase();
    let name = CALENDAR.contains(&start.as_str())
        && letters.starts_with(|c: char| c.is_ascii_uppercase())
        && (letters.len() == 3 || is_long_name(letters));
    name || word.chars().any(|c| c.is_ascii_digit())
}

fn is_long_name(word: &str) -> bool {
    const MONTHS: [&str; 11] = [
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    word.ends_with("day") || word.ends_with("days") || MONTHS.contains(&word.as_str())
}

/// Whether a word after a time or number goes with it: a zone such as `CEST`, a unit, a verb.
fn belongs(word: &str) -> bool {
    let zone = (2..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    zone || UNITS.contains(&word)
}

/// FNV-1a of 128 bits: no secret is kept by it.
fn fnv(bytes: &[u8]) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(BASIS, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Level;
    use crate::source::Location;

    fn prints(all: &[(&'static str, &str, &str)]) -> Vec<Fingerprint> {
        let mut sources = Sources::default();
        let id = sources.add("irp.toml".to_owned(), "irp = 1\n".to_owned());
        let findings = all.iter().map(|(rule, path, message)| {
            let at = Location::new(id, &(0..3));
            Diagnostic::new(rule, Level::Error, at, *message).about(*path)
        });
        fingerprints(&findings.collect::<Vec<_>>(), &sources)
    }

    fn same(one: &str, other: &str) -> bool {
        prints(&[("rule", "path", one)]) == prints(&[("rule", "path", other)])
    }

    #[test]
    fn times_counts_and_lengths_are_no_part_of_it() {
        let message = |times: &str| format!("nobody is on call in `primary` {times}");
        assert!(same(
            &message("from Wed 21 Oct 2026 12:00 CEST until Thu 22 Oct 2026 09:00 CEST, for 23h"),
            &message("from Sun 1 Nov 2026 09:00 CET until Mon 2 Nov 2026 10:30:01 CET, for 1d 1h"),
        ));
        assert!(same("1 gap is too much", "14 gaps are too much"));
        assert!(same("on Sunday in March", "on Friday in December"));
        assert!(same("it ends on `2026-10-21`", "it ends on `2027-01-02T10:00Z`"));
    }

    #[test]
    fn names_are_part_of_it() {
        assert!(!same("nobody in `team-1`", "nobody in `team-2`"));
        assert!(!same("Ana is away", "Ben is away"));
        assert!(!same("Maya is away", "June is away"));
        assert!(!same("`2026-q1` is away", "`2026-q2` is away"));
    }

    #[test]
    fn rule_and_path_are_part_of_it_and_equal_ones_are_counted() {
        let all = [
            ("a", "p", "m 1"),
            ("b", "p", "m 1"),
            ("a", "q", "m 1"),
            ("a", "p", "m 2"),
            ("a", "p", "m 3"),
            ("a", "p\nm", ""),
        ];
        let prints = prints(&all);
        let texts: std::collections::BTreeSet<_> = prints.iter().map(ToString::to_string).collect();
        assert_eq!(texts.len(), all.len(), "{texts:?}");
        assert!(texts.iter().all(|text| text.len() == 32));
    }

    #[test]
    fn it_stays_what_it_is_over_releases() {
        let known = prints(&[("coverage-gap", "rotations.primary", "nobody is there for 3h")]);
        assert_eq!(known[0].to_string(), "KNOWN");
    }
}
