//! Incident records: begun, added to by several people at once, read back as they were written.
#![expect(clippy::disallowed_methods, reason = "the test looks at the files that irp wrote")]

mod bad_input;
mod chat;
mod doubt;
mod hidden;
mod milestones;
mod together;

use serde_json::Value;

use crate::init::folder::Folder;

/// A desk of three, who all hold a role, and a shop whose worst hours need a review.
const DESK: &str = r##"irp = 1

[plan]
name = "Desk"
time-zone = "Europe/Berlin"

[channels]
incident-chat = "#inc-{id}"
declare-in = "#incidents"
call = "https://meet.example/1"

[people.ana]
name = "Ana"
email = "ana@example.org"
time-zone = "America/New_York"

[people.bo]
name = "Bo"
chat = "@bo.ek"

[people.cho]
name = "Cho"

[roles.first-responder]
exclusive-with = ["incident-commander"]

[roles.incident-commander]
title = "Incident commander"

[roles.scribe]
assigned = "at-incident"

[rotations.first]
role = "first-responder"
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "bo"]

[rotations.second]
role = "secondary-responder"
follows = { rotation = "first", offset = 1 }

[rotations.lead]
role = "incident-commander"
starts = 2026-01-05T09:00
turn = "1w"
people = ["cho"]

[escalations.desk]
steps = [
    { after = "0m", notify = { rotation = "first" } },
    { after = "5m", notify = { rotation = "second" } },
]

[severities.sev1]
rank = 1
roles = ["incident-commander", "scribe"]
postmortem = "required"

[severities.sev3]
rank = 3

[services.shop]
tier = 1
escalation = "desk"
runbooks = ["shop-slow"]

[services.stock]
tier = 3
"##;

/// A record under way, with comments and a body that nobody may touch.
const OPEN: &str = "+++\n# who: the desk\nkind = \"incident\"   # not a drill\nseverity = \"sev1\"\n\
    services = [\n    \"shop\", # the only one\n]\n\n[times]\nstarted = 2026-10-21T09:00:00Z\n\
    # from the graph\ndetected = 2026-10-21T09:05:00Z\n\n[[timeline]]\nat = 2026-10-21T09:05:00Z\n\
    kind = \"detect\"\ntext = \"\"\"\nThe graph\n# is red\"\"\" # seen\n\n# what led to it\n[[factors]]\n\
    text = \"a certificate\"\n+++\n\n# Body\n\n+++ no fence\n\ttabs  and trailing blanks  \n";
const FILE: &str = "incidents/2026/2026-10-21-shop.md";
const ID: &str = "2026-10-21-shop";

fn desk(name: &str) -> Folder {
    let folder = Folder::new(&format!("incident-{name}"));
    folder.write("irp.toml", DESK);
    folder.write("runbooks/shop-slow.md", "+++\ntitle = \"The shop is slow\"\n+++\n");
    folder
}

/// A desk with one incident under way.
fn burning(name: &str) -> Folder {
    let folder = desk(name);
    folder.write(FILE, OPEN);
    folder
}

/// What an action answers with `--json`, or why it does not.
fn json(folder: &Folder, args: &[&str]) -> Value {
    let answer = folder.irp(&[&["incident"], args, &["--json"]].concat());
    serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{answer:?}"))
}

/// The timeline of the one record that an answer is about.
fn timeline(folder: &Folder) -> Vec<Value> {
    json(folder, &["show", ID])["incidents"][0]["timeline"].as_array().unwrap().clone()
}

/// The files in the folder of records, hidden ones too.
fn files(folder: &Folder) -> Vec<String> {
    let names = std::fs::read_dir(folder.path("incidents/2026")).unwrap();
    let mut names: Vec<_> =
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_service_and_a_severity_are_enough_to_begin_and_say_who_holds_which_role() {
    let folder = desk("begin");
    let answer = folder.irp(&["incident", "new", "shop", "--severity", "sev1"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.out.starts_with(&format!("wrote {FILE}\n")), "{}", answer.out);
    let text = folder.read(FILE);
    let expected = "+++\nkind = \"incident\"\nseverity = \"sev1\"\nstatus = \"open\"\n\
        services = [\"shop\"]\nchannel = \"#inc-2026-10-21-shop\"\n\n[times]\n\
        declared = 2026-10-21T10:00:00Z\n\n[people]\nfirst-responder = \"bo\"\n\
        secondary-responder = \"ana\"\nincident-commander = \"cho\"\n\n[[timeline]]\n\
        at = 2026-10-21T10:00:00Z\nkind = \"declare\"\ntext = \"sev1 is declared\"\n+++\n";
    assert!(text.starts_with(expected), "{text}");
    for (role, id) in [("first-responder", "bo"), ("incident-commander", "cho")] {
        let said = folder.irp(&["oncall", "--role", role, "--print", "id"]);
        assert_eq!(said.out.trim(), id);
    }
    for shown in
        ["scribe\tgiven at the incident", "shop-slow\tThe shop is slow", "irp escalate shop"]
    {
        assert!(answer.out.contains(shown), "{}", answer.out);
    }
    let actions =
        [&["log", "x", "--kind", "action"][..], &["set", "mitigated"], &["set", "title", "y"]];
    for action in [&[][..]].into_iter().chain(actions) {
        let acted = action.is_empty() || folder.irp(&[&["incident"], action].concat()).code == 0;
        assert!(acted, "{action:?}");
        assert_eq!(folder.irp(&["fmt", "--check"]).code, 0, "canonical after {action:?}");
    }
    let faults = json(&folder, &["show"]);
    assert_eq!(faults["faults"], 0, "{faults}");
}

#[test]
fn where_records_lie_is_as_the_plan_says() {
    let folder = desk("glob");
    let plan = DESK.replace("\n[channels]", "incidents = [\"log/fires/**/*.md\"]\n\n[channels]");
    folder.write("irp.toml", &plan);
    folder.write(
        "log/fires/old.md",
        &OPEN.replace("[times]", "[times]\nresolved = 2026-10-21T09:09:00Z"),
    );
    let answer = folder.irp(&["incident", "new", "shop", "--severity", "sev1"]);
    assert!(answer.out.starts_with("wrote log/fires/2026/2026-10-21-shop.md\n"), "{answer:?}");
    assert_eq!(folder.irp(&["incident", "log", "x"]).code, 0);
    folder.write("irp.toml", &plan.replace("fires/**/*.md", "fires/2025/*.md"));
    let answer = folder.irp(&["incident", "new", "stock", "--severity", "sev3"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("the plan would not read log/fires/2025/2026/"), "{answer:?}");
}

#[test]
fn a_line_is_by_whoever_git_says_and_of_now() {
    let folder = burning("author");
    folder.git(&["config", "--global", "user.email", "ANA@example.org"]);
    let answer = folder.irp(&["incident", "log", "rolled", "back", "4412", "--kind", "action"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let line = timeline(&folder).pop().unwrap();
    assert_eq!(line["text"], "rolled back 4412");
    assert_eq!((&line["by"], &line["kind"]), (&"ana".into(), &"action".into()));
    assert_eq!(line["at"], "2026-10-21T10:00:00Z");
    assert_eq!(line["at_theirs"], "2026-10-21T06:00:00-04:00");
    let answer = folder.irp(&["incident", "log", "x", "--by", "bne"]);
    assert!(answer.code == 2 && answer.err.contains("no person `bne`"), "{answer:?}");
}

#[test]
fn a_dry_run_shows_the_change_and_writes_nothing() {
    let folder = burning("dry");
    let reviewed = ["close", "--force"];
    for action in [&["log", "x"][..], &["set", "mitigated"], &["set", "scribe", "cho"], &reviewed] {
        let answer = folder.irp(&[&["incident"], action, &["--dry-run"]].concat());
        assert!(answer.code == 0 && answer.out.contains("\n+"), "{answer:?}");
        let body = json(&folder, &[action, &["--dry-run"]].concat());
        assert_eq!((&body["written"], &body["dry_run"]), (&false.into(), &true.into()));
        assert_eq!(folder.read(FILE), OPEN);
    }
    let answer = folder.irp(&["incident", "new", "stock", "--severity", "sev3", "--dry-run"]);
    assert!(answer.out.contains("+severity = \"sev3\""), "{answer:?}");
    assert_eq!(files(&folder), ["2026-10-21-shop.md"]);
}

#[test]
fn a_role_is_held_by_the_rotation_that_says_so_at_that_moment() {
    let folder = desk("weekend");
    let weekend = "\n[rotations.weekend]\nrole = \"first-responder\"\nwhen = \"sat,sun\"\n\
                   starts = 2026-01-05T09:00\nturn = \"1w\"\npeople = [\"cho\"]\n";
    let first = "role = \"first-responder\"\nstarts";
    let plan = DESK.replace(first, &first.replace("starts", "when = \"mon-fri\"\nstarts"));
    let both = "[{ rotation = \"first\" }, { rotation = \"weekend\" }]";
    folder.write("irp.toml", &(plan.replace("{ rotation = \"first\" }", both) + weekend));
    let new = |now: &str| {
        let words = ["new", "shop", "--severity", "sev1", "--dry-run", "--now", now];
        json(&folder, &words)["begun"].clone()
    };
    let begun = new("2026-10-24T10:00:00Z");
    let held = |begun: &Value| {
        (begun["roles"][0]["people"].clone(), begun["roles"][0]["rotations"].clone())
    };
    let (cho, weekend) = (serde_json::json!(["cho"]), serde_json::json!(["weekend"]));
    assert_eq!(held(&begun), (cho, weekend));
    assert_eq!(held(&new("2026-10-21T10:00:00Z")).1, serde_json::json!(["first"]));
    let text = folder.irp(&[
        "incident",
        "new",
        "shop",
        "--severity",
        "sev1",
        "--now",
        "2026-10-24T10:00:00Z",
    ]);
    assert!(text.out.contains("first-responder\tCho (cho)\t\tweekend\n"), "{text:?}");
    // What the text tells, programs are told too.
    assert_eq!(begun["open_roles"], serde_json::json!(["secondary-responder", "scribe"]));
    assert_eq!(
        begun["channels"][2],
        serde_json::json!({"what": "call", "place": "https://meet.example/1"})
    );
    assert_eq!(begun["runbooks"][0]["title"], "The shop is slow");
    assert_eq!(begun["steps"][0]["command"], "irp escalate shop --severity sev1");
    let logged = json(&folder, &["log", "x", "--by", "bo"]);
    assert!(logged["begun"].is_null(), "{logged}");
}

#[test]
fn an_id_may_be_left_out_where_one_incident_is_open() {
    let folder = desk("which");
    let answer = folder.irp(&["incident", "log", "x"]);
    assert!(answer.code == 2 && answer.err.contains("irp incident new SERVICE"), "{answer:?}");
    folder.write(FILE, OPEN);
    let answer = folder.irp(&["incident", "log", "x"]);
    assert!(answer.code == 0 && answer.err.contains(&format!("incident {ID}")), "{answer:?}");
    folder.write("incidents/2026/2026-10-20-stock.md", OPEN);
    let answer = folder.irp(&["incident", "log", "x"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("2 incidents are open"), "{answer:?}");
    assert!(answer.err.contains("--incident 2026-10-20-stock"), "{answer:?}");
    assert_eq!(folder.irp(&["incident", "log", "x", "--incident", ID]).code, 0);
    assert_eq!(folder.irp(&["incident", "set", "resolved", "--incident", ID]).code, 0);
    assert_eq!(folder.irp(&["incident", "log", "y"]).code, 0, "only one is open again");
}

#[test]
fn a_list_has_the_latest_first_and_is_narrowed_by_filters() {
    let folder = burning("list");
    let over =
        OPEN.replace("\"sev1\"", "\"sev3\"").replace("\"shop\", # the only one", "\"stock\"");
    let over = over.replace("2026-10-21T", "2026-10-01T");
    let over = over.replace("[times]", "[times]\nresolved = 2026-10-01T11:00:00Z");
    folder.write("incidents/2026/2026-10-01-stock.md", &over);
    let ids = |args: &[&str]| -> Vec<String> {
        let body = json(&folder, &[&["list"], args].concat());
        let all = body["incidents"].as_array().unwrap().iter();
        all.map(|incident| incident["id"].as_str().unwrap().to_owned()).collect()
    };
    let (shop, stock) = (ID.to_owned(), "2026-10-01-stock".to_owned());
    assert_eq!(ids(&[]), [shop.clone(), stock.clone()]);
    assert_eq!(ids(&["--open"]), std::slice::from_ref(&shop));
    assert_eq!(ids(&["--service", "stock"]), std::slice::from_ref(&stock));
    assert_eq!(ids(&["--severity", "sev3", "--service", "shop"]), Vec::<String>::new());
    assert_eq!(ids(&["--since", "2026-10-02"]), [shop]);
    let answer = folder.irp(&["incident", "list", "--service", "shpo"]);
    assert!(answer.code == 2 && answer.err.contains("did you mean `shop`?"), "{answer:?}");
    let tabs = folder.irp(&["incident", "list"]).out;
    assert!(tabs.contains("2026-10-21-shop\tsev1\topen\t2026-10-21T11:00:00+02:00"), "{tabs}");
}
