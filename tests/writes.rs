//! Whatever records something keeps what others write at the same time, and writes nowhere else.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "the test looks at the files that irp wrote")]

mod notes;
mod said;

use std::os::unix::fs::symlink;
use std::process::{Child, Stdio};

use crate::init::folder::{Answer, Folder};

/// Ten people who take turns, a shop, an incident, an exercise of today.
const DESK: &str = r#"irp = 1

[plan]
name = "Desk"
time-zone = "Europe/Berlin"

[rotations.first]
role = "first-responder"
starts = 2026-01-05T09:00
turn = "1w"
people = ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9"]

[escalations.desk]
steps = [{ after = "0m", notify = { rotation = "first" } }]

[severities.sev1]
rank = 1
postmortem = "required"

[services.shop]
name = "Shop"
tier = 1
escalation = "desk"
"#;
const RECORD: &str = "incidents/2026/2026-10-12-shop.md";
const ID: &str = "2026-10-12-shop";
const OPEN: &str = "+++\ntitle = \"The shop was closed\"\nseverity = \"sev1\"\nstatus = \"open\"\n\
    services = [\"shop\"]\n\n[times]\nstarted = 2026-10-12T18:41:00Z\n+++\n\nWhat we saw.\n";
const DAYS: &str = "game-days/days.toml";
const DAY: &str = "[game-days.soon]\nservices = [\"shop\"]\nstatus = \"planned\"\n\
    scheduled = 2026-10-21T08:00:00Z\n\n[game-days.soon.result.times]\n\
    injected = 2026-10-21T08:05:00Z\n";
const NOTE: &str = "handoffs/2026/2026-10-19-first.md";
const SIGNED: &str = "+++\nrotation = \"first\"\nboundary = 2026-10-19T07:00:00Z\n\
    incoming = \"p1\"\n+++\n## Watch\n";

fn desk(name: &str) -> Folder {
    let folder = Folder::new(&format!("writes-{name}"));
    let people = (0..10).map(|nth| format!("[people.p{nth}]\nname = \"P {nth}\"\n\n"));
    folder.write("irp.toml", DESK);
    folder.write("people.toml", &people.collect::<String>());
    for (file, text) in [(RECORD, OPEN), (DAYS, DAY), (NOTE, SIGNED)] {
        folder.write(file, text);
    }
    folder
}

fn spawn(folder: &Folder, args: &[&str]) -> Child {
    let mut command = folder.command(env!("CARGO_BIN_EXE_irp"));
    command.args(args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn succeed(children: impl IntoIterator<Item = Child>) {
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

fn refused(answer: &Answer, why: &str) {
    assert_eq!(answer.code, 2, "{why}: {answer:?}");
    assert!(answer.err.contains(why) && answer.err.contains("help: "), "{why}: {answer:?}");
}

#[test]
fn no_line_of_a_timeline_is_lost_to_whoever_writes_the_review_or_lays_it_out() {
    let folder = desk("review");
    for nth in 0..12 {
        let line = format!("line {nth}");
        let log = ["incident", "log", &line, "--by", "p1", "-i", ID];
        let write = ["postmortem", ID, "--write"];
        let mut fmt = spawn(&folder, &["fmt"]);
        let both: Vec<_> = [&write[..], &log, &write].map(|args| spawn(&folder, args)).into();
        succeed(both);
        // It may find that a file has changed meanwhile, and leaves that as it is.
        fmt.wait().unwrap();
        let text = folder.read(RECORD);
        assert_eq!(text.matches("text = \"line ").count(), nth + 1, "{text}");
        assert!(text.contains("\nWhat we saw.\n"), "{text}");
    }
    succeed([spawn(&folder, &["postmortem", ID, "--write"])]);
    let text = folder.read(RECORD);
    assert_eq!(text.matches("line 11").count(), 2, "the block is made of what is there: {text}");
}

#[test]
fn ten_who_sign_at_once_have_all_signed() {
    let folder = desk("signed");
    let people: Vec<_> = (0..10).map(|nth| format!("p{nth}")).collect();
    let sign = |id: &String| spawn(&folder, &["handoff", "ack", "first", "--by", id]);
    succeed(people.iter().map(sign).collect::<Vec<_>>());
    let text = folder.read(NOTE);
    for id in people {
        assert!(text.contains(&format!("\"{id}\"")), "{id}: {text}");
    }
}

#[test]
fn marks_that_are_made_at_once_are_all_recorded() {
    let folder = desk("marks");
    let marks =
        ["detected", "acknowledged", "engaged", "declared", "remediation-started", "mitigated"];
    let mark = |what| spawn(&folder, &["game-day", "mark", what, "--now", "2026-10-21T08:40:00Z"]);
    succeed(marks.map(mark));
    let text = folder.read(DAYS);
    for what in marks {
        assert!(text.contains(&format!("{what} = 2026-10-21T08:40:00Z\n")), "{what}: {text}");
    }
    let again = folder.irp(&["game-day", "mark", "detected", "soon"]);
    refused(&again, "recorded already");
}

#[test]
fn a_mark_that_is_not_written_is_not_told_as_if_it_were() {
    let folder = desk("untold");
    let (file, elsewhere) = (folder.path(DAYS), folder.path("days.txt"));
    std::fs::rename(&file, &elsewhere).unwrap();
    symlink("../days.txt", &file).unwrap();
    let answer = folder.irp(&["game-day", "mark", "detected"]);
    refused(&answer, "is a link, and is not written to");
    assert!(!answer.err.contains("detected at"), "{answer:?}");
    assert_eq!(folder.read("days.txt"), DAY);
}

/// Every command that writes into a plan, and the folder or file that it writes.
const WRITERS: [(&[&str], &str); 11] = [
    (&["incident", "new", "shop", "--severity", "sev1"], "incidents/2026"),
    (&["incident", "new", "shop", "--severity", "sev1", "--dry-run"], "incidents"),
    (&["incident", "log", "x", "--incident", ID], RECORD),
    (&["incident", "set", "title", "x", "--incident", ID], RECORD),
    (&["postmortem", ID, "--write"], RECORD),
    (&["handoff", "new", "first"], "handoffs/2026"),
    (&["handoff", "new", "first"], "handoffs"),
    (&["handoff", "ack", "first", "--by", "p1"], NOTE),
    (&["game-day", "new", "X", "--service", "shop"], "game-days"),
    (&["game-day", "mark", "detected", "soon"], DAYS),
    (&["template", "eject", "postmortem.md"], "templates/postmortem.md"),
];

#[test]
fn nothing_is_written_through_a_link() {
    for (nth, (args, path)) in WRITERS.into_iter().enumerate() {
        for inside in [true, false] {
            let folder = desk(&format!("link-{nth}-{inside}"));
            let target = if inside { folder.path("ext") } else { folder.0.join("ext") };
            if path.contains('.') && folder.has(path) {
                // What leads out of the plan is not read, and so is not asked about.
                if !inside {
                    continue;
                }
                std::fs::rename(folder.path(path), &target).unwrap();
            } else {
                let _ = std::fs::remove_dir_all(folder.path(path));
                std::fs::create_dir(&target).unwrap();
            }
            std::fs::create_dir_all(folder.path(path).parent().unwrap()).unwrap();
            symlink(&target, folder.path(path)).unwrap();
            let before = std::fs::read(&target).ok();
            let answer = folder.irp(args);
            assert_eq!(answer.code, 2, "{args:?}: {answer:?}");
            if args[0] != "template" {
                assert!(answer.err.contains("is a link, and is not written to"), "{answer:?}");
            }
            assert_eq!(std::fs::read(&target).ok(), before, "{args:?}");
            let names = std::fs::read_dir(&target).map(Iterator::count).unwrap_or_default();
            assert_eq!(names, 0, "{args:?}");
        }
    }
}

#[test]
fn a_template_goes_into_no_folder_that_is_a_link() {
    let folder = desk("link-templates");
    std::fs::create_dir(folder.path("ext")).unwrap();
    symlink("ext", folder.path("templates")).unwrap();
    assert_eq!(folder.irp(&["template", "eject", "postmortem.md"]).code, 2);
    assert_eq!(std::fs::read_dir(folder.path("ext")).unwrap().count(), 0);
}
