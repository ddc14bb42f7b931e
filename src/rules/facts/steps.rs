//! What escalation paths promise, and whom their steps reach when.

use std::borrow::Cow;

use super::{Context, Piece, pieces};
use crate::plan::{Escalation, Plan, Reach, RotationKey, Service, Severity};
use crate::schedule::{self, Shift};
use crate::source::Location;
use crate::syntax::{EscalationId, Hours};
use crate::time::Span;

/// Steps of one path that are looked at, with all that it hands over to.
const MOST_STEPS: usize = 200;

/// An escalation path and what it is needed for: services and severities in the same hours.
#[derive(Debug)]
pub struct Promise<'a> {
    /// The path.
    pub path: &'a Escalation,
    /// Whether it is needed in service hours only; else at every hour.
    pub business: bool,
    /// What it is needed for: at least one service and severity, in order of the services' ids and
    /// the severities' ranks.
    pub needs: Vec<(&'a Service, &'a Severity)>,
}

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

/// Every promise, in order of the first service and severity that needs it.
pub(super) fn promises(plan: &Plan) -> Vec<Promise<'_>> {
    let mut promises: Vec<Promise<'_>> = Vec::new();
    for service in &plan.services {
        for severity in &plan.severities {
            let path = service.escalation.severity(&severity.id);
            let Some(path) = path.and_then(|id| plan.escalation(id.as_ref())) else { continue };
            let business = match (service.tier, severity.hours) {
                (1, Hours::Always) => false,
                (1, Hours::Business) | (2, _) => true,
                _ => continue,
            };
            let same = |promise: &&mut Promise<'_>| {
                promise.path.id == path.id && promise.business == business
            };
            match promises.iter_mut().find(same) {
                Some(promise) => promise.needs.push((service, severity)),
                None => {
                    promises.push(Promise { path, business, needs: vec![(service, severity)] });
                }
            }
        }
    }
    promises
}

/// The part of a span in which a promise is needed.
#[must_use]
pub fn required(plan: &Plan, promise: &Promise<'_>, span: Span) -> Vec<Span> {
    if promise.business { schedule::service_hours(plan, span) } else { vec![span] }
}

impl Promise<'_> {
    /// What it is needed for, in words: payments (sev1), payments (sev2) and 3 more; ids in backquotes.
    #[must_use]
    pub fn named(&self) -> String {
        let each = self
            .needs
            .iter()
            .map(|(service, severity)| format!("`{}` (`{}`)", service.id, severity.id));
        match &each.collect::<Vec<_>>()[..] {
            [one, two, rest @ ..] if !rest.is_empty() => {
                format!("{one}, {two} and {} more", rest.len())
            }
            few => few.join(" and "),
        }
    }
}

impl<'a> Context<'a> {
    /// The steps of a path in order of time, hand-overs resolved: a path that is handed over to
    /// counts from the hand-over, and one that comes again is not followed again. `None` where a
    /// fault hides whom some step reaches.
    #[must_use]
    pub fn steps(&self, path: &'a Escalation) -> Option<Vec<Step<'a>>> {
        let mut flat = Vec::new();
        gather(self.plan, path, (0, None), &mut Vec::new(), &mut flat);
        flat.sort_by_key(|(after, ..)| *after);
        let mut steps: Vec<Step<'a>> = Vec::new();
        for (after, reach, at) in flat {
            match reach {
                Reach::Unknown => return None,
                Reach::Rotation(key) if !self.answers(*key) => return None,
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

/// Adds what the steps of a path reach, and when, with what they hand over to.
fn gather<'a>(
    plan: &'a Plan,
    path: &'a Escalation,
    (from, at): (i64, Option<Location>),
    seen: &mut Vec<&'a EscalationId>,
    flat: &mut Vec<(i64, &'a Reach, Location)>,
) {
    if seen.len() >= MOST_STEPS || seen.contains(&&path.id) {
        return;
    }
    seen.push(&path.id);
    for step in &path.steps {
        let after = from.saturating_add(step.after);
        let at = at.unwrap_or(step.at);
        for reach in &step.reach {
            if flat.len() >= MOST_STEPS {
                return;
            }
            match reach {
                Reach::Escalation(id) => {
                    if let Some(next) = plan.escalation(id.as_ref()) {
                        gather(plan, next, (after, Some(at)), seen, flat);
                    }
                }
                reach => flat.push((after, reach, at)),
            }
        }
    }
}
