//! `step-gap`: a later step of an escalation reaches nobody when it is needed.

use chrono::TimeDelta;

use super::coverage_gap::{listed, reach_of, unreached};
use super::{Check, Context, Options, Promise, Rule, Step, escalation_dead_end, speaks};
use crate::diagnostic::{Diagnostic, Level};
use crate::time::show;

pub(super) static RULE: Rule = Rule {
    code: "step-gap",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "an instant at which a later step of an escalation must reach somebody and reaches \
             nobody",
    source: "0 minutes: nobody wants the \"blank\" hours that PagerDuty/backstage-plugin#58 is \
             about. The last step of a path for any hour is left to `escalation-dead-end`",
    why: "A later step exists for the page that the first one misses. Where it is blank, \
             that page waits for the step after it, or for ever.",
    bad: r#"
irp = 1
[plan]
name = "Blank"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[people.dan]
name = "Dan"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[rotations.secondary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["cho"]
when = "mon-fri 08:00-20:00"
[escalations.default]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "10m", notify = { rotation = "secondary" } },
    { after = "20m", notify = { person = "dan" } },
]
[severities.sev1]
rank = 1
[services.shop]
tier = 1
escalation = "default"
"#,
    good: r#"
irp = 1
[plan]
name = "Never blank"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[people.dan]
name = "Dan"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[rotations.secondary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["cho"]
[escalations.default]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "10m", notify = { rotation = "secondary" } },
    { after = "20m", notify = { person = "dan" } },
]
[severities.sev1]
rank = 1
[services.shop]
tier = 1
escalation = "default"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let promises = context.promises().iter();
    promises.flat_map(|promise| path(context, promise)).collect()
}

/// The findings of one path: one for each later step that is meant for people.
fn path<'a>(context: &Context<'a>, promise: &Promise<'a>) -> Vec<Diagnostic> {
    let Some(steps) = context.steps(promise.path) else { return Vec::new() };
    let later = steps.iter().enumerate().skip(1).filter(|(_, step)| step.wakes());
    let last_is_said = !promise.business && speaks(&escalation_dead_end::RULE, context);
    let found = later.filter_map(|(index, step)| {
        let next = steps[index + 1..].iter().find(|step| step.wakes());
        if next.is_none() && last_is_said {
            return None;
        }
        finding(context, promise, (index, step), next)
    });
    found.collect()
}

fn finding(
    context: &Context<'_>,
    promise: &Promise<'_>,
    (index, step): (usize, &Step<'_>),
    next: Option<&Step<'_>>,
) -> Option<Diagnostic> {
    let zone = &context.plan.zone;
    let judged = reach_of(context, promise, step);
    let gaps = unreached(context, promise, step, judged.span);
    let first = gaps.first()?;
    let on = if first.end == judged.span.end { " and on" } else { "" };
    let waits = next.map_or_else(
        || "reaches nobody else".to_owned(),
        |next| {
            format!("waits until {} after the alert", show::length(TimeDelta::seconds(next.after)))
        },
    );
    let message = format!(
        "step {} of `{}` reaches nobody from {} until {}{on} ({}), so a page for {} that is not \
         answered by then {waits}",
        index + 1,
        promise.path.id,
        show::full(first.start, zone),
        show::full(first.end, zone),
        show::length(first.length()),
        promise.named(),
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, step.at, message)
        .about(format!("escalations.{}", promise.path.id))
        .label("this step");
    let finding = listed(finding, &gaps, judged.span, zone);
    Some(finding.help("add a rotation, person or team to the step that covers that time"))
}
