//! Rules 1 to 11, each with an example worked out by hand: time, turns and windows.

use chrono::TimeDelta;

use super::*;
use crate::schedule::at;

/// A rotation in New York.
fn new_york(starts: &str, turn: &str, more: &str) -> Plan {
    let more = format!("time-zone = \"America/New_York\"\n{more}");
    good(&from_start(starts, turn, "[\"a\", \"b\", \"c\"]", &more))
}

// Rule 1.
#[test]
fn a_shift_holds_its_start_and_not_its_end() {
    let plan = good(&simple("1d", "[\"a\", \"b\"]", ""));
    let key = key_of(&plan, "r");
    let who = |time, seconds| {
        let shift = at(&plan, key, utc(time) + TimeDelta::seconds(seconds));
        shift.map(|shift| plan.ids(&shift.people).concat())
    };
    assert_eq!(who("2026-01-06T09:00", -1).as_deref(), Some("a"));
    assert_eq!(who("2026-01-06T09:00", 0).as_deref(), Some("b"));
    assert_eq!(who("2026-01-05T09:00", -1), None);
}

// Rule 1.
#[test]
fn rules_are_read_on_the_clock_of_the_layers_zone() {
    let layers = "[[rotations.r.layers]]\n[[rotations.r.layers]]\ntime-zone = \"Asia/Tokyo\"\n\
                  starts = 2026-01-05T18:00\nturn = \"1d\"\nwhen = \"18:00-21:00\"\npeople = [\"b\"]\n";
    let plan = good(&simple("1d", "[\"a\"]", layers));
    // 18:00 in Tokyo is 09:00Z.
    let found = brief(&plan, "r", "2026-01-05T09:00", "2026-01-06T09:00");
    assert_eq!(found, ["05T09:00-05T12:00 b", "05T12:00-06T09:00 a"]);
}

// Rule 2.
#[test]
fn months_clamp_the_day_and_days_keep_the_clock() {
    let monthly = good(&from_start("2026-01-31T10:00", "1mo", "[\"a\"]", ""));
    let found = brief(&monthly, "r", "2026-01-31T10:00", "2026-05-01T00:00");
    let ends: Vec<_> = found.iter().map(|shift| &shift[..8]).collect();
    assert_eq!(ends, ["31T10:00", "28T10:00", "31T10:00", "30T10:00"]);
    let daily = new_york("2026-03-06T09:00", "1d", "");
    let found = brief(&daily, "r", "2026-03-06T14:00", "2026-03-09T00:00");
    assert_eq!(found, ["06T14:00-07T14:00 a", "07T14:00-08T13:00 b", "08T13:00-09T13:00 c"]);
}

// Rule 2.
#[test]
fn hours_move_the_clock_on_the_wall() {
    let plan = new_york("2026-03-07T09:00", "36h", "");
    // 36 hours on the wall end at 21:00 EDT, 35 hours later.
    let found = brief(&plan, "r", "2026-03-07T14:00", "2026-03-09T01:00");
    assert_eq!(found, ["07T14:00-09T01:00 a"]);
}

// Rule 2.
#[test]
fn a_list_of_periods_is_cycled() {
    let plan = good(&simple("[\"4d\", \"3d\"]", "[\"a\", \"b\", \"c\"]", ""));
    let found = brief(&plan, "r", "2026-01-05T09:00", "2026-01-19T09:00");
    assert_eq!(
        found,
        [
            "05T09:00-09T09:00 a",
            "09T09:00-12T09:00 b",
            "12T09:00-16T09:00 c",
            "16T09:00-19T09:00 a"
        ]
    );
}

// Rules 3 and 4.
#[test]
fn a_clock_change_makes_a_shift_shorter_or_longer() {
    let cases = [
        ("America/New_York", "2026-03-07", 23 * 60),
        ("America/New_York", "2026-10-31", 25 * 60),
        ("Europe/London", "2026-03-28", 23 * 60),
        ("Europe/London", "2026-10-24", 25 * 60),
        ("Australia/Lord_Howe", "2026-04-04", 24 * 60 + 30),
        ("Australia/Lord_Howe", "2026-10-03", 23 * 60 + 30),
    ];
    for (name, day, minutes) in cases {
        let more = format!("time-zone = \"{name}\"");
        let plan = good(&from_start("2026-01-01T09:00", "24h", "[\"a\", \"b\"]", &more));
        let start = zone(name).instant(civil(&format!("{day}T09:00")));
        let shift = at(&plan, key_of(&plan, "r"), start).unwrap();
        assert_eq!(shift.span.start, start, "{name}");
        assert_eq!(shift.span.length(), TimeDelta::minutes(minutes), "{name} {day}");
    }
}

// Rule 3.
#[test]
fn a_skipped_handoff_moves_forward_and_a_doubled_one_is_the_first() {
    let at_half_past = |clock: &str| new_york(&format!("2026-03-01T{clock}"), "1d", "");
    let found = brief(&at_half_past("02:30"), "r", "2026-03-07T07:30", "2026-03-09T06:30");
    assert_eq!(found, ["07T07:30-08T07:30 a", "08T07:30-09T06:30 b"]);
    let found = brief(&at_half_past("01:30"), "r", "2026-10-31T05:30", "2026-11-02T06:30");
    assert_eq!(found, ["31T05:30-01T05:30 b", "01T05:30-02T06:30 c"]);
}

// Rule 3.
#[test]
fn edges_never_go_backwards() {
    let windows = "when = [\"22:00-02:30\", \"03:00-09:00\"]";
    let plan = new_york("2026-03-01T00:00", "1 shift", windows);
    // 02:30 does not exist; it is 03:30 elsewhere, but 03:00 is an edge already.
    let found = brief(&plan, "r", "2026-03-08T04:00", "2026-03-08T12:00");
    assert_eq!(found, ["08T03:00-08T07:00 b", "08T07:00-08T13:00 c"]);
}

// Rule 3.
#[test]
fn what_is_empty_does_not_exist_but_counts() {
    let plan = new_york("2026-03-08T00:00", "1h", "");
    // The turn from 02:00 to 03:00 is c's.
    let found = brief(&plan, "r", "2026-03-08T05:00", "2026-03-08T09:00");
    let expected = [
        "08T05:00-08T06:00 a",
        "08T06:00-08T07:00 b",
        "08T07:00-08T08:00 a",
        "08T08:00-08T09:00 b",
    ];
    assert_eq!(found, expected);
}

// Rule 5.
#[test]
fn a_written_time_that_names_no_single_instant_is_a_fault_with_both_candidates() {
    let more = "time-zone = \"America/New_York\"";
    let plan = small(&from_start("2026-03-08T02:30", "1d", "[\"a\"]", more));
    let help = only_fault(&plan, Fault::UncertainTime);
    assert!(help.contains("2026-03-08T01:30:00-05:00 or 2026-03-08T03:30:00-04:00"), "{help}");
    let plan = small(&from_start("2026-11-01T01:30", "1d", "[\"a\"]", more));
    let help = only_fault(&plan, Fault::UncertainTime);
    assert!(help.contains("2026-11-01T01:30:00-04:00 or 2026-11-01T01:30:00-05:00"), "{help}");
    let until = format!("{more}\nuntil = 2026-11-01T01:30");
    let plan = small(&simple("1d", "[\"a\"]", &until));
    only_fault(&plan, Fault::UncertainTime);
    assert_eq!(usable(&plan).count(), 0);
}

// Rule 6.
#[test]
fn weekdays_are_those_of_the_layers_zone() {
    let more = "time-zone = \"Pacific/Auckland\"\nwhen = \"mon\"";
    let plan = good(&simple("1w", "[\"a\", \"b\"]", more));
    // Monday 12 January begins at 11:00Z on Sunday.
    let found = brief(&plan, "r", "2026-01-10T00:00", "2026-01-17T00:00");
    assert_eq!(found, ["11T11:00-12T11:00 a"]);
}

// Rule 7.
#[test]
fn turn_k_belongs_to_the_entry_k_places_after_the_first() {
    let change =
        "line-ups = [{ from = 2026-01-07T09:00, people = [\"d\", \"e\", \"f\"], first = \"e\" }]";
    let plan = good(&simple("1d", "[\"a\", \"b\", \"c\"]", change));
    assert_eq!(holders(&plan, "r", "2026-01-05T09:00", "2026-01-12T09:00"), "a b e f d e f");
    let far = at(&plan, key_of(&plan, "r"), utc("2056-01-05T09:00")).unwrap();
    // 10,957 days later; the line-up begins with turn 2.
    assert_eq!(far.why.turn.unwrap().number, 10_957);
    assert_eq!(plan.ids(&far.people), [["d", "e", "f"][(10_957 - 2 + 1) % 3]]);
}

// Rule 8.
#[test]
fn a_window_belongs_to_the_turn_it_starts_in() {
    let more = "when = \"22:00-06:00\"";
    let midnight = |more: &str| good(&from_start("2026-01-05T00:00", "1d", "[\"a\", \"b\"]", more));
    let found = brief(&midnight(more), "r", "2026-01-01T00:00", "2026-01-07T00:00");
    assert_eq!(found, ["05T22:00-06T06:00 a", "06T22:00-07T06:00 b"]);
    // Split, the window that is open at `starts` is cut, and so is each at midnight.
    let split = midnight(&format!("{more}\nsplit-windows = true"));
    let found = brief(&split, "r", "2026-01-01T00:00", "2026-01-06T22:00");
    assert_eq!(found, ["05T00:00-05T06:00 a", "05T22:00-06T00:00 a", "06T00:00-06T06:00 b"]);
    let counted = small(&simple("1 shift", "[\"a\"]", "when = \"mon\"\nsplit-windows = true"));
    only_fault(&counted, Fault::ConflictingKeys);
}

// Rule 9.
#[test]
fn shifts_are_counted_over_all_windows_from_the_start_on() {
    // The Monday window starts before Monday 09:00, so Tuesday's is the first.
    let more = "when = [\"mon-fri 08:00-12:00\", \"13:00-17:00\"]";
    let plan = good(&simple("3 shifts", "[\"a\", \"b\"]", more));
    let found = brief(&plan, "r", "2026-01-05T00:00", "2026-01-07T12:00");
    let expected = [
        "05T13:00-05T17:00 a",
        "06T08:00-06T12:00 a",
        "06T13:00-06T17:00 a",
        "07T08:00-07T12:00 b",
    ];
    assert_eq!(found, expected);
    // Twelve windows a week: 1,000 weeks later 12,000 more have started.
    let later = at(&plan, key_of(&plan, "r"), utc("2045-03-06T13:00")).unwrap();
    assert_eq!(later.why.turn.unwrap().number, 4000);
}

// Rule 9.
#[test]
fn windows_of_a_rule_and_of_holidays_are_counted() {
    let rule = "when = { rrule = \"FREQ=MONTHLY;BYDAY=1SA\", at = \"08:00\", lasts = \"12h\" }";
    let plan = good(&simple("1 shift", "[\"a\", \"b\", \"c\"]", rule));
    let found = brief(&plan, "r", "2026-01-01T00:00", "2026-04-01T00:00");
    assert_eq!(found, ["07T08:00-07T20:00 a", "07T08:00-07T20:00 b"]);
    let days = "when = { holidays = \"h\" }\n[[holidays.h]]\ndate = 2026-05-01\n\
                [[holidays.h]]\ndate = 2026-01-01\n[[holidays.h]]\ndate = 2026-12-25\n";
    let plan = good(&simple("1 shift", "[\"a\", \"b\"]", days));
    let found = brief(&plan, "r", "2026-01-01T00:00", "2027-01-01T00:00");
    assert_eq!(found, ["01T00:00-02T00:00 a", "25T00:00-26T00:00 b"]);
}

// Rule 10.
#[test]
fn windows_may_touch_and_not_overlap() {
    let touching = good(&simple("1 shift", "[\"a\", \"b\"]", "when = \"sat,sun\""));
    let found = brief(&touching, "r", "2026-01-05T00:00", "2026-01-12T00:00");
    assert_eq!(found, ["10T00:00-11T00:00 a", "11T00:00-12T00:00 b"]);
    let more = "when = [\"mon-fri 09:00-17:00\", \"wed 16:00-18:00\"]";
    only_fault(&small(&simple("1w", "[\"a\"]", more)), Fault::WindowOverlap);
}

// Rule 11.
#[test]
fn nothing_is_before_from_or_after_until() {
    let bounds = "from = 2026-01-06T12:00\nuntil = 2026-01-07T12:00:00Z";
    let plan = good(&simple("1d", "[\"a\", \"b\", \"c\"]", bounds));
    let found = brief(&plan, "r", "2026-01-01T00:00", "2026-02-01T00:00");
    assert_eq!(found, ["06T12:00-07T09:00 b", "07T09:00-07T12:00 c"]);
    let early = good(&simple("1d", "[\"a\"]", "from = 2025-12-01T00:00"));
    let found = brief(&early, "r", "2025-11-01T00:00", "2026-01-06T00:00");
    assert_eq!(found, ["05T09:00-06T09:00 a"]);
}
