//! The two plans side by side: which person and which rotation of one is which of the other.

use std::collections::{BTreeMap, BTreeSet};

use super::Rename;
use crate::plan::{Person, Plan, RotationKey};
use crate::schedule::{self, Numbers};
use crate::syntax::Kind;
use crate::time::Zone;

/// A plan before and one after, with one number for whoever is the same.
pub(super) struct Sides<'p> {
    pub before: &'p Plan,
    pub after: &'p Plan,
    /// The ids of all people, in order: by them, numbers stand for people.
    pub people: Vec<String>,
    /// The people of each plan, by number.
    persons: [Vec<Option<&'p Person>>; 2],
    /// The rotations of both plans, in order of id.
    pub rotations: Vec<Both>,
    people_of: [Vec<u32>; 2],
    rotations_of: [Vec<u32>; 2],
}

/// A rotation as it was and as it is, where it is there.
pub(super) struct Both {
    pub id: String,
    pub before: Option<RotationKey>,
    pub after: Option<RotationKey>,
}

/// One of the two plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

impl<'p> Sides<'p> {
    pub fn new(before: &'p Plan, after: &'p Plan, renames: &[Rename]) -> Self {
        let ids = |plan: &Plan| plan.people.iter().map(|p| p.id.to_string()).collect::<Vec<_>>();
        let (people, people_of) = joined(Kind::Person, ids(before), &ids(after), renames);
        let ids = |plan: &Plan| plan.rotations.iter().map(|r| r.id.to_string()).collect::<Vec<_>>();
        let (names, rotations_of) = joined(Kind::Rotation, ids(before), &ids(after), renames);
        let mut rotations: Vec<_> =
            names.into_iter().map(|id| Both { id, before: None, after: None }).collect();
        for (key, number) in before.rotation_keys().zip(&rotations_of[0]) {
            rotations[*number as usize].before = Some(key);
        }
        for (key, number) in after.rotation_keys().zip(&rotations_of[1]) {
            rotations[*number as usize].after = Some(key);
        }
        let persons = [(before, 0), (after, 1)].map(|(plan, side): (&Plan, usize)| {
            let mut persons = vec![None; people.len()];
            for (person, number) in plan.people.iter().zip(&people_of[side]) {
                persons[*number as usize] = Some(person);
            }
            persons
        });
        Self { before, after, people, persons, rotations, people_of, rotations_of }
    }

    /// Whether a rotation has the same shifts at every instant in both plans.
    pub fn same(&self, both: &Both) -> bool {
        let numbers = Numbers {
            people: self.people_of.each_ref().map(Vec::as_slice),
            rotations: self.rotations_of.each_ref().map(Vec::as_slice),
        };
        both.before.zip(both.after).is_some_and(|(before, after)| {
            schedule::same_shifts((self.before, before), (self.after, after), numbers)
        })
    }

    /// The ids of the rotations that share shifts with one in either plan, and its own.
    pub fn family(&self, both: &Both) -> BTreeSet<String> {
        let mut family = BTreeSet::new();
        let mut waiting = vec![both];
        while let Some(both) = waiting.pop() {
            if !family.insert(both.id.clone()) {
                continue;
            }
            for side in [Side::Before, Side::After] {
                let shared = both.key(side).map(|key| &self.plan(side)[key].family);
                let numbers = &self.rotations_of[side as usize];
                let shared = shared.into_iter().flatten().map(|key| numbers[key.index()] as usize);
                waiting.extend(shared.map(|number| &self.rotations[number]));
            }
        }
        family
    }

    /// The numbers of a plan's people, by index.
    pub fn numbers(&self, side: Side) -> &[u32] {
        &self.people_of[side as usize]
    }

    pub fn plan(&self, side: Side) -> &'p Plan {
        match side {
            Side::Before => self.before,
            Side::After => self.after,
        }
    }

    /// The zone of a person in a plan; the plan's own where they are not in it.
    pub fn zone(&self, side: Side, number: u32) -> &'p Zone {
        let person = self.persons[side as usize][number as usize];
        person.map_or(&self.plan(side).zone, |person| &person.zone)
    }

    /// The id of a rotation of a plan.
    pub fn id(&self, side: Side, key: RotationKey) -> &str {
        &self.rotations[self.rotations_of[side as usize][key.index()] as usize].id
    }

    /// The ids of people.
    pub fn ids(&self, people: &[u32]) -> Vec<String> {
        people.iter().map(|number| self.people[*number as usize].clone()).collect()
    }
}

impl Both {
    pub fn key(&self, side: Side) -> Option<RotationKey> {
        match side {
            Side::Before => self.before,
            Side::After => self.after,
        }
    }
}

/// The ids of both sides, each once and in order, and the numbers of each side's.
fn joined(
    kind: Kind,
    before: Vec<String>,
    after: &[String],
    renames: &[Rename],
) -> (Vec<String>, [Vec<u32>; 2]) {
    let now: BTreeMap<_, _> = renames
        .iter()
        .filter(|rename| rename.kind == kind)
        .map(|rename| (rename.before.as_str(), rename.after.as_str()))
        .collect();
    let before: Vec<_> = before
        .into_iter()
        .map(|id| now.get(id.as_str()).map_or(id.clone(), |after| (*after).to_owned()))
        .collect();
    let mut all: Vec<_> = before.iter().chain(after).cloned().collect();
    all.sort_unstable();
    all.dedup();
    let number = |id: &String| {
        let place = all.binary_search(id).unwrap_or_default();
        u32::try_from(place).unwrap_or(u32::MAX)
    };
    let numbers = [before.iter().map(number).collect(), after.iter().map(number).collect()];
    (all, numbers)
}
