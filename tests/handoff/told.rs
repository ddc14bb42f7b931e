//! What a brief says is so, at that time, in words that cannot be misread.

use super::{HARBOUR, KESTREL, brief, texts};
use crate::init::folder::Folder;

/// The kinds and words of the risks of a brief of the example.
fn risks(rotation: &str, at: &str, now: &str) -> Vec<String> {
    let folder = Folder::new(&format!("handoff-risks-{rotation}"));
    let told = brief(&folder, &[rotation, "--at", at, "--now", now, "--plan", KESTREL]);
    texts(&told["risks"], "what").into_iter().map(str::to_owned).collect()
}

#[test]
fn a_skill_is_missing_where_nobody_has_it_who_is_paged_first_or_second_for_that_service() {
    // Luis, Dana, Arjun and Ben are on call for the other services then, and know them.
    let all = risks("incident-commander", "2026-10-20T13:00:00Z", "2026-10-19T09:00:00Z");
    let skills: Vec<_> = all.iter().filter(|what| what.contains("has the skill")).collect();
    assert!(skills.iter().any(|what| what.contains("the skill payments;")), "{all:?}");
    for known in ["cluster", "identity", "label-api", "tracking-ingest"] {
        assert!(!skills.iter().any(|what| what.contains(known)), "{known}: {skills:?}");
    }
    let own = risks("product-primary", "2026-10-20T13:00:00Z", "2026-10-19T09:00:00Z");
    let second = risks("product-secondary", "2026-10-20T13:00:00Z", "2026-10-19T09:00:00Z");
    let of = |all: &[String]| -> Vec<String> {
        all.iter().filter(|what| what.contains("has the skill")).cloned().collect()
    };
    assert_eq!(of(&own), of(&second), "both answer for the same services");
}

#[test]
fn an_override_reads_as_what_becomes_of_people() {
    let all = risks("product-primary", "2026-11-07T00:00Z", "2026-11-06T12:00Z");
    let said = all.iter().find(|what| what.contains("replace")).unwrap();
    assert!(said.starts_with("product-primary: Noah Adler replaces Priya Nair"), "{said}");
    let folder = Folder::new("handoff-overrides");
    let person = |id: &str| format!("[people.{id}]\nname = \"{id}\"\n");
    let entry = |change: &str| {
        let span = "from = 2026-10-27T09:00:00Z\nuntil = 2026-10-27T12:00:00Z\n";
        format!("[[overrides]]\nrotation = \"first\"\n{span}{change}\n")
    };
    for (change, said) in [
        ("add = [\"cy\", \"di\"]", "first: cy and di join in"),
        ("remove = [\"ana\"]", "first: Ana is out"),
        ("assign = [\"cy\"]", "first: only cy is on call"),
        ("assign = \"nobody\"", "first: nobody is on call"),
    ] {
        folder.write("irp.toml", &[HARBOUR, &person("cy"), &person("di"), &entry(change)].concat());
        let told = brief(&folder, &["first", "--at", "2026-10-26T08:00:00Z"]);
        let all = texts(&told["risks"], "what");
        assert!(all.contains(&said), "{change}: {all:?}");
    }
}

#[test]
fn of_a_shift_that_has_not_begun_nothing_is_told() {
    let folder = Folder::new("handoff-future");
    let ask = ["handoff", "product-primary", "--plan", KESTREL, "--at"];
    let now = ["--now", "2026-10-19T09:00:00Z"];
    let text = |at: &str| folder.irp(&[&ask[..], &[at], &now].concat()).out;
    let next = text("2026-10-20T00:00Z");
    assert!(next.contains("no incident in this shift so far, nor in the one before ("), "{next}");
    let second = text("2026-10-22T00:00Z");
    assert!(second.contains("no incident in the one before (Felix Brandt)"), "{second}");
    let far = text("2026-11-01T00:00Z");
    assert!(far.contains("WHAT HAPPENED") && !far.contains("no incident"), "{far}");
    // Both are counted from now, and not from the handoff.
    assert!(far.contains("3 days late") && far.contains("70 days ago"), "{far}");
}

#[test]
fn a_shift_with_an_incident_comes_before_one_without() {
    let folder = super::harbour("order");
    folder.write(
        "incidents/2026/2026-10-20-down.md",
        "+++\nseverity = \"sev1\"\nservices = [\"shop\"]\n\n[times]\nstarted = \
         2026-10-20T08:00:00Z\nresolved = 2026-10-20T09:00:00Z\n+++\n",
    );
    let text = folder.irp(&["handoff", "first"]).out;
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(at("this shift, Tue 20 Oct") < at("no incident in the one before (Ana)"), "{text}");
}

#[test]
fn a_brief_with_very_much_to_say_counts_what_it_leaves_out() {
    let folder = super::harbour("much");
    for number in 0..300 {
        let file = format!("incidents/2026/2026-10-19-n{number}.md");
        let action = "[[actions]]\nid = \"A1\"\ntext = \"Do something that takes a whole line, and \
                      is worth it\"\nowner = \"ana\"\ndue = 2026-10-20\n";
        let front = format!(
            "severity = \"sev1\"\nservices = [\"shop\"]\n\n[times]\nstarted = \
             2026-10-20T08:00:00Z\n\n{action}"
        );
        folder.write(&file, &format!("+++\n{front}+++\n"));
    }
    for format in ["text", "md"] {
        let told = folder.irp(&["handoff", "first", "--format", format]).out;
        assert!(told.lines().count() < 60, "{told}");
        assert!(told.contains(" more: "), "{told}");
    }
}
