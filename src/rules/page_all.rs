//! `page-all`: the first step of an escalation pages a whole team.

use super::{Check, Context, Options, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Escalation, Reach};
use crate::source::Location;
use crate::syntax::{Target, TeamId};

pub(super) static RULE: Rule = Rule {
    code: "page-all",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "the first step of an escalation pages a whole team",
    source: "the first step; MVIRP: when everybody is on call, nobody is; PagerDuty names \
             \"getting everyone on the call\" an anti-pattern",
    why: "A page to everybody is a page to nobody in particular: each waits for the others, \
             and the whole team has lost its sleep.",
    bad: r#"
irp = 1
[plan]
name = "Everybody"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[teams.core]
members = ["ana", "ben", "cho"]
[escalations.default]
steps = [
    { after = "0m", notify = { team = "core" } },
    { after = "10m", notify = { person = "ana" } },
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
name = "One first"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[teams.core]
members = ["ana", "ben", "cho"]
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben", "cho"]
[escalations.default]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "10m", notify = { team = "core" } },
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
    context.paths().into_iter().filter_map(|path| finding(context, path)).collect()
}

fn finding<'a>(context: &Context<'a>, path: &'a Escalation) -> Option<Diagnostic> {
    let steps = context.steps(path)?;
    let step = steps.first()?;
    let teams = step.reach.iter().filter_map(|reach| match reach {
        Reach::Team(members) => Some(members.len()),
        _ => None,
    });
    let people = teams.max().filter(|members| *members > 1)?;
    let team = target(path, step.at);
    let of = team.map_or_else(|| "a team".to_owned(), |(id, _)| format!("the team `{id}`"));
    let message = format!(
        "step 1 of `{}` pages {of} with all its {people} members, so each may leave the page to the \
         others",
        path.id
    );
    let at = team.map_or(step.at, |(_, at)| at);
    let finding = Diagnostic::new(RULE.code, Level::Warning, at, message)
        .about(format!("escalations.{}", path.id))
        .label("everybody at once");
    Some(finding.help("page whoever is on call first, and the team in a later step"))
}

/// The team that a step of a path names itself, and where.
fn target(path: &Escalation, step: Location) -> Option<(&TeamId, Location)> {
    let written = path.written.steps.iter().flat_map(|steps| &steps.value);
    let own = written.filter(|written| written.at == step);
    let mut targets = own.flat_map(|step| &step.notify).flat_map(|targets| &targets.value.0);
    targets.find_map(|target| match &target.value {
        Target::Team(id) => Some((id, target.at)),
        _ => None,
    })
}
