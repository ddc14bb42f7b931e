//! The page of the format has every key of every table, and no other, with its default where the
//! declaration states one, and every fault.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use irp::diagnostic::Fault;
use irp::syntax::{
    Allow, Contact, Document, Field, HandoffNote, Incident, Read, Runbook, Shape, Window,
};

use super::{Outcome, ROOT};

/// Keys of a table, each with whether the table needs it.
type Keys = BTreeMap<String, bool>;

/// Visits the tables of a form and of everything in it, by their name.
fn tables(shape: &Shape, visit: &mut impl FnMut(&'static str, &[Field])) {
    match shape {
        Shape::Table { name, fields, .. } => {
            visit(name, fields);
            for field in fields {
                tables(&field.shape, visit);
            }
        }
        Shape::List(inner) | Shape::Map(inner) | Shape::Keyed(_, inner) => tables(inner, visit),
        Shape::AnyOf(all) => all.iter().for_each(|shape| tables(shape, visit)),
        _ => {}
    }
}

/// The forms of everything that a plan holds.
fn shapes() -> [Shape; 7] {
    [
        Document::shape(),
        Runbook::shape(),
        Incident::shape(),
        HandoffNote::shape(),
        Contact::shape(),
        Window::shape(),
        Allow::shape(),
    ]
}

/// The first cells of the rows of every table of the page, with whether the row says `required`.
fn written(page: &str) -> Vec<Keys> {
    let mut all = vec![Keys::new()];
    for line in page.lines() {
        let cells: Vec<_> = line.split(" | ").collect();
        let key = cells[0].strip_prefix("| `").and_then(|cell| cell.strip_suffix('`'));
        match (key, all.last_mut()) {
            (Some(key), Some(last)) => {
                let required = cells.get(2).is_some_and(|default| default.trim() == "required");
                last.insert(key.to_owned(), required);
            }
            _ if line.starts_with('|') => {}
            _ => all.push(Keys::new()),
        }
    }
    all.retain(|keys| !keys.is_empty());
    all
}

fn page() -> Outcome<String> {
    Ok(fs::read_to_string(Path::new(ROOT).join("docs/format.md"))?)
}

#[test]
fn the_format_page_has_every_key() -> Outcome {
    let mut known: BTreeMap<_, Keys> = BTreeMap::new();
    for shape in shapes() {
        let keys = |field: &Field| (field.key.to_owned(), field.required);
        tables(&shape, &mut |name, fields| {
            known.insert(name, fields.iter().map(keys).collect());
        });
    }
    let written = written(&page()?);
    for (name, keys) in known {
        let near =
            written.iter().max_by_key(|own| own.keys().filter(|k| keys.contains_key(*k)).count());
        let near = near.ok_or("the page has no table")?;
        assert!(
            written.contains(&keys),
            "no table of docs/format.md is that of {name}:\n{keys:#?}\nbut\n{near:#?}"
        );
    }
    Ok(())
}

/// The default that the declaration of a key states as a value, as the page writes it.
fn default(field: &Field) -> Option<String> {
    let stated = field.doc.strip_suffix(" where it is left out.")?;
    let value = stated.rsplit_once("; ").map_or(stated, |(_, value)| value);
    match value {
        "0" | "true" | "false" => Some(format!("`{value}`")),
        quoted if quoted.starts_with('`') => Some(quoted.to_owned()),
        _ => None,
    }
}

#[test]
fn the_format_page_has_every_default() -> Outcome {
    let mut stated = BTreeSet::new();
    for shape in shapes() {
        tables(&shape, &mut |_, fields| {
            stated.extend(fields.iter().filter_map(|field| Some((field.key, default(field)?))));
        });
    }
    let page = page()?;
    for (key, default) in &stated {
        let row = format!("| `{key}` | ");
        let mut rows = page.lines().filter_map(|line| line.strip_prefix(&row));
        let is_there = rows.any(|rest| rest.split(" | ").nth(1) == Some(default));
        assert!(is_there, "docs/format.md lacks `{key}` with the default {default}");
    }
    assert!(stated.len() >= 18, "declarations state only {stated:?}");
    Ok(())
}

#[test]
fn the_format_page_has_every_fault() -> Outcome {
    let written: BTreeSet<String> =
        written(&page()?).into_iter().flat_map(Keys::into_keys).collect();
    for fault in Fault::ALL {
        assert!(written.contains(fault.code()), "docs/format.md lacks the fault {}", fault.code());
    }
    Ok(())
}
