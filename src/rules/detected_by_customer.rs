//! `detected-by-customer`: customers noticed an incident first, and no alert was added after it.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::{Check, Context, Kind, Options, Parameter, Rule, counted, day};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Record;
use crate::syntax::{DetectedBy, Incident, IncidentKind};

pub(super) static RULE: Rule = Rule {
    code: "detected-by-customer",
    level: Level::Warning,
    profiles: &[],
    options: &[Parameter {
        name: "look-back",
        kind: Kind::Length,
        default: "180d",
        profiles: &[],
        about: "How long ago such an incident still counts.",
    }],
    summary: "a customer noticed an incident first, and no alert is `added-after` it",
    source: "1 incident in 180 days, a house default; Atlassian's incident value: \"Atlassian knows \
             before our customers do\"",
    why: "What a customer had to report was not watched. One alert, of whichever service, that \
          names the incident as `added-after` shows that next time it will be.",
    bad: r#"
irp = 1
[plan]
name = "Told"
time-zone = "Europe/Berlin"
[severities.sev1]
rank = 1
[services.shop]
name = "The shop"
--- incidents/2026-09-30-orders.md ---
+++
title = "Orders lost"
severity = "sev1"
services = ["shop"]
detected-by = "customer"
[times]
started = 2026-09-30T08:00:00Z
detected = 2026-09-30T09:10:00Z
+++
"#,
    good: r#"
irp = 1
[plan]
name = "Seen"
time-zone = "Europe/Berlin"
[severities.sev1]
rank = 1
[services.shop]
name = "The shop"
[[services.shop.alerts]]
name = "OrdersFail"
severity = "sev1"
summary = "fewer than half of the orders succeed"
impact = "customers cannot buy"
first-step = "was there a deploy in the last hour? Roll it back"
added-after = "2026-09-30-orders"
--- incidents/2026-09-30-orders.md ---
+++
title = "Orders lost"
severity = "sev1"
services = ["shop"]
detected-by = "customer"
[times]
started = 2026-09-30T08:00:00Z
detected = 2026-09-30T09:10:00Z
+++
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let alerts = context.plan.services.iter().flat_map(|service| &service.written.alerts);
    let alerts = alerts.flat_map(|alerts| &alerts.value);
    let answered = alerts.filter_map(|alert| alert.added_after.as_ref()).map(|id| id.as_ref());
    let answered: BTreeSet<&str> = answered.collect();
    let within = options.length("look-back");
    let records = context.plan.written.incidents.iter();
    let open = records.filter(|record| !answered.contains(record.id.as_str()));
    open.filter_map(|record| finding(context, record, within)).collect()
}

fn finding(
    context: &Context<'_>,
    record: &Record<Incident>,
    within: TimeDelta,
) -> Option<Diagnostic> {
    let incident = record.front.as_ref()?;
    let detected_by = incident.detected_by.as_ref()?;
    let drill = incident.kind.as_ref().is_some_and(|kind| kind.value == IncidentKind::Drill);
    if drill || detected_by.value != DetectedBy::Customer {
        return None;
    }
    let times = incident.times.as_ref()?;
    let noticed = times.detected.as_ref().or(times.started.as_ref())?.value;
    if context.now - noticed > within {
        return None;
    }
    let on = day(context.plan.zone.civil(noticed).date());
    let late = times.started.as_ref().map(|started| (noticed - started.value).num_minutes());
    let late = late.filter(|minutes| *minutes > 0);
    let late = late.map_or(String::new(), |minutes| {
        format!(", {} after it began", counted(minutes, "minute"))
    });
    let message = format!(
        "a customer noticed this incident first, on {on}{late}, and no alert was added after it: \
         the next one like it is noticed the same way"
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, detected_by.at, message)
        .about(format!("incidents.{}", record.id));
    let service = incident.services.iter().flat_map(|services| &services.value).next();
    let table =
        service.map_or("an alert".to_owned(), |id| format!("`[[services.{}.alerts]]`", id.value));
    Some(finding.help(format!(
        "add {table} that would have seen it, with `added-after = \"{}\"`",
        record.id
    )))
}
