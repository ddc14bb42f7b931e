//! Whom a target means, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Asking, Ready, Whom};
use crate::views::json::{self, Local, Utc};

/// Whom a target of the plan means at the instant of the answer.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Whom")]
pub struct WhomJson {
    /// What it is: rotation, person, team, skill, escalation, channel or external.
    kind: &'static str,
    /// Its id; of a skill or channel what it is called.
    id: String,
    /// Its name, where it has one.
    name: Option<String>,
    /// Of a rotation who is on call; of others the people, those who can be asked soonest first.
    people: Vec<ReadyJson>,
    /// Of a rotation until when that is so, or when somebody is on call again.
    until: Option<Utc>,
    /// The same, in the zone of the answer.
    until_local: Option<Local>,
    /// Whether a fault of the plan hides who is on call.
    hidden: bool,
    /// Of somebody outside the organisation how to reach them: references, never secrets.
    contacts: Vec<ContactJson>,
    /// Of somebody outside whether they can be reached; null where the plan says no hours.
    open: Option<bool>,
    /// When they can be reached, or next, within four weeks.
    hours: Option<json::SpanJson>,
    /// The account or contract to name.
    account: Option<String>,
    /// Of an escalation path whom its first step reaches.
    first_step: Vec<WhomJson>,
}

/// A way to reach somebody.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Contact")]
struct ContactJson {
    /// The method.
    via: &'static str,
    /// The reference.
    reference: String,
}

/// A person, and how soon they can be asked.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Ready")]
struct ReadyJson {
    /// The person, by id.
    person: String,
    /// Their name.
    name: String,
    /// Their handle in chat.
    chat: Option<String>,
    /// How soon they can be asked: on-call, working, off, unknown (the plan does not say when they
    /// work), away (time off) or gone (not joined yet, or left).
    state: &'static str,
    /// The rotations in which they are on call.
    on_call: Vec<DutyJson>,
    /// Their working hours: those that they are in, else the next ones within four weeks.
    works: Option<json::SpanJson>,
    /// Until when they have time off.
    away_until: Option<Utc>,
    /// The same, in the zone of the answer.
    away_until_local: Option<Local>,
    /// Their zone.
    time_zone: String,
    /// The instant of the answer, in their zone.
    own_time: Local,
}

/// A rotation in which somebody is on call.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OnCall")]
struct DutyJson {
    /// The rotation, by id.
    rotation: String,
    /// Until when.
    until: Utc,
    /// Until when, in the zone of the answer.
    until_local: Local,
}

impl Asking<'_> {
    pub fn json(&self, whom: &Whom<'_>) -> WhomJson {
        let contacts = whom.external.and_then(|external| external.contacts.as_ref());
        let contacts = contacts.into_iter().flat_map(|contacts| &contacts.value.0);
        let timed = whom.external.is_some_and(|external| external.hours.is_some());
        let account = whom.external.and_then(|external| external.account.as_ref());
        WhomJson {
            kind: whom.kind,
            id: whom.id.clone(),
            name: whom.name.clone(),
            people: whom.people.iter().map(|ready| self.ready_json(ready)).collect(),
            until: whom.until.map(json::instant),
            until_local: whom.until.map(|until| json::local(until, &self.viewer)),
            hidden: whom.hidden,
            contacts: contacts
                .map(|(via, to)| ContactJson { via: via.word(), reference: to.reference.clone() })
                .collect(),
            open: timed.then(|| whom.open.is_some_and(|open| open.contains(self.at))),
            hours: whom.open.map(|open| json::SpanJson::new(open, &self.viewer)),
            account: account.map(|account| account.value.clone()),
            first_step: whom.first.iter().map(|whom| self.json(whom)).collect(),
        }
    }

    fn ready_json(&self, ready: &Ready) -> ReadyJson {
        let person = &self.plan[ready.person];
        let duties = ready.duties.iter().map(|(key, until)| DutyJson {
            rotation: self.plan[*key].id.to_string(),
            until: json::instant(*until),
            until_local: json::local(*until, &self.viewer),
        });
        ReadyJson {
            person: person.id.to_string(),
            name: person.name.clone(),
            chat: person.written.chat.as_ref().map(|chat| chat.value.clone()),
            state: ready.state.word(),
            on_call: duties.collect(),
            works: ready.works.map(|works| json::SpanJson::new(works, &self.viewer)),
            away_until: ready.away.map(json::instant),
            away_until_local: ready.away.map(|away| json::local(away, &self.viewer)),
            time_zone: person.zone.name().to_owned(),
            own_time: json::local(self.at, &person.zone),
        }
    }
}
