//! Which services are to be exercised, and by when: as the rule `game-day-overdue` asks, or as an
//! exercise recurs that the plan names.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use crate::plan::{Plan, Service};
use crate::record::{Exercise, Rehearsed, cases, exercises, rehearsed};
use crate::rules::{Options, named};
use crate::syntax::GameDayStatus;
use crate::time::Instant;

/// Incidents before this are no reason to hurry.
const RECENT: TimeDelta = TimeDelta::days(365);

/// A service that must be exercised, and when it was.
pub(super) struct Due<'a> {
    pub service: &'a Service,
    pub known: Rehearsed<'a>,
    /// The last day on which the next exercise is in time; `None` where nothing is on record.
    pub by: Option<NaiveDate>,
    /// How many days ago that was.
    pub over: Option<i64>,
    /// The recurring exercise that is next, and when.
    pub cadence: Option<(Instant, &'a str)>,
    /// How many incidents it had in the last year.
    pub incidents: usize,
}

impl Due<'_> {
    /// Whether the next exercise should have been held already.
    pub fn is_overdue(&self) -> bool {
        !self.known.undated && (self.known.last.is_none() || self.over.is_some())
    }

    /// The exercise that is planned for a time to come and does not recur.
    pub fn ahead(&self, now: Instant) -> Option<(Instant, &str)> {
        self.known.planned.filter(|(at, _)| *at >= now && self.cadence.is_none())
    }
}

/// How often the rule asks for an exercise.
pub(super) fn every(plan: &Plan) -> TimeDelta {
    let rule = named("game-day-overdue");
    rule.map_or(TimeDelta::days(180), |rule| Options::new(rule, plan).length("every"))
}

/// Every service that the rule asks for or that has a recurring exercise, the most overdue first:
/// those that were never exercised, of these the one with the most incidents in a year; then by
/// the day on which they are due.
pub(super) fn all(plan: &Plan, now: Instant) -> Vec<Due<'_>> {
    let (known, every, incidents) = (rehearsed(plan, now), every(plan), incidents(plan, now));
    let recurring: Vec<_> = exercises(plan).into_iter().filter(is_cadence).collect();
    let services = plan.services.iter().map(|service| {
        let cadence = recurring.iter().filter(|day| is_of(day, service));
        let cadence = cadence.filter_map(|day| Some((day.next(now)?, day.id.value.as_ref()))).min();
        let known = known.get(service.id.as_ref()).copied().unwrap_or_default();
        let incidents = incidents.get(service.id.as_ref()).copied().unwrap_or_default();
        due(plan, service, (known, cadence, incidents), (now, every))
    });
    let mut all: Vec<_> =
        services.filter(|due| due.service.tier == 1 || due.cadence.is_some()).collect();
    all.sort_by_key(|due| {
        let day = due.cadence.map(|(at, _)| plan.zone.civil(at).date());
        let unknown = due.known.undated && due.by.is_none();
        (unknown, day.or(due.by), Reverse(due.incidents), due.service.id.clone())
    });
    all
}

fn due<'a>(
    plan: &Plan,
    service: &'a Service,
    (known, cadence, incidents): (Rehearsed<'a>, Option<(Instant, &'a str)>, usize),
    (now, every): (Instant, TimeDelta),
) -> Due<'a> {
    let last = known.last.map(|last| plan.zone.civil(last).date());
    let by = last.and_then(|last| last.checked_add_signed(every));
    let late = by.map(|by| (plan.zone.civil(now).date() - by).num_days());
    Due { service, known, by, over: late.filter(|late| *late > 0), cadence, incidents }
}

/// How many incidents each service had in the last year, by its id.
fn incidents(plan: &Plan, now: Instant) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for case in cases(plan).into_iter().filter(crate::record::Case::is_incident) {
        let began = case.time(|times| &times.started).or(case.time(|times| &times.detected));
        if began.is_some_and(|began| began.value > now - RECENT && began.value <= now) {
            for service in case.front.services.iter().flat_map(|list| &list.value) {
                *counts.entry(service.value.as_ref()).or_default() += 1;
            }
        }
    }
    counts
}

/// Whether an exercise says how often something is exercised.
pub(super) fn is_cadence(day: &Exercise<'_>) -> bool {
    day.status == GameDayStatus::Planned && day.written.rrule.is_some()
}

/// Whether an exercise is about a service.
pub(super) fn is_of(day: &Exercise<'_>, service: &Service) -> bool {
    let mut services = day.written.services.iter().flat_map(|list| &list.value);
    services.any(|own| own.value == service.id)
}

/// What is due of one service, of whatever tier.
pub(super) fn of<'a>(plan: &'a Plan, id: &str, now: Instant) -> Option<Due<'a>> {
    let service = plan.services.iter().find(|service| service.id.as_ref() == id)?;
    let known = rehearsed(plan, now).get(id).copied().unwrap_or_default();
    let incidents = incidents(plan, now).get(id).copied().unwrap_or_default();
    Some(due(plan, service, (known, None, incidents), (now, every(plan))))
}
