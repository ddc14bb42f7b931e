//! Overrides: what they change of the shifts, and the holes that they fill.

use std::sync::Arc;

use chrono::TimeDelta;

use crate::plan::{Change, Group, Override, PersonKey, Plan, Rotation, RotationKey};
use crate::time::{Instant, Span};

use super::cover::covered;
use super::paint::painted;
use super::{Shift, Why, force};

/// The shifts of a rotation around a span: at least all that overlap it, sorted and whole.
pub(super) fn shifts(plan: &Plan, key: RotationKey, span: Span) -> Vec<Shift> {
    let rotation = &plan[key];
    let turned = turns(plan, key, span);
    let reach = turned.iter().fold(span, |hull, shift| {
        Span::new(hull.start.min(shift.span.start), hull.end.max(shift.span.end))
    });
    if rotation.overrides_in(reach).next().is_none() {
        return turned;
    }
    let mut changed = Vec::with_capacity(turned.len() + 2);
    if rotation.overrides_in(span).any(|(_, o)| fills(&o.change)) {
        for hole in holes(plan, key, span, &turned) {
            let shift = Shift { span: hole, people: Group::default(), why: Why::default() };
            apply(rotation, &shift, &mut changed);
        }
    }
    for shift in &turned {
        apply(rotation, shift, &mut changed);
    }
    changed.sort_by_key(|shift| shift.span);
    changed
}

fn fills(change: &Change) -> bool {
    matches!(change, Change::Add(_) | Change::Assign(_))
}

/// The shifts before overrides.
fn turns(plan: &Plan, key: RotationKey, span: Span) -> Vec<Shift> {
    let layers = plan.layers(key);
    let painted = painted(layers, span);
    let mut found = Vec::with_capacity(painted.len());
    for turn in painted {
        let visible = turn.visible.cut(plan[key].force);
        let parts = visible.parts();
        if parts.iter().all(|part| !part.overlaps(span)) {
            continue;
        }
        let (of, people, cover) = covered(plan, key, &turn, parts);
        found.extend(parts.iter().map(|span| Shift {
            span: *span,
            people: people.clone(),
            why: Why { turn: Some(of), cover: cover.clone(), overrides: Box::default() },
        }));
    }
    if layers.len() > 1 {
        found.sort_by_key(|shift| shift.span);
    }
    found
}

/// Cuts a shift where overrides begin and end, and keeps the cuts that have an effect. A shift
/// without a turn is a hole: what no override fills does not exist.
fn apply(rotation: &Rotation, shift: &Shift, into: &mut Vec<Shift>) {
    let active: Vec<_> = rotation.overrides_in(shift.span).collect();
    if active.is_empty() {
        if shift.why.turn.is_some() {
            into.push(shift.clone());
        }
        return;
    }
    let first = into.len();
    let mut edges = vec![shift.span.start, shift.span.end];
    for (_, o) in &active {
        let spans = o.void.iter().chain([&o.span]);
        edges.extend(spans.flat_map(|span| [span.start, span.end]));
    }
    edges.retain(|edge| shift.span.start <= *edge && *edge <= shift.span.end);
    edges.sort_unstable();
    edges.dedup();
    for pair in edges.windows(2) {
        let span = Span::new(pair[0], pair[1]);
        let (people, chain) = changed(&active, span.start, &shift.people);
        if shift.why.turn.is_none() && chain.is_empty() {
            continue;
        }
        let last = into[first..].last_mut();
        let same = |last: &&mut Shift| last.span.end == span.start && *last.why.overrides == chain;
        if let Some(last) = last.filter(same) {
            last.span.end = span.end;
        } else {
            let why = Why { overrides: chain.into(), ..shift.why.clone() };
            into.push(Shift { span, people, why });
        }
    }
}

/// Who is on call at an instant after the overrides, and which of them had an effect.
fn changed(active: &[(usize, &Override)], at: Instant, people: &Group) -> (Group, Vec<usize>) {
    let mut now: Vec<PersonKey> = people.to_vec();
    let mut chain = Vec::new();
    for (index, o) in active {
        let holds = o.span.contains(at) && !o.void.iter().any(|void| void.contains(at));
        if holds && effect(&o.change, &mut now) {
            chain.push(*index);
        }
    }
    let group = if chain.is_empty() { people.clone() } else { Arc::from(now) };
    (group, chain)
}

/// Changes who is on call, and says whether that had an effect.
fn effect(change: &Change, people: &mut Vec<PersonKey>) -> bool {
    let before = people.clone();
    match change {
        Change::Assign(with) => {
            people.clone_from(with);
            return true;
        }
        Change::Add(more) => {
            let new: Vec<_> = more.iter().filter(|person| !before.contains(person)).collect();
            people.extend(new);
        }
        Change::Remove(out) => people.retain(|person| !out.contains(person)),
        Change::Replace(out, with) => {
            let Some(place) = people.iter().position(|person| out.contains(person)) else {
                return false;
            };
            people.retain(|person| !out.contains(person));
            let new: Vec<_> = with.iter().copied().filter(|p| !people.contains(p)).collect();
            people.splice(place..place, new);
        }
    }
    *people != before
}

/// The holes between turns that touch a span, whole, while the rotation is in force and as far as
/// overrides that fill holes reach.
fn holes(plan: &Plan, key: RotationKey, span: Span, turned: &[Shift]) -> Vec<Span> {
    let rotation = &plan[key];
    let filling = rotation.overrides_in(span).filter(|(_, o)| fills(&o.change));
    let ends = filling.fold(span, |hull, (_, o)| {
        Span::new(hull.start.min(o.span.start), hull.end.max(o.span.end))
    });
    let ends = force(plan, key).cut(ends);
    if ends.is_empty() {
        return Vec::new();
    }
    let start = previous_end(plan, key, turned, span.start.max(ends.start), ends.start);
    let end = next_start(plan, key, turned, span.end.min(ends.end), ends.end);
    let taken: Vec<_> = turned.iter().map(|shift| shift.span).collect();
    super::spans::without(&[Span::new(start, end)], &taken)
}

/// The end of the last turn before an instant, not before `limit`.
fn previous_end(
    plan: &Plan,
    key: RotationKey,
    turned: &[Shift],
    at: Instant,
    limit: Instant,
) -> Instant {
    if turned.iter().any(|shift| shift.span.start <= at) {
        return at;
    }
    let (mut to, mut step) = (at, TimeDelta::days(2));
    while to > limit {
        let from = (to - step).max(limit);
        if let Some(last) = turns(plan, key, Span::new(from, to)).last() {
            return last.span.end.min(at);
        }
        (to, step) = (from, step * 4);
    }
    limit
}

/// The start of the first turn from an instant on, not after `limit`.
fn next_start(
    plan: &Plan,
    key: RotationKey,
    turned: &[Shift],
    at: Instant,
    limit: Instant,
) -> Instant {
    if turned.iter().any(|shift| shift.span.end >= at) {
        return at;
    }
    let (mut from, mut step) = (at, TimeDelta::days(2));
    while from < limit {
        let to = (from + step).min(limit);
        if let Some(first) = turns(plan, key, Span::new(from, to)).first() {
            return first.span.start.max(at);
        }
        (from, step) = (to, step * 4);
    }
    limit
}
