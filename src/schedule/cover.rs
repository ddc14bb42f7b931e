//! Time off: who takes a shift whose holder is away.

use std::sync::Arc;

use crate::plan::{Group, PersonKey, Plan, RotationKey};
use crate::syntax::OnAway;
use crate::time::Span;

use super::paint::{Painted, holder};
use super::{Cover, TurnOf};

/// Who holds a painted turn of a rotation, with cover for those who are away.
///
/// Where several rotations share the shift, the one that is followed finds cover first; nobody is
/// chosen who holds the same shift in another of them.
pub(super) fn covered(
    plan: &Plan,
    key: RotationKey,
    turn: &Painted,
    parts: &[Span],
) -> (TurnOf, Group, Box<[Cover]>) {
    let (of, holders) = holder(plan, key, turn.layer, turn.turn);
    if !needs_cover(plan, key, holders, parts) {
        return (of, holders.clone(), Box::default());
    }
    let force = |member: &RotationKey| turn.visible.cut(plan[*member].force);
    let family = plan[key].family.iter().map(|member| (*member, force(member)));
    let family: Vec<_> = family.filter(|(_, parts)| !parts.is_empty()).collect();
    let held = family.iter().map(|(member, _)| holder(plan, *member, turn.layer, turn.turn));
    let (of_each, mut held): (Vec<_>, Vec<_>) = held.map(|(of, group)| (of, group.clone())).unzip();
    for (index, (member, theirs)) in family.iter().enumerate() {
        if *member != key && !needs_cover(plan, *member, &held[index], theirs.parts()) {
            continue;
        }
        let taken = taken_beside(&held, index);
        let (group, cover) =
            replace(plan, *member, of_each[index], &held[index], theirs.parts(), &taken);
        if *member == key {
            return (of, group, cover);
        }
        held[index] = group;
    }
    (of, holders.clone(), Box::default())
}

/// Everybody who holds the same shift in another rotation than the one at an index.
fn taken_beside(held: &[Group], index: usize) -> Vec<PersonKey> {
    let others = held.iter().enumerate().filter(|(other, _)| *other != index);
    others.flat_map(|(_, group)| group.iter().copied()).collect()
}

fn needs_cover(plan: &Plan, key: RotationKey, people: &[PersonKey], parts: &[Span]) -> bool {
    plan[key].on_away == OnAway::Next && anyone_away(plan, people, parts)
}

fn anyone_away(plan: &Plan, people: &[PersonKey], parts: &[Span]) -> bool {
    people.iter().any(|person| parts.iter().any(|part| plan[*person].away_in(*part).is_some()))
}

fn replace(
    plan: &Plan,
    key: RotationKey,
    of: TurnOf,
    holders: &Group,
    parts: &[Span],
    taken: &[PersonKey],
) -> (Group, Box<[Cover]>) {
    let order = &plan.layers(key)[of.layer].line_ups[of.line_up].places;
    let flat: Vec<_> = order.iter().flat_map(|place| place.people.iter().copied()).collect();
    let before: usize = order[..of.held_by].iter().map(|place| place.people.len()).sum();
    let mut group = holders.to_vec();
    let mut cover = Vec::new();
    for index in 0..group.len() {
        let away = group[index];
        let Some(off) = parts.iter().find_map(|part| plan[away].away_in(*part)) else { continue };
        let free = |person: &PersonKey| {
            !group.contains(person)
                && !holders.contains(person)
                && !taken.contains(person)
                && parts.iter().all(|part| {
                    plan[*person].away_in(*part).is_none() && plan[*person].employed(*part)
                })
        };
        let following = (1..flat.len()).map(|step| flat[(before + index + step) % flat.len()]);
        let by = following.into_iter().find(free);
        if let Some(by) = by {
            group[index] = by;
        }
        cover.push(Cover { away, off: off.at, by });
    }
    (Arc::from(group), cover.into())
}
