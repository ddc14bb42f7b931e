//! `escalation-too-slow`: a step comes later than a severity promises an answer.

use chrono::TimeDelta;

use super::{Check, Context, NAMED, Options, Rule, Step, few, quoted};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Escalation, Severity};
use crate::source::{Located, Location};
use crate::time::{Elapsed, show};

/// A promise of time: its key, what it promises, its length, and the severities that make it.
#[derive(Clone)]
struct Limit<'a> {
    key: &'static str,
    what: &'static str,
    within: i64,
    severities: Vec<&'a str>,
}

pub(super) static RULE: Rule = Rule {
    code: "escalation-too-slow",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "step 2 comes later than `acknowledge-within`, or any step later than `engage- \
             within`",
    source: "the severity's own promises; for comparison: PagerDuty escalates after 5 minutes, \
             Truss after 10 at most, GitLab after 15",
    why: "A step that comes after the promised time cannot keep the promise: when it calls \
             somebody, it is already broken.",
    bad: r#"
irp = 1
[plan]
name = "Too slow"
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
    { after = "30m", notify = [{ person = "ana" }, { person = "ben" }] },
]
[severities.sev1]
rank = 1
acknowledge-within = "10m"
[services.shop]
tier = 1
escalation = "default"
"#,
    good: r#"
irp = 1
[plan]
name = "In time"
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
acknowledge-within = "10m"
[services.shop]
tier = 1
escalation = "default"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    context.paths().into_iter().filter_map(|path| finding(context, path)).collect()
}

fn finding<'a>(context: &Context<'a>, path: &'a Escalation) -> Option<Diagnostic> {
    let steps = context.waking(path)?;
    let severities = severities(context, path);
    let late = late(&steps, &severities);
    let (number, step, limit) = late.first()?;
    let message = format!(
        "step {number} of `{}` comes {}, so when it calls somebody the promise is already broken",
        path.id,
        compared(step, limit)
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, after(path, step), message)
        .about(format!("escalations.{}", path.id))
        .label(format!("later than {}", show::length(TimeDelta::seconds(limit.within))));
    let more = late.iter().skip(1);
    let more =
        more.map(|(number, step, limit)| format!("step {number}: {}", compared(step, limit)));
    let more: Vec<_> = more.collect();
    let finding =
        if more.is_empty() { finding } else { finding.help(format!("also {}", few(&more, NAMED))) };
    Some(finding.help("let the step come sooner, or promise what the path can keep"))
}

/// The severities for which a path is needed, worst first, each once.
fn severities<'a>(context: &Context<'a>, path: &Escalation) -> Vec<&'a Severity> {
    let promises = context.promises().iter().filter(|promise| promise.path.id == path.id);
    let mut all: Vec<&Severity> =
        promises.flat_map(|promise| promise.needs.iter().map(|(_, severity)| *severity)).collect();
    all.sort_by_key(|severity| (severity.rank, &severity.id));
    all.dedup_by_key(|severity| &severity.id);
    all
}

/// The steps that come too late, with their numbers and the promise that each breaks.
fn late<'s, 'a>(
    steps: &'s [(usize, Step<'a>)],
    severities: &[&'a Severity],
) -> Vec<(usize, &'s Step<'a>, Limit<'a>)> {
    let acknowledge = limit("acknowledge-within", "an answer", severities, |severity| {
        severity.written.acknowledge_within.as_ref()
    });
    let engage = limit("engage-within", "somebody at work on it", severities, |severity| {
        severity.written.engage_within.as_ref()
    });
    let second = steps.get(1).into_iter().zip(acknowledge);
    let any = steps.iter().skip(1).filter_map(|step| Some((step, engage.clone()?)));
    let late = second.chain(any).filter(|((_, step), limit)| step.after > limit.within);
    late.map(|((number, step), limit)| (*number, step, limit)).collect()
}

/// The tightest of one kind of promise, where any is made.
fn limit<'a>(
    key: &'static str,
    what: &'static str,
    severities: &[&'a Severity],
    promised: impl Fn(&Severity) -> Option<&Located<Elapsed>>,
) -> Option<Limit<'a>> {
    let within = |severity: &&'a Severity| promised(severity).map(|length| length.value.0);
    let least = severities.iter().filter_map(within).min()?;
    let tightest = severities.iter().filter(|severity| within(severity) == Some(least));
    let severities = tightest.map(|severity| severity.id.as_ref()).collect();
    Some(Limit { key, what, within: least, severities })
}

/// `20m after the alert, and sev1 promises somebody at work on it within 15m`
fn compared(step: &Step<'_>, limit: &Limit<'_>) -> String {
    let length = |seconds| show::length(TimeDelta::seconds(seconds));
    let promise = if limit.severities.len() == 1 { "promises" } else { "promise" };
    format!(
        "{} after the alert, and {} {promise} {} within {} (`{}`)",
        length(step.after),
        few(&quoted(&limit.severities), NAMED),
        limit.what,
        length(limit.within),
        limit.key
    )
}

/// Where the time of a step is written, where the path writes it itself.
fn after(path: &Escalation, step: &Step<'_>) -> Location {
    let written = path.written.steps.iter().flat_map(|steps| &steps.value);
    let own = written.filter(|written| written.at == step.at);
    let mut times = own.filter_map(|written| written.after.as_ref());
    times.find(|after| after.value.0 == step.after).map_or(step.at, |after| after.at)
}
