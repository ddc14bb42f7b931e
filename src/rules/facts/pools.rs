//! Pools: the people who take turns with one another, over a rotation and all that follow it.

use chrono::TimeDelta;

use super::Context;
use crate::plan::{PersonKey, RotationKey};
use crate::time::Span;

/// A rotation and those that share its shifts, as far as they count toward load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// The rotation whose layers they share.
    pub root: RotationKey,
    /// The rotations, the root first if it is one of them; at least one.
    pub rotations: Vec<RotationKey>,
}

/// The people of one line-up of a layer, and when it is in force within the horizon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The layer, as an index.
    pub layer: usize,
    /// The line-up, as an index.
    pub line_up: usize,
    /// When it is in force, within the horizon.
    pub span: Span,
    /// The time of all its shifts in the horizon, in all rotations of the pool.
    pub held: TimeDelta,
    /// The people, sorted, each once.
    pub people: Vec<PersonKey>,
}

/// Orders that share people: those who would stand in for one another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The layers, as indices, in order.
    pub layers: Vec<usize>,
    /// The orders of these layers.
    pub orders: Vec<Order>,
}

impl Context<'_> {
    /// The keys of all people, in order.
    pub fn people(&self) -> impl Iterator<Item = PersonKey> {
        self.plan.people.iter().filter_map(|person| self.plan.person(person.id.as_ref()))
    }

    /// Every pool, in order of its root; none where a fault hides the shifts.
    #[must_use]
    pub fn pools(&self) -> Vec<Pool> {
        let plan = self.plan;
        let roots = plan.rotation_keys().filter(|key| plan.root(*key) == *key);
        let pools = roots.map(|root| {
            let counts = |key: &RotationKey| plan.counts_toward_load(*key) && self.answers(*key);
            let mut rotations: Vec<_> = plan[root].family.iter().copied().filter(counts).collect();
            rotations.sort_by_key(|key| (*key != root, *key));
            Pool { root, rotations }
        });
        pools.filter(|pool| !pool.rotations.is_empty()).collect()
    }

    /// The orders of a pool that have shifts within the horizon, by layer and time.
    #[must_use]
    pub fn orders(&self, pool: &Pool) -> Vec<Order> {
        let horizon = self.horizon();
        let mut seen: Vec<((usize, usize), Span, TimeDelta)> = Vec::new();
        for key in &pool.rotations {
            for shift in self.shifts_ahead(*key) {
                let Some(turn) = shift.why.turn else { continue };
                let place = (turn.layer, turn.line_up);
                let part = shift.span.intersection(horizon);
                match seen.binary_search_by_key(&place, |(known, ..)| *known) {
                    Ok(index) => {
                        seen[index].1.start = seen[index].1.start.min(part.start);
                        seen[index].2 += part.length();
                    }
                    Err(index) => {
                        let span = Span::new(part.start, horizon.end);
                        seen.insert(index, (place, span, part.length()));
                    }
                }
            }
        }
        // The first line-up that is seen is in force before its first shift, each until the next.
        for index in 0..seen.len() {
            let layer = seen[index].0.0;
            let next = seen.get(index + 1).filter(|next| next.0.0 == layer);
            seen[index].1.end = next.map_or(horizon.end, |next| next.1.start);
            if index == 0 || seen[index - 1].0.0 != layer {
                let force = self.plan.layers(pool.root).get(layer).map(|layer| layer.force);
                seen[index].1.start = force.unwrap_or_default().cut(horizon).start;
            }
        }
        let orders = seen.into_iter().filter_map(|((layer, line_up), span, held)| {
            let order = self.plan.layers(pool.root).get(layer)?.line_ups.get(line_up)?;
            let people = order.places.iter().flat_map(|place| place.people.iter().copied());
            let mut people: Vec<_> = people.collect();
            people.sort_unstable();
            people.dedup();
            (!people.is_empty()).then_some(Order { layer, line_up, span, held, people })
        });
        orders.collect()
    }

    /// The sites of a pool: layers that share nobody are sites of their own.
    #[must_use]
    pub fn sites(&self, pool: &Pool) -> Vec<Site> {
        let orders = self.orders(pool);
        let mut groups: Vec<usize> = (0..orders.len()).collect();
        let mut first = vec![None; self.plan.people.len()];
        let mut layers = vec![None; self.plan.layers(pool.root).len()];
        for (index, order) in orders.iter().enumerate() {
            join(&mut groups, *layers[order.layer].get_or_insert(index), index);
            for person in &order.people {
                join(&mut groups, *first[person.index()].get_or_insert(index), index);
            }
        }
        let mut sites: Vec<Site> = vec![Site::default(); orders.len()];
        for (index, order) in orders.into_iter().enumerate() {
            let site = &mut sites[root(&mut groups, index)];
            if site.layers.last() != Some(&order.layer) {
                site.layers.push(order.layer);
            }
            site.orders.push(order);
        }
        sites.retain(|site| !site.orders.is_empty());
        sites
    }
}

/// The first member of a group.
fn root(groups: &mut [usize], mut index: usize) -> usize {
    while groups[index] != index {
        groups[index] = groups[groups[index]];
        index = groups[index];
    }
    index
}

/// Makes two groups one.
fn join(groups: &mut [usize], one: usize, two: usize) {
    let (one, two) = (root(groups, one), root(groups, two));
    let (low, high) = (one.min(two), one.max(two));
    groups[high] = low;
}
