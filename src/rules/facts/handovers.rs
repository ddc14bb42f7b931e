//! Handoffs of a rotation that lie behind: who gave what to whom.

use chrono::TimeDelta;

use super::Context;
use crate::plan::{PersonKey, RotationKey};
use crate::time::Instant;

/// A change of the people on call in a rotation.
#[derive(Clone, Copy, Debug)]
pub struct Handover<'c> {
    /// When the last shift before it ended.
    pub left: Instant,
    /// When the next shift began: the same instant, where the two touch.
    pub at: Instant,
    /// Who was on call.
    pub from: &'c [PersonKey],
    /// Who is.
    pub to: &'c [PersonKey],
}

impl Context<'_> {
    /// The handoffs of a rotation over [`Self::known`], in order: from one shift to the next that
    /// is held by other people. Somebody who steps in for less than `least`, and then gives back,
    /// makes none.
    #[must_use]
    pub fn handovers(&self, key: RotationKey, least: TimeDelta) -> Vec<Handover<'_>> {
        let shifts: Vec<_> =
            self.shifts(key).iter().filter(|shift| !shift.people.is_empty()).collect();
        let mut found = Vec::new();
        let Some(mut before) = shifts.first().copied() else { return found };
        for (index, shift) in shifts.iter().enumerate().skip(1) {
            let next = shifts.get(index + 1);
            let back = next.is_some_and(|next| same(&next.people, &before.people));
            if back && shift.span.length() < least {
                continue;
            }
            if !same(&shift.people, &before.people) {
                found.push(Handover {
                    left: before.span.end,
                    at: shift.span.start,
                    from: &before.people,
                    to: &shift.people,
                });
            }
            before = shift;
        }
        found
    }

    /// The names of people, in order.
    #[must_use]
    pub fn names(&self, people: &[PersonKey]) -> String {
        let names: Vec<_> = people.iter().map(|person| self.plan[*person].name.as_str()).collect();
        match &names[..] {
            [one, two, three, rest @ ..] if !rest.is_empty() => {
                format!("{one}, {two}, {three} and {} more", rest.len())
            }
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            few => few.join(""),
        }
    }
}

/// Whether two groups are the same people.
fn same(one: &[PersonKey], two: &[PersonKey]) -> bool {
    let sorted = |people: &[PersonKey]| {
        let mut people = people.to_vec();
        people.sort_unstable();
        people
    };
    one == two || (one.len() == two.len() && sorted(one) == sorted(two))
}
