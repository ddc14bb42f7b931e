//! What is said of repositories of every kind, each made for its test.
#![expect(clippy::disallowed_methods, reason = "the tests make repositories on the disk")]

mod blame;
mod files;
mod force;
mod moved;
mod revision;
mod walk;

use std::fs;
use std::path::PathBuf;

use git2::{Oid, Signature, Time};

use super::*;
use crate::time::{Instant, Reading, Zones};

/// A folder that is removed with the value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("irp-history-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        // What git says of a folder may name it with its links followed.
        Self(path.canonicalize().unwrap())
    }

    fn repository(&self) -> Repository {
        Repository::around(&self.0).unwrap().unwrap()
    }

    fn authors(&self) -> Vec<(String, String, usize)> {
        let authors = self.repository().authors(at(TODAY)).unwrap();
        authors.into_iter().map(|a| (a.name, a.email, a.commits)).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const DAY: i64 = 86_400;
/// 19 October 2026, 09:00 UTC.
const TODAY: i64 = 1_792_400_400;

fn at(seconds: i64) -> Instant {
    chrono::DateTime::from_timestamp(seconds, 0).unwrap()
}

/// What words for a revision name today, with times in UTC.
fn named(repository: &Repository, words: &str) -> Result<Revision, NoRevision> {
    let zones = Zones::embedded();
    let (viewer, zone_named) = (zones.utc(), |name: &str| zones.get(name));
    let clock = Reading { now: at(TODAY), viewer: &viewer, zone_named: &zone_named };
    repository.revision(words, &clock)
}

/// Adds an empty commit to HEAD.
fn commit(repo: &git2::Repository, name: &str, email: &str, seconds: i64) -> Oid {
    let signature = Signature::new(name, email, &Time::new(seconds, 0)).unwrap();
    let tree = repo.find_tree(repo.index().unwrap().write_tree().unwrap()).unwrap();
    let parent = repo.head().ok().map(|head| head.peel_to_commit().unwrap());
    let parents: Vec<_> = parent.iter().collect();
    repo.commit(Some("HEAD"), &signature, &signature, "change", &tree, &parents).unwrap()
}

/// A file of an index.
fn entry(path: &str, id: Oid) -> git2::IndexEntry {
    let never = git2::IndexTime::new(0, 0);
    git2::IndexEntry {
        ctime: never,
        mtime: never,
        dev: 0,
        ino: 0,
        mode: 0o100_644,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    }
}

fn made(folder: &Folder) -> git2::Repository {
    git2::Repository::init_opts(
        &folder.0,
        git2::RepositoryInitOptions::new().initial_head("main").external_template(false),
    )
    .unwrap()
}

#[test]
fn a_folder_in_no_repository_has_none() {
    let folder = Folder::new("none");
    assert!(Repository::around(&folder.0).unwrap().is_none());
    assert!(Repository::around(&folder.0.join("missing")).unwrap().is_none());
}

#[test]
fn a_repository_without_commits_has_no_authors_and_no_revisions() {
    let folder = Folder::new("unborn");
    made(&folder);
    assert!(!folder.repository().has_commits());
    assert_eq!(folder.authors(), []);
    assert!(folder.repository().revisions("", 9).unwrap().is_empty());
}

#[test]
fn the_root_is_that_of_the_files_from_any_folder() {
    let folder = Folder::new("root");
    let repo = made(&folder);
    commit(&repo, "Ana", "ana@example.org", TODAY);
    fs::create_dir_all(folder.0.join("src/deep")).unwrap();
    let deep = Repository::around(&folder.0.join("src/deep")).unwrap().unwrap();
    assert_eq!(deep.root().unwrap().canonicalize().unwrap(), folder.0);
}

#[test]
fn a_bare_repository_has_no_root_but_authors() {
    let folder = Folder::new("bare");
    let bare = git2::Repository::init_bare(&folder.0).unwrap();
    let signature = Signature::new("Ana", "ana@example.org", &Time::new(TODAY, 0)).unwrap();
    let tree = bare.find_tree(bare.treebuilder(None).unwrap().write().unwrap()).unwrap();
    bare.commit(Some("HEAD"), &signature, &signature, "change", &tree, &[]).unwrap();
    assert_eq!(folder.repository().root(), None);
    assert_eq!(folder.authors(), [("Ana".into(), "ana@example.org".into(), 1)]);
}

#[test]
fn a_second_work_tree_has_its_own_root_and_the_same_authors() {
    let folder = Folder::new("worktree");
    let repo = made(&folder);
    commit(&repo, "Ana", "ana@example.org", TODAY);
    let other = Folder::new("worktree-other");
    repo.worktree("side", &other.0.join("side"), None).unwrap();
    let side = Repository::around(&other.0.join("side")).unwrap().unwrap();
    assert_eq!(side.root().unwrap().canonicalize().unwrap(), other.0.join("side"));
    assert_eq!(side.authors(at(TODAY)).unwrap().len(), 1);
}

#[test]
fn a_repository_that_cannot_be_read_says_why() {
    let folder = Folder::new("broken");
    made(&folder);
    fs::write(folder.0.join(".git/config"), "[core]\nrepositoryformatversion = 99\n").unwrap();
    let trouble = Repository::around(&folder.0).err().unwrap();
    assert!(trouble.to_string().contains("version"), "{trouble}");
    fs::write(folder.0.join(".git/config"), "[core\n").unwrap();
    assert!(Repository::around(&folder.0).is_err());
}

#[test]
fn lost_objects_are_an_error_or_an_end_never_a_panic() {
    let folder = Folder::new("lost");
    let repo = made(&folder);
    commit(&repo, "Ana", "ana@example.org", TODAY - DAY);
    commit(&repo, "Ben", "ben@example.org", TODAY);
    fs::remove_dir_all(folder.0.join(".git/objects")).unwrap();
    fs::create_dir_all(folder.0.join(".git/objects")).unwrap();
    let here = folder.repository();
    assert!(here.authors(at(TODAY)).is_ok_and(|authors| authors.is_empty()));
    assert!(!here.revisions("", 9).unwrap().is_empty());
}

#[test]
fn the_most_active_of_the_last_year_come_first() {
    let folder = Folder::new("active");
    let repo = made(&folder);
    for _ in 0..3 {
        commit(&repo, "Old Hand", "old@example.org", TODAY - 400 * DAY);
    }
    commit(&repo, "Ana Duarte", "ana@example.org", TODAY - 3 * DAY);
    commit(&repo, "Cho Park", "cho@example.org", TODAY - 2 * DAY);
    commit(&repo, "Ben Carver", "ben@example.org", TODAY - DAY);
    commit(&repo, "Cho Park", "cho@example.org", TODAY - DAY);
    let names: Vec<_> = folder.authors().into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["Cho Park", "Ben Carver", "Ana Duarte"]);
}

#[test]
fn the_year_of_a_repository_at_rest_ends_with_its_last_commit() {
    let folder = Folder::new("rest");
    let repo = made(&folder);
    commit(&repo, "Ana", "ana@example.org", TODAY - 2_000 * DAY);
    commit(&repo, "Ben", "ben@example.org", TODAY - 1_900 * DAY);
    assert_eq!(folder.authors().len(), 2);
}

#[test]
fn a_commit_from_the_future_does_not_hide_the_others() {
    let folder = Folder::new("future");
    let repo = made(&folder);
    commit(&repo, "Ana", "ana@example.org", TODAY - DAY);
    commit(&repo, "Ben", "ben@example.org", TODAY + 9_000 * DAY);
    assert_eq!(folder.authors().len(), 2);
}

#[test]
fn programs_are_no_authors() {
    let folder = Folder::new("programs");
    let repo = made(&folder);
    commit(&repo, "dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", TODAY);
    commit(&repo, "Release-Bot", "ci@example.org", TODAY);
    commit(&repo, "GitHub", "noreply@github.com", TODAY);
    commit(&repo, "Jan Bot", "jan@example.org", TODAY);
    assert_eq!(folder.authors(), [("Jan Bot".into(), "jan@example.org".into(), 1)]);
}

#[test]
fn names_and_addresses_of_one_person_are_put_together() {
    let folder = Folder::new("together");
    let repo = made(&folder);
    commit(&repo, "aduarte", "ana@home.example", TODAY - 4 * DAY);
    commit(&repo, "aduarte", "ana@home.example", TODAY - 3 * DAY);
    commit(&repo, "Ana Duarte", "1+aduarte@users.noreply.github.com", TODAY - 2 * DAY);
    commit(&repo, "ana duarte", "ANA@home.example", TODAY - DAY);
    commit(&repo, "Ana Duarte", "ana@work.example", TODAY);
    assert_eq!(folder.authors(), [("Ana Duarte".into(), "ana@home.example".into(), 5)]);
}

#[test]
fn a_mailmap_is_heeded() {
    let folder = Folder::new("mailmap");
    let repo = made(&folder);
    commit(&repo, "A", "a@old.example", TODAY);
    fs::write(folder.0.join(".mailmap"), "Ana Duarte <ana@example.org> <a@old.example>\n").unwrap();
    assert_eq!(folder.authors(), [("Ana Duarte".into(), "ana@example.org".into(), 1)]);
}

#[test]
fn revisions_are_sorted_bounded_and_begin_with_what_was_typed() {
    let folder = Folder::new("revisions");
    let repo = made(&folder);
    let id = commit(&repo, "Ana", "ana@example.org", TODAY);
    let commit = repo.find_object(id, None).unwrap();
    for branch in ["hotfix", "feature/x"] {
        repo.branch(branch, commit.as_commit().unwrap(), false).unwrap();
    }
    repo.tag_lightweight("v1", &commit, false).unwrap();
    for remote in ["main", "HEAD"] {
        repo.reference(&format!("refs/remotes/origin/{remote}"), id, false, "test").unwrap();
    }
    repo.reference("refs/notes/commits", id, false, "test").unwrap();
    let here = folder.repository();
    let all = ["HEAD", "feature/x", "hotfix", "main", "v1", "origin/main"];
    assert_eq!(here.revisions("", 99).unwrap(), all);
    assert_eq!(here.revisions("", 2).unwrap(), all[..2]);
    assert_eq!(here.revisions("h", 99).unwrap(), ["hotfix"]);
}
