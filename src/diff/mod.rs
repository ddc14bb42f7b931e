//! What a change of a plan does: two plans and a span of time become changes as plain data.
//!
//! Owns what counts as a change, which edit causes it, and what would change less. Knows no git and
//! no layout: plans are handed in, words are made elsewhere.

mod advice;
mod causes;
mod compared;
mod edits;
mod findings;
mod gaps;
mod hours;
mod renames;
mod sides;
mod sweep;
#[cfg(test)]
mod tests;
mod trial;
mod window;
mod written;

use std::collections::BTreeSet;

use chrono::TimeDelta;

use self::compared::Compared;
use self::renames::Renamed;
use self::sides::Sides;
use self::trial::Trials;
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::source::Location;
use crate::syntax::Kind;
use crate::time::{Instant, Span, Zones};

pub use findings::findings;
pub use window::LONGEST as LONGEST_WINDOW;

/// Over which time two plans are compared.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The present instant.
    pub now: Instant,
    /// The span over which shifts are compared and hours are counted.
    pub window: Span,
    /// From when the past is looked at; the start of the window or earlier.
    pub since: Instant,
    /// How long before its start a shift may no longer move: for the advice only.
    pub notice: TimeDelta,
}

impl Question {
    /// All of the time that is looked at: the past, now, and the window.
    fn looked_at(&self) -> Span {
        let Self { now, window, since, .. } = *self;
        let end = now + TimeDelta::nanoseconds(1);
        Span::new(since.min(window.start).min(now), window.end.max(end))
    }
}

/// How much a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Both plans say the same.
    None,
    /// Something is written otherwise, and nothing of it decides who is on call or who is reached.
    NoScheduleEffect,
    /// Something that decides who is on call or who is reached, and in the span that was looked at
    /// everybody keeps their shifts.
    Structural,
    /// Shifts change in the span that was looked at.
    Effective,
}

impl Effect {
    /// The word that reports use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::NoScheduleEffect => "no-schedule-effect",
            Self::Structural => "structural",
            Self::Effective => "effective",
        }
    }
}

/// Everything that a change does. People and rotations are named by the ids of the plan after, and
/// by those of the plan before where they are gone.
#[derive(Debug)]
pub struct Changes {
    /// How much it does.
    pub effect: Effect,
    /// Whether every rotation has the same shifts at every instant, also outside the window.
    pub identical: bool,
    /// What has another id than before, in order of kind and id.
    pub renames: Vec<Rename>,
    /// What has moved from one file to another and says what it said.
    pub moved: Vec<Moved>,
    /// Rotations in which somebody else is on call now; each span is the part of the change around
    /// now, cut to what was looked at.
    pub now: Vec<Changed>,
    /// What changes before now, in order of rotation and time.
    pub past: Vec<Changed>,
    /// What changes from now on, in order of rotation and time.
    pub ahead: Vec<Changed>,
    /// People whose hours change, in order of their ids.
    pub people: Vec<Hours>,
    /// Times at which somebody must be on call and now nobody is.
    pub opened: Vec<Gap>,
    /// Times at which nobody was on call and now somebody is.
    pub closed: Vec<Gap>,
    /// Everything that is written otherwise, in order of path.
    pub edits: Vec<Edit>,
    /// Orders that would leave the near future alone.
    pub advice: Vec<Advice>,
    /// What stays as it is.
    pub unchanged: Unchanged,
}

/// A part of a rotation's time in which other people are on call than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The rotation.
    pub rotation: String,
    /// When.
    pub span: Span,
    /// Who was on call, in order of ids; empty for nobody.
    pub before: Vec<String>,
    /// Who is on call, in order of ids; empty for nobody.
    pub after: Vec<String>,
    /// The edit that alone explains it, as an index into [`Changes::edits`].
    pub cause: Option<usize>,
}

/// A person's time on call within the window, before and after; time in two rotations at once
/// counts twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The person.
    pub person: String,
    /// All of it.
    pub all: Pair,
    /// On Saturdays and Sundays, in the person's own zone.
    pub weekend: Pair,
    /// In the nights of the plan, in the person's own zone.
    pub night: Pair,
}

/// A length of time before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// Before.
    pub before: TimeDelta,
    /// After.
    pub after: TimeDelta,
}

impl Pair {
    /// By how much it grows.
    #[must_use]
    pub fn change(self) -> TimeDelta {
        self.after - self.before
    }
}

/// A time at which nobody is on call, or reached by a first step, although somebody must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The path of the rotation or escalation path, such as `rotations.payments`.
    pub path: String,
    /// When, within the window.
    pub span: Span,
}

/// What is done to something written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another value.
    Changed,
    /// It has another id.
    Renamed,
}

/// What an edit is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// Who is on call: rotations, overrides, time off.
    Schedule,
    /// Who is reached: escalation paths, severities, and which of them a service has.
    Response,
    /// Anything else.
    Other,
}

/// One thing that is written otherwise.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Its path, such as `rotations.payments.people`; in a list with what tells its entries apart.
    pub path: String,
    /// What is done to it.
    pub act: Act,
    /// What it is about.
    pub about: About,
    /// What it was.
    pub before: Option<Value>,
    /// What it is.
    pub after: Option<Value>,
}

/// A value as it is written.
#[derive(Clone, Debug)]
pub struct Value {
    /// As TOML on one line; text may hold anything that strangers write.
    pub toml: String,
    /// Where, in the plan of its side.
    pub at: Location,
}

/// An order of a rotation as a line-up that would change fewer shifts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The rotation.
    pub rotation: String,
    /// The edit that it stands for, as an index into [`Changes::edits`].
    pub edit: usize,
    /// What to restore: the order as it was, as TOML.
    pub restore: String,
    /// What to write in place of the edit, as TOML.
    pub toml: String,
    /// How many changes in the window are left with it, from the first on.
    pub left: usize,
    /// The first thing that it changes, if it does in the window.
    pub first: Option<Changed>,
}

/// How much is the same in both plans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unchanged {
    /// Rotations with the same people on call over all of the time that was looked at.
    pub rotations: usize,
    /// All rotations of both plans.
    pub of_rotations: usize,
    /// People with the same hours.
    pub people: usize,
    /// All people of both plans.
    pub of_people: usize,
}

/// An id that is another one in the plan after: the same thing under another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// The kind of thing.
    pub kind: Kind,
    /// Its id before.
    pub before: String,
    /// Its id after.
    pub after: String,
}

/// Entries that stand in another file than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The file before.
    pub from: String,
    /// The file after.
    pub to: String,
    /// How many entries.
    pub entries: usize,
}

/// What findings a change brings and which it mends.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Found after and not before, about the plan after.
    pub introduced: Vec<Diagnostic>,
    /// Found before and not after, about the plan before.
    pub fixed: Vec<Diagnostic>,
    /// How many are found in both.
    pub unchanged: usize,
}

/// A plan before a change and one after it.
pub struct Comparison<'p> {
    trees: Renamed,
    sides: Sides<'p>,
}

impl<'p> Comparison<'p> {
    /// Puts two plans side by side. Neither may have a fault: half of a plan would make everything
    /// look changed.
    #[must_use]
    pub fn new(before: &'p Plan, after: &'p Plan) -> Self {
        let trees = renames::renamed(before, after);
        let sides = Sides::new(before, after, &trees.renames);
        Self { trees, sides }
    }

    /// From an instant for four weeks, or for two cycles of the rotations that may have other
    /// shifts where that is longer; at most 26 weeks.
    #[must_use]
    pub fn window(&self, now: Instant) -> Span {
        window::window(&self.sides, now)
    }

    /// What the two plans say differently.
    #[must_use]
    pub fn changes(&self, question: &Question, zones: &Zones) -> Changes {
        let Self { trees, sides } = self;
        let found = edits::edits(trees);
        let Question { now, window, since, notice } = *question;
        let trials = Trials::new(trees, sides, &found, question.looked_at(), zones);
        let compared = Compared::new(&trials);
        let (opened, closed) = gaps::gaps(sides, &trees.renames, window, now);
        let people = hours::hours(sides, &compared.touched(window), window, now);
        let (changed, past) = (compared.now(now), Span::new(since, now.min(window.end)));
        let ahead = Span::new(now.max(window.start), window.end);
        let (past, ahead) = (compared.changed(past), compared.changed(ahead));
        let moves = [&changed, &past, &ahead].into_iter().flatten();
        let rotations: BTreeSet<_> = moves.map(|part| part.rotation.as_str()).collect();
        let identical = compared.identical || found.is_empty();
        let decides = |Edit { about, act, .. }: &Edit| {
            *about == About::Response || (*act == Act::Renamed && *about == About::Schedule)
        };
        let decides = found.iter().any(|found| decides(&found.edit));
        let effect = match () {
            () if !rotations.is_empty() => Effect::Effective,
            () if found.is_empty() => Effect::None,
            () if !identical || decides || sides.service_hours_differ() => Effect::Structural,
            () => Effect::NoScheduleEffect,
        };
        Changes {
            effect,
            identical,
            moved: edits::moved(trees, sides.before, sides.after),
            unchanged: Unchanged {
                rotations: sides.rotations.len() - rotations.len(),
                of_rotations: sides.rotations.len(),
                people: sides.people.len() - people.len(),
                of_people: sides.people.len(),
            },
            now: changed,
            past,
            ahead,
            advice: compared.advice(now + notice),
            people,
            opened,
            closed,
            edits: found.into_iter().map(|found| found.edit).collect(),
            renames: trees.renames.clone(),
        }
    }
}
