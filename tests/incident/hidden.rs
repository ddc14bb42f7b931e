//! Records that are not what they seem: two of one id, and some that a link or a file hides.

use serde_json::Value;

use super::{FILE, ID, OPEN, burning};
use crate::init::folder::{Answer, Folder};

const TWIN: &str = "incidents/2026-10-21-shop.md";

fn twins(name: &str) -> Folder {
    let folder = burning(name);
    folder.write(TWIN, OPEN);
    folder
}

#[test]
fn of_two_records_with_one_id_none_is_chosen() {
    let folder = twins("twins");
    for words in [
        &["postmortem", ID, "--write"][..],
        &["postmortem", ID],
        &["incident", "log", "x", "--incident", ID],
        &["incident", "show", ID],
        &["incident", "close", ID],
    ] {
        let answer = folder.irp(words);
        assert_eq!(answer.code, 2, "{answer:?}");
        for said in ["two records have the id `2026-10-21-shop`", FILE, TWIN] {
            assert!(answer.err.contains(said), "{words:?}: {answer:?}");
        }
    }
    assert_eq!((folder.read(FILE), folder.read(TWIN)), (OPEN.to_owned(), OPEN.to_owned()));
}

#[test]
fn of_two_records_with_one_id_none_is_counted() {
    let folder = twins("twins-stats");
    folder.write("incidents/2026-10-20-shop.md", OPEN);
    let answer = folder.irp(&["stats", "--json"]);
    assert_eq!(answer.code, 2, "{answer:?}");
    let said = format!("the id `{ID}`, so none of them is counted: {TWIN}, {FILE}");
    assert!(answer.err.contains(&said), "{answer:?}");
    let value: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(value["summary"]["count"], 1);
    assert_eq!(value["incidents"][0]["id"], "2026-10-20-shop");
    let listed = folder.irp(&["incident", "list"]);
    assert!(listed.code == 2 && listed.err.contains(&format!("`{ID}`: {TWIN}, {FILE}")));
}

#[cfg(unix)]
fn link(folder: &Folder, name: &str, to: &std::path::Path) {
    std::os::unix::fs::symlink(to, folder.path(name)).unwrap();
}

/// That a list is not taken for whole, and that an id is not taken for a mistake.
fn is_said(folder: &Folder, place: &str, why: &str) -> Answer {
    let listed = folder.irp(&["incident", "list"]);
    assert_eq!(listed.code, 2, "{listed:?}");
    assert!(listed.err.contains(&format!("warning: {place}: {why}")), "{listed:?}");
    for words in [
        &["incident", "show", ID][..],
        &["incident", "log", "x", "--incident", ID],
        &["postmortem", ID],
    ] {
        let answer = folder.irp(words);
        assert!(answer.code == 2 && answer.err.contains(&format!("{place}: {why}")), "{answer:?}");
    }
    let stats = folder.irp(&["stats"]);
    assert_eq!(stats.code, 2, "{stats:?}");
    assert_eq!(stats.err.matches(&format!("{place}:1: {why}")).count(), 1, "{stats:?}");
    listed
}

#[cfg(unix)]
#[test]
fn a_record_that_leads_out_of_the_plan_is_missed() {
    let folder = burning("hidden-file");
    let outside = folder.path("../outside.md");
    std::fs::rename(folder.path(FILE), &outside).unwrap();
    link(&folder, FILE, &outside);
    is_said(&folder, FILE, "it leads out of the plan's folder");
    let named = folder.irp(&["incident", "show", ID]);
    assert!(!named.err.contains("has no incident"), "{named:?}");
}

#[cfg(unix)]
#[test]
fn a_folder_of_records_that_is_a_link_is_missed() {
    let folder = burning("hidden-folder");
    let outside = folder.path("../records");
    std::fs::rename(folder.path("incidents"), &outside).unwrap();
    link(&folder, "incidents", &outside);
    is_said(&folder, "incidents", "it leads out of the plan's folder");
    std::fs::remove_file(folder.path("incidents")).unwrap();
    std::fs::rename(&outside, folder.path("records")).unwrap();
    link(&folder, "incidents", std::path::Path::new("records"));
    is_said(&folder, "incidents", "this cannot be read: it is a link to a folder");
}

#[test]
fn a_file_where_records_are_looked_for_is_missed() {
    let folder = burning("hidden-plain");
    std::fs::remove_dir_all(folder.path("incidents")).unwrap();
    folder.write("incidents", "");
    is_said(&folder, "incidents", "this cannot be read: it is a file, not a folder");
    let check = folder.irp(&["check"]);
    assert!(check.code == 1 && check.out.contains("it is a file, not a folder"), "{check:?}");
}
