//! Zones whose clocks are odd, worked out by hand; and another library's reading of every zone.

use std::ops::RangeInclusive;

use chrono::offset::LocalResult;
use chrono::{DateTime, Datelike, TimeDelta, TimeZone, Utc};
use chrono_tz::TZ_VARIANTS;

use super::*;
use crate::time::Resolved;

/// Daily turns of `a`, `b` and `c`, or what `more` makes of them, in a zone.
fn daily(zone: &str, starts: &str, more: &str) -> Plan {
    let more = format!("time-zone = \"{zone}\"\n{more}");
    let turn = if more.contains("when") { "1 shift" } else { "1d" };
    good(&from_start(starts, turn, "[\"a\", \"b\", \"c\"]", &more))
}

/// A zone, the first handoff, a span, and the shifts in it.
type Case = (&'static str, &'static str, [&'static str; 2], &'static [&'static str]);

fn check(cases: &[Case]) {
    for (zone, starts, [from, to], expected) in cases {
        let plan = daily(zone, starts, "");
        assert_eq!(brief(&plan, "r", from, to), *expected, "{zone} from {starts}");
    }
}

#[test]
fn lord_howe_moves_by_half_an_hour() {
    // +11:00 until 5 April 2026 02:00, which is 01:30 again; +10:30 until 4 October 02:00, which
    // is 02:30.
    check(&[
        (
            "Australia/Lord_Howe",
            "2026-04-03T01:45",
            ["2026-04-03T14:45", "2026-04-05T15:15"],
            &["03T14:45-04T14:45 b", "04T14:45-05T15:15 c"],
        ),
        (
            "Australia/Lord_Howe",
            "2026-10-02T02:15",
            ["2026-10-02T15:45", "2026-10-04T15:15"],
            &["02T15:45-03T15:45 b", "03T15:45-04T15:15 c"],
        ),
    ]);
}

#[test]
fn apia_had_no_30_december_2011() {
    // -10:00 until the end of the 29th, +14:00 from the 31st on: b's turn of the 30th is empty.
    let days = ["2011-12-28T19:00", "2012-01-01T19:00"];
    let turns = daily("Pacific/Apia", "2011-12-27T09:00", "");
    let expected = [
        "28T19:00-29T19:00 b",
        "29T19:00-30T19:00 c",
        "30T19:00-31T19:00 b",
        "31T19:00-01T19:00 c",
    ];
    assert_eq!(brief(&turns, "r", days[0], days[1]), expected);
    let windows = daily("Pacific/Apia", "2011-12-27T09:00", "when = \"09:00-17:00\"");
    let expected = [
        "28T19:00-29T03:00 b",
        "29T19:00-30T03:00 c",
        "30T19:00-31T03:00 b",
        "31T19:00-01T03:00 c",
    ];
    assert_eq!(brief(&windows, "r", days[0], days[1]), expected);
}

#[test]
fn kwajalein_had_no_21_august_1993() {
    // -12:00 until the end of the 20th, +12:00 from the 22nd on.
    let days = ["1993-08-19T21:00", "1993-08-22T21:00"];
    let turns = daily("Pacific/Kwajalein", "1993-08-19T09:00", "");
    let expected = ["19T21:00-20T21:00 a", "20T21:00-21T21:00 b", "21T21:00-22T21:00 a"];
    assert_eq!(brief(&turns, "r", days[0], days[1]), expected);
    let windows = daily("Pacific/Kwajalein", "1993-08-19T09:00", "when = \"09:00-17:00\"");
    let expected = ["19T21:00-20T05:00 a", "20T21:00-21T05:00 b", "21T21:00-22T05:00 a"];
    assert_eq!(brief(&windows, "r", days[0], days[1]), expected);
}

#[test]
fn dublin_moves_like_london_though_its_winter_is_the_exception() {
    check(&[
        // 01:30 on 29 March does not exist: 02:30 IST.
        (
            "Europe/Dublin",
            "2026-03-27T01:30",
            ["2026-03-28T01:30", "2026-03-30T00:30"],
            &["28T01:30-29T01:30 b", "29T01:30-30T00:30 c"],
        ),
        // 01:30 on 25 October happens twice: first in IST.
        (
            "Europe/Dublin",
            "2026-10-23T01:30",
            ["2026-10-24T00:30", "2026-10-26T01:30"],
            &["24T00:30-25T00:30 b", "25T00:30-26T01:30 c"],
        ),
    ]);
}

#[test]
fn kathmandu_and_chatham_lie_between_the_hours() {
    check(&[
        // +05:30 until 1986, +05:45 from then on: midnight of 1 January 1986 was skipped.
        (
            "Asia/Kathmandu",
            "1985-12-30T00:00",
            ["1985-12-30T18:30", "1986-01-02T18:15"],
            &["30T18:30-31T18:30 b", "31T18:30-01T18:15 c", "01T18:15-02T18:15 a"],
        ),
        // +13:45 until 5 April 2026 03:45, which is 02:45 again: 03:00 happens twice.
        (
            "Pacific/Chatham",
            "2026-04-03T03:00",
            ["2026-04-03T13:15", "2026-04-05T14:15"],
            &["03T13:15-04T13:15 b", "04T13:15-05T14:15 c"],
        ),
        // +12:45 until 27 September 2026 02:45, which is 03:45: 03:00 is 04:00.
        (
            "Pacific/Chatham",
            "2026-09-25T03:00",
            ["2026-09-25T14:15", "2026-09-27T13:15"],
            &["25T14:15-26T14:15 b", "26T14:15-27T13:15 c"],
        ),
    ]);
}

#[test]
fn casablanca_goes_back_for_ramadan() {
    // +01:00, but +00:00 from 23 February 2025 03:00 until 6 April 02:00.
    check(&[
        (
            "Africa/Casablanca",
            "2025-02-21T09:00",
            ["2025-02-22T08:00", "2025-02-24T09:00"],
            &["22T08:00-23T09:00 b", "23T09:00-24T09:00 c"],
        ),
        (
            "Africa/Casablanca",
            "2025-04-04T09:00",
            ["2025-04-05T09:00", "2025-04-07T08:00"],
            &["05T09:00-06T08:00 b", "06T08:00-07T08:00 c"],
        ),
    ]);
}

#[test]
fn midnights_are_skipped_and_troll_jumps_two_hours() {
    check(&[
        // 00:00 on 24 April 2026 is 01:00 in Cairo.
        (
            "Africa/Cairo",
            "2026-04-22T00:00",
            ["2026-04-22T22:00", "2026-04-24T21:00"],
            &["22T22:00-23T22:00 b", "23T22:00-24T21:00 c"],
        ),
        // 00:00 on 8 September 2024 is 01:00 in Santiago.
        (
            "America/Santiago",
            "2024-09-06T00:00",
            ["2024-09-07T04:00", "2024-09-09T03:00"],
            &["07T04:00-08T04:00 b", "08T04:00-09T03:00 c"],
        ),
        // 01:00 on 29 March 2026 is 03:00 at Troll; 02:30 is 04:30.
        (
            "Antarctica/Troll",
            "2026-03-27T02:30",
            ["2026-03-28T02:30", "2026-03-30T00:30"],
            &["28T02:30-29T02:30 b", "29T02:30-30T00:30 c"],
        ),
        // 02:00 on 8 March 2026 is 03:00 in St. John's, from -03:30 to -02:30.
        (
            "America/St_Johns",
            "2026-03-06T09:00",
            ["2026-03-07T12:30", "2026-03-09T11:30"],
            &["07T12:30-08T11:30 b", "08T11:30-09T11:30 c"],
        ),
    ]);
}

#[test]
fn a_day_whose_midnight_is_skipped_begins_when_the_clock_shows_it() {
    let more = "[[overrides]]\nrotation = \"r\"\nassign = \"d\"\n\
                from = 2026-04-24\nthrough = 2026-04-24\n";
    let plan = daily("Africa/Cairo", "2026-04-23T12:00", more);
    let found = brief(&plan, "r", "2026-04-23T12:00", "2026-04-24T20:00");
    assert_eq!(found, ["23T10:00-23T22:00 a", "23T22:00-24T09:00 d", "24T09:00-24T21:00 d"]);
}

/// What the other library makes of a wall-clock time, as far as it says.
fn others(zone: chrono_tz::Tz, civil: Civil) -> Option<Resolved> {
    let utc = |time: DateTime<chrono_tz::Tz>| time.with_timezone(&Utc);
    match zone.from_local_datetime(&civil) {
        LocalResult::Single(one) => Some(Resolved::Unique(utc(one))),
        LocalResult::Ambiguous(one, two) => {
            let (first, second) = (utc(one).min(utc(two)), utc(one).max(utc(two)));
            Some(Resolved::Doubled { first, second })
        }
        LocalResult::None => None,
    }
}

fn agree(zone: &Zone, other: chrono_tz::Tz, civil: Civil) -> bool {
    match (zone.resolve(civil), others(other, civil)) {
        (Resolved::Skipped { earlier, later, .. }, None) => earlier < later,
        (ours, Some(theirs)) => ours == theirs,
        _ => false,
    }
}

/// The zones and years of which the database has learnt better since the release that the other
/// library holds (2025b): what each then said differs from what it says now.
const CORRECTED: [(&str, RangeInclusive<i32>); 9] = [
    ("America/Bogota", 1992..=1992),
    ("America/Ensenada", 1970..=1975),
    ("America/Santa_Isabel", 1970..=1975),
    ("America/Tijuana", 1970..=1975),
    ("Asia/Tehran", 1979..=1979),
    ("Europe/Chisinau", 2022..=2024),
    ("Europe/Tiraspol", 2022..=2024),
    ("Iran", 1979..=1979),
    ("Mexico/BajaNorte", 1970..=1975),
];

/// Times of many years, and every third of an hour around each change of the clock.
fn sampled(zone: &Zone) -> Vec<Civil> {
    let (from, until) = (utc("1970-01-02T00:00"), utc("2024-12-30T00:00"));
    let mut times: Vec<_> = (0..500).map(|n| from + TimeDelta::hours(n * 961)).collect();
    let mut change = zone.next_change(from);
    while let Some(at) = change.filter(|at| *at < until) {
        times.extend((-6..7).map(|n| at + TimeDelta::minutes(n * 20)));
        change = zone.next_change(at);
    }
    let civil = times.into_iter().map(|at| zone.civil(at));
    civil.flat_map(|civil| [civil, civil + TimeDelta::minutes(45)]).collect()
}

#[test]
fn every_zone_is_read_as_another_library_reads_it() {
    let mut common = 0;
    for other in TZ_VARIANTS {
        let Some(zone) = ZONES.with(|zones| zones.get(other.name())) else { continue };
        common += 1;
        let corrected = CORRECTED.iter().find(|(name, _)| *name == other.name());
        let corrected = |year| corrected.is_some_and(|(_, years)| years.contains(&year));
        for civil in sampled(&zone).into_iter().filter(|civil| !corrected(civil.year())) {
            assert!(agree(&zone, other, civil), "{civil} in {other}");
        }
    }
    assert!(common > 500);
}
