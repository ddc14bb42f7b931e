//! Who is reached when something breaks: teams, escalation paths, severities, services.

use crate::diagnostic::{Diagnostic, Fault};
use crate::source::{Located, Location};
use crate::syntax::{
    self, Entry, EscalationId, ServiceEscalation, ServiceId, SeverityId, Target, TeamId,
};

use super::build::Context;
use super::merge::Merged;
use super::rotation::Rotation;
use super::{Person, PersonKey, RotationKey};

/// A team.
#[derive(Debug)]
pub struct Team {
    /// The id.
    pub id: TeamId,
    /// Where it is defined.
    pub at: Location,
    /// Who is in it.
    pub members: Vec<PersonKey>,
    /// Everything, as it is written.
    pub written: syntax::Team,
}

/// An escalation path.
#[derive(Debug)]
pub struct Escalation {
    /// The id.
    pub id: EscalationId,
    /// Where it is defined.
    pub at: Location,
    /// What happens, in order of time.
    pub steps: Vec<Step>,
    /// Everything, as it is written.
    pub written: syntax::Escalation,
}

/// One step of an escalation path.
#[derive(Debug)]
pub struct Step {
    /// Seconds since the alert fired.
    pub after: i64,
    /// Whom it reaches.
    pub reach: Vec<Reach>,
    /// What is written of each of these.
    pub targets: Vec<Target>,
    /// Where it is written.
    pub at: Location,
}

/// Whom or what a step reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Whoever is on call in a rotation.
    Rotation(RotationKey),
    /// A person.
    Person(PersonKey),
    /// The members of a team.
    Team(Vec<PersonKey>),
    /// Whoever has a skill.
    Skill(Vec<PersonKey>),
    /// Another escalation path, from its first step.
    Escalation(EscalationId),
    /// A chat channel; it wakes nobody.
    Channel(String),
    /// A contact outside the organisation.
    External(syntax::ExternalId),
    /// Something that is not in the plan: a fault says so.
    Unknown,
}

/// A severity.
#[derive(Debug)]
pub struct Severity {
    /// The id.
    pub id: SeverityId,
    /// Where it is defined.
    pub at: Location,
    /// Its place in the order; 1 is the worst.
    pub rank: i64,
    /// When it needs people.
    pub hours: syntax::Hours,
    /// Everything, as it is written.
    pub written: syntax::Severity,
}

/// A service.
#[derive(Debug)]
pub struct Service {
    /// The id.
    pub id: ServiceId,
    /// Where it is defined.
    pub at: Location,
    /// 1 needs people at any hour, 2 in service hours, 3 at no promised hour.
    pub tier: i64,
    /// Its escalation path by severity.
    pub escalation: EscalationFor,
    /// Everything, as it is written.
    pub written: syntax::Service,
}

/// The escalation path of each severity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EscalationFor {
    each: Vec<(SeverityId, EscalationId)>,
    default: Option<EscalationId>,
}

impl EscalationFor {
    /// The path of a severity, if it has one.
    #[must_use]
    pub fn severity(&self, id: &SeverityId) -> Option<&EscalationId> {
        let own = self.each.iter().find(|(severity, _)| severity == id);
        own.map(|(_, path)| path).or(self.default.as_ref())
    }

    /// Every path, once.
    #[must_use]
    pub fn all(&self) -> Vec<&EscalationId> {
        let mut all: Vec<_> = self.each.iter().map(|(_, path)| path).chain(&self.default).collect();
        all.sort();
        all.dedup();
        all
    }
}

/// The parts of a plan that this file builds.
pub(super) struct Response {
    pub teams: Vec<Team>,
    pub escalations: Vec<Escalation>,
    pub severities: Vec<Severity>,
    pub services: Vec<Service>,
}

pub(super) fn build(
    merged: &mut Merged,
    rotations: &[Rotation],
    people: &[Person],
    context: &mut Context<'_>,
) -> Response {
    let teams: Vec<_> =
        std::mem::take(&mut merged.teams).into_iter().map(|entry| team(entry, context)).collect();
    let find = Find { rotations, people, teams: &teams };
    let escalations = std::mem::take(&mut merged.escalations);
    for entry in &escalations {
        no_steps(entry, context.faults);
    }
    let escalations = escalations.into_iter().map(|entry| escalation(entry, &find)).collect();
    let severities = std::mem::take(&mut merged.severities);
    let mut severities: Vec<_> = severities.into_iter().map(severity).collect();
    severities.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
    let services = std::mem::take(&mut merged.services).into_iter().map(service).collect();
    Response { teams, escalations, severities, services }
}

fn team(entry: Entry<TeamId, syntax::Team>, context: &Context<'_>) -> Team {
    let written = entry.value.unwrap_or_default();
    let members = written.members.iter().flat_map(|list| &list.value);
    let members = members.filter_map(|id| context.person(id.value.as_ref())).collect();
    Team { id: entry.id.value, at: entry.id.at, members, written }
}

/// What targets are looked up in.
struct Find<'a> {
    rotations: &'a [Rotation],
    people: &'a [Person],
    teams: &'a [Team],
}

impl Find<'_> {
    fn reach(&self, target: &Target) -> Reach {
        let found = match target {
            Target::Rotation(id) => self
                .rotations
                .binary_search_by(|rotation| rotation.id.cmp(id))
                .ok()
                .map(|index| Reach::Rotation(RotationKey::new(index))),
            Target::Person(id) => {
                super::build::find_person(self.people, id.as_ref()).map(Reach::Person)
            }
            Target::Team(id) => self
                .teams
                .binary_search_by(|team| team.id.cmp(id))
                .ok()
                .map(|index| Reach::Team(self.teams[index].members.clone())),
            Target::Skill(skill) => Some(Reach::Skill(self.skilled(skill))),
            Target::Escalation(id) => Some(Reach::Escalation(id.clone())),
            Target::Channel(name) => Some(Reach::Channel(name.clone())),
            Target::External(id) => Some(Reach::External(id.clone())),
        };
        found.unwrap_or(Reach::Unknown)
    }

    fn skilled(&self, skill: &str) -> Vec<PersonKey> {
        let has = |person: &Person| {
            let skills = person.written.skills.iter().flat_map(|list| &list.value);
            skills.into_iter().any(|known| known.value == skill)
        };
        let all = self.people.iter().enumerate();
        all.filter(|(_, person)| has(person)).map(|(index, _)| PersonKey::new(index)).collect()
    }
}

/// Reports an escalation path that reaches nobody because it has no steps.
fn no_steps(entry: &Entry<EscalationId, syntax::Escalation>, faults: &mut Vec<Diagnostic>) {
    let steps = entry.value.as_ref().and_then(|written| written.steps.as_ref());
    let Some(steps) = steps.filter(|steps| steps.value.is_empty()) else { return };
    let message = "an escalation path needs at least one step";
    let fault = Diagnostic::fault(Fault::BadValue, steps.at, message);
    let fault = fault.about(format!("escalations.{}.steps", entry.id.value));
    let step = r#"{ after = "0m", notify = { rotation = "..." } }"#;
    faults.push(fault.help(format!("write a step such as `{step}`")));
}

fn escalation(entry: Entry<EscalationId, syntax::Escalation>, find: &Find<'_>) -> Escalation {
    let written = entry.value.unwrap_or_default();
    let step = |step: &Located<syntax::EscalationStep>| {
        let targets = step.notify.iter().flat_map(|targets| &targets.value.0);
        let targets: Vec<_> = targets.map(|target| target.value.clone()).collect();
        Some(Step {
            after: step.after.as_ref()?.value.0,
            reach: targets.iter().map(|target| find.reach(target)).collect(),
            targets,
            at: step.at,
        })
    };
    let steps = written.steps.iter().flat_map(|steps| &steps.value);
    let mut steps: Vec<_> = steps.filter_map(step).collect();
    steps.sort_by_key(|step| step.after);
    Escalation { id: entry.id.value, at: entry.id.at, steps, written }
}

fn severity(entry: Entry<SeverityId, syntax::Severity>) -> Severity {
    let written = entry.value.unwrap_or_default();
    Severity {
        id: entry.id.value,
        at: entry.id.at,
        rank: written.rank.as_ref().map_or(i64::MAX, |rank| rank.value.0),
        hours: written.hours.as_ref().map_or(syntax::Hours::Always, |hours| hours.value),
        written,
    }
}

fn service(entry: Entry<ServiceId, syntax::Service>) -> Service {
    let written = entry.value.unwrap_or_default();
    let escalation = match written.escalation.as_ref().map(|escalation| &escalation.value) {
        None => EscalationFor::default(),
        Some(ServiceEscalation::One(id)) => {
            EscalationFor { each: Vec::new(), default: Some(id.clone()) }
        }
        Some(ServiceEscalation::Each(each, default)) => EscalationFor {
            each: each.iter().map(|(s, path)| (s.value.clone(), path.value.clone())).collect(),
            default: default.clone(),
        },
    };
    Service {
        id: entry.id.value,
        at: entry.id.at,
        tier: written.tier.as_ref().map_or(1, |tier| tier.value.0),
        escalation,
        written,
    }
}
