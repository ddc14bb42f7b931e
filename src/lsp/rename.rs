//! Another id for the same thing, at every place where it stands.
//!
//! A rename is proven before it is handed out: the plan that it makes has the same faults, and
//! nothing in it has the old id.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Outside;
use super::dispatch::Spot;
use super::message::{Code, Refusal};
use super::names::{self, Name, Occurrence};
use super::workspace::{View, overlay};
use crate::diagnostic::{Fault, visible};
use crate::plan::{Plan, Read, load};
use crate::source::{Location, SourceId};
use crate::syntax::{IDS, Kind, NOBODY, is_id};

/// Roles that have a meaning by their id alone.
const KNOWN_ROLES: [&str; 3] = ["first-responder", "incident-commander", "secondary-responder"];

fn refuse<T>(why: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::new(Code::Failed, why))
}

/// Whether what stands at a place can have another id, and where that id stands.
pub fn prepare(spot: &Spot<'_>) -> Result<Value, Refusal> {
    let Some(name) = names::name(spot) else { return Ok(Value::Null) };
    movable(spot.view.plan, &name)?;
    Ok(json!({ "range": spot.view.place(name.at), "placeholder": name.id }))
}

/// The edits that give what stands at a place another id.
pub fn rename(
    spot: &Spot<'_>,
    new: &str,
    versioned: bool,
    outside: &dyn Outside,
) -> Result<Value, Refusal> {
    let plan = spot.view.plan;
    let Some(name) = names::name(spot) else {
        return refuse("there is no id here that could be another");
    };
    movable(plan, &name)?;
    free(plan, &name, new)?;
    if new == name.id {
        return Ok(Value::Null);
    }
    let all = names::occurrences(plan, name.kind, &name.id);
    prove(&spot.view, &name, new, &all, outside)?;
    let edits = all.iter().map(|found| (found.at, written(*found, new)));
    Ok(workspace_edit(&spot.view, edits, versioned))
}

fn written(found: Occurrence, new: &str) -> String {
    if found.quoted { format!("\"{new}\"") } else { new.to_owned() }
}

/// Whether the thing may have another id at all.
fn movable(plan: &Plan, name: &Name) -> Result<(), Refusal> {
    let (what, id) = (name.kind.word(), visible(&name.id));
    if name.kind.table().is_empty() {
        return refuse(format!("the id of a {what} is its file's name: rename the file"));
    }
    if name.kind == Kind::Role && KNOWN_ROLES.contains(&name.id.as_str()) {
        return refuse(format!("`{id}` has a meaning of its own: another id would lose it"));
    }
    if !names::is_defined(plan, name.kind, &name.id) {
        return refuse(format!("there is no {what} `{id}`"));
    }
    let hidden = [Fault::Syntax, Fault::NotUtf8, Fault::FileTooLarge, Fault::Unreadable];
    let unread = plan.faults.iter().find(|fault| hidden.iter().any(|h| h.code() == fault.code));
    match unread {
        Some(fault) => refuse(format!(
            "{} cannot be read whole, and may use `{id}`: mend that first",
            visible(&plan.sources.place(fault.primary.at)),
        )),
        None => Ok(()),
    }
}

/// Whether the thing may have that id.
fn free(plan: &Plan, name: &Name, new: &str) -> Result<(), Refusal> {
    let what = name.kind.word();
    if !is_id(new) {
        return refuse(format!("`{}` cannot be an id: {IDS}", visible(new)));
    }
    if new == NOBODY && name.kind == Kind::Person {
        return refuse("`nobody` is reserved for an intended empty turn");
    }
    let taken = plan.definitions.iter().find(|d| d.kind == name.kind && d.id == new);
    match taken.filter(|_| new != name.id) {
        Some(other) => {
            let place = visible(&plan.sources.place(other.at));
            refuse(format!("there is a {what} `{new}` already, in {place}"))
        }
        None if name.kind == Kind::Role && KNOWN_ROLES.contains(&new) => {
            refuse(format!("`{new}` has a meaning of its own"))
        }
        None => Ok(()),
    }
}

/// Reads the plan that a rename makes: it must be the same but for the id.
fn prove(
    view: &View<'_>,
    name: &Name,
    new: &str,
    all: &[Occurrence],
    outside: &dyn Outside,
) -> Result<(), Refusal> {
    let mut texts: BTreeMap<SourceId, String> = BTreeMap::new();
    for found in all.iter().rev() {
        let text =
            texts.entry(found.at.source).or_insert_with(|| view.text(found.at.source).to_owned());
        let range = found.at.start as usize..found.at.end as usize;
        if text.get(range.clone()).is_some() {
            text.replace_range(range, &written(*found, new));
        }
    }
    let mut tree = overlay(view.root, view.documents, outside);
    for (source, text) in &texts {
        tree.texts.insert(view.plan.sources.get(*source).name.clone(), text);
    }
    let renamed = load(&tree, outside.zones(), Read::Everything);
    let codes = |plan: &Plan| plan.faults.iter().map(|fault| fault.code).collect::<Vec<_>>();
    let left = names::occurrences(&renamed, name.kind, &name.id).len();
    let moved = names::occurrences(&renamed, name.kind, new).len();
    if left > 0 || moved != all.len() || codes(&renamed) != codes(view.plan) {
        return refuse(format!("`{new}` would change what the plan means: choose another id"));
    }
    Ok(())
}

/// Replacements as an editor takes them.
pub fn workspace_edit(
    view: &View<'_>,
    edits: impl Iterator<Item = (Location, String)>,
    versioned: bool,
) -> Value {
    let mut files: BTreeMap<SourceId, Vec<Value>> = BTreeMap::new();
    for (at, text) in edits {
        let edit = json!({ "range": view.place(at), "newText": text });
        files.entry(at.source).or_default().push(edit);
    }
    if !versioned {
        let changes = files.into_iter().map(|(source, edits)| (view.uri(source), json!(edits)));
        return json!({ "changes": changes.collect::<serde_json::Map<_, _>>() });
    }
    let changes = files.into_iter().map(|(source, edits)| {
        let open = view.documents.get(&view.path(source));
        let version = open.map(|open| open.version);
        json!({ "textDocument": { "uri": view.uri(source), "version": version }, "edits": edits })
    });
    json!({ "documentChanges": changes.collect::<Vec<_>>() })
}
