//! What tables demand of their keys, as keywords.

use serde_json::{Value, json};

use super::table::Tables;
use super::{Keywords, keywords};
use crate::syntax::{Demand, demands};

/// Adds what a table of that name demands to its schema.
pub(super) fn add(name: &str, object: &mut Keywords, tables: &mut Tables) {
    let mut rules = Vec::new();
    for demand in demands(name) {
        match demand {
            Demand::One(keys)
                if keys.len() == object["properties"].as_object().map_or(0, Keywords::len) =>
            {
                object.insert("minProperties".to_owned(), 1.into());
                object.insert("maxProperties".to_owned(), 1.into());
            }
            Demand::One(keys) => rules.push(json!({ "oneOf": each(keys) })),
            Demand::SomeOf(groups) => {
                let groups: Vec<_> =
                    groups.iter().map(|keys| json!({ "required": keys })).collect();
                rules.push(json!({ "anyOf": groups }));
            }
            Demand::With(key, other) => rules.push(where_there(key, &has(other))),
            Demand::Without(key, others) => {
                rules.push(where_there(key, &json!({ "not": { "anyOf": each(others) } })));
            }
            Demand::TimeBeside(key, other) => {
                rules.push(where_there(key, &with(other, &tables.timed())));
            }
            Demand::DayBeside(key, other) => {
                rules.push(where_there(key, &with(other, &tables.time("date"))));
            }
            Demand::Timed(key) => narrow(object, key, tables.timed()),
            Demand::Rule(key) => narrow(object, key, tables.text("rule")),
            Demand::Filled(key) => narrow(object, key, filled()),
            Demand::Group(key) => narrow(object, key, group()),
            Demand::Groups(key) => {
                narrow(object, key, filled());
                narrow(object, &format!("{key}/items"), group());
            }
        }
    }
    if !rules.is_empty() {
        object.insert("allOf".to_owned(), rules.into());
    }
}

/// Says more of the value of a property, or of what a pointer leads to in it.
fn narrow(object: &mut Keywords, pointer: &str, with: Keywords) {
    let properties = object.get_mut("properties");
    let found = properties.and_then(|all| all.pointer_mut(&format!("/{pointer}")));
    if let Some(found) = found.and_then(Value::as_object_mut) {
        found.extend(with);
    }
}

fn has(key: &str) -> Value {
    json!({ "required": [key] })
}

fn each(keys: &[&str]) -> Vec<Value> {
    keys.iter().map(|key| has(key)).collect()
}

/// What holds where a key is there. Under `if`, some editors take all other keys for unknown ones.
fn where_there(key: &str, then: &Value) -> Value {
    json!({ "anyOf": [{ "not": has(key) }, then] })
}

/// What one value must be. Some editors take the keys that are not named here for unknown ones
/// unless they are told otherwise.
fn with(key: &str, form: &Keywords) -> Value {
    json!({ "properties": { key: form }, "additionalProperties": true })
}

fn filled() -> Keywords {
    keywords([("minItems", 1.into())])
}

fn group() -> Keywords {
    keywords([("minItems", 1.into()), ("uniqueItems", true.into())])
}
