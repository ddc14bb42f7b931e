//! Ids that are others than before: the same thing under another name, not one gone and one new.

use std::collections::BTreeSet;

use super::Rename;
use super::written::{Item, Node, Substitutes, Table, written};
use crate::plan::Plan;
use crate::syntax::Kind;

/// A renamed thing may name others that are renamed, so it is looked for again.
const ROUNDS: usize = 3;
/// The most ids of one kind that are compared with each other.
const MOST: usize = 200;
/// How much of what is written about a thing must be the same.
const ALIKE: f64 = 0.6;

/// Both plans as trees, the first with the ids of the second, and what was renamed for that.
pub(super) struct Renamed {
    pub before: Table,
    pub after: Table,
    pub renames: Vec<Rename>,
}

pub(super) fn renamed(before: &Plan, after: &Plan) -> Renamed {
    let mut substitutes = Substitutes::new();
    let (mut tree, is) = (written(before, &substitutes), written(after, &substitutes));
    let mut renames: Vec<Rename> = Vec::new();
    for _ in 0..ROUNDS {
        let known = renames.len();
        for kind in Kind::ALL {
            renames.extend(of_kind(*kind, &tree, &is, &renames));
        }
        if renames.len() == known {
            break;
        }
        for rename in &renames[known..] {
            substitute(before, rename, &mut substitutes);
        }
        tree = written(before, &substitutes);
        for rename in &renames {
            rekey(&mut tree, rename);
        }
    }
    renames.sort_by(|a, b| (a.kind, &a.before).cmp(&(b.kind, &b.before)));
    Renamed { before: tree, after: is, renames }
}

/// Every place at which the id is defined or used.
fn substitute(plan: &Plan, rename: &Rename, substitutes: &mut Substitutes) {
    let defined = plan
        .definitions
        .iter()
        .filter(|definition| definition.kind == rename.kind && definition.id == rename.before);
    let used = plan.references.iter().filter(|reference| {
        reference.kinds.contains(&rename.kind) && reference.id == rename.before
    });
    let places = defined.map(|definition| definition.at).chain(used.map(|used| used.at));
    substitutes.extend(places.map(|at| (at, rename.after.clone())));
}

/// Gives a record, whose id is the name of its file, its new one.
fn rekey(tree: &mut Table, rename: &Rename) {
    if let Some(Node::Table(entries)) =
        tree.get_mut(section(rename.kind)).map(|item| &mut item.node)
        && let Some(entry) = entries.remove(&rename.before)
    {
        entries.insert(rename.after.clone(), entry);
    }
}

fn section(kind: Kind) -> &'static str {
    match kind {
        Kind::Runbook => "runbooks",
        Kind::Incident => "incidents",
        Kind::Handoff => "handoffs",
        defined => defined.table(),
    }
}

/// The ids of a kind that are gone, each with the new one that is the most like it.
fn of_kind(kind: Kind, before: &Table, after: &Table, known: &[Rename]) -> Vec<Rename> {
    let entries =
        |tree: &'_ Table| tree.get(section(kind)).and_then(|item| item.node.table().cloned());
    let (Some(was), Some(is)) = (entries(before), entries(after)) else { return Vec::new() };
    let gone: Vec<_> = was.iter().filter(|(id, _)| !is.contains_key(*id)).take(MOST).collect();
    let new: Vec<_> = is.iter().filter(|(id, _)| !was.contains_key(*id)).take(MOST).collect();
    let mut pairs: Vec<(f64, &String, &String)> = Vec::new();
    for (id, item) in &gone {
        let likeness = new.iter().map(|(other, there)| (alike(kind, item, there), *id, *other));
        pairs.extend(likeness.filter(|(likeness, ..)| *likeness >= ALIKE));
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let taken =
        |id: &String| known.iter().any(|rename| rename.kind == kind && rename.before == *id);
    let (mut used, mut found) = (BTreeSet::new(), Vec::new());
    for (_, before, after) in pairs {
        if !taken(before) && !used.contains(&(true, before)) && !used.contains(&(false, after)) {
            used.extend([(true, before), (false, after)]);
            found.push(Rename { kind, before: before.clone(), after: after.clone() });
        }
    }
    found
}

/// What says who somebody is: colleagues may share everything else.
const PERSONAL: [&str; 3] = ["name", "email", "chat"];
/// What says whose turn it is.
const TURNS: [&str; 3] = ["people", "layers", "follows"];

/// How much of what is written about two things is the same, from 0 to 1.
fn alike(kind: Kind, one: &Item, two: &Item) -> f64 {
    if one == two {
        return 1.0;
    }
    let (Some(a), Some(b)) = (one.node.table(), two.node.table()) else { return 0.0 };
    let shares =
        |keys: &[&str]| keys.iter().any(|key| a.contains_key(*key) && a.get(*key) == b.get(*key));
    match kind {
        Kind::Person => return if shares(&PERSONAL) { 1.0 } else { 0.0 },
        Kind::Rotation if !TURNS.iter().any(|key| overlap(a.get(*key), b.get(*key))) => return 0.0,
        _ => {}
    }
    let (mut same, mut all) = (0.0, 0.0);
    for key in a.keys().chain(b.keys().filter(|key| !a.contains_key(*key))) {
        // A text is most of a record.
        let weight = if key == super::written::TEXT { 4.0 } else { 1.0 };
        let equal = a.get(key) == b.get(key);
        same += if equal { weight } else { 0.0 };
        all += weight;
    }
    same / all
}

/// Whether half of the texts in two values are the same ones.
fn overlap(one: Option<&Item>, two: Option<&Item>) -> bool {
    let [one, two] = [one, two].map(|item| {
        let mut texts = Vec::new();
        if let Some(item) = item {
            item.node.texts(&mut texts);
        }
        texts.into_iter().collect::<BTreeSet<_>>()
    });
    let shared = one.intersection(&two).count();
    shared > 0 && shared * 2 >= one.union(&two).count()
}

/// Where something of the tree is written, for messages about its id.
pub(super) fn place<'t>(tree: &'t Table, kind: Kind, id: &str) -> Option<&'t Item> {
    match &tree.get(section(kind))?.node {
        Node::Table(entries) => entries.get(id),
        _ => None,
    }
}

/// The path of something by its id.
pub(super) fn path(kind: Kind, id: &str) -> String {
    format!("{}.{id}", section(kind))
}
