//! The commits that touched a folder, in histories of every shape.

use super::*;
use crate::history::{End, Touch};

/// A repository whose commits are made from lists of files; no file is checked out.
pub(super) struct Made {
    folder: Folder,
    repo: git2::Repository,
}

/// Paths and what the files hold.
pub(super) type Files<'f> = &'f [(&'f str, &'f str)];

impl Made {
    pub(super) fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        let repo = made(&folder);
        Self { folder, repo }
    }

    pub(super) fn repository(&self) -> Repository {
        self.folder.repository()
    }

    pub(super) fn tree(&self, files: Files<'_>) -> Oid {
        let mut index = git2::Index::new().unwrap();
        for (path, text) in files {
            let id = self.repo.blob(text.as_bytes()).unwrap();
            let entry = entry(path, id);
            index.add(&entry).unwrap();
        }
        index.write_tree_to(&self.repo).unwrap()
    }

    /// A commit with a subject, after others, at a time.
    pub(super) fn commit_at(
        &self,
        seconds: i64,
        subject: &str,
        files: Files<'_>,
        on: &[Oid],
    ) -> Oid {
        self.commit_tree(seconds, subject, self.tree(files), on)
    }

    /// A folder in which a folder lies ten times.
    pub(super) fn nested(&self, folder: Oid) -> Oid {
        let mut tree = self.repo.treebuilder(None).unwrap();
        for name in "abcdefghij".split("").filter(|name| !name.is_empty()) {
            tree.insert(name, folder, 0o040_000).unwrap();
        }
        tree.write().unwrap()
    }

    pub(super) fn commit_tree(&self, seconds: i64, subject: &str, tree: Oid, on: &[Oid]) -> Oid {
        let who = Signature::new("Ana", "a@x.invalid", &Time::new(seconds, 0)).unwrap();
        let tree = self.repo.find_tree(tree).unwrap();
        let on: Vec<_> = on.iter().map(|id| self.repo.find_commit(*id).unwrap()).collect();
        let on: Vec<_> = on.iter().collect();
        self.repo.commit(None, &who, &who, subject, &tree, &on).unwrap()
    }

    pub(super) fn commit(&self, subject: &str, files: Files<'_>, on: &[Oid]) -> Oid {
        self.commit_at(TODAY, subject, files, on)
    }

    /// One commit after the other; the last of them.
    fn line(&self, commits: &[(&str, Files<'_>)]) -> Oid {
        let mut on = Vec::new();
        for (subject, files) in commits {
            on = vec![self.commit(subject, files, &on)];
        }
        on[0]
    }

    /// What a walk finds, as `subject: folder before > folder after`, `-` where there is none; and
    /// its end.
    fn walk(&self, from: Oid, file: &str) -> (Vec<String>, Option<End>) {
        self.walk_with(from, file, None, |_| true)
    }

    fn walk_with(
        &self,
        from: Oid,
        file: &str,
        since: Option<i64>,
        wanted: impl Fn(&str) -> bool,
    ) -> (Vec<String>, Option<End>) {
        let repository = self.repository();
        let from = named(&repository, &from.to_string()).unwrap();
        let mut walk = repository.walk(&from, file).unwrap().since(since.map(at));
        walk.heed(wanted);
        let found = walk.by_ref().map(|touch| shown(&touch)).collect();
        assert_eq!(walk.next(), None);
        (found, walk.end().cloned())
    }
}

fn shown(touch: &Touch) -> String {
    let folder = |folder: Option<&String>| match folder.map(String::as_str) {
        None => "-".to_owned(),
        Some("") => ".".to_owned(),
        Some(folder) => folder.to_owned(),
    };
    let before = touch.before.as_ref();
    let (old, new) = (before.and_then(|b| b.folder.as_ref()), touch.folder.as_ref());
    let left_out = if touch.follows { "" } else { "... " };
    format!("{left_out}{}: {} > {}", touch.revision.summary(), folder(old), folder(new))
}

const A: Files<'static> = &[("oncall/irp.toml", "a"), ("x", "1")];
const B: Files<'static> = &[("oncall/irp.toml", "b"), ("x", "2")];

#[test]
fn only_commits_that_touch_the_folder_are_found_newest_first() {
    let made = Made::new("walk-line");
    let head = made.line(&[
        ("none yet", &[("x", "0")]),
        ("begin", A),
        ("elsewhere", &[("oncall/irp.toml", "a"), ("x", "2")]),
        ("change", B),
        ("empty", B),
        ("revert", A),
    ]);
    let (found, end) = made.walk(head, "oncall/irp.toml");
    let all = ["revert: oncall > oncall", "change: oncall > oncall", "begin: - > oncall"];
    assert_eq!(found, all);
    assert_eq!(end, Some(End::First));
}

#[test]
fn the_first_commit_of_all_may_bring_the_plan() {
    let made = Made::new("walk-root");
    let head = made.line(&[("first", A)]);
    assert_eq!(made.walk(head, "oncall/irp.toml").0, ["first: - > oncall"]);
}

#[test]
fn a_merge_is_one_step_and_what_it_brings_is_not_told_again() {
    let made = Made::new("walk-merge");
    let base = made.commit("base", A, &[]);
    let side = made.commit("side", B, &[base]);
    let side = made.commit("side again", &[("oncall/irp.toml", "c")], &[side]);
    let main = made.commit("elsewhere", &[("oncall/irp.toml", "a"), ("x", "9")], &[base]);
    let merge = made.commit("merge", &[("oncall/irp.toml", "c"), ("x", "9")], &[main, side]);
    let octopus = made.commit("octopus", B, &[merge, base, side]);
    let ours = made.commit("ours", B, &[octopus, made.commit("far", A, &[base])]);
    let (found, _) = made.walk(ours, "oncall/irp.toml");
    assert_eq!(found, ["octopus: oncall > oncall", "merge: oncall > oncall", "base: - > oncall"]);
}

#[test]
fn a_plan_is_followed_into_a_sub_folder_and_back() {
    let made = Made::new("walk-moved");
    let text = "irp = 1\n# one\n# two\n# three\n# four\n";
    let changed = "irp = 1\n# one\n# two\n# three\n# five\n";
    let head = made.line(&[
        ("begin", &[("irp.toml", text), ("people.toml", "x")]),
        ("in", &[("ops/irp.toml", text), ("ops/people.toml", "x")]),
        ("edit", &[("ops/irp.toml", text), ("ops/people.toml", "y")]),
        ("back", &[("irp.toml", changed), ("people.toml", "y")]),
        ("on", &[("irp.toml", changed), ("people.toml", "z")]),
    ]);
    let (found, _) = made.walk(head, "irp.toml");
    assert_eq!(
        found,
        ["on: . > .", "back: ops > .", "edit: ops > ops", "in: . > ops", "begin: - > ."]
    );
}

#[test]
fn a_plan_that_was_away_for_a_while_came_twice() {
    let made = Made::new("walk-again");
    let away: Files<'_> = &[("x", "1")];
    let head = made.line(&[("begin", A), ("away", away), ("on", &[("x", "2")]), ("again", B)]);
    let (found, _) = made.walk(head, "oncall/irp.toml");
    assert_eq!(found, ["again: - > oncall", "away: oncall > -", "begin: - > oncall"]);
}

#[test]
fn files_that_are_not_wanted_and_plans_within_do_not_count() {
    let made = Made::new("walk-wanted");
    let head = made.line(&[
        ("begin", &[("irp.toml", "a")]),
        ("code", &[("irp.toml", "a"), ("src/main.rs", "1")]),
        ("deep", &[("irp.toml", "a"), ("src/main.rs", "1"), ("t/u/x.toml", "1")]),
        ("other plan", &[("irp.toml", "a"), ("o/irp.toml", "1"), ("t/u/x.toml", "1")]),
        ("of that", &[("irp.toml", "a"), ("o/irp.toml", "2"), ("t/u/x.toml", "1")]),
        ("file for folder", &[("irp.toml", "a"), ("o/irp.toml", "2"), ("t", "1")]),
        ("mark", &[("irp.toml", "b"), ("o/irp.toml", "2"), ("t", "1")]),
    ]);
    let found = |wanted: fn(&str) -> bool| made.walk_with(head, "irp.toml", None, wanted).0;
    let toml = found(|path| path.rsplit_once('.').is_some_and(|(_, end)| end == "toml"));
    assert_eq!(toml, ["mark: . > .", "file for folder: . > .", "deep: . > .", "begin: - > ."]);
    assert_eq!(found(|_| false), ["mark: . > .", "begin: - > ."]);
}

#[test]
fn commits_before_a_time_are_left_out_whatever_the_clocks_said() {
    let made = Made::new("walk-since");
    let old = made.commit_at(TODAY - 9 * DAY, "old", A, &[]);
    let skewed = made.commit_at(TODAY, "ahead", B, &[old]);
    let back = made.commit_at(TODAY - 8 * DAY, "behind", A, &[skewed]);
    let head = made.commit_at(TODAY, "new", B, &[back]);
    let since = Some(TODAY - DAY);
    let (found, end) = made.walk_with(head, "oncall/irp.toml", since, |_| true);
    assert_eq!(found, ["new: oncall > oncall", "... ahead: oncall > oncall"]);
    assert_eq!(end, Some(End::First));
    let mut on = made.commit_at(TODAY, "never seen", B, &[]);
    for _ in 0..1_001 {
        on = made.commit_at(TODAY - 8 * DAY, "old", A, &[on]);
    }
    let (found, end) = made.walk_with(on, "oncall/irp.toml", since, |_| true);
    assert_eq!((found.len(), end), (0, Some(End::Old)));
}

#[test]
fn a_shallow_clone_ends_where_it_was_cut_off() {
    let made = Made::new("walk-shallow");
    let head = made.line(&[("begin", A), ("change", B), ("revert", A), ("again", B)]);
    let cut = made.repo.find_commit(head).unwrap().parent_id(0).unwrap();
    // What `git clone --depth 2` writes.
    fs::write(made.folder.0.join(".git/shallow"), format!("{cut}\n")).unwrap();
    let (found, end) = made.walk(head, "oncall/irp.toml");
    assert_eq!(found, ["again: oncall > oncall"]);
    let Some(End::Shallow(last)) = end else { panic!("{end:?}") };
    assert_eq!(last.commit(), cut.to_string());
}

#[test]
fn a_lost_commit_or_list_of_a_folder_is_an_end_that_says_so() {
    for what in ["commit", "tree"] {
        let made = Made::new(&format!("walk-lost-{what}"));
        let first = made.commit("begin", A, &[]);
        let second = made.commit("change", B, &[first]);
        let head = made.commit("revert", A, &[second]);
        let tree = made.repo.find_commit(second).unwrap().tree_id();
        let lost = if what == "tree" { tree } else { second }.to_string();
        fs::remove_file(made.folder.0.join(".git/objects").join(&lost[..2]).join(&lost[2..]))
            .unwrap();
        let (found, end) = made.walk(head, "oncall/irp.toml");
        assert_eq!(found.len(), 0);
        assert!(matches!(end, Some(End::Unreadable(_))), "{what}: {end:?}");
    }
}

#[test]
fn nothing_is_read_ahead() {
    let made = Made::new("walk-lazy");
    let first = made.commit("begin", A, &[]);
    let second = made.commit("change", B, &[first]);
    let head = made.commit("revert", A, &[second]);
    let repository = made.repository();
    let mut walk = repository
        .walk(&named(&repository, &head.to_string()).unwrap(), "oncall/irp.toml")
        .unwrap();
    assert_eq!(shown(&walk.next().unwrap()), "revert: oncall > oncall");
    assert_eq!(walk.end(), None);
    let lost = first.to_string();
    fs::remove_file(made.folder.0.join(".git/objects").join(&lost[..2]).join(&lost[2..])).unwrap();
    assert_eq!(walk.next(), None);
}

#[test]
fn a_folder_that_became_a_link_is_where_the_link_leads() {
    let made = Made::new("walk-link");
    let repo = &made.repo;
    let top = |entries: &[(&str, Oid, i32)]| {
        let mut tree = repo.treebuilder(None).unwrap();
        for (name, id, mode) in entries {
            tree.insert(name, *id, *mode).unwrap();
        }
        let who = Signature::new("Ana", "a@x.invalid", &Time::new(TODAY, 0)).unwrap();
        let tree = repo.find_tree(tree.write().unwrap()).unwrap();
        move |on: &[&git2::Commit<'_>], subject: &str| {
            repo.commit(None, &who, &who, subject, &tree, on).unwrap()
        }
    };
    let plan = made.tree(&[("irp.toml", "a")]);
    let link = repo.blob(b"ops").unwrap();
    let first = top(&[("ops", plan, 0o040_000), ("plan", link, 0o120_000)])(&[], "link");
    let first = repo.find_commit(first).unwrap();
    let head = top(&[("plan", plan, 0o040_000)])(&[&first], "folder");
    assert_eq!(made.walk(head, "plan/irp.toml").0, ["folder: ops > plan", "link: - > ops"]);
}
