//! What was promised and not kept, what is still to be done, and who noticed first.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};

use super::facts::{Entry, Held};
use crate::plan::Plan;
use crate::record::{self, ACTIONS_WITHIN, ServiceClock, Spread, Undone};
use crate::syntax::{Actionable, DetectedBy as Noticed, Hours};
use crate::time::Instant;

/// A promise of a severity, and how often it was kept.
pub(super) struct PromiseKept<'a> {
    pub severity: &'a str,
    /// The duration: `acknowledge` or `engage`.
    pub what: &'static str,
    pub within: TimeDelta,
    /// Of how many incidents it is known.
    pub measured: usize,
    pub missed: usize,
    /// Whether the severity counts only service hours.
    pub in_service_hours: bool,
    pub took: Option<Spread>,
}

/// A promise that was not kept.
pub(super) struct Miss<'a> {
    pub incident: &'a str,
    pub severity: &'a str,
    pub what: &'static str,
    pub within: TimeDelta,
    pub took: TimeDelta,
    pub in_service_hours: bool,
}

/// The promises of each severity, worst first, and those that were not kept, in order of time.
pub(super) fn promises<'a>(
    plan: &'a Plan,
    entries: &[Entry<'a>],
    now: Instant,
) -> (Vec<PromiseKept<'a>>, Vec<Miss<'a>>) {
    let clock = ServiceClock::new(plan);
    let mut each: BTreeMap<(i64, &str, &'static str), PromiseKept<'_>> = BTreeMap::new();
    let mut lengths: BTreeMap<(i64, &str, &'static str), Vec<TimeDelta>> = BTreeMap::new();
    let mut misses = Vec::new();
    for entry in entries {
        let Some(severity) = entry.case.severity else { continue };
        for promised in record::promised(&entry.case, &clock, now) {
            let within = TimeDelta::seconds(promised.within.value.0);
            let key = (severity.rank, severity.id.as_ref(), promised.what);
            let kept = each.entry(key).or_insert_with(|| PromiseKept {
                severity: severity.id.as_ref(),
                what: promised.what,
                within,
                measured: 0,
                missed: 0,
                in_service_hours: severity.hours == Hours::Business,
                took: None,
            });
            kept.measured += 1;
            kept.missed += usize::from(promised.is_missed());
            lengths.entry(key).or_default().push(promised.took);
            if promised.is_missed() {
                misses.push(Miss {
                    incident: entry.id(),
                    severity: severity.id.as_ref(),
                    what: promised.what,
                    within,
                    took: promised.took,
                    in_service_hours: promised.in_service_hours,
                });
            }
        }
    }
    for (kept, lengths) in each.values_mut().zip(lengths.into_values()) {
        kept.took = Spread::new(lengths);
    }
    (each.into_values().collect(), misses)
}

/// What records and exercises promise to do.
pub(super) struct Actions<'a> {
    pub done: usize,
    /// What is not done: what is late first, then by day.
    pub open: Vec<Open<'a>>,
}

impl Actions<'_> {
    pub fn overdue(&self) -> usize {
        self.open.iter().filter(|open| open.days_late.is_some()).count()
    }
}

/// An action that is not done.
pub(super) struct Open<'a> {
    /// The record or exercise, by its path.
    pub path: String,
    pub action: &'a Actionable,
    pub due: Option<NaiveDate>,
    /// Whether that day follows from the severity.
    pub implied: bool,
    /// How many days it is late; `None` where it is not.
    pub days_late: Option<i64>,
}

/// The actions of the records and exercises that are shown.
pub(super) fn actions<'e, 'a: 'e>(
    plan: &'a Plan,
    entries: impl Iterator<Item = &'e Entry<'a>> + Clone,
    exercises: &[Held<'a>],
    now: Instant,
) -> Actions<'a> {
    let records = entries.clone().map(|entry| entry.case.path());
    let held = exercises.iter().map(|held| format!("game-days.{}", held.id));
    let shown: BTreeSet<String> = records.chain(held).collect();
    let today = plan.zone.civil(now).date();
    let undone = record::undone(plan, today);
    let undone = undone.into_iter().filter(|undone| shown.contains(&undone.path));
    let mut open: Vec<_> = undone.flat_map(|undone| all_open(plan, &undone, today)).collect();
    open.sort_by(|one, two| order(one).cmp(&order(two)));
    let written = entries
        .flat_map(|entry| entry.case.front.actions.iter().flat_map(|actions| &actions.value));
    let done = written.filter(|action| record::is_done(&action.value, today)).count();
    Actions { done: done + done_in(plan, &shown, today), open }
}

fn order<'o>(open: &'o Open<'_>) -> (bool, Option<NaiveDate>, &'o str) {
    (open.due.is_none(), open.due, &open.path)
}

fn all_open<'a>(plan: &Plan, undone: &Undone<'a>, today: NaiveDate) -> Vec<Open<'a>> {
    let open = undone.actions.iter().map(|action| {
        let action: &'a Actionable = action;
        let due = record::due(plan, undone, action, ACTIONS_WITHIN);
        let late = due.map(|due| (today - due.day).num_days()).filter(|days| *days > 0);
        Open {
            path: undone.path.clone(),
            action,
            due: due.map(|due| due.day),
            implied: due.is_some_and(|due| due.implied),
            days_late: late,
        }
    });
    open.collect()
}

/// How many actions of exercises are done.
fn done_in(plan: &Plan, shown: &BTreeSet<String>, today: NaiveDate) -> usize {
    let held = plan.written.game_days.iter();
    let held = held.filter(|entry| shown.contains(&format!("game-days.{}", entry.id.value)));
    let findings = held.filter_map(|entry| entry.value.as_ref()?.findings.as_ref());
    let actions = findings.flat_map(|list| &list.value);
    let actions = actions.filter_map(|finding| finding.action.as_ref());
    actions.filter(|action| record::is_done(&action.value, today)).count()
}

/// Incidents by who noticed them first.
pub(super) struct DetectedBy {
    /// `None` where the records do not say.
    pub by: Option<Noticed>,
    pub count: usize,
    /// How long that took.
    pub detection: Option<Spread>,
}

/// Incidents by who noticed them first, in the order of the format.
pub(super) fn detected_by(entries: &[Entry<'_>]) -> Vec<DetectedBy> {
    let all = [Noticed::Monitor, Noticed::Customer, Noticed::Employee, Noticed::Partner];
    let all = all.into_iter().map(Some).chain([None]);
    let by = all.map(|by| {
        let of = entries.iter().filter(|entry| {
            entry.case.front.detected_by.as_ref().map(|noticed| noticed.value) == by
        });
        let of: Vec<_> = of.collect();
        let detection = Spread::new(of.iter().filter_map(|entry| entry.lengths.detection));
        DetectedBy { by, count: of.len(), detection }
    });
    by.filter(|by| by.count > 0).collect()
}
