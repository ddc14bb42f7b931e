//! `irp check --since`, `--fix` and `--diff` in repositories, each made by git for its test.

use serde_json::Value;

use crate::init::folder::{Answer, Folder};

/// A plan with a rotation that breaks its promise, and some lines more.
fn plan(more: &str) -> String {
    format!(
        "irp = 1\n\n[plan]\nname = \"Harbour\"\ntime-zone = \"Europe/Berlin\"\n\n\
         [people.ana]\nname = \"Ana\"\n\n\
         [rotations.old]\nkind = \"standard\"\nstarts = 2026-01-05T09:00\nturn = \"1w\"\n\
         people = [\"ana\"]\nwhen = \"mon-fri 09:00-17:00\"\n{more}"
    )
}

const NEW: &str = "\n[rotations.new]\nkind = \"standard\"\nstarts = 2026-01-05T09:00\nturn = \"1w\"\n\
                   people = [\"ana\"]\nwhen = \"mon-fri 09:00-17:00\"\n";

fn save(folder: &Folder, day: u32) {
    folder.git(&["add", "--all"]);
    folder.commit("Ana Duarte", "ana@acme.example", &format!("2026-09-{day:02}T12:00:00Z"));
}

/// A repository in which the plan has one commit, with what is found in it, and then is another.
fn changed(name: &str, before: &str, after: &str) -> Folder {
    let folder = Folder::repository(name);
    folder.write("irp.toml", before);
    save(&folder, 1);
    folder.write("irp.toml", after);
    folder
}

fn since(folder: &Folder, more: &[&str]) -> Answer {
    folder.irp(&[&["check", "--rule", "kind-broken", "--since", "HEAD"], more].concat())
}

fn json(folder: &Folder) -> Value {
    serde_json::from_str(&since(folder, &["--json"]).out).unwrap()
}

fn paths(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|finding| finding["path"].as_str().unwrap()).collect()
}

#[test]
fn only_what_is_new_is_told_and_decides_the_exit_code() {
    let folder = changed("new", &plan(""), &plan(NEW));
    let answer = json(&folder);
    assert_eq!(paths(&answer["findings"]), ["rotations.new"]);
    assert_eq!(answer["since"]["fixed"], serde_json::json!([]));
    assert_eq!(
        (&answer["since"]["unchanged"], &answer["since"]["compared"]),
        (&1.into(), &true.into())
    );
    assert_eq!(since(&folder, &[]).code, 1);
    let same = changed("same", &plan(""), &plan(""));
    let answer = since(&same, &[]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(answer.out.contains("0 mended, 1 as before"), "{}", answer.out);
}

#[test]
fn what_is_mended_is_told_too() {
    let folder = changed("mended", &plan(NEW), &plan(""));
    let answer = json(&folder);
    assert_eq!(paths(&answer["findings"]), [""; 0]);
    assert_eq!(paths(&answer["since"]["fixed"]), ["rotations.new"]);
    let text = since(&folder, &[]);
    assert_eq!(text.code, 0);
    assert!(text.out.contains("mended: error[kind-broken] `new`"), "{}", text.out);
}

#[test]
fn a_finding_that_only_moves_is_no_news() {
    let before = plan("");
    let after = before.replace("[people.ana]", "# One line more.\n\n[people.ana]");
    let folder = changed("moved", &before, &after);
    let away = after.replace("\n[rotations.old]", "\n[rotations.older]");
    assert_eq!(paths(&json(&folder)["findings"]), [""; 0]);
    folder.write("irp.toml", &away);
    assert_eq!(paths(&json(&folder)["findings"]), ["rotations.older"]);
}

#[test]
fn a_plan_with_faults_is_compared_with_nothing() {
    let folder = changed("faulty", &plan("turn = \"1w\"\n"), &plan(NEW));
    let answer = since(&folder, &[]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("nothing is compared with it"), "{}", answer.err);
    assert!(answer.err.contains("irp.toml:16:1"), "{}", answer.err);
    assert!(answer.out.contains("rotations") && answer.out.contains("`old`"), "{}", answer.out);
    let unknown = folder.irp(&["check", "--since", "HAED"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("there is no revision `HAED`"), "{}", unknown.err);
}

#[test]
fn suggestions_are_written_where_nobody_moves_and_shown_without_being_written() {
    let folder = Folder::new("fix");
    let before = plan(
        "[services.api]\ntire = 1\n[rotations.third]\nstarts = 2026-01-05T09:00\nturn = \"1w\"\npeople = [\"anna\"]\n",
    );
    folder.write("irp.toml", &before);
    let shown = folder.irp(&["check", "--diff"]);
    assert_eq!(shown.code, 1, "{}", shown.err);
    assert!(shown.out.contains("-tire = 1\n+tier = 1\n"), "{}", shown.out);
    assert!(shown.err.contains("1 suggestion is left to you"), "{}", shown.err);
    let text = || folder.read("irp.toml");
    assert_eq!(text(), before);
    let fixed = folder.irp(&["check", "--fix", "--rule", "kind-broken"]);
    assert!(fixed.err.contains("mended irp.toml"), "{}", fixed.err);
    assert!(fixed.out.contains("`anna`") && !fixed.out.contains("`tire`"), "{}", fixed.out);
    assert_eq!(text(), before.replace("tire", "tier"));
    assert_eq!(folder.irp(&["check", "--diff"]).code, 0);
}

#[test]
fn a_revision_is_not_mended() {
    let folder = changed("past", &plan(""), &plan(""));
    for option in ["--fix", "--diff"] {
        let answer = folder.irp(&["check", "--rev", "HEAD", option]);
        assert_eq!(answer.code, 2);
        assert!(answer.err.contains("a revision cannot be mended"), "{}", answer.err);
    }
}

#[test]
fn a_change_of_who_takes_turns_tells_whose_shifts_it_moves() {
    let before = plan("").replace("[\"ana\"]", "[\"ana\", \"ben\"]")
        + "\n[people.ben]\nname = \"Ben\"\n\n[people.cho]\nname = \"Cho\"\n";
    let folder = changed(
        "moved-shifts",
        &before,
        &before.replace("\"ana\", \"ben\"", "\"cho\", \"ana\", \"ben\""),
    );
    let rule = ["check", "--rule", "line-up-rewrites-shifts", "--since"];
    let answer = folder.irp(&[&rule[..], &["HEAD"]].concat());
    assert_eq!(answer.code, 1, "{}", answer.out);
    assert!(answer.out.contains("error[line-up-rewrites-shifts]"), "{}", answer.out);
    let alone = folder.irp(&["check", "--rule", "line-up-rewrites-shifts"]);
    assert_eq!(alone.code, 0, "{}", alone.out);
}

#[test]
fn a_misspelt_rule_is_mended() {
    let folder = Folder::new("fix-lint");
    let lint =
        "\n[lint]\nkind-brokn = \"warn\"\n\n[[lint.allow]]\nrule = \"short-rst\"\nreason = \"x\"\n";
    folder.write("irp.toml", &plan(lint));
    assert!(folder.irp(&["check", "--fix"]).err.contains("mended irp.toml"));
    let mended = lint.replace("kind-brokn", "kind-broken").replace("short-rst", "short-rest");
    assert_eq!(folder.read("irp.toml"), plan(&mended));
}
