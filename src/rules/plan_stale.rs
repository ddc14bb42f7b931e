//! `plan-stale`: nobody has looked at the plan as a whole for too long.

use chrono::TimeDelta;

use super::{Check, Context, Kind, Options, Overdue, Parameter, Rule, counted, day, overdue};
use crate::diagnostic::{Diagnostic, Level};
use crate::rules::runbook_stale::changed;
use crate::syntax::Profile;

pub(super) static RULE: Rule = Rule {
    code: "plan-stale",
    level: Level::Warning,
    profiles: &[(Profile::Audit, Level::Error)],
    options: &[Parameter {
        name: "every",
        kind: Kind::Length,
        default: "180d",
        profiles: &[(Profile::Audit, "365d")],
        about: "How often a plan without `review-every` is to be reviewed.",
    }],
    summary: "the plan as a whole has not been reviewed for longer than it says itself",
    source: "180 days where `[plan]` names no `review-every`, as counteractive's template keeps a \
             \"last reviewed\" date; 365 days in `audit`: PCI DSS 12.10.2 asks for a review every \
             12 months",
    why: "A plan changes line by line, and each line can be right while the whole is not: a team that \
          was dissolved, a service that nobody added, a phone bridge that was cancelled. Without \
          `reviewed` the last commit that touched the file with `[plan]` counts.",
    bad: r#"
irp = 1
[plan]
name = "Stale"
time-zone = "Europe/Berlin"
reviewed = 2026-03-02
review-every = "180d"
[people.ana]
name = "Ana"
"#,
    good: r#"
irp = 1
[plan]
name = "Fresh"
time-zone = "Europe/Berlin"
reviewed = 2026-09-01
review-every = "180d"
[people.ana]
name = "Ana"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    plan(context, options.length("every")).into_iter().collect()
}

fn plan(context: &Context<'_>, usual: TimeDelta) -> Option<Diagnostic> {
    let table = context.plan.written.plan.as_ref()?;
    let (last, at, done) = match &table.reviewed {
        Some(reviewed) => (reviewed.value.0, reviewed.at, "was last reviewed on"),
        None => (changed(context, table.at)?, table.at, "has no `reviewed` and last changed on"),
    };
    let every = table.review_every.as_ref();
    let every = every.map_or(usual, |every| TimeDelta::seconds(every.value.0));
    let Overdue { due, over } = overdue(last, every, context.today())?;
    let message = format!(
        "the plan {done} {}, and a review every {} is asked for: people, services and numbers that have gone \
         since are found out in an incident",
        day(last),
        counted(every.num_days(), "day"),
    );
    let finding = Diagnostic::new(RULE.code, RULE.level, at, message).about("plan").label(format!(
        "was due on {}, {} ago",
        day(due),
        counted(over, "day")
    ));
    let today = context.today();
    Some(finding.help(format!("go through it as a whole, then write `reviewed = {today}`")))
}
