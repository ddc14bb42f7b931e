//! `--rev` in repositories of every kind, each made by git for its test; no settings, zone or clock
//! of the machine reach them.
#![expect(clippy::disallowed_methods, reason = "repositories are made for the tests")]

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

#[test]
fn a_second_work_tree_has_its_own_head() {
    let folder = four("side");
    folder.git(&["worktree", "add", "--quiet", "../acme/side", "v2"]);
    assert_eq!(oncall(&folder, "side", &["--rev", "HEAD"]), "Second");
    assert_eq!(oncall(&folder, "side/src", &["--rev", "main"]), "Third");
    assert_eq!(oncall(&folder, "", &["--rev", "HEAD", "--plan", "side"]), "Second");
}

#[test]
fn a_bare_repository_has_plans_by_their_path_from_the_top() {
    let folder = four("bare");
    fs::create_dir(folder.path("other")).unwrap();
    folder.write("other/irp.toml", &plan("Other"));
    save(&folder, 9);
    folder.git(&["clone", "--quiet", "--bare", ".", "../acme/bare.git"]);
    assert_eq!(oncall(&folder, "bare.git", &["--rev", "v2"]), "Second");
    assert_eq!(oncall(&folder, "bare.git/refs", &["--rev", "v2"]), "Second");
    assert_eq!(oncall(&folder, "bare.git", &["--rev", "main", "--plan", "other"]), "Other");
    assert_eq!(
        oncall(&folder, "bare.git", &["--rev", "main", "--plan", "./other/irp.toml"]),
        "Other"
    );
    assert_eq!(oncall(&folder, "src", &["--rev", "v2", "--plan", "../bare.git"]), "Second");
    assert_eq!(oncall(&folder, "src", &["--rev", "main", "--plan", "../bare.git/other"]), "Other");
    let none = folder.irp_in("bare.git", &["oncall", "--rev", "main", "--plan", "../x"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("../x is not in the repository"), "{none:?}");
}

#[test]
fn a_plan_of_a_submodule_has_the_revisions_of_the_submodule() {
    let folder = four("super");
    let inner = Folder::repository("inner");
    inner.write("irp.toml", &plan("Inner"));
    save(&inner, 1);
    inner.write("irp.toml", &plan("Newer"));
    save(&inner, 2);
    let from = inner.path("").to_str().unwrap().to_owned();
    folder.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &from, "team"]);
    assert_eq!(oncall(&folder, "team", &["--rev", "HEAD~1"]), "Inner");
    save(&folder, 9);
    // What a submodule holds is in another repository: that a part is missing is said.
    let check = folder.irp(&["check", "--rev", "HEAD"]);
    assert_eq!(check.code, 1);
    assert!(check.out.contains("team:1:1") && check.out.contains("it is a submodule"), "{check:?}");
    // A submodule without a plan of its own belongs to the plan above it.
    fs::remove_file(folder.path("team/irp.toml")).unwrap();
    assert_eq!(oncall(&folder, "team", &["--rev", "v1"]), "First");
}

#[test]
fn a_plan_that_has_moved_is_found_where_it_was() {
    let folder = Folder::repository("moved");
    folder.write("irp.toml", &plan("Top"));
    save(&folder, 1);
    folder.git(&["tag", "top"]);
    fs::create_dir_all(folder.path(".irp")).unwrap();
    folder.git(&["mv", "irp.toml", ".irp/irp.toml"]);
    save(&folder, 2);
    folder.git(&["tag", "hidden"]);
    fs::create_dir_all(folder.path("ops/plan")).unwrap();
    folder.git(&["mv", ".irp/irp.toml", "ops/plan/irp.toml"]);
    save(&folder, 3);
    for place in ["", "ops", "ops/plan"] {
        let top = folder.irp_in(place, &["oncall", "--rev", "top"]);
        // At the top there is no plan now from which it could differ.
        let elsewhere = top.err.contains(" in the top folder · ");
        assert_eq!((top.code, elsewhere), (0, !place.is_empty()), "{place}: {top:?}");
        let hidden = folder.irp_in(place, &["oncall", "--rev", "hidden"]);
        assert!(hidden.err.contains(" in .irp · "), "{place}: {hidden:?}");
    }
    let now = folder.irp_in("ops/plan", &["oncall", "--rev", "HEAD"]);
    assert!(!now.err.contains(" in ops"), "the plan is where it is: {now:?}");
    let lost = folder.irp(&["oncall", "--rev", "HEAD"]);
    assert_eq!(lost.code, 2);
    assert!(lost.err.contains("no irp.toml or .irp/irp.toml in the top folder"), "{lost:?}");
    assert!(lost.err.contains("it holds one that --plan ops/plan names"), "{lost:?}");
    // Folders that are gone can be named all the same.
    assert_eq!(oncall(&folder, "", &["--rev", "hidden", "--plan", ".irp"]), "Top");
    assert_eq!(oncall(&folder, "ops", &["--rev", "hidden", "--plan", "../.irp/irp.toml"]), "Top");
    let wrong = folder.irp_in("ops", &["oncall", "--rev", "hidden", "--plan", "plan"]);
    assert!(wrong.err.contains("no ops/plan/irp.toml\n"), "{wrong:?}");
    assert!(wrong.err.contains("it holds one that --plan ../.irp names"), "{wrong:?}");
}

#[test]
fn a_shallow_clone_says_what_it_cannot_see() {
    let folder = four("deep");
    let from = format!("file://{}", folder.path("").to_str().unwrap());
    let clone = Folder::new("shallow");
    clone.git(&["clone", "--quiet", "--depth=2", &from, "clone"]);
    assert_eq!(oncall(&clone, "clone", &["--rev", "HEAD~1"]), "Second");
    for rev in ["HEAD~2", "HEAD~1^", "v1", "next"] {
        let hidden = clone.irp_in("clone", &["oncall", "--rev", rev]);
        assert_eq!(hidden.code, 2, "{rev}");
        assert!(hidden.err.contains("`git fetch --unshallow` brings them"), "{rev}: {hidden:?}");
    }
    let date = clone.irp_in("clone", &["oncall", "--rev", "main@{2026-09-02}"]);
    assert!(date.err.contains("a clone keeps only what happened in itself"), "{date:?}");
}

#[test]
fn a_branch_of_a_remote_is_proposed_by_its_whole_name() {
    let folder = four("remote");
    folder.git(&["clone", "--quiet", ".", "../acme/clone"]);
    let near = folder.irp_in("clone", &["oncall", "--rev", "next"]);
    assert!(near.err.contains("did you mean `origin/next`?"), "{near:?}");
    assert_eq!(oncall(&folder, "clone", &["--rev", "origin/next"]), "Third");
}

#[test]
fn without_a_commit_or_a_repository_there_is_no_revision() {
    let folder = Folder::new("no-repository");
    folder.write("irp.toml", &plan("Draft"));
    let none = folder.irp(&["oncall", "--rev", "HEAD"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("is in no git repository, so it has no revisions"), "{none:?}");
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    for rev in ["HEAD", "main"] {
        let unborn = folder.irp(&["oncall", "--rev", rev]);
        assert_eq!(unborn.code, 2);
        let error = format!("there is no revision `{rev}`: nothing is committed here");
        assert!(unborn.err.contains(&error), "{unborn:?}");
    }
}

#[test]
fn a_repository_that_cannot_be_read_stops_no_answer_that_needs_none() {
    let folder = four("broken");
    folder.write(".git/config", "[core\n");
    assert_eq!(oncall(&folder, "", &[]), "Draft");
    let broken = folder.irp(&["oncall", "--rev", "HEAD"]);
    assert_eq!(broken.code, 2);
    assert!(broken.err.starts_with("error: the repository cannot be read: "), "{broken:?}");
}

#[cfg(unix)]
#[test]
fn a_repository_of_somebody_else_is_read_when_git_is_told_to_trust_it() {
    use std::os::unix::process::CommandExt as _;
    const NOBODY: u32 = 65_534;
    let folder = four("owner");
    let run = || {
        let mut command = folder.command(env!("CARGO_BIN_EXE_irp"));
        let command = command.args(["oncall", "--rev", "v1", "--print", "name"]);
        command.uid(NOBODY).gid(NOBODY).output().ok().map(|output| Answer::new(&output))
    };
    // Only root can be somebody else.
    let Some(refused) = run() else { return };
    assert_eq!(refused.code, 2, "{refused:?}");
    let advice = "git config --global --add safe.directory ";
    let (_, rest) = refused.err.split_once(advice).expect("git's own advice");
    folder.git(&["config", "--global", "--add", "safe.directory", rest.trim_end()]);
    assert_eq!(run().map(|answer| who(&answer)), Some("First".to_owned()));
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
