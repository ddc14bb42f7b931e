//! `alert-context`: an alert does not tell whoever is woken what they need.

use super::{Check, Context, Options, Rule, all_as_one, listing};
use crate::diagnostic::{Diagnostic, Level, is_blank};
use crate::plan::Service;
use crate::source::Located;
use crate::syntax::Alert;

pub(super) static RULE: Rule = Rule {
    code: "alert-context",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "an alert lacks its summary, impact, first step or severity",
    source: "all four; an error where the alert wakes people, else a warning. \"Minimum Viable \
             Incident Response Plan\" (2019); PagerDuty, \"Alert content\"; OpenShift: alerts MUST \
             have a summary and a description",
    why: "At three in the morning an alert is read by somebody who has just woken up, perhaps of \
          another team: what is wrong, whom it hurts, what to do first, how bad it is. What is \
          missing is looked for while customers wait.",
    bad: r#"
irp = 1
[plan]
name = "Riddle"
time-zone = "Europe/Berlin"
[severities.sev1]
rank = 1
[services.shop]
name = "The shop"
[[services.shop.alerts]]
name = "OrdersFail"
severity = "sev1"
summary = "fewer than half of the orders succeed"
"#,
    good: r#"
irp = 1
[plan]
name = "Story"
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
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let alerts = context.alerts();
    let severities = !context.plan.severities.is_empty();
    let found = alerts.iter().filter_map(|(service, alert, pages)| {
        let level = if *pages { Level::Error } else { Level::Warning };
        finding(service, alert, level, severities)
    });
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    all_as_one(found, alerts.len(), "services", |count| {
        format!(
            "each of the {count} alerts lacks its summary, impact, first step or severity, which \
             is looked for while customers wait"
        )
    })
}

/// What an alert lacks; a severity only in a plan that has some.
fn finding(service: &Service, alert: &Alert, level: Level, severities: bool) -> Option<Diagnostic> {
    let said = |text: &Option<Located<String>>| text.as_ref().is_some_and(|text| !is_blank(text));
    let keys = [
        ("severity", alert.severity.is_some() || !severities),
        ("summary", said(&alert.summary)),
        ("impact", said(&alert.impact)),
        ("first-step", said(&alert.first_step)),
    ];
    let missing = keys.iter().filter(|(key, said)| !said && !alert.lost.contains(key));
    let missing: Vec<_> = missing.map(|(key, _)| format!("`{key}`")).collect();
    if missing.is_empty() {
        return None;
    }
    let name = alert.name.as_ref()?;
    let missing = listing(&missing);
    let message = format!(
        "alert `{}` of `{}` does not say {missing}, which is looked for while customers wait",
        name.value, service.id
    );
    let finding = Diagnostic::new(RULE.code, level, name.at, message)
        .about(format!("services.{}", service.id))
        .label(format!("without {missing}"));
    Some(finding.help(
        "`summary`: what is wrong; `impact`: whom it hurts; `first-step`: what to do first; \
         `severity`: how bad it is",
    ))
}
