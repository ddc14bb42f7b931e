//! The longest that a page takes to reach a first human being, and a second one.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::TimeDelta;

use crate::plan::{Escalation, PersonKey, Plan, Reach, RotationKey};
use crate::schedule::{self, Shift, service_hours, without};
use crate::syntax::{Hours, Urgency};
use crate::time::{Instant, Span};

use super::absence::absences;
use super::course::{Event, LONGEST, Leads, course};
use super::ladder::Ladders;
use super::sweep::{Chance, slowest};

/// How long somebody takes to be reached, and the instant of an alert that shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slowest {
    /// Seconds; `None` where they are never reached.
    pub seconds: Option<i64>,
    /// When the alert fires: the first of those that take as long.
    pub at: Instant,
}

impl Slowest {
    /// Whether it takes longer than another.
    #[must_use]
    pub fn is_slower(&self, than: &Self) -> bool {
        let key = |slowest: &Self| slowest.seconds.map_or((1, 0), |seconds| (0, seconds));
        key(self) > key(than)
    }
}

/// The longest that a path takes to reach people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worst {
    /// A first human, and a second one.
    Takes([Slowest; 2]),
    /// It is needed at no instant of the span.
    NotNeeded,
    /// A fault hides whom some step names.
    Hidden,
}

/// The shifts of a rotation from the start of the judged span until some instant.
type Known = (Instant, Rc<Vec<Shift>>);
/// The first delay of a person by their key and the urgency, and when they are not there.
type Person = (Option<i64>, Rc<Vec<Span>>);

/// Judges paths of one plan over one span; what several paths need is looked up once.
#[derive(Debug)]
pub struct Judge<'a> {
    plan: &'a Plan,
    span: Span,
    silent: &'a [PersonKey],
    ladders: Ladders<'a>,
    business: OnceCell<Vec<Span>>,
    shifts: RefCell<BTreeMap<RotationKey, Known>>,
    people: RefCell<BTreeMap<(PersonKey, Urgency), Person>>,
}

impl<'a> Judge<'a> {
    /// A judge of alerts that fire within a span, where some people never answer.
    #[must_use]
    pub fn new(plan: &'a Plan, span: Span, silent: &'a [PersonKey]) -> Self {
        Self {
            plan,
            span,
            silent,
            ladders: Ladders::new(plan),
            business: OnceCell::new(),
            shifts: RefCell::default(),
            people: RefCell::default(),
        }
    }

    /// The parts of the span in which people are needed at some hours.
    #[must_use]
    pub fn required(&self, hours: Hours) -> &[Span] {
        match hours {
            Hours::Always => std::slice::from_ref(&self.span),
            Hours::Business => self.business.get_or_init(|| service_hours(self.plan, self.span)),
        }
    }

    /// The longest that a path takes for an urgency, in the hours in which it is needed.
    #[must_use]
    pub fn worst(&self, path: &'a Escalation, urgency: Urgency, hours: Hours) -> Worst {
        let required = self.required(hours);
        if self.span.is_empty() || required.is_empty() {
            return Worst::NotNeeded;
        }
        let Some(chances) = self.chances(path, urgency) else { return Worst::Hidden };
        slowest(&chances, required).map_or(Worst::NotNeeded, Worst::Takes)
    }

    /// Everybody's chances to be reached; `None` where a fault hides some. Steps that come after
    /// two people are reached whatever the instant change nothing, and are left out.
    fn chances(&self, path: &'a Escalation, urgency: Urgency) -> Option<Vec<Chance>> {
        let (mut chances, mut sure) = (Vec::new(), Vec::<(PersonKey, i64)>::new());
        let mut enough = i64::MAX;
        for event in course(self.plan, path, true).events {
            if event.after > enough {
                break;
            }
            if event.leads == Leads::Nowhere {
                return None;
            }
            let from = chances.len();
            self.add(&event, urgency, &mut chances)?;
            let whole = chances[from..].iter().filter(|chance| chance.span == self.span);
            for chance in whole {
                match sure.iter_mut().find(|(person, _)| *person == chance.person) {
                    Some((_, after)) => *after = chance.after.min(*after),
                    None => sure.push((chance.person, chance.after)),
                }
            }
            sure.sort_unstable_by_key(|(_, after)| *after);
            sure.truncate(2);
            enough = sure.get(1).map_or(i64::MAX, |(_, after)| *after);
        }
        Some(chances)
    }

    /// Adds the chances that a target gives.
    fn add(&self, event: &Event<'a>, urgency: Urgency, chances: &mut Vec<Chance>) -> Option<()> {
        let delay = TimeDelta::seconds(event.after);
        let moved = Span::new(self.span.start + delay, self.span.end + delay);
        let mut add = |span: Span, people: &[PersonKey]| {
            for person in people.iter().filter(|person| !self.silent.contains(person)) {
                let known = self.person(*person, urgency);
                let Some(first) = known.0 else { continue };
                for there in without(&[span.intersection(moved)], &known.1) {
                    let span = Span::new(there.start - delay, there.end - delay);
                    let after = event.after.saturating_add(first);
                    chances.push(Chance { span, after, person: *person });
                }
            }
        };
        match event.reach {
            Reach::Rotation(key) if !self.plan[*key].blocked.is_empty() => return None,
            Reach::Rotation(key) => {
                for shift in self.shifts(*key, moved.end).iter() {
                    add(shift.span, &shift.people);
                }
            }
            Reach::Person(person) => add(moved, std::slice::from_ref(person)),
            Reach::Team(people) | Reach::Skill(people) => add(moved, people),
            Reach::Escalation(_) | Reach::Channel(_) | Reach::External(_) | Reach::Unknown => {}
        }
        Some(())
    }

    fn shifts(&self, key: RotationKey, until: Instant) -> Rc<Vec<Shift>> {
        let mut known = self.shifts.borrow_mut();
        if let Some((_, shifts)) = known.get(&key).filter(|(end, _)| until <= *end) {
            return Rc::clone(shifts);
        }
        // A little further than asked for, so that the next step need not ask again.
        let end = until + TimeDelta::days(1);
        let shifts = schedule::shifts(self.plan, key, Span::new(self.span.start, end));
        let shifts = Rc::new(shifts);
        known.insert(key, (end, Rc::clone(&shifts)));
        shifts
    }

    fn person(&self, key: PersonKey, urgency: Urgency) -> Person {
        let look = || {
            let first = self.ladders.of(key, urgency).first();
            let ahead = self.span.end + TimeDelta::seconds(LONGEST);
            let away = absences(&self.plan[key], Span::new(self.span.start, ahead));
            (first.map(|first| first.after), Rc::new(away))
        };
        self.people.borrow_mut().entry((key, urgency)).or_insert_with(look).clone()
    }
}
