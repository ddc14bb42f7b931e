//! An order that leaves the near future alone: instead of dealing every turn anew, it takes over at
//! a later handoff.

use super::edits::{Found, Patch, Put, Step};
use super::renames::Renamed;
use super::sides::{Both, Side, Sides};
use super::sweep::{Piece, differences, holders};
use super::trial::{Budget, Trial, tried};
use super::written::{Item, Node, Table};
use super::{Advice, Changed};
use crate::plan::{Cadence, Layer, LineUp, Turns};
use crate::source::Location;
use crate::time::{Civil, Instant, Span, Zones};

/// What advice is made from.
pub(super) struct Adviser<'a> {
    pub sides: &'a Sides<'a>,
    pub trees: &'a Renamed,
    pub found: &'a [Found],
    pub zones: &'a Zones,
    pub budget: &'a Budget,
    /// Shifts that begin before this should not move.
    pub settled: Instant,
    /// All of the time that is looked at.
    pub span: Span,
}

impl Adviser<'_> {
    /// The advice for a rotation whose order is edited in place, where some can be given: the order
    /// as it was, and the new one from the first handoff on that leaves enough notice. It is tried
    /// before it is given.
    pub fn advise(&self, both: &Both) -> Option<Advice> {
        let edit = self.order(&both.id)?;
        let (before, key) = (self.sides.before, both.before?);
        let Turns::Own(layers) = &before[key].turns else { return None };
        let [layer] = &layers[..] else { return None };
        let from = handoff(layer, self.settled)?;
        let old = layer.line_ups.last()?;
        let restore = self.found[edit].edit.before.as_ref()?.toml.clone();
        let people = self.people(both, from)?;
        if layer.zone.instant(from) <= self.begins(layer, old) {
            return None;
        }
        let line_up = Table::from([
            ("from".to_owned(), leaf(from.format("%Y-%m-%dT%H:%M:%S").to_string())),
            ("people".to_owned(), people.clone()),
        ]);
        let pieces = self.attempt(both, line_up)?;
        let was = holders(before, key, self.sides.numbers(Side::Before), self.span);
        let left = differences(&was, &pieces, self.span);
        let early = left.first().is_some_and(|part| part.span.start < layer.zone.instant(from));
        (!early).then(|| Advice {
            rotation: both.id.clone(),
            edit,
            restore: format!("people = {restore}"),
            toml: format!(
                "[[rotations.{}.line-ups]]\nfrom = {}\npeople = {}",
                both.id,
                from.format("%Y-%m-%dT%H:%M:%S"),
                people.node.toml()
            ),
            left: left.len(),
            first: left.first().map(|part| Changed {
                rotation: both.id.clone(),
                span: part.span,
                before: self.sides.ids(&part.before),
                after: self.sides.ids(&part.after),
                cause: None,
            }),
        })
    }

    /// The edit of the rotation's own order.
    fn order(&self, id: &str) -> Option<usize> {
        let path = format!("rotations.{id}.people");
        self.found.iter().position(|found| found.edit.path == path)
    }

    /// The order that holds in the plan after from a handoff on.
    fn people(&self, both: &Both, from: Civil) -> Option<Item> {
        let (plan, key) = (self.sides.after, both.after?);
        let Turns::Own(layers) = &plan[key].turns else { return None };
        let [layer] = &layers[..] else { return None };
        let Cadence::Periods(handoffs) = &layer.cadence else { return None };
        let holds = layer.line_up(handoffs.turn_at(from));
        // Only the order that is edited may hold then: a later one is somebody's own decision.
        (holds == 0 && layer.line_ups.len() == 1).then_some(())?;
        let rotation = self.trees.after.get("rotations")?.node.table()?.get(&both.id)?;
        rotation.node.table()?.get("people").cloned()
    }

    /// When an order begins to hold.
    fn begins(&self, layer: &Layer, order: &LineUp) -> Instant {
        match &layer.cadence {
            Cadence::Periods(handoffs) => layer.zone.instant(handoffs.boundary(order.first_turn)),
            Cadence::Shifts(_) => self.settled,
        }
    }

    /// Who is on call with a line-up in place of the edit.
    fn attempt(&self, both: &Both, line_up: Table) -> Option<Vec<Piece>> {
        let rotations = self.sides.family(both);
        let trial = Trial::new(self.trees, self.zones, &rotations, self.budget);
        let place = ["rotations", &both.id].map(|key| Step::Key(key.to_owned()));
        let table = self.trees.before.get("rotations")?.node.table()?.get(&both.id)?;
        let known = table.node.table()?.get("line-ups").and_then(|item| item.node.list());
        let mut all = known.unwrap_or_default().to_vec();
        all.push(Item { at: Location::default(), node: Node::Table(line_up) });
        let list = Item { at: Location::default(), node: Node::List(all) };
        let put = Put::Key("line-ups".to_owned(), Some(list));
        let plan = trial.plan(&Patch { within: place.to_vec(), put })?;
        Some(tried(&plan, self.sides, &both.id, self.span))
    }
}

fn leaf(text: String) -> Item {
    Item { at: Location::default(), node: Node::Leaf(text) }
}

/// The first handoff of a layer at or after an instant; none of one that is counted by windows.
fn handoff(layer: &Layer, at: Instant) -> Option<Civil> {
    match &layer.cadence {
        Cadence::Periods(handoffs) => Some(handoffs.at_or_after(layer.zone.civil(at))),
        Cadence::Shifts(_) => None,
    }
}
