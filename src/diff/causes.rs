//! Which edit alone explains a change: the plan before is expanded again with one edit at a time.

use std::collections::{BTreeMap, BTreeSet};

use super::About;
use super::edits::{Found, Put, Step};
use super::sides::Both;
use super::sweep::{Differs, during};
use super::trial::{Trials, says};
use super::written::{Table, quoted};
use crate::schedule::{merged, without};
use crate::time::Span;

/// What changes in one rotation, and which edits explain it.
pub(super) struct Change<'s> {
    pub both: &'s Both,
    pub parts: Vec<(Differs, Option<usize>)>,
}

impl Trials<'_> {
    /// Gives every part of a change its cause, and cuts parts where the cause changes.
    pub fn explain(&self, changes: &mut [Change<'_>]) {
        let mut families: BTreeMap<BTreeSet<String>, Vec<&mut Change<'_>>> = BTreeMap::new();
        for change in changes {
            families.entry(self.sides.family(change.both)).or_default().push(change);
        }
        for (family, mut changes) in families {
            let candidates = self.candidates(&family);
            if let [only] = candidates[..] {
                let parts = changes.iter_mut().flat_map(|change| &mut change.parts);
                parts.for_each(|(_, cause)| *cause = Some(only));
            } else {
                self.attempt(&family, &candidates, &mut changes);
            }
        }
    }

    /// The edits that can decide who is on call in some rotations.
    fn candidates(&self, family: &BTreeSet<String>) -> Vec<usize> {
        let ids: BTreeSet<_> = family.iter().map(|id| quoted(id)).collect();
        let people = self.named(family);
        let touches = |found: &Found| {
            let Some(patch) = &found.patch else { return false };
            let step = |nth: usize| match patch.within.get(nth) {
                Some(Step::Key(key)) => key.as_str(),
                _ => "",
            };
            let says = |key: &str, known: &BTreeSet<String>| self.says(found, key, known);
            match step(0) {
                "rotations" if patch.within.len() > 1 => family.contains(step(1)),
                "rotations" => family.iter().any(|id| found.edit.path == format!("rotations.{id}")),
                "overrides" => says("rotation", &ids),
                "time-off" => says("person", &people),
                "people" => people.contains(&quoted(step(1))),
                _ => true,
            }
        };
        let all = self.found.iter().enumerate();
        let deciding = all.filter(|(_, found)| found.edit.about == About::Schedule);
        deciding.filter(|(_, found)| touches(found)).map(|(index, _)| index).collect()
    }

    /// Everything that may be a person's id in some rotations and their overrides.
    fn named(&self, family: &BTreeSet<String>) -> BTreeSet<String> {
        let mut people = BTreeSet::new();
        for tree in [&self.trees.before, &self.trees.after] {
            let rotations = family.iter().filter_map(|id| tree.get("rotations")?.get(id));
            let overrides = tree.get("overrides").and_then(|item| item.node.list());
            let overrides = overrides.unwrap_or_default();
            let mut texts = Vec::new();
            rotations.chain(overrides).for_each(|item| item.node.texts(&mut texts));
            people.extend(texts.into_iter().map(str::to_owned));
        }
        people
    }

    /// Whether an entry of a list that is edited names one of these under a key.
    fn says(&self, found: &Found, key: &str, known: &BTreeSet<String>) -> bool {
        let Some(patch) = &found.patch else { return false };
        let names = |table: &Table| says(table, key, known);
        let (Some(Step::Key(list)), place) = (patch.within.first(), patch.within.get(1)) else {
            return false;
        };
        let entries = self.trees.before.get(list).and_then(|item| item.node.list());
        let entry = |place: usize| entries?.get(place)?.node.table();
        let (was, is) = match (place, &patch.put) {
            (Some(Step::Index(place)), Put::Key(name, Some(item))) if name == key => {
                return entry(*place).is_some_and(names) || known.contains(&item.node.toml());
            }
            (Some(Step::Index(place)), _) => (entry(*place), None),
            (None, Put::Entry(place, item)) => {
                (place.and_then(entry), item.as_ref().and_then(|item| item.node.table()))
            }
            _ => (None, None),
        };
        was.is_some_and(names) || is.is_some_and(names)
    }

    fn attempt(
        &self,
        family: &BTreeSet<String>,
        candidates: &[usize],
        changes: &mut [&mut Change<'_>],
    ) {
        for candidate in candidates {
            let Some(patch) = &self.found[*candidate].patch else { continue };
            let Some(plan) = self.plan(family, patch) else { continue };
            for change in changes.iter_mut() {
                let pieces = self.holders(&plan, &change.both.id);
                let parts = std::mem::take(&mut change.parts);
                for (part, cause) in parts {
                    if cause.is_some() {
                        change.parts.push((part, cause));
                        continue;
                    }
                    let explained = explained(&part, &during(&pieces, part.span));
                    let left = without(&[part.span], &explained);
                    let one = |cause| move |span: Span| (Differs { span, ..part.clone() }, cause);
                    change.parts.extend(explained.into_iter().map(one.clone()(Some(*candidate))));
                    change.parts.extend(left.into_iter().map(one(None)));
                }
                change.parts.sort_by_key(|(part, _)| part.span);
            }
        }
    }
}

/// When a trial has the people on call that the plan after has.
fn explained(part: &Differs, trial: &[(Span, Vec<u32>)]) -> Vec<Span> {
    if part.after.is_empty() {
        let held: Vec<_> = trial.iter().map(|(span, _)| *span).collect();
        return without(&[part.span], &held);
    }
    let same = trial.iter().filter(|(_, who)| *who == part.after).map(|(span, _)| *span);
    merged(same.collect())
}
