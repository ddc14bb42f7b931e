//! The course of an escalation path: what it comes to, in order of time, hand-overs and repeats
//! followed. Knows nobody who is on call.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::plan::{Escalation, Plan, Reach, Step};
use crate::source::Location;
use crate::syntax::Target;

/// Targets beyond these are not followed.
pub const MOST_TARGETS: usize = 1000;
/// Seconds after the alert beyond which nothing is followed: a year.
pub const LONGEST: i64 = 366 * 86_400;

/// What a path comes to.
#[derive(Debug)]
pub struct Course<'a> {
    /// What happens, in order of time; what happens at once stands in the order in which it is
    /// written, and what is handed over to after what hands over.
    pub events: Vec<Event<'a>>,
    /// Where the course is cut, because it goes on for too long.
    pub cut: Option<Cut>,
    /// The paths that say how often they are run again, but not when, so that it is left out.
    pub undated: Vec<&'a Escalation>,
}

/// One target of one step at its time.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// Seconds since the alert fired.
    pub after: i64,
    /// The path that the step is of: the one asked about, or one that was handed over to.
    pub path: &'a Escalation,
    /// The place of the step in its path, from 1.
    pub number: usize,
    /// Which run of its path it is in; the first is 0.
    pub run: i64,
    /// How many runs come before it, with those of the paths that led to its path.
    pub rounds: i64,
    /// The step.
    pub step: &'a Step,
    /// Where the step of the path that is asked about is written from which this comes.
    pub top: Location,
    /// Whom or what it reaches.
    pub reach: &'a Reach,
    /// What is written of it.
    pub target: &'a Target,
    /// Where it leads.
    pub leads: Leads,
}

/// Where a target leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To whom it names.
    There,
    /// To another path, which begins at this moment.
    Over,
    /// Back to a path that led here: not followed again.
    Back,
    /// To something that is not in the plan.
    Nowhere,
}

/// Where a course is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// After so many targets; the next would run so many seconds after the alert.
    Targets(i64),
    /// Because the next would run so many seconds after the alert.
    Time(i64),
}

/// A run of a path.
struct Run<'a> {
    path: &'a Escalation,
    from: i64,
    number: i64,
    /// The number, and those of the runs that led to it, together.
    rounds: i64,
    /// The run that handed over to it, and where that is written in the path asked about.
    parent: Option<(usize, Location)>,
}

/// The runs under way. Each has at most one step ahead, and the earliest comes next.
struct Runs<'a> {
    plan: &'a Plan,
    repeats: bool,
    begun: Vec<Run<'a>>,
    ahead: BinaryHeap<Reverse<(i64, usize, usize)>>,
    course: Course<'a>,
}

/// What a path comes to, with its repeats or without.
///
/// The steps of a path that is handed over to count from the hand-over. At most [`MOST_TARGETS`]
/// targets within [`LONGEST`] are followed.
#[must_use]
pub fn course<'a>(plan: &'a Plan, path: &'a Escalation, repeats: bool) -> Course<'a> {
    let course = Course { events: Vec::new(), cut: None, undated: Vec::new() };
    let mut runs = Runs { plan, repeats, begun: Vec::new(), ahead: BinaryHeap::new(), course };
    runs.begin(Run { path, from: 0, number: 0, rounds: 0, parent: None });
    while let Some(Reverse((after, run, step))) = runs.ahead.pop() {
        if after > LONGEST {
            runs.course.cut = Some(Cut::Time(after));
            break;
        }
        if !runs.run(after, run, step) {
            runs.course.cut = Some(Cut::Targets(after));
            break;
        }
        runs.go_on(run, step);
    }
    runs.course
}

impl<'a> Runs<'a> {
    fn begin(&mut self, run: Run<'a>) {
        if let Some(first) = run.path.steps.first() {
            self.ahead.push(Reverse((run.from.saturating_add(first.after), self.begun.len(), 0)));
        }
        self.begun.push(run);
    }

    /// Runs a step; false where not all of it was followed.
    fn run(&mut self, after: i64, run: usize, index: usize) -> bool {
        let Run { path, number, rounds, parent, .. } = self.begun[run];
        let step = &path.steps[index];
        let top = parent.map_or(step.at, |(_, top)| top);
        for (reach, target) in step.reach.iter().zip(&step.targets) {
            if self.course.events.len() >= MOST_TARGETS {
                return false;
            }
            let next = match reach {
                Reach::Escalation(id) => self.plan.escalation(id.as_ref()),
                _ => None,
            };
            let leads = match (reach, next) {
                (Reach::Unknown, _) | (Reach::Escalation(_), None) => Leads::Nowhere,
                (_, Some(next)) if self.led_by(run, next) => Leads::Back,
                (_, Some(_)) => Leads::Over,
                _ => Leads::There,
            };
            let index = index + 1;
            let event = Event {
                after,
                path,
                number: index,
                run: number,
                rounds,
                step,
                top,
                reach,
                target,
                leads,
            };
            self.course.events.push(event);
            if let Some(path) = next.filter(|_| leads == Leads::Over) {
                self.begin(Run { path, from: after, number: 0, rounds, parent: Some((run, top)) });
            }
        }
        true
    }

    /// Whether a run is one of a path, or was led to by one.
    fn led_by(&self, mut run: usize, path: &Escalation) -> bool {
        loop {
            if self.begun[run].path.id == path.id {
                return true;
            }
            let Some((parent, _)) = self.begun[run].parent else { return false };
            run = parent;
        }
    }

    /// Looks for what follows a step: the next one of its path, or the path once more.
    fn go_on(&mut self, run: usize, step: usize) {
        let Run { path, from, number, rounds, parent } = self.begun[run];
        if let Some(next) = path.steps.get(step + 1) {
            let after = from.saturating_add(next.after);
            return self.ahead.push(Reverse((after, run, step + 1)));
        }
        let times = path.written.repeat.as_ref().map_or(0, |times| times.value.0);
        if !self.repeats || number >= times {
            return;
        }
        let Some(every) = &path.written.repeat_every else {
            if !self.course.undated.iter().any(|known| known.id == path.id) {
                self.course.undated.push(path);
            }
            return;
        };
        let last = path.steps.last().map_or(0, |last| last.after);
        let from = from.saturating_add(last).saturating_add(every.value.0);
        self.begin(Run { path, from, number: number + 1, rounds: rounds + 1, parent });
    }
}
