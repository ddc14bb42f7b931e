//! What may be typed at a place: keys and headers with what they mean, ids, words, zones.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::dispatch::Spot;
use super::hover::about;
use super::position::Place;
use super::shapes::{self, is_runbook};
use crate::diagnostic::visible;
use crate::edit::FileKind;
use crate::rules::RULES;
use crate::source::LARGEST_FILE;
use crate::syntax::{Cursor, Field, Kind, NOBODY, Outline, Shape, cursor, is_id, outline};

/// The most items of one answer; an editor asks again as more is typed.
const MOST: usize = 200;

/// The protocol's numbers for what an item is.
const FIELD: u8 = 5;
const MODULE: u8 = 9;
const VALUE: u8 = 12;
const REFERENCE: u8 = 18;

/// Something that may be typed.
struct Item {
    label: String,
    kind: u8,
    detail: String,
    doc: String,
    /// What is written.
    text: String,
    /// Lower ones come first.
    rank: u8,
}

impl Item {
    fn new(label: &str, kind: u8) -> Self {
        let (label, text) = (visible(label), label.to_owned());
        Self { label, kind, detail: String::new(), doc: String::new(), text, rank: 1 }
    }

    fn detail(self, detail: impl AsRef<str>) -> Self {
        Self { detail: visible(detail.as_ref()), ..self }
    }

    fn json(&self, at: Place, order: usize) -> Value {
        let mut item = json!({
            "label": self.label,
            "kind": self.kind,
            "sortText": format!("{}{order:04}", self.rank),
            "filterText": self.label.trim_matches(['[', ']']),
            "textEdit": { "range": at, "newText": self.text },
        });
        if !self.detail.is_empty() {
            item["detail"] = self.detail.as_str().into();
        }
        if !self.doc.is_empty() {
            item["documentation"] = self.doc.as_str().into();
        }
        item
    }
}

/// What may be typed at a place.
pub fn complete(spot: &Spot<'_>) -> Value {
    let toml = shapes::toml(spot);
    if spot.at > toml.len() || toml.len() > LARGEST_FILE {
        return Value::Null;
    }
    let typing =
        Typing { spot, toml: &toml, root: FileKind::of(spot.view.plan, spot.source).shape() };
    let (from, items) = match cursor(&toml, spot.at) {
        Cursor::Elsewhere => return Value::Null,
        Cursor::Header { path, from, list } => (from, typing.header(&path, list)),
        Cursor::Key { table, from, inner } => (from, typing.key(&table, from, inner)),
        Cursor::Value { path, from, quoted } => (from, typing.value(&path, quoted)),
    };
    typing.answer(from, &items)
}

struct Typing<'a> {
    spot: &'a Spot<'a>,
    toml: &'a str,
    root: Shape,
}

impl Typing<'_> {
    /// The items that go with what has been typed, where there are too many to send all.
    fn answer(&self, from: usize, items: &[Item]) -> Value {
        let typed = self.toml.get(from..self.spot.at).unwrap_or_default();
        let typed = typed.trim_start_matches(['"', '\'']).to_lowercase();
        let few = items.len() <= MOST;
        let fits = |item: &&Item| {
            let has = |text: &str| text.to_lowercase().contains(&typed);
            few || has(&item.label) || has(&item.detail)
        };
        let fitting: Vec<_> = items.iter().filter(fits).collect();
        let at = self.spot.view.lines(self.spot.source).place(&(from..self.spot.at));
        let sent = fitting.iter().take(MOST).enumerate();
        json!({
            "isIncomplete": !few,
            "items": sent.map(|(order, item)| item.json(at, order)).collect::<Vec<_>>(),
        })
    }

    /// The parts of a header's name.
    fn header(&self, path: &[String], list: bool) -> Vec<Item> {
        let shapes = shapes::at(&self.root, path);
        let mut items = self.keyed(path, &shapes);
        for field in shapes::fields(&shapes) {
            let form = Form::of(&field.shape);
            if form == Form::Value || (form == Form::Tables) != list {
                continue;
            }
            let item = described(field, MODULE);
            let more = if form == Form::ById { "." } else { "" };
            items.push(Item { text: format!("{}{more}", field.key), ..item });
        }
        items
    }

    /// The ids that may follow in a header or stand as keys.
    fn keyed(&self, path: &[String], shapes: &[&Shape]) -> Vec<Item> {
        let mut kinds = shapes::key_kinds(shapes);
        if let [table] = path {
            kinds.extend(Kind::ALL.iter().filter(|kind| kind.table() == table));
        }
        kinds.iter().flat_map(|kind| self.ids(*kind)).map(|(item, _)| item).collect()
    }

    /// The keys of a table that are not there yet, and at the start of a line headers too.
    fn key(&self, table: &[String], from: usize, inner: bool) -> Vec<Item> {
        let shapes = shapes::at(&self.root, table);
        let found = outline(self.toml);
        let present = present(&found, table, from);
        let is_map = table.len() == 1 && !inner;
        let mut items = if is_map { Vec::new() } else { self.keyed(table, &shapes) };
        for item in &mut items {
            item.text.push_str(" = ");
        }
        items.retain(|item| !present.contains(item.label.as_str()));
        let fields = shapes::fields(&shapes);
        let free = fields.into_iter().filter(|field| !present.contains(field.key));
        items.extend(free.map(|field| field_of(field, table, inner)));
        if table == ["lint"] {
            let rules = RULES.iter().filter(|rule| !present.contains(rule.code));
            items.extend(rules.map(|rule| Item {
                text: format!("{} = ", rule.code),
                ..Item::new(rule.code, FIELD).detail(rule.summary)
            }));
        }
        if !inner && !table.is_empty() {
            let whole = shapes::fields(&[&self.root]);
            items.extend(whole.into_iter().filter_map(table_header));
        }
        items
    }

    /// The values that a key may have.
    fn value(&self, path: &[String], quoted: bool) -> Vec<Item> {
        let shapes = shapes::plain(&shapes::at(&self.root, path));
        let mut items = Vec::new();
        for shape in &shapes {
            match shape {
                Shape::Id(kinds) => {
                    let ids = kinds.iter().flat_map(|kind| self.ids(*kind));
                    items.extend(ids.map(|(item, _)| item));
                }
                Shape::Choice(words) => {
                    items.extend(words.iter().map(|word| Item::new(word, VALUE)));
                }
                Shape::Text { format: "zone" } => items.extend(zones()),
                Shape::Boolean if !quoted => {
                    items.extend(["true", "false"].map(|word| Item::new(word, VALUE)));
                }
                _ => {}
            }
        }
        if path.last().is_some_and(|key| key == "people" || key == "assign") && path.len() > 1 {
            let nobody = Item::new(NOBODY, VALUE).detail("an intended empty turn");
            items.push(Item { rank: 2, ..nobody });
        }
        if is_runbook(path) {
            items.extend(self.ids(Kind::Runbook).map(|(item, _)| item));
        }
        for item in items.iter_mut().filter(|item| !["true", "false"].contains(&&*item.text)) {
            if !quoted {
                item.text = format!("\"{}\"", item.text);
            }
        }
        items
    }

    /// The ids of a kind that are defined; what is defined and no id is not offered, because it may
    /// hold quotes and line ends.
    fn ids(&self, kind: Kind) -> impl Iterator<Item = (Item, String)> + use<'_> {
        let plan = self.spot.view.plan;
        let defined = plan.definitions.iter().filter(move |found| found.kind == kind);
        let defined = defined.filter(|found| is_id(&found.id));
        let ids: BTreeSet<_> = defined.map(|found| found.id.clone()).collect();
        ids.into_iter().map(move |id| {
            let about = about(plan, kind, &id).unwrap_or_default();
            (Item::new(&id, REFERENCE).detail(about), id)
        })
    }
}

/// How a key's value is written in a file of its own lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Value,
    /// A table with known keys.
    Table,
    /// A table whose keys the author chooses.
    ById,
    /// A list of tables.
    Tables,
}

impl Form {
    fn of(shape: &Shape) -> Self {
        match shape {
            Shape::Table { .. } => Self::Table,
            Shape::Map(_) => Self::ById,
            Shape::List(inner) if matches!(**inner, Shape::Table { .. }) => Self::Tables,
            _ => Self::Value,
        }
    }
}

/// A key of a table, as it is written there.
fn field_of(field: &Field, table: &[String], inner: bool) -> Item {
    let item = described(field, FIELD);
    let name = || table.iter().map(String::as_str).chain([field.key]);
    let name = || name().collect::<Vec<_>>().join(".");
    // The name of a table is somebody's text, which may need quotes.
    let plain = table.iter().all(|key| is_id(key));
    let text = match Form::of(&field.shape) {
        Form::Tables if !inner && plain => format!("[[{}]]", name()),
        Form::ById if !inner && table.is_empty() => format!("[{}.", name()),
        Form::Table if !inner && table.is_empty() => format!("[{}]", name()),
        Form::Table | Form::ById => format!("{} = {{ ", field.key),
        Form::Tables => format!("{} = [", field.key),
        Form::Value => format!("{} = ", field.key),
    };
    Item { text, ..item }
}

fn described(field: &Field, kind: u8) -> Item {
    let needed = if field.required { "required: " } else { "" };
    let item = Item::new(field.key, kind);
    let item = item.detail(format!("{needed}{}", shapes::words(&field.shape)));
    Item { doc: field.doc.to_owned(), rank: u8::from(!field.required), ..item }
}

/// A header of a table of the whole plan.
fn table_header(field: &Field) -> Option<Item> {
    let (label, text) = match Form::of(&field.shape) {
        Form::Value => return None,
        Form::Table => (format!("[{}]", field.key), format!("[{}]", field.key)),
        Form::ById => (format!("[{}.ID]", field.key), format!("[{}.", field.key)),
        Form::Tables => (format!("[[{}]]", field.key), format!("[[{}]]", field.key)),
    };
    let item = Item::new(&label, MODULE);
    Some(Item { text, doc: field.doc.to_owned(), rank: 3, ..item })
}

fn zones() -> impl Iterator<Item = Item> {
    crate::time::Zones::names().map(|name| Item::new(name, VALUE))
}

/// The keys that the table around a place has already.
fn present<'o>(found: &'o Outline, table: &[String], from: usize) -> BTreeSet<&'o str> {
    let around = |range: &&std::ops::Range<usize>| range.start <= from && from <= range.end;
    let braces = found.inline.iter().filter(around).min_by_key(|range| range.end - range.start);
    let block = found.headers.iter().rfind(|header| header.block.start <= from);
    let end = found.headers.first().map_or(usize::MAX, |header| header.block.start);
    let mut scope = block.map_or(0..end, |header| header.block.clone());
    if let Some(header) = block.filter(|header| header.path == table) {
        // The tables inside this one have headers of their own.
        let later = found.headers.iter().filter(|other| other.block.start > scope.start);
        let own = later.take_while(|other| {
            other.path.len() > header.path.len() && other.path.starts_with(&header.path)
        });
        scope.end = own.last().map_or(scope.end, |last| last.block.end);
    }
    let scope = braces.cloned().unwrap_or(scope);
    let keys =
        found.keys.iter().filter(|key| scope.start <= key.at.start && key.at.end <= scope.end);
    let own = keys.filter(|key| key.at.start != from && key.path.len() == table.len() + 1);
    let own = own.filter(|key| key.path.starts_with(table));
    own.filter_map(|key| key.path.last()).map(String::as_str).collect()
}
