//! What a wall-clock time means, and what becomes of names that are none.

use std::rc::Rc;

use super::*;

fn civil(text: &str) -> Civil {
    Civil::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
}

fn resolve(zone: &str, time: &str) -> Resolved {
    Zones::embedded().get(zone).unwrap().resolve(civil(time))
}

fn utc(text: &str) -> Instant {
    civil(text).and_utc()
}

#[test]
fn a_time_in_a_gap_lies_before_and_after_it() {
    let skipped = Resolved::Skipped {
        earlier: utc("2026-03-08T06:30"),
        later: utc("2026-03-08T07:30"),
        resumes: civil("2026-03-08T03:00"),
    };
    assert_eq!(resolve("America/New_York", "2026-03-08T02:30"), skipped);
    assert_eq!(skipped.compatible(), utc("2026-03-08T07:30"));
    let first = Resolved::Unique(utc("2026-03-08T07:00"));
    assert_eq!(resolve("America/New_York", "2026-03-08T03:00"), first);
}

#[test]
fn a_time_in_a_fold_is_the_first_of_two() {
    let (first, second) = (utc("2026-11-01T05:30"), utc("2026-11-01T06:30"));
    let doubled = Resolved::Doubled { first, second };
    assert_eq!(resolve("America/New_York", "2026-11-01T01:30"), doubled);
    assert_eq!(doubled.compatible(), first);
    let after = Resolved::Unique(utc("2026-11-01T07:00"));
    assert_eq!(resolve("America/New_York", "2026-11-01T02:00"), after);
}

#[test]
fn a_whole_day_may_be_skipped() {
    for clock in ["00:00", "12:00", "23:59"] {
        let skipped = Resolved::Skipped {
            earlier: utc(&format!("2011-12-29T{clock}")) + TimeDelta::hours(10),
            later: utc(&format!("2011-12-30T{clock}")) + TimeDelta::hours(10),
            resumes: civil("2011-12-31T00:00"),
        };
        assert_eq!(resolve("Pacific/Apia", &format!("2011-12-30T{clock}")), skipped);
    }
}

#[test]
fn a_change_that_changes_nothing_doubles_nothing() {
    // -02:00 before and after 01:00Z, the hour at which later years go back.
    let once = Resolved::Unique(utc("2023-10-29T01:30"));
    assert_eq!(resolve("America/Nuuk", "2023-10-28T23:30"), once);
}

#[test]
fn what_was_probably_meant_is_suggested() {
    let zones = Zones::embedded();
    for name in ["CEST", "cest", "europe/berlin", "Berlin", "berlin", "Europe/Berln"] {
        assert_eq!(zones.get(name).map(|zone| zone.name().to_owned()), None, "{name}");
        assert_eq!(zones.suggest(name), Some("Europe/Berlin"), "{name}");
    }
    assert_eq!(zones.suggest("New York"), Some("America/New_York"));
    assert_eq!(zones.suggest("Somewhere/Else"), None);
}

#[test]
fn a_name_never_leads_out_of_the_folder_of_zones() {
    let asked = Rc::new(RefCell::new(Vec::new()));
    let log = Rc::clone(&asked);
    let read = move |name: &str| {
        log.borrow_mut().push(name.to_owned());
        None
    };
    let zones = Zones::from_files("test".to_owned(), Box::new(read));
    let endless = "a".repeat(65);
    let names =
        ["..", "../etc/passwd", "Europe/../../x", "/etc/localtime", "a//b", "", ".", "a/.b"];
    for name in names.into_iter().chain(["a\\b", "a b", "a\0", "C:/x", &endless]) {
        assert!(zones.get(name).is_none(), "{name}");
    }
    assert_eq!(*asked.borrow(), Vec::<String>::new());
    assert!(zones.get("Etc/GMT+1").is_none());
    assert_eq!(*asked.borrow(), ["Etc/GMT+1"]);
}
