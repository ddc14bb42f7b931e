//! The files of a commit, which strangers may have made as no disk would hold them.

use git2::ObjectType;

use super::*;
use crate::history::Folder as PlanFolder;
use crate::source::{Kind, LARGEST_FILE, ReadError, Tree, pattern, read, walk};

const FILE: &str = "100644";
const FOLDER: &str = "40000";
const LINK: &str = "120000";
const SUBMODULE: &str = "160000";

/// A repository of one commit, made of whatever its objects say.
struct Made {
    folder: Folder,
    repo: git2::Repository,
}

impl Made {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        let repo = made(&folder);
        Self { folder, repo }
    }

    fn object(&self, kind: ObjectType, bytes: &[u8]) -> Oid {
        self.repo.odb().unwrap().write(kind, bytes).unwrap()
    }

    fn file(&self, bytes: impl AsRef<[u8]>) -> Oid {
        self.object(ObjectType::Blob, bytes.as_ref())
    }

    /// A folder with entries in the order that is given, under any names.
    fn tree(&self, entries: &[(&str, &[u8], Oid)]) -> Oid {
        let mut bytes = Vec::new();
        for (mode, name, id) in entries {
            bytes.extend([mode.as_bytes(), b" ", name, b"\0", id.as_bytes()].concat());
        }
        self.object(ObjectType::Tree, &bytes)
    }

    /// Commits a folder as the top one.
    fn commit(&self, tree: Oid) {
        let who = "A <a@x.invalid> 1 +0000";
        let text = format!("tree {tree}\nauthor {who}\ncommitter {who}\n\nx\n");
        let id = self.object(ObjectType::Commit, text.as_bytes());
        self.repo.reference("refs/heads/main", id, true, "x").unwrap();
    }

    /// Asks something of the files of the commit.
    fn files<T>(&self, ask: impl Fn(&Snapshot<'_>) -> T) -> T {
        let repository = self.folder.repository();
        ask(&repository.snapshot(&named(&repository, "main").unwrap()).unwrap())
    }

    /// Asks something of one of its folders.
    fn look<T>(&self, path: &str, ask: impl Fn(&PlanFolder<'_, '_>) -> T) -> T {
        self.files(|files| ask(&files.folder(path).unwrap()))
    }

    fn folders_with(&self, name: &str) -> Vec<String> {
        self.files(|files| files.folders_with(name, 3))
    }
}

fn plain(target: Option<&str>) -> Kind {
    Kind::File { target: target.map(str::to_owned) }
}

/// What is where: a plan's folder `plan` with links of every kind, and a secret beside it.
fn linked(name: &str) -> Made {
    let made = Made::new(name);
    let link = |target: &str| made.file(target);
    let text = made.file("a = 1\n");
    let sub = made.tree(&[(LINK, b"back.toml", link("../a.toml")), (FILE, b"one.toml", text)]);
    let mut entries = vec![
        (FILE, "a.toml", text),
        (LINK, "above.toml", link("../../../../etc/passwd")),
        (LINK, "absolute.toml", link("/etc/passwd")),
        (LINK, "chain.toml", link("inner.toml")),
        (LINK, "climbs.toml", link("../plan/sub/./one.toml")),
        (LINK, "dead.toml", link("nothing.toml")),
        (LINK, "empty.toml", link("")),
        (LINK, "folder", link("sub")),
        (LINK, "inner.toml", link("sub/back.toml")),
        (LINK, "itself", link(".")),
        (LINK, "long.toml", link(&"./".repeat(3000))),
        (LINK, "loop.toml", link("pool.toml")),
        (LINK, "module.toml", link("module/x.toml")),
        (LINK, "out.toml", link("../secret.toml")),
        (LINK, "pool.toml", link("loop.toml")),
        (LINK, "through.toml", link("a.toml/x")),
        (LINK, "zero.toml", link("a\0.toml")),
        (FOLDER, "sub", sub),
        (SUBMODULE, "module", Oid::from_str(&"7".repeat(40)).unwrap()),
    ];
    entries.sort_by_key(
        |(mode, name, _)| {
            if *mode == FOLDER { format!("{name}/") } else { (*name).to_owned() }
        },
    );
    let entries: Vec<_> = entries.iter().map(|(m, name, id)| (*m, name.as_bytes(), *id)).collect();
    let plan = made.tree(&entries);
    let secret = made.file("token = 1\n");
    made.commit(made.tree(&[
        (LINK, b"link", link("plan")),
        (FOLDER, b"plan", plan),
        (FILE, b"secret.toml", secret),
    ]));
    made
}

#[test]
fn links_are_followed_within_the_plan_and_nowhere_else() {
    let made = linked("links");
    for path in ["plan", "link", "/plan/", "plan/sub/..", "link/./sub/.."] {
        let kinds = made.look(path, |folder| {
            assert_eq!(folder.path(), "plan", "{path}");
            let entries = folder.list("").unwrap();
            entries.into_iter().map(|entry| (entry.name, entry.kind)).collect::<Vec<_>>()
        });
        let kind = |name: &str| kinds.iter().find(|(known, _)| known == name).unwrap().1.clone();
        assert_eq!(kind("a.toml"), plain(None));
        assert_eq!(kind("sub"), Kind::Folder);
        for inside in ["chain.toml", "inner.toml"] {
            assert_eq!(kind(inside), plain(Some("a.toml")), "{inside}");
        }
        assert_eq!(kind("climbs.toml"), plain(Some("sub/one.toml")));
        for folder in ["folder", "itself"] {
            assert_eq!(kind(folder), Kind::FolderLink, "{folder}");
        }
        for outside in ["above.toml", "absolute.toml", "out.toml"] {
            assert_eq!(kind(outside), Kind::Outside, "{outside}");
        }
        for dead in
            ["dead.toml", "empty.toml", "long.toml", "loop.toml", "through.toml", "zero.toml"]
        {
            assert_eq!(kind(dead), Kind::Dangling, "{dead}");
        }
    }
}

#[test]
fn what_lies_outside_is_not_read_even_when_it_is_asked_for() {
    let made = linked("outside");
    made.look("plan", |folder| {
        for path in ["out.toml", "../secret.toml", "sub/../../secret.toml", "absolute.toml"] {
            assert!(folder.read(path).is_err(), "{path}");
        }
        assert_eq!(folder.read("inner.toml"), Ok(b"a = 1\n".to_vec()));
        assert_eq!(folder.look("sub/back.toml"), Some(plain(Some("a.toml"))));
        assert_eq!(folder.look("sub/none.toml"), None);
        assert_eq!(folder.look("folder/one.toml"), None);
        assert_eq!(read(folder, "out.toml"), Err(ReadError::Outside));
    });
}

#[test]
fn a_submodule_is_said_to_be_unreadable_and_not_passed_over() {
    let made = linked("module");
    made.look("plan", |folder| {
        assert_eq!(folder.look("module"), Some(Kind::Folder));
        assert!(folder.list("module").unwrap_err().contains("submodule"));
        assert!(folder.read("module/x.toml").unwrap_err().contains("submodule"));
        let selected = walk(folder, &[pattern("**/*.toml").unwrap()]);
        let stopped: Vec<_> = selected.obstacles.iter().map(|o| o.path.as_str()).collect();
        assert!(stopped.contains(&"module"), "{stopped:?}");
    });
}

#[test]
fn names_that_no_disk_holds_are_no_files() {
    let made = Made::new("names");
    let text = made.file("a = 1\n");
    let tree = made.tree(&[
        (FILE, b"", text),
        (FILE, b".", text),
        (FILE, b"..", text),
        (FILE, b"../x.toml", text),
        (FILE, b"/etc/x.toml", text),
        (FILE, b"\xff.toml", text),
        (FILE, b"good.toml", text),
    ]);
    // Of a tree with an empty name nothing is read at all.
    made.commit(tree);
    let nameless = made.folder.repository();
    let commit = nameless.0.revparse_single("main").unwrap().peel_to_commit().unwrap();
    assert!(commit.tree().is_err());
    made.commit(made.tree(&[
        (FILE, b".", text),
        (FILE, b"..", text),
        (FILE, b"../x.toml", text),
        (FILE, b"/etc/x.toml", text),
        (FILE, b"good.toml", text),
        (FILE, b"\xff.toml", text),
    ]));
    made.look("", |folder| {
        let entries = folder.list("").unwrap();
        for entry in &entries {
            let expected = if entry.name == "good.toml" { plain(None) } else { Kind::Special };
            assert_eq!(entry.kind, expected, "{}", entry.name);
        }
        assert_eq!(entries.len(), 6);
        let selected = walk(folder, &[pattern("**/*.toml").unwrap()]);
        assert_eq!(selected.files, ["good.toml"]);
        assert_eq!(selected.obstacles.len(), 3);
    });
}

#[test]
fn a_large_file_is_not_taken_in() {
    let made = Made::new("large");
    let (large, most) = (vec![b'#'; LARGEST_FILE + 1], vec![b'#'; LARGEST_FILE]);
    let (large, most) = (made.file(large), made.file(most));
    made.commit(made.tree(&[(FILE, b"large.toml", large), (FILE, b"most.toml", most)]));
    made.look("", |folder| {
        assert_eq!(read(folder, "large.toml"), Err(ReadError::TooLarge));
        assert_eq!(read(folder, "most.toml").map(|text| text.len()), Ok(LARGEST_FILE));
    });
}

#[test]
fn folders_without_end_are_given_up_once() {
    let made = Made::new("endless");
    let mut tree = made.tree(&[(FILE, b"x.toml", made.file("a = 1\n"))]);
    for _ in 0..12 {
        let names: Vec<_> = (0..40).map(|n| format!("{n:02}")).collect();
        let entries: Vec<_> = names.iter().map(|n| (FOLDER, n.as_bytes(), tree)).collect();
        tree = made.tree(&entries);
    }
    made.commit(tree);
    made.look("", |folder| {
        let selected = walk(folder, &[pattern("**/*.toml").unwrap()]);
        assert_eq!(selected.obstacles.len(), 1, "{:?}", selected.obstacles);
    });
    assert!(made.folders_with("irp.toml").is_empty());
}

#[test]
fn links_without_end_are_given_up() {
    let made = Made::new("maze");
    let long = "d/../".repeat(800) + "x.toml";
    let (link, text) = (made.file(long), made.file("a = 1\n"));
    let inner = made.tree(&[(FILE, b"y.toml", text)]);
    let names: Vec<_> = (0..2_000).map(|n| format!("l{n:04}.toml")).collect();
    let mut entries = vec![(FOLDER, &b"d"[..], inner)];
    entries.extend(names.iter().map(|name| (LINK, name.as_bytes(), link)));
    entries.push((FILE, b"x.toml", text));
    made.commit(made.tree(&entries));
    made.look("", |folder| {
        let entries = folder.list("").unwrap();
        let kind = |name: &str| entries.iter().find(|e| e.name == name).unwrap().kind.clone();
        assert_eq!(kind("l0000.toml"), plain(Some("x.toml")));
        assert_eq!(kind("l1999.toml"), Kind::Dangling);
    });
}

#[test]
fn what_the_copy_does_not_hold_is_named_as_such() {
    let made = Made::new("missing");
    let gone = Oid::from_str(&"5".repeat(40)).unwrap();
    let text = made.file("a = 1\n");
    made.commit(made.tree(&[
        (FILE, b"gone.toml", gone),
        (FILE, b"here.toml", text),
        (FOLDER, b"lost", gone),
        (FOLDER, b"no-folder", text),
    ]));
    made.look("", |folder| {
        assert!(folder.read("gone.toml").unwrap_err().contains("does not hold it"));
        assert!(folder.list("lost").unwrap_err().contains("does not hold it"));
        assert!(folder.list("no-folder").is_err());
        assert!(folder.list("here.toml").unwrap_err().contains("no folder"));
        let selected = walk(folder, &[pattern("**/*.toml").unwrap()]);
        assert_eq!(selected.files, ["gone.toml", "here.toml"]);
    });
}

#[test]
fn folders_with_a_plan_are_found_nearest_first() {
    let made = Made::new("plans");
    let text = made.file("irp = 1\n");
    let plan = made.tree(&[(FILE, b"irp.toml", text)]);
    let deep = made.tree(&[(FOLDER, b"c", plan)]);
    made.commit(made.tree(&[(FOLDER, b"a", deep), (FOLDER, b"b", plan), (FOLDER, b"z", plan)]));
    assert_eq!(made.folders_with("irp.toml"), ["b", "z", "a/c"]);
}
