//! Every rotation's shifts before and after, compared.

use std::collections::BTreeSet;

use super::causes::Change;
use super::sides::{Both, Side, Sides};
use super::sweep::{differences, holders};
use super::trial::Trials;
use super::{Advice, Changed};
use crate::time::{Instant, Span};

/// What changes in which rotation.
pub(super) struct Compared<'s> {
    trials: &'s Trials<'s>,
    /// The rotations in which anything changes in the time that is looked at.
    pub changes: Vec<Change<'s>>,
    /// Whether all rotations have the same shifts at every instant.
    pub identical: bool,
}

impl<'s> Compared<'s> {
    pub fn new(trials: &'s Trials<'s>) -> Self {
        let sides = trials.sides;
        let differ: Vec<_> = sides.rotations.iter().filter(|both| !sides.same(both)).collect();
        let changes = differ.iter().map(|both| change(sides, both, trials.span));
        let mut changes: Vec<_> = changes.filter(|change| !change.parts.is_empty()).collect();
        trials.explain(&mut changes);
        Self { trials, changes, identical: differ.is_empty() }
    }

    /// Everybody who gains or loses time within a span.
    pub fn touched(&self, span: Span) -> BTreeSet<u32> {
        let parts = self.changes.iter().flat_map(|change| &change.parts);
        let parts = parts.filter(|(part, _)| part.span.overlaps(span));
        parts.flat_map(|(part, _)| part.before.iter().chain(&part.after)).copied().collect()
    }

    /// What changes within a span, cut to it.
    pub fn changed(&self, span: Span) -> Vec<Changed> {
        self.list(|part| Some(part.intersection(span)).filter(|part| !part.is_empty()))
    }

    /// What changes around an instant.
    pub fn now(&self, now: Instant) -> Vec<Changed> {
        self.list(|part| part.contains(now).then_some(part))
    }

    fn list(&self, cut: impl Fn(Span) -> Option<Span>) -> Vec<Changed> {
        let mut list: Vec<Changed> = Vec::new();
        for change in &self.changes {
            for (part, cause) in &change.parts {
                list.extend(cut(part.span).map(|span| Changed {
                    rotation: change.both.id.clone(),
                    span,
                    before: self.trials.sides.ids(&part.before),
                    after: self.trials.sides.ids(&part.after),
                    cause: *cause,
                }));
            }
        }
        list
    }

    /// Orders that would leave alone what has begun or begins before an instant.
    pub fn advice(&self, settled: Instant) -> Vec<Advice> {
        let early = self.changes.iter().filter(|change| {
            change.parts.first().is_some_and(|(part, _)| part.span.start < settled)
        });
        early.filter_map(|change| self.trials.advise(change.both, settled)).collect()
    }
}

fn change<'s>(sides: &Sides<'_>, both: &'s Both, span: Span) -> Change<'s> {
    let pieces = [Side::Before, Side::After].map(|side| {
        let key = both.key(side);
        let held = key.map(|key| holders(sides.plan(side), key, sides.numbers(side), span));
        held.unwrap_or_default()
    });
    let parts = differences(&pieces[0], &pieces[1], span);
    Change { both, parts: parts.into_iter().map(|part| (part, None)).collect() }
}
