//! `--rev` in repositories of every kind, each made by git for its test; no settings, zone or clock
//! of the machine reach them.
#![expect(clippy::disallowed_methods, reason = "repositories are made for the tests")]

mod force;
mod kinds;
mod lines;

use std::fs;

use crate::init::folder::{Answer, Folder};

/// A plan in which one person is always on call: who that is says which plan was read.
fn plan(name: &str) -> String {
    format!(
        "irp = 1\n\n[plan]\nname = \"Harbour\"\ntime-zone = \"Europe/Berlin\"\n\n\
         [people.one]\nname = \"{name}\"\n\n\
         [rotations.desk]\nstarts = 2026-01-05T09:00\nturn = \"1w\"\npeople = [\"one\"]\n"
    )
}

/// Commits whatever is there.
fn save(folder: &Folder, day: u32) {
    folder.git(&["add", "--all"]);
    folder.commit("Ana Duarte", "ana@acme.example", &format!("2026-09-{day:02}T12:00:00Z"));
}

/// Three commits of a plan at the top, and a fourth one that is not committed: First (tagged v1),
/// Second (an annotated tag, v2), Third (on main), Draft.
fn four(name: &str) -> Folder {
    let folder = Folder::repository(name);
    for (day, (person, tag)) in (1..).zip([
        ("First", &["tag", "v1"][..]),
        ("Second", &["tag", "-m", "x", "v2"]),
        ("Third", &["branch", "next"]),
    ]) {
        folder.write("irp.toml", &plan(person));
        folder.write("src/deep/main.rs", "");
        save(&folder, day);
        folder.git(tag);
    }
    folder.write("irp.toml", &plan("Draft"));
    folder
}

/// Who is on call, or what is said instead.
fn who(answer: &Answer) -> String {
    if answer.code == 0 { answer.out.trim_end().to_owned() } else { answer.err.clone() }
}

fn oncall(folder: &Folder, place: &str, args: &[&str]) -> String {
    who(&folder.irp_in(place, &[&["oncall", "--print", "name"], args].concat()))
}

fn output(folder: &Folder, args: &[&str]) -> String {
    let output = folder.command("git").args(args).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

#[test]
fn every_revision_answers_from_its_own_files_and_touches_none() {
    let folder = four("every");
    let commit = output(&folder, &["rev-parse", "v1"]);
    for (rev, person) in [
        ("HEAD", "Third"),
        ("main", "Third"),
        ("next", "Third"),
        ("v1", "First"),
        ("v2", "Second"),
        ("HEAD~1", "Second"),
        ("v2^", "First"),
        (&commit, "First"),
        (&commit[..8], "First"),
    ] {
        for place in ["", "src/deep", ".git"] {
            assert_eq!(oncall(&folder, place, &["--rev", rev]), person, "{rev} from {place:?}");
        }
    }
    assert_eq!(oncall(&folder, "", &[]), "Draft");
    assert_eq!(output(&folder, &["status", "--porcelain"]), " M irp.toml");
}

#[test]
fn a_heading_and_the_envelope_name_the_commit() {
    let folder = four("named");
    let short = output(&folder, &["rev-parse", "--short=7", "v1"]);
    let heading = format!("Harbour · at v1 = {short} · ");
    for command in [&["oncall"][..], &["why", "desk"], &["schedule"], &["oncall", "--print", "id"]]
    {
        let Answer { out, err, .. } = folder.irp(&[command, &["--rev", "v1"]].concat());
        assert!(format!("{out}{err}").contains(&heading), "{command:?}: {out}{err}");
    }
    let check = folder.irp(&["check", "--rev", &short]).out;
    assert!(check.contains(&format!("checked 1 file at {short}: ")), "{check}");
    let json = folder.irp(&["oncall", "--rev", "v1", "--json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let commit = output(&folder, &["rev-parse", "v1"]);
    let expected = serde_json::json!({
        "name": "v1", "commit": commit, "committed_at": "2026-09-01T12:00:00Z",
    });
    assert_eq!(json["revision"], expected);
}

#[test]
fn a_branch_in_the_past_is_where_this_repository_had_it() {
    let folder = four("reflog");
    // The reflog has the dates of the commits.
    for (rev, person) in [
        ("main@{2026-09-02}", "First"),
        ("main@{2026-09-02T12:00Z}", "Second"),
        ("@{1.day.ago}", "Third"),
    ] {
        assert_eq!(oncall(&folder, "", &["--rev", rev]), person, "{rev}");
    }
    let early = folder.irp(&["oncall", "--rev", "main@{2026-08-31}"]);
    assert_eq!(early.code, 2);
    let since = "knows where that was only since Tue 1 Sep 2026 14:00 CEST";
    assert!(early.err.contains(since), "{early:?}");
    let frozen = ["--rev", "main@{yesterday}", "--now", "2026-09-03T09:00Z"];
    assert_eq!(oncall(&folder, "", &frozen), "First");
}

#[cfg(unix)]
#[test]
fn a_commit_of_a_stranger_reaches_nothing_outside_the_plan() {
    let folder = Folder::repository("stranger");
    folder.write("secret.toml", "[people.token]\nname = \"hunter2\"\n");
    folder.write("plan/irp.toml", &plan("First"));
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, folder.path(at)).unwrap();
    link("../secret.toml", "plan/a.toml");
    link("/etc/passwd", "plan/b.toml");
    link("c.toml", "plan/c.toml");
    link("..", "plan/up");
    folder.write("plan/\u{1b}[2J.toml", "[people.\u{1b}]\n");
    save(&folder, 1);
    // What is read of the revision is what the same files are read as.
    let disk = folder.irp_in("plan", &["check"]);
    fs::remove_dir_all(folder.path("plan")).unwrap();
    let past = folder.irp(&["check", "--rev", "HEAD", "--plan", "plan"]);
    assert_eq!(past.code, 1);
    for found in ["a.toml:1:1", "b.toml:1:1", "c.toml:1:1", "up:1:1", "outside-plan", "unreadable"]
    {
        assert!(past.out.contains(found), "{found} in {past:?}");
    }
    for shown in ["hunter2", "root:", "\u{1b}"] {
        assert!(!past.out.contains(shown) && !past.err.contains(shown), "{past:?}");
    }
    let same = |text: &str| text.lines().filter(|line| !line.starts_with("checked")).count();
    assert_eq!(same(&past.out), same(&disk.out), "{}\n{}", past.out, disk.out);
}

#[test]
fn every_plan_is_read_from_a_commit_as_from_the_disk() {
    let folder = Folder::repository("all");
    let mut names = Vec::new();
    for (number, plan) in crate::good::plans().into_iter().enumerate() {
        let name = format!("p{number}");
        copied(&plan, &folder.path(&name));
        names.push(name);
    }
    assert!(names.len() > 3);
    save(&folder, 1);
    for name in &names {
        for question in [&["check"][..], &["oncall"], &["schedule", "--for", "4w"]] {
            let ask = |more: &[&str]| {
                let all = [question, &["--json", "--plan", name], more].concat();
                let answer = folder.irp(&all).out;
                serde_json::from_str::<serde_json::Value>(&answer).unwrap()
            };
            let (disk, mut past) = (ask(&[]), ask(&["--rev", "main"]));
            assert_eq!(past["revision"]["name"], "main");
            past["revision"] = serde_json::Value::Null;
            assert_eq!(past, disk, "{name} {question:?}");
        }
    }
}

fn copied(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if from.is_dir() {
            copied(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

#[test]
fn a_fault_of_a_revision_is_one_of_its_plan_and_shown_as_such() {
    let folder = Folder::repository("fault");
    folder.write("irp.toml", &plan("First"));
    folder.write("more.toml", "[people.two]\nname = 2\n");
    save(&folder, 1);
    fs::remove_file(folder.path("more.toml")).unwrap();
    assert!(folder.irp(&["oncall"]).err.ends_with("times in Europe/Berlin\n"));
    let answer = folder.irp(&["oncall", "--rev", "main~0"]);
    assert_eq!(answer.code, 0);
    let warning = "1 fault elsewhere in the plan; `irp check --rev main~0` shows it";
    assert!(answer.err.contains(warning), "{answer:?}");
    let check = folder.irp(&["check", "--rev", "main~0", "--format", "concise"]);
    assert_eq!((check.code, check.out.matches("more.toml:2:8: ").count()), (1, 1), "{check:?}");
}

#[test]
fn commands_that_a_revision_means_nothing_to_refuse_it() {
    let folder = four("useless");
    for command in [
        &["init"][..],
        &["fmt"],
        &["fmt", "-"],
        &["lsp"],
        &["schema"],
        &["completions", "bash"],
        &["man"],
    ] {
        let refused = folder.irp(&[command, &["--rev", "HEAD"]].concat());
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{command:?}: {refused:?}");
        assert!(refused.err.contains("so it takes no --rev"), "{command:?}: {refused:?}");
    }
    let watch = folder.irp(&["oncall", "--watch", "--rev", "HEAD"]);
    assert!(watch.err.contains("`--watch` and `--rev` exclude each other"), "{watch:?}");
}

#[test]
fn ids_are_completed_from_the_revision_that_was_typed() {
    let folder = four("complete");
    let old = plan("Old").replace("rotations.desk", "rotations.counter");
    folder.write("irp.toml", &old);
    save(&folder, 4);
    let offered =
        |words: &[&str]| folder.irp(&[&["__complete", "fish", "irp"], words].concat()).out;
    assert_eq!(offered(&["why", ""]), "counter\t\n");
    assert_eq!(offered(&["--rev", "v1", "why", ""]), "desk\t\n");
    assert_eq!(offered(&["why", "--rev=HEAD~1", ""]), "desk\t\n");
    assert_eq!(offered(&["--rev", "main@{2026-09-02}", "why", ""]), "desk\t\n");
    assert_eq!(offered(&["--rev", "nope", "why", ""]), "");
    assert_eq!(offered(&["oncall", "--rev", "v"]), "v1\t\nv2\t\n");
    assert_eq!(offered(&["--plan", "gone", "--rev", "n"]), "next\t\n");
}
