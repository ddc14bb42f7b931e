//! Whom the steps of escalation paths reach when.

use std::borrow::Cow;

use super::{Context, Piece, pieces};
use crate::escalation::{Event, course};
use crate::plan::{Escalation, Reach, RotationKey};
use crate::schedule::{self, Shift};
use crate::source::Location;
use crate::time::Span;

/// A step of a path with what is handed over in it: everything that happens at one time.
#[derive(Debug)]
pub struct Step<'a> {
    /// Seconds since the alert fired.
    pub after: i64,
    /// Whom it reaches; no hand-overs, which are resolved.
    pub reach: Vec<&'a Reach>,
    /// Where it is written: the step of the path that is asked about.
    pub at: Location,
}

impl<'a> Context<'a> {
    /// The steps of a path in order of time, hand-overs resolved: a path that is handed over to
    /// counts from the hand-over, and one that leads back is not followed again. `None` where a
    /// fault hides whom some step reaches.
    #[must_use]
    pub fn steps(&self, path: &'a Escalation) -> Option<Vec<Step<'a>>> {
        let mut steps: Vec<Step<'a>> = Vec::new();
        for Event { after, reach, top: at, .. } in course(self.plan, path, false).events {
            match reach {
                Reach::Unknown => return None,
                Reach::Rotation(key) if !self.answers(*key) => return None,
                Reach::Escalation(_) => continue,
                _ => {}
            }
            match steps.last_mut().filter(|step| step.after == after) {
                Some(step) => step.reach.push(reach),
                None => steps.push(Step { after, reach: vec![reach], at }),
            }
        }
        Some(steps)
    }

    /// Whom a step reaches over a span.
    #[must_use]
    pub fn reached(&self, step: &Step<'_>, span: Span) -> Vec<Piece> {
        let known = self.known();
        let within = known.start <= span.start && span.end <= known.end;
        let keys = step.rotations();
        let shifts: Vec<Cow<'_, [Shift]>> = keys
            .iter()
            .map(|key| {
                if within {
                    Cow::Borrowed(self.shifts(*key))
                } else {
                    Cow::Owned(schedule::shifts(self.plan, *key, span))
                }
            })
            .collect();
        let shifts = shifts.iter().flat_map(|shifts| shifts.iter());
        let shifts = shifts.map(|shift| (shift.span, &*shift.people));
        let others = step.reach.iter().filter_map(|reach| match reach {
            Reach::Person(person) => Some((span, std::slice::from_ref(person))),
            Reach::Team(people) | Reach::Skill(people) => Some((span, &**people)),
            _ => None,
        });
        pieces(span, shifts.chain(others))
    }
}

impl Step<'_> {
    /// Whether it reaches somebody outside the organisation, who is not in the plan's schedule.
    #[must_use]
    pub fn leaves(&self) -> bool {
        self.reach.iter().any(|reach| matches!(reach, Reach::External(_)))
    }

    /// The rotations that it asks, in order, each once.
    #[must_use]
    pub fn rotations(&self) -> Vec<RotationKey> {
        let mut keys = Vec::new();
        for reach in &self.reach {
            if let Reach::Rotation(key) = reach
                && !keys.contains(key)
            {
                keys.push(*key);
            }
        }
        keys
    }
}
