//! The schema of `[lint]`: its keys are the rules that there are.

use serde_json::{Value, json};

use super::table::Tables;
use super::{Keywords, head, keywords, typed};
use crate::diagnostic::Level;
use crate::rules::RULES;
use crate::syntax::{Allow, LintLevel, List, Profile, Read};

/// The name of the schema of a rule's setting.
const SETTING: &str = "RuleSetting";

/// The schema of the `[lint]` table alone.
#[must_use]
pub fn lint() -> Value {
    let mut tables = Tables::default();
    let mut whole = head("The `[lint]` table of an irp plan, format 1");
    whole.extend(object(&mut tables));
    tables.finish(whole)
}

/// The keywords of the `[lint]` table. A rule that is not known is taken: an older irp may read a
/// newer plan.
pub(super) fn object(tables: &mut Tables) -> Keywords {
    let mut properties = Keywords::new();
    let about = "A set of levels and thresholds; `\"minimum\"` where it is left out.";
    properties.insert("profile".to_owned(), tables.property(about, &Profile::shape()));
    let about = "Exceptions to rules, each with its reason.";
    properties.insert("allow".to_owned(), tables.property(about, &List::<Allow>::shape()));
    let setting = setting(tables);
    let setting = tables.refer(SETTING, setting);
    for rule in RULES {
        let level = word(rule.level);
        let about = format!("{} `\"{level}\"` where it is left out.", sentence(rule.summary));
        let mut property = keywords([("description", about.into())]);
        property.extend(setting.clone());
        properties.insert(rule.code.to_owned(), property.into());
    }
    let mut object = keywords([("description", "Levels, options and exceptions of rules.".into())]);
    object.extend(typed("object"));
    object.insert("properties".to_owned(), properties.into());
    object.insert("additionalProperties".to_owned(), setting.into());
    object
}

/// What a rule may be set to.
fn setting(tables: &mut Tables) -> Keywords {
    let option = json!({ "anyOf": [
        { "type": "string" },
        { "type": "number" },
        { "type": "boolean" },
        { "type": "array", "items": { "type": "string" } },
    ] });
    let level = tables.property("The level of its findings.", &LintLevel::shape());
    keywords([
        ("description", "The level of a rule, alone or with the rule's options.".into()),
        (
            "anyOf",
            json!([
                { "enum": LintLevel::WORDS },
                {
                    "type": "object",
                    "properties": { "level": level },
                    "additionalProperties": option,
                },
            ]),
        ),
    ])
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
