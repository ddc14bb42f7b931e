//! The walk of one page: every step at its time, whom it names at that moment, and when each of
//! them is notified.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::plan::{Escalation, PersonKey, Plan, Reach, Service, Severity};
use crate::schedule;
use crate::syntax::{Method, Urgency};
use crate::time::{Elapsed, Instant};

use super::absence::{Absence, absent};
use super::course::{Course, Cut, Event, Leads, course};
use super::ladder::{Ladder, Ladders, urgency};

/// People beyond these are not followed.
const MOST_CALLS: usize = 10_000;

/// A page for a service, of a severity.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The service.
    pub service: &'a Service,
    /// The severity.
    pub severity: &'a Severity,
    /// The path that the service has for the severity.
    pub path: &'a Escalation,
}

/// What happens after an alert.
#[derive(Debug)]
pub struct Walk<'a> {
    /// When the alert fires.
    pub at: Instant,
    /// Whether it wakes people.
    pub urgency: Urgency,
    /// What happens, in order of time.
    pub happenings: Vec<Happening<'a>>,
    /// What is promised, in order of time.
    pub marks: Vec<Mark>,
    /// Where the walk is cut, because it goes on for too long.
    pub cut: Option<Cut>,
    /// The paths that say how often they are run again, but not when, so that it is left out.
    pub undated: Vec<&'a Escalation>,
}

/// One target of one step at its time.
#[derive(Debug)]
pub struct Happening<'a> {
    /// The step.
    pub event: Event<'a>,
    /// When it runs.
    pub at: Instant,
    /// What comes of it.
    pub outcome: Outcome,
    /// Whom it names, in order.
    pub calls: Vec<Call>,
}

/// What comes of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It names people.
    People,
    /// It names people, and none of them is there.
    Absent,
    /// Nobody is on call, or nobody is in the team or has the skill: its delay is lost.
    Nobody,
    /// Another path begins.
    HandOver,
    /// It leads back to a path that led here: nothing new is reached.
    Loop,
    /// It leads to something that is not in the plan.
    Nowhere,
    /// A channel, which wakes nobody.
    Channel,
    /// A contact outside the organisation.
    External,
    /// A fault hides whom it names.
    Hidden,
}

/// Somebody whom a step names.
#[derive(Clone, Debug)]
pub struct Call {
    /// Who.
    pub person: PersonKey,
    /// Why they are not there, where they are not; then nothing is tried.
    pub absent: Option<Absence>,
    /// Whether they are taken not to answer.
    pub silent: bool,
    /// How they are notified.
    pub ladder: Ladder,
}

/// What is promised, on the same line of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What.
    pub promised: Promised,
    /// Seconds after the alert.
    pub after: i64,
    /// When.
    pub at: Instant,
}

/// What is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promised {
    /// Somebody acknowledges.
    Acknowledge,
    /// Somebody works on it.
    Engage,
}

/// A human being who is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Who.
    pub person: PersonKey,
    /// Seconds after the alert.
    pub after: i64,
    /// By which contact; `None` where the plan holds no contacts of anybody.
    pub via: Option<Method>,
}

/// Whom a target names at an instant, in order; `None` where a fault hides it. A path, a channel
/// and an external name nobody.
#[must_use]
pub fn named(plan: &Plan, reach: &Reach, at: Instant) -> Option<Vec<PersonKey>> {
    match reach {
        Reach::Rotation(key) if !plan[*key].blocked.is_empty() => None,
        Reach::Rotation(key) => {
            let shift = schedule::at(plan, *key, at);
            Some(shift.map(|shift| shift.people.to_vec()).unwrap_or_default())
        }
        Reach::Person(person) => Some(vec![*person]),
        Reach::Team(people) | Reach::Skill(people) => Some(people.clone()),
        Reach::Escalation(_) | Reach::Channel(_) | Reach::External(_) => Some(Vec::new()),
        Reach::Unknown => None,
    }
}

/// An instant so many seconds later, as late as can be told.
fn later(at: Instant, seconds: i64) -> Instant {
    let length = TimeDelta::try_seconds(seconds);
    length.and_then(|length| at.checked_add_signed(length)).unwrap_or(Instant::MAX_UTC)
}

impl<'a> Page<'a> {
    /// A page for a service, of a severity; `None` where the service has no path for it.
    #[must_use]
    pub fn new(plan: &'a Plan, service: &'a Service, severity: &'a Severity) -> Option<Self> {
        let path = plan.escalation(service.escalation.severity(&severity.id)?.as_ref())?;
        Some(Self { plan, service, severity, path })
    }

    /// What happens where the alert fires at an instant and some people do not answer.
    #[must_use]
    pub fn walk(&self, at: Instant, silent: &[PersonKey]) -> Walk<'a> {
        let Course { events, mut cut, undated } = course(self.plan, self.path, true);
        let urgency = urgency(self.severity);
        let ladders = Ladders::new(self.plan);
        let mut happenings: Vec<Happening<'a>> = Vec::new();
        let mut calls = 0;
        for event in events {
            if calls > MOST_CALLS {
                cut = Some(Cut::Targets(event.after));
                break;
            }
            let happening = self.happening(event, at, |person, then| Call {
                person,
                absent: absent(self.plan, person, then),
                silent: silent.contains(&person),
                ladder: ladders.of(person, urgency),
            });
            calls += happening.calls.len();
            happenings.push(happening);
        }
        Walk { at, urgency, happenings, marks: self.marks(at), cut, undated }
    }

    fn happening(
        &self,
        event: Event<'a>,
        fired: Instant,
        call: impl Fn(PersonKey, Instant) -> Call,
    ) -> Happening<'a> {
        let at = later(fired, event.after);
        let people = named(self.plan, event.reach, at);
        let calls: Vec<_> = people.iter().flatten().map(|person| call(*person, at)).collect();
        let outcome = match (event.leads, event.reach) {
            (Leads::Nowhere, _) => Outcome::Nowhere,
            (Leads::Back, _) => Outcome::Loop,
            (Leads::Over, _) => Outcome::HandOver,
            (Leads::There, Reach::Channel(_)) => Outcome::Channel,
            (Leads::There, Reach::External(_)) => Outcome::External,
            (Leads::There, _) if people.is_none() => Outcome::Hidden,
            (Leads::There, _) if calls.is_empty() => Outcome::Nobody,
            (Leads::There, _) if calls.iter().all(|c| c.absent.is_some()) => Outcome::Absent,
            (Leads::There, _) => Outcome::People,
        };
        Happening { event, at, outcome, calls }
    }

    fn marks(&self, at: Instant) -> Vec<Mark> {
        let written = &self.severity.written;
        let within = [
            (Promised::Acknowledge, &written.acknowledge_within),
            (Promised::Engage, &written.engage_within),
        ];
        let marks = within.into_iter().filter_map(|(promised, length)| {
            let Elapsed(after) = length.as_ref()?.value;
            Some(Mark { promised, after, at: later(at, after) })
        });
        let mut marks: Vec<_> = marks.collect();
        marks.sort_by_key(|mark| mark.after);
        marks
    }
}

impl Call {
    /// Seconds after the alert at which the person is reached by a step that runs so many seconds
    /// after it, and how; `None` where they are not.
    #[must_use]
    pub fn reached(&self, step_after: i64) -> Option<Reached> {
        let there = self.absent.is_none() && !self.silent;
        let first = self.ladder.first().filter(|_| there)?;
        let after = step_after.saturating_add(first.after);
        Some(Reached { person: self.person, after, via: first.via })
    }
}

impl Walk<'_> {
    /// Everybody who is reached, each once, in order of time.
    #[must_use]
    pub fn reached(&self) -> Vec<Reached> {
        let mut first: BTreeMap<PersonKey, (i64, usize, Reached)> = BTreeMap::new();
        let each = self.happenings.iter().flat_map(|happening| {
            let after = happening.event.after;
            happening.calls.iter().filter_map(move |call| call.reached(after))
        });
        for (number, reached) in each.enumerate() {
            let known = first.entry(reached.person).or_insert((reached.after, number, reached));
            if (reached.after, number) < (known.0, known.1) {
                *known = (reached.after, number, reached);
            }
        }
        let mut all: Vec<_> = first.into_values().collect();
        all.sort_by_key(|(after, number, _)| (*after, *number));
        all.into_iter().map(|(.., reached)| reached).collect()
    }

    /// Whether a fault hides whom some step names.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        let hidden = |outcome| matches!(outcome, Outcome::Hidden | Outcome::Nowhere);
        self.happenings.iter().any(|happening| hidden(happening.outcome))
    }
}
