//! The lists of a record: pages, impact, factors, countermeasures, actions.

use super::data::{ActionJson, CountermeasureJson, FactorJson, FigureJson, ImpactJson, PageJson};
use super::made::Question;
use super::timeline::{clock, person};
use crate::plan::Plan;
use crate::source::Located;
use crate::syntax::{Actionable, Incident, OwnerId, Page};
use crate::views::json;

pub(super) fn pages(question: &Question<'_>) -> Vec<PageJson> {
    let pages = question.case.front.pages.iter().flat_map(|pages| &pages.value);
    let mut pages: Vec<_> = pages.filter_map(|page| page_json(question, page)).collect();
    pages.sort_by_key(|(at, _)| *at);
    pages.into_iter().map(|(_, page)| page).collect()
}

fn page_json(question: &Question<'_>, page: &Page) -> Option<(crate::time::Instant, PageJson)> {
    let (plan, zone) = (question.plan, question.zone);
    let at = page.at_time.as_ref()?.value;
    let to = page.to.as_ref().map(|to| &to.value);
    let answered = page.acknowledged.as_ref().map(|at| at.value);
    let after = answered.map(|answered| (answered - at).num_seconds());
    let via = page.via.iter().flat_map(|via| &via.value.0);
    Some((
        at,
        PageJson {
            at: json::instant(at),
            at_local: json::local(at, zone),
            to: to.map(|to| person(plan, to)),
            to_clock: to.and_then(|to| clock(plan, to, at, zone)),
            rotation: page.rotation.as_ref().map(|rotation| rotation.value.to_string()),
            via: via.map(|method| method.value.word()).collect(),
            acknowledged: answered.map(json::instant),
            acknowledged_local: answered.map(|answered| json::local(answered, zone)),
            answered_after_s: after.filter(|after| *after >= 0),
        },
    ))
}

pub(super) fn impact(front: &Incident) -> ImpactJson {
    let facts = || front.impact.iter().flat_map(|impact| &impact.value.0);
    let summary = facts().find(|(key, _)| key == "summary");
    let figures = facts().filter(|(key, _)| key != "summary");
    let figure =
        |(key, value): &(String, String)| FigureJson { name: words(key), value: value.clone() };
    ImpactJson {
        summary: summary.map(|(_, text)| text.clone()),
        figures: figures.map(figure).collect(),
    }
}

pub(super) fn factors(front: &Incident) -> Vec<FactorJson> {
    let factors = front.factors.iter().flat_map(|factors| &factors.value);
    factors
        .map(|factor| FactorJson {
            text: text(factor.text.as_ref()).unwrap_or_default(),
            phase: factor.phase.as_ref().map(|phase| phase.value.word()),
        })
        .collect()
}

pub(super) fn countermeasures(question: &Question<'_>) -> Vec<CountermeasureJson> {
    let all = question.case.front.countermeasures.iter().flat_map(|all| &all.value);
    all.map(|measure| CountermeasureJson {
        text: text(measure.text.as_ref()).unwrap_or_default(),
        owner: measure.owner.as_ref().map(|owner| person(question.plan, &owner.value)),
        revert_by: measure.revert_by.as_ref().map(|day| day.value.0.to_string()),
    })
    .collect()
}

pub(super) fn actions(question: &Question<'_>) -> Vec<ActionJson> {
    let actions = question.case.front.actions.iter().flat_map(|actions| &actions.value);
    actions.map(|action| action_json(question, action)).collect()
}

fn action_json(question: &Question<'_>, action: &Actionable) -> ActionJson {
    let today = question.plan.zone.civil(question.now).date();
    let late = action.due.as_ref().is_some_and(|due| due.value.0 < today);
    let owner = action.owner.as_ref().map(|owner| &owner.value);
    ActionJson {
        id: text(action.id.as_ref()),
        text: text(action.text.as_ref()).unwrap_or_default(),
        purpose: action.purpose.as_ref().map(|purpose| purpose.value.word()),
        owner: owner.map(ToString::to_string),
        owner_name: owner.map(|owner| owner_name(question.plan, owner)),
        ticket: text(action.ticket.as_ref()),
        due: action.due.as_ref().map(|due| due.value.0.to_string()),
        done: action.done.as_ref().map(|done| done.value.0.to_string()),
        overdue: late && action.done.is_none(),
    }
}

/// The name of a person or a team.
fn owner_name(plan: &Plan, owner: &OwnerId) -> String {
    let id = owner.as_ref();
    if let Some(key) = plan.person(id) {
        return plan[key].name.clone();
    }
    let team = plan.teams.iter().find(|team| team.id.as_ref() == id);
    let name = team.and_then(|team| team.written.name.as_ref());
    name.map_or_else(|| id.to_owned(), |name| name.value.clone())
}

/// A key as words.
pub(super) fn words(key: &str) -> String {
    key.replace(['-', '_'], " ")
}

/// A text as it is written.
pub(super) fn text(text: Option<&Located<String>>) -> Option<String> {
    text.map(|text| text.value.clone())
}
