//! `irp service`: a service and whoever answers for it.

use serde_json::Value;

use crate::init::folder::{Answer, Folder};

const PLAN: &str = "\
irp = 1

[plan]
name = \"Shop\"
time-zone = \"Europe/Berlin\"

[people.ana]
name = \"Ana\"

[rotations.desk]
starts = 2026-10-05T09:00
when = \"mon-fri 09:00-17:00\"
turn = \"1w\"
people = [\"ana\"]

[escalations.desk]
steps = [{ after = \"0m\", notify = { rotation = \"desk\" } }]

[severities.sev1]
rank = 1

[services.shop]
tier = 1
escalation = \"desk\"
signals = [\"latency\"]
depends-on = [\"shop\", \"store\"]

[services.store]
tier = 2
escalation = \"desk\"
depends-on = [\"shop\"]
";

fn shop(name: &str, text: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("irp.toml", text);
    folder
}

fn service(folder: &Folder, args: &[&str]) -> Answer {
    folder.irp(&[&["service"], args].concat())
}

fn json(folder: &Folder, id: &str) -> Value {
    let answer: Value = serde_json::from_str(&service(folder, &[id, "--json"]).out).unwrap();
    answer["services"][0].clone()
}

#[test]
fn nobody_is_the_answer_no_only_where_somebody_must_be_reached() {
    let folder = shop("service-hours", PLAN);
    for (id, at, code) in [
        ("shop", "2026-10-21 12:00", 0),
        ("shop", "2026-10-21 23:00", 1),
        ("store", "2026-10-21 12:00", 0),
        ("store", "2026-10-21 23:00", 0),
        ("store", "2026-10-24 12:00", 0),
    ] {
        assert_eq!(service(&folder, &[id, "--at", at]).code, code, "{id} {at}");
    }
    assert_eq!(service(&folder, &["--at", "2026-10-21 23:00"]).code, 1);
}

#[test]
fn services_that_need_each_other_or_themselves_do_no_harm() {
    let folder = shop("service-circle", PLAN);
    let page = json(&folder, "shop");
    assert_eq!(page["needs"][0]["service"], "shop");
    assert_eq!(page["needs"][1]["needs"], serde_json::json!(["shop"]));
    assert_eq!(page["needed_by"], serde_json::json!(["shop", "store"]));
}

#[test]
fn signals_that_are_neither_watched_nor_waived_are_missing() {
    let folder = shop("service-signals", PLAN);
    let missing = serde_json::json!(["traffic", "errors", "saturation"]);
    assert_eq!(json(&folder, "shop")["signals_missing"], missing);
}

#[test]
fn a_runbook_without_a_review_was_last_seen_by_its_last_commit() {
    let folder = Folder::repository("service-commit");
    folder.write("irp.toml", PLAN);
    folder.write("runbooks/down.md", "+++\nservices = [\"shop\"]\n+++\n\nStart it.\n");
    folder.git(&["add", "--all"]);
    folder.commit("Ana", "ana@acme.example", "2026-03-01T12:00:00Z");
    let page = json(&folder, "shop");
    let runbook = &page["runbooks"][0];
    assert_eq!((&runbook["runbook"], &runbook["reviewed"]), (&"down".into(), &Value::Null));
    assert_eq!((&runbook["changed"], &runbook["overdue"]), (&"2026-03-01".into(), &true.into()));
}

#[test]
fn a_service_that_is_not_there_is_met_with_the_nearest() {
    let folder = shop("service-near", PLAN);
    let answer = service(&folder, &["shpo"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("did you mean `shop`?"), "{}", answer.err);
}

#[test]
fn a_fault_of_the_service_is_said_and_one_of_another_is_not_in_the_way() {
    let folder = shop("service-fault", &format!("{PLAN}colour = \"red\"\n"));
    let answer = service(&folder, &["store", "--at", "2026-10-21 12:00"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("a fault hides a part of this service"), "{}", answer.err);
    assert_eq!(service(&folder, &["shop", "--at", "2026-10-21 12:00"]).code, 0);
}

#[test]
fn what_a_plan_says_is_text_in_every_format() {
    let alert =
        "\n[[services.store.alerts]]\nname = \"a\\u001b[31m|<b>@all\"\nsummary = \"x\\ny\"\n";
    let folder = shop("service-hostile", &format!("{PLAN}{alert}"));
    for format in ["human", "tsv", "list", "md"] {
        let answer = service(&folder, &["store", "-f", format, "--at", "2026-10-21 12:00"]);
        assert!(!answer.out.contains('\u{1b}'), "{format}: {}", answer.out);
        assert!(!answer.out.contains("\ny"), "{format}: {}", answer.out);
    }
    let md = service(&folder, &["store", "-f", "md", "--at", "2026-10-21 12:00"]).out;
    assert!(md.contains("\\|&lt;b&gt;&#64;all"), "{md}");
}
