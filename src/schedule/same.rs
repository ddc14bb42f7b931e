//! Whether two plans put the same people on call at every instant there is: a comparison of what
//! decides about shifts, not of shifts.

use std::iter::zip;

use crate::plan::{Layer, Override, Person, Plan, Rotation, Turns};

/// Whether every rotation has the same shifts in both plans, at every instant.
///
/// What is compared is all that the schedule function reads, wherever and in whatever order it is
/// written: zones, turns, windows, line-ups, exceptions, who is away when, and which rotations give
/// no answer because of a fault. So plans may have the same shifts and not be the same here, but
/// never the other way round.
#[must_use]
pub fn same(one: &Plan, two: &Plan) -> bool {
    one.people.len() == two.people.len()
        && one.rotations.len() == two.rotations.len()
        && zip(&one.people, &two.people).all(|(a, b)| same_person(a, b))
        && zip(&one.rotations, &two.rotations).all(|(a, b)| same_rotation(a, b))
}

fn same_person(one: &Person, two: &Person) -> bool {
    let away = |person: &Person| person.away.iter().map(|away| away.span).collect::<Vec<_>>();
    one.id == two.id
        && (&one.zone, one.joined, one.left) == (&two.zone, two.joined, two.left)
        && away(one) == away(two)
}

/// People are compared by their places, so they must be the same in both plans.
fn same_rotation(one: &Rotation, two: &Rotation) -> bool {
    let turns = match (&one.turns, &two.turns) {
        (Turns::Own(one), Turns::Own(two)) => {
            one.len() == two.len() && zip(one, two).all(|(a, b)| same_layer(a, b))
        }
        (
            Turns::Follows { rotation, root, offset, .. },
            Turns::Follows { rotation: other, root: end, offset: places, .. },
        ) => (rotation, root, offset) == (other, end, places),
        _ => false,
    };
    let faulty = |rotation: &Rotation| !rotation.blocked.is_empty();
    turns
        && one.id == two.id
        && faulty(one) == faulty(two)
        && (&one.zone, one.force, one.on_away) == (&two.zone, two.force, two.on_away)
        && one.family == two.family
        && one.overrides.len() == two.overrides.len()
        && zip(&one.overrides, &two.overrides).all(|(a, b)| same_override(a, b))
        && one.shadows.len() == two.shadows.len()
        && zip(&one.shadows, &two.shadows)
            .all(|(a, b)| (a.span, a.person, a.of) == (b.span, b.person, b.of))
}

fn same_override(one: &Override, two: &Override) -> bool {
    (one.span, &one.change, &one.void) == (two.span, &two.change, &two.void)
}

fn same_layer(one: &Layer, two: &Layer) -> bool {
    let line_ups = one.line_ups.len() == two.line_ups.len()
        && zip(&one.line_ups, &two.line_ups).all(|(a, b)| {
            (a.first_turn, a.offset) == (b.first_turn, b.offset)
                && a.places.len() == b.places.len()
                && zip(&a.places, &b.places).all(|(a, b)| a.people == b.people)
        });
    line_ups
        && (&one.zone, one.starts, &one.cadence) == (&two.zone, two.starts, &two.cadence)
        && (&one.windows, one.split, one.force) == (&two.windows, two.split, two.force)
}
