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

/// Asks everything that can be asked about a place; returns how many answers there were.
fn ask_all(server: &mut Server, nothing: &Nothing, text: &str, at: usize) -> usize {
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
    let ask = |method: &str| {
        let method = format!("textDocument/{method}");
        let request = json!({ "id": 2, "method": method, "params": params });
        server.receive(request.to_string().as_bytes(), nothing).len()
    };
    methods.map(ask).iter().sum::<usize>() + server.settle(nothing).len()
}

#[test]
fn a_plan_typed_letter_by_letter_is_answered_at_each() {
    let text = include_str!("../../examples/minimum/irp.toml");
    let nothing = Nothing(Zones::embedded());
    let mut server = server(&nothing);
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)).step_by(3) {
        type_in(&mut server, &nothing, "didChange", &text[..end]);
        assert!(ask_all(&mut server, &nothing, &text[..end], end) >= 9);
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
        prop_assert!(ask_all(&mut server, &nothing, &text, at) >= 9);
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
