//! Which commit last changed a line, in histories of every kind.

use super::*;
use crate::source::LARGEST_FILE;

const FILE: &str = "plan/irp.toml";

/// A repository whose commits are named by what they say.
struct Told {
    folder: Folder,
    repo: git2::Repository,
}

impl Told {
    fn new(name: &str) -> Self {
        let folder = Folder::new(&format!("blame-{name}"));
        let repo = made(&folder);
        Self { folder, repo }
    }

    /// Commits files, and nothing else, on `day`; HEAD is there then.
    fn commit_on(&self, day: i64, says: &str, parents: &[Oid], files: &[(&str, &str)]) -> Oid {
        let mut index = self.repo.index().unwrap();
        index.clear().unwrap();
        for (path, text) in files {
            let entry = entry(path, Oid::ZERO_SHA1);
            index.add_frombuffer(&entry, text.as_bytes()).unwrap();
        }
        let tree = self.repo.find_tree(index.write_tree().unwrap()).unwrap();
        let who = Signature::new("Ana", "a@x.invalid", &Time::new(TODAY + day * DAY, 0)).unwrap();
        let parents: Vec<_> =
            parents.iter().map(|id| self.repo.find_commit(*id).unwrap()).collect();
        let parents: Vec<_> = parents.iter().collect();
        let id = self.repo.commit(None, &who, &who, says, &tree, &parents).unwrap();
        self.repo.reference("refs/heads/main", id, true, "x").unwrap();
        id
    }

    /// Commits the file in which all lines are, a day after its parents.
    fn commit(&self, says: &str, parents: &[Oid], text: &str) -> Oid {
        let day = |id: &Oid| (self.repo.find_commit(*id).unwrap().time().seconds() - TODAY) / DAY;
        let day = parents.iter().map(day).max().map_or(0, |day| day + 1);
        self.commit_on(day, says, parents, &[(FILE, text)])
    }

    /// What is said of every line of a text that is the file now, in order.
    fn says(&self, text: &str) -> Vec<String> {
        says(&self.folder.repository(), FILE, text)
    }
}

fn says(repository: &Repository, path: &str, text: &str) -> Vec<String> {
    let lines = (1..=text.lines().count()).collect();
    let cited = Cited { path: path.to_owned(), text, lines };
    let found = repository.last_changes_of_lines(None, &[cited]).unwrap();
    let said = |line: usize| match found[0].get(&line) {
        Some(LastChange::Commit(commit)) => commit.summary().to_owned(),
        Some(LastChange::OrBefore(commit)) => format!("{} or before", commit.summary()),
        Some(LastChange::Uncommitted) => "uncommitted".to_owned(),
        None => "unknown".to_owned(),
    };
    (1..=text.lines().count()).map(said).collect()
}

#[test]
fn a_line_is_that_of_the_commit_that_changed_it_last() {
    let told = Told::new("straight");
    let one = told.commit("one", &[], "a\nb\nc\n");
    let two = told.commit("two", &[one], "a\nB\nc\nd\n");
    let three = told.commit("three", &[two], "x\ny\na\nB\nc\nd\n");
    told.commit("four", &[three], "y\na\nB\nd\n");
    assert_eq!(told.says("y\na\nB\nd\n"), ["three", "one", "two", "two"]);
    let here = told.folder.repository();
    let (text, lines) = ("a\nB\nc\nd\n", [2, 3].into());
    let cited = [Cited { path: FILE.to_owned(), text, lines }];
    let then = named(&here, "main~2").unwrap();
    let found = here.last_changes_of_lines(Some(&then), &cited).unwrap();
    let commits: Vec<_> = found[0].iter().collect();
    let (LastChange::Commit(two), LastChange::Commit(one)) = (commits[0].1, commits[1].1) else {
        panic!("{commits:?}")
    };
    assert_eq!((commits.len(), two.summary(), one.summary()), (2, "two", "one"));
    assert_eq!((two.name(), two.committed_at()), (two.short(), at(TODAY + DAY)));
}

#[test]
fn what_is_not_committed_is_said_to_be_so() {
    let told = Told::new("uncommitted");
    assert_eq!(told.says("a\n"), ["unknown"], "where nothing is");
    told.commit("one", &[], "a\nb\n");
    assert_eq!(told.says("new\na\nB\n"), ["uncommitted", "one", "uncommitted"]);
    assert_eq!(told.says("a\nb"), ["one", "one"]);
    assert_eq!(told.says("b\n"), ["one"]);
    assert_eq!(told.says("other\n"), ["uncommitted"]);
    let here = told.folder.repository();
    assert_eq!(says(&here, "plan/new.toml", "a\n"), ["uncommitted"]);
    assert_eq!(says(&here, "plan", "a\n"), ["unknown"], "a folder");
    assert_eq!(says(&here, "../irp.toml", "a\n"), ["unknown"]);
}

#[test]
fn a_line_that_comes_back_is_that_of_the_commit_that_brought_it_back() {
    let told = Told::new("revert");
    let one = told.commit("one", &[], "a\nb\n");
    let gone = told.commit("gone", &[one], "a\n");
    told.commit("Revert \"gone\"", &[gone], "a\nb\n");
    assert_eq!(told.says("a\nb\n"), ["one", "Revert \"gone\""]);
}

#[test]
fn a_merge_has_only_what_none_of_its_parents_has() {
    let told = Told::new("merge");
    let base = told.commit("base", &[], "a\nb\nc\nd\ne\n");
    let left = told.commit("left", &[base], "A\nb\nc\nd\ne\n");
    let right = told.commit("right", &[base], "a\nb\nc\nd\nE\n");
    told.commit("merge", &[left, right], "A\nb\nboth\nd\nE\n");
    assert_eq!(told.says("A\nb\nboth\nd\nE\n"), ["left", "base", "merge", "base", "right"]);
    // A merge that takes one side as it is says nothing of its own.
    told.commit("ours", &[left, right], "a\nb\nc\nd\nE\n");
    assert_eq!(told.says("a\nb\nc\nd\nE\n"), ["base", "base", "base", "base", "right"]);
}

#[test]
fn an_octopus_has_a_line_from_each_arm() {
    let told = Told::new("octopus");
    let base = told.commit("base", &[], "1\n-\n2\n-\n3\n-\n4\n");
    let texts = ["A\n-\n2\n-\n3\n-\n4\n", "1\n-\nB\n-\n3\n-\n4\n", "1\n-\n2\n-\nC\n-\n4\n"];
    let arms = ["a", "b", "c"].iter().zip(texts).map(|(arm, text)| told.commit(arm, &[base], text));
    let arms: Vec<_> = arms.collect();
    told.commit("octopus", &arms, "A\n-\nB\n-\nC\n-\n5\n");
    let said = told.says("A\n-\nB\n-\nC\n-\n5\n");
    assert_eq!(said, ["a", "base", "b", "base", "c", "base", "octopus"]);
}

#[test]
fn a_file_is_followed_to_its_former_name() {
    let told = Told::new("renamed");
    let body = "a\nb\nc\nd\ne\nf\n";
    let one = told.commit_on(1, "one", &[], &[("irp.toml", body), ("other.toml", "x\n")]);
    let moved = told.commit_on(2, "moved", &[one], &[(".irp/irp.toml", body)]);
    let edited = "a\nB\nc\nd\ne\nf\n";
    let again = told.commit_on(3, "edited", &[moved], &[(FILE, edited), ("other.toml", body)]);
    assert_eq!(told.says(edited), ["one", "edited", "one", "one", "one", "one"]);
    told.commit_on(4, "rewritten", &[again], &[(FILE, edited)]);
    assert_eq!(told.says(edited)[0], "one");
    let new = told.commit_on(5, "other", &[], &[("old.toml", "1\n2\n3\n4\n")]);
    told.commit_on(6, "new", &[new], &[(FILE, "a\nb\nc\n4\n")]);
    assert_eq!(told.says("a\nb\nc\n4\n"), ["new"; 4], "too unlike to be the same file");
}

#[test]
fn a_branch_that_has_the_file_under_its_former_name_is_followed_too() {
    let told = Told::new("renamed-branch");
    let base = told.commit_on(1, "base", &[], &[("irp.toml", "a\nb\nc\nd\ne\n")]);
    let moved = told.commit_on(2, "moved", &[base], &[(FILE, "a\nb\nc\nd\ne\n")]);
    let edited = told.commit_on(3, "edited", &[base], &[("irp.toml", "a\nb\nc\nd\nE\n")]);
    told.commit_on(4, "merge", &[moved, edited], &[(FILE, "a\nb\nc\nd\nE\n")]);
    let said = told.says("a\nb\nc\nd\nE\n");
    assert_eq!(said, ["base", "base", "base", "base", "edited"]);
}

#[test]
fn the_ends_of_lines_are_no_change() {
    let told = Told::new("crlf");
    let one = told.commit("one", &[], "a\nb\nc\n");
    assert_eq!(told.says("a\r\nb\r\nc\r\n"), ["one"; 3], "as git may check it out");
    told.commit("crlf", &[one], "a\r\nB\r\nc\r\n");
    assert_eq!(told.says("a\r\nB\r\nc\r\n"), ["one", "crlf", "one"]);
    assert_eq!(told.says("\u{feff}a\nB\nc\n"), ["uncommitted", "crlf", "one"]);
}

#[test]
fn clocks_that_are_wrong_change_nothing() {
    let told = Told::new("skewed");
    let file = |text| [(FILE, text)];
    let base = told.commit_on(90, "base", &[], &file("a\nb\nc\nd\ne\n"));
    let left = told.commit_on(-90, "left", &[base], &file("A\nb\nc\nd\ne\n"));
    let right = told.commit_on(50, "right", &[base], &file("a\nb\nc\nd\nE\n"));
    let merge = told.commit_on(-20_000_000, "merge", &[left, right], &file("A\nb\nc\nd\nE\n"));
    told.commit_on(3, "last", &[merge], &file("A\nb\nC\nd\nE\n"));
    assert_eq!(told.says("A\nb\nC\nd\nE\n"), ["left", "base", "last", "base", "right"]);
}

#[test]
fn a_shallow_clone_does_not_say_what_it_cannot_see() {
    let told = Told::new("shallow");
    let one = told.commit("one", &[], "a\nb\n");
    let two = told.commit("two", &[one], "a\nB\n");
    let three = told.commit("three", &[two], "a\nB\nc\n");
    let is = |edge: Oid, expected: [&str; 3]| {
        fs::write(told.folder.0.join(".git/shallow"), format!("{edge}\n")).unwrap();
        assert_eq!(told.says("a\nB\nc\n"), expected);
    };
    is(two, ["two or before", "two or before", "three"]);
    is(three, ["three or before"; 3]);
    // Nothing is before the first commit, whatever a clone holds.
    is(one, ["one", "two", "three"]);
}

#[test]
fn what_is_not_here_or_is_no_text_is_not_guessed() {
    let told = Told::new("lost");
    let one = told.commit("one", &[], "a\nb\n");
    let two = told.commit("two", &[one], "a\nb\nc\n");
    told.commit("three", &[two], "a\nb\nc\nd\n");
    assert_eq!(told.says("a\nb\nc\nd\n"), ["one", "one", "two", "three"]);
    let lose = |id: Oid| {
        let digits = id.to_string();
        let path = format!(".git/objects/{}/{}", &digits[..2], &digits[2..]);
        fs::remove_file(told.folder.0.join(path)).unwrap();
    };
    lose(one);
    assert_eq!(told.says("a\nb\nc\nd\n"), ["unknown", "unknown", "unknown", "three"]);
    let told = Told::new("binary");
    let one = told.commit("one", &[], "a\n\0\n");
    assert_eq!(told.says("a\n"), ["unknown"]);
    let two = told.commit("two", &[one], "a\nb\n");
    assert_eq!(told.says("a\nb\n"), ["unknown", "unknown"]);
    let large = "a".repeat(LARGEST_FILE + 1);
    told.commit("large", &[two], &large);
    assert_eq!(told.says("a\nb\n"), ["unknown", "unknown"]);
}

/// A text of so many lines, of which only the first is in two of them.
fn long(lines: u32, number: u32) -> String {
    let rest: Vec<_> = (1..lines).map(|line| format!("{number} {line}")).collect();
    format!("first\n{}\n", rest.join("\n"))
}

#[test]
fn texts_that_are_hard_to_compare_are_not_compared_for_ever() {
    let told = Told::new("hard");
    let one = told.commit("one", &[], &long(101_000, 1));
    told.commit("two", &[one], &long(101_000, 2));
    assert_eq!(told.says(&long(2, 1)), ["unknown"; 2]);
    let told = Told::new("harder");
    let mut last = told.commit("one", &[], &long(4_000, 0));
    for number in 1..60 {
        last = told.commit("more", &[last], &long(4_000, number));
        let expected = match number {
            20 => "one",
            59 => "unknown",
            _ => continue,
        };
        assert_eq!(told.says(&long(4_000, number))[0], expected);
    }
}

#[test]
fn parents_are_not_looked_at_without_end() {
    let told = Told::new("parents");
    let one = told.commit("one", &[], "a\n");
    let arms = |count: usize| {
        let parents: Vec<_> = (0..count).map(|_| format!("parent {one}\n")).collect();
        let tree = told.repo.find_commit(told.commit("two", &[one], "b\n")).unwrap().tree_id();
        let who = "A <a@x.invalid> 1 +0000";
        let parents = parents.concat();
        let raw = format!("tree {tree}\n{parents}author {who}\ncommitter {who}\n\nmany\n");
        let id = told.repo.odb().unwrap().write(git2::ObjectType::Commit, raw.as_bytes()).unwrap();
        told.repo.reference("refs/heads/main", id, true, "x").unwrap();
        told.says("b\n")
    };
    assert_eq!(arms(100), ["many"]);
    assert_eq!(arms(20_000), ["unknown"]);
}

#[test]
fn what_strangers_wrote_is_handed_on_within_bounds() {
    let told = Told::new("stranger");
    let name = "N".repeat(5_000);
    let who = format!("A\u{1b}[2J{name} <a@x.invalid> 99999999999999999 +9999");
    let tree = told.commit("one", &[], "a\n");
    let tree = told.repo.find_commit(tree).unwrap().tree_id();
    let raw = format!("tree {tree}\nauthor {who}\ncommitter {who}\n\n{}\n", "S".repeat(5_000));
    let id = told.repo.odb().unwrap().write(git2::ObjectType::Commit, raw.as_bytes()).unwrap();
    told.repo.reference("refs/heads/main", id, true, "x").unwrap();
    let here = told.folder.repository();
    let cited = [Cited { path: FILE.to_owned(), text: "a\n", lines: [1].into() }];
    let found = here.last_changes_of_lines(None, &cited).unwrap();
    let LastChange::Commit(commit) = &found[0][&1] else { panic!("{found:?}") };
    assert!(commit.author().starts_with("A\u{1b}[2JN") && commit.author().len() < 1_000);
    assert!(commit.summary().starts_with("SSS") && commit.summary().len() < 1_000);
}

#[test]
fn lines_of_several_files_are_found_at_once() {
    let told = Told::new("several");
    let one = told.commit_on(1, "one", &[], &[("a.toml", "1\n"), ("b/c.toml", "2\n")]);
    told.commit_on(2, "two", &[one], &[("a.toml", "1\n"), ("b/c.toml", "2\n3\n")]);
    let cited = |path: &str, text, lines: &[usize]| {
        let lines = lines.iter().copied().collect();
        Cited { path: path.to_owned(), text, lines }
    };
    let files = [cited("b/c.toml", "2\n3\n", &[2, 1]), cited("a.toml", "1\n", &[1, 99])];
    let found = told.folder.repository().last_changes_of_lines(None, &files).unwrap();
    let said = |file: usize, line| match &found[file][&line] {
        LastChange::Commit(commit) => commit.summary().to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!([said(0, 1), said(0, 2), said(1, 1)], ["one", "two", "one"]);
    assert!(!found[1].contains_key(&0));
}
