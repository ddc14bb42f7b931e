//! What has been rehearsed of each service, and what is planned to be.

use std::collections::BTreeMap;

use super::{Exercise, began, exercises};
use crate::plan::Plan;
use crate::syntax::{GameDayStatus, Incident, IncidentKind, IncidentStatus};
use crate::time::Instant;

/// What is known of the exercises of a service.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rehearsed<'a> {
    /// When it was last exercised.
    pub last: Option<Instant>,
    /// Whether an exercise was held of which nobody says when.
    pub undated: bool,
    /// The exercise that is planned, and for when: the next one, or else one that is past.
    pub planned: Option<(Instant, &'a str)>,
}

/// What is known of the exercises of each service that has any, by its id. Incident records of
/// drills count as exercises.
#[must_use]
pub fn rehearsed(plan: &Plan, now: Instant) -> BTreeMap<&str, Rehearsed<'_>> {
    let mut known: BTreeMap<&str, Rehearsed<'_>> = BTreeMap::new();
    for exercise in exercises(plan) {
        let (held, planned) = (exercise.held(now), planned(&exercise, now));
        for service in exercise.written.services.iter().flat_map(|list| &list.value) {
            let known = known.entry(service.value.as_ref()).or_default();
            known.last = known.last.max(held);
            known.undated |= exercise.status == GameDayStatus::Done && held.is_none();
            known.planned = nearer(now, known.planned, planned);
        }
    }
    for record in &plan.written.incidents {
        let Some((front, held)) = record.front.as_ref().and_then(drill) else { continue };
        for service in front.services.iter().flat_map(|list| &list.value) {
            let known = known.entry(service.value.as_ref()).or_default();
            known.last = known.last.max(Some(held));
        }
    }
    known
}

/// The time for which an exercise is planned that is not done, and its id.
fn planned<'a>(exercise: &Exercise<'a>, now: Instant) -> Option<(Instant, &'a str)> {
    if exercise.status != GameDayStatus::Planned {
        return None;
    }
    let at = exercise.next(now).or_else(|| exercise.last(now))?;
    Some((at, exercise.id.value.as_ref()))
}

/// The next planned exercise of two; of two past ones the later.
fn nearer<'a>(
    now: Instant,
    one: Option<(Instant, &'a str)>,
    two: Option<(Instant, &'a str)>,
) -> Option<(Instant, &'a str)> {
    let rank = |(at, _): &(Instant, &str)| if *at >= now { (0, *at - now) } else { (1, now - *at) };
    [one, two].into_iter().flatten().min_by_key(rank)
}

/// An exercise that was recorded like an incident and is over, and when it was held.
fn drill(front: &Incident) -> Option<(&Incident, Instant)> {
    let kind = front.kind.as_ref()?;
    let status = front.status.as_ref().map_or(IncidentStatus::Open, |status| status.value);
    let over = !matches!(status, IncidentStatus::Open);
    let held = began(front.times.as_ref()?)?;
    (kind.value == IncidentKind::Drill && over).then_some((front, held))
}
