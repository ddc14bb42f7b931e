//! `service-no-alert`: nothing tells when a service that matters most fails.

use super::{Check, Context, Options, Rule, all_as_one};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Service;

pub(super) static RULE: Rule = Rule {
    code: "service-no-alert",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "a service of tier 1 has no alert",
    source: "0 alerts: \"Minimum Viable Incident Response Plan\" (2019): a plan is of no use where \
             the systems cannot tell that something is wrong",
    why: "Somebody is on call at any hour, and nothing would call them: the first to notice is a \
          customer.",
    bad: r#"
irp = 1
[plan]
name = "Quiet"
time-zone = "Europe/Berlin"
[services.shop]
name = "The shop"
tier = 1
"#,
    good: r#"
irp = 1
[plan]
name = "Alarmed"
time-zone = "Europe/Berlin"
[services.shop]
name = "The shop"
tier = 1
[[services.shop.alerts]]
name = "OrdersFail"
summary = "fewer than half of the orders succeed"
impact = "customers cannot buy"
first-step = "was there a deploy in the last hour? Roll it back"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let first_tier = || context.plan.services.iter().filter(|service| service.tier == 1);
    let found = first_tier().filter_map(finding).collect();
    all_as_one(found, first_tier().count(), "services", |count| {
        format!(
            "none of the {count} services of tier 1 has an alert: nobody is called when one fails, \
             and customers notice first"
        )
    })
}

fn finding(service: &Service) -> Option<Diagnostic> {
    let (id, written) = (&service.id, &service.written);
    let alerts = written.alerts.as_ref().is_some_and(|alerts| !alerts.value.is_empty());
    if alerts || written.lost.contains(&"alerts") {
        return None;
    }
    let message =
        format!("`{id}` has no alert: nobody is called when it fails, and customers notice first");
    let finding = Diagnostic::new(RULE.code, Level::Warning, service.at, message)
        .about(format!("services.{id}"))
        .label("of tier 1");
    Some(finding.help(format!(
        "add `[[services.{id}.alerts]]` with `name`, `severity`, `summary`, `impact`, `first-step` \
         and `runbook`"
    )))
}
