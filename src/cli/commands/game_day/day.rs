//! A game day as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::page::{View, said};
use crate::record::{Exercise, measured, milestones};
use crate::source::Located;
use crate::syntax::Actionable;
use crate::views::json::{self, Place};

/// A game day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "GameDay")]
pub(super) struct GameDayJson {
    /// The game day, by id.
    id: String,
    /// Its title.
    title: Option<String>,
    /// planned, done or cancelled.
    status: &'static str,
    /// tabletop, live, page-test or replay.
    kind: Option<&'static str>,
    /// Where it is held.
    environment: Option<String>,
    /// The services that it is about, by id.
    services: Vec<String>,
    /// When it was held or is to be.
    at: Option<json::Utc>,
    /// That, in the zone of the answer.
    at_local: Option<json::Local>,
    /// How it recurs.
    rrule: Option<String>,
    /// How long it lasts, in seconds.
    duration_s: Option<i64>,
    /// What is expected to happen.
    hypothesis: Option<String>,
    /// Whether it did.
    hypothesis_held: Option<bool>,
    /// What happened.
    summary: Option<String>,
    /// Who answers for it, by id.
    owner: Option<String>,
    /// Who runs it, by id.
    coordinator: Option<String>,
    /// Who writes it down, by id.
    reporter: Option<String>,
    /// Who watches, by id.
    observers: Vec<String>,
    /// Who responds, in words such as `rotation primary`.
    responders: Vec<String>,
    /// What was recorded, in the order of the format.
    times: Vec<TimeJson>,
    /// What was expected and measured.
    phases: Vec<PhaseJson>,
    /// What was learnt.
    findings: Vec<LearntJson>,
    /// Where it is defined.
    place: Place,
}

/// When something happened.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "GameDayTime")]
struct TimeJson {
    /// What: injected, detected and so on.
    what: &'static str,
    /// When.
    at: json::Utc,
    /// That, in the zone of the answer.
    at_local: json::Local,
}

/// A phase of an exercise.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "GameDayPhase")]
struct PhaseJson {
    /// The phase.
    phase: &'static str,
    /// Between which times.
    formula: &'static str,
    /// How many seconds it was expected to take at most.
    expected_s: Option<i64>,
    /// How many it took.
    measured_s: Option<i64>,
    /// Whether it was as expected; null where either is not known.
    as_expected: Option<bool>,
}

/// Something learnt in an exercise.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Learnt")]
struct LearntJson {
    /// What.
    text: Option<String>,
    /// The phase of the response that it is about.
    phase: Option<&'static str>,
    /// What is done about it.
    action: Option<ActionJson>,
}

/// Something to be done.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "GameDayAction")]
struct ActionJson {
    /// What.
    text: Option<String>,
    /// What it is for.
    #[serde(rename = "type")]
    purpose: Option<&'static str>,
    /// Who does it, by id.
    owner: Option<String>,
    /// Where it is tracked.
    ticket: Option<String>,
    /// The day on which it is due.
    due: Option<String>,
    /// The day on which it was done.
    done: Option<String>,
}

impl View<'_> {
    /// All of a game day.
    pub fn game_day_json(&self, day: &Exercise<'_>) -> GameDayJson {
        let written = day.written;
        let text = |text: &Option<Located<String>>| text.as_ref().map(|text| text.value.clone());
        let id = |id: &Option<Located<crate::syntax::PersonId>>| {
            id.as_ref().map(|id| id.value.to_string())
        };
        let at = self.when(day);
        let result = written.result.as_ref().map(|result| &result.value);
        let roles = written.roles.as_ref().map(|roles| &roles.value);
        let observers = roles.and_then(|roles| roles.observers.as_ref());
        let responders = roles.and_then(|roles| roles.responders.as_ref());
        let services = written.services.iter().flat_map(|list| &list.value);
        GameDayJson {
            id: day.id.value.to_string(),
            title: text(&written.title),
            status: day.status.word(),
            kind: written.kind.as_ref().map(|kind| kind.value.word()),
            environment: text(&written.environment),
            services: services.map(|service| service.value.to_string()).collect(),
            at: at.map(json::instant),
            at_local: at.map(|at| json::local(at, self.zone)),
            rrule: text(&written.rrule),
            duration_s: written.duration.as_ref().map(|length| length.value.0),
            hypothesis: text(&written.hypothesis),
            hypothesis_held: result
                .and_then(|result| result.hypothesis_held.as_ref())
                .map(|held| held.value),
            summary: result.and_then(|result| text(&result.summary)),
            owner: roles.and_then(|roles| id(&roles.owner)),
            coordinator: roles.and_then(|roles| id(&roles.coordinator)),
            reporter: roles.and_then(|roles| id(&roles.reporter)),
            observers: observers
                .iter()
                .flat_map(|ids| &ids.value.0)
                .map(|id| id.value.to_string())
                .collect(),
            responders: responders
                .iter()
                .flat_map(|targets| &targets.value.0)
                .map(|target| said(&target.value))
                .collect(),
            times: self.times_json(day),
            phases: phases(day, self.now),
            findings: findings(day),
            place: Place::new(day.id.at, &self.plan.sources),
        }
    }

    fn times_json(&self, day: &Exercise<'_>) -> Vec<TimeJson> {
        let times = day.written.result.as_ref().and_then(|result| result.times.as_ref());
        let times = times.map(|times| milestones(times)).unwrap_or_default().into_iter();
        let each = times.map(|time| TimeJson {
            what: time.name,
            at: json::instant(time.instant),
            at_local: json::local(time.instant, self.zone),
        });
        each.collect()
    }
}

fn phases(day: &Exercise<'_>, now: crate::time::Instant) -> Vec<PhaseJson> {
    let each = measured(day.written, now).into_iter().map(|phase| PhaseJson {
        phase: phase.name,
        formula: phase.formula,
        expected_s: phase.expected.map(|length| length.num_seconds()),
        measured_s: phase.took.map(|length| length.num_seconds()),
        as_expected: phase.held(),
    });
    each.collect()
}

fn findings(day: &Exercise<'_>) -> Vec<LearntJson> {
    let findings = day.written.findings.iter().flat_map(|list| &list.value);
    let each = findings.map(|finding| LearntJson {
        text: finding.text.as_ref().map(|text| text.value.clone()),
        phase: finding.phase.as_ref().map(|phase| phase.value.word()),
        action: finding.action.as_ref().map(|action| action_json(&action.value)),
    });
    each.collect()
}

fn action_json(action: &Actionable) -> ActionJson {
    ActionJson {
        text: action.text.as_ref().map(|text| text.value.clone()),
        purpose: action.purpose.as_ref().map(|purpose| purpose.value.word()),
        owner: action.owner.as_ref().map(|owner| owner.value.to_string()),
        ticket: action.ticket.as_ref().map(|ticket| ticket.value.clone()),
        due: action.due.as_ref().map(|day| day.value.0.to_string()),
        done: action.done.as_ref().map(|day| day.value.0.to_string()),
    }
}
