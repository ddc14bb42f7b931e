//! `service-no-escalation`: nobody is paged when a service fails.

use std::collections::BTreeSet;

use super::{Check, Context, Options, Rule, all_as_one, listing};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Plan, Service};
use crate::syntax::{ServiceEscalation, SeverityId};

/// Severities that are named one by one.
const LISTED: usize = 3;

pub(super) static RULE: Rule = Rule {
    code: "service-no-escalation",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "a service of tier 1 or 2 has no escalation path, or none for some severity",
    source: "any: Mercari's production readiness checklist asks for an on-call rotation",
    why: "An alert of such a severity is raised and reaches nobody. A service of tier 3 promises \
          nobody at any hour, and needs no path.",
    bad: r#"
irp = 1
[plan]
name = "No path"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[escalations.default]
steps = [{ after = "0m", notify = { person = "ana" } }]
[severities.sev1]
rank = 1
[severities.sev2]
rank = 2
[services.shop]
name = "The shop"
escalation = { sev1 = "default" }
"#,
    good: r#"
irp = 1
[plan]
name = "A path"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[escalations.default]
steps = [{ after = "0m", notify = { person = "ana" } }]
[severities.sev1]
rank = 1
[severities.sev2]
rank = 2
[services.shop]
name = "The shop"
escalation = { sev1 = "default", sev2 = "default" }
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let plan = context.plan;
    let promised = || plan.services.iter().filter(|service| service.tier < 3);
    let found = promised().filter_map(|service| finding(plan, service)).collect();
    let paths = promised().any(|service| service.written.escalation.is_some());
    all_as_one(found, promised().count(), "services", |count| {
        if paths {
            format!(
                "each of the {count} services of tier 1 and 2 is without an escalation path for \
                 some severity, so nobody is paged then"
            )
        } else {
            format!(
                "none of the {count} services of tier 1 and 2 has an escalation path, so nobody is \
                 paged when one fails"
            )
        }
    })
}

fn finding(plan: &Plan, service: &Service) -> Option<Diagnostic> {
    let (id, written) = (&service.id, &service.written);
    if written.lost.contains(&"escalation") {
        return None;
    }
    let (at, message, label) = match &written.escalation {
        None => {
            let message =
                format!("`{id}` has no escalation path, so nobody is paged when it fails");
            (service.at, message, "without `escalation`")
        }
        Some(escalation) => {
            let missing = missing(plan, &escalation.value)?;
            let message =
                format!("`{id}` has no escalation path for {missing}, so nobody is paged then");
            (escalation.at, message, "nothing for the others")
        }
    };
    let finding = Diagnostic::new(RULE.code, Level::Error, at, message)
        .about(format!("services.{id}"))
        .label(label);
    Some(match &*plan.escalations {
        [only] if written.escalation.is_none() => finding
            .help("name the path that a page takes")
            .fix(format!("[services.{id}]\nescalation = \"{}\"", only.id)),
        _ => finding.help("add the path that a page takes then, or a `default` for every severity"),
    })
}

/// The severities for which there is no path, in words.
fn missing(plan: &Plan, written: &ServiceEscalation) -> Option<String> {
    let ServiceEscalation::Each(each, None) = written else { return None };
    let known: BTreeSet<&SeverityId> = each.iter().map(|(severity, _)| &severity.value).collect();
    let without = plan.severities.iter().filter(|severity| !known.contains(&severity.id));
    let mut named: Vec<_> = without.take(LISTED).map(|found| format!("`{}`", found.id)).collect();
    let more = plan.severities.len().saturating_sub(known.len() + named.len());
    if more > 0 && !named.is_empty() {
        named.push(format!("{more} more"));
    }
    (!named.is_empty()).then(|| listing(&named))
}
