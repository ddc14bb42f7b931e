//! The schemas that `irp schema` prints, tried by a validator that is not irp.
//!
//! TOML's dates and times are texts to it, as they are to editors.
#![expect(clippy::disallowed_methods, reason = "the tests read files of this repository")]

mod answers;
mod broken;
mod forms;
mod plans;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jsonschema::Validator;
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

/// What the program prints, without the machine's environment.
fn printed(words: &[&str]) -> String {
    let mut irp = Command::new(env!("CARGO_BIN_EXE_irp"));
    let output = irp.args(words).env_clear().env("TZ", "Europe/Berlin").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The names of all schemas.
fn names() -> Vec<String> {
    let list = printed(&["schema", "--list"]);
    list.lines().skip(1).map(|row| row.split('\t').next().unwrap().to_owned()).collect()
}

fn schema(name: &str) -> Value {
    serde_json::from_str(&printed(&["schema", name])).unwrap()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap()
}

/// The schemas of what plans write.
struct Written {
    plan: Validator,
    records: [(&'static str, Validator); 3],
}

impl Written {
    fn new() -> Self {
        let of = |name| validator(&schema(name));
        let folders =
            [("runbooks/", "runbook"), ("incidents/", "incident"), ("handoffs/", "handoff")];
        Self { plan: of("plan"), records: folders.map(|(folder, name)| (folder, of(name))) }
    }

    /// What the schema of a file complains of; the parser's complaint where it is no TOML.
    fn refuses(&self, path: &str, text: &str) -> Option<String> {
        let (schema, toml) = self.of(path, text)?;
        let table = match DeTable::parse(toml) {
            Ok(table) => table.into_inner(),
            Err(error) => return Some(format!("no TOML: {}", error.message())),
        };
        let errors: Vec<_> = schema
            .iter_errors(&json(&DeValue::Table(table)))
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        (!errors.is_empty()).then(|| errors.join("\n"))
    }

    /// Whether a file is TOML that its schema takes.
    fn takes(&self, path: &str, text: &str) -> bool {
        let Some((schema, toml)) = self.of(path, text) else { return true };
        let table = DeTable::parse(toml).ok();
        table.is_some_and(|table| schema.is_valid(&json(&DeValue::Table(table.into_inner()))))
    }

    /// The schema of a file and the TOML in it, where it holds any.
    fn of<'t>(&self, path: &str, text: &'t str) -> Option<(&Validator, &'t str)> {
        let text = text.trim_start_matches('\u{feff}');
        if Path::new(path).extension()? == "toml" {
            return Some((&self.plan, text));
        }
        let record = self.records.iter().find(|(folder, _)| path.starts_with(folder))?;
        let name = Path::new(path).file_name()?.to_str()?;
        let front = text.strip_prefix("+++\n")?;
        let front = &front[..front.find("+++").unwrap_or(front.len())];
        (!name.starts_with('_') && name != "README.md").then_some((&record.1, front))
    }
}

/// A TOML value as an editor hands it to a schema.
fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Null, Value::from)
        }
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(truth) => (*truth).into(),
        DeValue::Datetime(time) => time.to_string().into(),
        DeValue::Array(all) => all.iter().map(|value| json(value.get_ref())).collect(),
        DeValue::Table(table) => {
            let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
                let key: &toml::de::DeString<'_> = key.get_ref();
                (key.as_ref().to_owned(), json(value.get_ref()))
            };
            Value::Object(table.iter().map(entry).collect::<Map<_, _>>())
        }
    }
}

/// Calls `see` with a value and every value in it.
fn walk(value: &Value, see: &mut impl FnMut(&Value)) {
    see(value);
    match value {
        Value::Array(all) => all.iter().for_each(|value| walk(value, see)),
        Value::Object(map) => map.values().for_each(|value| walk(value, see)),
        _ => {}
    }
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn every_schema_is_a_schema_and_lies_in_its_file() {
    let names = names();
    assert!(names.len() >= 9, "{names:?}");
    for name in names {
        let schema = schema(&name);
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{name}");
        let file = fs::read_to_string(root(&format!("plan-schema/{name}.schema.json")));
        assert_eq!(file.ok(), Some(printed(&["schema", &name])), "{name}");
    }
}

#[test]
fn every_property_of_every_schema_says_what_it_means() {
    for name in names() {
        walk(&schema(&name), &mut |value| {
            let needed = value.get("required").is_some() && value.get("properties").is_some();
            let properties = value.get("properties").and_then(Value::as_object);
            let closed = value.get("additionalProperties") != Some(&Value::Bool(true));
            for (key, property) in properties.into_iter().flatten().filter(|_| needed || closed) {
                let about = property["description"].as_str().unwrap_or_default();
                assert!(about.ends_with('.') && !about.contains('\n'), "{name}: {key}: `{about}`");
                for word in property["enum"].as_array().into_iter().flatten() {
                    let word = format!("`{}` (", word.as_str().unwrap());
                    assert!(about.contains(&word), "{name}: {key} does not explain {word}");
                }
            }
        });
    }
}

#[test]
fn every_reference_is_to_a_part_of_the_schema_and_every_part_is_referred_to() {
    for name in names() {
        let schema = schema(&name);
        let mut used = Vec::new();
        walk(&schema, &mut |value| {
            if let Some(Value::String(target)) = value.get("$ref") {
                let there = schema.pointer(target.trim_start_matches('#'));
                assert!(there.is_some(), "{name}: {target} leads nowhere");
                used.push(target.clone());
            }
        });
        let defined = schema.get("$defs").and_then(Value::as_object);
        for part in defined.into_iter().flat_map(|defined| defined.keys()) {
            assert!(used.contains(&format!("#/$defs/{part}")), "{name}: {part} is not used");
        }
    }
}
