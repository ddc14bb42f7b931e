//! Where somebody must be on call and nobody is, before and after.

use std::collections::{BTreeMap, BTreeSet};

use super::Gap;
use super::sides::{Side, Sides};
use crate::plan::Plan;
use crate::rules::{Context, unreached};
use crate::schedule::{self, merged, without};
use crate::time::{Instant, Span};

/// The gaps that open and those that close, in order of path and time. Those of a rotation or path
/// that is new open, and those of one that is gone close.
pub(super) fn gaps(sides: &Sides<'_>, window: Span, now: Instant) -> (Vec<Gap>, Vec<Gap>) {
    let before = all(sides, Side::Before, window, now);
    let after = all(sides, Side::After, window, now);
    let (mut opened, mut closed) = (Vec::new(), Vec::new());
    let paths: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    for path in paths {
        let [was, is] = [&before, &after].map(|all| all.get(path).map_or(&[][..], Vec::as_slice));
        opened.extend(named(path, &without(is, was)));
        closed.extend(named(path, &without(was, is)));
    }
    (opened, closed)
}

fn named<'s>(path: &'s str, spans: &'s [Span]) -> impl Iterator<Item = Gap> + use<'s> {
    spans.iter().map(move |span| Gap { path: path.to_owned(), span: *span })
}

/// The gaps of everything that is asked for, by path.
fn all(sides: &Sides<'_>, side: Side, window: Span, now: Instant) -> BTreeMap<String, Vec<Span>> {
    let plan = sides.plan(side);
    let mut gaps = BTreeMap::new();
    for both in &sides.rotations {
        if let Some(key) = both.key(side) {
            gaps.insert(format!("rotations.{}", both.id), schedule::gaps(plan, key, window));
        }
    }
    steps(plan, window, now, &mut gaps, |key| sides.id(side, key));
    gaps
}

/// Adds the gaps of first steps that are not those of a rotation in the step.
fn steps<'i>(
    plan: &Plan,
    window: Span,
    now: Instant,
    gaps: &mut BTreeMap<String, Vec<Span>>,
    id: impl Fn(crate::plan::RotationKey) -> &'i str,
) {
    let context = Context::new(plan, now);
    for promise in context.promises() {
        let steps = context.steps(promise.path).unwrap_or_default();
        let Some(first) = steps.first() else { continue };
        let own = first.rotations().into_iter();
        let own = own.filter_map(|key| gaps.get(&format!("rotations.{}", id(key))));
        let own = merged(own.flatten().copied().collect());
        let found = without(&unreached(&context, promise, first, window), &own);
        let known = gaps.entry(format!("escalations.{}", promise.path.id)).or_default();
        *known = merged(known.iter().copied().chain(found).collect());
    }
}
