//! Plans without a fault: `tests/good/` and `examples/`, and between them every key there is.
#![expect(clippy::disallowed_methods, reason = "the plans are files of this repository")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use irp::syntax::{Document, HandoffNote, Incident, Read as _, Runbook, Shape};
use toml::de::{DeTable, DeValue};

use crate::faults::shown;
use crate::memory::Memory;

/// The folders of all of them.
pub fn plans() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut plans = Vec::new();
    for folder in ["tests/good", "examples"] {
        let entries = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        plans.extend(entries.filter(|path| path.join("irp.toml").is_file()));
    }
    plans.sort();
    plans
}

#[test]
fn good_plans_have_no_fault() {
    assert!(plans().len() >= 7, "{:?}", plans());
    for path in plans() {
        let all = shown(&Memory::copy(&path).plan());
        assert!(all.is_empty(), "{}:\n{all}", path.display());
    }
}

/// Every key of a form, with the name of its table.
fn keys(shape: &Shape, all: &mut BTreeSet<(&'static str, &'static str)>) {
    match shape {
        Shape::List(inner) | Shape::Map(inner) | Shape::Keyed(_, inner) => keys(inner, all),
        Shape::AnyOf(shapes) => shapes.iter().for_each(|shape| keys(shape, all)),
        Shape::Table { name, fields, .. } => {
            for field in fields {
                keys(&field.shape, all);
                all.insert((name, field.key));
            }
        }
        _ => {}
    }
}

/// Takes from the keys those that a value uses.
fn uses(value: &DeValue<'_>, shape: &Shape, all: &mut BTreeSet<(&'static str, &'static str)>) {
    match (shape, value) {
        (Shape::AnyOf(shapes), _) => shapes.iter().for_each(|shape| uses(value, shape, all)),
        (Shape::List(inner), DeValue::Array(values)) => {
            values.iter().for_each(|value| uses(value.get_ref(), inner, all));
        }
        (Shape::Map(inner) | Shape::Keyed(_, inner), DeValue::Table(table)) => {
            table.values().for_each(|value| uses(value.get_ref(), inner, all));
        }
        (Shape::Table { name, fields, .. }, DeValue::Table(table)) => {
            for field in fields {
                if let Some(value) = table.get(field.key) {
                    uses(value.get_ref(), &field.shape, all);
                    all.remove(&(*name, field.key));
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_key_of_the_format_stands_in_a_good_plan() {
    let kinds = [
        ("runbooks/", Runbook::shape()),
        ("incidents/", Incident::shape()),
        ("handoffs/", HandoffNote::shape()),
    ];
    let document = Document::shape();
    let mut all = BTreeSet::new();
    keys(&document, &mut all);
    for (_, shape) in &kinds {
        keys(shape, &mut all);
    }
    for plan in plans() {
        for (path, text) in Memory::copy(&plan).texts() {
            let kind = kinds.iter().position(|(folder, _)| path.starts_with(folder));
            let (toml, shape) = match kind {
                Some(kind) => (text.split("+++").nth(1).unwrap_or_default(), &kinds[kind].1),
                None => (text.as_str(), &document),
            };
            let is_toml = Path::new(&path).extension().is_some_and(|extension| extension == "toml");
            if is_toml || kind.is_some() {
                let table = DeTable::parse(toml).unwrap().into_inner();
                uses(&DeValue::Table(table), shape, &mut all);
            }
        }
    }
    assert!(all.is_empty(), "no good plan has {all:#?}");
}

#[test]
fn one_lost_character_is_at_most_one_fault() {
    let mut many = Vec::new();
    for path in plans() {
        let good = Memory::copy(&path);
        for (name, text) in good.texts().filter(|(name, _)| name.ends_with("toml")) {
            let marks = text.char_indices().filter(|(_, letter)| "[]{}\"=,".contains(*letter));
            // A large plan is sampled: to read it thousands of times takes too long.
            let step = if good.texts().count() > 20 { 13 } else { 1 };
            for (place, letter) in marks.step_by(step) {
                let mut broken = text.clone();
                broken.remove(place);
                let plan = good.clone().with(&name, broken).plan();
                if let [_, _, ..] = plan.faults[..] {
                    let row = text[..place].rsplit('\n').next().unwrap();
                    let all = shown(&plan);
                    many.push(format!("{}: `{letter}` lost after `{row}`:\n{all}", path.display()));
                }
            }
        }
    }
    assert!(many.is_empty(), "{}", many.join("\n"));
}
