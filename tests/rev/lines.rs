//! `irp why` names the commit of each line that it cites.

use std::fs;

use serde_json::Value;

use super::{four, output, plan, save};
use crate::init::folder::{Answer, Folder};

/// What stands below each place that is cited.
fn below(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.code, 0, "{answer:?}");
    let lines: Vec<_> = answer.out.lines().collect();
    let cited = lines.iter().enumerate().filter(|(_, line)| line.contains(".toml:"));
    let next = cited.map(|(at, _)| lines.get(at + 1).copied().unwrap_or_default());
    next.filter(|line| line.starts_with("   ")).map(|line| line.trim_start().to_owned()).collect()
}

fn why(folder: &Folder, place: &str, args: &[&str]) -> Vec<String> {
    below(&folder.irp_in(place, &[&["why", "desk"], args].concat()))
}

fn chain(answer: &Answer) -> Vec<Value> {
    let answer: Value = serde_json::from_str(&answer.out).unwrap();
    answer["chain"].as_array().unwrap().clone()
}

/// A commit as it is shown.
fn shown(folder: &Folder, rev: &str, day: &str) -> String {
    let short = output(folder, &["rev-parse", "--short=7", rev]);
    format!("{short} {day} Sep 2026, Ana Duarte: change")
}

#[test]
fn the_commit_of_a_line_is_found_from_wherever_the_plan_is_asked() {
    let folder = Folder::repository("why");
    folder.write("ops/plan/irp.toml", &plan("One"));
    folder.write("ops/src/x", "");
    save(&folder, 1);
    folder.write("ops/plan/irp.toml", &plan("One").replace("people = [", "people  = ["));
    save(&folder, 2);
    let (one, two) = (shown(&folder, "HEAD~1", "Tue 1"), shown(&folder, "HEAD", "Wed 2"));
    assert_eq!(why(&folder, "ops/plan", &[]), [&*one, &two]);
    assert_eq!(why(&folder, "", &["--plan", "ops/plan"]), [&*one, &two]);
    assert_eq!(why(&folder, "ops/src", &["--plan", "../plan/irp.toml"]), [&*one, &two]);
    assert_eq!(why(&folder, "ops/plan", &["--rev", "HEAD~1"]), [&*one, &one]);
    folder.git(&["worktree", "add", "--quiet", "../acme/side", "HEAD"]);
    folder.write("side/ops/plan/irp.toml", &plan("Two").replace("people = [", "people   = ["));
    assert_eq!(why(&folder, "side/ops/plan", &[]), [&*one, "not committed yet"]);
    folder.git(&["clone", "--quiet", "--bare", ".", "../acme/bare.git"]);
    let bare = ["--plan", "ops/plan", "--rev", "main"];
    assert_eq!(why(&folder, "bare.git", &bare), [&*one, &two]);
    let deep = format!("file://{}", folder.path("").to_str().unwrap());
    folder.git(&["clone", "--quiet", "--depth=1", &deep, "clone"]);
    let end = format!("{} or before: this clone is shallow", &two[..7]);
    assert_eq!(why(&folder, "clone/ops/plan", &[]), [&*end, &end]);
    let json = chain(&folder.irp_in("clone/ops/plan", &["why", "desk", "--json"]));
    let whole = output(&folder, &["rev-parse", "HEAD"]);
    assert_eq!((&json[0]["or_before"], &json[0]["commit"]), (&whole.into(), &Value::Null));
}

#[cfg(unix)]
#[test]
fn a_line_is_followed_through_links_to_the_file_and_the_folder() {
    let folder = Folder::repository("why-links");
    folder.write("ops/real", &plan("One"));
    std::os::unix::fs::symlink("real", folder.path("ops/irp.toml")).unwrap();
    std::os::unix::fs::symlink("ops", folder.path("link")).unwrap();
    save(&folder, 1);
    let one = shown(&folder, "HEAD", "Tue 1");
    for place in ["ops", "link"] {
        assert_eq!(why(&folder, "", &["--plan", place]), [&*one, &one], "{place}");
    }
}

#[test]
fn json_has_everything_of_the_commit_and_says_what_is_not_committed() {
    let folder = four("why-json");
    folder.write("irp.toml", &plan("Draft").replace("people = [", "people  = ["));
    let json = chain(&folder.irp(&["why", "desk", "--json"]));
    let commit = output(&folder, &["rev-parse", "v1"]);
    let expected = serde_json::json!({
        "commit": commit, "short": commit[..7],
        "author": "Ana Duarte", "subject": "change",
        "committed_at": "2026-09-01T12:00:00Z", "authored_at": "2026-09-01T12:00:00Z",
    });
    let keys = |at: usize| ["commit", "or_before", "uncommitted"].map(|key| json[at][key].clone());
    assert_eq!(keys(0), [expected, Value::Null, false.into()]);
    assert_eq!(keys(1), [Value::Null, Value::Null, true.into()]);
}

#[test]
fn without_a_history_nothing_is_said_of_it() {
    let folder = Folder::new("why-none");
    folder.write("irp.toml", &plan("One"));
    let quiet = |answer: &Answer| {
        assert_eq!((below(answer).len(), answer.err.as_str()), (0, ""), "{answer:?}");
    };
    quiet(&folder.irp(&["why", "desk"]));
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    quiet(&folder.irp(&["why", "desk"]));
    folder.write("sub/irp.toml", &plan("One"));
    save(&folder, 1);
    assert_eq!(why(&folder, "sub", &[]).len(), 2);
    let mut below = folder.command(env!("CARGO_BIN_EXE_irp"));
    below.env("GIT_CEILING_DIRECTORIES", folder.path("").canonicalize().unwrap());
    let below = below.args(["why", "desk"]).current_dir(folder.path("sub")).output().unwrap();
    quiet(&Answer::new(&below));
}

#[test]
fn what_strangers_wrote_on_a_commit_is_shown_not_obeyed() {
    let folder = Folder::repository("why-hostile");
    folder.write("irp.toml", &plan("One"));
    folder.git(&["add", "--all"]);
    let message = "--message=good\u{1b}[2J\u{202e}bad\u{7}";
    folder.git(&["commit", "--quiet", message, "--author=Ev\u{1b}]0;x\u{7}il <e@x.invalid>"]);
    let answer = folder.irp(&["why", "desk"]);
    assert!(!answer.out.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{answer:?}");
    let said = below(&answer);
    let end = ", Ev\\u{1b}]0;x\\u{7}il: good\\u{1b}[2J\\u{202e}bad\\u{7}";
    assert!(said.len() == 2 && said[0].ends_with(end), "{said:?}");
}

#[test]
fn a_repository_that_cannot_be_read_leaves_the_answer() {
    let folder = four("why-broken");
    folder.write(".git/config", "[core\n");
    let answer = folder.irp(&["why", "desk"]);
    assert_eq!(below(&answer).len(), 0);
    assert!(answer.err.starts_with("warning: the repository cannot be read: "), "{answer:?}");
    assert!(answer.out.contains("Draft is on call from"), "{answer:?}");
    fs::remove_dir_all(folder.path(".git")).unwrap();
    assert_eq!(folder.irp(&["why", "desk"]).err, "");
}

#[cfg(unix)]
#[test]
fn a_repository_of_somebody_else_is_named_with_gits_own_advice() {
    use std::os::unix::process::CommandExt as _;
    const NOBODY: u32 = 65_534;
    let folder = four("why-owner");
    let mut command = folder.command(env!("CARGO_BIN_EXE_irp"));
    // Only root can be somebody else.
    let Ok(answer) = command.args(["why", "desk"]).uid(NOBODY).gid(NOBODY).output() else { return };
    let answer = Answer::new(&answer);
    assert_eq!(below(&answer).len(), 0);
    let advice = "  help: if you trust it: git config --global --add safe.directory ";
    assert!(answer.err.contains(advice) && answer.err.starts_with("warning: "), "{answer:?}");
}
