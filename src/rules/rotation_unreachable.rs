//! `rotation-unreachable`: no page ever reaches whoever is on call in a rotation.

use std::collections::BTreeSet;

use super::{Check, Context, Options, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Plan, Reach, RotationKey};
use crate::syntax::Target;

pub(super) static RULE: Rule = Rule {
    code: "rotation-unreachable",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "a rotation that no escalation step names",
    source: "any; Splunk On-Call, on rotations: nobody is on call through one that no policy \
             names. A rotation that `[[help]]` names counts as reached, and so does one whose \
             role a severity asks for",
    why: "Somebody arranges their week around shifts in which no page can reach them, and \
             everybody else counts on them.",
    bad: r#"
irp = 1
[plan]
name = "Unreachable"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[rotations.database]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ben"]
[escalations.default]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "10m", notify = [{ person = "ana" }, { person = "ben" }] },
]
"#,
    good: r#"
irp = 1
[plan]
name = "Reachable"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[rotations.database]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ben"]
[escalations.default]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "10m", notify = { rotation = "database" } },
]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let plan = context.plan;
    let steps = || plan.escalations.iter().flat_map(|path| &path.steps);
    let mut named = steps().flat_map(|step| &step.reach);
    // A misspelt name may be the very one that would reach a rotation.
    if steps().next().is_none() || named.any(|reach| *reach == Reach::Unknown) {
        return Vec::new();
    }
    let reached = reached(plan);
    let lost = |key: &RotationKey| {
        let used = || context.shifts_ahead(*key).next().is_some();
        context.answers(*key) && !reached.contains(key) && used()
    };
    plan.rotation_keys().filter(lost).map(|key| finding(plan, key)).collect()
}

/// The rotations that some step or `[[help]]` names, or whose role a severity asks for.
fn reached(plan: &Plan) -> BTreeSet<RotationKey> {
    let steps = plan.escalations.iter().flat_map(|path| &path.steps);
    let steps = steps.flat_map(|step| &step.reach).filter_map(|reach| match reach {
        Reach::Rotation(key) => Some(*key),
        _ => None,
    });
    let help = plan.written.help.iter().flat_map(|help| help.contact.iter().chain(&help.then));
    let help = help.filter_map(|target| match &target.value {
        Target::Rotation(id) => plan.rotation(id.as_ref()),
        _ => None,
    });
    let asked = plan.severities.iter().flat_map(|severity| severity.written.roles.iter());
    let asked: BTreeSet<_> = asked.flat_map(|roles| &roles.value).map(|role| &role.value).collect();
    let asks =
        |key: &RotationKey| plan[*key].role.as_ref().is_some_and(|role| asked.contains(role));
    steps.chain(help).chain(plan.rotation_keys().filter(asks)).collect()
}

fn finding(plan: &Plan, key: RotationKey) -> Diagnostic {
    let rotation = &plan[key];
    let message = format!(
        "no escalation step names `{}`, so no page ever reaches whoever is on call in it",
        rotation.id
    );
    Diagnostic::new(RULE.code, Level::Warning, rotation.at, message)
        .about(format!("rotations.{}", rotation.id))
        .label("on call, and never paged")
        .help(format!("name it in a step: `notify = {{ rotation = \"{}\" }}`", rotation.id))
        .help("or end it with `until`, if nobody needs it any more")
}
