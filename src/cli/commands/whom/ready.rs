//! Who is at hand: on call, at work, or when they work next.

use chrono::TimeDelta;

use super::Asking;
use crate::plan::{PersonKey, RotationKey};
use crate::schedule::{merged, without};
use crate::time::{Instant, Span};

/// How far ahead somebody's next working hours are looked for.
pub const AHEAD: TimeDelta = TimeDelta::days(28);

/// How soon somebody can be asked, the soonest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// On call in some rotation.
    OnCall,
    /// In their working hours.
    Working,
    /// Out of them.
    Off,
    /// The plan does not say when they work.
    Unknown,
    /// They have time off.
    Away,
    /// They have not joined yet, or have left.
    Gone,
}

impl State {
    /// The word that programs get.
    pub fn word(self) -> &'static str {
        match self {
            Self::OnCall => "on-call",
            Self::Working => "working",
            Self::Off => "off",
            Self::Unknown => "unknown",
            Self::Away => "away",
            Self::Gone => "gone",
        }
    }
}

/// A person at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ready {
    pub person: PersonKey,
    pub state: State,
    /// The rotations in which they are on call, each until when.
    pub duties: Vec<(RotationKey, Instant)>,
    /// Their working hours: those that they are in, else the next ones.
    pub works: Option<Span>,
    /// Until when they have time off.
    pub away: Option<Instant>,
}

impl Asking<'_> {
    /// People who are with the organisation, those who can be asked soonest first.
    pub fn at_hand(&self, people: &[PersonKey]) -> Vec<Ready> {
        let mut all: Vec<_> = people.iter().map(|person| self.ready(*person)).collect();
        all.retain(|ready| ready.state != State::Gone);
        let soon = |ready: &Ready| ready.works.map_or(Instant::MAX_UTC, |works| works.start);
        all.sort_by_key(|ready| {
            let soon = if ready.state == State::OnCall { Instant::MIN_UTC } else { soon(ready) };
            (ready.state, soon, ready.person)
        });
        all.dedup_by_key(|ready| ready.person);
        all
    }

    /// How soon a person can be asked.
    pub fn ready(&self, person: PersonKey) -> Ready {
        let known = self.known.borrow().get(&person).cloned();
        known.unwrap_or_else(|| {
            let ready = self.judged(person);
            self.known.borrow_mut().insert(person, ready.clone());
            ready
        })
    }

    fn judged(&self, person: PersonKey) -> Ready {
        let duties = self.duties(person);
        let away = self.away(person);
        let works = self.works(person, away.unwrap_or(self.at));
        let state = if !self.plan[person].employed(self.moment()) {
            State::Gone
        } else if !duties.is_empty() {
            State::OnCall
        } else if away.is_some() {
            State::Away
        } else if self.context.working(person).is_none() {
            State::Unknown
        } else if works.is_some_and(|works| works.start <= self.at) {
            State::Working
        } else {
            State::Off
        };
        Ready { person, state, duties, works, away }
    }

    fn duties(&self, person: PersonKey) -> Vec<(RotationKey, Instant)> {
        let shifts = self.plan.rotation_keys().zip(&self.duty);
        let held = shifts.filter_map(|(key, shift)| Some((key, shift.as_ref()?)));
        let theirs = held.filter(|(_, shift)| shift.people.contains(&person));
        theirs.map(|(key, shift)| (key, shift.span.end)).collect()
    }

    /// Until when a person has time off, where they have some.
    fn away(&self, person: PersonKey) -> Option<Instant> {
        let spans = self.plan[person].away.iter().map(|away| away.span).collect();
        let spans = merged(spans).into_iter();
        spans.into_iter().find(|span| span.contains(self.at)).map(|span| span.end)
    }

    /// The first working hours of a person that end after an instant: their public holidays and
    /// time off are none.
    fn works(&self, person: PersonKey, from: Instant) -> Option<Span> {
        let work = self.context.at_work(person, Span::new(from, from + AHEAD))?;
        let away = merged(self.plan[person].away.iter().map(|away| away.span).collect());
        let work = without(&work, &away).into_iter();
        work.into_iter().find(|span| self.plan[person].employed(*span))
    }
}
