//! What is typed where, and where keys stand.

use super::*;
use crate::syntax::{Document, HandoffNote, Incident, Read, Runbook, Shape};

/// What is typed where `|` stands.
fn at(text: &str) -> Cursor {
    let place = text.find('|').unwrap();
    cursor(&text.replace('|', ""), place)
}

fn path(keys: &str) -> Vec<String> {
    keys.split('.').filter(|key| !key.is_empty()).map(str::to_owned).collect()
}

fn key(table: &str, from: usize, inner: bool) -> Cursor {
    Cursor::Key { table: path(table), from, inner }
}

fn value(keys: &str, from: usize, quoted: bool) -> Cursor {
    Cursor::Value { path: path(keys), from, quoted }
}

#[test]
fn a_key_is_typed_at_the_start_of_a_line() {
    assert_eq!(at("|"), key("", 0, false));
    assert_eq!(at("[people.ana]\n|"), key("people.ana", 13, false));
    assert_eq!(at("[people.ana]\nna|"), key("people.ana", 13, false));
    assert_eq!(at("[people.ana]\nname = \"x\"\n  |"), key("people.ana", 26, false));
    assert_eq!(at("[people.ana]\r\nname = \"x\" # y\r\n|\r\nz = 1"), key("people.ana", 30, false));
    assert_eq!(at("a = [\n  1,\n]\n|"), key("", 13, false));
}

#[test]
fn a_key_is_typed_between_braces_and_after_a_dot() {
    assert_eq!(at("a = { |"), key("a", 6, true));
    assert_eq!(at("a = [{ b = 1 }, { c|"), key("a", 18, true));
    assert_eq!(at("a = [{ b = 1, |}]"), key("a", 14, true));
    assert_eq!(at("notify.|"), key("notify", 7, true));
}

#[test]
fn a_value_is_typed_after_the_equals_sign_and_in_lists() {
    assert_eq!(at("team = |"), value("team", 7, false));
    assert_eq!(at("team = \"pl|\"\nx = 1"), value("team", 8, true));
    assert_eq!(at("team = \"pl|\nx = 1"), value("team", 8, true));
    assert_eq!(at("p = [\"ana\", |"), value("p", 12, false));
    assert_eq!(at("p = [\n  \"ana\",\n  \"b|"), value("p", 18, true));
    assert_eq!(at("p = [[\"ana\", \"|"), value("p", 14, true));
    assert_eq!(at("n = [{ rotation = \"|"), value("n.rotation", 19, true));
}

#[test]
fn a_header_is_typed_after_its_bracket() {
    let header = |keys: &str, from, list| Cursor::Header { path: path(keys), from, list };
    assert_eq!(at("[|"), header("", 1, false));
    assert_eq!(at("a = 1\n[peo|"), header("", 7, false));
    assert_eq!(at("[[rotations.x.|]]"), header("rotations.x", 14, true));
}

#[test]
fn nothing_is_typed_in_comments_and_after_values() {
    for text in ["# |", "a = 1 # x|", "a = \"x\"|", "a = \"x\" |", "[a]|", "a = [1]|"] {
        assert_eq!(at(text), Cursor::Elsewhere, "{text}");
    }
}

#[test]
fn every_part_of_every_key_has_its_place() {
    let text = "[people.ana]\nnotify.high = [{ via = \"push\" }]\n[[x.\"y\"]]\n";
    let found = outline(text);
    let keys: Vec<_> =
        found.keys.iter().map(|key| (key.path.join("."), &text[key.at.clone()])).collect();
    let all = [
        ("people", "people"),
        ("people.ana", "ana"),
        ("people.ana.notify", "notify"),
        ("people.ana.notify.high", "high"),
        ("people.ana.notify.high.via", "via"),
        ("x", "x"),
        ("x.y", "\"y\""),
    ];
    assert_eq!(keys, all.map(|(path, text)| (path.to_owned(), text)));
    assert_eq!(found.texts[0].path.join("."), "people.ana.notify.high.via");
    assert_eq!(&text[found.inline[0].clone()], "{ via = \"push\" }");
    assert_eq!(&text[found.headers[1].at.clone()], "[[x.\"y\"]]");
}

#[test]
fn what_is_typed_after_a_byte_order_mark_or_in_a_broken_text_is_found_all_the_same() {
    assert_eq!(at("x = = 1\n[people.ana]\nna|"), key("people.ana", 21, false));
    assert_eq!(at("a = [1,\n[people.ana]\nna|"), key("people.ana", 21, false));
    assert_eq!(at("a = \"x\n[people.ana]\nname = \"|"), value("people.ana.name", 28, true));
}

#[test]
fn what_lies_deeper_than_any_table_of_a_plan_is_not_kept() {
    let deep = 100_000;
    let header = format!("[{}a]\nb = \"x\"\n", "a.".repeat(deep));
    let key = format!("{}a = \"x\"", "a.".repeat(deep));
    let value = format!("a = {}\"x\"", "{ a = ".repeat(deep));
    for text in [header, key, value] {
        let found = outline(&text);
        assert_eq!((found.keys.len(), found.texts.len()), (DEEPEST, 0));
        assert_eq!(found.keys[DEEPEST - 1].path.len(), DEEPEST);
        assert_ne!(cursor(&text, text.len() - 2), Cursor::Elsewhere);
    }
    let after =
        format!("a = {{ {}b = 1{}, c = 1 }}\n[d]\ne = 1", "a = {".repeat(deep), "}".repeat(deep));
    let found = outline(&after);
    let last: Vec<_> = found.keys.iter().rev().take(3).map(|key| key.path.join(".")).collect();
    assert_eq!(last, ["d.e", "d", "a.c"]);
}

#[test]
fn no_table_of_a_plan_is_as_deep_as_that() {
    fn depth(shape: &Shape) -> usize {
        match shape {
            Shape::Table { fields, .. } => {
                1 + fields.iter().map(|field| depth(&field.shape)).max().unwrap_or(0)
            }
            Shape::Map(inner) | Shape::Keyed(_, inner) => 1 + depth(inner),
            Shape::List(inner) => depth(inner),
            Shape::AnyOf(all) => all.iter().map(depth).max().unwrap_or(0),
            _ => 0,
        }
    }
    let shapes = [Document::shape(), Runbook::shape(), Incident::shape(), HandoffNote::shape()];
    let deepest = shapes.iter().map(depth).max().unwrap();
    assert!((3..=DEEPEST).contains(&deepest), "{deepest}");
}
