//! The two plans side by side: which person and which rotation of one is which of the other.

use std::collections::BTreeMap;

use super::Rename;
use crate::plan::{Plan, RotationKey};
use crate::schedule::{self, Numbers};
use crate::syntax::Kind;

/// A plan before and one after, with one number for whoever is the same.
pub(super) struct Sides<'p> {
    pub before: &'p Plan,
    pub after: &'p Plan,
    /// The ids of all people, in order: by them, numbers stand for people.
    pub people: Vec<String>,
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
        let (people, people_of) = joined(Kind::Person, ids(before), ids(after), renames);
        let ids = |plan: &Plan| plan.rotations.iter().map(|r| r.id.to_string()).collect::<Vec<_>>();
        let (names, rotations_of) = joined(Kind::Rotation, ids(before), ids(after), renames);
        let mut rotations: Vec<_> =
            names.into_iter().map(|id| Both { id, before: None, after: None }).collect();
        for (key, number) in before.rotation_keys().zip(&rotations_of[0]) {
            rotations[*number as usize].before = Some(key);
        }
        for (key, number) in after.rotation_keys().zip(&rotations_of[1]) {
            rotations[*number as usize].after = Some(key);
        }
        Self { before, after, people, rotations, people_of, rotations_of }
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
    after: Vec<String>,
    renames: &[Rename],
) -> (Vec<String>, [Vec<u32>; 2]) {
    let renamed: BTreeMap<_, _> = renames
        .iter()
        .filter(|rename| rename.kind == kind)
        .map(|rename| (rename.before.as_str(), rename.after.as_str()))
        .collect();
    let before: Vec<_> = before
        .into_iter()
        .map(|id| renamed.get(id.as_str()).map_or(id.clone(), |after| (*after).to_owned()))
        .collect();
    let mut all: Vec<_> = before.iter().chain(&after).cloned().collect();
    all.sort_unstable();
    all.dedup();
    let number = |id: &String| {
        let place = all.binary_search(id).unwrap_or_default();
        u32::try_from(place).unwrap_or(u32::MAX)
    };
    let numbers = [before.iter().map(number).collect(), after.iter().map(number).collect()];
    (all, numbers)
}
