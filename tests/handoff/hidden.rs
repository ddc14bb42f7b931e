//! A brief that leaves something out says so, and is no clean answer.

use super::{HARBOUR, KESTREL, strict};
use crate::init::folder::{Answer, Folder};

/// An incident of the shop with some front matter.
fn incident(folder: &Folder, front: &str) {
    let front = format!("+++\nseverity = \"sev1\"\nservices = [\"shop\"]\n\n{front}\n+++\n");
    folder.write("incidents/2026/2026-10-20-down.md", &front);
}

fn incomplete(answer: &Answer, why: &str) {
    assert_eq!(answer.code, 2, "{answer:?}");
    assert!(answer.err.contains(why), "{why}: {answer:?}");
}

#[test]
fn an_incident_that_is_only_declared_has_happened() {
    let folder = super::harbour("declared");
    incident(&folder, "[times]\ndeclared = 2026-10-20T08:00:00Z");
    let told = folder.irp(&["handoff", "first"]);
    assert_eq!(told.code, 0, "{told:?}");
    assert!(told.out.contains("this shift, Tue 20 Oct 10:00: 2026-10-20-down"), "{told:?}");
    assert!(!told.out.contains("no incident in this shift"), "{told:?}");
}

#[test]
fn a_record_that_cannot_be_read_or_has_a_fault_is_named() {
    let folder = super::harbour("hidden-record");
    let file = "incidents/2026/2026-10-20-down.md";
    folder.write(file, "+++\nseverity = \"sev1\"\n");
    incomplete(&folder.irp(&["handoff", "first"]), &format!("{file} cannot be read"));
    incident(&folder, "kind = 1");
    let why = format!("a fault in {file} may hide something");
    incomplete(&folder.irp(&["handoff", "first"]), &why);
    folder.write(file, "+++\nseverity = \"sev1\"\nservices = \"shop\"\n+++\n");
    incomplete(&folder.irp(&["handoff", "first"]), &why);
}

#[test]
fn a_note_that_cannot_be_read_is_named_and_not_missing() {
    let folder = strict("hidden-note");
    let file = "handoffs/2026/2026-10-19-first.md";
    let front = "rotation = \"first\"\nboundary = 2026-10-19T07:00:00Z\n";
    folder.write(file, &format!("{front}+++\n\n## Watch\n\nThe import.\n"));
    let told = folder.irp(&["handoff", "first"]);
    incomplete(&told, &format!("{file} cannot be read"));
    assert!(!told.out.contains("the handoff of Mon 19 Oct 09:00 has no note"), "{told:?}");
    let listed = folder.irp(&["handoff", "list", "first"]);
    incomplete(&listed, &format!("{file} cannot be read"));
    let row = listed.out.lines().find(|row| row.contains("2026-10-19")).unwrap();
    assert!(row.contains("cannot be read"), "{row}");
    let other = folder.irp(&["handoff", "second"]);
    assert!(!other.err.contains(file), "{other:?}");
}

#[test]
fn an_incident_that_starts_in_the_future_is_no_clean_answer() {
    let folder = super::harbour("hidden-future");
    incident(&folder, "[times]\nstarted = 2026-10-25T08:00:00Z\ndetected = 2026-10-20T08:00:00Z");
    incomplete(&folder.irp(&["handoff", "first"]), "`started`, Sun 25 Oct 2026 09:00 CET");
    assert!(folder.irp(&["handoff", "first"]).out.contains("2026-10-20-down (sev1, open"));
}

#[test]
fn where_a_rotation_begins_nobody_has_handed_over() {
    let folder = Folder::new("handoff-begins");
    let ask = ["handoff", "product-primary", "--at", "2026-08-03T12:00:00Z", "--plan", KESTREL];
    let told = folder.irp(&[&ask[..], &["--now", "2026-10-19T09:00:00Z"]].concat());
    assert!(!told.out.contains("Mon 3 Aug 13:00 has no note"), "{told:?}");
    assert!(told.out.contains("Thu 6 Aug"), "{told:?}");
}

#[test]
fn what_is_to_be_done_on_a_later_day_is_not_done() {
    let folder = super::harbour("hidden-done");
    let action = "[[actions]]\nid = \"A1\"\ntext = \"Pay\"\nowner = \"ana\"\ndue = 2026-10-20\n";
    incident(
        &folder,
        &format!("[times]\nstarted = 2026-10-20T08:00:00Z\n\n{action}done = 2026-12-09"),
    );
    let told = folder.irp(&["handoff", "first"]).out;
    assert!(told.contains("due 20 Oct, 1 day late: Pay"), "{told}");
    let stats = folder.irp(&["stats"]).out;
    assert!(stats.contains("0 done, 1 open, 1 of them overdue"), "{stats}");
    let found = folder.irp(&["check", "--rule", "action-overdue", "--format", "concise"]);
    assert!(found.out.contains("action-overdue"), "{found:?}");
    assert!(HARBOUR.contains("[services.shop]"));
}
