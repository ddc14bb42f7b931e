//! The plan before with one edit made, as far as it decides who is on call in some rotations.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::edits::{EMPLOYED, Patch, Put, Step, TURNS};
use super::renames::Renamed;
use super::sides::Sides;
use super::sweep::{Piece, holders};
use super::written::{Item, Node, Table, key, quoted};
use crate::plan::{Plan, Read, load};
use crate::source::{Entry, Kind, Tree};
use crate::time::{Span, Zones};

/// What of an override decides who is on call.
const EXCEPTION: [&str; 9] =
    ["rotation", "from", "until", "through", "replace", "with", "add", "remove", "assign"];

/// Rotations of the plan before that can be changed one edit at a time.
pub(super) struct Trial<'t> {
    pub trees: &'t Renamed,
    pub zones: &'t Zones,
    /// The rotations that share shifts, by their ids after.
    pub rotations: &'t BTreeSet<String>,
}

/// A plan of which nothing is read but one text.
struct Alone(String);

impl Tree for Alone {
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
        let file = Entry { name: "irp.toml".to_owned(), kind: Kind::File { target: None } };
        Ok(if folder.is_empty() { vec![file] } else { Vec::new() })
    }

    fn look(&self, path: &str) -> Option<Kind> {
        (path == "irp.toml").then_some(Kind::File { target: None })
    }

    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }
}

impl Trial<'_> {
    /// The plan with an edit made; `None` where it then has faults.
    pub fn plan(&self, patch: &Patch) -> Option<Plan> {
        let mut parts = Table::new();
        for section in ["plan", "rotations", "overrides", "time-off", "holidays", "people"] {
            let item = self.trees.before.get(section).cloned();
            let changed = patch.within.first() == Some(&Step::Key(section.to_owned()));
            let item = item.or_else(|| changed.then(|| empty(section)));
            parts.extend(item.map(|item| (section.to_owned(), item)));
        }
        apply(&mut parts, patch)?;
        let plan = load(&Alone(self.text(&parts)), self.zones, Read::Shifts);
        plan.faults.is_empty().then_some(plan)
    }

    /// The parts of a plan as a text: these rotations, whoever they name, and their exceptions.
    fn text(&self, parts: &Table) -> String {
        let mut text = String::from("irp = 1\n[plan]\nname = \"irp\"\n");
        let plan = parts.get("plan").and_then(|item| item.node.table());
        keys(plan.into_iter().flatten(), &["time-zone"], &mut text);
        let mut named = BTreeSet::new();
        for (id, item) in entries(parts, "rotations") {
            if !self.rotations.contains(id) {
                continue;
            }
            let _ = writeln!(text, "[rotations.{}]", key(id));
            let table = item.node.table().into_iter().flatten();
            keys(table.clone(), &TURNS, &mut text);
            keys(table, &["on-away"], &mut text);
            names(&item.node, &mut named);
        }
        for item in list(parts, "overrides") {
            let Some(table) = item.node.table() else { continue };
            let of = table.get("rotation").map(|item| item.node.toml()).unwrap_or_default();
            if self.rotations.iter().any(|id| quoted(id) == of) {
                text.push_str("[[overrides]]\n");
                keys(table, &EXCEPTION, &mut text);
                names(&item.node, &mut named);
            }
        }
        let after = &self.trees.after;
        let new = entries(after, "people").filter(|(id, _)| {
            !parts.get("people").and_then(|p| p.node.table()).is_some_and(|p| p.contains_key(*id))
        });
        for (id, item) in entries(parts, "people").chain(new) {
            if named.contains(&quoted(id)) {
                let _ = writeln!(text, "[people.{}]\nname = \"irp\"", key(id));
                keys(item.node.table().into_iter().flatten(), &EMPLOYED, &mut text);
            }
        }
        for item in list(parts, "time-off") {
            let Some(table) = item.node.table() else { continue };
            let of = table.get("person").map(|item| item.node.toml()).unwrap_or_default();
            if named.contains(&of) {
                text.push_str("[[time-off]]\n");
                keys(table, &["person", "from", "until", "through"], &mut text);
            }
        }
        for (id, item) in entries(parts, "holidays") {
            for day in item.node.list().into_iter().flatten() {
                let _ = writeln!(text, "[[holidays.{}]]\nname = \"irp\"", key(id));
                keys(day.node.table().into_iter().flatten(), &["date"], &mut text);
            }
        }
        text
    }
}

/// Who is on call in a rotation of a trial within a span.
pub(super) fn tried(plan: &Plan, sides: &Sides<'_>, id: &str, span: Span) -> Vec<Piece> {
    let number = |id: &str| {
        let place = sides.people.binary_search_by(|known| known.as_str().cmp(id));
        place.ok().and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX)
    };
    let numbers: Vec<_> = plan.people.iter().map(|person| number(person.id.as_ref())).collect();
    let key = plan.rotation(id);
    key.map(|key| holders(plan, key, &numbers, span)).unwrap_or_default()
}

fn empty(section: &str) -> Item {
    let list = ["overrides", "time-off"].contains(&section);
    let node = if list { Node::List(Vec::new()) } else { Node::Table(Table::new()) };
    Item { at: crate::source::Location::default(), node }
}

fn entries<'t>(parts: &'t Table, section: &str) -> impl Iterator<Item = (&'t String, &'t Item)> {
    parts.get(section).and_then(|item| item.node.table()).into_iter().flatten()
}

fn list<'t>(parts: &'t Table, section: &str) -> impl Iterator<Item = &'t Item> {
    parts.get(section).and_then(|item| item.node.list()).into_iter().flatten()
}

/// Writes some of the keys of a table.
fn keys<'t>(
    table: impl IntoIterator<Item = (&'t String, &'t Item)>,
    wanted: &[&str],
    into: &mut String,
) {
    for (name, item) in table {
        if wanted.contains(&name.as_str()) {
            let _ = writeln!(into, "{name} = {}", item.node.toml());
        }
    }
}

/// Everything that may be an id in a value.
fn names(node: &Node, into: &mut BTreeSet<String>) {
    let mut texts = Vec::new();
    node.texts(&mut texts);
    into.extend(texts.into_iter().map(str::to_owned));
}

/// Makes an edit; `None` where what it changes is not there.
fn apply(parts: &mut Table, patch: &Patch) -> Option<()> {
    let mut steps = patch.within.iter();
    let Some(Step::Key(first)) = steps.next() else { return None };
    let mut node = &mut parts.get_mut(first)?.node;
    for step in steps {
        node = match (step, node) {
            (Step::Key(name), Node::Table(table)) => &mut table.get_mut(name)?.node,
            (Step::Index(index), Node::List(items)) => &mut items.get_mut(*index)?.node,
            _ => return None,
        };
    }
    match (&patch.put, node) {
        (Put::Key(name, Some(item)), Node::Table(table)) => {
            table.insert(name.clone(), item.clone());
        }
        (Put::Key(name, None), Node::Table(table)) => {
            table.remove(name);
        }
        (Put::Entry(place, item), Node::List(items)) => {
            if let Some(place) = place.filter(|place| *place < items.len()) {
                items.remove(place);
            }
            items.extend(item.clone());
        }
        (Put::All(all), Node::List(items)) => items.clone_from(all),
        _ => return None,
    }
    Some(())
}
