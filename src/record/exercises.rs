//! Exercises: when they were held, and when the next one is.

use chrono::TimeDelta;

use crate::plan::Plan;
use crate::source::Located;
use crate::syntax::{GameDay, GameDayId, GameDayStatus, Times};
use crate::time::{Instant, Recurrence};

/// Recurrence rules that are read: each may cost a walk through centuries.
const MOST_RULES: usize = 200;
/// How far back a recurring exercise is looked for: as far as a length of time can be.
const BACK: TimeDelta = TimeDelta::days(3660);

/// An exercise of the plan.
pub struct Exercise<'a> {
    /// The id and where it is defined.
    pub id: &'a Located<GameDayId>,
    /// Everything, as it is written.
    pub written: &'a GameDay,
    /// Whether it has been held.
    pub status: GameDayStatus,
    plan: &'a Plan,
    recurrence: Option<Recurrence>,
}

/// The exercises of a plan that can be read, in order of their ids.
#[must_use]
pub fn exercises(plan: &Plan) -> Vec<Exercise<'_>> {
    let mut rules = MOST_RULES;
    let readable = plan.written.game_days.iter();
    let readable = readable.filter_map(|entry| Some((&entry.id, entry.value.as_ref()?)));
    let exercises = readable.map(|(id, written)| {
        let status = written.status.as_ref().map(|status| status.value);
        let status = status.unwrap_or(GameDayStatus::Planned);
        let recurrence = recurrence(plan, written, &mut rules);
        Exercise { id, written, status, plan, recurrence }
    });
    exercises.collect()
}

/// How an exercise recurs from its first date on, if that can be read and there are not too many.
fn recurrence(plan: &Plan, written: &GameDay, left: &mut usize) -> Option<Recurrence> {
    let (rule, first) = (written.rrule.as_ref()?, written.scheduled.as_ref()?);
    *left = left.checked_sub(1)?;
    Recurrence::parse(rule, plan.zone.civil(first.value)).ok()
}

impl Exercise<'_> {
    /// The last time before an instant for which it stands in the plan.
    #[must_use]
    pub fn last(&self, before: Instant) -> Option<Instant> {
        let zone = &self.plan.zone;
        let recurrence = self.recurrence.as_ref();
        let again = recurrence.and_then(|recurrence| {
            recurrence.between(zone.civil(before - BACK), zone.civil(before)).pop()
        });
        let scheduled = self.written.scheduled.as_ref().map(|at| at.value);
        again.map(|civil| zone.instant(civil)).or(scheduled.filter(|at| *at < before))
    }

    /// The first time from an instant on for which it stands in the plan.
    #[must_use]
    pub fn next(&self, from: Instant) -> Option<Instant> {
        let zone = &self.plan.zone;
        let again = self.recurrence.as_ref();
        let again = again.and_then(|recurrence| recurrence.at_or_after(zone.civil(from)));
        let scheduled = self.written.scheduled.as_ref().map(|at| at.value);
        scheduled.filter(|at| *at >= from).or(again.map(|civil| zone.instant(civil)))
    }

    /// When it was last held, as far as the plan says: as its result says, else as it was to be.
    #[must_use]
    pub fn held(&self, now: Instant) -> Option<Instant> {
        if self.status != GameDayStatus::Done {
            return None;
        }
        let times = self.written.result.as_ref().and_then(|result| result.value.times.as_ref());
        times
            .and_then(|times| began(&times.value))
            .or_else(|| self.last(now))
            .or_else(|| self.written.scheduled.as_ref().map(|at| at.value))
    }
}

/// When an exercise began.
#[must_use]
pub fn began(times: &Times) -> Option<Instant> {
    times.injected.as_ref().or(times.started.as_ref()).map(|at| at.value)
}
