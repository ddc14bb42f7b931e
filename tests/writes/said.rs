//! What would be written is shown, and what cannot be says at which line and why.

use super::{DAYS, ID, NOTE, OPEN, RECORD, desk, refused};

#[test]
fn a_dry_run_shows_what_would_be_written_and_writes_nothing() {
    let folder = desk("dry");
    let patch = folder.irp(&["postmortem", ID, "--write", "--dry-run"]);
    assert_eq!(patch.code, 0, "{patch:?}");
    assert!(patch.out.starts_with(&format!("--- {RECORD}\n+++ {RECORD}\n@@ ")), "{patch:?}");
    assert!(patch.out.contains("\n+<!-- irp:begin facts -->\n"), "{patch:?}");
    assert_eq!(folder.irp(&["postmortem", ID, "--dry-run"]).out, patch.out);
    assert_eq!(folder.read(RECORD), OPEN);
    let next = folder.irp(&["game-day", "next", "--service", "shop", "--write", "--dry-run"]);
    assert!(next.code == 0 && next.out.contains("\n[game-days."), "{next:?}");
    let file = next.err.split("would write ").nth(1).unwrap().split(':').next().unwrap();
    assert!(!folder.has(file), "{file}");
    let eject = folder.irp(&["template", "eject", "postmortem.md", "--dry-run"]);
    assert!(eject.code == 0 && !folder.has("templates"), "{eject:?}");
    assert!(eject.err.contains("would write templates/postmortem.md:"), "{eject:?}");
    for (args, file, shown) in [
        (&["game-day", "next", "--service", "shop", "--write"][..], file, &next.out),
        (&["template", "eject", "postmortem.md"], "templates/postmortem.md", &eject.out),
    ] {
        assert_eq!(folder.irp(args).code, 0, "{args:?}");
        assert_eq!(&folder.read(file), shown);
    }
    refused(&folder.irp(&["template", "eject", "postmortem.md", "--dry-run"]), "is there already");
    refused(&folder.irp(&["template", "list", "--dry-run"]), "--dry-run says nothing");
}

#[test]
fn a_front_matter_that_cannot_be_read_is_named_with_its_line() {
    let folder = desk("line");
    let log = ["incident", "log", "x", "--incident", ID];
    folder.write(RECORD, &OPEN.replace("[times]", "[times"));
    refused(&folder.irp(&log), &format!("{RECORD}:7: the front matter is no TOML: "));
    let (open, _) = OPEN.split_once("\n+++\n\n").unwrap();
    folder.write(RECORD, open);
    for args in [&log[..], &["postmortem", ID], &["postmortem", ID, "--write"]] {
        refused(&folder.irp(args), &format!("{RECORD}:1: the front matter is not closed"));
    }
    assert_eq!(folder.read(RECORD), open);
}

#[test]
fn a_record_that_is_closed_is_closed_again_without_a_word_of_what_it_lacks() {
    let folder = desk("closed");
    let closed = OPEN.replace("\"open\"", "\"closed\"");
    folder.write(RECORD, &closed);
    for more in [&[][..], &["--force"], &["--dry-run"]] {
        let answer = folder.irp(&[&["incident", "close", ID], more].concat());
        assert!(answer.code == 0 && answer.err.is_empty(), "{answer:?}");
        let said = format!("{ID} is closed (it was already)\n");
        assert_eq!(answer.out, if more == ["--dry-run"] { String::new() } else { said });
        assert_eq!(folder.read(RECORD), closed);
    }
    folder.write(RECORD, OPEN);
    assert_eq!(folder.irp(&["incident", "close", ID]).code, 1, "an open one is still told");
}

#[test]
fn a_time_before_the_text_leaves_the_text_alone() {
    let folder = desk("at");
    let added = |args: &[&str]| {
        let dry = ["incident", "log", "--by", "p1", "--dry-run", "--incident", ID];
        let answer = folder.irp(&[&dry, args].concat());
        assert_eq!(answer.code, 0, "{answer:?}");
        let lines =
            answer.out.lines().filter(|line| line.starts_with("+at") || line.starts_with("+text"));
        lines.collect::<Vec<_>>().join(" ")
    };
    for (args, at, text) in [
        (&["--at", "-5m", "rolled back"][..], "09:55", "rolled back"),
        (&["--at", "-5m", "rolled", "back"], "09:55", "rolled back"),
        (&["--at", "today", "11:30", "rolled", "back"], "09:30", "rolled back"),
        (&["--at=-5m", "rolled", "back"], "09:55", "rolled back"),
        (&["rolled back", "--at", "today", "11:30"], "09:30", "rolled back"),
    ] {
        let expected = format!("+at = 2026-10-21T{at}:00Z +text = \"{text}\"");
        assert_eq!(added(args), expected, "{args:?}");
    }
    let log = |args: &[&str]| folder.irp(&[&["incident", "log", "--incident", ID], args].concat());
    refused(&log(&["--at", "-5m"]), "put it before `--at`");
    refused(&log(&["rolled", "--at", "-5m", "back"]), "every word up to the next option");
    let set = folder.irp(&["incident", "set", "--at", "-5m", "mitigated"]);
    refused(&set, "`--at` takes every word up to the next option: put it last");
    assert_eq!(folder.read(RECORD), OPEN);
}

#[test]
fn a_title_without_a_latin_letter_leaves_the_name_to_the_service() {
    let folder = desk("title");
    let new = ["incident", "new", "shop", "--severity", "sev1", "--by", "p1", "--title", "日本語"];
    assert_eq!(folder.irp(&new).code, 0);
    let text = folder.read("incidents/2026/2026-10-21-shop.md");
    assert!(text.contains("title = \"日本語\"\n"), "{text}");
    refused(&folder.irp(&[&new[..], &["--slug", "日本語"]].concat()), "cannot be the end");
    assert!(folder.has(DAYS) && folder.has(NOTE), "nothing else was touched");
}
