//! Repositories of every kind, plans that are not where they were, and readers that go away.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use super::{ALL, Made, TWO, plan};
use crate::init::folder::Folder;

#[test]
fn a_plan_is_followed_to_other_folders_and_back() {
    let made = Made::new("moved");
    made.plan(1, "Begin", ALL, "");
    fs::create_dir_all(made.0.path("ops/plan")).unwrap();
    made.0.git(&["mv", "irp.toml", "ops/plan/irp.toml"]);
    made.save(2, "Move");
    made.0.write("ops/plan/irp.toml", &plan(TWO, ""));
    made.save(3, "Without Ben");
    made.0.git(&["mv", "ops/plan/irp.toml", "irp.toml"]);
    made.save(4, "Move back");
    let told = made.told(&[]);
    assert_eq!(made.subjects(&[]), ["Move back", "Without Ben", "Move", "Begin"]);
    assert!(told[0].ends_with("the plan moves from ops/plan to the top folder, nothing changes"));
    assert!(told[2].ends_with("the plan moves from the top folder to ops/plan, nothing changes"));
    let entry = &made.json(&[])["entries"][2];
    assert_eq!((&entry["folder"], &entry["folder_before"]), (&"ops/plan".into(), &"".into()));
    // Any other command follows it too.
    fs::create_dir_all(made.0.path("deep")).unwrap();
    let who = ["oncall", "--print", "id", "--now", "2026-09-16T12:00Z", "--rev", "HEAD~1"];
    let there = made.0.irp(&who);
    assert_eq!((there.code, there.out.trim()), (0, "ana"), "{there:?}");
    assert!(there.err.contains(" in ops/plan "), "{there:?}");
    let named = made.0.irp(&[&who[..], &["--plan", "."]].concat());
    assert_eq!(named.code, 2, "a folder that is named is looked at alone: {named:?}");
}

#[test]
fn a_move_that_is_not_committed_hides_no_history() {
    let made = Made::new("uncommitted");
    for (day, subject, people) in [(1, "Begin", ALL), (2, "Without Ben", TWO)] {
        made.0.write("one/irp.toml", &plan(people, ""));
        made.save(day, subject);
    }
    fs::rename(made.0.path("one"), made.0.path("two")).unwrap();
    let told = made.0.irp_in("two", &["log"]);
    assert_eq!(told.code, 0, "{told:?}");
    assert!(told.out.contains("Without Ben") && told.out.contains("Begin"), "{told:?}");
}

#[test]
fn a_plan_that_was_taken_away_and_came_again_is_told_so() {
    let made = Made::new("again");
    made.plan(1, "Begin", ALL, "");
    made.0.git(&["rm", "--quiet", "irp.toml"]);
    made.save(2, "Away");
    made.plan(3, "Again", TWO, "");
    let told = made.told(&[]);
    assert!(told[0].ends_with("Again | the plan begins: 3 people, 1 rotation"), "{told:?}");
    assert!(told[1].ends_with("Away | the plan is taken away"), "{told:?}");
    assert_eq!(told.len(), 3);
}

#[test]
fn a_shallow_clone_says_where_its_history_ends() {
    let made = Made::new("deep");
    for (day, people) in [(1, ALL), (2, TWO), (3, ALL), (4, TWO)] {
        made.plan(day, &format!("Day {day}"), people, "");
    }
    let from = format!("file://{}", made.0.path("").to_str().unwrap());
    let clone = Folder::new("log-shallow");
    clone.git(&["clone", "--quiet", "--depth=2", &from, "."]);
    let clone = Made(clone);
    assert_eq!(clone.subjects(&[]), ["Day 4"]);
    let said = clone.log(&[]).err;
    assert!(
        said.contains("note: this clone is shallow: ") && said.contains("--unshallow"),
        "{said}"
    );
    assert_eq!(clone.json(&[])["end"], "shallow");
    assert_eq!(made.json(&[])["end"], "first");
}

#[test]
fn what_cannot_be_read_does_not_hide_what_was_told() {
    let made = Made::new("lost");
    for (day, people) in [(1, ALL), (2, TWO), (3, ALL), (4, TWO)] {
        made.plan(day, &format!("Day {day}"), people, "");
    }
    made.lose("HEAD~2");
    assert_eq!(made.subjects(&["-n", "1"]), ["Day 4"], "nothing is read ahead");
    let all = made.log(&[]);
    assert_eq!(all.code, 2);
    assert!(
        all.out.contains("Day 4") && all.err.contains("the repository cannot be read"),
        "{all:?}"
    );
    assert_eq!(made.json(&[])["end"], "unreadable");
}

#[test]
fn without_a_repository_a_commit_or_a_committed_plan_there_is_no_history() {
    let folder = Folder::new("log-none");
    folder.write("irp.toml", &plan(ALL, ""));
    let none = folder.irp(&["log"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("is in no git repository") && none.out.is_empty(), "{none:?}");
    folder.git(&["init", "--quiet"]);
    let unborn = folder.irp(&["log"]);
    assert_eq!(unborn.code, 2);
    assert!(unborn.err.contains("nothing is committed here"), "{unborn:?}");
    folder.commit("Dee", "dee@acme.invalid", "2026-09-01T12:00:00Z");
    let new = folder.irp(&["log"]);
    assert_eq!(new.code, 2);
    assert!(new.err.contains("there is no plan at HEAD = "), "{new:?}");
}

#[test]
fn a_reader_that_has_seen_enough_ends_it() {
    let made = Made::new("reader");
    let long = "x".repeat(400);
    // More than a pipe holds: what is left can be written only if somebody reads on.
    for nth in 0..200 {
        made.plan(1, &format!("{nth} {long}"), ALL, &format!("# {nth}"));
    }
    let mut irp = made.0.command(env!("CARGO_BIN_EXE_irp"));
    let mut irp = irp.arg("log").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(irp.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert!(line.starts_with("Harbour "), "{line}");
    drop(out);
    let ended = irp.wait_with_output().unwrap();
    assert_eq!(
        (ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()),
        (Some(0), "")
    );
}
