//! `countermeasure-expired`: something that was changed for the time being is still in place.

use super::{Case, Check, Context, Options, Rule, counted, day, phrase};
use crate::diagnostic::{Diagnostic, Level};
use crate::syntax::{Countermeasure, Day};

/// Further ones that are shown at their places.
const SHOWN: usize = 4;

pub(super) static RULE: Rule = Rule {
    code: "countermeasure-expired",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "a temporary countermeasure is past the day on which it was to be undone",
    source: "`revert-by` of the countermeasure; \"Minimum Viable Incident Response Plan\" (2019) \
             records the countermeasures that were deployed",
    why: "What is changed in the middle of an incident is right for that hour: a job switched \
          off, a key pinned, a limit raised. Left in place it becomes the next incident's cause, \
          and by then nobody remembers that it was to be undone.",
    bad: r#"
irp = 1
[plan]
name = "Pinned"
time-zone = "UTC"
[people.ana]
name = "Ana"
[severities.sev2]
rank = 2
[services.login]
--- incidents/2026-09-03-logins.md ---
+++
severity = "sev2"
services = ["login"]
status = "closed"
[times]
started = 2026-09-03T10:05:00Z
[[countermeasures]]
text = "Previous signing key pinned"
owner = "ana"
revert-by = 2026-10-16
+++
"#,
    good: r#"
irp = 1
[plan]
name = "Pinned"
time-zone = "UTC"
[people.ana]
name = "Ana"
[severities.sev2]
rank = 2
[services.login]
--- incidents/2026-09-03-logins.md ---
+++
severity = "sev2"
services = ["login"]
status = "closed"
[times]
started = 2026-09-03T10:05:00Z
[[countermeasures]]
text = "Previous signing key pinned"
owner = "ana"
revert-by = 2026-10-30
+++
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    context.cases().iter().filter_map(|case| record(context, case)).collect()
}

fn record(context: &Context<'_>, case: &Case<'_>) -> Option<Diagnostic> {
    let all = case.front.countermeasures.iter().flat_map(|all| &all.value);
    let late = all.filter_map(|one| {
        let Day(by) = one.revert_by.as_ref()?.value;
        (by < context.today()).then_some((one, by))
    });
    let late: Vec<_> = late.collect();
    let (first, by) = *late.first()?;
    let ago = counted((context.today() - by).num_days(), "day");
    let message = format!(
        "{}{} was to be undone by {}, {ago} ago: it may be in force still, and nobody expects it",
        told(first),
        first.owner.as_ref().map(|owner| format!(" of `{}`", owner.value)).unwrap_or_default(),
        day(by)
    );
    let at = first.revert_by.as_ref().map_or(case.record.at, |by| by.at);
    let mut finding = Diagnostic::new(RULE.code, RULE.level, at, message).about(case.path());
    for (more, by) in late.iter().skip(1).take(SHOWN) {
        let at = more.revert_by.as_ref().map_or(case.record.at, |by| by.at);
        finding = finding.also(at, format!("{} too, by {}", told(more), day(*by)));
    }
    if late.len() > 1 + SHOWN {
        finding = finding.help(format!("{} are past their day", late.len()));
    }
    Some(finding.help("undo it and remove `revert-by`, or decide on a later day"))
}

fn told(one: &Countermeasure) -> String {
    let text = one.text.as_ref().map(|text| phrase::excerpt(text));
    text.unwrap_or_else(|| "a countermeasure".to_owned())
}
