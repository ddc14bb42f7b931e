//! Rules 12 to 20, each with an example worked out by hand: line-ups, followers, layers, time off,
//! overrides and coverage.

use super::*;
use crate::schedule::{at, gaps, required};

/// Who has the days from 5 January when `people` change on 7 January, after two turns.
fn after_change(people: &str, change: &str) -> String {
    let more = format!("[[rotations.r.line-ups]]\nfrom = 2026-01-07T09:00\n{change}");
    let plan = good(&simple("1d", people, &more));
    holders(&plan, "r", "2026-01-05T09:00", "2026-01-11T09:00")
}

// Rule 12.
#[test]
fn a_line_up_begins_at_a_handoff() {
    let change = |turn: &str, more: &str, from: &str| {
        let line_up = format!("{more}\nline-ups = [{{ from = {from}, people = [\"d\"] }}]");
        small(&simple(turn, "[\"a\", \"b\"]", &line_up))
    };
    let off = change("1w", "", "2026-01-14T09:00");
    let help = only_fault(&off, Fault::LineUpOffGrid);
    assert_eq!(help, "handoffs near it: 2026-01-12T09:00, 2026-01-19T09:00");
    let day = change("1w", "", "2026-01-19");
    assert_eq!(day.faults, []);
    assert_eq!(holders(&day, "r", "2026-01-05T09:00", "2026-02-01T09:00"), "a b d d");
    only_fault(&change("12h", "", "2026-01-19"), Fault::LineUpOffGrid);
    // Of windows on 5, 6, 7 ... every third begins a turn.
    let windows = "when = \"09:00-17:00\"";
    only_fault(&change("3 shifts", windows, "2026-01-10"), Fault::LineUpOffGrid);
    let counted = change("3 shifts", windows, "2026-01-11T09:00:00Z");
    assert_eq!(holders(&counted, "r", "2026-01-05T09:00", "2026-01-12T09:00"), "a a a b b b d");
}

// Rule 9.
#[test]
fn windows_of_a_rule_are_counted_to_the_last_year_that_can_be_asked_about() {
    let daily = "when = { rrule = \"FREQ=DAILY\", at = \"09:00\", lasts = \"1h\" }";
    let plan = good(&from_start("1900-01-01T00:00", "1 shift", r#"["a", "b", "c"]"#, daily));
    // 182,984 windows lie before: 60,994 rounds of three, and two.
    assert_eq!(holders(&plan, "r", "2400-12-29T00:00", "2401-01-01T00:00"), "c a b");
}

// Rules 3 and 12.
#[test]
fn a_line_up_begins_when_its_handoff_does_though_the_clock_skips_it() {
    // 02:15 on 29 March 2026 does not exist in Berlin. Moved to 03:15 it would lie past 03:00, at
    // 01:00Z, so there it is, and 01:15Z is no handoff.
    let from = |from: &str| {
        let windows = "when = [\"02:15-03:00\", \"03:00-24:00\"]\ntime-zone = \"Europe/Berlin\"";
        let line_up = format!("{windows}\nline-ups = [{{ from = {from}, people = [\"d\"] }}]");
        small(&from_start("2026-03-28T02:15", "1 shift", "[\"a\", \"b\"]", &line_up))
    };
    only_fault(&from("2026-03-29T01:15:00Z"), Fault::LineUpOffGrid);
    let plan = from("2026-03-29T01:00:00Z");
    assert_eq!(plan.faults, []);
    let found = brief(&plan, "r", "2026-03-28T02:00", "2026-03-29T03:00");
    assert_eq!(found, ["28T02:00-28T23:00 b", "29T01:00-29T22:00 d"]);
}

// Rule 13.
#[test]
fn the_order_goes_on_unless_somebody_is_named() {
    let abc = r#"["a", "b", "c"]"#;
    // After b's turn comes whoever follows b.
    assert_eq!(after_change(abc, r#"people = ["a", "b", "d"]"#), "a b d a b d");
    assert_eq!(after_change(abc, r#"people = ["c", "b", "d"]"#), "a b d c b d");
    // Without b, the next one of the old order who is there.
    assert_eq!(after_change(abc, r#"people = ["d", "a", "c"]"#), "a b c d a c");
    // With nobody of the old list, its start.
    assert_eq!(after_change(abc, r#"people = ["d", "e"]"#), "a b d e d e");
    assert_eq!(after_change(abc, "people = [\"a\", \"b\", \"d\"]\nfirst = \"b\""), "a b b d a b");
    let twice = r#"["b", "a", "b", "c"]"#;
    assert_eq!(after_change(twice, &format!("people = {twice}")), "b a b c b a");
    assert_eq!(after_change(twice, &format!("people = {twice}\nfirst = 4")), "b a c b a b");
}

// Rule 13.
#[test]
fn somebody_twice_in_the_list_is_named_by_position() {
    let change =
        "line-ups = [{ from = 2026-01-07, people = [\"a\", \"b\", \"a\"], first = \"a\" }]";
    let plan = small(&simple("1d", "[\"a\", \"b\"]", change));
    assert_eq!(only_fault(&plan, Fault::BadValue), "give the position instead: 1 or 3");
}

/// The rotation `r` and its follower `s`.
fn followed(people: &str, offset: i64) -> Plan {
    let follower = format!("[rotations.s]\nfollows = {{ rotation = \"r\", offset = {offset} }}\n");
    small(&(simple("1d", people, "") + &follower))
}

// Rule 14.
#[test]
fn a_follower_is_so_many_places_further() {
    let who = |people: &str, offset| {
        let plan = followed(people, offset);
        assert_eq!(plan.faults, []);
        holders(&plan, "s", "2026-01-05T09:00", "2026-01-09T09:00")
    };
    assert_eq!(who(r#"["a", "b", "c"]"#, 1), "b c a b");
    assert_eq!(who(r#"["a", "b", "c"]"#, -1), "c a b c");
    // Nobody stays nobody and is not counted.
    assert_eq!(who(r#"["a", "nobody", "b", "c"]"#, 1), "b - c a");
    assert_eq!(who(r#"[["a", "b"], "c"]"#, 1), "c ab c ab");
}

// Rule 14.
#[test]
fn a_follower_of_the_same_people_is_a_fault() {
    only_fault(&followed(r#"["a", "b", "c"]"#, 3), Fault::FollowOffset);
    only_fault(&followed(r#"["a", "nobody", "b"]"#, 2), Fault::FollowOffset);
    only_fault(&followed(r#"[["a", "b"], ["b", "c"]]"#, 1), Fault::FollowOffset);
    let circle = "[rotations.r]\nfollows = { rotation = \"s\", offset = 1 }\n\
                  [rotations.s]\nfollows = { rotation = \"r\", offset = 1 }\n";
    let plan = small(circle);
    assert!(plan.faults.iter().all(|fault| fault.code == Fault::FollowCircle.code()));
    assert_eq!(usable(&plan).count(), 0);
}

// Rule 14.
#[test]
fn a_follower_is_blind_to_overrides_and_time_off() {
    let follower =
        "on-away = \"next\"\n[rotations.s]\nfollows = { rotation = \"r\", offset = 1 }\n";
    let dated = "[[overrides]]\nrotation = \"r\"\nfrom = 2026-01-05\nthrough = 2026-01-05\n\
                 assign = \"f\"\n[[time-off]]\nperson = \"b\"\nfrom = 2026-01-06\nthrough = 2026-01-06\n";
    let plan = good(&(simple("1d", "[\"a\", \"b\", \"c\", \"d\"]", follower) + dated));
    assert_eq!(holders(&plan, "r", "2026-01-05T09:00", "2026-01-08T09:00"), "f a d c");
    assert_eq!(holders(&plan, "s", "2026-01-05T09:00", "2026-01-08T09:00"), "b c d");
}

// Rule 14.
#[test]
fn who_follows_a_faulty_follower_gives_no_answer() {
    let chain = "[rotations.s]\nfollows = { rotation = \"r\" }\n\
                 [rotations.t]\nfollows = { rotation = \"s\", offset = 1 }\n";
    let plan = small(&(simple("1d", "[\"a\", \"b\", \"c\"]", "") + chain));
    only_fault(&plan, Fault::MissingKey);
    let names: Vec<_> = usable(&plan).map(|key| plan[key].id.as_ref()).collect();
    assert_eq!(names, ["r"]);
    // A faulty override is no concern of followers, who are blind to it.
    let dated = "[rotations.s]\nfollows = { rotation = \"r\", offset = 1 }\n\
                 [[overrides]]\nrotation = \"r\"\nfrom = 2026-01-05T09:00\nassign = \"d\"\n";
    let plan = small(&(simple("1d", "[\"a\", \"b\", \"c\"]", "") + dated));
    only_fault(&plan, Fault::MissingKey);
    let names: Vec<_> = usable(&plan).map(|key| plan[key].id.as_ref()).collect();
    assert_eq!(names, ["s"]);
}

// Rule 15.
#[test]
fn later_layers_are_on_top_and_nobody_paints_too() {
    let layers = "[[rotations.r.layers]]\n[[rotations.r.layers]]\nwhen = \"wed\"\n\
                  people = [\"nobody\"]\n[[rotations.r.layers]]\nwhen = \"wed 12:00-14:00\"\n\
                  people = [\"b\"]\n";
    let plan = good(&simple("1w", "[\"a\"]", layers));
    let found = brief(&plan, "r", "2026-01-05T09:00", "2026-01-12T09:00");
    let expected = [
        "05T09:00-07T00:00 a",
        "07T00:00-07T12:00 -",
        "07T12:00-07T14:00 b",
        "07T14:00-08T00:00 -",
        "08T00:00-12T09:00 a",
    ];
    assert_eq!(found, expected);
}

/// One-day turns with `on-away = "next"`; `a` is away on 6 January, which touches two shifts.
fn away(people: &str, more: &str) -> Plan {
    let off = "[[time-off]]\nperson = \"a\"\nfrom = 2026-01-06\nthrough = 2026-01-06\n";
    good(&(simple("1d", people, &format!("on-away = \"next\"\n{more}")) + off))
}

// Rule 16.
#[test]
fn the_next_who_is_free_takes_the_whole_shift() {
    let who = |people: &str, more: &str| {
        holders(&away(people, more), "r", "2026-01-05T09:00", "2026-01-08T09:00")
    };
    // Nobody else's turn moves.
    assert_eq!(who(r#"["a", "b", "c"]"#, ""), "b b c");
    // `nobody` is left out of the order, groups are flattened.
    assert_eq!(who(r#"["a", "nobody", ["c", "d"]]"#, ""), "c - cd");
    // Of a group only the member who is away is replaced, by somebody outside it.
    assert_eq!(who(r#"[["a", "b"], "c"]"#, ""), "cb c ab");
    let off =
        "[[time-off]]\nperson = \"b\"\nfrom = 2026-01-05T10:00:00Z\nuntil = 2026-01-05T11:00:00Z";
    assert_eq!(who(r#"["a", "b", "c"]"#, off), "c b c");
    assert_eq!(who(r#"["a", "e", "c"]"#, "[people.g]\nname = \"G\""), "e e c");
}

// Rule 16.
#[test]
fn cover_says_who_is_away_and_why() {
    let plan = away("[\"a\"]", "");
    let shift = at(&plan, key_of(&plan, "r"), utc("2026-01-05T09:00")).unwrap();
    let [cover] = &shift.why.cover[..] else { panic!("{shift:?}") };
    assert_eq!((plan.ids(&[cover.away]), cover.by), (vec!["a"], None));
    assert!(plan.sources.place(cover.off).starts_with("irp.toml:"));
    // Nobody is free: it stays.
    assert_eq!(plan.ids(&shift.people), ["a"]);
}

// Rule 16.
#[test]
fn nobody_covers_who_is_on_the_same_shift_of_a_follower_or_not_employed() {
    let follower = "[rotations.s]\nfollows = { rotation = \"r\", offset = 1 }";
    let plan = away(r#"["a", "b", "c"]"#, follower);
    assert_eq!(holders(&plan, "r", "2026-01-05T09:00", "2026-01-06T09:00"), "c");
    assert_eq!(holders(&plan, "s", "2026-01-05T09:00", "2026-01-06T09:00"), "b");
    let plan = away(r#"["a", "g", "c"]"#, "[people.g]\nname = \"G\"\njoined = 2026-01-06");
    assert_eq!(holders(&plan, "r", "2026-01-05T09:00", "2026-01-07T09:00"), "c g");
}

// Rule 16.
#[test]
fn who_is_followed_finds_cover_first() {
    let next = "on-away = \"next\"\nfollows = { rotation = \"r\", offset";
    let followers = format!(
        "[rotations.s]\n{next} = 1 }}\n[rotations.t]\n{next} = 2 }}\n[[time-off]]\nperson = \"c\"\n\
         from = 2026-01-05\nthrough = 2026-01-05"
    );
    let plan = away(r#"["a", "b", "c", "d", "e"]"#, &followers);
    // b and c hold the shift elsewhere, so a's goes to d; then c's goes to e.
    let who = |id| holders(&plan, id, "2026-01-05T09:00", "2026-01-06T09:00");
    assert_eq!([who("r"), who("s"), who("t")], ["d", "b", "e"]);
    // A follower that is not in force holds nothing.
    let later =
        "[rotations.s]\nfrom = 2026-02-01T00:00\nfollows = { rotation = \"r\", offset = 1 }";
    let plan = away(r#"["a", "b", "c"]"#, later);
    assert_eq!(holders(&plan, "r", "2026-01-05T09:00", "2026-01-06T09:00"), "b");
}

// Rule 16.
#[test]
fn time_off_is_judged_after_painting_and_pieces_move_together() {
    let layers =
        "[[rotations.r.layers]]\n[[rotations.r.layers]]\nwhen = \"tue\"\npeople = [\"d\"]\n";
    // a's first turn is painted over on Tuesday the 6th, the only day off: nothing moves.
    let week = |day: u32| {
        let off = format!(
            "[[time-off]]\nperson = \"a\"\nfrom = 2026-01-{day:02}\nthrough = 2026-01-{day:02}\n"
        );
        let plan = good(
            &(simple("1w", "[\"a\", \"b\"]", &format!("on-away = \"next\"\n{layers}")) + &off),
        );
        holders(&plan, "r", "2026-01-05T09:00", "2026-01-12T09:00")
    };
    assert_eq!(week(6), "a d a");
    assert_eq!(week(9), "b d b");
}

/// A day of `a` with overrides, each `HH-HH rest` in hours from 5 January 00:00.
fn changed(more: &str, overrides: &[&str]) -> Plan {
    let tables: Vec<_> = overrides
        .iter()
        .map(|text| {
            let (span, rest) = text.split_once(' ').unwrap();
            let (from, to) = span.split_once('-').unwrap();
            let at = |hours: &str| {
                let hours = chrono::TimeDelta::hours(hours.parse().unwrap());
                (utc("2026-01-05T00:00") + hours).format("%Y-%m-%dT%H:%M:%SZ")
            };
            let times = format!("from = {}\nuntil = {}", at(from), at(to));
            format!("[[overrides]]\nrotation = \"r\"\n{times}\n{rest}\n")
        })
        .collect();
    small(&(from_start("2026-01-05T00:00", "1d", r#"["a", "b"]"#, more) + &tables.concat()))
}

fn day_of(more: &str, overrides: &[&str]) -> Vec<String> {
    let plan = changed(more, overrides);
    assert_eq!(plan.faults, [], "{overrides:?}");
    brief(&plan, "r", "2026-01-05T00:00", "2026-01-06T00:00")
}

// Rule 17.
#[test]
fn overrides_replace_add_remove_and_assign() {
    let d = "06-30 replace = \"a\"\nwith = \"d\"";
    assert_eq!(day_of("", &[d]), ["05T00:00-05T06:00 a", "05T06:00-06T00:00 d"]);
    // b is not on call, so nothing is replaced.
    assert_eq!(day_of("", &["6-12 replace = \"b\"\nwith = \"d\""]), ["05T00:00-06T00:00 a"]);
    assert_eq!(day_of("", &["0-6 add = \"d\""]), ["05T00:00-05T06:00 a,d", "05T06:00-06T00:00 a"]);
    assert_eq!(day_of("", &["0-6 remove = \"a\""]), ["05T00:00-05T06:00 -", "05T06:00-06T00:00 a"]);
    assert_eq!(day_of("", &["0-24 assign = [\"d\", \"e\"]"]), ["05T00:00-06T00:00 d,e"]);
    assert_eq!(day_of("", &["0-24 assign = \"nobody\""]), ["05T00:00-06T00:00 -"]);
}

// Rule 17.
#[test]
fn add_and_assign_fill_holes_while_the_rotation_is_in_force() {
    let windows = "when = \"09:00-17:00\"\nuntil = 2026-01-05T23:00";
    let add = day_of(windows, &["16-30 add = \"d\""]);
    assert_eq!(add, ["05T09:00-05T16:00 a", "05T16:00-05T17:00 a,d", "05T17:00-05T23:00 d"]);
    let assign = day_of(windows, &["0-24 assign = \"d\""]);
    assert_eq!(assign, ["05T00:00-05T09:00 d", "05T09:00-05T17:00 d", "05T17:00-05T23:00 d"]);
    assert_eq!(day_of(windows, &["0-24 remove = \"d\""]), ["05T09:00-05T17:00 a"]);
}

// Rule 17.
#[test]
fn times_of_overrides_are_those_of_the_rotations_zone() {
    let more = "time-zone = \"America/New_York\"\n[[overrides]]\nrotation = \"r\"\n\
                from = 2026-01-05\nthrough = 2026-01-05\nassign = \"d\"";
    let plan = good(&simple("1w", "[\"a\"]", more));
    let found = brief(&plan, "r", "2026-01-05T00:00", "2026-01-06T12:00");
    assert_eq!(found, ["05T14:00-06T05:00 d", "06T05:00-12T14:00 a"]);
}

// Rule 18.
#[test]
fn an_override_inside_another_acts_on_its_result() {
    let (outer, inner) =
        ("6-18 replace = \"a\"\nwith = \"d\"", "6-12 replace = \"d\"\nwith = \"e\"");
    let expected = [
        "05T00:00-05T06:00 a",
        "05T06:00-05T12:00 e",
        "05T12:00-05T18:00 d",
        "05T18:00-06T00:00 a",
    ];
    assert_eq!(day_of("", &[outer, inner]), expected);
    assert_eq!(day_of("", &[inner, outer]), expected);
    let assigned = ["6-18 assign = \"d\"", "8-12 assign = \"e\""];
    assert_eq!(day_of("", &assigned).len(), 5);
    // Two of one span that do not touch each other's people both act, in whatever order they stand.
    let (d, e) = ("0-24 add = \"d\"", "0-24 add = \"e\"");
    assert_eq!(day_of("", &[d, e]), ["05T00:00-06T00:00 a,d,e"]);
    assert_eq!(day_of("", &[e, d]), ["05T00:00-06T00:00 a,d,e"]);
}

// Rule 18.
#[test]
fn overrides_in_conflict_are_void_where_they_overlap() {
    let plan = changed("", &["4-12 assign = \"d\"", "8-16 add = \"e\""]);
    only_fault(&plan, Fault::OverrideConflict);
    let found = brief(&plan, "r", "2026-01-05T00:00", "2026-01-06T00:00");
    let expected = [
        "05T00:00-05T04:00 a",
        "05T04:00-05T08:00 d",
        "05T08:00-05T12:00 a",
        "05T12:00-05T16:00 a,e",
        "05T16:00-06T00:00 a",
    ];
    assert_eq!(found, expected);
    // The same span is a conflict too; other people in other places are none.
    only_fault(&changed("", &["4-8 remove = \"a\"", "4-8 add = \"a\""]), Fault::OverrideConflict);
    assert_eq!(day_of("", &["4-12 add = \"d\"", "8-16 add = \"e\""]).len(), 5);
}

// Rule 19.
#[test]
fn neighbours_are_never_merged_and_a_cut_shift_keeps_its_turn() {
    let plan = good(&simple("1d", "[\"a\"]", ""));
    assert_eq!(brief(&plan, "r", "2026-01-05T09:00", "2026-01-08T09:00").len(), 3);
    let plan = changed("", &["6-12 assign = \"d\""]);
    let found = shifts(&plan, key_of(&plan, "r"), span("2026-01-05T00:00", "2026-01-06T00:00"));
    let turns: Vec<_> = found.iter().map(|shift| shift.why.turn.unwrap().number).collect();
    assert_eq!(turns, [0, 0, 0]);
    let chains: Vec<_> = found.iter().map(|shift| shift.why.overrides.len()).collect();
    assert_eq!(chains, [0, 1, 0]);
}

// Rule 20.
#[test]
fn a_gap_is_required_time_with_nobody_on_call() {
    let gaps_of = |people: &str, more: &str| {
        let plan = good(&simple("1d", people, more));
        let (key, span) = (key_of(&plan, "r"), span("2026-01-05T00:00", "2026-01-07T09:00"));
        let shown =
            |span: &Span| format!("{}-{}", span.start.format("%dT%H"), span.end.format("%dT%H"));
        let list = |spans: Vec<Span>| spans.iter().map(shown).collect::<Vec<_>>().join(" ");
        (list(required(&plan, key, span)), list(gaps(&plan, key, span)))
    };
    let pair = |required: &str, gaps: &str| (required.to_owned(), gaps.to_owned());
    assert_eq!(gaps_of("[\"a\"]", ""), pair("05T09-07T09", ""));
    assert_eq!(gaps_of(r#"["a", "nobody"]"#, ""), pair("05T09-07T09", "06T09-07T09"));
    let windows = "when = \"09:00-17:00\"";
    assert_eq!(gaps_of("[\"a\"]", windows), pair("05T09-05T17 06T09-06T17", ""));
    let always = format!("{windows}\ncoverage = \"always\"");
    assert_eq!(gaps_of("[\"a\"]", &always), pair("05T09-07T09", "05T17-06T09 06T17-07T09"));
    let own = format!("{windows}\ncoverage = \"08:00-10:00\"");
    assert_eq!(
        gaps_of("[\"a\"]", &own),
        pair("05T09-05T10 06T08-06T10 07T08-07T09", "06T08-06T09 07T08-07T09")
    );
}
