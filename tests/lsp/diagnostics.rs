//! What is wrong, as it is typed.
#![expect(clippy::disallowed_methods, reason = "files change under the editor")]

use std::fs;

use serde_json::json;

use super::{Editor, FILES, IRP, PEOPLE};

const TIME_OFF: &str = "[[time-off]]\nperson = \"bne\"\nfrom = 2026-11-02\nthrough = 2026-11-06\n";

#[test]
fn a_fault_is_told_with_its_place_its_way_out_and_the_places_that_belong_to_it() {
    let mut editor = Editor::open("told", &FILES);
    editor.show("time-off.toml", TIME_OFF);
    let wrong = editor.wrong("time-off.toml");
    assert_eq!(wrong, ["1:9-14 unknown-id: there is no person `bne` | did you mean `ben`?"]);
    let told = &editor.told["time-off.toml"];
    assert_eq!((&told["version"], &told["diagnostics"][0]["severity"]), (&json!(1), &json!(1)));
    let related = &told["diagnostics"][0]["relatedInformation"][0];
    assert_eq!(related["message"], "`ben` is defined here");
    assert_eq!(editor.name(related["location"]["uri"].as_str().unwrap()), "people.toml");
    assert_eq!(related["location"]["range"]["start"], json!({ "line": 3, "character": 8 }));
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_client_without_related_places_gets_them_as_text() {
    let mut editor = Editor::start("unrelated", &FILES);
    editor.hello(&json!({}));
    editor.show("time-off.toml", TIME_OFF);
    let wrong = editor.wrong("time-off.toml");
    assert!(wrong[0].ends_with("| people.toml:4: `ben` is defined here"), "{wrong:?}");
    assert_eq!(editor.close(), 0);
}

#[test]
fn what_is_typed_counts_and_what_is_on_the_disk_counts_again_when_it_is_closed() {
    let mut editor = Editor::open("overlay", &FILES);
    editor.show("people.toml", PEOPLE);
    assert_eq!(editor.wrong("people.toml"), [""; 0]);
    assert_eq!(editor.wrong("irp.toml"), [""; 0]);
    editor.edit("people.toml", &PEOPLE.replace("people.ana", "people.anna"));
    let wrong = editor.wrong("irp.toml");
    assert_eq!(wrong, ["10:10-15 unknown-id: there is no person `ana` | did you mean `anna`?"]);
    let document = json!({ "uri": editor.uri("people.toml") });
    editor.tell("textDocument/didClose", &json!({ "textDocument": document }));
    assert_eq!(editor.wrong("irp.toml"), [""; 0]);
    assert_eq!(editor.close(), 0);
}

#[test]
fn changes_of_parts_are_applied_one_after_the_other() {
    let mut editor = Editor::open("parts", &FILES);
    editor.show("people.toml", "# 😀 ü\r\n[people.ana]\r\nname = \"A\"\r\n");
    let change = |line, from, to, text: &str| {
        json!({ "range": { "start": { "line": line, "character": from },
            "end": { "line": line, "character": to } }, "text": text })
    };
    let changes = json!([
        change(0, 4, 6, "[people.ben]\n"),
        change(1, 0, 0, "name = \"B\"\n[people.cho]\nname = \"C\"#"),
        json!({ "range": "nonsense", "text": "]" }),
        change(99, 0, 0, "nmae = 1"),
        change(0, 0, 4, ""),
    ]);
    let document = json!({ "uri": editor.uri("people.toml"), "version": 9 });
    let params = json!({ "textDocument": document, "contentChanges": changes });
    editor.tell("textDocument/didChange", &params);
    let wrong = editor.wrong("people.toml");
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].starts_with("6:0-4 unknown-key: a person has no key `nmae`"), "{wrong:?}");
    assert_eq!(editor.told["people.toml"]["version"], 9);
    assert_eq!(editor.close(), 0);
}

#[test]
fn findings_of_the_rules_are_told_too() {
    let mut editor = Editor::open("findings", &FILES);
    editor.show("irp.toml", &format!("{IRP}kind = \"follow-the-sun\"\n"));
    let wrong = editor.wrong("irp.toml");
    assert!(wrong[0].starts_with("11:") && wrong[0].contains(" kind-broken: "), "{wrong:?}");
    editor.edit("irp.toml", &format!("# x\n{IRP}kind = \"follow-the-sun\"\n"));
    let wrong = editor.wrong("irp.toml");
    assert!(wrong[0].starts_with("12:"), "it moves with the text: {wrong:?}");
    editor.edit("irp.toml", IRP);
    while !editor.wrong("irp.toml").is_empty() {}
    editor.edit("irp.toml", &format!("{IRP}kind = \"follow-the-sun\"\n"));
    while editor.wrong("irp.toml").is_empty() {
        std::thread::sleep(std::time::Duration::from_millis(300));
    }
    assert_eq!(editor.close(), 0);
}

#[test]
fn files_that_change_on_the_disk_are_read_again() {
    let mut editor = Editor::open("disk", &FILES);
    editor.show("irp.toml", IRP);
    assert_eq!(editor.wrong("irp.toml"), [""; 0]);
    let watched = json!({ "changes": [] });
    let people = editor.folder.join("people.toml");
    fs::remove_file(&people).unwrap();
    editor.tell("workspace/didChangeWatchedFiles", &watched);
    assert_eq!(editor.wrong("irp.toml").len(), 3);
    fs::write(editor.folder.join("others.toml"), PEOPLE).unwrap();
    editor.tell("workspace/didChangeWatchedFiles", &watched);
    assert_eq!(editor.wrong("irp.toml"), [""; 0]);
    fs::write(&people, "\u{feff}[people.ana]\nname = \"x\"").unwrap();
    editor.tell("workspace/didChangeWatchedFiles", &watched);
    let wrong = editor.wrong("people.toml");
    assert!(wrong[0].starts_with("0:8-11 duplicate: "), "{wrong:?}");
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_file_of_which_irp_reads_nothing_is_told_of_and_harms_nothing() {
    let mut editor = Editor::open("unreadable", &FILES);
    fs::write(editor.folder.join("latin.toml"), b"# caf\xe9\n").unwrap();
    editor.show("irp.toml", IRP);
    let wrong = editor.wrong("latin.toml");
    assert!(wrong[0].starts_with("0:5-5 not-utf8: "), "{wrong:?}");
    let large = "# 0123456789\n".repeat(50 * 1024 * 1024 / 13);
    editor.show("large.toml", &large);
    let wrong = editor.wrong("large.toml");
    assert!(wrong[0].starts_with("0:0-0 file-too-large: "), "{wrong:?}");
    let place = json!({ "textDocument": { "uri": editor.uri("large.toml") },
        "position": { "line": 1_000_000, "character": 3 } });
    assert!(editor.ask("textDocument/completion", &place).is_ok());
    assert_eq!(editor.close(), 0);
}

#[test]
fn several_plans_are_served_and_files_of_none_are_left_alone() {
    let other = "irp = 1\n[plan]\nname = \"Other\"\ntime-zone = \"Nowhere\"\n";
    let files = [("a/irp.toml", IRP), ("b/.irp/irp.toml", other), ("c/x.toml", "= =")];
    let mut editor = Editor::open("several", &files);
    editor.show("c/x.toml", "= =");
    editor.show("b/Cargo.toml", "[package]\n");
    editor.settle();
    assert!(editor.told.is_empty());
    editor.show("a/irp.toml", IRP);
    editor.show("b/.irp/irp.toml", other);
    assert_eq!(editor.wrong("a/irp.toml").len(), 3);
    assert!(editor.wrong("b/.irp/irp.toml")[0].contains("there is no time zone `Nowhere`"));
    assert!(!editor.told.contains_key("c/x.toml"));
    fs::remove_file(editor.folder.join("a/irp.toml")).unwrap();
    let document = json!({ "uri": editor.uri("a/irp.toml") });
    editor.tell("textDocument/didClose", &json!({ "textDocument": document }));
    editor.tell("workspace/didChangeWatchedFiles", &json!({ "changes": [] }));
    assert_eq!(editor.wrong("a/irp.toml"), [""; 0]);
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_plan_that_is_named_is_the_only_one() {
    let files = [("a/irp.toml", IRP), ("b/irp.toml", IRP)];
    let mut editor = Editor::with("named", &files, &["--plan", "a"]);
    editor.hello(&json!({}));
    editor.show("b/irp.toml", IRP);
    assert_eq!(editor.wrong("b/irp.toml"), [""; 0]);
    assert_eq!(editor.wrong("a/irp.toml").len(), 3);
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_fault_of_a_front_matter_has_its_place_in_the_markdown() {
    let mut editor = Editor::open("markdown", &FILES);
    editor.show("runbooks/oven.md", "");
    editor.show("runbooks/oven.md", "+++\nowner = \"cho\"\ntitel = \"Oven\"\n+++\n# Oven\n");
    let wrong = editor.wrong("runbooks/oven.md");
    assert_eq!(wrong, [""; 0], "a folder that is not on the disk holds no files yet");
    fs::create_dir_all(editor.folder.join("runbooks")).unwrap();
    editor.tell("workspace/didChangeWatchedFiles", &json!({ "changes": [] }));
    let wrong = editor.wrong("runbooks/oven.md");
    assert_eq!(wrong, ["2:0-5 unknown-key: a runbook has no key `titel` | did you mean `title`?"]);
    assert_eq!(editor.close(), 0);
}
