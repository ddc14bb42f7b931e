//! Where a file has gone between two commits.

use super::walk::{Files, Made};
use super::*;

const TEXT: &str = "irp = 1\n# one\n# two\n# three\n# four\n";
const CHANGED: &str = "irp = 1\n# one\n# two\n# three\n# five\n";

/// Where `irp.toml` of a folder is in other files.
fn moved(name: &str, from: Files<'_>, to: Files<'_>, file: &str) -> Option<String> {
    let made = Made::new(&format!("moved-{name}"));
    let [from, to] = [from, to].map(|files| made.commit("x", files, &[]).to_string());
    let repository = made.repository();
    let [from, to] = [from, to].map(|id| named(&repository, &id).unwrap());
    repository.moved(&from, &to, file).unwrap()
}

#[test]
fn the_same_file_is_found_wherever_it_lies() {
    let from: Files<'_> = &[("irp.toml", TEXT), ("x", "1")];
    let to: Files<'_> = &[("a/b/irp.toml", TEXT), ("a/irp.toml", "other"), ("x", "1")];
    assert_eq!(moved("same", from, to, "irp.toml").as_deref(), Some("a/b/irp.toml"));
    assert_eq!(moved("back", to, from, "a/b/irp.toml").as_deref(), Some("irp.toml"));
}

#[test]
fn one_that_was_changed_on_the_way_is_found_as_git_finds_it() {
    let from: Files<'_> = &[("irp.toml", TEXT)];
    let to: Files<'_> = &[("a/irp.toml", "quite\nanother\n"), ("b[*]/irp.toml", CHANGED)];
    assert_eq!(moved("alike", from, to, "irp.toml").as_deref(), Some("b[*]/irp.toml"));
    assert_eq!(moved("unlike", from, &[to[0]], "irp.toml"), None);
}

#[test]
fn what_was_there_before_has_not_come_from_elsewhere() {
    let from: Files<'_> = &[("a/irp.toml", TEXT), ("b/irp.toml", TEXT)];
    assert_eq!(moved("copy", from, &[("b/irp.toml", TEXT)], "a/irp.toml"), None);
    let to: Files<'_> = &[("b/irp.toml", TEXT), ("c/irp.toml", TEXT)];
    assert_eq!(moved("third", from, to, "a/irp.toml").as_deref(), Some("c/irp.toml"));
}

#[test]
fn a_file_that_is_not_there_has_gone_nowhere() {
    let to: Files<'_> = &[("b/irp.toml", TEXT)];
    for (name, file) in [("none", "a/irp.toml"), ("folder", "a"), ("odd", "a//irp.toml")] {
        assert_eq!(moved(name, &[("a/x", "1")], to, file), None, "{file}");
    }
}

#[test]
fn a_file_that_was_moved_and_not_committed_is_known_by_where_it_was() {
    for (name, text, found) in [
        ("same", TEXT, Some("a/irp.toml")),
        ("like", CHANGED, Some("a/irp.toml")),
        ("new", "x\n", None),
    ] {
        let made = Made::new(&format!("moved-here-{name}"));
        let id = made.commit("x", &[("a/irp.toml", TEXT), ("c/irp.toml", TEXT)], &[]);
        let repository = made.repository();
        let root = repository.root().unwrap();
        for (folder, text) in [("b", text), ("c", TEXT)] {
            fs::create_dir(root.join(folder)).unwrap();
            fs::write(root.join(folder).join("irp.toml"), text).unwrap();
        }
        let from = named(&repository, &id.to_string()).unwrap();
        let moved = |file: &str| repository.moved_from(&from, file).unwrap();
        assert_eq!(moved("b/irp.toml").as_deref(), found, "{name}");
        assert_eq!(moved("c/irp.toml"), None, "it is where it was");
    }
}

#[test]
fn a_folder_that_stands_for_no_end_of_folders_is_not_looked_through() {
    let made = Made::new("moved-bomb");
    let mut tree = made.tree(&[("irp.toml", TEXT)]);
    for _ in 0..15 {
        tree = made.nested(tree);
    }
    let from = made.commit("x", &[("irp.toml", CHANGED)], &[]).to_string();
    let repository = made.repository();
    let to = made.commit_tree(TODAY, "x", tree, &[]).to_string();
    let [from, to] = [from, to].map(|id| named(&repository, &id).unwrap());
    assert_eq!(repository.moved(&from, &to, "irp.toml").unwrap(), None);
}
