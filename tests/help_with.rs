//! `irp help-with`: whom to ask, and in which order.

use serde_json::Value;

use crate::init::folder::{Answer, Folder};

const PLAN: &str = "\
irp = 1

[plan]
name = \"Shop\"
time-zone = \"Europe/Berlin\"

[people.ana]
name = \"Ana\"
working-hours = \"mon-fri 09:00-17:00\"
skills = [\"databases\"]

[people.ben]
name = \"Ben\"
working-hours = \"mon-fri 09:00-17:00\"
skills = [\"databases\"]

[people.cho]
name = \"Cho\"
time-zone = \"Asia/Seoul\"
working-hours = \"mon-fri 09:00-17:00\"
skills = [\"databases\"]

[people.dee]
name = \"Dee\"
skills = [\"databases\"]

[rotations.primary]
starts = 2026-10-05T09:00
turn = \"1w\"
people = [\"dee\", \"ben\"]

[services.shop]
name = \"The shop\"

[[help]]
topic = \"Failover\"
services = [\"shop\"]
symptom = \"replica behind\"
contact = { skill = \"databases\" }
";

fn shop(name: &str, more: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("irp.toml", &format!("{PLAN}{more}"));
    folder
}

fn help(folder: &Folder, args: &[&str]) -> Answer {
    folder.irp(&[&["help-with"], args].concat())
}

fn json(folder: &Folder, args: &[&str]) -> Value {
    serde_json::from_str(&help(folder, &[args, &["--json"]].concat()).out).unwrap()
}

/// The people of the first answer, each with how soon they can be asked.
fn people(folder: &Folder, args: &[&str]) -> Vec<String> {
    let answer = json(folder, args);
    let people = answer["matches"][0]["asks"][0]["whom"]["people"].as_array().unwrap().clone();
    let text = |person: &Value, key: &str| person[key].as_str().unwrap().to_owned();
    people.iter().map(|p| format!("{} {}", text(p, "person"), text(p, "state"))).collect()
}

const NOON: [&str; 3] = ["databases", "--at", "2026-10-21 12:00"];

#[test]
fn whoever_is_on_call_comes_first_then_at_work_then_whoever_works_soonest() {
    let folder = shop("help-order", "");
    let noon = people(&folder, &NOON);
    assert_eq!(noon, ["dee on-call", "ana working", "ben working", "cho off"]);
    let night = people(&folder, &["databases", "--at", "2026-10-21 23:00"]);
    assert_eq!(night, ["dee on-call", "cho off", "ana off", "ben off"], "Seoul works first");
    let next = people(&folder, &["databases", "--at", "2026-10-28 12:00"]);
    assert_eq!(next, ["ben on-call", "ana working", "cho off", "dee unknown"]);
}

#[test]
fn time_off_public_holidays_and_a_last_day_are_heeded() {
    let off = "\n[[time-off]]\nperson = \"ana\"\nfrom = 2026-10-21\nthrough = 2026-10-23\n";
    let folder = shop("help-off", off);
    assert_eq!(people(&folder, &NOON)[3], "ana away");
    let answer = json(&folder, &NOON);
    let ana = &answer["matches"][0]["asks"][0]["whom"]["people"][3];
    assert_eq!(ana["away_until"], "2026-10-23T22:00:00Z");
    assert_eq!(ana["works"]["start"], "2026-10-26T08:00:00Z", "the Monday after");

    let text = PLAN.replace("name = \"Ana\"\n", "name = \"Ana\"\nholidays = \"local\"\n");
    let text = text.replace("name = \"Ben\"\n", "name = \"Ben\"\nleft = 2026-10-20\n");
    folder.write("irp.toml", &format!("{text}\n[[holidays.local]]\ndate = 2026-10-21\n"));
    assert_eq!(people(&folder, &NOON), ["dee on-call", "cho off", "ana off"]);
}

#[test]
fn words_are_found_in_topics_symptoms_services_and_skills_whatever_their_case() {
    let folder = shop("help-words", "");
    for (words, kind) in [
        ("FAILOVER", "topic"),
        ("replicas", "topic"),
        ("is the shop slow", "topic"),
        ("database", "topic"),
        ("primary", "rotation"),
    ] {
        let answer = json(&folder, &[words]);
        assert_eq!(answer["matches"][0]["kind"], kind, "{words}: {answer:#}");
    }
}

#[test]
fn nothing_is_the_answer_no_with_what_was_probably_meant() {
    let folder = shop("help-nothing", "");
    let answer = help(&folder, &["shpo", "-f", "human"]);
    assert_eq!(answer.code, 1);
    assert!(answer.out.contains("did you mean `shop`?"), "{}", answer.out);
    assert_eq!(json(&folder, &["shpo"])["near"], serde_json::json!(["shop"]));
}

#[test]
fn a_fault_that_hides_who_is_on_call_is_said() {
    let folder = shop("help-fault", "");
    let broken = PLAN.replace("[\"dee\", \"ben\"]", "[\"dee\", \"bne\"]");
    folder.write("irp.toml", &broken);
    let answer = help(&folder, &["databases", "-f", "human"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("leaves `primary` without an answer"), "{}", answer.err);
    assert!(answer.out.contains("Ana: at work"), "{}", answer.out);
}

#[test]
fn a_fault_elsewhere_does_not_touch_the_answer() {
    let other = "\n[rotations.other]\nstarts = 2026-10-05T09:00\nturn = \"soon\"\npeople = [\"eli\"]\n\
                 [people.eli]\nname = \"Eli\"\n";
    let folder = shop("help-elsewhere", other);
    let answer = help(&folder, &["databases", "-f", "human"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(answer.err.contains("elsewhere in the plan"), "{}", answer.err);
}

#[test]
fn escalation_paths_that_hand_over_in_a_circle_end() {
    let circle = "\n[escalations.a]\nsteps = [{ after = \"0m\", notify = { escalation = \"b\" } }]\n\
                  [escalations.b]\nsteps = [{ after = \"0m\", notify = { escalation = \"a\" } }]\n\
                  [[help]]\ntopic = \"Circle\"\ncontact = { escalation = \"a\" }\n";
    let folder = shop("help-circle", circle);
    let answer = help(&folder, &["circle", "-f", "human"]);
    assert_eq!(answer.code, 1);
    assert!(answer.out.contains("which reaches nobody"), "{}", answer.out);
}
