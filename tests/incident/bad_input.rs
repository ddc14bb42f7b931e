//! What cannot be is refused with the way out, and nothing is written.

use super::{FILE, ID, OPEN, burning, desk};
use crate::init::folder::Folder;

/// Says no, for a reason, with a way out, and leaves the record alone.
fn refuses(folder: &Folder, args: &[&str], reason: &str) {
    let before = folder.has(FILE).then(|| folder.read(FILE));
    let answer = folder.irp(&[&["incident"], args].concat());
    assert_eq!(answer.code, 2, "{args:?}: {answer:?}");
    assert!(answer.err.contains(reason) && answer.err.contains("help: "), "{args:?}: {answer:?}");
    assert_eq!(folder.has(FILE).then(|| folder.read(FILE)), before, "{args:?}");
}

#[test]
fn times_out_of_order_in_the_future_or_in_no_year_are_refused() {
    let folder = burning("times");
    refuses(
        &folder,
        &["set", "detected", "--at", "2026-10-21T08:00Z"],
        "would be before `started`",
    );
    refuses(&folder, &["set", "started", "--at", "2026-10-21T09:30Z"], "would be after `detected`");
    refuses(&folder, &["set", "resolved", "--at", "2026-10-21T10:01Z"], "is in the future");
    refuses(&folder, &["log", "x", "--at", "+1h"], "is in the future");
    refuses(&folder, &["log", "x", "--at", "22025-10-21T09:00Z"], "22025");
    refuses(&folder, &["set", "resolved", "--at", "22025-10-21T09:00Z"], "22025");
    let new = ["new", "stock", "--severity", "sev3", "--started"];
    refuses(&folder, &[&new[..], &["tomorrow"]].concat(), "is in the future");
    let more = ["2026-10-21T09:00Z", "--detected", "2026-10-21T08:00Z"];
    refuses(&folder, &[&new[..], &more].concat(), "would be before `started`");
    assert_eq!(folder.irp(&["incident", "set", "resolved"]).code, 0);
    let late = ["set", "mitigated", "--at", "now", "--incident", ID];
    assert_eq!(
        folder.irp(&[&["incident"], &late[..]].concat()).code,
        0,
        "both at once is possible"
    );
}

#[test]
fn a_record_without_times_can_be_added_to() {
    let folder = burning("timeless");
    let (head, rest) = OPEN.split_once("[times]").unwrap();
    let rest = &rest[rest.find("[[timeline]]").unwrap()..];
    folder.write(FILE, &format!("{head}{rest}"));
    let answer = folder.irp(&["incident", "log", "x"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let answer = folder.irp(&["incident", "set", "started", "--at", "2026-10-21T09:00Z"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let text = folder.read(FILE);
    let times = text.find("\n[times]\nstarted = 2026-10-21T09:00:00Z\n").unwrap();
    assert!(times < text.find("[[timeline]]").unwrap(), "{text}");
}

#[test]
fn a_name_that_is_taken_or_none_is_refused() {
    let folder = burning("taken");
    refuses(&folder, &["new", "shop", "--severity", "sev1"], "there is a record");
    refuses(
        &folder,
        &["new", "stock", "--severity", "sev1", "--slug", "shop"],
        "there is a record",
    );
    refuses(
        &folder,
        &["new", "stock", "--severity", "sev1", "--slug", "../x"],
        "cannot be the end",
    );
    refuses(&folder, &["new", "stock", "--severity", "sev1", "--slug", "漢字"], "--slug");
    refuses(&folder, &["new", "shpo", "--severity", "sev1"], "did you mean `shop`?");
    refuses(&folder, &["new", "shop", "--severity", "sev2"], "no severity `sev2`");
    refuses(&folder, &["new", "shop"], "--severity");
}

#[test]
fn words_that_mean_nothing_are_refused() {
    let folder = burning("words");
    refuses(&folder, &["set", "mitigatd"], "did you mean `mitigated`?");
    refuses(&folder, &["set", "mitigated", "14:05"], "one word too many");
    refuses(&folder, &["set", "commander"], "who is `incident-commander`?");
    refuses(&folder, &["set", "commander", "zoe"], "no person `zoe`");
    refuses(&folder, &["set", "severity", "sev9"], "no severity `sev9`");
    refuses(&folder, &["set", "closed"], "irp incident close");
    refuses(&folder, &["log", "  "], "empty");
    refuses(&folder, &["log", "x", "--kind", "acton"], "did you mean `action`?");
    refuses(
        &folder,
        &["log", "x", "--incident", "2026-10-21-shpo"],
        "did you mean `2026-10-21-shop`?",
    );
    refuses(&folder, &["lgo", "x"], "did you mean `log`?");
    refuses(&folder, &["list", "--rev", "HEAD"], "so it takes no --rev");
}

#[test]
fn front_matter_without_an_end_or_that_is_no_toml_is_left_as_it_is() {
    let folder = desk("endless");
    let (front, _) = OPEN.split_once("\n+++\n\n").unwrap();
    folder.write(FILE, front);
    refuses(&folder, &["log", "x", "--incident", ID], "cannot be read");
    let listed = folder.irp(&["incident", "list"]);
    assert!(listed.code == 2 && listed.err.contains("cannot be read"), "{listed:?}");
    folder.write(FILE, &OPEN.replace("[times]", "colour = 1\n\n[times]"));
    for args in [&["incident", "list"][..], &["incident", "show", ID]] {
        let answer = folder.irp(args);
        assert!(answer.code == 2 && answer.out.contains(ID), "{answer:?}");
        assert!(answer.err.contains("`irp check` shows"), "{answer:?}");
    }
    folder.write(FILE, &OPEN.replace("[times]", "[times"));
    refuses(&folder, &["log", "x", "--incident", ID], "no TOML");
    folder.write(FILE, "# no record\n");
    refuses(&folder, &["log", "x", "--incident", ID], "cannot be read");
}

#[test]
fn a_fault_elsewhere_keeps_nobody_from_logging() {
    let folder = burning("fault");
    folder.write("other.toml", "[rotations.x]\npeople = [\"nobody-known\"]\n[broken");
    let answer = folder.irp(&["incident", "log", "x"]);
    assert_eq!(answer.code, 0, "{answer:?}");
}

#[test]
fn a_file_that_may_not_be_written_is_said_to_be_so() {
    let folder = burning("read-only");
    let mut permissions = std::fs::metadata(folder.path(FILE)).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(folder.path(FILE), permissions).unwrap();
    refuses(&folder, &["log", "x"], "cannot");
}
