//! Where somebody must be on call and nobody is, before and after.

use std::collections::{BTreeMap, BTreeSet};

use super::sides::{Side, Sides};
use super::{Gap, Rename};
use crate::rules::{Context, unreached};
use crate::schedule::{self, merged, without};
use crate::syntax::Kind;
use crate::time::{Instant, Span};

/// The gaps of a plan, by path.
struct Gaps {
    rotations: BTreeMap<String, Vec<Span>>,
    /// When the first step reaches nobody, and the rotations in it.
    escalations: BTreeMap<String, (Vec<Span>, BTreeSet<String>)>,
}

/// The gaps that open and those that close, in order of path and time. Those of a rotation or path
/// that is new open, and those of one that is gone close.
pub(super) fn gaps(
    sides: &Sides<'_>,
    renames: &[Rename],
    window: Span,
    now: Instant,
) -> (Vec<Gap>, Vec<Gap>) {
    let now_called = |id: &str| {
        let mut renames = renames.iter().filter(|rename| rename.kind == Kind::Escalation);
        renames.find(|rename| rename.before == id).map_or(id, |rename| &rename.after).to_owned()
    };
    let before = all(sides, Side::Before, window, now, now_called);
    let after = all(sides, Side::After, window, now, str::to_owned);
    (new(&before, &after), new(&after, &before))
}

/// The gaps of one plan that the other has not. A gap of a rotation is not told again of the paths
/// that begin with it.
fn new(known: &Gaps, gaps: &Gaps) -> Vec<Gap> {
    let own = gaps.rotations.iter().flat_map(|(path, is)| {
        let was = known.rotations.get(path).map_or(&[][..], Vec::as_slice);
        named(path, &without(is, was))
    });
    let own: Vec<Gap> = own.collect();
    let mut found = Vec::new();
    for (path, (is, rotations)) in &gaps.escalations {
        let was = known.escalations.get(path).map_or(&[][..], |(was, _)| was);
        let told = own.iter().filter(|gap| rotations.contains(&gap.path)).map(|gap| gap.span);
        found.extend(named(path, &without(&without(is, was), &merged(told.collect()))));
    }
    found.extend(own);
    found
}

fn named(path: &str, spans: &[Span]) -> Vec<Gap> {
    spans.iter().map(|span| Gap { path: path.to_owned(), span: *span }).collect()
}

/// The gaps of everything that is asked for.
fn all(
    sides: &Sides<'_>,
    side: Side,
    window: Span,
    now: Instant,
    id: impl Fn(&str) -> String,
) -> Gaps {
    let plan = sides.plan(side);
    let name = |key| format!("rotations.{}", sides.id(side, key));
    let rotations = plan.rotation_keys().map(|key| (name(key), schedule::gaps(plan, key, window)));
    let mut escalations: BTreeMap<String, (Vec<Span>, BTreeSet<String>)> = BTreeMap::new();
    let context = Context::new(plan, now);
    for promise in context.promises() {
        let steps = context.steps(promise.path).unwrap_or_default();
        let Some(first) = steps.first() else { continue };
        let path = format!("escalations.{}", id(promise.path.id.as_ref()));
        let (spans, names) = escalations.entry(path).or_default();
        spans.extend(unreached(&context, promise, first, window));
        *spans = merged(std::mem::take(spans));
        names.extend(first.rotations().into_iter().map(name));
    }
    Gaps { rotations: rotations.collect(), escalations }
}
