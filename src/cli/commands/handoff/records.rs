//! What is on record for a rotation: what is open, what is in place for the time being, what is to
//! be done.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::hand::Hand;
use crate::plan::{Escalation, Plan, Reach, RotationKey, Service};
use crate::record::{self, Case};
use crate::syntax::{Actionable, Countermeasure, IncidentKind, IncidentStatus, Need, ServiceId};
use crate::time::Instant;

/// Hand-overs from one path to another that are followed.
const MOST_PATHS: usize = 200;

/// The services that a rotation answers for.
pub(super) struct Scope<'a> {
    /// Those whose pages reach it first; where none do, those whose pages reach it at all.
    pub services: Vec<&'a Service>,
    /// The same with everything that they depend on.
    pub wider: BTreeSet<&'a ServiceId>,
    /// The paths by which these pages come.
    pub paths: Vec<&'a Escalation>,
}

impl<'a> Scope<'a> {
    pub fn new(plan: &'a Plan, key: RotationKey) -> Self {
        let first = scoped(plan, |path| path.steps.first().is_some_and(|s| names(&s.reach, key)));
        let services =
            if first.is_empty() { scoped(plan, |path| reaches(plan, path, key)) } else { first };
        let ids = services.iter().flat_map(|service| service.escalation.all());
        let ids: BTreeSet<_> = ids.collect();
        let paths = ids.into_iter().filter_map(|id| plan.escalation(id.as_ref()));
        let paths = paths.filter(|path| reaches(plan, path, key)).collect();
        Self { wider: wider(plan, &services), services, paths }
    }

    /// Whether a record is about one of the rotation's services.
    pub fn is_about(&self, case: &Case<'_>) -> bool {
        touched(case).any(|id| self.services.iter().any(|service| service.id == *id))
    }

    /// Whether it is about one of these, or about something that they depend on.
    fn is_near(&self, case: &Case<'_>) -> bool {
        touched(case).any(|id| self.wider.contains(id))
    }
}

fn touched<'c>(case: &'c Case<'_>) -> impl Iterator<Item = &'c ServiceId> {
    case.front.services.iter().flat_map(|list| &list.value).map(|service| &service.value)
}

fn scoped(plan: &Plan, fits: impl Fn(&Escalation) -> bool) -> Vec<&Service> {
    let services = plan.services.iter().filter(|service| {
        let paths = service.escalation.all().into_iter();
        paths.filter_map(|id| plan.escalation(id.as_ref())).any(&fits)
    });
    services.collect()
}

fn names(reach: &[Reach], key: RotationKey) -> bool {
    reach.contains(&Reach::Rotation(key))
}

/// Whether some step of a path, or of those that it hands over to, reaches a rotation.
pub(super) fn reaches(plan: &Plan, path: &Escalation, key: RotationKey) -> bool {
    let (mut todo, mut seen) = (vec![path], Vec::new());
    while let Some(path) = todo.pop() {
        if seen.contains(&&path.id) || seen.len() == MOST_PATHS {
            continue;
        }
        seen.push(&path.id);
        for step in &path.steps {
            if names(&step.reach, key) {
                return true;
            }
            let next = step.reach.iter().filter_map(|reach| match reach {
                Reach::Escalation(id) => plan.escalation(id.as_ref()),
                _ => None,
            });
            todo.extend(next);
        }
    }
    false
}

/// Services with everything that they depend on.
fn wider<'a>(plan: &'a Plan, services: &[&'a Service]) -> BTreeSet<&'a ServiceId> {
    let mut found: BTreeSet<&ServiceId> = services.iter().map(|service| &service.id).collect();
    let mut todo = services.to_vec();
    while let Some(service) = todo.pop() {
        for id in service.written.depends_on.iter().flat_map(|list| &list.value) {
            let next = plan.services.iter().find(|other| other.id == id.value);
            if let Some(next) = next.filter(|next| found.insert(&next.id)) {
                todo.push(next);
            }
        }
    }
    found
}

/// An incident that is not over, or over and not talked over as its severity asks.
pub(super) struct Open<'a> {
    pub case: Case<'a>,
    /// Whether it is over and waits for its review.
    pub unreviewed: bool,
}

/// Something that is in place for the time being.
pub(super) struct Stopgap<'a> {
    pub case: Case<'a>,
    pub written: &'a Countermeasure,
    pub until: Option<NaiveDate>,
}

/// Something that was promised.
pub(super) struct Promised<'a> {
    /// The record or exercise, by its path.
    pub of: String,
    pub written: &'a Actionable,
    pub due: Option<NaiveDate>,
    pub done: Option<NaiveDate>,
}

/// What is open, what is in place for the time being, what was done and what is due.
pub(super) struct Records<'a> {
    pub open: Vec<Open<'a>>,
    pub stopgaps: Vec<Stopgap<'a>>,
    pub done: Vec<Promised<'a>>,
    pub due: Vec<Promised<'a>>,
}

impl<'a> Records<'a> {
    pub fn new(plan: &'a Plan, hand: &Hand, scope: &Scope<'a>, now: Instant) -> Self {
        let cases = record::cases(plan);
        let all = promised(plan, &cases, hand, (scope, now));
        let day = |at: Instant| plan.zone.civil(at).date();
        let (from, to, last) = (day(hand.missed_since()), day(hand.at), day(hand.coming().end));
        let (done, undone): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.done.is_some());
        let mut done = done;
        done.retain(|one| one.done.is_some_and(|day| from <= day && day <= to));
        let mut due = undone;
        due.retain(|one| one.due.is_some_and(|day| day <= last));
        due.sort_by_key(|one| one.due);
        done.sort_by_key(|one| one.done);
        Self {
            open: open(&cases, (hand.at, now), scope),
            stopgaps: stopgaps(&cases, (hand.at, now), scope),
            done,
            due,
        }
    }
}

/// Whether a record was begun at an instant, as far as its times can be.
fn has_begun(case: &Case<'_>, at: Instant, now: Instant) -> bool {
    began(case, now).is_none_or(|began| began < at)
}

/// When an incident began, by the first of its times that can be.
pub(super) fn began(case: &Case<'_>, now: Instant) -> Option<Instant> {
    let times = record::times(case.front);
    let times = times.without(&record::doubts(&times, now));
    times.began().map(|known| known.instant)
}

fn open<'a>(cases: &[Case<'a>], (at, now): (Instant, Instant), scope: &Scope<'_>) -> Vec<Open<'a>> {
    let open = |case: &Case<'a>| {
        let drill = case.kind() == IncidentKind::Drill;
        let unreviewed = case.is_over();
        if drill || !has_begun(case, at, now) {
            return None;
        }
        let waits =
            if unreviewed { scope.is_about(case) && waits(case) } else { scope.is_near(case) };
        waits.then_some(Open { case: *case, unreviewed })
    };
    let mut open: Vec<_> = cases.iter().filter_map(open).collect();
    open.sort_by_key(|open| (open.unreviewed, open.case.rank().unwrap_or(i64::MAX)));
    open
}

/// Whether an incident that is over waits for the review that its severity asks for.
fn waits(case: &Case<'_>) -> bool {
    let review = case.severity.and_then(|severity| severity.written.postmortem.as_ref());
    let required = review.is_some_and(|review| review.value == Need::Required);
    required
        && case.status() < IncidentStatus::Reviewed
        && case.time(|times| &times.reviewed).is_none()
}

fn stopgaps<'a>(
    cases: &[Case<'a>],
    (at, now): (Instant, Instant),
    scope: &Scope<'_>,
) -> Vec<Stopgap<'a>> {
    let near = cases.iter().filter(|case| scope.is_near(case) && has_begun(case, at, now));
    let all = near.flat_map(|case| {
        let all = case.front.countermeasures.iter().flat_map(|list| &list.value);
        // What has no day to be undone by is meant to stay.
        all.filter(|one| one.revert_by.is_some()).map(|one| Stopgap {
            case: *case,
            written: &one.value,
            until: one.revert_by.as_ref().map(|day| day.value.0),
        })
    });
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|one| one.until);
    all
}

/// Actions of records and exercises about the rotation's services, and those of the two people.
fn promised<'a>(
    plan: &'a Plan,
    cases: &[Case<'a>],
    hand: &Hand,
    (scope, now): (&Scope<'_>, Instant),
) -> Vec<Promised<'a>> {
    let today = plan.zone.civil(now).date();
    let people = hand.outgoing.iter().chain(&hand.incoming);
    let people: Vec<_> = people.map(|person| plan[*person].id.as_ref()).collect();
    let theirs = |action: &Actionable| {
        action.owner.as_ref().is_some_and(|owner| people.contains(&owner.value.as_ref()))
    };
    let of_cases = cases.iter().filter(|case| has_begun(case, hand.at, now)).flat_map(|case| {
        let actions = case.front.actions.iter().flat_map(|list| &list.value);
        let about = scope.is_about(case);
        let id = case.record.id.clone();
        actions
            .filter(move |action| about || theirs(action))
            .map(move |action| promise(id.clone(), &action.value, today))
    });
    let exercises = record::exercises(plan).into_iter();
    let of_exercises = exercises.flat_map(|exercise| {
        let mut services = exercise.written.services.iter().flat_map(|list| &list.value);
        let about = services.any(|id| scope.services.iter().any(|one| one.id == id.value));
        let findings = exercise.written.findings.iter().flat_map(|list| &list.value);
        let actions = findings.filter_map(|finding| finding.action.as_ref());
        let actions = actions.filter(|action| about || theirs(action));
        let id = exercise.id.value.to_string();
        actions.map(|action| promise(id.clone(), &action.value, today)).collect::<Vec<_>>()
    });
    let mut all: Vec<_> = of_cases.collect();
    all.extend(of_exercises);
    all
}

fn promise(of: String, written: &Actionable, today: NaiveDate) -> Promised<'_> {
    Promised {
        of,
        written,
        due: written.due.as_ref().map(|day| day.value.0),
        done: written.done.as_ref().map(|day| day.value.0).filter(|day| *day <= today),
    }
}
