//! Ids: which one stands at a place, what it names, where it is defined and used.

use serde_json::{Value, json};

use super::dispatch::Spot;
use super::shapes::{self, is_runbook};
use crate::plan::Plan;
use crate::source::{Location, SourceId};
use crate::syntax::{Kind, Reference, outline};

/// Something that has an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The id.
    pub id: String,
    /// Where the id stands that was pointed at, without quotes.
    pub at: Location,
}

/// A place where an id stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// The id, without quotes where they can be told from it.
    pub at: Location,
    /// Whether quotes belong to the place.
    pub quoted: bool,
    /// Whether the id is defined here.
    pub defines: bool,
}

/// The kind of thing that a reference names: one that has its id, else the first that may.
pub fn kind_of(plan: &Plan, reference: &Reference) -> Kind {
    let known = |kind: &&Kind| is_defined(plan, **kind, &reference.id);
    let first = reference.kinds.first().copied().unwrap_or(Kind::Person);
    reference.kinds.iter().find(known).copied().unwrap_or(first)
}

/// Whether an id is defined.
pub fn is_defined(plan: &Plan, kind: Kind, id: &str) -> bool {
    plan.definitions.iter().any(|found| found.kind == kind && found.id == id)
}

fn location(source: SourceId, range: &std::ops::Range<usize>) -> Location {
    Location::new(source, range)
}

fn holds(at: Location, spot: &Spot<'_>) -> bool {
    at.source == spot.source && at.start as usize <= spot.at && spot.at <= at.end as usize
}

/// Where an id stands within a place that holds it, and whether its quotes had to be taken along.
fn within(plan: &Plan, at: Location, id: &str) -> (Location, bool) {
    let text = &plan.sources.get(at.source).text;
    let written = text.get(at.start as usize..at.end as usize).unwrap_or_default();
    match written.find(id) {
        Some(start) if !id.is_empty() => {
            let start = at.start as usize + start;
            (location(at.source, &(start..start + id.len())), false)
        }
        _ => (at, true),
    }
}

/// Where an id stands within a target such as `"rotations.primary"`: behind the name of its table.
fn within_target(plan: &Plan, at: Location, id: &str) -> (Location, bool) {
    let text = &plan.sources.get(at.source).text;
    let written = text.get(at.start as usize..at.end as usize).unwrap_or_default();
    let dot = at.start as usize + written.find('.').unwrap_or_default();
    let behind = location(at.source, &(dot..at.end as usize));
    match within(plan, behind, id) {
        (_, true) => (at, true),
        found => found,
    }
}

/// The id at a place.
pub fn name(spot: &Spot<'_>) -> Option<Name> {
    let plan = spot.view.plan;
    let named = |kind, id: &str, at| {
        let (at, _) = within(plan, at, id);
        Some(Name { kind, id: id.to_owned(), at })
    };
    if let Some(used) = plan.references.iter().find(|used| holds(used.at, spot)) {
        return named(kind_of(plan, used), &used.id, used.at);
    }
    let found = outline(&shapes::toml(spot));
    let here = |at: &std::ops::Range<usize>| at.start <= spot.at && spot.at <= at.end;
    if let Some(text) = found.texts.iter().find(|text| here(&text.at)) {
        let at = location(spot.source, &text.at);
        if is_runbook(&text.path) {
            let written = spot.view.text(spot.source).get(text.at.clone()).unwrap_or_default();
            return named(Kind::Runbook, written.trim_matches(['"', '\'']), at);
        }
        let allowed = allowed(plan).find(|(target, _)| *target == at);
        let (kind, id) = allowed.and_then(|(_, path)| named_by(path))?;
        let (at, _) = within_target(plan, at, id);
        return Some(Name { kind, id: id.to_owned(), at });
    }
    if shapes::is_record(plan, spot.source) {
        return None;
    }
    let mut keys = found.keys.iter().filter(|key| key.path.len() == 2 && here(&key.at));
    let key = keys.next()?;
    let kind = Kind::ALL.iter().find(|kind| kind.table() == key.path[0])?;
    named(*kind, &key.path[1], location(spot.source, &key.at))
}

/// The targets of exceptions to rules, with their paths.
fn allowed(plan: &Plan) -> impl Iterator<Item = (Location, &str)> {
    let targets = plan.lint.allow.iter().filter_map(|allow| allow.target.as_ref());
    targets.map(|target| (target.at, target.value.as_str()))
}

/// What a path such as `rotations.primary.people` begins with.
fn named_by(path: &str) -> Option<(Kind, &str)> {
    let (table, rest) = path.split_once('.')?;
    let kind = Kind::ALL.iter().find(|kind| kind.table() == table)?;
    let id = rest.split(['.', '[']).next()?;
    crate::syntax::is_id(id).then_some((*kind, id))
}

/// Every place where an id stands, in order.
pub fn occurrences(plan: &Plan, kind: Kind, id: &str) -> Vec<Occurrence> {
    let mut found = Vec::new();
    let mut add = |(at, quoted)| found.push(Occurrence { at, quoted, defines: false });
    let used = plan.references.iter().filter(|used| used.id == id && used.kinds.contains(&kind));
    used.filter(|used| kind_of(plan, used) == kind).for_each(|used| add(within(plan, used.at, id)));
    let targets = allowed(plan).filter(|(_, path)| named_by(path) == Some((kind, id)));
    targets.for_each(|(at, _)| add(within_target(plan, at, id)));
    if kind.table().is_empty() {
        let records = plan.definitions.iter().filter(|d| d.kind == kind && d.id == id);
        records.for_each(|record| found.push(start_of(record.at)));
    }
    for (source, file) in plan.sources.all() {
        if !file.text.contains(id) {
            continue;
        }
        let all = outline(&shapes::of(plan, source));
        let is_own = |path: &[String]| path.len() == 2 && path[0] == kind.table() && path[1] == id;
        if !shapes::is_record(plan, source) {
            let keys = all.keys.iter().filter(|key| is_own(&key.path));
            found.extend(keys.map(|key| {
                let (at, quoted) = within(plan, location(source, &key.at), id);
                Occurrence { at, quoted, defines: true }
            }));
        }
        if kind == Kind::Runbook {
            let texts = all.texts.iter().filter(|text| is_runbook(&text.path));
            let own = texts.filter(|text| {
                let written = file.text.get(text.at.clone()).unwrap_or_default();
                written.trim_matches(['"', '\'']) == id
            });
            found.extend(own.map(|text| {
                let (at, quoted) = within(plan, location(source, &text.at), id);
                Occurrence { at, quoted, defines: false }
            }));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The beginning of a file that is what an id names.
fn start_of(at: Location) -> Occurrence {
    let at = Location { start: 0, end: 0, ..at };
    Occurrence { at, quoted: false, defines: true }
}

/// Where what an id names is defined.
pub fn definition(spot: &Spot<'_>) -> Value {
    let Some(name) = name(spot) else { return Value::Null };
    let plan = spot.view.plan;
    let own = plan.definitions.iter().filter(|d| d.kind == name.kind && d.id == name.id);
    let places = own.map(|definition| match name.kind.table() {
        "" => spot.view.location(start_of(definition.at).at),
        _ => spot.view.location(definition.at),
    });
    let places: Vec<_> = places.collect();
    if places.is_empty() { Value::Null } else { json!(places) }
}

/// Where what an id names is used, and where it is defined if that is asked for too.
pub fn references(spot: &Spot<'_>, definitions: bool) -> Value {
    let Some(name) = name(spot) else { return Value::Null };
    let all = occurrences(spot.view.plan, name.kind, &name.id);
    let wanted = all.iter().filter(|found| definitions || !found.defines);
    wanted.map(|found| spot.view.location(found.at)).collect()
}
