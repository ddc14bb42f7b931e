//! Faults and findings as editors show them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::position::{Lines, Place};
use super::workspace::View;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Location, SourceId, name_in};

/// What an editor can show of a diagnostic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Other places that belong to it.
    pub related: bool,
}

/// More than so many of one file are counted, not shown.
const MOST: usize = 500;

/// What is wrong with each file: those about which there is something, and all that are open.
pub fn published<'d>(
    view: &View<'_>,
    all: impl Iterator<Item = &'d Diagnostic>,
    shown: Shown,
) -> BTreeMap<PathBuf, Value> {
    let mut files: BTreeMap<SourceId, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in all {
        files.entry(diagnostic.primary.at.source).or_default().push(diagnostic);
    }
    let inside = |path: &PathBuf| view.plan.sources.find(&name_in(view.root, path)?);
    for source in view.documents.keys().filter_map(inside) {
        files.entry(source).or_default();
    }
    let said = files.into_iter().map(|(source, found)| {
        let lines = view.lines(source);
        let told = found.iter().take(MOST).map(|one| item(view, &lines, one, shown));
        let mut told: Vec<_> = told.collect();
        told.extend(found.len().checked_sub(MOST).filter(|more| *more > 0).map(more));
        let path = view.path(source);
        let mut said = json!({ "uri": view.uri(source), "diagnostics": told });
        if let Some(open) = view.documents.get(&path) {
            said["version"] = open.version.into();
        }
        (path, said)
    });
    said.collect()
}

/// What is said in place of those that are not shown.
fn more(count: usize) -> Value {
    json!({
        "range": Place::default(),
        "severity": 3,
        "source": "irp",
        "message": format!("{count} more in this file: `irp check` shows all"),
    })
}

/// One diagnostic.
pub fn item(view: &View<'_>, lines: &Lines<'_>, diagnostic: &Diagnostic, shown: Shown) -> Value {
    let severity = match diagnostic.level {
        Level::Error => 1,
        Level::Warning => 2,
        Level::Info => 3,
    };
    let at = first_line(view, diagnostic.primary.at);
    let mut item = json!({
        "range": view.place_in(lines, at),
        "severity": severity,
        "code": diagnostic.code,
        "source": "irp",
        "message": message(view, diagnostic, shown),
    });
    if shown.related && !diagnostic.others.is_empty() {
        let related = diagnostic.others.iter().map(|label| {
            let at = first_line(view, label.at);
            json!({ "location": view.location(at), "message": label.text })
        });
        item["relatedInformation"] = related.collect();
    }
    item
}

/// Everything that is said of a diagnostic, a line each.
fn message(view: &View<'_>, diagnostic: &Diagnostic, shown: Shown) -> String {
    let mut lines = vec![diagnostic.message.clone()];
    lines.extend(Some(diagnostic.primary.text.clone()).filter(|text| !text.is_empty()));
    if !shown.related {
        let place = |at| crate::diagnostic::visible(&view.plan.sources.place(at));
        let others = diagnostic.others.iter();
        lines.extend(others.map(|label| format!("{}: {}", place(label.at), label.text)));
    }
    lines.extend(diagnostic.help.iter().map(|help| format!("help: {help}")));
    lines.extend(diagnostic.fix.iter().map(|fix| format!("this mends it:\n{fix}")));
    lines.join("\n")
}

/// The part of a location that stands on its first line: a table is not underlined whole.
fn first_line(view: &View<'_>, at: Location) -> Location {
    let text = view.text(at.source).get(at.start as usize..at.end as usize).unwrap_or_default();
    let end = text
        .find(['\n', '\r'])
        .map_or(at.end, |end| at.start.saturating_add(u32::try_from(end).unwrap_or(u32::MAX)));
    Location { end, ..at }
}
