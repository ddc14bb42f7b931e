//! `runbook-missing`: something names a runbook that there is not.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Context, Kind, Link, Options, Parameter, Rule, Runbooks, counted};
use crate::diagnostic::{Diagnostic, Level, nearest};
use crate::plan::Service;
use crate::source::{Located, Location};
use crate::syntax::{GameDayStatus, IncidentStatus, List};
use crate::time::Instant;

/// References for which a likely name is looked for, among so many.
const GUESSED: usize = 10;
const GUESSES: usize = 1000;
/// Further places of one reference that are shown.
const SHOWN: usize = 3;

pub(super) static RULE: Rule = Rule {
    code: "runbook-missing",
    level: Level::Error,
    profiles: &[],
    options: &[Parameter {
        name: "look-back",
        kind: Kind::Length,
        default: "30d",
        profiles: &[],
        about: "How old incidents that are not closed, and handoff notes, are judged; both warn.",
    }],
    summary: "a service, alert, exercise or fresh record names a runbook that there is not",
    source: "any: several public repositories have each built this check by hand \
             (paradedb/charts#244, cluster-monitoring-operator#1246); the 30 days for records are \
             a house default",
    why: "Whoever is paged at night follows the link of the alert. Where it leads nowhere, they \
          begin with a search instead of a diagnosis. A reference is the id of a runbook, its \
          path, or an address below `[plan] runbook-base-url`; other addresses are not judged. \
          What is closed or past may name what there was.",
    bad: r#"
irp = 1
[plan]
name = "Renamed"
time-zone = "Europe/Berlin"
[services.api]
tier = 2
[[services.api.alerts]]
name = "DatabaseFull"
runbook = "database-ful"
--- runbooks/database-full.md ---
+++
title = "The database is full"
+++
## Mitigation
Remove the exports of last month.
"#,
    good: r#"
irp = 1
[plan]
name = "Found"
time-zone = "Europe/Berlin"
[services.api]
tier = 2
[[services.api.alerts]]
name = "DatabaseFull"
runbook = "database-full"
--- runbooks/database-full.md ---
+++
title = "The database is full"
+++
## Mitigation
Remove the exports of last month.
"#,
    check: Check::Plan(check),
};

/// A reference that leads nowhere.
struct Lost<'a> {
    path: String,
    level: Level,
    /// What names it, and what that costs.
    by: String,
    name: &'a str,
    /// Where it is named.
    at: Location,
    /// Where it is named again.
    others: Vec<Location>,
}

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let runbooks = Runbooks::new(context.plan);
    let since = context.now - options.length("look-back");
    let services = context.plan.services.iter().flat_map(|each| service(each, &runbooks));
    let exercises = exercises(context, &runbooks);
    let records = incidents(context, since, &runbooks).chain(notes(context, since, &runbooks));
    let lost = services.chain(exercises).chain(records).enumerate();
    lost.map(|(index, lost)| finding(&lost, &runbooks, index < GUESSED)).collect()
}

/// A reference that leads nowhere, as an error.
fn lost(path: String, by: String, name: &Located<String>) -> Lost<'_> {
    Lost { path, level: RULE.level, by, name: &name.value, at: name.at, others: Vec::new() }
}

fn is_lost(runbooks: &Runbooks<'_>, name: &str) -> bool {
    matches!(runbooks.find(name), Link::Nowhere)
}

/// What a service and its alerts name in vain, each once.
fn service<'a>(service: &'a Service, runbooks: &Runbooks<'_>) -> Vec<Lost<'a>> {
    let own = service.written.runbooks.iter().flat_map(|list| &list.value);
    let own = own.map(|name| (None, name));
    let alerts = service.written.alerts.iter().flat_map(|list| &list.value);
    let alerts = alerts.filter_map(|alert| {
        Some((alert.name.as_ref().map(|name| name.value.as_str()), alert.runbook.as_ref()?))
    });
    let mut found: BTreeMap<&str, Lost<'_>> = BTreeMap::new();
    for (alert, name) in alerts.chain(own).filter(|(_, name)| is_lost(runbooks, name)) {
        if let Some(lost) = found.get_mut(name.value.as_str()) {
            lost.others.push(name.at);
            continue;
        }
        let by = match alert {
            Some(alert) => format!("alert `{alert}` sends whoever is paged"),
            None => format!("service `{}` sends whoever looks for help", service.id),
        };
        found.insert(&name.value, lost(format!("services.{}", service.id), by, name));
    }
    found.into_values().collect()
}

/// What a list names in vain, each once.
fn listed<'a>(
    list: Option<&'a Located<List<String>>>,
    runbooks: &Runbooks<'_>,
) -> Vec<&'a Located<String>> {
    let mut seen = BTreeSet::new();
    let names = list.into_iter().flat_map(|list| &list.value);
    let wrong = names.filter(|name| is_lost(runbooks, name));
    wrong.filter(|name| seen.insert(name.value.as_str())).collect()
}

fn exercises<'a>(context: &Context<'a>, runbooks: &Runbooks<'_>) -> Vec<Lost<'a>> {
    let planned = context.exercises().into_iter();
    let planned = planned.filter(|exercise| exercise.status == GameDayStatus::Planned);
    let lost = planned.flat_map(|exercise| {
        let id = &exercise.id.value;
        listed(exercise.written.runbooks.as_ref(), runbooks).into_iter().map(move |name| {
            let by = format!("exercise `{id}` sends whoever takes part");
            lost(format!("game-days.{id}"), by, name)
        })
    });
    lost.collect()
}

/// What incidents name that are fresh and not closed: somebody still works on the record.
fn incidents<'a>(
    context: &Context<'a>,
    since: Instant,
    runbooks: &Runbooks<'_>,
) -> impl Iterator<Item = Lost<'a>> {
    let fresh = context.plan.written.incidents.iter().filter_map(move |record| {
        let front = record.front.as_ref()?;
        let times = front.times.as_ref()?;
        let began = times.started.as_ref().or(times.detected.as_ref())?.value;
        let status = front.status.as_ref().map(|status| status.value);
        (began >= since && status != Some(IncidentStatus::Closed)).then_some((record, front))
    });
    fresh.flat_map(|(record, front)| {
        listed(front.runbooks.as_ref(), runbooks).into_iter().map(|name| {
            let path = format!("incidents.{}", record.id);
            let by = "this incident sends whoever reviews it".to_owned();
            Lost { level: Level::Warning, ..lost(path, by, name) }
        })
    })
}

fn notes<'a>(
    context: &Context<'a>,
    since: Instant,
    runbooks: &Runbooks<'_>,
) -> impl Iterator<Item = Lost<'a>> {
    let fresh = context.plan.written.handoffs.iter().filter_map(move |record| {
        let front = record.front.as_ref()?;
        (front.boundary.as_ref()?.value >= since).then_some((record, front))
    });
    fresh.flat_map(|(record, front)| {
        listed(front.runbooks_to_review.as_ref(), runbooks).into_iter().map(|name| {
            let path = format!("handoffs.{}", record.id);
            let by = "this note sends whoever mends runbooks".to_owned();
            Lost { level: Level::Warning, ..lost(path, by, name) }
        })
    })
}

/// The part of a reference that may be an id.
fn stem(reference: &str) -> &str {
    let name = reference.rsplit('/').next().unwrap_or(reference);
    name.split(['.', '#', '?']).next().unwrap_or(name)
}

fn finding(lost: &Lost<'_>, runbooks: &Runbooks<'_>, guess: bool) -> Diagnostic {
    let message = format!("{} to `{}`, a runbook that there is not", lost.by, lost.name);
    let mut finding = Diagnostic::new(RULE.code, lost.level, lost.at, message).about(&lost.path);
    let near = if guess { nearest(stem(lost.name), runbooks.ids().take(GUESSES)) } else { None };
    finding = match near {
        Some(near) => finding.label(format!("did you mean `{near}`?")),
        None => finding.label("this leads nowhere"),
    };
    for at in lost.others.iter().take(SHOWN) {
        finding = finding.also(*at, "named here too");
    }
    if lost.others.len() > SHOWN {
        let count = i64::try_from(lost.others.len() + 1).unwrap_or(i64::MAX);
        finding = finding.help(format!("it is named {} here", counted(count, "time")));
    }
    finding.help(
        "write the id of a runbook or its path; a file is one where `[plan] runbooks` selects it",
    )
}
