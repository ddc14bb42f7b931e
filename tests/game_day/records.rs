//! What is written: new files, times, actions.

use super::{asked, harbour, refused};

const DAY: &str = "\
# Before.
[game-days.soon] # which
services = [ 'shop' ]   # odd, and kept
status = \"planned\"
scheduled = 2026-10-21T08:00:00Z
expected-detect-within = \"5m\"

[[game-days.soon.findings]] # what
text = \"The door\\nwas shut\"
phase = \"response\"

# After.
";

#[test]
fn a_new_game_day_is_a_file_of_its_own_and_overwrites_none() {
    let folder = harbour("new");
    let new = ["new", "The \"quay\" floods é", "-s", "shop", "--at", "2026-11-05 14:00"];
    let shown = folder.irp(&[&["game-day"], &new[..], &["--dry-run"]].concat());
    let path = "game-days/2026-11-05-the-quay-floods-e.toml";
    assert!(shown.code == 0 && !folder.has("game-days"), "{shown:?}");
    let answer = asked(&folder, &new, 0);
    assert_eq!(answer["changes"][0]["file"], path);
    assert_eq!(folder.read(path), shown.out);
    assert_eq!(folder.irp(&["fmt", "--check", path]).code, 0, "it is laid out as irp fmt would");
    let day = &asked(&folder, &["list"], 0)["game_days"][0];
    assert_eq!(
        (&day["title"], &day["status"]),
        (&"The \"quay\" floods é".into(), &"planned".into())
    );
    refused(&folder, &new, "nothing is overwritten");
    folder.write("game-days/2026-11-05-other.toml", "# mine\n");
    refused(&folder, &["new", "Other", "-s", "shop", "--at", "2026-11-05"], "already");
    assert_eq!(folder.read("game-days/2026-11-05-other.toml"), "# mine\n");
    refused(&folder, &["new", "X", "-s", "shopp"], "did you mean `shop`?");
    refused(&folder, &["new", "X", "-s", "shop", "--at", "22025-11-05"], "the year 22025");
}

#[test]
fn a_file_that_the_plan_would_not_read_is_not_written() {
    let folder = harbour("unread");
    let narrow = super::HARBOUR.replace(
        "holidays = \"closed\"\n\n",
        "holidays = \"closed\"\ninclude = [\"irp.toml\"]\n\n",
    );
    folder.write("irp.toml", &narrow);
    refused(&folder, &["new", "X", "-s", "shop"], "the plan does not read game-days/");
    assert!(!folder.has("game-days"));
}

/// The words of a command about the game day of these tests, at a time.
fn day<'a>(args: &[&'a str], now: &'a str) -> Vec<&'a str> {
    [args, &["soon", "--now", now]].concat()
}

#[test]
fn times_are_recorded_in_order_and_nothing_else_changes() {
    let folder = harbour("times");
    folder.write("days.toml", DAY);
    refused(&folder, &day(&["mark", "detected"], "2026-10-21T08:05:00Z"), "has not begun");
    asked(&folder, &day(&["start"], "2026-10-21T08:05:00Z"), 0);
    refused(&folder, &day(&["start"], "2026-10-21T08:06:00Z"), "recorded already");
    let late = day(&["mark", "detected", "--at", "2026-10-21T09:00Z"], "2026-10-21T08:06:00Z");
    refused(&folder, &late, "is in the future");
    let early = day(&["mark", "detected", "--at", "2026-10-21T08:00Z"], "2026-10-21T08:06:00Z");
    refused(&folder, &early, "would be before `injected`");
    let dry = day(&["mark", "detected", "--dry-run"], "2026-10-21T08:15:00Z");
    let before = folder.read("days.toml");
    assert!(
        folder
            .irp(&[&["game-day"], &dry[..]].concat())
            .out
            .contains("+detected = 2026-10-21T08:15:00Z")
    );
    assert_eq!(folder.read("days.toml"), before);
    asked(&folder, &day(&["mark", "detected"], "2026-10-21T08:15:00Z"), 0);
    asked(&folder, &day(&["finish", "--held", "no"], "2026-10-21T08:40:30Z"), 0);
    refused(&folder, &day(&["finish"], "2026-10-21T08:50:00Z"), "its record is closed");
    let text = folder.read("days.toml");
    let times = "\n\n[game-days.soon.result.times]\ninjected = 2026-10-21T08:05:00Z\n\
                 detected = 2026-10-21T08:15:00Z\nmitigated = 2026-10-21T08:40:30Z\n\n\
                 [game-days.soon.result]\nhypothesis-held = false";
    let expected = DAY
        .replace("\"planned\"", "\"done\"")
        .replace("within = \"5m\"", &format!("within = \"5m\"{times}"));
    assert_eq!(text, expected);
}

#[test]
fn without_an_id_it_is_the_one_of_today_and_then_the_one_under_way() {
    let folder = harbour("which");
    folder.write("days.toml", DAY);
    let at =
        |args: &[&str], now: &str| folder.irp(&[&["game-day"], args, &["--now", now]].concat());
    refused(&folder, &["mark", "detected"], "no game day is under way");
    let early = at(&["start"], "2026-10-20T08:05:00Z");
    assert!(early.code == 2 && early.err.contains("no game day is to begin today"), "{early:?}");
    let begun = at(&["start"], "2026-10-21T08:05:00Z");
    assert!(begun.code == 0 && begun.err.contains("game day soon\n"), "{begun:?}");
    let again = at(&["start"], "2026-10-21T08:06:00Z");
    assert!(again.code == 2 && again.err.contains("to begin today"), "{again:?}");
    assert_eq!(at(&["mark", "detected"], "2026-10-21T08:15:00Z").code, 0);
    assert!(at(&["show"], "2026-10-21T08:16:00Z").out.contains("2026-10-21T10:15:00+02:00"));
    let other = DAY.replace("[game-days.soon", "[game-days.other");
    let times = "[game-days.other.result.times]\ninjected = 2026-10-21T08:00:00Z\n";
    folder.write("other.toml", &[&other, "\n", times].concat());
    let two = at(&["finish"], "2026-10-21T08:40:00Z");
    assert!(two.code == 2 && two.err.contains("2 game days are under way"), "{two:?}");
    assert!(two.err.contains("`other`") && two.err.contains("`soon`"), "{two:?}");
    assert_eq!(at(&["finish", "soon"], "2026-10-21T08:40:00Z").code, 0);
    assert_eq!(at(&["finish", "--dry-run"], "2026-10-21T08:50:00Z").code, 0);
    let text = folder.read("days.toml");
    assert!(
        text.contains("mitigated = 2026-10-21T08:40:00Z") && text.contains("\"done\""),
        "{text}"
    );
}

#[test]
fn findings_become_actions_and_late_phases_findings() {
    let folder = harbour("actions");
    let times = "[game-days.soon.result.times]\ninjected = 2026-10-21T08:00:00Z\n\
                 detected = 2026-10-21T08:12:00Z\n";
    folder.write("days.toml", &format!("{}\n{times}", DAY.replace("planned", "done")));
    let shown = asked(&folder, &["show", "soon"], 0);
    let phase = &shown["game_days"][0]["phases"][0];
    assert_eq!((&phase["measured_s"], &phase["as_expected"]), (&720.into(), &false.into()));
    assert_eq!(shown["actions"].as_array().unwrap().len(), 2, "{shown}");
    let before = folder.read("days.toml");
    asked(&folder, &["show", "soon", "--actions"], 0);
    assert_eq!(folder.read("days.toml"), before);
    asked(&folder, &["show", "soon", "--actions", "--write"], 0);
    let after = asked(&folder, &["show", "soon"], 0);
    assert_eq!(after["actions"].as_array().unwrap().len(), 0, "{after}");
    let findings = after["game_days"][0]["findings"].as_array().unwrap();
    assert_eq!(findings[0]["action"]["text"], "Mend: The door\nwas shut");
    assert_eq!(findings[1]["action"]["type"], "detect");
    assert!(folder.read("days.toml").contains("[[game-days.soon.findings]] # what\n"));
}

#[test]
fn a_plan_with_a_fault_is_answered_and_says_so() {
    let folder = harbour("faults");
    folder.write("days.toml", "[game-days.soon]\nservices = [\"nowhere\"]\n");
    let answer = folder.irp(&["game-day", "list"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("a game day has a fault"), "{}", answer.err);
    assert!(answer.out.contains("soon"), "{}", answer.out);
}

#[test]
fn names_mean_nothing_in_markdown() {
    let folder = harbour("markdown");
    let day = "[game-days.soon]\ntitle = \"<b>@all|\\u001b[1m\"\nservices = [\"shop\"]\n";
    folder.write("days.toml", day);
    let text = folder.irp(&["game-day", "list", "--format", "md"]).out;
    assert!(text.contains("&lt;b&gt;&#64;all\\|"), "{text}");
    assert!(!text.contains('\u{1b}') && !text.contains("<b>"), "{text}");
}

#[test]
fn nothing_is_measured_with_a_time_that_cannot_be() {
    let held = |times: &str| {
        let folder = harbour("doubt");
        let head = "[game-days.soon]\nservices = ['shop']\nstatus = \"done\"\n\
                    scheduled = 2026-10-14T08:00:00Z\nexpected-mitigate-within = \"30m\"\n";
        let file = format!("{head}[game-days.soon.result.times]\n{times}");
        folder.write("game-days/soon.toml", &file);
        let words = day(&["show", "--json"], "2026-10-19T09:00:00Z");
        let answer = folder.irp(&[&["game-day"], &words[..]].concat());
        let value: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
        let phases = value["game_days"][0]["phases"].as_array().unwrap().clone();
        let known = phases.iter().filter(|phase| !phase["measured_s"].is_null());
        let known: Vec<_> =
            known.map(|phase| phase["phase"].as_str().unwrap().to_owned()).collect();
        (answer, known)
    };
    let injected = "injected = 2026-10-14T08:00:00Z\n";
    let ahead = "detected = 2026-10-14T08:05:00Z\nmitigated = 2026-10-22T08:20:00Z\n";
    let (answer, known) = held(&format!("{injected}{ahead}"));
    assert_eq!((answer.code, known), (2, vec!["detection".to_owned()]), "{answer:?}");
    assert!(answer.err.contains("`soon`: `mitigated`, Thu 22 Oct 2026"), "{answer:?}");
    assert!(answer.err.contains("is in the future"), "{answer:?}");
    let early = "detected = 2026-10-14T07:50:00Z\nmitigated = 2026-10-14T08:20:00Z\n";
    let (answer, known) = held(&format!("{injected}{early}"));
    assert_eq!((answer.code, known), (2, vec![]), "{answer:?}");
    assert!(answer.err.contains("`soon`: `detected`, Wed 14 Oct 2026"), "{answer:?}");
    let well = "detected = 2026-10-14T08:05:00Z\nmitigated = 2026-10-14T08:20:00Z\n";
    let (answer, known) = held(&format!("{injected}{well}"));
    assert_eq!((answer.code, known.len()), (0, 2), "{answer:?}");
}
