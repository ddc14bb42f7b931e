//! A signature stands under the note that is meant, and changes nothing else.

use super::{NOTE, SIGNED, desk, refused};

const LATER: &str = "handoffs/2026/2026-10-20-first.md";

#[test]
fn a_newest_note_that_cannot_be_read_stops_a_signature_and_is_named() {
    let folder = desk("broken-note");
    let sign = ["handoff", "ack", "first", "--by", "p1"];
    let open = "+++\nrotation = \"first\"\nboundary = 2026-10-20T07:00:00Z\n";
    for broken in [open, "no note\n", "+++\nrotation = \"first\"\n+++\n", "+++\nrotation = \n+++\n"]
    {
        folder.write(LATER, broken);
        let answer = folder.irp(&sign);
        refused(&answer, LATER);
        assert!(answer.err.contains(&format!("{LATER}:")), "its line is named: {answer:?}");
        assert_eq!((folder.read(NOTE), folder.read(LATER)), (SIGNED.into(), broken.into()));
    }
    let at = [&sign[..], &["--at", "2026-10-19T07:00Z"]].concat();
    assert_eq!(folder.irp(&at).code, 0, "the other can be named");
    assert!(folder.read(NOTE).contains("acknowledged-by = \"p1\""));
}

#[test]
fn an_older_broken_note_or_one_of_another_rotation_stops_nobody() {
    let folder = desk("old-note");
    folder.write("handoffs/2026/2026-10-05-first.md", "+++\nrotation = \"first\"\n");
    let second = "\n[rotations.second]\nstarts = 2026-01-05T09:00\npeople = [\"p1\"]\n";
    folder.write("more.toml", second);
    folder.write("handoffs/2026/2026-10-20-second.md", "+++\n");
    let answer = folder.irp(&["handoff", "ack", "first", "--by", "p1"]);
    assert!(answer.code == 0 && answer.out.contains(NOTE), "{answer:?}");
}

#[test]
fn of_two_notes_of_one_handoff_none_is_signed() {
    let folder = desk("two-notes");
    folder.write("handoffs/2026/z.md", SIGNED);
    let answer = folder.irp(&["handoff", "ack", "first", "--by", "p1"]);
    refused(&answer, "2 notes are of Mon 19 Oct 2026 09:00 CEST");
    assert!(answer.err.contains(NOTE) && answer.err.contains("handoffs/2026/z.md"), "{answer:?}");
    assert_eq!(
        (folder.read(NOTE), folder.read("handoffs/2026/z.md")),
        (SIGNED.into(), SIGNED.into())
    );
}

#[test]
fn a_signature_in_a_list_of_several_lines_keeps_every_comment() {
    let folder = desk("comments");
    let with = |people: &str| {
        SIGNED.replace(
            "incoming = \"p1\"\n",
            &format!("incoming = \"p1\"\nacknowledged-by = {people}\n"),
        )
    };
    for (old, new) in [
        (
            "[ # who\n  \"p1\", # first\n  # later\n]",
            "[ # who\n  \"p1\", # first\n  \"p2\",\n  # later\n]",
        ),
        ("[\n    \"p1\" # first\n] # all", "[\n    \"p1\", # first\n    \"p2\"\n] # all"),
        ("\"p1\" # first", "[\"p1\", \"p2\"] # first"),
        ("[ # nobody\n]", "[ # nobody\n    \"p2\",\n]"),
    ] {
        folder.write(NOTE, &with(old));
        let answer = folder.irp(&["handoff", "ack", "first", "--by", "p2"]);
        assert_eq!(answer.code, 0, "{answer:?}");
        assert_eq!(folder.read(NOTE), with(new));
        let again = folder.irp(&["handoff", "ack", "first", "--by", "p2"]);
        assert!(again.code == 0 && again.err.contains("has signed"), "{again:?}");
        assert_eq!(folder.read(NOTE), with(new));
    }
}

#[test]
fn whoever_signs_for_somebody_else_is_told_who_takes_over() {
    let folder = desk("for-another");
    let answer = folder.irp(&["handoff", "ack", "first", "--by", "p2"]);
    let said = "warning: P 1 (p1) takes over by this note, and P 2 signs it\n";
    assert!(answer.code == 0 && answer.err.contains(said), "{answer:?}");
    let answer = folder.irp(&["handoff", "ack", "first", "--by", "p1"]);
    assert!(answer.code == 0 && !answer.err.contains("warning"), "{answer:?}");
}
