//! Whether two plans put the same people on call at every instant there is: a comparison of what
//! decides about shifts, not of shifts.

use std::iter::zip;

use crate::plan::{
    Change, Group, Layer, Override, Person, PersonKey, Plan, Rotation, RotationKey, Turns,
};
use crate::syntax::OnAway;

/// What stands for the people and the rotations of two plans: the same number for the same one,
/// by index.
#[derive(Clone, Copy, Debug)]
pub struct Numbers<'n> {
    /// Of people, in each plan.
    pub people: [&'n [u32]; 2],
    /// Of rotations, in each plan.
    pub rotations: [&'n [u32]; 2],
}

/// Whether every rotation has the same shifts in both plans, at every instant, and the same people
/// learn alongside.
///
/// What is compared is all that the schedule function reads, wherever and in whatever order it is
/// written: zones, turns, windows, line-ups, exceptions, who is away when, and which rotations give
/// no answer because of a fault. So plans may have the same shifts and not be the same here, but
/// never the other way round.
#[must_use]
pub fn same(one: &Plan, two: &Plan) -> bool {
    let numbers = |count: usize| (0..).take(count).collect::<Vec<u32>>();
    let (people, rotations) = (numbers(one.people.len()), numbers(one.rotations.len()));
    let numbers = Numbers { people: [&people; 2], rotations: [&rotations; 2] };
    one.people.len() == two.people.len()
        && one.rotations.len() == two.rotations.len()
        && zip(&one.people, &two.people).all(|(a, b)| a.id == b.id && same_person(a, b))
        && zip(&one.rotations, &two.rotations).all(|(a, b)| a.id == b.id && same_shadows(a, b))
        && one.rotation_keys().all(|key| same_shifts((one, key), (two, key), numbers))
}

/// Whether two rotations of two plans have the same shifts at every instant, as far as what decides
/// about them is the same; see [`same`].
#[must_use]
pub fn same_shifts(
    one: (&Plan, RotationKey),
    two: (&Plan, RotationKey),
    numbers: Numbers<'_>,
) -> bool {
    let pair = Pair { plans: [one.0, two.0], numbers };
    pair.rotation(&one.0[one.1], &two.0[two.1])
}

/// Whether people can be on call at the same times.
fn same_person(one: &Person, two: &Person) -> bool {
    let away = |person: &Person| person.away.iter().map(|away| away.span).collect::<Vec<_>>();
    (one.joined, one.left) == (two.joined, two.left) && away(one) == away(two)
}

fn same_shadows(one: &Rotation, two: &Rotation) -> bool {
    one.shadows.len() == two.shadows.len()
        && zip(&one.shadows, &two.shadows)
            .all(|(a, b)| (a.span, a.person, a.of) == (b.span, b.person, b.of))
}

struct Pair<'p> {
    plans: [&'p Plan; 2],
    numbers: Numbers<'p>,
}

impl Pair<'_> {
    fn people(&self, one: &[PersonKey], two: &[PersonKey]) -> bool {
        let [first, second] = self.numbers.people;
        one.len() == two.len() && zip(one, two).all(|(a, b)| first[a.index()] == second[b.index()])
    }

    /// Whether two groups hold the same people, who can be on call at the same times.
    fn group(&self, one: &Group, two: &Group, away: bool) -> bool {
        let [first, second] = self.plans;
        self.people(one, two)
            && (!away || zip(&**one, &**two).all(|(a, b)| same_person(&first[*a], &second[*b])))
    }

    /// Whether two rotations that share shifts with others find the same cover before them.
    fn relative(&self, one: RotationKey, two: RotationKey) -> bool {
        let [first, second] = self.numbers.rotations;
        let number = first[one.index()] == second[two.index()];
        let [one, two] = [&self.plans[0][one], &self.plans[1][two]];
        let offset = |rotation: &Rotation| match rotation.turns {
            Turns::Own(_) => 0,
            Turns::Follows { offset, .. } => offset,
        };
        number && offset(one) == offset(two) && (one.force, one.on_away) == (two.force, two.on_away)
    }

    fn rotation(&self, one: &Rotation, two: &Rotation) -> bool {
        let away = one.on_away == OnAway::Next;
        let family = one.family.len() == two.family.len()
            && zip(&one.family, &two.family).all(|(a, b)| self.relative(*a, *b));
        self.turns(one, two, away)
            && one.blocked.is_empty() == two.blocked.is_empty()
            && (one.force, one.on_away) == (two.force, two.on_away)
            && (!away || family)
            && one.overrides.len() == two.overrides.len()
            && zip(&one.overrides, &two.overrides).all(|(a, b)| self.exception(a, b))
    }

    fn turns(&self, one: &Rotation, two: &Rotation, away: bool) -> bool {
        let layers = |one: &[Layer], two: &[Layer]| {
            one.len() == two.len() && zip(one, two).all(|(a, b)| self.layer(a, b, away))
        };
        match (&one.turns, &two.turns) {
            (Turns::Own(one), Turns::Own(two)) => layers(one, two),
            (
                Turns::Follows { root: one, offset, .. },
                Turns::Follows { root: two, offset: places, .. },
            ) => {
                let [first, second] = self.plans;
                offset == places && layers(first.layers(*one), second.layers(*two))
            }
            _ => false,
        }
    }

    fn exception(&self, one: &Override, two: &Override) -> bool {
        let change = match (&one.change, &two.change) {
            (Change::Replace(out, with), Change::Replace(other, by)) => {
                self.people(out, other) && self.people(with, by)
            }
            (Change::Add(one), Change::Add(two))
            | (Change::Remove(one), Change::Remove(two))
            | (Change::Assign(one), Change::Assign(two)) => self.people(one, two),
            _ => false,
        };
        change && (one.span, &one.void) == (two.span, &two.void)
    }

    fn layer(&self, one: &Layer, two: &Layer, away: bool) -> bool {
        let line_ups = one.line_ups.len() == two.line_ups.len()
            && zip(&one.line_ups, &two.line_ups).all(|(a, b)| {
                (a.first_turn, a.offset) == (b.first_turn, b.offset)
                    && a.places.len() == b.places.len()
                    && zip(&a.places, &b.places)
                        .all(|(a, b)| self.group(&a.people, &b.people, away))
            });
        line_ups
            && (&one.zone, one.starts, &one.cadence) == (&two.zone, two.starts, &two.cadence)
            && (&one.windows, one.split, one.force) == (&two.windows, two.split, two.force)
    }
}
