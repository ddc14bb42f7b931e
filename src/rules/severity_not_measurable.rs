//! `severity-not-measurable`: nothing tells when a severity is reached.

use super::{Check, Context, Options, Rule, all_as_one};
use crate::diagnostic::{Diagnostic, Level, is_blank};
use crate::plan::Severity;

pub(super) static RULE: Rule = Rule {
    code: "severity-not-measurable",
    level: Level::Info,
    profiles: &[],
    options: &[],
    summary: "a severity has no `metric`",
    source: "any: PagerDuty's incident response documentation asks for severities that are driven \
             by metrics",
    why: "Without a number the severity is argued about in the incident. `metric = \"none\"` says \
          that there is none on purpose.",
    bad: r#"
irp = 1
[plan]
name = "Words"
time-zone = "Europe/Berlin"
[severities.sev1]
rank = 1
definition = "The shop is down."
"#,
    good: r#"
irp = 1
[plan]
name = "Numbers"
time-zone = "Europe/Berlin"
[severities.sev1]
rank = 1
definition = "The shop is down."
metric = "orders < 50 % of last week's for 5 min"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let severities = &context.plan.severities;
    let found = severities.iter().filter_map(finding).collect();
    all_as_one(found, severities.len(), "severities", |count| {
        format!(
            "none of the {count} severities has a `metric`, so which one it is, is argued about"
        )
    })
}

fn finding(severity: &Severity) -> Option<Diagnostic> {
    let written = &severity.written;
    let measured = written.metric.as_ref().is_some_and(|metric| !is_blank(metric));
    if measured || written.lost.contains(&"metric") {
        return None;
    }
    let id = &severity.id;
    let message = format!("`{id}` has no `metric`, so whether it is reached is argued about");
    let finding = Diagnostic::new(RULE.code, Level::Info, severity.at, message)
        .about(format!("severities.{id}"));
    Some(finding.help(
        "add one, such as `metric = \"success ratio < 95 % for 10 min\"`, or `metric = \"none\"`",
    ))
}
