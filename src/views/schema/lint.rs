//! The schema of `[lint]`: its keys are the rules that there are.

use serde_json::{Value, json};

use super::table::Tables;
use super::{Keywords, head, keywords, typed};
use crate::diagnostic::Level;
use crate::rules::{Kind, Parameter, RULES, Rule};
use crate::syntax::{Allow, LintLevel, List, Profile, Read};
use crate::time::Elapsed;

/// The schema of the `[lint]` table alone.
#[must_use]
pub fn lint() -> Value {
    let mut tables = Tables::default();
    let mut whole = head("The `[lint]` table of an irp plan, format 1");
    whole.extend(object(&mut tables));
    tables.finish(whole)
}

/// The keywords of the `[lint]` table.
pub(super) fn object(tables: &mut Tables) -> Keywords {
    let mut properties = Keywords::new();
    let about = "A set of levels and thresholds; `\"minimum\"` where it is left out.";
    properties.insert("profile".to_owned(), tables.property(about, &Profile::shape()));
    let about = "Exceptions to rules, each with its reason.";
    properties.insert("allow".to_owned(), tables.property(about, &List::<Allow>::shape()));
    for rule in RULES {
        properties.insert(rule.code.to_owned(), setting(rule, tables));
    }
    let mut object = keywords([("description", "Levels, options and exceptions of rules.".into())]);
    object.extend(typed("object"));
    object.insert("properties".to_owned(), properties.into());
    object.insert("additionalProperties".to_owned(), false.into());
    object
}

/// What a rule may be set to: a level, alone or with the rule's options.
fn setting(rule: &Rule, tables: &mut Tables) -> Value {
    let level = word(rule.level);
    let about = format!("{} `\"{level}\"` where it is left out.", sentence(rule.summary));
    let mut options = Keywords::new();
    let shape = LintLevel::shape();
    options.insert("level".to_owned(), tables.property("The level of its findings.", &shape));
    for parameter in rule.options {
        options.insert(parameter.name.to_owned(), option(parameter, tables));
    }
    json!({
        "description": about,
        "anyOf": [
            { "enum": LintLevel::WORDS },
            { "type": "object", "properties": options, "additionalProperties": false },
        ],
    })
}

/// What an option takes, and what it is where it is left out.
fn option(parameter: &Parameter, tables: &mut Tables) -> Value {
    let default = parameter.kind.written(parameter.default);
    let about = format!("{} `{default}` where it is left out.", parameter.about);
    let form = match parameter.kind {
        Kind::Length => return tables.property(&about, &Elapsed::shape()),
        Kind::Whole => json!({ "type": "integer", "minimum": 0, "maximum": 1_000_000 }),
        Kind::Share => json!({ "type": "string", "pattern": "^[0-9]{1,3}(\\.[0-9]+)?%$" }),
        Kind::Score => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Kind::Hours => json!({ "type": "string" }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
    };
    let mut property = keywords([("description", about.into())]);
    property.extend(form.as_object().cloned().unwrap_or_default());
    property.into()
}

/// The word that plans write for a level.
fn word(level: Level) -> &'static str {
    match level {
        Level::Info => LintLevel::Info,
        Level::Warning => LintLevel::Warn,
        Level::Error => LintLevel::Error,
    }
    .word()
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let mut sentence: String = first.into_iter().chain(letters).collect();
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}
