//! Several people at once, power that fails, and texts that mean harm.
#![cfg(unix)]

use std::process::{Child, Stdio};
use std::thread::sleep;

use super::{FILE, ID, OPEN, burning, desk, files, json, timeline};
use crate::init::folder::Folder;

fn spawn(folder: &Folder, args: &[&str]) -> Child {
    let mut command = folder.command(env!("CARGO_BIN_EXE_irp"));
    command.args(args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// What stands before the timeline and after it in a record.
fn frame(text: &str) -> (&str, &str) {
    let (before, _) = text.split_once("\n[[timeline]]").unwrap();
    let (_, after) = text.split_once("\n# what led to it").unwrap();
    (before, after)
}

#[test]
fn two_hundred_lines_at_once_are_all_there() {
    let folder = burning("together");
    let words: Vec<_> = (0..200).map(|number| format!("line {number}")).collect();
    let children: Vec<_> = words
        .iter()
        .map(|word| spawn(&folder, &["incident", "log", word, "--by", "bo", "--kind", "action"]))
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let mut said: Vec<_> = timeline(&folder)
        .iter()
        .skip(1)
        .map(|line| line["text"].as_str().unwrap().to_owned())
        .collect();
    said.sort();
    let mut expected = words;
    expected.sort();
    assert_eq!(said, expected);
    assert_eq!(frame(&folder.read(FILE)), frame(OPEN), "comments and body are as they were");
    assert_eq!(files(&folder), ["2026-10-21-shop.md"], "nothing is left beside it");
}

#[test]
fn of_two_who_begin_the_same_record_one_does() {
    let folder = desk("begun-twice");
    let new = ["incident", "new", "shop", "--severity", "sev1", "--title", "shop"];
    let children: Vec<_> = (0..8).map(|_| spawn(&folder, &new)).collect();
    let codes = children.into_iter().map(|mut child| child.wait().unwrap().code().unwrap());
    let mut codes: Vec<_> = codes.collect();
    codes.sort_unstable();
    assert_eq!(codes, [0, 2, 2, 2, 2, 2, 2, 2]);
    assert_eq!(files(&folder), ["2026-10-21-shop.md"]);
}

#[test]
fn whenever_irp_is_killed_the_file_is_the_old_one_or_the_new() {
    let folder = burning("killed");
    let started = std::time::Instant::now();
    assert!(spawn(&folder, &["incident", "log", "whole"]).wait().unwrap().success());
    let whole = started.elapsed();
    let (mut old, mut survived) = (folder.read(FILE), 0_u32);
    for number in 0..80_u32 {
        let word = format!("line {number}");
        let mut child = spawn(&folder, &["incident", "log", &word]);
        // From the first instant to the last, over and over.
        sleep(whole * (number * 7 % 80) / 72);
        child.kill().unwrap();
        child.wait().unwrap();
        let new = folder.read(FILE);
        if new != old {
            let block = format!("\n[[timeline]]\nat = 2026-10-21T10:00:00Z\ntext = \"{word}\"\n");
            assert_eq!(new.replacen(&block, "", 1), old, "it is the old one and a line");
            survived += 1;
        }
        old = new;
    }
    assert!(survived < 80, "some were killed in time");
    assert_eq!(folder.irp(&["incident", "log", "after"]).code, 0, "no lock is left");
    assert_eq!(files(&folder), ["2026-10-21-shop.md"], "nothing is left beside it");
}

/// Texts that would end the front matter, close a string, or act on a terminal.
const HOSTILE: [&str; 9] = [
    "+++",
    "a\n+++\nb = 1\n+++",
    "\"quoted\" and \\ and '''",
    "\"\"\"",
    "tab\there\r\nand a line",
    "\u{1b}[31mred\u{1b}[0m \u{7} \u{9b}",
    "[[timeline]]\nat = 2020-01-01T00:00:00Z",
    "\u{202e}backwards \u{2028} 漢字 🦀",
    "# no comment",
];

#[test]
fn a_hostile_text_is_read_as_it_was_written_and_touches_nothing_else() {
    let folder = burning("hostile");
    for (number, text) in HOSTILE.iter().enumerate() {
        let before = folder.read(FILE);
        let answer = folder.irp(&["incident", "log", text, "--result", text, "--source", text]);
        assert_eq!(answer.code, 0, "{answer:?}");
        assert!(!answer.out.contains('\u{1b}') && !answer.out.contains('\u{202e}'), "{answer:?}");
        let line = timeline(&folder).pop().unwrap();
        for key in ["text", "result", "source"] {
            assert_eq!(line[key], *text, "{number}");
        }
        let after = folder.read(FILE);
        assert_eq!(frame(&after), frame(OPEN));
        assert_eq!(after.matches("\n+++").count(), before.matches("\n+++").count(), "{after}");
        let shown = folder.irp(&["incident", "show", ID]);
        assert!(!shown.out.contains('\u{1b}'), "{}", shown.out);
    }
    let answer = folder.irp(&["incident", "set", "title", HOSTILE[1]]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert_eq!(json(&folder, &["show", ID])["incidents"][0]["title"], HOSTILE[1]);
    let markdown = folder.irp(&["incident", "show", ID, "--format", "md"]).out;
    assert!(!markdown.contains("\n+++\n"), "{markdown}");
}

#[test]
fn line_ends_of_windows_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let folder = burning("windows");
    folder.write(FILE, &OPEN.replace('\n', "\r\n"));
    let mode = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(folder.path(FILE), mode).unwrap();
    for action in [&["log", "x"][..], &["set", "mitigated"], &["set", "commander", "cho"]] {
        assert_eq!(folder.irp(&[&["incident"], action].concat()).code, 0, "{action:?}");
        let text = folder.read(FILE);
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{text:?}");
    }
    let mode = std::fs::metadata(folder.path(FILE)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_link_that_lies_in_the_way_is_not_followed() {
    let folder = burning("link");
    folder.write("precious", "precious");
    let link = folder.path("incidents/2026/.2026-10-21-shop.md.tmp");
    std::os::unix::fs::symlink(folder.path("precious"), link).unwrap();
    assert_eq!(folder.irp(&["incident", "log", "x"]).code, 0);
    assert_eq!(folder.read("precious"), "precious");
    assert_eq!(files(&folder), ["2026-10-21-shop.md"]);
}
