//! Whatever is typed, the server answers.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::source::{Entry, Kind};

/// A folder with nothing in it.
struct Empty;

/// A world with nothing on its disk.
struct Nothing(Zones);

impl Tree for Empty {
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
        if folder.is_empty() { Ok(Vec::new()) } else { Err("nothing".to_owned()) }
    }

    fn look(&self, _: &str) -> Option<Kind> {
        None
    }

    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("nothing".to_owned())
    }
}

impl Outside for Nothing {
    fn now(&self) -> Instant {
        Instant::default()
    }

    fn exists(&self, _: &Path) -> bool {
        false
    }

    fn tree(&self, _: &Path) -> Box<dyn Tree> {
        Box::new(Empty)
    }

    fn viewer(&self, plan: &Plan) -> Zone {
        plan.zone.clone()
    }

    fn zones(&self) -> &Zones {
        &self.0
    }
}

/// A server in which a plan of one file is open, with nothing in it.
fn server(nothing: &Nothing) -> Server {
    let mut server = Server::new(None);
    let hello = json!({ "id": 1, "method": "initialize", "params": {} });
    server.receive(hello.to_string().as_bytes(), nothing);
    type_in(&mut server, nothing, "didOpen", "");
    server
}

fn type_in(server: &mut Server, nothing: &Nothing, method: &str, text: &str) {
    let document = json!({ "uri": "file:///plan/irp.toml", "version": 1, "text": text });
    let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
    let method = format!("textDocument/{method}");
    let message = json!({ "method": method, "params": params });
    server.receive(message.to_string().as_bytes(), nothing);
}

/// Asks everything that can be asked about a place. Each is answered once, and refused only for a
/// reason that is for people.
fn ask_all(server: &mut Server, nothing: &Nothing, text: &str, at: usize) {
    let position = Lines::new(text, Encoding::Utf16).position(at);
    let params = json!({
        "textDocument": { "uri": "file:///plan/irp.toml" },
        "position": position,
        "range": { "start": position, "end": position },
        "newName": "another",
    });
    let methods = [
        "completion",
        "hover",
        "definition",
        "references",
        "documentSymbol",
        "codeAction",
        "formatting",
        "prepareRename",
        "rename",
    ];
    for method in methods {
        let method = format!("textDocument/{method}");
        let request = json!({ "id": 2, "method": method, "params": params });
        let said = server.receive(request.to_string().as_bytes(), nothing);
        let [answer] = said.as_slice() else { panic!("{method}: {said:?}") };
        let code = answer.pointer("/error/code");
        assert!(code.is_none_or(|code| *code == -32_803), "{method}: {answer}");
        assert!(code.is_some() || answer.get("result").is_some(), "{method}: {answer}");
    }
    let method = "textDocument/publishDiagnostics";
    assert!(server.settle(nothing).iter().all(|told| told["method"] == method));
}

#[test]
fn a_plan_typed_letter_by_letter_is_answered_at_each() {
    let text = include_str!("../../examples/minimum/irp.toml");
    let nothing = Nothing(Zones::embedded());
    let mut server = server(&nothing);
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)).step_by(3) {
        type_in(&mut server, &nothing, "didChange", &text[..end]);
        ask_all(&mut server, &nothing, &text[..end], end);
    }
}

#[test]
fn keys_as_deep_as_a_file_can_hold_are_answered() {
    let deep = 30_000;
    let nothing = Nothing(Zones::embedded());
    let mut server = server(&nothing);
    for text in [
        format!("[{}a]\na = 1\n", "a.".repeat(deep)),
        format!("{}a = 1\n", "a.".repeat(deep)),
        format!("a = {}", "{ a = ".repeat(deep)),
        format!("a = {}", "[".repeat(deep)),
    ] {
        type_in(&mut server, &nothing, "didChange", &text);
        ask_all(&mut server, &nothing, &text, text.len());
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "what is tested is how long it takes")]
fn a_thousand_changes_of_a_large_file_are_made_at_once() {
    const LINES: usize = 100_000;
    let nothing = Nothing(Zones::embedded());
    let mut server = server(&nothing);
    type_in(&mut server, &nothing, "didChange", &"# a line\n".repeat(LINES));
    let place = |at: usize| {
        let position = json!({ "line": at, "character": 0 });
        json!({ "range": { "start": position, "end": position }, "text": "#" })
    };
    let last = |_| LINES;
    let orders: [fn(usize) -> usize; 3] = [last, |at| at, |at| LINES - at];
    for order in orders {
        let document = json!({ "uri": "file:///plan/irp.toml", "version": 2 });
        let changes: Vec<_> = (0..1000).map(order).map(place).collect();
        let params = json!({ "textDocument": document, "contentChanges": changes });
        let message = json!({ "method": "textDocument/didChange", "params": params }).to_string();
        let before = std::time::Instant::now();
        server.receive(message.as_bytes(), &nothing);
        assert!(before.elapsed().as_secs() < 5, "{:?}", before.elapsed());
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_is_answered(
        parts in prop::collection::vec(prop::sample::select(PARTS), 0..24),
        at in any::<prop::sample::Index>(),
    ) {
        let text = parts.concat();
        let nothing = Nothing(Zones::embedded());
        let mut server = server(&nothing);
        type_in(&mut server, &nothing, "didChange", &text);
        let at = at.index(text.len() + 1);
        ask_all(&mut server, &nothing, &text, at);
    }
}

const PARTS: &[&str] = &[
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "=",
    ".",
    ",",
    "#",
    "\\",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\u{feff}",
    "ä",
    "😀",
    "irp = 1\n",
    "[people.ana]\n",
    "name",
    "= \"x\"",
    "\"ana\"",
    "[rotations.x]\n",
    "people = [",
    "[plan]\n",
    "time-zone = \"UTC\"\n",
    "starts = 2026-10-05T09:00\n",
    "turn = \"1w\"\n",
    "[[overrides]]\n",
    "rotation = \"x\"",
    "notify.high = [{ via = ",
    "[lint]\n",
];
