//! Times that are in the future or contradict each other: said wherever they are shown, and counted
//! nowhere.

use serde_json::Value;

use super::{ID, burning, desk, json};
use crate::init::folder::{Answer, Folder};

/// A record of one morning with these times.
fn record(folder: &Folder, id: &str, times: &[(&str, &str)]) {
    let times: Vec<_> = times.iter().map(|(name, at)| format!("{name} = {at}\n")).collect();
    let times = times.concat();
    let front = "severity = \"sev3\"\nstatus = \"mitigated\"\nservices = [\"shop\"]\n";
    folder.write(&format!("incidents/{id}.md"), &format!("+++\n{front}[times]\n{times}+++\n"));
}

/// The three that contradict themselves, each in another way.
fn three(name: &str) -> Folder {
    let folder = desk(name);
    let started = ("started", "2026-10-18T08:00:00Z");
    let ahead =
        [started, ("detected", "2026-10-18T08:30:00Z"), ("mitigated", "2026-10-22T08:40:00Z")];
    record(&folder, "a-ahead", &ahead);
    let both =
        [started, ("detected", "2026-10-22T07:00:00Z"), ("mitigated", "2026-10-18T07:00:00Z")];
    record(&folder, "b-both", &both);
    let order = [
        started,
        ("detected", "2026-10-18T08:30:00Z"),
        ("remediation-started", "2026-10-18T08:25:00Z"),
        ("mitigated", "2026-10-18T08:40:00Z"),
    ];
    record(&folder, "c-order", &order);
    folder
}

fn says_all(answer: &Answer) {
    assert_eq!(answer.code, 2, "{answer:?}");
    for said in [
        "`a-ahead`: `mitigated`, Thu 22 Oct 2026 10:40 CEST (written), is in the future",
        "`b-both`: `detected`, Thu 22 Oct 2026 09:00 CEST (written), is in the future",
        "`b-both`: `mitigated`, Sun 18 Oct 2026 09:00 CEST (written), is before `started`, \
         Sun 18 Oct 2026 10:00 CEST (written)",
        "`c-order`: `remediation-started`, Sun 18 Oct 2026 10:25 CEST (written), is before \
         `detected`, Sun 18 Oct 2026 10:30 CEST (written)",
    ] {
        assert!(answer.err.contains(said), "{said}: {answer:?}");
    }
}

#[test]
fn nothing_that_rests_on_a_time_that_cannot_be_is_counted() {
    let folder = three("doubt-stats");
    says_all(&folder.irp(&["stats"]));
    let answer = folder.irp(&["stats", "--json"]);
    let value: Value = serde_json::from_str(&answer.out).unwrap();
    let known = |incident: &Value| -> Vec<String> {
        let all = incident.as_object().unwrap().iter();
        let all = all.filter(|(name, length)| name.ends_with("_s") && !length.is_null());
        all.map(|(name, _)| name.clone()).collect()
    };
    let known: Vec<_> = value["incidents"].as_array().unwrap().iter().map(known).collect();
    assert_eq!(known, [vec!["detection_s".to_owned()], vec![], vec![]]);
    assert_eq!(value["summary"]["known"]["impact"], 0);
}

#[test]
fn a_list_has_no_impact_of_such_a_record_and_says_so() {
    let folder = three("doubt-list");
    let answer = folder.irp(&["incident", "list"]);
    says_all(&answer);
    for line in answer.out.lines().skip(1) {
        assert_eq!(line.split('\t').nth(4), Some(""), "{answer:?}");
    }
}

#[test]
fn a_record_and_its_review_say_which_two_times_cannot_be() {
    let folder = three("doubt-show");
    let said = "is before `started`, Sun 18 Oct 2026 10:00 CEST (written)";
    let shown = folder.irp(&["incident", "show", "b-both"]);
    assert!(shown.code == 2 && shown.err.contains(said) && shown.out.contains(said), "{shown:?}");
    assert!(!shown.out.contains("HOW LONG"), "{shown:?}");
    let doubts = json(&folder, &["show", "b-both"])["incidents"][0]["doubts"].clone();
    let pairs: Vec<_> = doubts
        .as_array()
        .unwrap()
        .iter()
        .map(|doubt| (doubt["milestone"].clone(), doubt["before"].clone()))
        .collect();
    let pair = |one: &str, other: Option<&str>| (Value::from(one), Value::from(other));
    assert_eq!(pairs, [pair("detected", None), pair("mitigated", Some("started"))]);
    let review = folder.irp(&["postmortem", "b-both"]);
    assert!(review.code == 2 && review.err.contains(said), "{review:?}");
    assert!(review.out.contains("| detection | not known |"), "{review:?}");
    assert!(review.out.contains("is before started, Sun 18 Oct 2026 10:00 CEST"), "{review:?}");
    let handoff = folder.irp(&["handoff", "first", "--at", "2026-10-21T10:00:00Z"]);
    assert!(handoff.code == 2 && handoff.err.contains("`c-order`:"), "{handoff:?}");
}

#[test]
fn a_line_that_contradicts_a_time_is_written_and_the_contradiction_said() {
    let folder = burning("doubt-log");
    let log = ["incident", "log", "it works", "--kind", "mitigate", "--at", "2026-10-21T08:50Z"];
    let answer = folder.irp(&log);
    let said = "warning: `mitigated`, Wed 21 Oct 2026 10:50 CEST (the first `mitigate` in the \
                timeline), is before `started`, Wed 21 Oct 2026 11:00 CEST (written)";
    assert!(answer.code == 0 && answer.err.contains(said), "{answer:?}");
    assert_eq!(super::timeline(&folder).len(), 2);
    let again = folder.irp(&["incident", "log", "a note"]);
    assert!(!again.err.contains("is before"), "it is said once: {again:?}");
    let shown = folder.irp(&["incident", "show", ID]);
    assert!(shown.code == 2 && shown.err.contains(&said[9..]), "{shown:?}");
}

#[test]
fn a_line_that_moves_a_milestone_says_what_it_was_before() {
    let folder = burning("doubt-moved");
    let log = |at: &str| folder.irp(&["incident", "log", "x", "--kind", "mitigate", "--at", at]);
    assert_eq!(log("2026-10-21T09:30Z").code, 0);
    let answer = log("2026-10-21T09:02Z");
    let moved = "(before: Wed 21 Oct 2026 11:30 CEST)";
    assert!(answer.code == 0 && answer.out.contains(moved), "{answer:?}");
    let late = "is before `detected`, Wed 21 Oct 2026 11:05 CEST (written): was it over before";
    assert!(answer.err.contains(late), "{answer:?}");
    let shown = folder.irp(&["incident", "show", ID]);
    assert!(shown.code == 0 && shown.out.contains("before it was noticed"), "{shown:?}");
    let durations = json(&folder, &["show", ID])["incidents"][0]["durations"].clone();
    assert!(durations.as_array().unwrap().iter().all(|one| one["name"] != "impact"));
}

#[test]
fn what_is_logged_as_resolved_is_not_open_anywhere() {
    let folder = burning("doubt-status");
    let status = || json(&folder, &["show", ID])["incidents"][0]["status"].clone();
    let answer = folder.irp(&["incident", "log", "x", "--kind", "mitigate"]);
    assert!(answer.out.contains("the status is mitigated"), "{answer:?}");
    assert_eq!(status(), "mitigated");
    let answer = folder.irp(&["incident", "log", "x", "--kind", "resolve"]);
    assert!(answer.out.contains("the status is resolved"), "{answer:?}");
    assert!(folder.read(super::FILE).contains("status = \"resolved\""));
    let listed = folder.irp(&["incident", "list"]).out;
    assert!(listed.contains(&format!("{ID}\tsev1\tresolved\t")), "{listed}");
    assert_eq!(json(&folder, &["list", "--open"])["incidents"].as_array().unwrap().len(), 0);
    // A line of an older time moves nothing back.
    let log = ["incident", "log", "x", "--kind", "mitigate", "--incident", ID];
    assert_eq!(folder.irp(&log).code, 0);
    assert_eq!(status(), "resolved");
}

#[test]
fn a_status_that_was_left_behind_is_shown_as_far_as_the_times_have_come() {
    let folder = burning("doubt-left");
    let text = folder.read(super::FILE).replace("[[factors]]", "[[timeline]]\nat = 2026-10-21T09:20:00Z\nkind = \"resolve\"\ntext = \"over\"\n\n[[factors]]");
    folder.write(super::FILE, &text);
    let body = &json(&folder, &["list"])["incidents"][0];
    assert_eq!((&body["status"], &body["open"]), (&"resolved".into(), &false.into()));
    let handoff = folder.irp(&["handoff", "first"]);
    assert!(handoff.out.contains(ID) && !handoff.out.contains("under way"), "{handoff:?}");
}

#[test]
fn a_start_in_the_future_is_said_by_statistics_too_and_counts_for_nothing() {
    let folder = desk("doubt-started");
    let later = ("started", "2026-10-22T08:00:00Z");
    record(&folder, "a-mixed", &[later, ("detected", "2026-10-18T08:30:00Z")]);
    record(&folder, "b-ahead", &[later]);
    for args in [vec!["stats"], vec!["incident", "list"]] {
        let answer = folder.irp(&args);
        assert_eq!(answer.code, 2, "{answer:?}");
        for id in ["a-mixed", "b-ahead"] {
            let said = format!("`{id}`: `started`, Thu 22 Oct 2026 10:00 CEST (written), is in");
            assert!(answer.err.contains(&said), "{said}: {answer:?}");
        }
    }
    let value: Value = serde_json::from_str(&folder.irp(&["stats", "--json"]).out).unwrap();
    let incidents = value["incidents"].as_array().unwrap();
    let ids: Vec<_> = incidents.iter().map(|incident| &incident["id"]).collect();
    assert_eq!(ids, ["a-mixed"]);
    assert!(incidents[0]["impact_s"].is_null() && incidents[0]["detection_s"].is_null());
}

#[test]
fn no_length_is_shown_beside_a_time_that_cannot_be() {
    let folder = three("doubt-after");
    let after = |id: &str, milestone: &str| -> Option<String> {
        let out = folder.irp(&["incident", "show", id]).out;
        let line = out.lines().find(|line| line.contains(&format!("{milestone}\t")))?.to_owned();
        let cells: Vec<_> = line.split('\t').collect();
        let named = cells.iter().position(|cell| *cell == milestone)?;
        cells.get(named + 2).map(|cell| (*cell).to_owned())
    };
    assert_eq!(after("a-ahead", "detected").as_deref(), Some("1800"));
    assert_eq!(after("a-ahead", "mitigated").as_deref(), Some(""));
    assert_eq!(after("c-order", "remediation-started").as_deref(), Some(""));
}

#[test]
fn a_status_update_tells_others_no_time_that_cannot_be() {
    let folder = three("doubt-update");
    let answer = folder.irp(&["render", "status-update.md", "--incident", "a-ahead"]);
    assert_eq!(answer.code, 2, "{answer:?}");
    assert!(answer.out.contains("Started: Sun 18 Oct"), "{answer:?}");
    assert!(!answer.out.contains("Mitigated:"), "{answer:?}");
    let answer = folder.irp(&["render", "status-update.md", "--incident", "b-both"]);
    assert!(!answer.out.contains("Started:") && !answer.out.contains("18 Oct"), "{answer:?}");
}
