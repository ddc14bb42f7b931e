//! What several rules need to know of a plan, worked out once a judgement.
//!
//! Owns people's whole duty, the pools in which they take turns, the steps of escalation paths over
//! time, working hours, and what records say. Knows no rule and no threshold.

mod alerts;
mod blind_spots;
mod duty;
mod handovers;
mod hours;
mod listing;
mod measure;
mod paging;
mod paths;
mod pieces;
mod pools;
mod prose;
mod reviews;
mod runbooks;
mod steps;
mod together;
mod weeks;
mod wording;

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};

use super::Context;
use crate::escalation::promises;
pub use crate::escalation::{Promise, required};
use crate::plan::{PersonKey, Plan, RotationKey};
use crate::record;
use crate::schedule::{self, Shift};
use crate::time::{Span, Windows};

pub use crate::record::{
    Case, Exercise, Milestone, Paged, Part, Passage, ServiceClock, Undone, Work, began, milestones,
    pages, worked_on,
};
pub use duty::{Duty, Run, civil_length};
pub use handovers::Handover;
pub use listing::{NAMED, quoted, same_turns, times, who};
pub use measure::{both, spells, total};
pub use paging::whom;
pub use pieces::{Piece, pieces};
pub use pools::{Order, Pool, Site};
pub use prose::{Block, prose};
pub use reviews::{Overdue, overdue};
pub use runbooks::{Link, Runbooks};
pub use steps::Step;
pub use together::{all_as_one, listing};
pub use weeks::{DAY, Week};
pub use wording::{few, in_hours, percent, share};

/// How far before now and beyond the horizon shifts are known, so that runs of duty are whole.
const MARGIN: TimeDelta = TimeDelta::days(35);

/// A number of things: `1 day`, `3 days`.
#[must_use]
pub fn counted(count: i64, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// A date as people read it: `5 Nov 2026`.
#[must_use]
pub fn day(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// When somebody is on call, in order.
type Manned = Arc<[Span]>;

/// The facts of one judgement.
pub(super) struct Facts<'a> {
    shifts: Vec<OnceCell<Vec<Shift>>>,
    duties: OnceCell<Vec<Vec<Duty>>>,
    promises: OnceCell<Vec<Promise<'a>>>,
    working: Vec<OnceCell<Option<Windows>>>,
    work: Vec<OnceCell<Option<Vec<Span>>>>,
    manned: RefCell<BTreeMap<(RotationKey, Span), Manned>>,
}

impl Facts<'_> {
    pub fn new(plan: &Plan) -> Self {
        Self {
            shifts: (0..plan.rotations.len()).map(|_| OnceCell::new()).collect(),
            duties: OnceCell::new(),
            promises: OnceCell::new(),
            working: (0..plan.people.len()).map(|_| OnceCell::new()).collect(),
            work: (0..plan.people.len()).map(|_| OnceCell::new()).collect(),
            manned: RefCell::default(),
        }
    }
}

impl<'a> Context<'a> {
    /// The span over which [`Self::shifts`] and [`Self::duties`] are known: the horizon, and 35
    /// days before and after it.
    #[must_use]
    pub fn known(&self) -> Span {
        let horizon = self.horizon();
        Span::new(horizon.start - MARGIN, horizon.end + MARGIN)
    }

    /// Whether no fault keeps a rotation from being judged.
    #[must_use]
    pub fn answers(&self, key: RotationKey) -> bool {
        self.plan[key].blocked.is_empty()
    }

    /// The final shifts of a rotation over [`Self::known`], overrides and time off applied, whole
    /// and in order; none where a fault hides them.
    #[must_use]
    pub fn shifts(&self, key: RotationKey) -> &[Shift] {
        let shifts = || {
            if self.answers(key) {
                schedule::shifts(self.plan, key, self.known())
            } else {
                Vec::new()
            }
        };
        self.facts.shifts[key.index()].get_or_init(shifts)
    }

    /// When somebody is on call in a rotation within a span, in order; looked up once, however
    /// many steps ask.
    #[must_use]
    pub fn manned(&self, key: RotationKey, span: Span) -> Arc<[Span]> {
        let manned = || {
            let held = schedule::shifts(self.plan, key, span).into_iter();
            let held = held.filter(|shift| !shift.people.is_empty()).map(|shift| shift.span);
            schedule::merged(held.collect()).into()
        };
        self.facts.manned.borrow_mut().entry((key, span)).or_insert_with(manned).clone()
    }

    /// The shifts of a rotation that overlap the horizon.
    pub fn shifts_ahead(&self, key: RotationKey) -> impl Iterator<Item = &Shift> {
        let horizon = self.horizon();
        self.shifts(key).iter().filter(move |shift| shift.span.overlaps(horizon))
    }

    /// Everything for which a person is on call over [`Self::known`], in order of start: in every
    /// rotation, also in those whose role does not count toward load.
    #[must_use]
    pub fn duties(&self, person: PersonKey) -> &[Duty] {
        &self.facts.duties.get_or_init(|| duty::all(self))[person.index()]
    }

    /// What somebody must be reached for: every escalation path that a service has for a severity,
    /// with the hours in which it is needed.
    #[must_use]
    pub fn promises(&self) -> &[Promise<'a>] {
        self.facts.promises.get_or_init(|| promises(self.plan))
    }

    /// The working hours of a person; `None` where the plan does not say them.
    #[must_use]
    pub fn working(&self, person: PersonKey) -> Option<&Windows> {
        let working = || {
            let written = self.plan[person].written.working_hours.as_ref()?;
            Some(self.plan.windows(&written.value.0))
        };
        self.facts.working[person.index()].get_or_init(working).as_ref()
    }

    /// When a person works within the horizon, as [`Self::at_work`] says it.
    #[must_use]
    pub fn work_ahead(&self, person: PersonKey) -> Option<&[Span]> {
        let work = || self.at_work(person, self.horizon());
        self.facts.work[person.index()].get_or_init(work).as_deref()
    }
}

impl<'a> Context<'a> {
    /// Every incident record that can be read, in order.
    #[must_use]
    pub fn cases(&self) -> Vec<Case<'a>> {
        record::cases(self.plan)
    }

    /// What records and exercises promise to do and have not done.
    #[must_use]
    pub fn undone(&self) -> Vec<Undone<'a>> {
        record::undone(self.plan, self.today())
    }

    /// The exercises of the plan that can be read, in order of their ids.
    #[must_use]
    pub fn exercises(&self) -> Vec<Exercise<'a>> {
        record::exercises(self.plan)
    }

    /// The service hours as a clock.
    #[must_use]
    pub fn service_clock(&self) -> ServiceClock<'a> {
        ServiceClock::new(self.plan)
    }
}
