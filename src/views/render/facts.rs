//! The facts of a plan, and who is on call.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::plan::{Person, Plan, RotationKey, Service, Severity, Team};
use crate::schedule;
use crate::source::Located;
use crate::time::{Instant, Zone};
use crate::views::json::{self, Local, Utc};
use crate::views::postmortem::{PersonJson, Review};

/// What a template is given.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Facts {
    /// The plan's name.
    pub plan: String,
    /// What `--set` gave, by key.
    pub set: BTreeMap<String, String>,
    /// The incident of `--incident`; null where none was named.
    pub incident: Option<Review>,
    /// Everybody.
    pub people: Vec<MemberJson>,
    /// The teams.
    pub teams: Vec<TeamJson>,
    /// The rotations, and who is on call in them.
    pub rotations: Vec<RotationJson>,
    /// The services.
    pub services: Vec<ServiceFacts>,
    /// The severities, worst first.
    pub severities: Vec<SeverityFacts>,
    /// Where a response happens.
    pub channels: ChannelsJson,
}

/// Somebody of the plan.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Member")]
pub struct MemberJson {
    /// The person.
    #[serde(flatten)]
    person: PersonJson,
    /// Their e-mail address.
    email: Option<String>,
    /// Their name in chat.
    chat: Option<String>,
    /// Their teams, by id.
    teams: Vec<String>,
}

/// A team.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Team")]
pub struct TeamJson {
    /// The team, by id.
    id: String,
    /// Its name; its id where it has none.
    name: String,
    /// Its channel.
    channel: Option<String>,
    /// Who is in it, by id.
    members: Vec<String>,
}

/// A rotation, and who is on call in it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "RotationOnCall")]
pub struct RotationJson {
    /// The rotation, by id.
    id: String,
    /// Its team, by id.
    team: Option<String>,
    /// Its role, by id.
    role: Option<String>,
    /// What it is for.
    description: Option<String>,
    /// Whether a fault keeps irp from saying who is on call.
    blocked: bool,
    /// Who is on call now; empty where nobody is.
    on_call: Vec<PersonJson>,
    /// When the shift ends; null where nobody is on call.
    until: Option<Utc>,
    /// When it ends, in the zone of the answer.
    until_local: Option<Local>,
}

/// A service.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Service")]
pub struct ServiceFacts {
    /// The service, by id.
    id: String,
    /// Its name; its id where it has none.
    name: String,
    /// Its team, by id.
    team: Option<String>,
    /// 1 needs people at any hour, 2 in service hours, 3 at no promised hour.
    tier: i64,
    /// Where it is watched.
    dashboard: Option<String>,
}

/// A severity.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Severity")]
pub struct SeverityFacts {
    /// The severity, by id.
    id: String,
    /// Its place in the order; 1 is the worst.
    rank: i64,
    /// Its name.
    name: Option<String>,
    /// What it means.
    definition: Option<String>,
    /// How often stakeholders hear of it, in seconds.
    update_every_s: Option<i64>,
}

/// Where a response happens, in the plan's words.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[schemars(rename = "Channels")]
pub struct ChannelsJson {
    /// The persistent group chat of an incident; `{id}` stands for the incident's id.
    incident_chat: Option<String>,
    /// Where incidents are declared.
    declare_in: Option<String>,
    /// The conference call.
    call: Option<String>,
    /// The call that works when chat and sign-in are what is down.
    call_fallback: Option<String>,
    /// The public status page.
    status_page: Option<String>,
    /// Where executives are kept informed.
    executive_updates: Option<String>,
}

/// The facts of a plan at an instant, with an incident and what was set on the command line.
#[must_use]
pub fn facts(
    plan: &Plan,
    (at, zone): (Instant, &Zone),
    incident: Option<Review>,
    set: BTreeMap<String, String>,
) -> Facts {
    Facts {
        plan: plan.name.clone(),
        set,
        incident,
        people: plan.people.iter().map(|person| member(plan, person)).collect(),
        teams: plan.teams.iter().map(|team| team_json(plan, team)).collect(),
        rotations: plan.rotation_keys().map(|key| rotation(plan, key, at, zone)).collect(),
        services: plan.services.iter().map(service).collect(),
        severities: plan.severities.iter().map(severity).collect(),
        channels: channels(plan),
    }
}

fn member(plan: &Plan, person: &Person) -> MemberJson {
    let is_in = |team: &&Team| team.members.iter().any(|key| plan[*key].id == person.id);
    MemberJson {
        person: person_json(person),
        email: text(person.written.email.as_ref()),
        chat: text(person.written.chat.as_ref()),
        teams: plan.teams.iter().filter(is_in).map(|team| team.id.to_string()).collect(),
    }
}

fn person_json(person: &Person) -> PersonJson {
    PersonJson {
        id: person.id.to_string(),
        name: person.name.clone(),
        time_zone: Some(person.zone.name().to_owned()),
    }
}

fn team_json(plan: &Plan, team: &Team) -> TeamJson {
    let name = text(team.written.name.as_ref());
    TeamJson {
        id: team.id.to_string(),
        name: name.unwrap_or_else(|| team.id.to_string()),
        channel: text(team.written.channel.as_ref()),
        members: plan.ids(&team.members).into_iter().map(str::to_owned).collect(),
    }
}

fn rotation(plan: &Plan, key: RotationKey, at: Instant, zone: &Zone) -> RotationJson {
    let rotation = &plan[key];
    let blocked = !rotation.blocked.is_empty();
    let shift = if blocked { None } else { schedule::at(plan, key, at) };
    let people = shift.iter().flat_map(|shift| shift.people.iter());
    let end = shift.as_ref().map(|shift| shift.span.end);
    RotationJson {
        id: rotation.id.to_string(),
        team: rotation.team.as_ref().map(ToString::to_string),
        role: rotation.role.as_ref().map(ToString::to_string),
        description: rotation.description.clone(),
        blocked,
        on_call: people.map(|key| person_json(&plan[*key])).collect(),
        until: end.map(json::instant),
        until_local: end.map(|end| json::local(end, zone)),
    }
}

fn service(service: &Service) -> ServiceFacts {
    let name = text(service.written.name.as_ref());
    ServiceFacts {
        id: service.id.to_string(),
        name: name.unwrap_or_else(|| service.id.to_string()),
        team: service.written.team.as_ref().map(|team| team.value.to_string()),
        tier: service.tier,
        dashboard: text(service.written.dashboard.as_ref()),
    }
}

fn severity(severity: &Severity) -> SeverityFacts {
    SeverityFacts {
        id: severity.id.to_string(),
        rank: severity.rank,
        name: text(severity.written.name.as_ref()),
        definition: text(severity.written.definition.as_ref()),
        update_every_s: severity.written.update_every.as_ref().map(|every| every.value.0),
    }
}

fn channels(plan: &Plan) -> ChannelsJson {
    let Some(written) = plan.written.channels.as_ref().map(|table| &table.value) else {
        return ChannelsJson::default();
    };
    ChannelsJson {
        incident_chat: text(written.incident_chat.as_ref()),
        declare_in: text(written.declare_in.as_ref()),
        call: text(written.call.as_ref()),
        call_fallback: text(written.call_fallback.as_ref()),
        status_page: text(written.status_page.as_ref()),
        executive_updates: text(written.executive_updates.as_ref()),
    }
}

fn text(text: Option<&Located<String>>) -> Option<String> {
    text.map(|text| text.value.clone())
}
