//! Whom to ask, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Answer;
use super::found::{About, Match};
use crate::cli::Session;
use crate::cli::commands::whom::WhomJson;
use crate::plan::Plan;
use crate::syntax::Services;
use crate::views::json;

/// Whom to ask for help with something.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// What help is needed with, as it was typed.
    words: String,
    /// The instant that was asked for.
    at: json::Utc,
    /// That instant, in the zone of the answer.
    at_local: json::Local,
    /// What in the plan is about that, the best first; at most 20.
    matches: Vec<MatchJson>,
    /// How many more there are that fit less well.
    more: usize,
    /// What was probably meant, where nothing is about that.
    near: Vec<String>,
    /// How many faults the plan has.
    faults: usize,
}

/// Something that is about the words.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Match")]
struct MatchJson {
    /// What it is: topic, skill, service, team or rotation.
    kind: &'static str,
    /// Its id; of a topic or skill what it is called.
    id: String,
    /// Of a topic how to recognise it.
    symptom: Option<String>,
    /// Of a topic the services that it is about, by id; empty where it is about every one.
    services: Vec<String>,
    /// Whom to ask, in order.
    asks: Vec<AskJson>,
}

/// Somebody to ask.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Ask")]
struct AskJson {
    /// When: first (whoever is reached first when it breaks), ask, or then (who is asked next).
    step: &'static str,
    /// Whom.
    whom: WhomJson,
}

impl About<'_> {
    fn kind(self) -> &'static str {
        match self {
            Self::Topic(_) => "topic",
            Self::Skill(_) => "skill",
            Self::Service(_) => "service",
            Self::Team(_) => "team",
            Self::Rotation(_) => "rotation",
        }
    }

    fn id(self, plan: &Plan) -> String {
        match self {
            Self::Topic(help) => help.topic.as_deref().cloned().unwrap_or_default(),
            Self::Skill(skill) => skill.to_owned(),
            Self::Service(service) => service.id.to_string(),
            Self::Team(team) => team.id.to_string(),
            Self::Rotation(key) => plan[key].id.to_string(),
        }
    }

    /// What stands above whom to ask.
    pub fn title(self, plan: &Plan) -> String {
        let id = self.id(plan);
        let name = match self {
            Self::Topic(_) => return id,
            Self::Service(service) => service.written.name.as_deref(),
            Self::Team(team) => team.written.name.as_deref(),
            Self::Skill(_) | Self::Rotation(_) => None,
        };
        match name {
            Some(name) => format!("{} {name} ({id})", self.kind()),
            None => format!("{} {id}", self.kind()),
        }
    }
}

impl Answer<'_> {
    pub fn json(&self, session: &Session<'_>) -> String {
        let (plan, viewer) = (self.asking.plan, &self.asking.viewer);
        let body = Body {
            plan: plan.name.clone(),
            words: self.typed.clone(),
            at: json::instant(self.asking.at),
            at_local: json::local(self.asking.at, viewer),
            matches: self.found.matches.iter().map(|found| self.found_json(found)).collect(),
            more: self.found.more,
            near: self.near.clone(),
            faults: plan.faults.len(),
        };
        session.json("help-with", viewer, body)
    }

    fn found_json(&self, found: &Match<'_>) -> MatchJson {
        let help = if let About::Topic(help) = found.about { Some(help) } else { None };
        let services = help.and_then(|help| help.services.as_ref());
        let services = match services.map(|services| &services.value) {
            Some(Services::These(these)) => these.iter().map(|id| id.value.to_string()).collect(),
            Some(Services::All) | None => Vec::new(),
        };
        let asks = found.asks.iter();
        let asks = asks.map(|ask| AskJson { step: ask.step, whom: self.asking.json(&ask.whom) });
        MatchJson {
            kind: found.about.kind(),
            id: found.about.id(self.asking.plan),
            symptom: help.and_then(|help| help.symptom.as_deref().cloned()),
            services,
            asks: asks.collect(),
        }
    }
}
