//! Words for times, read and refused.

mod forms;
mod refusals;

use proptest::prelude::*;

use super::*;
use crate::time::Zones;

/// A Monday, 11:00 in Berlin, 15:30 in Kolkata, 05:00 in New York.
const MONDAY: &str = "2026-11-23T10:00:00Z";

fn zone(name: &str) -> Zone {
    Zones::embedded().get(name).unwrap()
}

fn instant(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn read_at(now: Instant, viewer: &str, words: &str) -> Result<When, WhenError> {
    let zones = Zones::embedded();
    let named = |word: &str| match word {
        "plan" => zones.get("America/New_York"),
        "mia" => zones.get("Asia/Kolkata"),
        _ => zones.get(word),
    };
    let viewer = zone(viewer);
    Reading { now, viewer: &viewer, zone_named: &named }.read(words)
}

fn read(words: &str) -> Result<When, WhenError> {
    read_at(instant(MONDAY), "Europe/Berlin", words)
}

fn text(when: &When) -> String {
    let shown = fault::instant(when.instant, &when.zone);
    format!("{} {}", shown.split('`').nth(1).unwrap(), when.zone.name())
}

#[track_caller]
fn reads_at(now: &str, viewer: &str, words: &str, expected: &str) {
    match read_at(instant(now), viewer, words) {
        Ok(when) => assert_eq!(text(&when), format!("{expected} {}", when.zone.name()), "{words}"),
        Err(fault) => panic!("{words}: {fault}"),
    }
}

#[track_caller]
fn reads(words: &str, expected: &str) {
    match read(words) {
        Ok(when) => assert_eq!(text(&when), expected, "{words}"),
        Err(fault) => panic!("{words}: {fault}"),
    }
}

#[track_caller]
fn refused(words: &str) -> String {
    match read(words) {
        Ok(when) => panic!("{words}: {}", text(&when)),
        Err(fault) => format!("{}\n{}", fault.message, fault.hints.join("\n")),
    }
}

#[track_caller]
fn refuses(words: &str, parts: &[&str]) {
    let said = refused(words);
    for part in parts {
        assert!(said.contains(part), "{words}: {part:?} is not in {said:?}");
    }
}

const PIECES: &str = "now|today|tomorrow|yesterday|mon|sun|noon|midnight|in|ago|+|-|@|2026|1900|\
    2400|-11-23|-02-30|2026-10-25|2026-03-29|T|Z|02:30|09:00|:30|.5|+01:00|[|]|[Europe/Berlin]|\
    Pacific/Apia|plan|h|mo|y| days|am|pm|9|12|9223372036854775807|/|\u{e9}|-30m|`";

fn composed() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES.split('|').collect::<Vec<_>>());
    let gap = prop::sample::select(vec!["", " "]);
    let pairs = prop::collection::vec((piece, gap), 0..7);
    pairs.prop_map(|pairs| pairs.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect())
}

proptest! {
    #[test]
    fn never_panics(
        any in ".{0,110}",
        composed in composed(),
        now in -9_000_000_000_i64..20_000_000_000,
    ) {
        let now = DateTime::from_timestamp(now, 0).unwrap();
        for words in [any, composed] {
            for viewer in ["Europe/Berlin", "Pacific/Apia"] {
                if let Err(fault) = read_at(now, viewer, &words) {
                    let shown = fault.message.clone() + &fault.hints.concat();
                    let plain = |c: char| c == ' ' || c.is_ascii_graphic();
                    prop_assert!(shown.chars().all(plain), "{shown:?}");
                }
            }
            let _ = read_length(&words);
        }
    }

    #[test]
    fn a_weekday_is_always_ahead(
        now in 0..12_000_000_000_i64,
        hour in 0..24,
        word in "mon|wed|sat|sun",
    ) {
        let now = DateTime::from_timestamp(now, 0).unwrap();
        for viewer in ["Europe/Berlin", "America/St_Johns", "America/Havana", "Asia/Beirut"] {
            for words in [word.clone(), format!("{word} {hour:02}:00")] {
                if let Ok(when) = read_at(now, viewer, &words) {
                    let day = zone(viewer).civil(when.instant).weekday().to_string();
                    prop_assert!(when.instant > now && when.instant <= now + TimeDelta::hours(193));
                    prop_assert_eq!(day.to_ascii_lowercase(), word.as_str());
                }
            }
        }
    }

    #[test]
    fn an_echoed_instant_reads_as_itself(now in 0..12_000_000_000_i64) {
        let now = DateTime::from_timestamp(now, 0).unwrap();
        let echo = text(&read_at(now, "America/New_York", "now").unwrap());
        prop_assert_eq!(read(&echo).unwrap().instant, now);
        prop_assert_eq!(read(&format!("@{}", now.timestamp())).unwrap().instant, now);
    }
}
