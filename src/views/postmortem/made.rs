//! How a record becomes what templates are given.

use super::data::{
    ChangeJson, MilestoneJson, PhaseJson, Review, RoleJson, RunbookJson, SectionJson, ServiceJson,
    SeverityJson,
};
use super::document::{Block, blocks};
use super::lists::{self, text};
use super::sections::sections;
use super::timeline::{self, person};
use crate::plan::{Plan, Record};
use crate::record::{Case, FORMULAS, doubts, durations, times};
use crate::rules::{Link, Runbooks};
use crate::source::Sources;
use crate::syntax::{Incident, RoleId, front_matter};
use crate::time::{Instant, Zone};
use crate::views::json;
use crate::views::sections::capital;

/// What a review is made of.
pub struct Question<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The record.
    pub case: &'a Case<'a>,
    /// The zone of every local time.
    pub zone: &'a Zone,
    /// The instant that is taken for the present.
    pub now: Instant,
}

/// What a record comes to, with the first commits that changed the plan since and how many more
/// there are, where that is known.
#[must_use]
pub fn review(question: &Question<'_>, changes: Vec<ChangeJson>, more: Option<usize>) -> Review {
    let (plan, case) = (question.plan, question.case);
    let front = case.front;
    let others = front.people.iter().flat_map(|people| &people.value.others);
    Review {
        id: case.record.id.clone(),
        file: plan.sources.get(case.record.at.source).name.clone(),
        title: text(front.title.as_ref()).unwrap_or_else(|| case.record.id.clone()),
        kind: case.kind().word(),
        status: case.reached().word(),
        severity: severity(case),
        services: services(question),
        detected_by: front.detected_by.as_ref().map(|by| by.value.word()),
        alert: text(front.alert.as_ref()),
        channel: text(front.channel.as_ref()),
        clock: if case.in_service_hours() { "service-hours" } else { "elapsed" },
        runbooks: runbooks(question),
        roles: roles(question),
        others: others.map(|other| person(plan, &other.value)).collect(),
        times: milestones(question),
        doubts: doubted(question),
        phases: phases(question),
        timeline: timeline::groups(question),
        pages: lists::pages(question),
        impact: lists::impact(front),
        factors: lists::factors(front),
        countermeasures: lists::countermeasures(question),
        actions: lists::actions(question),
        plan_changes: changes,
        more_plan_changes: more,
        sections: written(case.record, &plan.sources),
    }
}

fn severity(case: &Case<'_>) -> Option<SeverityJson> {
    let id = case.front.severity.as_ref()?.value.to_string();
    let written = case.severity.map(|severity| &severity.written);
    Some(SeverityJson {
        id,
        name: text(written.and_then(|written| written.name.as_ref())),
        rank: case.rank(),
        definition: text(written.and_then(|written| written.definition.as_ref())),
        update_every_s: written
            .and_then(|written| written.update_every.as_ref())
            .map(|every| every.value.0),
    })
}

fn services(question: &Question<'_>) -> Vec<ServiceJson> {
    let named = question.case.front.services.iter().flat_map(|services| &services.value);
    let service = |id: &crate::syntax::ServiceId| {
        let known = question.plan.services.iter().find(|service| service.id == *id);
        let name = known.and_then(|service| service.written.name.as_ref());
        let name = name.map_or_else(|| id.to_string(), |name| name.value.clone());
        ServiceJson { id: id.to_string(), name }
    };
    named.map(|id| service(&id.value)).collect()
}

fn runbooks(question: &Question<'_>) -> Vec<RunbookJson> {
    let (plan, known) = (question.plan, Runbooks::new(question.plan));
    let used = question.case.front.runbooks.iter().flat_map(|runbooks| &runbooks.value);
    let runbook = |name: &String| {
        let record = match known.find(name) {
            Link::Runbook(_, record) => Some(record),
            Link::Elsewhere | Link::Nowhere => None,
        };
        let title = record.and_then(|record| record.front.as_ref()?.title.as_ref());
        RunbookJson {
            name: name.clone(),
            title: title.map(|title| title.value.clone()),
            file: record.map(|record| plan.sources.get(record.at.source).name.clone()),
        }
    };
    used.map(|name| runbook(&name.value)).collect()
}

fn roles(question: &Question<'_>) -> Vec<RoleJson> {
    let plan = question.plan;
    let held = question.case.front.people.iter().flat_map(|people| &people.value.roles);
    let role = |id: &RoleId| {
        let known = plan.roles.iter().find(|entry| entry.id.value == *id);
        let title = known.and_then(|entry| entry.value.as_ref()?.title.as_ref());
        title.map_or_else(|| capital(&lists::words(id.as_ref())), |title| title.value.clone())
    };
    held.map(|(id, people)| RoleJson {
        role: id.value.to_string(),
        title: role(&id.value),
        people: people.value.0.iter().map(|id| person(plan, &id.value)).collect(),
    })
    .collect()
}

fn milestones(question: &Question<'_>) -> Vec<MilestoneJson> {
    let times = times(question.case.front);
    let found = doubts(&times, question.now);
    let milestone = |(name, known): (&'static str, Option<crate::record::Known>)| {
        let known = known?;
        Some(MilestoneJson {
            name,
            at: json::instant(known.instant),
            at_local: json::local(known.instant, question.zone),
            basis: known.basis.words(),
            doubtful: found.iter().any(|doubt| doubt.is_about(name)),
        })
    };
    times.all().into_iter().filter_map(milestone).collect()
}

fn doubted(question: &Question<'_>) -> Vec<String> {
    let found = doubts(&times(question.case.front), question.now);
    found.iter().map(|doubt| doubt.words(question.zone)).collect()
}

fn phases(question: &Question<'_>) -> Vec<PhaseJson> {
    let lengths = durations(question.plan, question.case, question.now).all();
    let all = FORMULAS.iter().zip(lengths);
    all.map(|(formula, (name, length))| PhaseJson {
        name,
        formula: formula.formula,
        seconds: length.map(|length| length.num_seconds()),
    })
    .collect()
}

/// The body of a record: the byte of its file from which it counts, and its text.
#[must_use]
pub fn body(text: &str) -> (usize, &str) {
    let start = front_matter(text).map_or(0, |front| {
        text[front.end..].find('\n').map_or(text.len(), |line| front.end + line + 1)
    });
    (start, &text[start..])
}

/// What people wrote, by its headings. Where its blocks are at fault, all of it is theirs.
fn written(record: &Record<Incident>, sources: &Sources) -> Vec<SectionJson> {
    let (_, text) = body(&sources.get(record.at.source).text);
    let blocks = blocks(text).unwrap_or_default();
    let parts = sections(text, &blocks).into_iter().map(|part| {
        let own = without(text, &part.range, &blocks);
        let own = if part.heading.is_empty() {
            own.as_str()
        } else {
            own.split_once('\n').map_or("", |(_, below)| below)
        };
        SectionJson { heading: part.heading, text: own.trim().to_owned() }
    });
    parts.filter(|part| !part.heading.is_empty() || !part.text.is_empty()).collect()
}

/// A part of a text, but for the blocks in it.
fn without(text: &str, part: &std::ops::Range<usize>, blocks: &[Block]) -> String {
    let (mut own, mut at) = (String::new(), part.start);
    for block in blocks.iter().filter(|block| part.contains(&block.range.start)) {
        own.push_str(&text[at..block.range.start]);
        at = block.range.end;
    }
    own.push_str(&text[at..part.end]);
    own
}
