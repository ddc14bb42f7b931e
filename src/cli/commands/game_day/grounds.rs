//! What to rehearse of a service: grounds in a fixed order, the first that there is.

use chrono::TimeDelta;

use crate::plan::{Escalation, Plan, Record, Service};
use crate::record::{Case, cases};
use crate::rules::{Context, Link, Runbooks, found_by};
use crate::source::Located;
use crate::syntax::{BlindSpot, GameDayKind, IncidentStatus, Runbook};
use crate::time::show;

/// Incidents before this are not rehearsed again.
const RECENT: TimeDelta = TimeDelta::days(365);
/// The rules that say that a runbook is not to be trusted, in order.
const RUNBOOK_RULES: [&str; 2] = ["runbook-failed-in-use", "runbook-stale"];

/// A ground for an exercise, and what it comes to.
pub(super) struct Ground {
    /// What was looked for.
    pub sought: &'static str,
    /// What was found; `None` where there is nothing.
    pub found: Option<Scenario>,
}

/// What is rehearsed.
#[derive(Clone, Debug)]
pub(super) struct Scenario {
    pub title: String,
    /// Why, in a sentence.
    pub because: String,
    pub kind: GameDayKind,
    pub rehearses: Vec<String>,
    pub runbooks: Vec<String>,
    pub alert: Option<String>,
}

/// Every ground for an exercise of a service, in order; the last is always there.
pub(super) fn grounds(context: &Context<'_>, service: &Service) -> Vec<Ground> {
    let plan = context.plan;
    let recent = recent(context, service);
    let open = |case: &&Case<'_>| case.status() < IncidentStatus::Reviewed;
    let ground = |sought, found| Ground { sought, found };
    vec![
        ground(
            "an incident that is not reviewed",
            recent.iter().find(open).map(|case| replay(context, case, "is not reviewed yet")),
        ),
        ground(
            "a runbook that failed or is stale",
            runbook(context, service).map(|(record, why)| walk(record, why)),
        ),
        ground("a blind spot", blind_spot(service).map(|spot| look(service, spot))),
        ground(
            "a reviewed incident that was never rehearsed",
            recent
                .iter()
                .find(|case| !open(case) && !is_rehearsed(plan, case))
                .map(|case| replay(context, case, "was never rehearsed")),
        ),
        ground("the escalation path", Some(page_test(plan, service))),
    ]
}

/// The incidents and near misses of a service of the last year, the worst first, the newest of them.
fn recent<'a>(context: &Context<'a>, service: &Service) -> Vec<Case<'a>> {
    let began = |case: &Case<'_>| {
        let began = case.time(|times| &times.started).or(case.time(|times| &times.detected));
        began.map(|began| began.value)
    };
    let mut found = cases(context.plan);
    found.retain(|case| {
        let mut services = case.front.services.iter().flat_map(|list| &list.value);
        case.kind() != crate::syntax::IncidentKind::Drill
            && services.any(|own| own.value == service.id)
            && began(case).is_some_and(|at| at <= context.now && at > context.now - RECENT)
    });
    found.sort_by_key(|case| {
        (case.rank().unwrap_or(i64::MAX), std::cmp::Reverse(began(case)), case.record.id.clone())
    });
    found
}

/// Whether an exercise names an incident, held or planned.
fn is_rehearsed(plan: &Plan, case: &Case<'_>) -> bool {
    let days = plan.written.game_days.iter().filter_map(|day| day.value.as_ref());
    let mut named = days.flat_map(|day| &day.rehearses).flat_map(|list| &list.value);
    named.any(|id| id.value.as_ref() == case.record.id)
}

fn replay(context: &Context<'_>, case: &Case<'_>, why: &str) -> Scenario {
    let front = case.front;
    let title = front.title.as_ref().map_or(case.record.id.as_str(), |title| &title.value);
    let severity = case.severity.map_or_else(String::new, |s| format!(" ({})", s.id));
    let began = case.time(|times| &times.started).or(case.time(|times| &times.detected));
    let day = began.map(|at| show::day(at.value, &context.plan.zone)).unwrap_or_default();
    let runbooks = front.runbooks.iter().flat_map(|list| &list.value);
    Scenario {
        title: title.to_owned(),
        because: format!("`{}` of {day}{severity} {why}", case.record.id),
        kind: GameDayKind::Replay,
        rehearses: vec![case.record.id.clone()],
        runbooks: runbooks.map(|id| id.value.clone()).collect(),
        alert: front.alert.as_ref().map(|alert| alert.value.clone()),
    }
}

/// The runbook of a service that the rules find most wrong, and what they find.
fn runbook<'a>(
    context: &Context<'a>,
    service: &Service,
) -> Option<(&'a Record<Runbook>, &'static str)> {
    let plan = context.plan;
    let runbooks = Runbooks::new(plan);
    let named: Vec<_> = service
        .written
        .runbooks
        .iter()
        .flat_map(|list| &list.value)
        .filter_map(|reference| match runbooks.find(&reference.value) {
            Link::Runbook(index, _) => Some(index),
            _ => None,
        })
        .collect();
    let own = |index: usize, record: &Record<Runbook>| {
        let services = record.front.iter().flat_map(|front| &front.services);
        let mut services = services.flat_map(|list| &list.value);
        named.contains(&index) || services.any(|id| id.value == service.id)
    };
    let words = ["failed when it was used", "was not reviewed for too long"];
    RUNBOOK_RULES.iter().zip(words).find_map(|(rule, why)| {
        let found = found_by(context, &[rule]);
        let all = plan.written.runbooks.iter().enumerate();
        let mut own = all.filter(|(index, record)| own(*index, record));
        let wrong = |record: &Record<Runbook>| {
            let path = format!("runbooks.{}", record.id);
            found.iter().any(|finding| {
                finding.path == path || finding.primary.at.source == record.at.source
            })
        };
        own.find(|(_, record)| wrong(record)).map(|(_, record)| (record, why))
    })
}

fn walk(record: &Record<Runbook>, why: &str) -> Scenario {
    let title = record.front.as_ref().and_then(|front| front.title.as_ref());
    let title = title.map_or(record.id.as_str(), |title| &title.value);
    Scenario {
        title: title.to_owned(),
        because: format!("runbook `{}` {why}", record.id),
        kind: GameDayKind::Tabletop,
        rehearses: Vec::new(),
        runbooks: vec![record.id.clone()],
        alert: None,
    }
}

/// The blind spot of a service that is to be reviewed first.
fn blind_spot(service: &Service) -> Option<&Located<BlindSpot>> {
    let spots = service.written.blind_spots.iter().flat_map(|spots| &spots.value);
    let by = |spot: &&Located<BlindSpot>| spot.review_by.as_ref().map(|day| day.value.0);
    spots.min_by_key(|spot| (by(spot).is_none(), by(spot), spot.at))
}

fn look(service: &Service, spot: &BlindSpot) -> Scenario {
    let found_in = spot.found_in.as_ref().map(|id| id.value.as_ref().to_owned());
    Scenario {
        title: spot.asked(),
        because: format!("a blind spot of `{}` that nobody can answer yet", service.id),
        kind: GameDayKind::Tabletop,
        rehearses: found_in.into_iter().collect(),
        runbooks: Vec::new(),
        alert: None,
    }
}

/// A page to whoever the path of a service reaches.
fn page_test(plan: &Plan, service: &Service) -> Scenario {
    let id = &service.id;
    let because = path(plan, service).map_or_else(
        || format!("`{id}` has no escalation path, so a page of it may reach nobody"),
        |path| format!("pages of `{id}` go by `{}`, and must reach somebody", path.id),
    );
    let mut alerts = service.written.alerts.iter().flat_map(|list| &list.value);
    let alert = alerts.find_map(|alert| alert.name.as_ref());
    Scenario {
        title: format!("A page for {} reaches somebody", service.id),
        because,
        kind: GameDayKind::PageTest,
        rehearses: Vec::new(),
        runbooks: Vec::new(),
        alert: alert.map(|name| name.value.clone()),
    }
}

/// The escalation path of a service for the worst severity.
pub(super) fn path<'a>(plan: &'a Plan, service: &Service) -> Option<&'a Escalation> {
    let mut ids = plan.severities.iter().filter_map(|s| service.escalation.severity(&s.id));
    let id = ids.next().or_else(|| service.escalation.all().into_iter().next())?;
    plan.escalation(id.as_ref())
}
