//! A schema takes every plan that irp takes, and knows every key that irp knows.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use irp::plan::Plan;
use irp::rules::{self, RULES};
use irp::syntax::{Document, HandoffNote, Incident, Read as _, Runbook, Shape};
use irp::time::Instant;
use serde_json::Value;

use super::{Written, schema};
use crate::good::plans;
use crate::memory::Memory;

#[test]
fn every_example_and_every_good_plan_is_taken() {
    let (schemas, mut seen) = (Written::new(), 0);
    for plan in plans() {
        for (path, text) in Memory::copy(&plan).texts() {
            let refused = schemas.refuses(&path, &text);
            assert_eq!(refused, None, "{}/{path}", plan.display());
            seen += usize::from(schemas.of(&path, &text).is_some());
        }
    }
    assert!(seen > 30, "{seen} files");
}

/// Values that may stand, or be wrong, under many keys.
const VALUES: [&str; 24] = [
    "\"ana\"",
    "\"nobody\"",
    "\"x y\"",
    "\"\"",
    "[]",
    "[\"ana\"]",
    "[[\"ana\", \"ben\"]]",
    "0",
    "1",
    "1.5",
    "true",
    "{}",
    "2026-05-04",
    "2026-05-04T09:00",
    "2026-05-04 09:00:00",
    "2026-05-04T09:00:00Z",
    "09:00",
    "\"09:00\"",
    "\"1w\"",
    "\"007 shifts\"",
    "\"mon,wed-fri 22:00 - 24:00\"",
    "\"fri 18:00-mon 08:00\"",
    "[\"4d\", \"P1DT12H\"]",
    "\"FREQ=WEEKLY;BYDAY=MO\"",
];

/// Keys of several tables, some of which exclude each other.
const KEYS: [&str; 8] = ["from", "until", "through", "with", "add", "follows", "rrule", "layers"];

/// A line `key = value`: where it begins, where its value is, and what it is a key of.
struct Setting {
    line: usize,
    value: Range<usize>,
    name: String,
}

fn settings(text: &str) -> Vec<Setting> {
    let (mut found, mut start, mut table) = (Vec::new(), 0, String::new());
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') {
            let parts: Vec<_> = line.trim_matches(['[', ']', '\n']).split('.').collect();
            table = format!("{} {}", parts[0], parts.get(2).unwrap_or(&""));
        }
        if let Some((key, value)) = line.split_once(" = ")
            && key.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        {
            let at = start + key.len() + 3;
            let value = at..at + value.trim_end().len();
            found.push(Setting { line: start, value, name: format!("{table} {key}") });
        }
        start += line.len();
    }
    found
}

/// The text with other values under a key, with the line left out, and with it under other keys:
/// of the values every second one, which differs from setting to setting.
fn changed(text: &str, setting: &Setting) -> Vec<String> {
    let Setting { line, value, .. } = setting;
    let (before, after) = (&text[..*line], &text[value.end..]);
    let with = |new: &&str| format!("{}{new}{after}", &text[..value.start]);
    let under = |key: &&str| format!("{before}{key} = {}", &text[value.start..]);
    let values = VALUES.iter().skip(line % 2).step_by(2);
    values.map(with).chain(KEYS.iter().map(under)).chain([format!("{before}{after}")]).collect()
}

/// Whether a plan has no fault, not even in `[lint]`.
fn is_taken(plan: &Plan) -> bool {
    let context = rules::Context::new(plan, Instant::default());
    plan.faults.is_empty() && rules::faults(&context).is_empty()
}

#[test]
fn what_irp_takes_of_a_changed_plan_its_schema_takes() {
    let (schemas, mut seen) = (Written::new(), BTreeSet::new());
    let (mut taken, mut refused) = (0, 0);
    for plan in plans().iter().filter(|plan| plan.parent().unwrap().ends_with("tests/good")) {
        let good = Memory::copy(plan);
        for (path, text) in good.texts().filter(|(path, _)| path.ends_with("toml")) {
            let new = settings(&text).into_iter().filter(|s| seen.insert(s.name.clone()));
            for text in new.flat_map(|setting| changed(&text, &setting)) {
                let is_taken = is_taken(&good.clone().with(&path, text.clone()).plan());
                if schemas.takes(&path, &text) {
                    taken += usize::from(is_taken);
                } else if is_taken {
                    let complaint = schemas.refuses(&path, &text).unwrap();
                    panic!("{}/{path}: irp takes\n{text}\n{complaint}", plan.display());
                } else {
                    refused += 1;
                }
            }
        }
    }
    assert!(taken > 400 && refused > 1000, "{taken} taken, {refused} refused");
}

/// The tables of a form and of everything in it, by their name.
fn tables(shape: &Shape, into: &mut BTreeMap<&'static str, Vec<&'static str>>) {
    match shape {
        Shape::Table { name, fields, .. } => {
            into.insert(name, fields.iter().map(|field| field.key).collect());
            for field in fields {
                tables(&field.shape, into);
            }
        }
        Shape::List(inner) | Shape::Map(inner) | Shape::Keyed(_, inner) => tables(inner, into),
        Shape::AnyOf(all) => all.iter().for_each(|shape| tables(shape, into)),
        _ => {}
    }
}

fn properties(schema: &Value) -> Vec<&str> {
    schema["properties"].as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_keys_that_irp_knows_are_the_properties_in_the_order_in_which_they_are_declared() {
    let shapes = [
        ("plan", "Document", Document::shape()),
        ("runbook", "Runbook", Runbook::shape()),
        ("incident", "Incident", Incident::shape()),
        ("handoff", "HandoffNote", HandoffNote::shape()),
    ];
    for (name, whole, shape) in shapes {
        let schema = schema(name);
        let mut known = BTreeMap::new();
        tables(&shape, &mut known);
        assert_eq!(properties(&schema), known.remove(whole).unwrap(), "{name}");
        for (table, keys) in known {
            assert_eq!(properties(&schema["$defs"][table]), keys, "{table}");
        }
    }
}

#[test]
fn the_keys_of_lint_are_its_own_and_all_rules() {
    let rules = RULES.iter().map(|rule| rule.code);
    let keys: Vec<_> = ["profile", "allow"].into_iter().chain(rules).collect();
    assert_eq!(properties(&schema("lint")), keys);
    assert_eq!(properties(&schema("plan")["$defs"]["Lint"]), keys);
}

/// A step from a table to a value in it.
#[derive(Clone)]
enum Step {
    Key(String),
    Entry,
}

/// Every property of a schema, with the steps to it.
fn paths(whole: &Value, schema: &Value, steps: &[Step], into: &mut Vec<Vec<Step>>) {
    let deeper = |step| steps.iter().cloned().chain([step]).collect::<Vec<_>>();
    if let Some(target) = schema["$ref"].as_str() {
        let target = whole.pointer(target.trim_start_matches('#')).unwrap();
        paths(whole, target, steps, into);
    }
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        let steps = deeper(Step::Key(key.clone()));
        paths(whole, property, &steps, into);
        into.push(steps);
    }
    for form in schema["anyOf"].as_array().into_iter().flatten() {
        paths(whole, form, steps, into);
    }
    if schema["additionalProperties"].is_object() {
        paths(whole, &schema["additionalProperties"], &deeper(Step::Key("x".to_owned())), into);
    }
    if schema["items"].is_object() {
        paths(whole, &schema["items"], &deeper(Step::Entry), into);
    }
}

/// TOML that has a value at the end of some steps.
fn toml(steps: &[Step], value: &str) -> String {
    match steps {
        [] => value.to_owned(),
        [Step::Key(key), rest @ ..] => format!("{{ {key} = {} }}", toml(rest, value)),
        [Step::Entry, rest @ ..] => format!("[{}]", toml(rest, value)),
    }
}

#[test]
fn every_property_of_the_plan_is_a_key_that_irp_takes() {
    let whole = schema("plan");
    let mut all = Vec::new();
    paths(&whole, &whole, &[], &mut all);
    assert!(all.len() > 300, "{} keys", all.len());
    for steps in all {
        let [Step::Key(first), rest @ ..] = &steps[..] else { panic!("a table has keys") };
        let known = |text: String| {
            let plan = Memory::irp(text).plan();
            plan.faults.iter().all(|fault| fault.code != "unknown-key")
        };
        let text = format!("{first} = {}\n", toml(rest, "[[1]]"));
        assert!(known(text.clone()), "irp does not know the key of {text}");
    }
}
