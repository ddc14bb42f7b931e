//! Messages out of order, messages that are none, and how a conversation ends.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Editor, FILES, IRP};

#[test]
fn a_conversation_that_is_shut_down_ends_with_0_and_any_other_with_1() {
    assert_eq!(Editor::open("ends-well", &FILES).close(), 0);
    let mut rude = Editor::open("ends-rudely", &FILES);
    rude.tell("exit", &Value::Null);
    assert_eq!(rude.end(), 1);
    assert_eq!(Editor::open("goes-away", &FILES).end(), 1);
    let mut early = Editor::start("never-began", &FILES);
    early.tell("exit", &Value::Null);
    assert_eq!(early.end(), 1);
}

#[test]
fn a_request_before_initialize_is_refused_and_a_notification_ignored() {
    let mut editor = Editor::start("too-early", &FILES);
    editor.show("irp.toml", IRP);
    assert_eq!(editor.ask("textDocument/hover", &json!({})).unwrap_err().0, -32_002);
    assert_eq!(editor.ask("shutdown", &Value::Null).unwrap_err().0, -32_002);
    let can = editor.hello(&json!({}));
    assert_eq!(can["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(editor.ask("initialize", &json!({})).unwrap_err().0, -32_600);
    assert_eq!(editor.close(), 0);
}

#[test]
fn nothing_is_answered_after_shutdown() {
    let mut editor = Editor::open("shut-down", &FILES);
    assert_eq!(editor.ask("shutdown", &Value::Null), Ok(Value::Null));
    assert_eq!(editor.ask("shutdown", &Value::Null).unwrap_err().0, -32_600);
    assert_eq!(editor.ask("textDocument/hover", &json!({})).unwrap_err().0, -32_600);
    editor.show("irp.toml", "irp = 2");
    editor.tell("exit", &Value::Null);
    assert_eq!(editor.end(), 0);
}

#[test]
fn unknown_requests_are_refused_and_unknown_notifications_ignored() {
    let mut editor = Editor::open("unknown", &FILES);
    editor.tell("$/progress", &json!({}));
    editor.tell("workspace/didRenameFiles", &json!(7));
    assert_eq!(editor.ask("textDocument/declaration", &json!({})).unwrap_err().0, -32_601);
    assert_eq!(editor.ask("$/whatever", &json!({})).unwrap_err().0, -32_601);
    let (code, why) = editor.ask("textDocument/hover", &json!([1])).unwrap_err();
    assert_eq!((code, why.starts_with("textDocument/hover: ")), (-32_602, true));
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_message_that_is_none_loses_no_other() {
    let mut editor = Editor::open("garbage", &FILES);
    let none = Value::Null;
    for bytes in [
        &b"Content-Length: 5\r\n\r\n{\"a\":"[..],
        b"Content-Length: 3\r\n\r\n\xff\xfe\xfd",
        b"Content-Length: much\r\n\r\n",
        b"Content-Length: 2\r\n\r\n{\"jsonrpc\":\"2.0\"}\r\n",
    ] {
        editor.raw(bytes);
        assert_eq!(editor.answer(&none).unwrap_err().0, -32_700);
    }
    for message in [json!([]), json!(null), json!({}), json!({ "id": true, "method": "x" })] {
        editor.send(&message);
        assert_eq!(editor.answer(&none).unwrap_err().0, -32_600, "{message}");
    }
    editor.send(&json!({ "id": 70, "method": 1 }));
    assert_eq!(editor.answer(&json!(70)).unwrap_err().0, -32_600);
    let deep = "[".repeat(100_000);
    editor.raw(format!("Content-Length: {}\r\n\r\n{deep}", deep.len()).as_bytes());
    assert_eq!(editor.answer(&none).unwrap_err().0, -32_700);
    editor.show("irp.toml", IRP);
    assert!(
        editor
            .wrong("irp.toml")
            .iter()
            .all(|line| line.contains("unknown-id") == line.contains("ana"))
    );
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_message_that_is_too_large_is_skipped() {
    let mut editor = Editor::open("too-large", &FILES);
    let length = 129 * 1024 * 1024;
    editor.raw(format!("Content-Length: {length}\r\n\r\n").as_bytes());
    let part = vec![b' '; 1024 * 1024];
    (0..129).for_each(|_| editor.raw(&part));
    let (code, why) = editor.answer(&Value::Null).unwrap_err();
    assert_eq!((code, why.as_str()), (-32_700, "a message of more than 128 MiB is not read"));
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_request_that_is_taken_back_while_it_waits_is_not_answered() {
    let mut editor = Editor::open("cancelled", &FILES);
    let hover = |id: &str| {
        json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/hover",
        "params": { "textDocument": { "uri": "file:///nowhere" } } })
    };
    let cancel = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": "b" } });
    let mut both = String::new();
    for message in [hover("a"), hover("b"), cancel] {
        let text = message.to_string();
        let _ = write!(both, "Content-Length: {}\r\n\r\n{text}", text.len());
    }
    editor.raw(both.as_bytes());
    assert_eq!(editor.answer(&json!("a")), Ok(Value::Null));
    // The message that takes it back may come too late: then the answer is as good as any.
    assert!(matches!(editor.answer(&json!("b")), Ok(Value::Null) | Err((-32_800, _))));
    editor.tell("$/cancelRequest", &json!({ "id": 999 }));
    assert_eq!(editor.close(), 0);
}

#[test]
fn documents_that_are_not_open_and_addresses_that_are_no_files_are_nobodys_business() {
    let mut editor = Editor::open("strange", &FILES);
    for uri in ["untitled:Untitled-1", "file:///nowhere/irp.toml", "", "file://%ff"] {
        let document = json!({ "uri": uri, "version": 3 });
        editor.tell(
            "textDocument/didChange",
            &json!({ "textDocument": document,
            "contentChanges": [{ "text": "x" }] }),
        );
        editor.tell("textDocument/didClose", &json!({ "textDocument": document }));
        let asked = json!({ "textDocument": document, "position": { "line": 0, "character": 0 } });
        for method in ["hover", "completion", "definition", "documentSymbol", "prepareRename"] {
            let answer = editor.ask(&format!("textDocument/{method}"), &asked);
            assert_eq!(answer, Ok(Value::Null), "{method} {uri}");
        }
    }
    editor.settle();
    assert!(editor.told.is_empty());
    assert_eq!(editor.close(), 0);
}

#[cfg(unix)]
#[test]
fn a_plan_that_is_named_by_a_link_is_the_one_that_the_editor_names_by_it() {
    let link = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("lsp-link");
    let _ = std::fs::remove_file(&link);
    let real = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("lsp/linked/real");
    std::os::unix::fs::symlink(real, &link).unwrap();
    let files = [("real/irp.toml", IRP)];
    let words = ["--plan", link.to_str().unwrap()];
    let mut editor = Editor::with("linked", &files, &words);
    editor.hello(&json!({}));
    let file = link.join("irp.toml");
    let marked = IRP.replace("turn", "tu|rn");
    let hover = editor.at("textDocument/hover", file.to_str().unwrap(), &marked).unwrap();
    assert!(hover["contents"]["value"].as_str().unwrap().contains("How long a turn lasts"));
    assert_eq!(editor.wrong(file.to_str().unwrap()).len(), 3);
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_plan_that_is_named_from_below_is_found() {
    let mut editor =
        Editor::with("above", &[("a/irp.toml", IRP)], &["--plan", "a/../../above/./a"]);
    editor.hello(&json!({}));
    editor.show("a/irp.toml", IRP);
    assert_eq!(editor.wrong("a/irp.toml").len(), 3);
    assert_eq!(editor.close(), 0);
}

#[cfg(unix)]
#[test]
fn a_backslash_in_the_name_of_a_file_is_a_letter() {
    let file = "night\\shift.toml";
    let mut editor = Editor::open("backslash", &[FILES[0], FILES[1], (file, "")]);
    editor.show(file, "[[time-off]]\nperson = \"bne\"\n");
    let wrong = editor.wrong(file);
    assert!(wrong[1].contains("there is no person `bne`"), "{wrong:?}");
    let asked = json!({ "textDocument": { "uri": editor.uri(file) } });
    let symbols = editor.ask("textDocument/documentSymbol", &asked).unwrap();
    assert_eq!(symbols[0]["name"], "time-off");
    assert_eq!(editor.close(), 0);
}

#[test]
fn the_client_chooses_what_a_character_is() {
    let mut editor = Editor::start("utf-8", &[("irp.toml", "irp = 1\n")]);
    let can = editor.hello(&json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } }));
    assert_eq!(can["capabilities"]["positionEncoding"], "utf-8");
    editor.show("irp.toml", "irp = 1\n[plan]\nname = \"Bäcker\" ; x\ntime-zone = \"UTC\"\n");
    assert_eq!(editor.told.len(), 0);
    let wrong = editor.wrong("irp.toml");
    assert!(wrong[0].starts_with("2:17-"), "{wrong:?}");
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_client_that_can_is_asked_to_watch_files() {
    let mut editor = Editor::start("watch", &FILES);
    let dynamic = json!({ "dynamicRegistration": true });
    editor.hello(&json!({ "workspace": { "didChangeWatchedFiles": dynamic } }));
    editor.settle();
    assert_eq!(editor.requests[0]["method"], "client/registerCapability");
    editor.send(&json!({ "jsonrpc": "2.0", "id": editor.requests[0]["id"], "result": null }));
    assert_eq!(editor.close(), 0);
}
