//! `escalation-no-backstop`: the last step of an escalation is neither a team nor a lead.

use std::collections::BTreeSet;

use super::{Check, Context, NAMED, Options, Rule, Step, escalation_dead_end, few};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Escalation, PersonKey, Plan, Reach};

pub(super) static RULE: Rule = Rule {
    code: "escalation-no-backstop",
    level: Level::Info,
    profiles: &[],
    options: &[],
    summary: "the last step of an escalation is neither a team nor the lead of one",
    source: "the last step; PagerDuty: the third level is the entire team. Several people by name, or \
             a contact outside, count as a team here (house default)",
    why: "The last step decides what becomes of a page that everybody before it missed. One \
             more person may sleep as well; a team, or somebody who leads one, does something \
             about it.",
    bad: r#"
irp = 1
[plan]
name = "No backstop"
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
people = ["ana", "ben"]
[escalations.default]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "10m", notify = { person = "cho" } },
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
name = "Backstop"
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
people = ["ana", "ben"]
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
    let plan = context.plan;
    let leads = plan.teams.iter().filter_map(|team| team.written.lead.as_ref());
    let leads: BTreeSet<_> = leads.filter_map(|lead| plan.person(lead.value.as_ref())).collect();
    let paths = context.paths().into_iter();
    paths.filter_map(|path| finding(context, path, &leads)).collect()
}

fn finding<'a>(
    context: &Context<'a>,
    path: &'a Escalation,
    leads: &BTreeSet<PersonKey>,
) -> Option<Diagnostic> {
    let plan = context.plan;
    let steps = context.waking(path)?;
    if steps.len() == 1 && escalation_dead_end::says(context, path) {
        return None;
    }
    let ends = |step: &Step<'_>| step.gathers() || step.leaves() || led(step, leads);
    let (number, last) = steps.last().filter(|(_, step)| !ends(step))?;
    let reached: Vec<_> = last.reach.iter().filter_map(|reach| name(plan, reach)).collect();
    let message = format!(
        "`{}` ends at step {number} with {}, neither a team nor the lead of one, so a page that is \
         missed there goes no further",
        path.id,
        few(&reached, NAMED)
    );
    let finding = Diagnostic::new(RULE.code, Level::Info, last.at, message)
        .about(format!("escalations.{}", path.id))
        .label("the last step");
    let user = plan.services.iter().find(|service| service.escalation.all().contains(&&path.id));
    let team = user.and_then(|service| service.written.team.as_ref());
    let team = team.map_or("...", |team| team.value.as_ref());
    Some(finding.help(format!("end with the team or its lead: `notify = {{ team = \"{team}\" }}`")))
}

/// Whether a step reaches somebody who leads a team.
fn led(step: &Step<'_>, leads: &BTreeSet<PersonKey>) -> bool {
    let leads = |reach: &&Reach| matches!(reach, Reach::Person(person) if leads.contains(person));
    step.reach.iter().any(leads)
}

/// What a step reaches, in words; nothing for a channel.
fn name(plan: &Plan, reach: &Reach) -> Option<String> {
    match reach {
        Reach::Rotation(key) => Some(format!("whoever is on call in `{}`", plan[*key].id)),
        Reach::Person(person) => Some(format!("`{}`", plan[*person].id)),
        _ => None,
    }
}
