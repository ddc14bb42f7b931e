//! What words for a revision mean, and why some mean none.

use super::*;

/// A repository with three commits on `main`, the last of them a merge, and where each is named.
struct Named {
    folder: Folder,
    first: Oid,
    second: Oid,
    merge: Oid,
}

impl Named {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        let repo = made(&folder);
        let first = commit(&repo, "Ana", "ana@example.org", TODAY - 14 * DAY);
        let second = commit(&repo, "Ben", "ben@example.org", TODAY - 7 * DAY);
        let find = |id| repo.find_commit(id).unwrap();
        let signature = Signature::new("Cho", "cho@example.org", &Time::new(TODAY, 0)).unwrap();
        let side = repo.commit(
            Some("refs/heads/side"),
            &signature,
            &signature,
            "side",
            &find(first).tree().unwrap(),
            &[&find(first)],
        );
        let side = find(side.unwrap());
        let (tree, second_commit) = (side.tree().unwrap(), find(second));
        let parents = [&second_commit, &side];
        let text = "merge it\n\nwith a body";
        let merge =
            repo.commit(Some("HEAD"), &signature, &signature, text, &tree, &parents).unwrap();
        let object = |id| repo.find_object(id, None).unwrap();
        repo.tag("v2", &object(second), &signature, "second", false).unwrap();
        repo.tag_lightweight("v1", &object(first), false).unwrap();
        Self { folder, first, second, merge }
    }

    fn find(&self, words: &str) -> Result<Revision, NoRevision> {
        named(&self.folder.repository(), words)
    }

    fn oid(&self, words: &str) -> Oid {
        self.find(words).unwrap_or_else(|why| panic!("{words}: {why:?}")).oid
    }

    /// What git keeps of where a branch was: seconds and commits, oldest first.
    fn keep(&self, branch: &str, entries: &[(i64, Oid)]) {
        let lines = entries.iter().map(|(at, id)| {
            format!("{} {id} A <a@x.invalid> {at} +0000\tcommit: x\n", Oid::ZERO_SHA1)
        });
        let path = self.folder.0.join(".git/logs").join(branch);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, lines.collect::<String>()).unwrap();
    }
}

#[test]
fn branches_tags_commits_and_ways_back_name_a_commit() {
    let here = Named::new("words");
    for head in ["HEAD", "main", "heads/main", "refs/heads/main", "@", " main ", "HEAD^0"] {
        assert_eq!(here.oid(head), here.merge, "{head}");
    }
    for second in ["v2", "v2^{commit}", "tags/v2", "HEAD~1", "HEAD^", "main^1", "HEAD^{/change}"] {
        assert_eq!(here.oid(second), here.second, "{second}");
    }
    for first in ["v1", "HEAD~2", "v2~", "HEAD^2~1", "side^"] {
        assert_eq!(here.oid(first), here.first, "{first}");
    }
    let whole = here.first.to_string();
    assert_eq!(here.oid(&whole), here.first);
    assert_eq!(here.oid(&whole[..8]), here.first);
    assert_eq!(here.oid(&format!("v1-0-g{}", &whole[..8])), here.first);
}

#[test]
fn a_revision_says_who_committed_what_and_when() {
    let here = Named::new("said");
    let found = here.find("v2").unwrap();
    assert_eq!((found.name(), found.commit()), ("v2", here.second.to_string()));
    assert_eq!((found.author(), found.email()), ("Ben", "ben@example.org"));
    assert_eq!(
        (found.committed_at(), found.authored_at()),
        (at(TODAY - 7 * DAY), at(TODAY - 7 * DAY))
    );
    assert_eq!(here.find("main").unwrap().summary(), "merge it");
    assert_eq!(found.short(), &here.second.to_string()[..7]);
}

#[test]
fn digits_that_two_objects_share_are_not_enough() {
    let folder = Folder::new("digits");
    let repo = made(&folder);
    let id = commit(&repo, "Ana", "ana@example.org", TODAY);
    // A file under a name that only looks like what it holds: it is never read.
    let other = format!("{}{}", &id.to_string()[..8], "0".repeat(32));
    let from = repo.blob(b"x").unwrap().to_string();
    let objects = folder.0.join(".git/objects");
    let place = |id: &str| objects.join(&id[..2]).join(&id[2..]);
    fs::copy(place(&from), place(&other)).unwrap();
    let here = Named { folder, first: id, second: id, merge: id };
    assert_eq!(here.find(&id.to_string()[..8]), Err(NoRevision::Ambiguous));
    assert_eq!(here.find("HEAD").unwrap().short(), &id.to_string()[..9]);
}

#[test]
fn what_names_no_one_commit_is_refused_with_its_reason() {
    let here = Named::new("refused");
    let near = |names: &[&str]| NoRevision::Unknown {
        near: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    let repo = git2::Repository::open(&here.folder.0).unwrap();
    repo.reference("refs/remotes/origin/release", here.first, false, "test").unwrap();
    let blob = repo.blob(b"x").unwrap().to_string();
    let refused = [
        ("", NoRevision::Empty),
        ("  ", NoRevision::Empty),
        ("v1..v2", NoRevision::Range),
        ("v1...v2", NoRevision::Range),
        ("..", NoRevision::Range),
        ("mian", near(&["main"])),
        ("V1~2", near(&["v1~2"])),
        ("release", near(&["origin/release"])),
        ("nothing-like-it", near(&[])),
        ("-x", near(&[])),
        ("v1~1", NoRevision::TooFar("v1".into())),
        ("HEAD^3", NoRevision::TooFar("HEAD".into())),
        ("HEAD^{tree}", NoRevision::NotCommit("a folder")),
        (&blob, NoRevision::NotCommit("a file")),
        ("^v1", NoRevision::Malformed),
        ("HEAD~~x", NoRevision::Malformed),
    ];
    for (words, reason) in refused {
        assert_eq!(here.find(words), Err(reason), "{words:?}");
    }
}

#[test]
fn a_branch_and_a_tag_of_one_name_are_one_revision_only_at_one_commit() {
    let here = Named::new("two-names");
    let repo = git2::Repository::open(&here.folder.0).unwrap();
    let find = |id| repo.find_commit(id).unwrap();
    repo.branch("v1", &find(here.first), false).unwrap();
    assert_eq!(here.oid("v1"), here.first);
    repo.branch("v1", &find(here.second), true).unwrap();
    assert_eq!(here.find("v1"), Err(NoRevision::TwoNames));
    assert_eq!(here.find("v1~1"), Err(NoRevision::TwoNames));
    assert_eq!((here.oid("heads/v1"), here.oid("tags/v1")), (here.second, here.first));
}

#[test]
fn a_branch_at_a_time_is_where_it_was_by_the_clock_that_is_given() {
    let here = Named::new("dated");
    let kept =
        [(TODAY - 14 * DAY, here.first), (TODAY - 7 * DAY, here.second), (TODAY, here.merge)];
    here.keep("refs/heads/main", &kept);
    here.keep("HEAD", &kept[1..]);
    for (words, commit) in [
        ("main@{now}", here.merge),
        ("main@{8 days ago}", here.first),
        ("main@{1.week.ago}", here.second),
        ("main@{yesterday}", here.second),
        ("@{2026-10-12 09:00 UTC}", here.second),
        ("main@{2026-10-12T08:59:59Z}", here.first),
        ("HEAD@{1 week ago}", here.second),
        ("main@{1 week ago}~1", here.first),
        ("main@{1791800000}", here.second),
        ("main@{1}", here.second),
        ("main@{2}", here.first),
    ] {
        assert_eq!(here.oid(words), commit, "{words}");
    }
    let since = |at: Option<i64>| Err(NoRevision::Forgotten(at.map(super::at)));
    assert_eq!(here.find("main@{1 year ago}"), since(Some(TODAY - 14 * DAY)));
    assert_eq!(here.find("HEAD@{8 days ago}"), since(Some(TODAY - 7 * DAY)));
    here.keep("refs/heads/side", &[]);
    assert_eq!(here.find("side@{now}"), since(None));
    assert!(matches!(here.find("main@{soon}"), Err(NoRevision::NoTime(_))));
    assert_eq!(here.find("mian@{now}"), Err(NoRevision::Unknown { near: vec!["main".into()] }));
}

#[test]
fn a_repository_without_commits_has_no_revision() {
    let folder = Folder::new("unborn-revision");
    made(&folder);
    let none = Oid::ZERO_SHA1;
    let here = Named { folder, first: none, second: none, merge: none };
    for words in ["HEAD", "main", "HEAD~1", "@{now}"] {
        assert_eq!(here.find(words), Err(NoRevision::Unknown { near: vec![] }), "{words}");
    }
}

#[test]
fn histories_part_at_their_last_common_commit_or_nowhere() {
    let here = Named::new("parts");
    let [first, second, side] = ["v1", "v2", "side"].map(|words| here.find(words).unwrap());
    let repository = here.folder.repository();
    let base = repository.merge_base(&second, &side).unwrap().unwrap();
    assert_eq!((base.commit(), base.name()), (first.commit(), first.short()));
    let repo = git2::Repository::open(&here.folder.0).unwrap();
    let signature = Signature::new("Dee", "dee@example.org", &Time::new(TODAY, 0)).unwrap();
    let tree = repo.find_commit(here.first).unwrap().tree().unwrap();
    repo.commit(Some("refs/heads/island"), &signature, &signature, "x", &tree, &[]).unwrap();
    let island = here.find("island").unwrap();
    assert_eq!(repository.merge_base(&second, &island), Ok(None));
}

#[test]
fn a_time_that_no_calendar_has_is_no_obstacle() {
    let folder = Folder::new("times");
    let repo = made(&folder);
    let text = |at: &str| {
        let tree = repo.treebuilder(None).unwrap().write().unwrap();
        format!("tree {tree}\nauthor \u{1b}[31m <> {at} +0000\ncommitter A <a> {at} +0000\n\nx\n")
    };
    let odb = repo.odb().unwrap();
    let ids = ["9223372036854775807", "253402300800", "-5"]
        .map(|at| odb.write(git2::ObjectType::Commit, text(at).as_bytes()).unwrap());
    let here = Named { folder, first: ids[0], second: ids[1], merge: ids[2] };
    for id in ids {
        if let Ok(found) = here.find(&id.to_string()) {
            assert!((at(0)..=at(LATEST)).contains(&found.committed_at()), "{found:?}");
        }
    }
    assert!(here.find(&ids[1].to_string()).is_ok());
}

/// Adds a commit with these files in place of all others.
fn wrote(repo: &git2::Repository, files: &[(&str, &str)], seconds: i64) -> Oid {
    let mut index = repo.index().unwrap();
    index.clear().unwrap();
    for (path, text) in files {
        let id = repo.blob(text.as_bytes()).unwrap();
        let entry = entry(path, id);
        index.add(&entry).unwrap();
    }
    index.write().unwrap();
    commit(repo, "Ana", "ana@example.org", seconds)
}

#[test]
fn a_file_was_changed_by_the_last_commit_that_gave_it_another_text() {
    let folder = Folder::new("edits");
    let repo = made(&folder);
    wrote(&repo, &[("runbooks/a.md", "1"), ("runbooks/b.md", "1")], TODAY - 9 * DAY);
    wrote(&repo, &[("runbooks/a.md", "2"), ("runbooks/b.md", "1")], TODAY - 5 * DAY);
    wrote(&repo, &[("runbooks/a.md", "2"), ("runbooks/b.md", "1"), ("c", "")], TODAY - 2 * DAY);
    let ours = folder.repository();
    let paths = ["runbooks/a.md", "runbooks/b.md", "runbooks/none.md"].map(str::to_owned);
    let known = ours.last_changes(&named(&ours, "HEAD").unwrap(), &paths).unwrap();
    let days = |path: &str| known.get(path).map(|time| (at(TODAY) - *time).num_days());
    assert_eq!(paths.each_ref().map(|path| days(path)), [Some(5), Some(9), None]);
    let then = ours.last_changes(&named(&ours, "HEAD~2").unwrap(), &paths).unwrap();
    assert_eq!(then.get("runbooks/a.md").map(|time| (at(TODAY) - *time).num_days()), Some(9));
}

#[test]
fn a_merge_changes_only_what_no_side_of_it_had() {
    let folder = Folder::new("edits-merge");
    let repo = made(&folder);
    let base = wrote(&repo, &[("a", "1"), ("b", "1")], TODAY - 9 * DAY);
    let main = wrote(&repo, &[("a", "2"), ("b", "1")], TODAY - 7 * DAY);
    repo.set_head_detached(base).unwrap();
    let side = wrote(&repo, &[("a", "1"), ("b", "2")], TODAY - 5 * DAY);
    let find = |id| repo.find_commit(id).unwrap();
    repo.set_head_detached(main).unwrap();
    let merged = wrote(&repo, &[("a", "2"), ("b", "2")], TODAY - DAY);
    let signature = Signature::new("Cho", "cho@example.org", &Time::new(TODAY, 0)).unwrap();
    let tree = find(merged).tree().unwrap();
    let (one, two) = (find(main), find(side));
    let merge = repo.commit(None, &signature, &signature, "merge", &tree, &[&one, &two]).unwrap();
    let ours = folder.repository();
    let paths = ["a", "b"].map(str::to_owned);
    let known = ours.last_changes(&named(&ours, &merge.to_string()).unwrap(), &paths).unwrap();
    let days: Vec<_> = known.values().map(|time| (at(TODAY) - *time).num_days()).collect();
    assert_eq!(days, [7, 5]);
}
