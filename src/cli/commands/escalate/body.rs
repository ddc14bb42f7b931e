//! A page and the longest that pages take, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::Answer;
use super::called::tries;
use super::longest::{WorstJson, longest};
use super::slowest::Row;
use super::words;
use crate::cli::Session;
use crate::escalation::{Call, Filled, Happening, Needed, Outcome, Promised, Reached, Worst};
use crate::plan::{PersonKey, Plan};
use crate::time::Instant;
use crate::views::json;

/// What happens when a page goes out.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    pub plan: String,
    /// The service, by id; null with `--worst`.
    pub service: Option<String>,
    /// The severity, by id; null with `--worst`.
    pub severity: Option<String>,
    /// When the alert fires; with `--worst`, from when alerts are looked at.
    pub at: json::Utc,
    /// That instant, in the zone of the answer.
    pub at_local: json::Local,
    /// The escalation path, by id; null with `--worst`.
    pub escalation: Option<String>,
    /// Who is taken not to answer, by id.
    pub silent: Vec<String>,
    /// What happens, in order of time: one entry for each target of each step.
    pub steps: Vec<StepJson>,
    /// Whether the walk is cut because it goes on for too long.
    pub cut: bool,
    /// What the severity promises, in order of time.
    pub marks: Vec<MarkJson>,
    /// The roles that the severity needs.
    pub roles: Vec<RoleJson>,
    /// Where responders meet: keys of `[channels]` and what they hold.
    pub meet: Vec<PlaceJson>,
    /// The first human who is reached; null where nobody is.
    pub first_human: Option<ReachedJson>,
    /// The first other human who is reached.
    pub second_human: Option<ReachedJson>,
    /// The longest over the horizon until a first human is reached, of everything in `worst`; null
    /// where nobody ever is at some instant, or nothing is judged.
    pub worst_seconds_to_human: Option<i64>,
    /// The longest that a page takes over the horizon, for each service and severity that was asked
    /// for; with `--worst` the longest first.
    pub worst: Vec<WorstJson>,
    /// How many faults the plan has.
    pub faults: usize,
}

/// One target of one step.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Step")]
pub struct StepJson {
    /// Seconds since the alert.
    after_s: i64,
    /// When the step runs.
    at: json::Utc,
    /// When the step runs, in the zone of the answer.
    at_local: json::Local,
    /// The path that the step is of, by id.
    escalation: String,
    /// The place of the step in its path, from 1.
    step: usize,
    /// Which run of its path it is in, from 1.
    run: i64,
    /// Whom or what it reaches.
    target: TargetJson,
    /// What comes of it.
    outcome: OutcomeJson,
    /// Whom it names at that instant, by id; empty where nobody.
    people: Vec<String>,
    /// Those of them who are not there, or do not answer, by id.
    not_reached: Vec<String>,
    /// The attempts to reach them, in order of people and time.
    contacts: Vec<ContactJson>,
}

/// Whom or what a step reaches.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Target")]
struct TargetJson {
    /// The key that plans write: `rotation`, `person`, `team`, `escalation`, `channel`, `skill` or
    /// `external`.
    kind: &'static str,
    /// What they write there: an id, or the name of a channel or skill.
    id: String,
}

/// What comes of a target.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Outcome")]
enum OutcomeJson {
    /// It names people.
    People,
    /// It names people, and none of them is there.
    Absent,
    /// It names nobody.
    Nobody,
    /// Another path begins.
    HandOver,
    /// It leads back to a path that led here, and is not followed.
    Loop,
    /// It is not in the plan.
    Nowhere,
    /// A channel, which wakes nobody.
    Channel,
    /// A contact outside the organisation.
    External,
    /// A fault hides whom it names.
    Hidden,
}

/// An attempt to reach a person.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Attempt")]
struct ContactJson {
    /// Who, by id.
    person: String,
    /// The contact that is tried; null where it is not known.
    via: Option<&'static str>,
    /// Seconds since the alert.
    after_s: i64,
    /// When.
    at: json::Utc,
    /// When, in the zone of the answer.
    at_local: json::Local,
    /// When, in the zone of the person.
    at_theirs: json::Local,
    /// The zone of the person.
    time_zone: String,
}

/// What a severity promises.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Mark")]
pub struct MarkJson {
    /// What: `acknowledge-within` or `engage-within`.
    promised: &'static str,
    /// Seconds since the alert.
    after_s: i64,
    /// Until when.
    at: json::Utc,
    /// Until when, in the zone of the answer.
    at_local: json::Local,
}

/// A role that a severity needs.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Role")]
pub struct RoleJson {
    /// The role, by id.
    role: String,
    /// Its title.
    title: Option<String>,
    /// Whether it is given out when the incident is declared.
    at_incident: bool,
    /// The rotations that fill it; empty where it is given out then, or nobody fills it.
    rotations: Vec<HoldersJson>,
}

/// Who fills a role.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Holders")]
struct HoldersJson {
    /// The rotation, by id.
    rotation: String,
    /// Who is on call at the alert, by id; empty where nobody is, or a fault hides it.
    people: Vec<String>,
    /// When the path names the rotation first, in seconds since the alert; null where it does not.
    paged_after_s: Option<i64>,
}

/// Where responders meet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Place")]
pub struct PlaceJson {
    /// The key, such as `call`.
    key: &'static str,
    /// What the plan says.
    place: String,
}

/// A human who is reached.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Reached")]
pub struct ReachedJson {
    /// Who, by id.
    person: String,
    /// After how many seconds.
    seconds: i64,
    /// By which contact; null where it is not known.
    via: Option<&'static str>,
}

impl Answer<'_> {
    pub fn json(&self, worst: Worst, session: &Session<'_>) -> String {
        let (plan, page, zone) = (self.plan, self.page, &self.viewer);
        let row = Row::of(page, worst);
        let reached = self.walk.reached();
        let mut reached = reached.iter().map(|reached| self.reached(reached));
        let body = Body {
            plan: plan.name.clone(),
            service: Some(page.service.id.to_string()),
            severity: Some(page.severity.id.to_string()),
            at: json::instant(self.walk.at),
            at_local: json::local(self.walk.at, zone),
            escalation: Some(page.path.id.to_string()),
            silent: owned(plan, &self.silent),
            steps: self.walk.happenings.iter().map(|one| self.step_json(one)).collect(),
            cut: self.walk.cut.is_some(),
            marks: self.marks(),
            roles: self.roles.iter().map(|role| self.role(role)).collect(),
            meet: self.meet().into_iter().map(|(key, place)| PlaceJson { key, place }).collect(),
            first_human: reached.next(),
            second_human: reached.next(),
            worst_seconds_to_human: longest(std::slice::from_ref(&row)),
            worst: vec![WorstJson::new(&row, zone)],
            faults: plan.faults.len(),
        };
        session.json("escalate", zone, body)
    }

    fn reached(&self, reached: &Reached) -> ReachedJson {
        ReachedJson {
            person: self.plan[reached.person].id.to_string(),
            seconds: reached.after,
            via: reached.via.map(crate::syntax::Method::word),
        }
    }

    fn clocks(&self, at: Instant) -> (json::Utc, json::Local) {
        (json::instant(at), json::local(at, &self.viewer))
    }

    fn marks(&self) -> Vec<MarkJson> {
        let mark = |mark: &crate::escalation::Mark| {
            let (at, at_local) = self.clocks(mark.at);
            let promised = match mark.promised {
                Promised::Acknowledge => "acknowledge-within",
                Promised::Engage => "engage-within",
            };
            MarkJson { promised, after_s: mark.after, at, at_local }
        };
        self.walk.marks.iter().map(mark).collect()
    }

    fn role(&self, role: &Needed<'_>) -> RoleJson {
        let rotations = match &role.filled {
            Filled::Rotations(all) => all.as_slice(),
            Filled::AtIncident | Filled::Nobody => &[],
        };
        let holders = rotations.iter().map(|holders| HoldersJson {
            rotation: self.plan[holders.rotation].id.to_string(),
            people: owned(self.plan, holders.people.as_deref().unwrap_or_default()),
            paged_after_s: holders.paged_after,
        });
        let title = role.written.and_then(|role| role.title.as_ref());
        RoleJson {
            role: role.id.to_string(),
            title: title.map(|title| title.value.clone()),
            at_incident: role.filled == Filled::AtIncident,
            rotations: holders.collect(),
        }
    }

    fn step_json(&self, happening: &Happening<'_>) -> StepJson {
        let event = &happening.event;
        let (at, at_local) = self.clocks(happening.at);
        let (kind, id) = words::target(event);
        let people: Vec<_> = happening.calls.iter().map(|call| call.person).collect();
        let lost = happening.calls.iter().filter(|call| call.reached(0).is_none());
        let lost: Vec<_> = lost.map(|call| call.person).collect();
        let contacts = happening.calls.iter().flat_map(|call| self.contacts(happening, call));
        StepJson {
            after_s: event.after,
            at,
            at_local,
            escalation: event.path.id.to_string(),
            step: event.number,
            run: event.run + 1,
            target: TargetJson { kind, id },
            outcome: happening.outcome.into(),
            people: owned(self.plan, &people),
            not_reached: owned(self.plan, &lost),
            contacts: contacts.collect(),
        }
    }

    fn contacts(&self, happening: &Happening<'_>, call: &Call) -> Vec<ContactJson> {
        let person = &self.plan[call.person];
        let tries = tries(happening, call).into_iter();
        let each = tries.map(|one| {
            let (at, at_local) = self.clocks(one.at);
            ContactJson {
                person: person.id.to_string(),
                via: one.via.map(crate::syntax::Method::word),
                after_s: one.after,
                at,
                at_local,
                at_theirs: json::local(one.at, &person.zone),
                time_zone: person.zone.name().to_owned(),
            }
        });
        each.collect()
    }
}

pub(super) fn owned(plan: &Plan, people: &[PersonKey]) -> Vec<String> {
    plan.ids(people).into_iter().map(str::to_owned).collect()
}

impl From<Outcome> for OutcomeJson {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::People => Self::People,
            Outcome::Absent => Self::Absent,
            Outcome::Nobody => Self::Nobody,
            Outcome::HandOver => Self::HandOver,
            Outcome::Loop => Self::Loop,
            Outcome::Nowhere => Self::Nowhere,
            Outcome::Channel => Self::Channel,
            Outcome::External => Self::External,
            Outcome::Hidden => Self::Hidden,
        }
    }
}
