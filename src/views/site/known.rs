//! The shifts and gaps that a site knows, of every rotation.

use chrono::TimeDelta;

use crate::plan::{PersonKey, Plan, RotationKey};
use crate::schedule::{self, Shift};
use crate::time::{Instant, Span};

/// What is known of a rotation.
pub struct Known {
    /// The rotation.
    pub key: RotationKey,
    /// The shifts that overlap the span, whole, in order; none where a fault touches the rotation.
    pub shifts: Vec<Shift>,
    /// Where somebody must be on call and nobody is.
    pub gaps: Vec<Span>,
    /// Whether a fault keeps it from being answered for.
    pub blocked: bool,
}

/// What is known of every rotation, in order.
pub fn all(plan: &Plan, span: Span) -> Vec<Known> {
    let known = |key: RotationKey| {
        if !plan[key].blocked.is_empty() {
            return Known { key, shifts: Vec::new(), gaps: Vec::new(), blocked: true };
        }
        let shifts = schedule::shifts(plan, key, span);
        Known { key, shifts, gaps: schedule::gaps(plan, key, span), blocked: false }
    };
    plan.rotation_keys().map(known).collect()
}

impl Known {
    /// The shift at an instant.
    pub fn at(&self, at: Instant) -> Option<&Shift> {
        let after = self.shifts.partition_point(|shift| shift.span.end <= at);
        self.shifts.get(after).filter(|shift| shift.span.contains(at))
    }

    /// The first shift that starts at or after an instant.
    pub fn next(&self, at: Instant) -> Option<&Shift> {
        self.shifts.iter().find(|shift| at <= shift.span.start)
    }

    /// Whether somebody must be on call at an instant and nobody is.
    pub fn is_gap(&self, at: Instant) -> bool {
        self.gaps.iter().any(|gap| gap.contains(at))
    }

    /// The shifts that overlap a span.
    pub fn within(&self, span: Span) -> impl Iterator<Item = &Shift> {
        self.shifts.iter().filter(move |shift| shift.span.overlaps(span))
    }

    /// The shifts from an instant on that a person has.
    pub fn of(&self, person: PersonKey, from: Instant) -> impl Iterator<Item = &Shift> {
        let theirs = self.shifts.iter().filter(move |shift| from < shift.span.end);
        theirs.filter(move |shift| shift.people.contains(&person))
    }
}

/// The coming weeks, as far as they are known.
pub fn weeks(now: Instant, known: Span) -> Span {
    Span::new(now, known.end.min(now + TimeDelta::days(28)))
}
