//! `escalation-dead-end`: an escalation for any hour ends where nobody may be.

use super::coverage_gap::{listed, reach_of, unreached};
use super::{Check, Context, Options, Promise, Rule, Step, speaks};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Escalation;
use crate::time::show;

pub(super) static RULE: Rule = Rule {
    code: "escalation-dead-end",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "an escalation for any hour has one step, or its last step can be empty",
    source: "2 steps; PagerDuty, being on call: \"always have a backup schedule\"",
    why: "Phones run flat and people sleep through alarms. Where nobody comes after them, \
             the page ends there.",
    bad: r#"
irp = 1
[plan]
name = "One step"
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
name = "Two steps"
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
[services.shop]
tier = 1
escalation = "default"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let promises = context.promises().iter().filter(|promise| !promise.business);
    promises.filter_map(|promise| finding(context, promise)).collect()
}

fn finding<'a>(context: &Context<'a>, promise: &Promise<'a>) -> Option<Diagnostic> {
    let steps = context.waking(promise.path)?;
    let found = match &steps[..] {
        [] => return None,
        [(_, only)] => alone(promise, only),
        [.., (number, last)] => empty(context, promise, *number, last)?,
    };
    Some(found.about(format!("escalations.{}", promise.path.id)))
}

/// Whether the rule judges a path.
pub(super) fn says(context: &Context<'_>, path: &Escalation) -> bool {
    let always = |promise: &Promise<'_>| !promise.business && promise.path.id == path.id;
    speaks(&RULE, context) && context.promises().iter().any(always)
}

/// The finding of a path with one step.
fn alone(promise: &Promise<'_>, step: &Step<'_>) -> Diagnostic {
    let message = format!(
        "`{}` has one step, so a page for {} that is missed there reaches nobody else",
        promise.path.id,
        promise.named()
    );
    let team = promise.needs.iter().find_map(|(service, _)| service.written.team.as_ref());
    let team = team.map_or("...", |team| team.value.as_ref());
    let way_out = format!(
        "add a second step, such as `{{ after = \"10m\", notify = {{ team = \"{team}\" }} }}`"
    );
    Diagnostic::new(RULE.code, Level::Error, step.at, message)
        .label("and then nobody")
        .help(way_out)
}

/// The finding of a path whose last step reaches nobody at some instant.
fn empty<'a>(
    context: &Context<'a>,
    promise: &Promise<'a>,
    number: usize,
    step: &Step<'a>,
) -> Option<Diagnostic> {
    let zone = &context.plan.zone;
    let judged = reach_of(context, promise, step);
    let gaps = unreached(context, promise, step, judged.span);
    let first = gaps.first()?;
    let on = if first.end == judged.span.end { " and on" } else { "" };
    let message = format!(
        "the last step of `{}`, step {number}, is empty from {} until {}{on}, so a page for {} that \
         the steps before it miss then reaches nobody else",
        promise.path.id,
        show::full(first.start, zone),
        show::full(first.end, zone),
        promise.named()
    );
    let found = Diagnostic::new(RULE.code, Level::Error, step.at, message).label("the last step");
    let found = listed(found, &gaps, judged.span, zone);
    Some(found.help("end with people who are always there, such as a team"))
}
