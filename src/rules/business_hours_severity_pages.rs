//! `business-hours-severity-pages`: what can wait until the morning pages at any hour.

use std::collections::BTreeSet;

use super::{Check, Context, NAMED, Options, Rule, few, quoted};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Escalation, Service, Severity};
use crate::source::Location;
use crate::syntax::{EscalationId, Hours, ServiceEscalation, Urgency};

pub(super) static RULE: Rule = Rule {
    code: "business-hours-severity-pages",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "a severity of service hours has an escalation that reaches somebody at any hour",
    source: "any; PagerDuty: what is of medium urgency waits for working hours; GDS: P3 and P4 \
             are answered in office hours",
    why: "Whoever is woken for something that could wait learns to sleep through pages. A \
             path that is full at night sends them at night, whatever the severity says of its \
             hours.",
    bad: r#"
irp = 1
[plan]
name = "Woken"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[escalations.default]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "10m", notify = [{ person = "ana" }, { person = "ben" }] },
]
[severities.sev1]
rank = 1
[severities.sev3]
rank = 3
hours = "business"
[services.shop]
tier = 1
escalation = "default"
"#,
    good: r#"
irp = 1
[plan]
name = "In the morning"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[rotations.desk]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
when = "mon-fri 09:00-17:00"
[escalations.default]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "10m", notify = [{ person = "ana" }, { person = "ben" }] },
]
[escalations.desk]
steps = [
    { after = "0m", notify = { rotation = "desk" } },
    { after = "1h", notify = [{ person = "ana" }, { person = "ben" }] },
]
[severities.sev1]
rank = 1
[severities.sev3]
rank = 3
hours = "business"
[services.shop]
tier = 1
escalation = { default = "default", sev3 = "desk" }
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let plan = context.plan;
    let business = |severity: &&Severity| {
        let urgency = severity.written.urgency.as_ref().map(|urgency| urgency.value);
        severity.hours == Hours::Business && urgency != Some(Urgency::Low)
    };
    let business: Vec<_> = plan.severities.iter().filter(business).collect();
    if business.is_empty() {
        return Vec::new();
    }
    let full = context.paths().into_iter().filter(|path| is_full(context, path));
    let full: BTreeSet<_> = full.map(|path| &path.id).collect();
    plan.services.iter().filter_map(|service| finding(service, &business, &full)).collect()
}

/// Whether the first step of a path reaches somebody at every instant of the horizon.
fn is_full<'a>(context: &Context<'a>, path: &'a Escalation) -> bool {
    let steps = context.steps(path).unwrap_or_default();
    let reached = steps.first().map(|step| context.reached(step, context.horizon()));
    reached.is_some_and(|pieces| pieces.iter().all(|piece| !piece.people.is_empty()))
}

fn finding(
    service: &Service,
    business: &[&Severity],
    full: &BTreeSet<&EscalationId>,
) -> Option<Diagnostic> {
    let used = business.iter().filter_map(|severity| {
        let path = service.escalation.severity(&severity.id)?;
        full.contains(path).then_some((*severity, path))
    });
    let used: Vec<_> = used.collect();
    let (first, path) = used.first()?;
    let names: Vec<_> = used.iter().map(|(severity, _)| severity.id.as_ref()).collect();
    let (is, it) = if names.len() == 1 { ("is", "it") } else { ("are", "them") };
    let message = format!(
        "{} of `{}` {is} for service hours, and `{path}` reaches somebody at any hour, so people are \
         woken for what can wait",
        few(&quoted(&names), NAMED),
        service.id
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, place(service, first), message)
        .about(format!("services.{}", service.id))
        .label("full at night too");
    let table = match service.written.escalation.as_ref().map(|written| &written.value) {
        Some(ServiceEscalation::Each(..)) => format!("{} = \"...\"", first.id),
        _ => format!("escalation = {{ default = \"{path}\", {} = \"...\" }}", first.id),
    };
    let finding = finding.help(format!("give {it} a path of service hours, such as `{table}`"));
    Some(finding.help(
        "or write `urgency = \"low\"` where it wakes nobody, `hours = \"always\"` where it must",
    ))
}

/// Where the path of a severity is written.
fn place(service: &Service, severity: &Severity) -> Location {
    let Some(written) = &service.written.escalation else { return service.at };
    match &written.value {
        ServiceEscalation::Each(each, _) => {
            let own = each.iter().find(|(id, _)| id.value == severity.id);
            own.map_or(written.at, |(_, path)| path.at)
        }
        ServiceEscalation::One(_) => written.at,
    }
}
