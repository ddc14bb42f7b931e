//! Ids that name nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Fault, nearest};
use crate::syntax::{Kind, Reference};

use super::files::Files;

/// Roles that have a meaning without being defined.
const KNOWN_ROLES: [&str; 3] = ["first-responder", "incident-commander", "secondary-responder"];

/// Reports every use of an id that is defined nowhere.
pub(super) fn check(files: &mut Files) {
    let mut defined: BTreeMap<Kind, BTreeSet<&str>> = BTreeMap::new();
    defined.entry(Kind::Role).or_default().extend(KNOWN_ROLES);
    for definition in &files.definitions {
        defined.entry(definition.kind).or_default().insert(&definition.id);
    }
    let mut faults = Vec::new();
    for reference in &files.references {
        let known =
            |kind: &Kind| defined.get(kind).is_some_and(|ids| ids.contains(reference.id.as_str()));
        let records = reference.kinds.contains(&Kind::Incident) && !files.records_read;
        if reference.kinds.iter().any(known) || records || is_lost(files, &reference.id) {
            continue;
        }
        let candidates = reference.kinds.iter().filter_map(|kind| defined.get(kind)).flatten();
        faults.push(unknown(reference, nearest(&reference.id, candidates.copied())));
    }
    files.faults.extend(faults);
}

/// Whether the id may be defined in a line that is no TOML.
fn is_lost(files: &Files, id: &str) -> bool {
    !id.is_empty()
        && files.broken.iter().any(|line| {
            let text = &files.sources.get(line.source).text;
            let line = text.get(line.start as usize..line.end as usize).unwrap_or_default();
            line.trim_start().starts_with('[') && line.contains(id)
        })
}

fn unknown(reference: &Reference, near: Option<&str>) -> Diagnostic {
    let words: Vec<_> = reference.kinds.iter().map(|kind| kind.word()).collect();
    let (what, id) = (words.join(" or "), &reference.id);
    let message = format!("there is no {what} `{id}`");
    let path = reference.path.to_string();
    let fault = Diagnostic::fault(Fault::UnknownId, reference.at, message).about(path);
    let table = reference.kinds.first().map_or("", |kind| kind.table());
    match near {
        Some(near) => fault.label(format!("did you mean `{near}`?")),
        None if table.is_empty() => fault.help("name a Markdown file of the plan, without `.md`"),
        None => fault.help(format!("define it as [{table}.{id}], or correct the id")),
    }
}
