//! The parts of a brief as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::ahead::Risk;
use super::super::brief::{Beside, Brief};
use super::super::changes::News;
use super::super::hand::Hand;
use super::super::happened::Happened;
use super::super::page::Told;
use super::super::records::{Open, Promised, Stopgap};
use super::super::runbooks::Review;
use super::super::sections::severity;
use crate::plan::{PersonKey, Plan};
use crate::time::{Instant, Zone};
use crate::views::json::{self, SpanJson};

/// Somebody at a handoff.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "HandoffPerson")]
pub struct PersonJson {
    /// The person, by id.
    id: String,
    /// Their zone.
    time_zone: String,
    /// The handoff in their zone.
    boundary_local: json::Local,
}

/// A shift and who had it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShiftBefore")]
pub struct BeforeJson {
    /// Who was on call, by id.
    people: Vec<String>,
    #[serde(flatten)]
    span: SpanJson,
}

/// A shift of another rotation.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Beside")]
pub struct BesideJson {
    /// `backs-up` or `commands`.
    part: &'static str,
    /// The rotation, by id.
    rotation: String,
    /// Who is on call, by id.
    people: Vec<String>,
    #[serde(flatten)]
    span: SpanJson,
}

/// An incident that is open.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OpenIncident")]
pub struct OpenJson {
    /// The incident, by id.
    incident: String,
    /// Its title.
    title: Option<String>,
    /// Its severity, by id.
    severity: String,
    /// How far the response has come.
    status: &'static str,
    /// Whether it is over and waits for its review.
    unreviewed: bool,
    /// When it began, where that is known.
    started: Option<json::Utc>,
}

/// Something that is in place for the time being.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "HandoffCountermeasure")]
pub struct StopgapJson {
    /// The incident, by id.
    incident: String,
    /// What.
    text: String,
    /// Who answers for it, by id.
    owner: Option<String>,
    /// The day by which it is to be undone.
    revert_by: Option<String>,
    /// Whether that day is past.
    expired: bool,
}

/// An incident of the past.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Happened")]
pub struct HappenedJson {
    /// In the shift that ends (`this`), in the one `before`, or `earlier`.
    shift: &'static str,
    /// The incident, by id.
    incident: String,
    /// Its severity, by id.
    severity: String,
    /// The services that it touched, by id.
    services: Vec<String>,
    /// When it began.
    at: json::Utc,
    /// When it began, in the zone of the answer.
    at_local: json::Local,
    /// How many seconds customers felt it, where that is known.
    impact_s: Option<i64>,
    /// How many pages went to the rotation.
    pages: usize,
    /// How many of them came at night, in the time of whoever was paged.
    pages_at_night: usize,
    /// How many of them were not answered within what the severity promises.
    pages_late: usize,
}

/// An action.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "HandoffAction")]
pub struct ActionJson {
    /// The incident or exercise, by id.
    of: String,
    /// Its id within the record.
    id: Option<String>,
    /// What is to be done.
    text: String,
    /// Who does it, by id.
    owner: Option<String>,
    /// Where it is tracked.
    ticket: Option<String>,
    /// The day on which it is due.
    due: Option<String>,
    /// The day on which it was done.
    done: Option<String>,
}

/// Something that a note says.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Said")]
pub struct SaidJson {
    /// The note, by id.
    note: String,
    /// The handoff that it is of.
    boundary: json::Utc,
    /// The heading under which it stands.
    part: &'static str,
    /// What it says, as it is written.
    text: String,
}

/// A runbook to review.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RunbookReview")]
pub struct ReviewJson {
    /// The runbook, by id.
    runbook: String,
    /// Why, a few words each.
    why: Vec<String>,
}

/// What changed in the plan.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PlanChanges")]
pub struct ChangesJson {
    /// Since the plan that was in force then.
    since: json::Utc,
    /// The commit that holds it.
    commit: String,
    /// The changes.
    changes: Vec<ChangeLineJson>,
    /// How many more there are.
    more: usize,
}

/// A change.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PlanChange")]
pub struct ChangeLineJson {
    /// What, in words.
    what: String,
    /// The file and line; null for a shift.
    place: Option<String>,
}

/// Something that may go wrong.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Risk")]
pub struct RiskJson {
    /// What kind of thing it is.
    kind: &'static str,
    /// What, in words.
    what: String,
    /// When, where it has a time of its own.
    span: Option<SpanJson>,
}

/// What nobody can see.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "HandoffBlindSpot")]
pub struct BlindJson {
    /// The service, by id.
    service: String,
    /// The question that cannot be answered.
    question: String,
    /// Who answers for it, by id.
    owner: Option<String>,
    /// The day by which it is to be looked at again.
    review_by: Option<String>,
}

pub fn ids(plan: &Plan, people: &[PersonKey]) -> Vec<String> {
    plan.ids(people).into_iter().map(str::to_owned).collect()
}

pub fn people(plan: &Plan, people: &[PersonKey], at: Instant) -> Vec<PersonJson> {
    let person = |key: &PersonKey| PersonJson {
        id: plan[*key].id.to_string(),
        time_zone: plan[*key].zone.name().to_owned(),
        boundary_local: json::local(at, &plan[*key].zone),
    };
    people.iter().map(person).collect()
}

pub fn beside_json(plan: &Plan, beside: &Beside, zone: &Zone) -> BesideJson {
    BesideJson {
        part: if beside.commands { "commands" } else { "backs-up" },
        rotation: plan[beside.rotation].id.to_string(),
        people: ids(plan, &beside.shift.people),
        span: SpanJson::new(beside.shift.span, zone),
    }
}

pub fn open(open: &Open<'_>) -> OpenJson {
    let case = &open.case;
    let started = crate::record::times(case.front).started;
    OpenJson {
        incident: case.record.id.clone(),
        title: case.front.title.as_ref().map(|title| title.value.clone()),
        severity: severity(case),
        status: case.reached().word(),
        unreviewed: open.unreviewed,
        started: started.map(|started| json::instant(started.instant)),
    }
}

pub fn stopgap(told: &Told<'_>, one: &Stopgap<'_>) -> StopgapJson {
    StopgapJson {
        incident: one.case.record.id.clone(),
        text: one.written.text.as_ref().map(|text| text.value.clone()).unwrap_or_default(),
        owner: one.written.owner.as_ref().map(|owner| owner.value.to_string()),
        revert_by: one.until.map(|day| day.to_string()),
        expired: one.until.is_some_and(|day| day < told.today()),
    }
}

pub fn happened(one: &Happened<'_>, zone: &Zone) -> HappenedJson {
    let services = one.case.front.services.iter().flat_map(|list| &list.value);
    HappenedJson {
        shift: one.during.word(),
        incident: one.case.record.id.clone(),
        severity: severity(&one.case),
        services: services.map(|service| service.value.to_string()).collect(),
        at: json::instant(one.at),
        at_local: json::local(one.at, zone),
        impact_s: one.impact.map(|impact| impact.num_seconds()),
        pages: one.pages.all,
        pages_at_night: one.pages.nights,
        pages_late: one.pages.missed,
    }
}

pub fn action(one: &Promised<'_>) -> ActionJson {
    let text = |text: &Option<crate::source::Located<String>>| {
        text.as_ref().map(|text| text.value.clone())
    };
    ActionJson {
        of: one.of.clone(),
        id: text(&one.written.id),
        text: text(&one.written.text).unwrap_or_default(),
        owner: one.written.owner.as_ref().map(|owner| owner.value.to_string()),
        ticket: text(&one.written.ticket),
        due: one.due.map(|day| day.to_string()),
        done: one.done.map(|day| day.to_string()),
    }
}

pub fn said(brief: &Brief<'_>) -> Vec<SaidJson> {
    let said = brief.said.iter().map(|said| SaidJson {
        note: said.note.record.id.clone(),
        boundary: json::instant(said.note.boundary),
        part: said.part,
        text: said.text.clone(),
    });
    said.collect()
}

pub fn changes(news: &News) -> Option<ChangesJson> {
    let News::Known { since, commit, lines, more } = news else { return None };
    let lines = lines.iter().map(|line| ChangeLineJson {
        what: line.what.clone(),
        place: Some(line.place.clone()).filter(|place| !place.is_empty()),
    });
    Some(ChangesJson {
        since: json::instant(*since),
        commit: commit.clone(),
        changes: lines.collect(),
        more: *more,
    })
}

pub fn blind(brief: &Brief<'_>) -> Vec<BlindJson> {
    let spots = brief.blind.iter().map(|(service, spot)| BlindJson {
        service: service.id.to_string(),
        question: spot.question.as_ref().map(|q| q.value.clone()).unwrap_or_default(),
        owner: spot.owner.as_ref().map(|owner| owner.value.to_string()),
        review_by: spot.review_by.as_ref().map(|day| day.value.0.to_string()),
    });
    spots.collect()
}

/// The shift before the one that ends.
pub fn before(plan: &Plan, hand: &Hand, zone: &Zone) -> Option<BeforeJson> {
    let (people, span) = hand.before.as_ref()?;
    Some(BeforeJson { people: ids(plan, people), span: SpanJson::new(*span, zone) })
}

pub fn review(one: &Review<'_>) -> ReviewJson {
    ReviewJson { runbook: one.record.id.clone(), why: one.why.clone() }
}

pub fn risk(risk: &Risk, zone: &Zone) -> RiskJson {
    let span = risk.span.map(|span| SpanJson::new(span, zone));
    RiskJson { kind: risk.kind, what: risk.what.clone(), span }
}
