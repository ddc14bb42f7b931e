//! What options make of a calendar, and where it goes.

use std::collections::BTreeSet;

use super::{Event, STAMP, asked, desk, feed, plan, read};
use crate::init::folder::Folder;

#[test]
fn a_shift_is_whole_for_each_person_and_nobody_has_no_event() {
    let folder = Folder::new("calendar-two");
    folder.write("irp.toml", &plan("\"Ana\"", "[\"ana\", \"bo\"], \"nobody\""));
    let feed = feed(&folder, &["--from", "2026-10-21T10:00Z", "--for", "2w"]);
    let said: Vec<_> = feed.events.iter().map(|event| (event.duty().1, event.span)).collect();
    let people: Vec<_> = said.iter().map(|(name, _)| *name).collect();
    let spans: BTreeSet<_> = said.iter().map(|(_, span)| *span).collect();
    assert_eq!((people.as_slice(), spans.len()), (["Ana", "Bo Ek"].as_slice(), 1), "{said:?}");
}

#[test]
fn options_say_what_is_in_an_event() {
    let folder = desk("calendar-options");
    let plain = feed(&folder, &["--person", "ana"]);
    assert_eq!(plain.name, "Harbour: Ana");
    let event = &plain.events[0];
    assert!(event.description.contains(" EST") || event.description.contains(" EDT"));
    assert!(event.description.contains("\nThen on call: Bo Ek"), "{}", event.description);
    assert!(!event.description.contains("app:ana"));
    assert_eq!((event.transparency.as_str(), &event.alarm), ("TRANSPARENT", &None));
    let full = feed(&folder, &["--person", "ana", "--contacts", "--busy", "--alarm", "30m"]);
    let event = &full.events[0];
    assert!(event.description.ends_with("\nContacts: push app:ana"), "{}", event.description);
    assert_eq!(event.transparency, "OPAQUE");
    assert_eq!(event.alarm.as_deref(), Some("-PT30M"));
    assert!(full.events.iter().all(|event| event.duty().1 == "Ana"));
}

#[test]
fn a_gap_is_an_event_of_its_own_that_stays_the_same_as_time_goes_on() {
    let folder = Folder::new("calendar-gaps");
    let away = "\n[[overrides]]\nrotation = \"desk\"\nfrom = 2026-11-03T00:00\n\
                until = 2026-11-05T00:00\nassign = \"nobody\"\n";
    folder.write("irp.toml", &(plan("\"Ana\"", "\"ana\", \"bo\"") + away));
    let gap = |from: &str| {
        let events = feed(&folder, &["--include-gaps", "--from", from, "--for", "1d"]).events;
        events.into_iter().find(|event| event.summary.starts_with("UNCOVERED")).unwrap()
    };
    let event = gap("2026-11-03T12:00Z");
    assert_eq!(event.summary, "UNCOVERED: desk");
    assert_eq!(event.span.length(), chrono::TimeDelta::days(2));
    assert_eq!(event, gap("2026-11-04T12:00Z"));
}

#[test]
fn a_gap_without_end_is_an_event_of_each_year_that_stays_the_same() {
    let folder = Folder::new("calendar-endless-gap");
    folder.write("irp.toml", &plan("\"Ana\"", "\"nobody\""));
    let gaps = |from: &str, length: &str| {
        feed(&folder, &["--include-gaps", "--from", from, "--for", length]).events
    };
    let year = gaps("2027-05-01T00:00Z", "1d");
    let start = |event: &Event| event.span.start.to_rfc3339();
    assert_eq!(year.iter().map(start).collect::<Vec<_>>(), ["2027-01-01T00:00:00+00:00"]);
    assert_eq!(year[0].span.length(), chrono::TimeDelta::days(365));
    assert_eq!(year, gaps("2027-12-31T23:00Z", "1h"));
    assert_eq!(gaps("2027-12-31T00:00Z", "10d")[..1], year);
    assert_eq!(gaps("2027-12-31T00:00Z", "800d").len(), 4);
}

#[test]
fn an_empty_calendar_is_one_and_may_be_a_failure() {
    let folder = desk("calendar-empty");
    let span = ["--from", "2025-01-01T00:00Z", "--for", "2w"];
    let answer = asked(&folder, &span);
    assert_eq!((answer.code, read(&answer.out).events.len()), (0, 0));
    assert!(answer.err.starts_with("warning: there are no shifts"), "{}", answer.err);
    assert_eq!(asked(&folder, &[&span[..], &["--fail-empty"]].concat()).code, 1);
    assert_eq!(asked(&folder, &["--fail-empty"]).code, 0);
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = desk("calendar-out");
    let printed = asked(&folder, &[]).out;
    let answer = asked(&folder, &["--out", "new/oncall.ics"]);
    assert_eq!((answer.code, answer.out.as_str()), (0, ""));
    assert_eq!(folder.read("new/oncall.ics"), printed);
    folder.write("file", "x");
    let answer = asked(&folder, &["--out", "file/oncall.ics"]);
    assert_eq!((answer.code, folder.read("file").as_str()), (2, "x"));
    assert!(answer.err.starts_with("error: cannot write file/oncall.ics"), "{}", answer.err);
    for stamp in ["yesterday", "2026-10-01", "2026-10-01T00:00:00", "9999999999"] {
        let answer = folder.irp(&["calendar", "--stamp", stamp, "--out", "new/oncall.ics"]);
        assert_eq!(answer.code, 2, "{stamp}");
        assert!(answer.err.contains("is no RFC 3339 time"), "{}", answer.err);
    }
    assert_eq!(folder.read("new/oncall.ics"), printed);
}

#[test]
fn everybody_has_a_calendar_and_only_irps_own_are_removed() {
    let folder = desk("calendar-split");
    let split = |what: &str| {
        let answer = asked(&folder, &["--split", what, "--out-dir", "feeds"]);
        assert_eq!((answer.code, answer.out.as_str()), (0, ""), "{}", answer.err);
        answer.err
    };
    split("person");
    split("rotation");
    let has = |name: &str| folder.has(&format!("feeds/{name}.ics"));
    assert!(has("person-ana") && has("person-cho") && has("rotation-desk"));
    assert_eq!(read(&folder.read("feeds/person-cho.ics")).events.len(), 0);
    let theirs = |id: &str| read(&folder.read(&format!("feeds/person-{id}.ics"))).events;
    let mut all = [theirs("ana"), theirs("bo")].concat();
    all.sort_by_key(|event| event.span);
    assert_eq!(all, feed(&folder, &[]).events);
    assert_eq!(all, read(&folder.read("feeds/rotation-desk.ics")).events);
    folder.write("feeds/person-dee.ics", &folder.read("feeds/person-bo.ics"));
    folder.write("feeds/person-eve.ics", "BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\n");
    let said = split("person");
    assert!(said.contains("note: removed feeds/person-dee.ics"), "{said}");
    assert!(!has("person-dee") && has("person-eve") && has("rotation-desk"));
}

#[test]
fn a_fault_leaves_the_rest_answered_and_removes_nothing() {
    let folder = desk("calendar-fault");
    let broken = "\n[rotations.broken]\nstarts = 2026-01-05T09:00\nturn = \"1w\"\n\
                  people = [\"nobody-here\"]\n";
    folder.write("irp.toml", &(plan("\"Ana\"", "\"ana\", \"bo\"") + broken));
    let gone = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//irp//irp calendar//EN\r\n";
    folder.write("feeds/rotation-gone.ics", gone);
    let answer = asked(&folder, &["--split", "rotation", "--out-dir", "feeds"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("leaves `broken` without an answer"), "{}", answer.err);
    assert!(folder.has("feeds/rotation-desk.ics") && folder.has("feeds/rotation-gone.ics"));
    assert!(!folder.has("feeds/rotation-broken.ics"));
    let desk = asked(&folder, &["--rotation", "desk"]);
    assert_eq!((desk.code, read(&desk.out).events.is_empty()), (0, false), "{}", desk.err);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let folder = desk("calendar-refused");
    for args in [
        &["--json"][..],
        &["--alarm", "soon"],
        &["--split", "person"],
        &["--out-dir", "feeds"],
        &["--include-gaps", "--split", "person", "--out-dir", "feeds"],
        &["--include-gaps", "--person", "ana"],
        &["--person", "nobody"],
        &["--until", "2026-01-01"],
    ] {
        let answer = asked(&folder, args);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{args:?} {STAMP}");
        assert!(answer.err.starts_with("error: "), "{args:?}: {}", answer.err);
    }
    assert!(!folder.has("feeds"));
}
