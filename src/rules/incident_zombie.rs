//! `incident-zombie`: a record says that an incident is under way, for days.

use chrono::TimeDelta;

use super::{Case, Check, Context, Kind, Milestone, Options, Parameter, Rule, ServiceClock};
use crate::diagnostic::{Diagnostic, Level};
use crate::syntax::{IncidentKind, IncidentStatus};
use crate::time::{Span, show};

pub(super) static RULE: Rule = Rule {
    code: "incident-zombie",
    level: Level::Warning,
    profiles: &[],
    options: &[Parameter {
        name: "most",
        kind: Kind::Length,
        default: "72h",
        profiles: &[],
        about: "How long an incident may be open or mitigated.",
    }],
    summary: "an incident has been open or mitigated for days",
    source: "72 h (house default), by the record's own clock; monzo/response reminds of open \
             incidents every day",
    why: "Somebody is still responsible for an open incident: updates are due, the channel is \
          watched, whoever comes on call asks about it. A record that was forgotten costs all of \
          them, and teaches people that `open` means nothing. A near miss is never under way.",
    bad: r#"
irp = 1
[plan]
name = "Open"
time-zone = "UTC"
[severities.sev2]
rank = 2
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev2"
status = "mitigated"
services = ["shop"]
[times]
started = 2026-10-12T18:41:00Z
mitigated = 2026-10-12T19:28:00Z
+++
"#,
    good: r#"
irp = 1
[plan]
name = "Over"
time-zone = "UTC"
[severities.sev2]
rank = 2
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev2"
status = "resolved"
services = ["shop"]
[times]
started = 2026-10-12T18:41:00Z
mitigated = 2026-10-12T19:28:00Z
resolved = 2026-10-12T20:05:00Z
+++
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let (most, clock) = (options.length("most"), context.service_clock());
    let cases = context.cases().into_iter();
    cases.filter_map(|case| record(context, &case, most, &clock)).collect()
}

fn record(
    context: &Context<'_>,
    case: &Case<'_>,
    most: TimeDelta,
    clock: &ServiceClock<'_>,
) -> Option<Diagnostic> {
    let over = case.time(|times| &times.resolved);
    // Where no status is written, a time at which it was over says enough.
    let forgotten = case.front.status.is_none() && over.is_some();
    let under_way = case.status() < IncidentStatus::Resolved && !forgotten;
    if !under_way || case.kind() == IncidentKind::NearMiss {
        return None;
    }
    let since = case.milestones().into_iter().min_by_key(|time| time.instant)?;
    let span = Span::new(since.instant, context.now);
    let open = if case.in_service_hours() { clock.measure(span) } else { span.length() };
    if open <= most {
        return None;
    }
    let finding = finding(context, case, since, open);
    Some(match over {
        Some(over) => finding.also(over.at, "and yet it was over").help("set its `status`"),
        None => finding.help(
            "set `status` and `times.resolved` once it is over, or say what is \
                              still done about it",
        ),
    })
}

fn finding(
    context: &Context<'_>,
    case: &Case<'_>,
    since: Milestone,
    open: TimeDelta,
) -> Diagnostic {
    let long = if case.in_service_hours() {
        let over = if context.now - since.instant > ServiceClock::LONGEST { "over " } else { "" };
        format!("for {over}{}h of service hours", open.num_hours())
    } else {
        format!("for {}", show::length(open))
    };
    let message = format!(
        "this incident has been {} since {}, {long}, so nobody can tell whether somebody is \
         still at work on it",
        case.status().word(),
        show::full(since.instant, &context.plan.zone)
    );
    let at = case.front.status.as_ref().map_or(since.at, |status| status.at);
    Diagnostic::new(RULE.code, RULE.level, at, message).about(case.path())
}
