//! The plan before with one edit made, as far as it decides who is on call in some rotations.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::edits::{EMPLOYED, Found, Patch, Put, Step, TURNS};
use super::renames::Renamed;
use super::sides::Sides;
use super::sweep::{Piece, holders};
use super::written::{Item, Node, Table, key, quoted};
use crate::plan::{Plan, Read, load};
use crate::source::Single;
use crate::time::{Span, Zones};

/// What of an override decides who is on call.
const EXCEPTION: [&str; 9] =
    ["rotation", "from", "until", "through", "replace", "with", "add", "remove", "assign"];

/// How many bytes of text all trials of one comparison may read, so that a plan of thousands of
/// exceptions does not keep somebody waiting; later edits are no causes then.
const MOST_TEXT: usize = 16 * 1024 * 1024;

/// The edits between two plans, which can be made one at a time.
pub(super) struct Trials<'t> {
    pub trees: &'t Renamed,
    pub sides: &'t Sides<'t>,
    pub found: &'t [Found],
    /// All of the time that is looked at.
    pub span: Span,
    zones: &'t Zones,
    /// How many bytes of text may still be read.
    left: Cell<usize>,
}

impl<'t> Trials<'t> {
    pub fn new(
        trees: &'t Renamed,
        sides: &'t Sides<'t>,
        found: &'t [Found],
        span: Span,
        zones: &'t Zones,
    ) -> Self {
        Self { trees, sides, found, span, zones, left: Cell::new(MOST_TEXT) }
    }

    /// The plan before with an edit made, as far as it is about some rotations, by their ids after;
    /// `None` where it then has faults, or enough was read already.
    pub fn plan(&self, rotations: &BTreeSet<String>, patch: &Patch) -> Option<Plan> {
        if self.left.get() == 0 {
            return None;
        }
        let Some((Step::Key(section), steps)) = patch.within.split_first() else { return None };
        let mut edited = self.trees.before.get(section).cloned().unwrap_or_else(|| empty(section));
        apply(&mut edited.node, steps, &patch.put)?;
        let parts = Parts { before: &self.trees.before, section, edited: &edited };
        let text = self.text(rotations, &parts);
        self.left.set(self.left.get().saturating_sub(text.len()));
        let plan = load(&Single { name: "irp.toml", text }, self.zones, Read::Shifts);
        plan.faults.is_empty().then_some(plan)
    }

    /// The parts of a plan as a text: these rotations, whoever they name, and their exceptions.
    fn text(&self, rotations: &BTreeSet<String>, parts: &Parts<'_>) -> String {
        let mut text = String::from("irp = 1\n[plan]\nname = \"irp\"\n");
        keys(parts.entries("plan"), &["time-zone"], &mut text);
        let (mut named, mut known) = (BTreeSet::new(), BTreeSet::new());
        for (id, item) in parts.entries("rotations") {
            if !rotations.contains(id) {
                continue;
            }
            known.insert(quoted(id));
            let _ = writeln!(text, "[rotations.{}]", key(id));
            let table = item.node.table().into_iter().flatten();
            keys(table.clone(), &TURNS, &mut text);
            keys(table, &["on-away"], &mut text);
            names(&item.node, &mut named);
        }
        for table in parts.tables("overrides") {
            if says(table, "rotation", &known) {
                text.push_str("[[overrides]]\n");
                keys(table, &EXCEPTION, &mut text);
                for item in table.values() {
                    names(&item.node, &mut named);
                }
            }
        }
        self.people(parts, &named, &mut text);
        for (id, item) in parts.entries("holidays") {
            for day in item.node.list().into_iter().flatten() {
                let _ = writeln!(text, "[[holidays.{}]]\nname = \"irp\"", key(id));
                keys(day.node.table().into_iter().flatten(), &["date"], &mut text);
            }
        }
        text
    }

    /// Adds people who are named, those who are new too, and when they are away.
    fn people(&self, parts: &Parts<'_>, named: &BTreeSet<String>, text: &mut String) {
        let old: BTreeSet<_> = parts.entries("people").map(|(id, _)| id).collect();
        let new = self.trees.after.get("people").and_then(|item| item.node.table());
        let new = new.into_iter().flatten().filter(|(id, _)| !old.contains(id));
        for (id, item) in parts.entries("people").chain(new) {
            if named.contains(&quoted(id)) {
                let _ = writeln!(text, "[people.{}]\nname = \"irp\"", key(id));
                keys(item.node.table().into_iter().flatten(), &EMPLOYED, text);
            }
        }
        for table in parts.tables("time-off").filter(|table| says(table, "person", named)) {
            text.push_str("[[time-off]]\n");
            keys(table, &["person", "from", "until", "through"], text);
        }
    }

    /// Who is on call in a rotation of a plan that was tried.
    pub fn holders(&self, plan: &Plan, id: &str) -> Vec<Piece> {
        let number = |id: &str| {
            let place = self.sides.people.binary_search_by(|known| known.as_str().cmp(id));
            place.ok().and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX)
        };
        let numbers: Vec<_> = plan.people.iter().map(|person| number(person.id.as_ref())).collect();
        let key = plan.rotation(id);
        key.map(|key| holders(plan, key, &numbers, self.span)).unwrap_or_default()
    }
}

fn empty(section: &str) -> Item {
    let list = ["overrides", "time-off"].contains(&section);
    let node = if list { Node::List(Vec::new()) } else { Node::Table(Table::new()) };
    Item { at: crate::source::Location::default(), node }
}

/// The plan before with one section edited.
struct Parts<'t> {
    before: &'t Table,
    section: &'t str,
    edited: &'t Item,
}

impl<'t> Parts<'t> {
    fn get(&self, section: &str) -> Option<&'t Node> {
        let edited = (section == self.section).then_some(self.edited);
        edited.or_else(|| self.before.get(section)).map(|item| &item.node)
    }

    fn entries(&self, section: &str) -> impl Iterator<Item = (&'t String, &'t Item)> + use<'t> {
        self.get(section).and_then(Node::table).into_iter().flatten()
    }

    fn tables(&self, section: &str) -> impl Iterator<Item = &'t Table> + use<'t> {
        let items = self.get(section).and_then(Node::list).unwrap_or_default();
        items.iter().filter_map(|item| item.node.table())
    }
}

/// Whether a table has one of some values under a key.
pub(super) fn says(table: &Table, key: &str, values: &BTreeSet<String>) -> bool {
    table.get(key).is_some_and(|item| values.contains(&item.node.toml()))
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
fn apply(section: &mut Node, steps: &[Step], put: &Put) -> Option<()> {
    let mut node = section;
    for step in steps {
        node = match (step, node) {
            (Step::Key(name), Node::Table(table)) => &mut table.get_mut(name)?.node,
            (Step::Index(index), Node::List(items)) => &mut items.get_mut(*index)?.node,
            _ => return None,
        };
    }
    match (put, node) {
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
