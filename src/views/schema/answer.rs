//! Schemas of answers, made from the types that write them.
//!
//! They take keys that they do not name: later releases add some.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::{Keywords, head};
use crate::views::json::{Envelope, SCHEMA};

/// The schema of what a command prints with `--json`; `T` is the body of its answer.
#[must_use]
pub fn answer<T: JsonSchema>(command: &str, typed: &str) -> Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let generated = generator.into_root_schema_for::<Envelope<'static, T>>();
    let mut whole = head(&format!("What `irp {typed} --json` prints"));
    for (key, value) in generated.to_value().as_object().into_iter().flatten() {
        whole.entry(key.clone()).or_insert_with(|| value.clone());
    }
    whole.insert("description".to_owned(), OPEN.into());
    constant(&mut whole, "schema", SCHEMA.into());
    constant(&mut whole, "command", command.into());
    tidy(whole.into())
}

const OPEN: &str = "Keys are only ever added. Instants are UTC with `Z`; under a key that ends in \
    `_local` stands the same instant in the zone `time_zone`. Lists are never null.";

/// Gives a property the one value that it has.
fn constant(whole: &mut Keywords, key: &str, value: Value) {
    let property = whole.get_mut("properties").and_then(|all| all.get_mut(key));
    if let Some(property) = property.and_then(Value::as_object_mut) {
        let description = property.get("description").cloned();
        property.clear();
        property.extend(description.map(|text| ("description".to_owned(), text)));
        property.insert("const".to_owned(), value);
    }
}

/// Puts what a schema means first, in one line, and takes out how wide the numbers of a program
/// are, which says nothing about JSON.
fn tidy(schema: Value) -> Value {
    match schema {
        Value::Array(all) => all.into_iter().map(tidy).collect(),
        Value::Object(mut map) => {
            let mut tidied = Keywords::new();
            for key in ["$schema", "title", "description"] {
                if let Some(text) = map.get(key).and_then(Value::as_str) {
                    tidied.insert(key.to_owned(), text.replace('\n', " ").into());
                    map.shift_remove(key);
                }
            }
            let wide = |name: &str| name.contains("int") || name == "double";
            if map.get("format").and_then(Value::as_str).is_some_and(wide) {
                map.shift_remove("format");
            }
            tidied.extend(map.into_iter().map(|(key, value)| (key, tidy(value))));
            tidied.into()
        }
        value => value,
    }
}
