//! `irp calendar`: every byte of it, and that it says what `irp oncall` says.
#![expect(clippy::disallowed_methods, reason = "plans and calendars are files of the tests")]

mod files;
mod reader;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use irp::schedule;
use irp::time::Instant;

use self::reader::{Event, Feed, read};
use crate::init::folder::{Answer, Folder};
use crate::memory::Memory;

const STAMP: &str = "2026-10-01T00:00:00Z";
const YEAR: [&str; 4] = ["--from", "2026-06-01T00:00Z", "--until", "2027-06-01T00:00Z"];

/// A plan of a desk, where two people take turns.
fn plan(name: &str, people: &str) -> String {
    format!(
        "irp = 1\n\n[plan]\nname = \"Harbour\"\ntime-zone = \"Europe/Berlin\"\n\n\
         [people.ana]\nname = {name}\ntime-zone = \"America/New_York\"\n\
         contacts = {{ push = \"app:ana\" }}\n\n[people.bo]\nname = \"Bo Ek\"\n\n\
         [people.cho]\nname = \"Cho\"\n\n\
         [rotations.desk]\nstarts = 2026-01-05T09:00\nturn = \"1w\"\npeople = [{people}]\n"
    )
}

fn desk(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("irp.toml", &plan("\"Ana\"", "\"ana\", \"bo\""));
    folder
}

fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut all: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    assert!(all.len() >= 4);
    all
}

fn asked(folder: &Folder, args: &[&str]) -> Answer {
    folder.irp(&[&["calendar", "--stamp", STAMP], args].concat())
}

fn feed(folder: &Folder, args: &[&str]) -> Feed {
    let answer = asked(folder, args);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    read(&answer.out)
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn uids(events: &[Event]) -> BTreeSet<&str> {
    events.iter().map(|event| event.uid.as_str()).collect()
}

#[test]
fn every_example_is_a_calendar_that_says_at_every_boundary_who_is_on_call() {
    let folder = Folder::new("calendar-examples");
    for example in examples() {
        let path = example.to_str().unwrap();
        let options = ["--plan", path, "--alarm", "90m", "--contacts"];
        let span = ["--from", "2026-10-01T00:00Z", "--until", "2026-12-01T00:00Z"];
        let feed = feed(&folder, &[&options[..], &span].concat());
        let plan = Memory::copy(&example).plan();
        let within = at("2026-10-01T00:00:00Z")..at("2026-12-01T00:00:00Z");
        let ends = feed.events.iter().flat_map(|event| [event.span.start, event.span.end]);
        let boundaries: BTreeSet<_> = ends.filter(|at| within.contains(at)).collect();
        assert!(boundaries.len() > 5, "{path}");
        for at in boundaries {
            let events = feed.events.iter().filter(|event| event.span.contains(at));
            let said: BTreeSet<_> = events.map(Event::duty).collect();
            let shifts = plan.rotation_keys().map(|key| (key, schedule::at(&plan, key, at)));
            let held = shifts.flat_map(|(key, shift)| {
                let people = shift.map(|shift| shift.people).unwrap_or_default();
                people.iter().map(|p| (key, *p)).collect::<Vec<_>>()
            });
            let held: Vec<_> = held.collect();
            let held: BTreeSet<_> = held
                .iter()
                .map(|(key, p)| (plan[*key].id.as_ref(), plan[*p].name.as_str()))
                .collect();
            assert_eq!(said, held, "{path} at {at}");
        }
    }
}

#[test]
fn what_irp_oncall_answers_at_a_handoff_is_what_the_calendar_says() {
    let folder = desk("calendar-oncall");
    for event in feed(&folder, &["--for", "8w"]).events {
        let at = event.span.start.to_rfc3339();
        let answer = folder.irp(&["oncall", &at, "--print", "name"]);
        assert_eq!(answer.out.trim_end(), event.duty().1, "{at}");
    }
}

#[test]
fn no_name_breaks_a_line_or_a_calendar() {
    let long = "Nineteen letters, x".repeat(16);
    let names = [
        "😀👩‍🚒 Émile",
        "שרה \u{202e}כהן",
        &long,
        ";,\\ \\n \"quoted\":x",
        "a\r\nEND:VEVENT\r\nEND:VCALENDAR",
        "END:VCALENDAR",
        "日本語のとても長い名前日本語のとても長い名前日本語のとても長い名前日本語のとても長い名前",
    ];
    let folder = Folder::new("calendar-hostile");
    for name in names {
        let quoted = serde_json::to_string(name).unwrap();
        let plan = plan(&quoted, "\"ana\", \"bo\"").replace("\"Harbour\"", &quoted);
        folder.write("irp.toml", &plan);
        let answer = asked(&folder, &["--for", "8w"]);
        assert_eq!(answer.code, 0, "{name:?}: {}", answer.err);
        let feed = read(&answer.out);
        let shown = irp::diagnostic::visible(name);
        assert_eq!(feed.name, shown);
        let theirs = feed.events.iter().filter(|event| event.duty() == ("desk", &shown)).count();
        assert_eq!((feed.events.len(), theirs), (9, 4), "{name:?}");
    }
}

#[test]
fn the_machine_leaves_no_mark() {
    let folder = desk("calendar-machine");
    let run = |tz: &str, lang: &str| {
        let mut irp = folder.command(env!("CARGO_BIN_EXE_irp"));
        let span = ["--from", "2026-10-20", "--for", "4w"];
        irp.args(["calendar", "--stamp", STAMP]).args(span).envs([("TZ", tz), ("LANG", lang)]);
        irp.env("LC_ALL", lang);
        let answer = Answer::new(&irp.output().unwrap());
        assert_eq!((answer.code, answer.err.as_str()), (0, ""));
        answer.out
    };
    let one = run("UTC", "C");
    assert_eq!(read(&one).events.len(), 5);
    assert_eq!(one, run("Asia/Kathmandu", "de_DE.UTF-8"));
    assert_eq!(one, run("no/zone", "C"));
}

#[test]
fn an_unchanged_shift_keeps_its_uid_and_a_changed_one_is_another_event() {
    let folder = desk("calendar-roster");
    let before = feed(&folder, &YEAR).events;
    let line_up = "\n[[rotations.desk.line-ups]]\nfrom = 2026-12-07\n\
                   people = [\"cho\", \"bo\", \"ana\"]\n";
    folder.write("irp.toml", &(plan("\"Ana\"", "\"ana\", \"bo\"") + line_up));
    let after = feed(&folder, &YEAR).events;
    let change = at("2026-12-07T08:00:00Z");
    let early = |events: &[Event]| {
        let early = events.iter().filter(|event| event.span.end <= change);
        early.map(|event| (event.uid.clone(), event.span)).collect::<Vec<_>>()
    };
    assert_eq!(early(&before), early(&after));
    let [before, after] = [&before, &after].map(|events| {
        events
            .iter()
            .map(|e| ((e.span, e.summary.as_str()), e.uid.as_str()))
            .collect::<BTreeSet<_>>()
    });
    let moved: Vec<_> = after.difference(&before).collect();
    assert!(moved.iter().any(|((_, summary), _)| summary.contains("Cho")));
    assert!(moved.iter().all(|(_, uid)| before.iter().all(|(_, known)| known != uid)));
}

#[test]
fn a_new_name_moves_the_sequence_and_no_uid() {
    let folder = Folder::repository("calendar-renamed");
    let mut seen = Vec::new();
    for (day, name) in [(1, "\"Ana\""), (2, "\"Ana Duarte\"")] {
        folder.write("irp.toml", &plan(name, "\"ana\", \"bo\""));
        folder.git(&["add", "--all"]);
        folder.commit("Ana", "ana@acme.example", &format!("2026-09-{day:02}T12:00:00Z"));
        seen.push(read(&folder.irp(&[&["calendar"], &YEAR[..]].concat()).out).events);
    }
    assert_eq!(uids(&seen[0]), uids(&seen[1]));
    assert_eq!(seen[1][0].sequence - seen[0][0].sequence, 86_400);
    assert!(seen[1].iter().any(|event| event.summary == "On call: Ana Duarte (desk)"));
    let old = folder.irp(&[&["calendar", "--rev", "HEAD~1"], &YEAR[..]].concat());
    assert_eq!(read(&old.out).events, seen[0], "a revision has its own stamp");
}

#[test]
fn the_stamp_is_that_of_the_last_commit_that_touched_the_plan() {
    let folder = Folder::repository("calendar-stamp");
    folder.write("oncall/irp.toml", &plan("\"Ana\"", "\"ana\", \"bo\""));
    for day in 1..=3 {
        folder.write("README", &day.to_string());
        folder.git(&["add", "--all"]);
        folder.commit("Ana", "ana@acme.example", &format!("2026-09-{day:02}T12:00:00Z"));
    }
    let run = |args: &[&str], variable: &str| {
        let mut irp = folder.command(env!("CARGO_BIN_EXE_irp"));
        irp.args(["calendar", "--plan", "oncall"]).args(args).env("SOURCE_DATE_EPOCH", variable);
        Answer::new(&irp.output().unwrap())
    };
    let stamp = |args: &[&str], variable: &str| {
        let answer = run(args, variable);
        assert_eq!((answer.code, answer.err.as_str()), (0, ""));
        read(&answer.out).events[0].stamp.to_rfc3339()
    };
    assert_eq!(stamp(&[], ""), "2026-09-01T12:00:00+00:00");
    assert_eq!(stamp(&[], "1600000000"), "2020-09-13T12:26:40+00:00");
    assert_eq!(stamp(&["--stamp", STAMP], "1600000000"), "2026-10-01T00:00:00+00:00");
    let odd = run(&[], "soon");
    assert_eq!((odd.code, odd.out.as_str()), (2, ""));
    assert!(odd.err.contains("SOURCE_DATE_EPOCH is `soon`, which is no time"), "{}", odd.err);
}

#[test]
fn without_any_stamp_it_is_1980_and_that_is_said() {
    let answer = desk("calendar-1980").irp(&["calendar"]);
    assert_eq!(answer.code, 0);
    assert!(answer.err.contains("note: the plan is not committed"), "{}", answer.err);
    let event = &read(&answer.out).events[0];
    assert_eq!(
        (event.stamp.to_rfc3339().as_str(), event.sequence),
        ("1980-01-01T00:00:00+00:00", 0)
    );
}

#[test]
fn a_clone_has_the_same_bytes_and_a_shallow_one_says_that_its_oldest_commit_stands_in() {
    let folder = Folder::repository("calendar-shallow");
    folder.write("irp.toml", &plan("\"Ana\"", "\"ana\", \"bo\""));
    for day in 1..=2 {
        folder.write("README", &day.to_string());
        folder.git(&["add", "--all"]);
        folder.commit("Ana", "ana@acme.example", &format!("2026-09-{day:02}T12:00:00Z"));
    }
    let from = format!("file://{}", folder.path("").display());
    folder.git(&["clone", "--quiet", &from, "../full"]);
    assert_eq!(folder.irp_in("../full", &["calendar"]).out, folder.irp(&["calendar"]).out);
    folder.git(&["clone", "--quiet", "--depth=1", &from, "../clone"]);
    let answer = folder.irp_in("../clone", &["calendar"]);
    assert!(answer.err.starts_with("note: this clone is shallow"), "{}", answer.err);
    assert_eq!(read(&answer.out).events[0].stamp.to_rfc3339(), "2026-09-02T12:00:00+00:00");
}
