//! The records that the numbers are of, and the numbers.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::asked::Asked;
use super::groups::{Group, groups};
use super::lengths::{Summary, Trend};
use super::levers::{Levers, levers};
use super::lists::{Actions, DetectedBy, Miss, PromiseKept, actions, detected_by, promises};
use super::load::{PageTo, PagesOf, ShiftsOf, pages, pages_of, shifts};
use crate::plan::{Plan, RotationKey, Service};
use crate::record::{self, Basis, Case, Durations, Known, Times};
use crate::schedule::at;
use crate::syntax::{GameDayId, IncidentKind};
use crate::time::{Instant, Span, Zone};

/// A record that was asked for.
pub(super) struct Entry<'a> {
    pub case: Case<'a>,
    pub times: Times,
    pub lengths: Durations,
    /// When it began, as far as that is known and past: else the first of its times that is, and
    /// else the first of all.
    pub began: Option<Instant>,
    /// The services that it touched, by id, in the order of the record.
    pub services: Vec<&'a str>,
    /// The teams of these services, by id, each once.
    pub teams: Vec<&'a str>,
}

impl<'a> Entry<'a> {
    fn new(plan: &'a Plan, case: Case<'a>, now: Instant) -> Self {
        let times = record::times(case.front);
        let known = times.all().into_iter().filter_map(|(_, known)| known);
        let first = known.map(|known| known.instant).min();
        let began = times.started.map(|known| known.instant).filter(|began| *began <= now);
        let began = began.or(first);
        let services = case.front.services.iter().flat_map(|list| &list.value);
        let services: Vec<&str> = services.map(|id| id.value.as_ref()).collect();
        let teams = teams(plan, &services);
        let lengths = record::durations(plan, &case, now);
        Self { case, times, lengths, began, services, teams }
    }

    pub fn id(&self) -> &'a str {
        &self.case.record.id
    }

    pub fn severity(&self) -> Option<&'a str> {
        self.case.front.severity.as_ref().map(|id| id.value.as_ref())
    }

    /// The times on which durations rest and which are not under `[times]`.
    pub fn derived(&self) -> impl Iterator<Item = (&'static str, Known)> + use<> {
        let known = self.times.all().into_iter();
        let known = known.filter_map(|(name, known)| Some((name, known?)));
        known.filter(|(name, known)| *name != "declared" && known.basis != Basis::Written)
    }

    /// How long each of the three phases took, where all are known.
    pub fn phases(&self) -> Option<[TimeDelta; 3]> {
        let lengths = &self.lengths;
        lengths.impact?;
        Some([lengths.detection?, lengths.response?, lengths.remediation?])
    }
}

/// The service of an id.
pub(super) fn service<'a>(plan: &'a Plan, id: &str) -> Option<&'a Service> {
    let found = plan.services.binary_search_by(|service| service.id.as_ref().cmp(id));
    found.ok().map(|index| &plan.services[index])
}

/// The teams of some services, by id, each once.
fn teams<'a>(plan: &'a Plan, services: &[&str]) -> Vec<&'a str> {
    let all = services.iter().filter_map(|id| service(plan, id)?.written.team.as_ref());
    let all: BTreeSet<&str> = all.map(|team| team.value.as_ref()).collect();
    all.into_iter().collect()
}

/// An exercise that was held.
pub(super) struct Held<'a> {
    pub id: &'a GameDayId,
    pub at: Option<Instant>,
    pub times: Times,
    pub lengths: Durations,
}

/// Everything that is shown.
pub(super) struct Facts<'a> {
    pub plan: &'a Plan,
    pub asked: Asked,
    /// The records that the numbers are of, in order of time.
    pub entries: Vec<Entry<'a>>,
    /// The same of near misses and drills, where incidents are asked for.
    pub near_misses: Vec<Entry<'a>>,
    pub drills: Vec<Entry<'a>>,
    pub exercises: Vec<Held<'a>>,
    pub summary: Summary,
    pub groups: Vec<Group>,
    pub trend: Option<Trend>,
    pub pages: Vec<PageTo<'a>>,
    pub people: Vec<PagesOf>,
    pub shifts: Vec<ShiftsOf>,
    pub promises: Vec<PromiseKept<'a>>,
    pub misses: Vec<Miss<'a>>,
    pub actions: Actions<'a>,
    pub detected_by: Vec<DetectedBy>,
    /// What would shorten the longest phase, where that is asked.
    pub levers: Option<Levers>,
    unread: Vec<&'a str>,
    /// Ids that more than one record has; none of these is counted.
    pub doubled: Vec<&'a str>,
    /// The records that lie wholly in the future; none of these is counted.
    pub ahead: Vec<Entry<'a>>,
}

impl<'a> Facts<'a> {
    pub fn new(plan: &'a Plan, asked: Asked, zone: &Zone, now: Instant) -> Self {
        let (doubled, mut all): (Vec<_>, Vec<_>) =
            entries(plan, &asked).into_iter().partition(|entry| entry.case.doubled);
        let (ahead, counted): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|entry| entry.began.is_some_and(|began| began > now));
        all = counted;
        let ahead = ahead.into_iter().filter(|entry| asked.wants(entry.case.kind())).collect();
        let doubled = doubled.iter().map(Entry::id).collect();
        let mut of = |kind| {
            if !asked.wants(kind) {
                return Vec::new();
            }
            let (found, rest): (Vec<_>, Vec<_>) =
                std::mem::take(&mut all).into_iter().partition(|entry| entry.case.kind() == kind);
            all = rest;
            found
        };
        let entries = of(asked.main_kind());
        let near_misses = of(IncidentKind::NearMiss);
        let drills = of(IncidentKind::Drill);
        let exercises = exercises(plan, &asked, now);
        let pages = pages(plan, entries.iter().chain(&near_misses));
        let (promises, misses) = promises(plan, &entries, now);
        let shown = || entries.iter().chain(&near_misses).chain(&drills);
        let summary = Summary::new(entries.iter().map(|entry| &entry.lengths));
        let longest = summary.shares.filter(|_| asked.levers);
        Self {
            groups: asked.by.map_or_else(Vec::new, |by| groups(&entries, by, zone)),
            trend: Trend::new(&entries),
            people: pages_of(plan, &pages),
            shifts: shifts(plan, &pages, span(&asked, shown())),
            actions: actions(plan, shown(), &exercises, now),
            detected_by: detected_by(&entries),
            levers: longest.map(|shares| levers(plan, &entries, &pages, &shares, now)),
            unread: unread(plan),
            doubled,
            ahead,
            plan,
            promises,
            misses,
            pages,
            summary,
            entries,
            near_misses,
            drills,
            exercises,
            asked,
        }
    }

    /// Whether nothing is what was asked for.
    pub fn is_empty(&self) -> bool {
        let records = [&self.entries, &self.near_misses, &self.drills];
        records.iter().all(|records| records.is_empty()) && self.exercises.is_empty()
    }

    /// All records that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.entries.iter().chain(&self.near_misses).chain(&self.drills)
    }

    /// The time that is asked about: from the first record, where no other is given.
    pub fn span(&self) -> Span {
        span(&self.asked, self.shown())
    }

    /// The rotations that were paged, each once.
    pub fn paged_rotations(&self) -> Vec<RotationKey> {
        let keys: BTreeSet<_> = self.pages.iter().filter_map(|page| page.rotation).collect();
        keys.into_iter().collect()
    }

    /// The records of which a fault hides something.
    pub fn broken(&self) -> Vec<&'a str> {
        let broken = self.shown().filter(|entry| entry.case.broken).map(Entry::id);
        broken.chain(self.unread.iter().copied()).collect()
    }
}

fn span<'e, 'a: 'e>(asked: &Asked, mut shown: impl Iterator<Item = &'e Entry<'a>>) -> Span {
    let end = asked.until.map_or(asked.now, |until| until.min(asked.now));
    let first = || shown.by_ref().filter_map(|entry| entry.began).min();
    let start = asked.from.or_else(first).unwrap_or(end);
    Span::new(start.min(end), end)
}

/// The records that were asked for, of every kind, in order of time.
fn entries<'a>(plan: &'a Plan, asked: &Asked) -> Vec<Entry<'a>> {
    let all = record::cases(plan).into_iter().map(|case| Entry::new(plan, case, asked.now));
    let mut all: Vec<_> = all
        .filter(|entry| {
            asked.asks_of(entry.began)
                && asked.holds(&entry.services, &entry.teams, entry.severity())
        })
        .collect();
    all.sort_by_key(|entry| (entry.began.is_none(), entry.began, entry.id()));
    all
}

/// The records that could not be read at all.
fn unread(plan: &Plan) -> Vec<&str> {
    let unread = plan.written.incidents.iter().filter(|record| record.front.is_none());
    unread.map(|record| record.id.as_str()).collect()
}

/// The exercises that were held, where drills are asked for and no severity is.
fn exercises<'a>(plan: &'a Plan, asked: &Asked, now: Instant) -> Vec<Held<'a>> {
    if !asked.wants(IncidentKind::Drill) {
        return Vec::new();
    }
    let held = record::exercises(plan).into_iter().filter_map(|exercise| {
        let at = exercise.held(now)?;
        let services = exercise.written.services.iter().flat_map(|list| &list.value);
        let services: Vec<&str> = services.map(|id| id.value.as_ref()).collect();
        let wanted = asked.holds(&services, &teams(plan, &services), None);
        let result = exercise.written.result.as_ref().and_then(|r| r.value.times.as_ref());
        let times = result.map(|times| Times::written(&times.value)).unwrap_or_default();
        let lengths = Durations::new(&times, now, Span::length);
        let held = Held { id: &exercise.id.value, at: Some(at), times, lengths };
        (wanted && asked.holds_time(Some(at))).then_some(held)
    });
    let mut held: Vec<_> = held.collect();
    held.sort_by_key(|held| (held.at, held.id));
    held
}

/// The shift of a rotation at an instant, where no fault hides it.
pub(super) fn shift_at(plan: &Plan, key: RotationKey, when: Instant) -> Option<Span> {
    if !plan[key].blocked.is_empty() {
        return None;
    }
    at(plan, key, when).map(|shift| shift.span)
}
