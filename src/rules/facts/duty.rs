//! A person's whole duty: every rotation together, in their own time.

use chrono::TimeDelta;

use super::{Context, MARGIN};
use crate::plan::{PersonKey, Plan, RotationKey};
use crate::source::Location;
use crate::time::{Span, Zone};

/// A shift that somebody holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    /// When, whole.
    pub span: Span,
    /// In which rotation.
    pub rotation: RotationKey,
    /// Whether time in the rotation's role counts as on-call load.
    pub counts: bool,
}

/// Duty without a break, over all rotations that count toward load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// When.
    pub span: Span,
    /// The rotations, in order of the first shift in each.
    pub rotations: Vec<RotationKey>,
}

/// The duties of every person, by index.
pub(super) fn all(context: &Context<'_>) -> Vec<Vec<Duty>> {
    let plan = context.plan;
    let mut duties = vec![Vec::new(); plan.people.len()];
    for rotation in plan.rotation_keys() {
        let counts = plan.counts_toward_load(rotation);
        for shift in context.shifts(rotation) {
            for person in &*shift.people {
                duties[person.index()].push(Duty { span: shift.span, rotation, counts });
            }
        }
    }
    for own in &mut duties {
        own.sort_by_key(|duty: &Duty| (duty.span, duty.rotation));
    }
    duties
}

impl Context<'_> {
    /// The duties of a person that count toward load.
    pub fn load(&self, person: PersonKey) -> impl Iterator<Item = &Duty> {
        self.duties(person).iter().filter(|duty| duty.counts)
    }

    /// The runs of a person's duty that are not over and begin within the horizon, in order.
    /// Duties that touch or overlap are one run.
    #[must_use]
    pub fn runs(&self, person: PersonKey) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for duty in self.load(person) {
            match runs.last_mut() {
                Some(run) if duty.span.start <= run.span.end => {
                    run.span.end = run.span.end.max(duty.span.end);
                    if !run.rotations.contains(&duty.rotation) {
                        run.rotations.push(duty.rotation);
                    }
                }
                _ => runs.push(Run { span: duty.span, rotations: vec![duty.rotation] }),
            }
        }
        let horizon = self.horizon();
        runs.retain(|run| run.span.overlaps(horizon));
        runs
    }

    /// Where the first rotation is defined in which a person has one of these shifts.
    #[must_use]
    pub fn place(&self, person: PersonKey, rotations: &[RotationKey]) -> Location {
        rotations.first().map_or(self.plan[person].at, |key| self.plan[*key].at)
    }
}

/// How long a span is on the wall clock of a zone: a day over a change of the clock is a day.
#[must_use]
pub fn civil_length(span: Span, zone: &Zone) -> TimeDelta {
    zone.civil(span.end) - zone.civil(span.start)
}

impl Plan {
    /// Whether time in the role of a rotation counts as on-call load.
    #[must_use]
    pub fn counts_toward_load(&self, rotation: RotationKey) -> bool {
        let Some(role) = &self[rotation].role else { return true };
        let written = self.roles.iter().find(|entry| entry.id.value == *role);
        let written = written.and_then(|entry| entry.value.as_ref());
        written.and_then(|role| role.counts_toward_load.as_ref()).is_none_or(|counts| counts.value)
    }
}

const _: () = assert!(MARGIN.num_days() > 31, "a run of a month is seen whole");
