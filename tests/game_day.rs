//! A proposed time lies in everybody's working hours, and what is recorded of an exercise changes
//! its file in nothing else.

mod records;

use chrono::{DateTime, Datelike, FixedOffset, Timelike};
use serde_json::Value;

use crate::init::folder::Folder;

const KESTREL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/kestrel");

/// Three people in three zones, a service with a cadence, one that was never exercised.
const HARBOUR: &str = r#"irp = 1

[plan]
name = "Harbour"
time-zone = "Europe/Berlin"
holidays = "closed"

[[holidays.closed]]
date = 2026-10-22
name = "Closed"

[[holidays.us]]
date = 2026-10-23
name = "Not for Ana"

[people.ana]
name = "Ana"
time-zone = "America/New_York"
working-hours = "mon-fri 09:00-17:00"
holidays = "us"

[people.bo]
name = "Bo"
working-hours = "mon-fri 12:00-20:00"

[people.cho]
name = "Cho | <b>"
time-zone = "Asia/Kolkata"

[[time-off]]
person = "bo"
from = 2026-10-26
through = 2026-10-27

[teams.desk]
members = ["ana", "bo", "cho"]
lead = "bo"

[rotations.first]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana"]

[escalations.harbour]
steps = [{ after = "0m", notify = { rotation = "first" } }]

[severities.sev1]
rank = 1

[services.shop]
tier = 1
team = "desk"
escalation = "harbour"

[services.dock]
tier = 3
team = "desk"
escalation = "harbour"
"#;

fn harbour(name: &str) -> Folder {
    let folder = Folder::new(&format!("game-day-{name}"));
    folder.write("irp.toml", HARBOUR);
    folder
}

/// The answer of `irp game-day`, which must end with a code.
#[track_caller]
fn asked(folder: &Folder, args: &[&str], code: i32) -> Value {
    let answer = folder.irp(&[&["game-day"], args, &["--json"]].concat());
    assert_eq!(answer.code, code, "{answer:?}");
    serde_json::from_str(&answer.out).unwrap()
}

/// Says that irp refuses something, and why.
#[track_caller]
fn refused(folder: &Folder, args: &[&str], why: &str) {
    let answer = folder.irp(&[&["game-day"], args].concat());
    assert_eq!(answer.code, 2, "{answer:?}");
    assert!(answer.err.contains(why), "{}", answer.err);
}

fn time(value: &Value) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(value.as_str().unwrap()).unwrap()
}

/// Whether a person of Kestrel works all of a time of theirs: told from what its files say.
fn works(person: &str, start: DateTime<FixedOffset>, end: DateTime<FixedOffset>) {
    let people = include_str!("../examples/kestrel/people.toml");
    let table = people.split(&format!("[people.{person}]")).nth(1).unwrap();
    let hours = table.split("working-hours = \"mon-fri ").nth(1).unwrap();
    let clock = |text: &str| text[..2].parse::<u32>().unwrap() * 60;
    let (open, close) = (clock(&hours[..5]), clock(&hours[6..11]));
    let minute = |at: DateTime<FixedOffset>| at.hour() * 60 + at.minute();
    assert!(start.weekday().number_from_monday() <= 5, "{person} {start}");
    assert!(open <= minute(start) && minute(end) <= close, "{person} {start}");
    assert_eq!(start.date_naive(), end.date_naive());
    let off = include_str!("../examples/kestrel/time-off.toml");
    for off in
        off.split("[[time-off]]").skip(1).filter(|off| off.contains(&format!("\"{person}\"")))
    {
        let day = |key: &str| off.split(key).nth(1).unwrap()[..10].parse().unwrap();
        let (from, through): (chrono::NaiveDate, chrono::NaiveDate) =
            (day("from = "), day("through = "));
        assert!(start.date_naive() < from || through < start.date_naive(), "{person} {start}");
    }
}

#[test]
fn a_proposed_time_lies_in_the_hours_of_everybody_who_is_needed() {
    let folder = harbour("hours");
    let mut found = 0;
    for service in ["payments", "tracking-ingest", "identity", "cluster"] {
        for (from, length) in [("2026-10-22", "90m"), ("2026-10-30", "2h"), ("2026-11-20", "45m")] {
            let args = ["game-day", "next", "--plan", KESTREL, "--json", "--service", service];
            let args = [&args[..], &["--from", from, "--length", length, "--steps", "2"]].concat();
            let answer = folder.irp(&args);
            let answer: Value = serde_json::from_str(&answer.out).unwrap();
            let proposal = &answer["proposal"];
            let Some(slot) = proposal["slot"].as_object() else {
                assert!(proposal["slot"].is_null());
                continue;
            };
            found += 1;
            for needed in proposal["needed"].as_array().unwrap() {
                let [start, end] =
                    ["start_local", "end_local"].map(|key| time(&needed["slot"][key]));
                assert_eq!(start, time(&slot["start"]));
                works(needed["person"].as_str().unwrap(), start, end);
            }
            let at = slot["start"].as_str().unwrap();
            let oncall = folder.irp(&["oncall", at, "--plan", KESTREL, "--json"]);
            let oncall: Value = serde_json::from_str(&oncall.out).unwrap();
            let role = |person: &Value| {
                let mut needed = proposal["needed"].as_array().unwrap().iter();
                let role = needed.find(|needed| needed["person"] == *person);
                role.map(|needed| needed["role"].as_str().unwrap().to_owned()).unwrap_or_default()
            };
            let path = if ["payments", "tracking-ingest"].contains(&service) {
                ["product-primary", "product-secondary"]
            } else {
                ["platform-primary", "platform-secondary"]
            };
            for row in oncall["rotations"].as_array().unwrap() {
                let id = row["rotation"].as_str().unwrap();
                for person in
                    row["people"].as_array().unwrap().iter().filter(|_| path.contains(&id))
                {
                    assert!(role(person).contains(id), "{person} is on call in {id} and not asked");
                }
            }
        }
    }
    assert!(found > 5, "{found} found");
}

#[test]
fn holidays_time_off_and_closed_days_are_passed_over() {
    let folder = harbour("passed-over");
    let slot = |args: &[&str]| {
        let answer = asked(&folder, &[&["next"], args].concat(), 0);
        time(&answer["proposal"]["slot"]["start"])
    };
    // Ana works from 15:00 in Berlin, Bo until 20:00. The 22nd is closed, the 23rd Ana's holiday,
    // the 24th a Saturday, on the 26th and 27th Bo is away, and on the 25th Berlin's clock changes.
    assert_eq!(slot(&[]), time(&"2026-10-28T14:00:00+01:00".into()));
    assert_eq!(slot(&["--from", "2026-10-21 12:30"]), time(&"2026-10-21T15:00:00+02:00".into()));
    // Cho's hours are not written: the service hours on his clock end before Ana's begin.
    let answer = asked(&folder, &["next", "--coordinator", "cho"], 1);
    let limits = answer["proposal"]["limits"].as_array().unwrap();
    let who: Vec<_> = limits.iter().map(|limit| (&limit["person"], &limit["rotation"])).collect();
    assert!(who.contains(&(&"cho".into(), &Value::Null)), "{who:?}");
    assert!(who.contains(&(&Value::Null, &"first".into())), "{who:?}");
}

#[test]
fn a_recurring_exercise_says_which_service_is_next_and_when() {
    let folder = harbour("cadence");
    let cadence = "[game-days.drill]\nservices = [\"dock\"]\nscheduled = 2026-10-07T14:30:00+02:00\n\
                   rrule = \"FREQ=WEEKLY;BYDAY=WE\"\n";
    let done = "[game-days.old]\nstatus = \"done\"\nservices = [\"shop\"]\n\
                scheduled = 2026-10-01T10:00:00Z\n";
    folder.write("days.toml", &format!("{cadence}{done}"));
    let next = |args: &[&str]| asked(&folder, &[&["next"], args].concat(), 0)["proposal"].clone();
    let proposal = next(&["--from", "2026-10-22"]);
    assert_eq!(proposal["service"]["service"], "dock");
    // At 14:30 in Berlin Ana works only while America has not changed its clock.
    assert_eq!(time(&proposal["slot"]["start"]), time(&"2026-10-28T14:30:00+01:00".into()));
    refused(&folder, &["start", "drill"], "recurs");
}

#[test]
fn the_scenario_is_the_first_ground_that_there_is() {
    let folder = harbour("grounds");
    let kind = |folder: &Folder| {
        let proposal = asked(folder, &["next"], 0)["proposal"].clone();
        assert_eq!(proposal["grounds"].as_array().unwrap().len(), 5);
        (proposal["kind"].clone(), proposal["title"].clone())
    };
    assert_eq!(kind(&folder), ("page-test".into(), "A page for shop reaches somebody".into()));
    let incident = |status: &str| {
        format!(
            "+++\ntitle = \"Closed shop\"\nseverity = \"sev1\"\nstatus = \"{status}\"\n\
             services = [\"shop\"]\n[times]\nstarted = 2026-10-01T10:00:00Z\n+++\n"
        )
    };
    folder.write("incidents/2026-10-01-shop.md", &incident("closed"));
    assert_eq!(kind(&folder), ("replay".into(), "Closed shop".into()));
    let spot = "[[services.shop.blind-spots]]\nquestion = \"Who knows?\"\n";
    folder.write("irp.toml", &format!("{HARBOUR}\n{}", spot.replace("shop", "dock")));
    assert_eq!(kind(&folder).0, "replay");
    folder.write(
        "irp.toml",
        &HARBOUR.replace("[services.dock]", &format!("{spot}\n[services.dock]")),
    );
    assert_eq!(kind(&folder), ("tabletop".into(), "Who knows?".into()));
    let stale = "+++\ntitle = \"Open it\"\nservices = [\"shop\"]\nreviewed = 2025-01-01\n+++\n";
    folder.write("runbooks/open.md", stale);
    assert_eq!(kind(&folder), ("tabletop".into(), "Open it".into()));
    folder.write("incidents/2026-10-01-shop.md", &incident("resolved"));
    assert_eq!(kind(&folder), ("replay".into(), "Closed shop".into()));
}

#[test]
fn a_service_with_an_exercise_ahead_is_not_proposed() {
    let folder = harbour("ahead");
    let ahead = "[game-days.soon]\nservices = [\"shop\"]\nscheduled = 2026-11-20T10:00:00Z\n";
    folder.write("days.toml", ahead);
    let answer = asked(&folder, &["next"], 1);
    assert!(answer["proposal"].is_null(), "{answer}");
    assert_eq!(answer["services"][0]["planned"], "soon");
    assert_eq!(answer["services"][0]["overdue"], true);
    let answer = asked(&folder, &["next", "--service", "dock"], 0);
    assert_eq!(answer["proposal"]["service"]["tier"], 3);
}
