//! Times that are set, and times that come from the timeline.

use super::{FILE, ID, OPEN, burning, json};

fn rule(folder: &crate::init::folder::Folder, milestone: &str) -> Option<(String, String)> {
    let body = json(folder, &["show", ID]);
    let times = body["incidents"][0]["times"].as_array().unwrap().clone();
    let found = times.into_iter().find(|time| time["milestone"] == milestone)?;
    let word = |key: &str| found[key].as_str().unwrap().to_owned();
    Some((word("at"), word("rule")))
}

#[test]
fn a_milestone_that_nobody_set_is_that_of_the_first_line_of_its_kind() {
    let folder = burning("derived");
    assert_eq!(rule(&folder, "mitigated"), None);
    let log = ["incident", "log", "it works", "--kind", "mitigate", "--at", "2026-10-21T09:50Z"];
    let answer = folder.irp(&log);
    let said = "mitigated is Wed 21 Oct 2026 11:50 CEST: the first `mitigate` in the timeline";
    assert!(answer.out.contains(said), "{answer:?}");
    let derived =
        ("2026-10-21T09:50:00Z".to_owned(), "the first `mitigate` in the timeline".to_owned());
    assert_eq!(rule(&folder, "mitigated"), Some(derived));
    let answer = folder.irp(&["incident", "set", "mitigated", "--at", "today", "11:55"]);
    assert!(answer.out.contains("Wed 21 Oct 2026 11:55 CEST (before: "), "{answer:?}");
    let written = ("2026-10-21T09:55:00Z".to_owned(), "written".to_owned());
    assert_eq!(rule(&folder, "mitigated"), Some(written));
    let shown = folder.irp(&["incident", "show", ID]).out;
    assert!(shown.contains("mitigated\t2026-10-21T11:55:00+02:00\t3300\twritten"), "{shown}");
    assert!(shown.contains("\nimpact\t") || !shown.contains("remediation-started"), "{shown}");
}

#[test]
fn what_is_set_again_changes_no_byte() {
    let folder = burning("again");
    for words in
        [&["resolved"][..], &["commander", "cho"], &["severity", "sev3"], &["title", "x y"]]
    {
        let set = [&["incident", "set"], words, &["--incident", ID]].concat();
        assert_eq!(folder.irp(&set).code, 0, "{words:?}");
        let once = folder.read(FILE);
        assert_ne!(once, OPEN);
        let answer = folder.irp(&set);
        assert!(answer.code == 0 && answer.out.contains("already"), "{answer:?}");
        assert_eq!(folder.read(FILE), once);
    }
}

#[test]
fn who_takes_a_role_is_a_line_too_and_two_that_exclude_each_other_are_noticed() {
    let folder = burning("roles");
    assert_eq!(folder.irp(&["incident", "set", "first-responder", "bo"]).code, 0);
    let answer = folder.irp(&["incident", "set", "commander", "bo"]);
    assert!(answer.err.contains("Bo (bo) is first-responder too"), "{answer:?}");
    let answer = folder.irp(&["incident", "set", "commander", "ana", "cho"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let body = &json(&folder, &["show", ID])["incidents"][0];
    assert_eq!(body["people"][1]["people"], serde_json::json!(["ana", "cho"]));
    let last = body["timeline"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["kind"], "role");
    assert_eq!(last["text"], "incident-commander is Ana (ana), Cho (cho), after bo");
}

#[test]
fn a_record_closes_when_it_is_over_and_reviewed() {
    let folder = burning("close");
    let close = ["incident", "close"];
    let answer = folder.irp(&close);
    assert_eq!((answer.code, folder.read(FILE)), (1, OPEN.to_owned()), "{answer:?}");
    assert!(answer.err.contains("does not say when it was over"), "{answer:?}");
    assert!(answer.err.contains("its severity requires a review"), "{answer:?}");
    assert_eq!(json(&folder, &["close"])["missing"].as_array().unwrap().len(), 2);
    for milestone in ["resolved", "reviewed"] {
        assert_eq!(folder.irp(&["incident", "set", milestone, "--incident", ID]).code, 0);
    }
    let answer = folder.irp(&close);
    assert!(answer.code == 0 && answer.out.contains("is closed"), "{answer:?}");
    assert!(folder.read(FILE).contains("\nstatus = \"closed\"\n"));
    let folder = burning("force");
    assert_eq!(folder.irp(&["incident", "close", "--force"]).code, 0);
    assert!(folder.read(FILE).contains("\nstatus = \"closed\"\n"));
}
