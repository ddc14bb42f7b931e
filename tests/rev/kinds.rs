//! Repositories of every kind, and plans that are not where they were.

use std::fs;

use super::{four, oncall, plan, save, who};
use crate::init::folder::{Answer, Folder};

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
    folder.write("irp.toml", &plan("Around"));
    save(&folder, 10);
    assert_eq!(oncall(&folder, "bare.git", &["--rev", "v2"]), "Second");
    assert_eq!(oncall(&folder, "bare.git/refs", &["--rev", "main"]), "Draft");
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

#[cfg(unix)]
#[test]
fn a_hook_asks_of_what_is_being_pushed() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = four("push");
    folder.git(&["clone", "--quiet", "--bare", ".", "../acme/bare.git"]);
    let irp = env!("CARGO_BIN_EXE_irp");
    let hook = format!(
        "#!/bin/sh\nread old new ref\n\
         '{irp}' oncall --print name --rev $old && '{irp}' oncall --print name --rev $new && exit 1\n"
    );
    let path = "bare.git/hooks/pre-receive";
    folder.write(path, &hook);
    fs::set_permissions(folder.path(path), fs::Permissions::from_mode(0o755)).unwrap();
    folder.git(&["commit", "--quiet", "--all", "--message=x", "--author=A <a@x.invalid>"]);
    let mut git = folder.command("git");
    let push = git.args(["push", "bare.git", "main"]).output().unwrap();
    let said = String::from_utf8_lossy(&push.stderr);
    let names: Vec<_> = said.lines().filter_map(|line| line.strip_prefix("remote: ")).collect();
    let names: Vec<_> = names.iter().map(|line| line.trim()).collect();
    assert!(names.contains(&"Third") && names.contains(&"Draft"), "{said}");
    assert!(said.contains("hook declined"), "{said}");
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
