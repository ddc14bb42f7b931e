//! Which commit was in force, on branches and in repositories of every kind.

use super::*;

/// Adds a commit with some parents and times, the author's a year before the committer's.
fn child(repo: &git2::Repository, parents: &[Oid], seconds: i64) -> Oid {
    let signed = |at| Signature::new("Ana", "ana@example.org", &Time::new(at, 0)).unwrap();
    let tree = repo.find_tree(repo.treebuilder(None).unwrap().write().unwrap()).unwrap();
    let parents: Vec<_> = parents.iter().map(|id| repo.find_commit(*id).unwrap()).collect();
    let parents: Vec<_> = parents.iter().collect();
    let author = signed(seconds - 365 * DAY);
    repo.commit(None, &author, &signed(seconds), "change", &tree, &parents).unwrap()
}

/// Points a reference to a commit.
fn points(repo: &git2::Repository, name: &str, id: Oid) {
    repo.reference(name, id, true, "test").unwrap();
}

/// Commits on a branch, so many days before today.
fn line(repo: &git2::Repository, branch: &str, days: &[i64]) -> Vec<Oid> {
    let mut ids: Vec<Oid> = Vec::new();
    for day in days {
        let last: Vec<_> = ids.last().copied().into_iter().collect();
        ids.push(child(repo, &last, TODAY - day * DAY));
    }
    points(repo, &format!("refs/heads/{branch}"), *ids.last().unwrap());
    ids
}

/// The commit in force so many days ago, and its branch.
fn in_force(folder: &Folder, branch: Option<&str>, days: i64) -> Result<(Oid, String), NotInForce> {
    let found = folder.repository().in_force(branch, at(TODAY - days * DAY))?;
    Ok((found.revision.oid, found.branch))
}

fn default(folder: &Folder) -> String {
    in_force(folder, None, 0).unwrap().1
}

fn near(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_commit_is_in_force_from_the_second_it_was_committed() {
    let folder = Folder::new("force-line");
    let ids = line(&made(&folder), "main", &[9, 6, 6, 3]);
    for (days, id) in [(9, 0), (8, 0), (6, 2), (5, 2), (3, 3), (0, 3), (-900, 3)] {
        assert_eq!(in_force(&folder, None, days), Ok((ids[id], "main".into())), "{days}");
    }
    let found = folder.repository().in_force(None, at(TODAY - 6 * DAY - 1)).unwrap();
    assert_eq!((found.revision.oid, found.later), (ids[0], None));
    assert_eq!(found.revision.name(), found.revision.short());
    let since = at(TODAY - 9 * DAY);
    let younger = NotInForce::Younger { branch: "main".into(), since, shallow: false };
    assert_eq!(in_force(&folder, None, 10), Err(younger));
}

#[test]
fn what_a_merge_brought_is_in_force_from_the_merge_on() {
    let folder = Folder::new("force-merge");
    let repo = made(&folder);
    let main = line(&repo, "main", &[9, 5]);
    let side = child(&repo, &[main[0]], TODAY - 7 * DAY);
    let late = child(&repo, &[side], TODAY - 2 * DAY);
    let merge = child(&repo, &[main[1], late], TODAY - DAY);
    let others = [6, 4].map(|day| child(&repo, &[main[0]], TODAY - day * DAY));
    let octopus = child(&repo, &[merge, others[0], others[1]], TODAY);
    points(&repo, "refs/heads/main", octopus);
    for (days, id) in [(7, main[0]), (6, main[0]), (4, main[1]), (2, main[1]), (1, merge)] {
        assert_eq!(in_force(&folder, None, days).unwrap().0, id, "{days}");
    }
    assert_eq!(in_force(&folder, None, 0).unwrap().0, octopus);
    points(&repo, "refs/heads/side", late);
    assert_eq!(in_force(&folder, Some("side"), 6), Ok((side, "side".into())));
}

#[test]
fn a_clock_that_was_wrong_is_told_where_it_matters() {
    let folder = Folder::new("force-skew");
    // The second was committed by a clock that is four days fast, or the third by a slow one.
    let ids = line(&made(&folder), "main", &[9, 2, 6, 1]);
    let find = |days: i64| folder.repository().in_force(None, at(TODAY - days * DAY)).unwrap();
    let later = |days| find(days).later.map(|later| later.oid);
    for (days, id, skewed) in
        [(9, 0, None), (7, 0, None), (6, 2, Some(1)), (3, 2, Some(1)), (2, 2, None), (1, 3, None)]
    {
        let expected = (ids[id], skewed.map(|id: usize| ids[id]));
        assert_eq!((find(days).revision.oid, later(days)), expected, "{days}");
    }
}

#[test]
fn what_the_remote_calls_its_head_is_the_default_branch_before_all_others() {
    let folder = Folder::new("force-default");
    let repo = made(&folder);
    let id = line(&repo, "topic", &[1])[0];
    repo.set_head("refs/heads/topic").unwrap();
    let set = |name| repo.config().unwrap().set_str("init.defaultBranch", name).unwrap();
    set("none");
    assert_eq!(default(&folder), "topic");
    for name in ["refs/remotes/origin/master", "refs/remotes/origin/main", "refs/heads/trunk"] {
        points(&repo, name, id);
        assert_eq!(default(&folder), name.splitn(3, '/').last().unwrap());
    }
    for name in ["master", "main"] {
        points(&repo, &format!("refs/heads/{name}"), id);
        assert_eq!(default(&folder), name);
    }
    set("live");
    assert_eq!(default(&folder), "main", "there is no such branch");
    points(&repo, "refs/heads/live", id);
    assert_eq!(default(&folder), "live");
    let (head, release) = ("refs/remotes/origin/HEAD", "refs/remotes/origin/release/2");
    repo.reference_symbolic(head, release, true, "test").unwrap();
    assert_eq!(default(&folder), "live", "it points to nothing that was fetched");
    points(&repo, release, id);
    assert_eq!(default(&folder), "origin/release/2");
}

#[test]
fn a_detached_head_is_the_default_where_there_is_no_other() {
    let folder = Folder::new("force-detached");
    let repo = made(&folder);
    let ids = line(&repo, "topic", &[3, 1]);
    repo.set_head_detached(ids[0]).unwrap();
    assert_eq!(in_force(&folder, None, 0), Ok((ids[0], "HEAD".into())));
    assert_eq!(in_force(&folder, Some("topic"), 0), Ok((ids[1], "topic".into())));
    points(&repo, "refs/heads/main", ids[1]);
    assert_eq!(in_force(&folder, None, 0), Ok((ids[1], "main".into())));
    assert_eq!(in_force(&folder, Some("HEAD"), 0), Ok((ids[0], "HEAD".into())));
}

#[test]
fn the_default_branch_of_a_bare_repository_is_that_of_its_head() {
    let folder = Folder::new("force-bare");
    let bare = git2::Repository::init_bare(&folder.0).unwrap();
    let ids = line(&bare, "main", &[2]);
    let live = line(&bare, "live", &[1]);
    bare.set_head("refs/heads/live").unwrap();
    assert_eq!(in_force(&folder, None, 0), Ok((live[0], "live".into())));
    bare.set_head("refs/heads/unborn").unwrap();
    assert_eq!(in_force(&folder, None, 0), Ok((ids[0], "main".into())));
}

#[test]
fn a_branch_is_named_here_or_at_a_remote_and_no_tag_or_commit_is_one() {
    let folder = Folder::new("force-named");
    let repo = made(&folder);
    let ids = line(&repo, "main", &[5, 1]);
    points(&repo, "refs/remotes/origin/release", ids[0]);
    points(&repo, "refs/tags/mair", ids[0]);
    let known = Ok((ids[0], "origin/release".into()));
    assert_eq!(in_force(&folder, Some("origin/release"), 0), known);
    let digits = ids[0].to_string();
    for (name, like) in [
        ("release", &["origin/release"][..]),
        ("mian", &["main"]),
        ("mair", &[]),
        ("main~1", &[]),
        ("HEAD", &[]),
        ("", &[]),
        ("\0", &[]),
        (&digits, &[]),
    ] {
        let reason = NotInForce::NoBranch { near: near(like) };
        repo.set_head("refs/heads/unborn").unwrap();
        assert_eq!(in_force(&folder, Some(name), 0), Err(reason), "{name:?}");
    }
}

#[test]
fn without_a_commit_nothing_is_in_force_and_without_a_usual_branch_one_must_be_named() {
    let folder = Folder::new("force-unborn");
    let repo = made(&folder);
    assert_eq!(in_force(&folder, None, 0), Err(NotInForce::NoDefault { near: vec![] }));
    let unknown = Err(NotInForce::NoBranch { near: vec![] });
    assert_eq!(in_force(&folder, Some("main"), 0), unknown);
    let ids = line(&repo, "topic", &[1]);
    points(&repo, "refs/tags/v1", ids[0]);
    let topic = NotInForce::NoDefault { near: near(&["topic"]) };
    assert_eq!(in_force(&folder, None, 0), Err(topic));
}

#[test]
fn a_shallow_copy_knows_that_it_has_not_all() {
    let folder = Folder::new("force-shallow");
    let repo = made(&folder);
    let ids = line(&repo, "main", &[9, 6, 3]);
    let root = line(&repo, "whole", &[4])[0];
    fs::write(folder.0.join(".git/shallow"), format!("{}\n", ids[1])).unwrap();
    assert_eq!(in_force(&folder, None, 6).unwrap().0, ids[1]);
    let younger = |branch: &str, days, shallow| {
        let since = at(TODAY - days * DAY);
        Err(NotInForce::Younger { branch: branch.to_owned(), since, shallow })
    };
    assert_eq!(in_force(&folder, None, 7), younger("main", 6, true));
    assert_eq!(in_force(&folder, Some("whole"), 4).unwrap().0, root);
    assert_eq!(in_force(&folder, Some("whole"), 5), younger("whole", 4, false));
}

#[test]
fn lost_commits_are_an_error_never_an_answer() {
    let folder = Folder::new("force-lost");
    let repo = made(&folder);
    let ids = line(&repo, "main", &[9, 6, 3]);
    let lost = ids[1].to_string();
    fs::remove_file(folder.0.join(".git/objects").join(&lost[..2]).join(&lost[2..])).unwrap();
    assert_eq!(in_force(&folder, None, 3).unwrap().0, ids[2]);
    assert!(matches!(in_force(&folder, None, 6), Err(NotInForce::Unreadable(_))));
    points(&repo, "refs/heads/other", ids[0]);
    fs::write(folder.0.join(".git/refs/heads/other"), format!("{lost}\n")).unwrap();
    assert!(matches!(in_force(&folder, Some("other"), 0), Err(NotInForce::Unreadable(_))));
}
