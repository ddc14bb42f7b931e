//! `runbook-stale`: nobody has looked at a runbook for too long.

use super::{Check, Context, Kind, Options, Overdue, Parameter, Rule, counted, day, overdue};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Record;
use crate::source::Location;
use crate::syntax::Runbook;
use crate::time::Elapsed;

pub(super) static RULE: Rule = Rule {
    code: "runbook-stale",
    level: Level::Warning,
    profiles: &[],
    options: &[Parameter {
        name: "every",
        kind: Kind::Length,
        default: "180d",
        profiles: &[],
        about: "How often a runbook without `review-every` is to be reviewed.",
    }],
    summary: "a runbook has not been reviewed for longer than it says itself",
    source: "180 days where the runbook names no `review-every`: the UK Ministry of Justice keeps 94 \
             of 106 pages on a review every 6 months, and the GDS Way has the same field",
    why: "A runbook that is wrong costs more than none: its commands are run at night by somebody \
          who trusts them. Without `reviewed` the last commit that touched the file counts.",
    bad: r#"
irp = 1
[plan]
name = "Stale"
time-zone = "Europe/Berlin"
--- runbooks/certificate-expiry.md ---
+++
reviewed = 2026-02-11
review-every = "180d"
+++
## Mitigation
Run `certs renew`.
"#,
    good: r#"
irp = 1
[plan]
name = "Fresh"
time-zone = "Europe/Berlin"
--- runbooks/certificate-expiry.md ---
+++
reviewed = 2026-09-11
review-every = "180d"
+++
## Mitigation
Run `certs renew --profile shop`.
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let every = Elapsed(options.length("every").num_seconds());
    let runbooks = context.plan.written.runbooks.iter();
    runbooks.filter_map(|record| runbook(context, record, every)).collect()
}

fn runbook(context: &Context<'_>, record: &Record<Runbook>, every: Elapsed) -> Option<Diagnostic> {
    let front = record.front.as_ref()?;
    let (last, at, done) = match &front.reviewed {
        Some(reviewed) => (reviewed.value.0, reviewed.at, "was last reviewed on"),
        None => (changed(context, record.at)?, record.at, "has no `reviewed` and last changed on"),
    };
    let every = front.review_every.as_ref().map_or(every, |every| every.value);
    let every = chrono::TimeDelta::seconds(every.0);
    let Overdue { due, over } = overdue(last, every, context.today())?;
    let message = format!(
        "runbook `{}` {done} {}, and a review every {} is asked for: whoever follows it trusts steps that \
         may no longer hold",
        record.id,
        day(last),
        counted(every.num_days(), "day"),
    );
    let finding = Diagnostic::new(RULE.code, RULE.level, at, message)
        .about(format!("runbooks.{}", record.id))
        .label(format!("was due on {}, {} ago", day(due), counted(over, "day")));
    let today = context.today();
    Some(finding.help(format!("go through its steps, mend them, then write `reviewed = {today}`")))
}

/// The day on which a file last changed, where that is known.
pub(super) fn changed(context: &Context<'_>, file: Location) -> Option<chrono::NaiveDate> {
    let changed = (context.edited)(&context.plan.sources.get(file.source).name)?;
    Some(context.plan.zone.civil(changed).date())
}
