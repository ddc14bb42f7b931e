//! `severity-incomplete`: a severity that wakes people leaves open what happens then.

use super::{Check, Context, Options, Rule, all_as_one, listing};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Severity;

pub(super) static RULE: Rule = Rule {
    code: "severity-incomplete",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "a severity that wakes people leaves open how soon, by whom, or what follows",
    source: "`acknowledge-within`, `roles` and `postmortem`: the priority table of the GDS says for \
             each priority who responds, how soon, and what is reported",
    why: "Whoever is woken should not have to decide how fast they must be, who else has to come \
          and whether there will be a review. `roles = []` and `postmortem = \"none\"` are answers \
          too.",
    bad: r#"
irp = 1
[plan]
name = "Open"
time-zone = "Europe/Berlin"
[severities.sev1]
rank = 1
acknowledge-within = "5m"
"#,
    good: r#"
irp = 1
[plan]
name = "Answered"
time-zone = "Europe/Berlin"
[severities.sev1]
rank = 1
acknowledge-within = "5m"
roles = []
postmortem = "required"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let paging = || context.plan.severities.iter().filter(|severity| severity.pages());
    let found = paging().filter_map(finding).collect();
    all_as_one(found, paging().count(), "severities", |count| {
        format!(
            "each of the {count} severities that wake people leaves open some of \
             `acknowledge-within`, `roles` and `postmortem`, which is then decided in the incident"
        )
    })
}

fn finding(severity: &Severity) -> Option<Diagnostic> {
    let written = &severity.written;
    let keys = [
        ("acknowledge-within", written.acknowledge_within.is_some()),
        ("roles", written.roles.is_some()),
        ("postmortem", written.postmortem.is_some()),
    ];
    let missing = keys.iter().filter(|(key, set)| !set && !written.lost.contains(key));
    let missing: Vec<_> = missing.map(|(key, _)| format!("`{key}`")).collect();
    if missing.is_empty() {
        return None;
    }
    let (id, missing) = (&severity.id, listing(&missing));
    let message = format!(
        "`{id}` wakes people and does not say {missing}, which is then decided in the incident"
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, severity.at, message)
        .about(format!("severities.{id}"))
        .label(format!("without {missing}"));
    let example = "`acknowledge-within = \"5m\"`, `roles = [\"incident-commander\"]` or `roles = []`, \
                   `postmortem = \"required\"`";
    Some(finding.help(format!("add what is missing, such as {example}")))
}
