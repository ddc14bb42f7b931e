//! What the files of a plan say, as one tree of values with their places: in whichever files,
//! spellings and order it is written.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::plan::{Plan, Record};
use crate::source::{Location, SourceId};
use crate::syntax::front_matter;

/// Lists in which the order says something.
const ORDERED: [&str; 5] = ["people", "turn", "layers", "high", "low"];
/// Lists of one value that may stand without brackets.
const ONE_OR_MANY: [&str; 7] = ["when", "replace", "with", "add", "remove", "assign", "notify"];
/// The key under which the body of a record stands.
pub(super) const TEXT: &str = "text";

/// A value and where it is written; equal to another that says the same elsewhere.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The key's place, or in a list the value's.
    pub at: Location,
    pub node: Node,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// As TOML on one line.
    Leaf(String),
    /// In an order of its own where theirs says nothing.
    List(Vec<Item>),
    Table(Table),
}

pub(super) type Table = BTreeMap<String, Item>;

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

/// Ids that are read as others, by their places.
pub(super) type Substitutes = HashMap<Location, String>;

impl Node {
    /// As TOML on one line.
    pub fn toml(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, into: &mut String) {
        match self {
            Self::Leaf(text) => into.push_str(text),
            Self::List(items) => {
                into.push('[');
                for (nth, item) in items.iter().enumerate() {
                    into.push_str(if nth > 0 { ", " } else { "" });
                    item.node.write(into);
                }
                into.push(']');
            }
            Self::Table(table) => {
                into.push_str("{ ");
                for (nth, (name, item)) in table.iter().enumerate() {
                    into.push_str(if nth > 0 { ", " } else { "" });
                    into.push_str(&key(name));
                    into.push_str(" = ");
                    item.node.write(into);
                }
                into.push_str(if table.is_empty() { "}" } else { " }" });
            }
        }
    }

    pub fn table(&self) -> Option<&Table> {
        match self {
            Self::Table(table) => Some(table),
            _ => None,
        }
    }

    pub fn list(&self) -> Option<&[Item]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// Whether it is a list of tables, which are told apart.
    pub fn is_tables(&self) -> bool {
        self.list().is_some_and(|items| {
            !items.is_empty() && items.iter().all(|item| item.node.table().is_some())
        })
    }

    /// Every text in it, keys left out.
    pub fn texts<'n>(&'n self, into: &mut Vec<&'n str>) {
        match self {
            Self::Leaf(text) => into.push(text),
            Self::List(items) => items.iter().for_each(|item| item.node.texts(into)),
            Self::Table(table) => table.values().for_each(|item| item.node.texts(into)),
        }
    }

    fn merge(&mut self, other: Self) {
        match (self, other) {
            (Self::Table(table), Self::Table(more)) => {
                for (name, item) in more {
                    match table.get_mut(&name) {
                        Some(known) => known.node.merge(item.node),
                        None => {
                            table.insert(name, item);
                        }
                    }
                }
            }
            (Self::List(items), Self::List(more)) => items.extend(more),
            // Anything else that is written twice is a fault.
            _ => {}
        }
    }

    /// Gives what has no order of its own one.
    fn settle(&mut self, name: &str) {
        match self {
            Self::Leaf(_) => {}
            Self::Table(table) => {
                for (name, item) in table {
                    item.node.settle(name);
                }
            }
            Self::List(items) => {
                for item in &mut *items {
                    item.node.settle("");
                }
                if !ORDERED.contains(&name) {
                    items.sort_by_cached_key(|item| (item.node.toml(), item.at));
                }
                if let ([only], true) = (&mut items[..], ONE_OR_MANY.contains(&name)) {
                    *self = std::mem::replace(&mut only.node, Self::List(Vec::new()));
                }
            }
        }
    }
}

/// A text as TOML.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// A key as TOML.
pub(super) fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { quoted(name) }
}

/// The tree of a plan without faults. Records stand under `runbooks`, `incidents` and `handoffs`.
pub(super) fn written(plan: &Plan, substitutes: &Substitutes) -> Table {
    let mut root = Node::Table(Table::new());
    let records = records(plan);
    for (source, file) in plan.sources.all() {
        let read = |range| tree(source, &file.text, range, substitutes);
        match records.get(&source) {
            None => root.merge(read(0..file.text.len())),
            Some((section, id)) => {
                let Some(front) = front_matter(&file.text) else { continue };
                let mut record = read(front.clone());
                let at = Location::new(source, &(0..0));
                let body = Node::Leaf(quoted(file.text[front.end..].trim()));
                if let Node::Table(table) = &mut record {
                    table.insert(TEXT.to_owned(), Item { at, node: body });
                }
                let entry = Table::from([((*id).to_owned(), Item { at, node: record })]);
                let entry = Item { at, node: Node::Table(entry) };
                root.merge(Node::Table(Table::from([((*section).to_owned(), entry)])));
            }
        }
    }
    root.settle("");
    match root {
        Node::Table(table) => table,
        _ => Table::new(),
    }
}

/// The section and id of each record.
fn records(plan: &Plan) -> HashMap<SourceId, (&'static str, &str)> {
    fn of<'p, T>(
        section: &'static str,
        records: &'p [Record<T>],
    ) -> impl Iterator<Item = (SourceId, (&'static str, &'p str))> {
        records.iter().map(move |record| (record.at.source, (section, record.id.as_str())))
    }
    let written = &plan.written;
    of("runbooks", &written.runbooks)
        .chain(of("incidents", &written.incidents))
        .chain(of("handoffs", &written.handoffs))
        .collect()
}

/// The tree of a part of a file.
fn tree(source: SourceId, text: &str, range: Range<usize>, substitutes: &Substitutes) -> Node {
    let mark = if text[range.clone()].starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let range = range.start + mark..range.end;
    let (table, _) = DeTable::parse_recoverable(&text[range.clone()]);
    Reader { source, before: range.start, substitutes }.table(table.get_ref())
}

struct Reader<'r> {
    source: SourceId,
    /// How many bytes of the file stand before what is read.
    before: usize,
    substitutes: &'r Substitutes,
}

impl Reader<'_> {
    fn at(&self, span: &Range<usize>) -> Location {
        Location::new(self.source, &(self.before + span.start..self.before + span.end))
    }

    fn named<'t>(&'t self, at: Location, name: &'t str) -> &'t str {
        self.substitutes.get(&at).map_or(name, String::as_str)
    }

    fn table(&self, table: &DeTable<'_>) -> Node {
        let items = table.iter().map(|(name, value)| {
            let at = self.at(&name.span());
            let name = self.named(at, name.get_ref()).to_owned();
            (name, Item { at, node: self.value(value) })
        });
        Node::Table(items.collect())
    }

    fn value(&self, value: &toml::Spanned<DeValue<'_>>) -> Node {
        match value.get_ref() {
            DeValue::Table(table) => self.table(table),
            DeValue::Array(items) => {
                let item = |item: &toml::Spanned<DeValue<'_>>| Item {
                    at: self.at(&item.span()),
                    node: self.value(item),
                };
                Node::List(items.iter().map(item).collect())
            }
            DeValue::String(text) => Node::Leaf(quoted(self.named(self.at(&value.span()), text))),
            DeValue::Integer(number) => Node::Leaf(integer(number.as_str(), number.radix())),
            DeValue::Float(number) => Node::Leaf(number.as_str().replace('_', "")),
            DeValue::Boolean(truth) => Node::Leaf(truth.to_string()),
            DeValue::Datetime(time) => Node::Leaf(datetime(*time)),
        }
    }
}

fn integer(digits: &str, radix: u32) -> String {
    let number = i64::from_str_radix(&digits.replace('_', ""), radix);
    number.map_or_else(|_| digits.to_owned(), |number| number.to_string())
}

/// A time with its seconds, whether they are written or not.
fn datetime(mut time: toml_datetime::Datetime) -> String {
    if let Some(clock) = &mut time.time {
        clock.second = Some(clock.second.unwrap_or(0));
        clock.nanosecond = clock.nanosecond.filter(|fraction| *fraction > 0);
    }
    time.to_string()
}
