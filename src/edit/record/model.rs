//! What a front matter holds, without how it is written: two that hold the same are equal.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::{Change, Scalar, parsed};
use crate::time::show;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Model {
    /// What kind of value, and its words.
    Leaf(&'static str, String),
    List(Vec<Model>),
    Table(BTreeMap<String, Model>),
}

/// What a text holds; `None` where it is no TOML.
pub(super) fn model(toml: &str) -> Option<Model> {
    Some(table(&parsed(toml)?))
}

fn table(table: &DeTable<'_>) -> Model {
    let entries = table.iter();
    let entries = entries.map(|(key, held)| (key.get_ref().to_string(), value(held.get_ref())));
    Model::Table(entries.collect())
}

fn value(held: &DeValue<'_>) -> Model {
    match held {
        DeValue::String(text) => Model::Leaf("text", text.to_string()),
        DeValue::Integer(number) => {
            Model::Leaf("integer", format!("{} {}", number.radix(), number.as_str()))
        }
        DeValue::Float(number) => Model::Leaf("float", number.as_str().to_owned()),
        DeValue::Boolean(truth) => Model::Leaf("boolean", truth.to_string()),
        DeValue::Datetime(time) => Model::Leaf("time", time.to_string()),
        DeValue::Array(list) => {
            Model::List(list.iter().map(|element| value(element.get_ref())).collect())
        }
        DeValue::Table(inner) => table(inner),
    }
}

fn scalar(set: &Scalar) -> Model {
    let text = |text: &String| Model::Leaf("text", text.clone());
    match set {
        Scalar::Text(set) => text(set),
        Scalar::Instant(instant) => Model::Leaf("time", show::utc(*instant)),
        Scalar::List(texts) => Model::List(texts.iter().map(text).collect()),
    }
}

/// Makes a change; `None` where what it is about is no table or list.
pub(super) fn apply(whole: &mut Model, change: &Change) -> Option<()> {
    let Model::Table(top) = whole else { return None };
    match change {
        Change::Set { table, key, value } => {
            let table = match table {
                None => top,
                Some(name) => {
                    let empty = || Model::Table(BTreeMap::new());
                    let Model::Table(table) = top.entry((*name).to_owned()).or_insert_with(empty)
                    else {
                        return None;
                    };
                    table
                }
            };
            table.insert(key.clone(), scalar(value));
        }
        Change::Add { list, entry } => {
            let entry = entry.iter().map(|(key, value)| ((*key).to_owned(), scalar(value)));
            let empty = || Model::List(Vec::new());
            let Model::List(list) = top.entry((*list).to_owned()).or_insert_with(empty) else {
                return None;
            };
            list.push(Model::Table(entry.collect()));
        }
        Change::Push { key, text } => {
            let new = Model::Leaf("text", text.clone());
            let held = match top.remove(*key) {
                None => new,
                Some(Model::List(held)) => Model::List(held.into_iter().chain([new]).collect()),
                Some(one @ Model::Leaf("text", _)) => Model::List(vec![one, new]),
                Some(_) => return None,
            };
            top.insert((*key).to_owned(), held);
        }
    }
    Some(())
}
