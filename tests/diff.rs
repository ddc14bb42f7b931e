//! `irp diff` in repositories, each made by git for its test.

use std::fs;

use serde_json::Value;

use crate::init::folder::{Answer, Folder};

/// A plan in which these take turns of a week.
fn plan(people: &str) -> String {
    format!(
        "irp = 1\n\n[plan]\nname = \"Harbour\"\ntime-zone = \"Europe/Berlin\"\n\n[people]\n\
         ana = {{ name = \"Ana\" }}\nben = {{ name = \"Ben\" }}\ncho = {{ name = \"Cho\" }}\n\n\
         [rotations.desk]\nstarts = 2026-01-05T09:00\nturn = \"1w\"\npeople = [{people}]\n"
    )
}

const TWO: &str = "\"ana\", \"ben\"";
const THREE: &str = "\"ana\", \"ben\", \"cho\"";

fn save(folder: &Folder, day: u32) {
    folder.git(&["add", "--all"]);
    folder.commit("Ana Duarte", "ana@acme.example", &format!("2026-09-{day:02}T12:00:00Z"));
}

/// A repository with one commit of a plan of three.
fn one(name: &str) -> Folder {
    let folder = Folder::repository(name);
    folder.write("irp.toml", &plan(THREE));
    save(&folder, 1);
    folder
}

fn diff(folder: &Folder, words: &[&str]) -> Answer {
    folder.irp(&[&["diff"], words].concat())
}

fn json(folder: &Folder, words: &[&str]) -> Value {
    let answer = diff(folder, &[words, &["--json"]].concat());
    serde_json::from_str(&answer.out).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
}

/// What both sides are called.
fn sides(answer: &Value) -> [&str; 2] {
    ["before", "after"].map(|side| answer["sides"][side]["name"].as_str().unwrap())
}

fn commit(folder: &Folder, rev: &str) -> String {
    let output = folder.command("git").args(["rev-parse", rev]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// What is said where nothing can be compared.
fn refused(folder: &Folder, words: &[&str], said: &[&str]) {
    let answer = diff(folder, words);
    assert_eq!(answer.code, 2, "{answer:?}");
    assert_eq!(answer.out, "", "{answer:?}");
    for said in said {
        assert!(answer.err.contains(said), "{said} in {answer:?}");
    }
}

#[test]
fn what_is_not_committed_is_compared_with_what_is() {
    let folder = one("diff-files");
    let head = format!("HEAD = {}", &commit(&folder, "HEAD")[..7]);
    let same = json(&folder, &[]);
    assert_eq!(same["verdict"], "none");
    assert_eq!(sides(&same), [head.as_str(), "working tree"]);
    folder.write("irp.toml", &plan(TWO));
    for words in [&[][..], &["HEAD"], &["main"]] {
        let changed = json(&folder, words);
        assert_eq!(changed["verdict"], "effective", "{words:?}");
        assert_eq!(changed["structural"][0]["path"], "rotations.desk.people");
    }
    assert_eq!(diff(&folder, &[]).code, 0);
    assert_eq!(diff(&folder, &["--exit-code"]).code, 1);
    assert_eq!(diff(&folder, &["--fail-on", "effective"]).code, 1);
}

#[test]
fn two_revisions_are_compared_whatever_the_files_are_now() {
    let folder = one("diff-two");
    folder.write("irp.toml", &plan(TWO));
    save(&folder, 2);
    folder.git(&["tag", "v1.2"]);
    folder.write("irp.toml", "irp = 1\nbroken");
    for words in [&["HEAD~1..HEAD"][..], &["HEAD~1", "v1.2"], &["HEAD~1.."], &["main^..v1.2"]] {
        let changed = json(&folder, words);
        assert_eq!(changed["verdict"], "effective", "{words:?}");
        let after = &changed["sides"]["after"]["revision"]["commit"];
        assert_eq!(after, &Value::from(commit(&folder, "HEAD")), "{words:?}");
        let cause = &changed["shifts"][0]["cause"];
        assert_eq!((&cause["file"], &cause["line"]), (&"irp.toml".into(), &15.into()));
    }
    let back = json(&folder, &["v1.2..HEAD~1"]);
    assert_eq!(back["structural"][0]["before"], "[\"ana\", \"ben\"]");
    refused(
        &folder,
        &["HEAD"],
        &["the plan of the working tree has 1 fault", "irp.toml:2", "irp check"],
    );
}

#[test]
fn three_dots_compare_with_the_commit_from_which_both_part() {
    let folder = one("diff-base");
    folder.git(&["branch", "side"]);
    folder.write("irp.toml", &plan(TWO));
    save(&folder, 2);
    folder.git(&["checkout", "--quiet", "side"]);
    folder.write("notes.md", "nothing of the plan");
    save(&folder, 3);
    assert_eq!(json(&folder, &["main..side"])["verdict"], "effective");
    let parted = json(&folder, &["main...side"]);
    assert_eq!(parted["verdict"], "none");
    let base = format!("merge base {}", &commit(&folder, "main~1")[..7]);
    assert_eq!(sides(&parted)[0], base);
    folder.git(&["checkout", "--quiet", "--orphan", "other"]);
    save(&folder, 4);
    refused(
        &folder,
        &["main...other"],
        &["`main` and `other` have no commit in common", "`irp diff main..other`"],
    );
}

#[test]
fn a_plan_that_moved_is_compared_with_itself() {
    let folder = one("diff-moved");
    fs::create_dir(folder.path("ops")).unwrap();
    folder.git(&["mv", "irp.toml", "ops/irp.toml"]);
    save(&folder, 2);
    let answer = folder.irp_in("ops", &["diff", "HEAD~1", "--json"]);
    let answer: Value = serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{answer:?}"));
    assert_eq!(answer["verdict"], "none");
    assert!(sides(&answer)[0].ends_with(" in the top folder"), "{answer:#}");
    // Also where the folder is named in which only one side has it.
    for (plan, words) in [("ops", "HEAD~1"), ("ops", "HEAD~1..HEAD"), (".", "HEAD~1...HEAD")] {
        let answer = json(&folder, &[words, "--plan", plan]);
        assert_eq!(answer["verdict"], "none", "{plan} {words}");
    }
}

#[test]
fn a_side_that_cannot_be_compared_is_named_with_a_way_out() {
    let folder = one("diff-odd");
    refused(&folder, &["HAED"], &["there is no revision `HAED`", "did you mean `HEAD`?"]);
    refused(&folder, &["HAED..main"], &["there is no revision `HAED`"]);
    folder.write("irp.toml", &plan("\"anna\""));
    save(&folder, 2);
    let short = &commit(&folder, "HEAD")[..7];
    let named = format!("error: the plan of main = {short} has 1 fault: nothing is compared");
    let shown = ["error[unknown-id]", "irp.toml:15:11", &named, "`irp check --rev main` shows all"];
    refused(&folder, &["main~1..main"], &shown);
    folder.git(&["rm", "--quiet", "irp.toml"]);
    folder.write("other.txt", "");
    save(&folder, 3);
    refused(&folder, &["main~2..main"], &["there is no plan at main = "]);
}

#[test]
fn without_commits_repository_or_files_it_is_said_what_to_do() {
    let empty = Folder::repository("diff-empty");
    empty.write("irp.toml", &plan(TWO));
    refused(&empty, &[], &["nothing is committed here", "commit the plan first"]);
    let none = Folder::new("diff-none");
    none.write("irp.toml", &plan(TWO));
    refused(&none, &[], &["is in no git repository", "`irp diff --no-git DIR DIR`"]);
    let whole = one("diff-bare");
    whole.git(&["clone", "--quiet", "--bare", ".", "bare.git"]);
    let bare = whole.irp_in("bare.git", &["diff"]);
    assert_eq!(bare.code, 2);
    assert!(bare.err.contains("a bare repository has no files"), "{bare:?}");
    let two = whole.irp_in("bare.git", &["diff", "main..main", "--json"]);
    assert_eq!(two.code, 0, "{two:?}");
}

#[test]
fn what_rules_find_in_one_side_only_is_told() {
    let folder = one("diff-found");
    folder.write("irp.toml", &plan("\"ana\", \"nobody\""));
    let changed = json(&folder, &[]);
    let rules = |list: &str| -> Vec<String> {
        let list = changed["findings"][list].as_array().unwrap();
        list.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
    };
    assert!(rules("introduced").contains(&"coverage-gap".to_owned()), "{changed:#}");
    assert!(!rules("fixed").contains(&"coverage-gap".to_owned()), "{changed:#}");
    assert!(changed["gaps"]["opened"][0]["path"] == "rotations.desk", "{changed:#}");
    assert_eq!(diff(&folder, &["--fail-on", "gap"]).code, 1);
}

#[test]
fn a_finding_about_what_has_another_name_is_no_news() {
    let folder = Folder::repository("diff-renamed");
    let gap = plan("\"ana\", \"nobody\"");
    folder.write("irp.toml", &gap);
    save(&folder, 1);
    folder.write("irp.toml", &gap.replace("rotations.desk", "rotations.front"));
    let changed = json(&folder, &[]);
    assert_eq!(changed["verdict"], "structural");
    assert_eq!(changed["renames"][0]["after"], "front");
    let findings = &changed["findings"];
    assert_eq!(
        (&findings["introduced"], &findings["fixed"]),
        (&Value::Array(vec![]), &Value::Array(vec![]))
    );
    assert!(findings["unchanged"].as_u64() > Some(0));
}
