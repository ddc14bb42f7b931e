//! The review of an incident: what it says of a record, and that what people write in it stays.

use serde_json::Value;

use crate::init::folder::{Answer, Folder};

const ID: &str = "2026-10-12-shop";
const RECORD: &str = "incidents/2026-10-12-shop.md";

const PLAN: &str = r#"irp = 1

[plan]
name = "Harbour"
time-zone = "Europe/Berlin"

[people.ana]
name = "Ana"

[people.bo]
name = "Bo"
time-zone = "Asia/Kolkata"

[severities.sev1]
rank = 1
name = "Critical"

[services.shop]
name = "Shop"
"#;

const FRONT: &str = r#"+++
title = "The shop was closed"
severity = "sev1"
status = "resolved"
services = ["shop"]
detected-by = "customer"

[times]
started = 2026-10-12T18:41:00Z
detected = 2026-10-12T18:47:00Z
remediation-started = 2026-10-12T19:15:00Z
mitigated = 2026-10-12T19:28:00Z

[people]
first-responder = "bo"

[impact]
summary = "Nobody could pay."
orders-lost = 12

[[timeline]]
at = 2026-10-12T18:47:00Z
kind = "detect"
text = "A customer calls"

[[timeline]]
at = 2026-10-12T18:05:00Z
kind = "note"
by = "bo"
text = "A deploy of | the <!-- irp:end timeline --> shop @all"

[[timeline]]
at = 2026-10-12T19:28:00Z
kind = "mitigate"
by = "ana"
text = "Paying works"
source = "javascript:alert(1)"

[[factors]]
text = "The certificate expired."
phase = "cause"

[[factors]]
text = "Its reminder went to a mailbox that nobody reads."

[[actions]]
id = "A1"
text = "Page 14 days before any client certificate expires"
type = "detect"
owner = "ana"
due = 2026-10-15
+++
"#;

const BODY: &str = "\n## What happened\n\nIt was evening.\n\n## What went well\n";

fn harbour(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("irp.toml", PLAN);
    folder.write(RECORD, &format!("{FRONT}{BODY}"));
    folder
}

fn ask(folder: &Folder, args: &[&str]) -> Answer {
    folder.irp(&[&["postmortem", ID], args].concat())
}

fn incident(folder: &Folder, args: &[&str]) -> Value {
    let answer = ask(folder, &[&["--json"], args].concat());
    let answer: Value = serde_json::from_str(&answer.out).unwrap();
    answer["incident"].clone()
}

#[test]
fn the_timeline_begins_before_the_impact_and_phases_add_up() {
    let incident = incident(&harbour("postmortem-phases"), &[]);
    let groups = incident["timeline"].as_array().unwrap();
    let told: Vec<_> = groups
        .iter()
        .map(|group| (group["phase"].as_str().unwrap(), group["lines"].as_array().unwrap().len()))
        .collect();
    assert_eq!(told, [("before", 1), ("detection", 1), ("remediation", 1)]);
    let line = &groups[0]["lines"][0];
    assert_eq!((&line["by"]["name"], &line["by_clock"]), (&"Bo".into(), &"23:35 IST".into()));
    assert_eq!(groups[2]["lines"][0]["by_clock"], Value::Null, "her clock shows the same");
    let seconds = |name: &str| {
        let phases = incident["phases"].as_array().unwrap().iter();
        phases.filter(|phase| phase["name"] == name).find_map(|phase| phase["seconds"].as_i64())
    };
    let parts = ["detection", "response", "remediation"].map(seconds);
    assert_eq!(parts, [Some(360), Some(1680), Some(780)]);
    assert_eq!(seconds("impact"), parts.iter().copied().sum());
    assert_eq!(seconds("resolve"), None, "nobody wrote when it was over");
    assert_eq!(incident["actions"][0]["overdue"], true);
}

#[test]
fn text_of_the_record_means_nothing_in_the_document() {
    let text = ask(&harbour("postmortem-inert"), &[]).out;
    assert!(text.starts_with("<!-- irp:begin facts -->\n# The shop was closed\n"), "{text}");
    let line = "| Mon 12 Oct 2026 20:05 CEST | note | Bo (23:35 IST): A deploy of \\| the \
        &lt;\\!-- irp:end timeline --&gt; shop &#64;all |\n";
    assert!(text.contains(line), "{text}");
    let line = "Ana: Paying works (javascript:alert(1)) |\n";
    assert!(text.contains(line) && !text.contains("](") && !text.contains("href"), "{text}");
}

#[test]
fn writing_keeps_what_people_wrote_and_writing_again_changes_nothing() {
    let folder = harbour("postmortem-write");
    assert_eq!(ask(&folder, &["--write"]).out, format!("wrote {RECORD}\n"));
    let first = folder.read(RECORD);
    assert!(first.starts_with(FRONT), "{first}");
    assert!(first.contains("| First responder | Bo |\n"), "{first}");
    for heading in ["## What happened\n\nIt was evening.\n", "## Decisions not to act\n"] {
        assert_eq!(first.matches(heading).count(), 1, "{first}");
    }
    let again = ask(&folder, &["--write"]);
    assert_eq!(again.out, format!("{RECORD} is as it was: nothing in it has changed\n"));
    assert_eq!(folder.read(RECORD), first);
    // Printed it is the same document.
    let printed = ask(&folder, &[]).out;
    assert!(first.ends_with(&printed), "{printed}");
}

#[test]
fn only_blocks_change_when_the_record_does() {
    let folder = harbour("postmortem-again");
    ask(&folder, &["--write"]);
    let edited = folder
        .read(RECORD)
        .replace("## What went well\n", "## What went well\n\nThe *rollback*.\t\n\n\n")
        .replace("## What surprised us\n", "")
        .replace("summary = \"Nobody could pay.\"", "summary = \"Half could not pay.\"");
    folder.write(RECORD, &format!("{edited}\nthe end, without a line feed"));
    assert_eq!(ask(&folder, &["--write"]).code, 0);
    let expected = edited.replace("-->\nNobody could pay.\n", "-->\nHalf could not pay.\n");
    assert_eq!(folder.read(RECORD), format!("{expected}\nthe end, without a line feed"));
}

#[test]
fn a_block_that_people_removed_stays_away_and_is_told() {
    let folder = harbour("postmortem-removed");
    ask(&folder, &["--write"]);
    let text = folder.read(RECORD);
    let [start, end] = ["<!-- irp:begin impact -->", "<!-- irp:end impact -->\n"];
    let block = text.find(start).unwrap()..text.find(end).unwrap() + end.len();
    let mut without = text;
    without.replace_range(block, "");
    folder.write(RECORD, &without);
    let answer = ask(&folder, &["--write"]);
    assert!(answer.err.contains("the record has no place for impact;"), "{answer:?}");
    assert_eq!(folder.read(RECORD), without);
}

#[test]
fn marks_that_do_not_fit_stop_it_at_their_line_and_nothing_is_written() {
    let folder = harbour("postmortem-marks");
    let text = format!("{FRONT}\nx\n<!-- irp:begin impact -->\n");
    folder.write(RECORD, &text);
    let line = FRONT.matches('\n').count() + 3;
    for args in [&[][..], &["--write"]] {
        let answer = ask(&folder, args);
        assert_eq!(answer.code, 2);
        let place = format!("error: {RECORD}:{line}: the block `impact` does not end\n");
        assert!(answer.err.starts_with(&place), "{answer:?}");
    }
    assert_eq!(folder.read(RECORD), text);
}

#[test]
fn what_was_made_is_not_judged_again() {
    let folder = harbour("postmortem-judged");
    let before = folder.irp(&["check", "--format", "concise"]);
    ask(&folder, &["--write"]);
    let count = |text: &str| text.lines().count();
    let after = folder.irp(&["check", "--format", "concise"]);
    assert_eq!(count(&before.out), count(&after.out), "{}\n{}", before.out, after.out);
}

#[test]
fn the_check_finds_what_the_rules_of_language_find_and_nothing_else() {
    let folder = harbour("postmortem-check");
    let answer = ask(&folder, &["--check"]);
    assert_eq!((answer.code, answer.out.lines().count()), (0, 1), "{answer:?}");
    folder.write(RECORD, &format!("{FRONT}{BODY}\nBo should have checked it first.\n"));
    let answer = ask(&folder, &["--check"]);
    assert_eq!(answer.code, 1);
    assert!(answer.out.contains("[blame-language]"), "{answer:?}");
    assert!(answer.out.ends_with("1 finding in how 2026-10-12-shop is worded\n"), "{answer:?}");
    // Other records are not its matter.
    folder.write("incidents/2026-10-13-calm.md", &format!("{FRONT}\n"));
    let answer = folder.irp(&["postmortem", "2026-10-13-calm", "--check"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let answer = ask(&folder, &["--check", "--json"]);
    let body: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!((answer.code, &body["findings"][0]["rule"]), (1, &"blame-language".into()));
}

#[test]
fn plan_changes_since_it_began_are_told_and_those_before_are_not() {
    let folder = harbour("postmortem-changes");
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    let commit = |plan: &str, date: &str| {
        folder.write("irp.toml", plan);
        folder.git(&["add", "."]);
        folder.commit("Ana", "ana@example.org", date);
    };
    commit(PLAN, "2026-10-01T09:00:00Z");
    commit(&PLAN.replace("\"Shop\"", "\"The shop\""), "2026-10-14T09:00:00Z");
    commit(&PLAN.replace("\"Shop\"", "\"Later\""), "2026-10-30T09:00:00Z");
    let found = incident(&folder, &[]);
    let changes = found["plan_changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0]["edits"][0], "services.shop.name: \"Shop\" -> \"The shop\"");
    assert_eq!(found["more_plan_changes"], 0);
    let none = incident(&harbour("postmortem-no-history"), &[]);
    assert_eq!(none["more_plan_changes"], Value::Null);
}

#[test]
fn a_plan_replaces_the_document_and_gets_the_data_that_json_shows() {
    let folder = harbour("postmortem-own");
    let own = "{{ time_zone }} {{ incident.id }}\n{% for section in incident.sections %}\
        {{ section.heading }}={{ section.text }};{% endfor %}";
    folder.write("templates/postmortem.md", own);
    let answer = ask(&folder, &[]);
    assert_eq!(
        answer.out,
        "Europe/Berlin 2026-10-12-shop\nWhat happened=It was evening.;What went well=;"
    );
    let answer = ask(&folder, &["--write"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("makes no block to write"), "{answer:?}");
    folder.write("templates/postmortem.md", "x\n\n{{ incident.titel }}");
    let answer = ask(&folder, &[]);
    assert!(answer.err.starts_with("error: templates/postmortem.md:3:4: "), "{answer:?}");
}

#[test]
fn nobody_unknown_and_nothing_unreadable_is_reviewed() {
    let folder = harbour("postmortem-unknown");
    let answer = folder.irp(&["postmortem", "2026-10-12-shob"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("did you mean `2026-10-12-shop`?"), "{answer:?}");
    folder.write(RECORD, &format!("{}\n", FRONT.replace("kind = \"note\"", "kind = \"nots\"")));
    let answer = ask(&folder, &[]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("a fault in incidents/2026-10-12-shop.md"), "{answer:?}");
    assert!(answer.out.contains("Paying works"), "{answer:?}");
}
