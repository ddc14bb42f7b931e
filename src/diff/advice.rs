//! An order that leaves the near future alone: instead of dealing every turn anew, it takes over at
//! a later handoff.

use super::edits::{Patch, Put, Step};
use super::sides::{Both, Side};
use super::sweep::{Piece, differences, holders};
use super::trial::Trials;
use super::written::{Item, Node, Table};
use super::{Advice, Changed};
use crate::plan::{Cadence, Layer, Plan, RotationKey, Turns};
use crate::source::Location;
use crate::time::{Civil, Instant};

impl Trials<'_> {
    /// The advice for a rotation whose order is edited in place, where some can be given: the order
    /// as it was, and the new one from the first handoff on that leaves enough notice. It is tried
    /// before it is given. Shifts that begin before `settled` should not move.
    pub fn advise(&self, both: &Both, settled: Instant) -> Option<Advice> {
        let edit = self.order(&both.id)?;
        let (before, key) = (self.sides.before, both.before?);
        let layer = only_order(before, key)?;
        let now = only_order(self.sides.after, both.after?)?;
        if (&layer.zone, layer.starts, &layer.cadence) != (&now.zone, now.starts, &now.cadence) {
            return None;
        }
        let from = handoff(layer, settled).filter(|from| *from > layer.starts)?;
        let restore = self.found[edit].edit.before.as_ref()?.toml.clone();
        let rotation = self.trees.after.get("rotations")?.get(&both.id)?;
        let people = rotation.get("people")?.clone();
        let begins = layer.zone.instant(from);
        let from = from.format("%Y-%m-%dT%H:%M:%S").to_string();
        let line_up = Table::from([
            ("from".to_owned(), leaf(from.clone())),
            ("people".to_owned(), people.clone()),
        ]);
        let pieces = self.with_line_up(both, line_up)?;
        let was = holders(before, key, self.sides.numbers(Side::Before), self.span);
        let left = differences(&was, &pieces, self.span);
        let early = left.first().is_some_and(|part| part.span.start < begins);
        (!early).then(|| Advice {
            rotation: both.id.clone(),
            edit,
            restore: format!("people = {restore}"),
            toml: format!(
                "[[rotations.{}.line-ups]]\nfrom = {from}\npeople = {}",
                both.id,
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

    /// Who is on call with a line-up in place of the edit.
    fn with_line_up(&self, both: &Both, line_up: Table) -> Option<Vec<Piece>> {
        let place = ["rotations", &both.id].map(|key| Step::Key(key.to_owned()));
        let all = vec![Item { at: Location::default(), node: Node::Table(line_up) }];
        let list = Item { at: Location::default(), node: Node::List(all) };
        let put = Put::Key("line-ups".to_owned(), Some(list));
        let plan = self.plan(&self.sides.family(both), &Patch { within: place.to_vec(), put })?;
        Some(self.holders(&plan, &both.id))
    }
}

/// The layer of a rotation that has one and has never had another order: a later order is
/// somebody's own decision.
fn only_order(plan: &Plan, key: RotationKey) -> Option<&Layer> {
    let Turns::Own(layers) = &plan[key].turns else { return None };
    let [layer] = &layers[..] else { return None };
    (layer.line_ups.len() == 1).then_some(layer)
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
