//! The plan: what the files say, with every id resolved and every time an instant.
//!
//! Owns what is true of a plan before anybody asks about a time. Knows nothing of shifts: who is
//! on call is computed in `schedule`.

mod build;
mod compile;
mod files;
mod follow;
mod hours;
mod lineup;
mod memo;
mod merge;
mod overrides;
mod people;
mod references;
mod response;
mod rotation;
mod spans;
mod taint;

use std::ops::Index;
use std::sync::Arc;

pub use files::{Read, load, load_again};
pub use memo::Memo;
pub use people::{Away, Person};
pub use response::{Escalation, EscalationFor, Reach, Service, Severity, Step, Team};
pub use rotation::{Cadence, Coverage, Force, Layer, LineUp, Place, Rotation, Turns};

use crate::diagnostic::Diagnostic;
use crate::source::{Located, Location, Sources};
use crate::syntax::{self, Definition, Reference};
use crate::time::{Elapsed, Instant, Span, Windows, Zone};

/// A person of the plan, as an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonKey(u32);

/// A rotation of the plan, as an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RotationKey(u32);

fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl PersonKey {
    fn new(index: usize) -> Self {
        Self(narrow(index))
    }

    /// The place of the person among [`Plan::people`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl RotationKey {
    fn new(index: usize) -> Self {
        Self(narrow(index))
    }

    /// The place of the rotation among [`Plan::rotations`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// People on call together, in order; empty where nobody is.
pub type Group = Arc<[PersonKey]>;

/// A whole plan. People, teams and the rest are in order of their ids.
#[derive(Debug)]
pub struct Plan {
    /// The files that were read.
    pub sources: Sources,
    /// Every fault, in order of file and place.
    pub faults: Vec<Diagnostic>,
    /// The name of the organisation or team.
    pub name: String,
    /// The zone of every wall-clock time that has no other.
    pub zone: Zone,
    /// How far ahead the rules look.
    pub horizon: Elapsed,
    /// The hours that `hours = "business"` means, in the plan's zone.
    pub service_hours: Windows,
    /// The days that are no service hours.
    pub closed_days: Vec<chrono::NaiveDate>,
    /// People.
    pub people: Vec<Person>,
    /// Teams.
    pub teams: Vec<Team>,
    /// Rotations.
    pub rotations: Vec<Rotation>,
    /// Escalation paths.
    pub escalations: Vec<Escalation>,
    /// Severities, worst first.
    pub severities: Vec<Severity>,
    /// Services.
    pub services: Vec<Service>,
    /// Roles as they are written.
    pub roles: Vec<syntax::Entry<syntax::RoleId, syntax::Role>>,
    /// Levels, options and exceptions of the rules.
    pub lint: syntax::Lint,
    /// The tables and records that only rules and views read.
    pub written: Written,
    /// Every place where an id is used, in the order in which the files were read.
    pub references: Vec<Reference>,
    /// Every place where an id is defined, in that order.
    pub definitions: Vec<Definition>,
}

/// The parts of a plan that are kept as they are written, ids checked.
#[derive(Debug, Default)]
pub struct Written {
    /// `[plan]`
    pub plan: Option<Located<syntax::PlanTable>>,
    /// `[channels]`
    pub channels: Option<Located<syntax::Channels>>,
    /// `[[help]]`
    pub help: Vec<Located<syntax::Help>>,
    /// `[externals.ID]`
    pub externals: Vec<syntax::Entry<syntax::ExternalId, syntax::External>>,
    /// `[holidays.ID]`
    pub holidays: Vec<syntax::Entry<syntax::HolidaysId, syntax::List<syntax::Holiday>>>,
    /// `[game-days.ID]`
    pub game_days: Vec<syntax::Entry<syntax::GameDayId, syntax::GameDay>>,
    /// Runbooks, where Markdown was read.
    pub runbooks: Vec<Record<syntax::Runbook>>,
    /// Incident records, where Markdown was read.
    pub incidents: Vec<Record<syntax::Incident>>,
    /// Handoff notes, where Markdown was read.
    pub handoffs: Vec<Record<syntax::HandoffNote>>,
}

/// A Markdown record: its id is the file's stem.
#[derive(Debug)]
pub struct Record<T> {
    /// The id.
    pub id: String,
    /// The file; its text holds the body.
    pub at: Location,
    /// The front matter; `None` where it cannot be read.
    pub front: Option<T>,
}

/// An exception to a rotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// When it holds.
    pub span: Span,
    /// What it does.
    pub change: Change,
    /// Where it is written.
    pub at: Location,
    /// Why.
    pub reason: Option<String>,
    /// The label that the overrides of one swap share.
    pub swap: Option<String>,
    /// The spans in which another override contradicts it, so that neither holds.
    pub void: Vec<Span>,
    /// The latest end of this override and of all before it in the rotation's order.
    pub reach: Instant,
}

/// What an override does to who is on call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Where any of the first is on call, they are replaced by the second.
    Replace(Vec<PersonKey>, Vec<PersonKey>),
    /// These join.
    Add(Vec<PersonKey>),
    /// These are taken out.
    Remove(Vec<PersonKey>),
    /// Only these are on call; nobody if there are none.
    Assign(Vec<PersonKey>),
}

impl Change {
    /// The key that plans write.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Replace(..) => "replace",
            Self::Add(_) => "add",
            Self::Remove(_) => "remove",
            Self::Assign(_) => "assign",
        }
    }

    /// Everybody it names.
    pub fn people(&self) -> impl Iterator<Item = PersonKey> {
        let (some, more): (&[_], &[_]) = match self {
            Self::Replace(out, with) => (out, with),
            Self::Add(people) | Self::Remove(people) | Self::Assign(people) => (people, &[]),
        };
        some.iter().chain(more).copied()
    }
}

/// Somebody who learns alongside whoever is on call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shadow {
    /// When.
    pub span: Span,
    /// Who learns.
    pub person: PersonKey,
    /// Only while this person is on call.
    pub of: Option<PersonKey>,
    /// Where it is written.
    pub at: Location,
}

impl Shadow {
    /// Whether it holds at an instant at which these people are on call.
    #[must_use]
    pub fn holds(&self, at: Instant, on_call: &[PersonKey]) -> bool {
        self.span.contains(at) && self.of.is_none_or(|of| on_call.contains(&of))
    }
}

impl Plan {
    /// The person of that id.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<PersonKey> {
        let found = self.people.binary_search_by(|person| person.id.as_ref().cmp(id));
        found.ok().map(PersonKey::new)
    }

    /// The rotation of that id.
    #[must_use]
    pub fn rotation(&self, id: &str) -> Option<RotationKey> {
        let found = self.rotations.binary_search_by(|rotation| rotation.id.as_ref().cmp(id));
        found.ok().map(RotationKey::new)
    }

    /// The keys of all people, in order.
    pub fn person_keys(&self) -> impl Iterator<Item = PersonKey> + use<> {
        (0..self.people.len()).map(PersonKey::new)
    }

    /// The keys of all rotations, in order.
    pub fn rotation_keys(&self) -> impl Iterator<Item = RotationKey> + use<> {
        (0..self.rotations.len()).map(RotationKey::new)
    }

    /// The team of that id.
    #[must_use]
    pub fn team(&self, id: &str) -> Option<&Team> {
        let found = self.teams.binary_search_by(|team| team.id.as_ref().cmp(id));
        found.ok().map(|index| &self.teams[index])
    }

    /// The escalation path of that id.
    #[must_use]
    pub fn escalation(&self, id: &str) -> Option<&Escalation> {
        let found = self.escalations.binary_search_by(|path| path.id.as_ref().cmp(id));
        found.ok().map(|index| &self.escalations[index])
    }

    /// The rotation whose layers a rotation has: itself, unless it follows another.
    #[must_use]
    pub fn root(&self, key: RotationKey) -> RotationKey {
        match &self[key].turns {
            Turns::Own(_) => key,
            Turns::Follows { root, .. } => *root,
        }
    }

    /// The layers whose shifts a rotation has.
    #[must_use]
    pub fn layers(&self, key: RotationKey) -> &[Layer] {
        match &self[self.root(key)].turns {
            Turns::Own(layers) => layers,
            Turns::Follows { .. } => &[],
        }
    }

    /// The ids of people.
    #[must_use]
    pub fn ids(&self, people: &[PersonKey]) -> Vec<&str> {
        people.iter().map(|person| self[*person].id.as_ref()).collect()
    }
}

impl Index<PersonKey> for Plan {
    type Output = Person;

    fn index(&self, key: PersonKey) -> &Person {
        &self.people[key.0 as usize]
    }
}

impl Index<RotationKey> for Plan {
    type Output = Rotation;

    fn index(&self, key: RotationKey) -> &Rotation {
        &self.rotations[key.0 as usize]
    }
}
