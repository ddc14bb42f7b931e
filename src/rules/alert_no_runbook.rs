//! `alert-no-runbook`: an alert wakes people and does not say what to do.

use super::{Check, Context, Options, Rule, all_as_one};
use crate::diagnostic::{Diagnostic, Level, is_blank};
use crate::plan::Service;
use crate::syntax::Alert;

pub(super) static RULE: Rule = Rule {
    code: "alert-no-runbook",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "an alert that wakes people has no runbook",
    source: "any: OpenShift: critical alerts MUST have a `runbook_url`; PagerDuty calls an alert \
             without one useless",
    why: "Whoever is on call is not always who built it. Without a runbook they wake somebody who \
          did, or try things on a system that they do not know.",
    bad: r#"
irp = 1
[plan]
name = "What now?"
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
"#,
    good: r#"
irp = 1
[plan]
name = "Step by step"
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
runbook = "orders"
--- runbooks/orders.md ---
+++
title = "Orders fail"
+++
Roll back the last release.
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let alerts = context.alerts();
    let paging = || alerts.iter().filter(|(.., pages)| *pages);
    let found = paging().filter_map(|(service, alert, _)| finding(service, alert)).collect();
    all_as_one(found, paging().count(), "services", |count| {
        format!(
            "none of the {count} alerts that wake people has a runbook, so what to do is worked out \
             at night by whoever is on call"
        )
    })
}

fn finding(service: &Service, alert: &Alert) -> Option<Diagnostic> {
    let runbook = alert.runbook.as_ref().is_some_and(|runbook| !is_blank(runbook));
    if runbook || alert.lost.contains(&"runbook") {
        return None;
    }
    let name = alert.name.as_ref()?;
    let message = format!(
        "alert `{}` of `{}` wakes people and has no runbook, so what to do is worked out at night \
         by whoever is on call",
        name.value, service.id
    );
    let finding = Diagnostic::new(RULE.code, Level::Error, name.at, message)
        .about(format!("services.{}", service.id))
        .label("without `runbook`");
    let finding =
        finding.help("write down what helped the last time, as `runbooks/NAME.md`, and name it");
    Some(Diagnostic { fix: only(service), ..finding })
}

/// The runbook of a service that has one only, as the alert would name it.
fn only(service: &Service) -> Option<String> {
    let [runbook] = service.written.runbooks.as_ref()?.value.as_slice() else { return None };
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./".contains(letter);
    runbook.value.chars().all(plain).then(|| format!("runbook = \"{}\"", runbook.value))
}
