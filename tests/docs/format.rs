//! The page of the format has every key of every table, and no other, and every fault.

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

/// The tables of a form and of everything in it, by their name.
fn tables(shape: &Shape, into: &mut BTreeMap<&'static str, Keys>) {
    match shape {
        Shape::Table { name, fields, .. } => {
            let keys = |field: &Field| (field.key.to_owned(), field.required);
            into.insert(name, fields.iter().map(keys).collect());
            for field in fields {
                tables(&field.shape, into);
            }
        }
        Shape::List(inner) | Shape::Map(inner) | Shape::Keyed(_, inner) => tables(inner, into),
        Shape::AnyOf(all) => all.iter().for_each(|shape| tables(shape, into)),
        _ => {}
    }
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
    let mut known = BTreeMap::new();
    let shapes = [Document::shape(), Runbook::shape(), Incident::shape(), HandoffNote::shape()];
    let more = [Contact::shape(), Window::shape(), Allow::shape()];
    shapes.iter().chain(&more).for_each(|shape| tables(shape, &mut known));
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

#[test]
fn the_format_page_has_every_fault() -> Outcome {
    let written: BTreeSet<String> =
        written(&page()?).into_iter().flat_map(Keys::into_keys).collect();
    for fault in Fault::ALL {
        assert!(written.contains(fault.code()), "docs/format.md lacks the fault {}", fault.code());
    }
    Ok(())
}
