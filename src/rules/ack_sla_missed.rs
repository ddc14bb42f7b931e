//! `ack-sla-missed`: somebody answered, or began to work, later than the severity promises.

use chrono::TimeDelta;

use super::{Case, Check, Context, Kind, Options, Parameter, Rule, ServiceClock};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Located;
use crate::syntax::{Hours, IncidentKind};
use crate::time::{Elapsed, Instant, Span, show};

pub(super) static RULE: Rule = Rule {
    code: "ack-sla-missed",
    level: Level::Info,
    profiles: &[],
    options: &[Parameter {
        name: "look-back",
        kind: Kind::Length,
        default: "91d",
        profiles: &[],
        about: "How long ago it may have been detected.",
    }],
    summary: "an incident was acknowledged or worked on later than its severity promises",
    source: "`acknowledge-within` and `engage-within` of the severity, from detection; in service \
             hours for a severity that needs people only then; the last 91 days (house default)",
    why: "The promise was made to customers, and a page that nobody answers in time shows where \
          the response is weak: a phone that blocks the pager, a step that comes too late, a \
          person on call too often. An older one is a statistic. Near misses are left out.",
    bad: r#"
irp = 1
[plan]
name = "Late"
time-zone = "UTC"
[severities.sev1]
rank = 1
acknowledge-within = "5m"
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev1"
status = "resolved"
services = ["shop"]
[times]
detected = 2026-10-12T18:47:00Z
acknowledged = 2026-10-12T18:58:00Z
resolved = 2026-10-12T20:05:00Z
+++
"#,
    good: r#"
irp = 1
[plan]
name = "In time"
time-zone = "UTC"
[severities.sev1]
rank = 1
acknowledge-within = "5m"
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev1"
status = "resolved"
services = ["shop"]
[times]
detected = 2026-10-12T18:47:00Z
acknowledged = 2026-10-12T18:50:00Z
resolved = 2026-10-12T20:05:00Z
+++
"#,
    check: Check::Plan(check),
};

/// A promise that was not kept.
struct Missed {
    done: &'static str,
    at: Located<Instant>,
    took: TimeDelta,
    limit: Located<Elapsed>,
}

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let from = context.now - options.length("look-back");
    let clock = context.service_clock();
    let judged = |case: &Case<'_>| {
        let detected = case.time(|times| &times.detected);
        case.kind() != IncidentKind::NearMiss && detected.is_some_and(|at| at.value >= from)
    };
    let cases = context.cases().into_iter().filter(judged);
    cases.filter_map(|case| record(context, &case, &clock)).collect()
}

fn record(context: &Context<'_>, case: &Case<'_>, clock: &ServiceClock<'_>) -> Option<Diagnostic> {
    let severity = case.severity?;
    let service = case.in_service_hours() || severity.hours == Hours::Business;
    let detected = case.time(|times| &times.detected)?;
    let missed = |done, at: Option<Located<Instant>>, limit: &Option<Located<Elapsed>>| {
        let (at, limit) = (at?, (*limit)?);
        let span = Span::new(detected.value, at.value);
        let long = span.length().num_seconds() > limit.value.0;
        let took = if long && service { clock.measure(span) } else { span.length() };
        (took.num_seconds() > limit.value.0).then_some(Missed { done, at, took, limit })
    };
    let written = &severity.written;
    let acknowledged = case.time(|times| &times.acknowledged);
    let engaged = case.time(|times| &times.engaged);
    let all = [
        missed("acknowledged", acknowledged, &written.acknowledge_within),
        missed("worked on", engaged, &written.engage_within),
    ];
    let missed: Vec<_> = all.into_iter().flatten().collect();
    let first = missed.first()?;
    let each: Vec<_> = missed.iter().map(|missed| told(missed, service)).collect();
    let message = format!(
        "this incident was {} after it was detected; `{}` promises {}",
        each.join(", and "),
        severity.id,
        limits(&missed)
    );
    let finding = Diagnostic::new(RULE.code, RULE.level, first.at.at, message)
        .about(case.path())
        .label(show::full(first.at.value, &context.plan.zone))
        .also(detected.at, format!("detected {}", show::full(detected.value, &context.plan.zone)))
        .also(first.limit.at, "the promise");
    Some(finding.help("find out what the page went through, and change the step or the promise"))
}

fn told(missed: &Missed, service: bool) -> String {
    let hours = if service { " of service hours" } else { "" };
    format!("{} {}{hours}", missed.done, exact(missed.took))
}

fn limits(missed: &[Missed]) -> String {
    let length = |missed: &Missed| exact(TimeDelta::seconds(missed.limit.value.0));
    missed.iter().map(length).collect::<Vec<_>>().join(" and ")
}

/// A length of time, with its seconds where it is short: a promise may be missed by one.
fn exact(length: TimeDelta) -> String {
    match (length.num_minutes(), length.num_seconds() % 60) {
        (minutes @ 1..60, seconds @ 1..) => format!("{minutes}m {seconds}s"),
        _ => show::length(length),
    }
}
