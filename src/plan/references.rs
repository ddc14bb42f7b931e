//! Ids that name nothing.

use std::collections::{BTreeMap, HashSet};

use crate::diagnostic::{Diagnostic, Fault, nearest};
use crate::source::Location;
use crate::syntax::{IDS, Kind, NOBODY, Reference, is_id};

use super::files::Files;

/// Roles that have a meaning without being defined.
const KNOWN_ROLES: [&str; 3] = ["first-responder", "incident-commander", "secondary-responder"];

/// Ids of each kind, and where they are defined; known roles may be defined nowhere.
type Defined<'a> = BTreeMap<Kind, BTreeMap<&'a str, Option<Location>>>;

/// Reports every use of an id that is defined nowhere.
pub(super) fn check(files: &mut Files) {
    let ids = files.definitions.iter().map(|found| (found.kind, found.id.as_str()));
    let known: HashSet<_> = ids.chain(KNOWN_ROLES.map(|role| (Kind::Role, role))).collect();
    let unknown: Vec<_> = files
        .references
        .iter()
        .filter(|reference| {
            let id = reference.id.as_str();
            let records = reference.kinds.contains(&Kind::Incident) && !files.records_read;
            let found = reference.kinds.iter().any(|kind| known.contains(&(*kind, id)));
            !found && !records && !is_lost(files, id)
        })
        .collect();
    if !unknown.is_empty() {
        let defined = defined(files);
        let faults: Vec<_> = unknown.iter().map(|reference| fault(reference, &defined)).collect();
        files.faults.extend(faults);
    }
}

fn defined(files: &Files) -> Defined<'_> {
    let mut defined = Defined::new();
    defined.entry(Kind::Role).or_default().extend(KNOWN_ROLES.map(|role| (role, None)));
    for definition in &files.definitions {
        defined.entry(definition.kind).or_default().insert(&definition.id, Some(definition.at));
    }
    defined
}

/// Whether the id may be defined in lines that are no TOML: in a header, or before the `=`.
fn is_lost(files: &Files, id: &str) -> bool {
    !id.is_empty()
        && files.broken.iter().any(|broken| {
            let text = &files.sources.get(broken.source).text;
            let lines = text.get(broken.start as usize..broken.end as usize).unwrap_or_default();
            lines.lines().any(|line| {
                let line = line.trim_start();
                let names = if line.starts_with('[') {
                    line
                } else {
                    line.split('=').next().unwrap_or_default()
                };
                let word = |c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_');
                names.split(word).any(|name| name == id)
            })
        })
}

fn fault(reference: &Reference, defined: &Defined<'_>) -> Diagnostic {
    let words: Vec<_> = reference.kinds.iter().map(|kind| kind.word()).collect();
    let (what, id) = (words.join(" or "), reference.id.as_str());
    let message = match id {
        "" => format!("the id of a {what} is empty"),
        _ => format!("there is no {what} `{id}`"),
    };
    let path = reference.path.to_string();
    let fault = Diagnostic::fault(Fault::UnknownId, reference.at, message).about(path);
    if id == NOBODY {
        return fault.help("only `people` and `assign` take \"nobody\"");
    }
    let candidates = reference.kinds.iter().filter_map(|kind| defined.get(kind)).flatten();
    let candidates: BTreeMap<_, _> = candidates.map(|(id, at)| (*id, *at)).collect();
    if let Some(near) = nearest(id, candidates.keys().copied()) {
        let fault = fault.label(format!("did you mean `{near}`?")).suggest(format!("\"{near}\""));
        let place = candidates.get(near).copied().flatten();
        return place
            .map_or(fault.clone(), |at| fault.also(at, format!("`{near}` is defined here")));
    }
    let other = defined.iter().find(|(_, ids)| ids.contains_key(id));
    let table = reference.kinds.first().map_or("", |kind| kind.table());
    match other {
        Some((kind, _)) => fault.label(format!("this is {}", with_article(kind.word()))),
        None if table.is_empty() => fault.help("name a Markdown file of the plan, without `.md`"),
        None if !is_id(id) => fault.help(IDS),
        None => fault.help(format!("define it as `[{table}.{id}]`, or correct it")),
    }
}

fn with_article(word: &str) -> String {
    format!("{} {word}", if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" })
}
