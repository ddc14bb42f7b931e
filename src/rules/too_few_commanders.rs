//! `too-few-commanders`: too few people can command an incident.

use std::collections::BTreeSet;

use super::{Check, Context, Kind, Options, Parameter, Rule, few};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{PersonKey, Plan};
use crate::source::Location;

const COMMANDER: &str = "incident-commander";
const LISTED: usize = 4;

pub(super) static RULE: Rule = Rule {
    code: "too-few-commanders",
    level: Level::Warning,
    profiles: &[],
    options: &[Parameter {
        name: "at-least",
        kind: Kind::Whole,
        default: "3",
        profiles: &[],
        about: "The fewest people who are trained as incident commanders.",
    }],
    summary: "too few people are trained to command an incident",
    source: "fewer than 3 people: a house default. Judged where a rotation or a severity asks for \
             the role `incident-commander`, and where the plan says who is trained for it or \
             scheduled in it",
    why: "A long incident needs a second commander after a few hours, and holidays take a third. \
          With two, the one who is there commands, debugs and talks to customers all at once.",
    bad: r#"
irp = 1
[plan]
name = "Two commanders"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
trained = ["incident-commander"]
[people.ben]
name = "Ben"
trained = ["incident-commander"]
[rotations.commander]
role = "incident-commander"
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
"#,
    good: r#"
irp = 1
[plan]
name = "Three commanders"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
trained = ["incident-commander"]
[people.ben]
name = "Ben"
trained = ["incident-commander"]
[people.cho]
name = "Cho"
trained = ["incident-commander"]
[rotations.commander]
role = "incident-commander"
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    finding(context, options.whole("at-least")).into_iter().collect()
}

/// Where the plan first asks for commanders: the role's own table, a rotation, or a severity.
fn asked(plan: &Plan) -> Option<Location> {
    let rotation = plan
        .rotations
        .iter()
        .find(|rotation| rotation.role.as_ref().is_some_and(|role| role.as_ref() == COMMANDER));
    let roles = plan.severities.iter().flat_map(|severity| &severity.written.roles);
    let mut roles = roles.flat_map(|roles| &roles.value);
    let severity = roles.find(|role| role.value.as_ref() == COMMANDER);
    let place = rotation.map(|rotation| rotation.at).or(severity.map(|role| role.at))?;
    let own = plan.roles.iter().find(|entry| entry.id.value.as_ref() == COMMANDER);
    Some(own.map_or(place, |entry| entry.id.at))
}

/// Everybody who can command: who is trained for it, or else who is scheduled.
fn commanders(context: &Context<'_>) -> BTreeSet<PersonKey> {
    let plan = context.plan;
    let trained = |key: &PersonKey| {
        let roles = plan[*key].written.trained.iter().flat_map(|trained| &trained.value.0);
        let today = context.today();
        roles.into_iter().any(|(role, day)| {
            role.value.as_ref() == COMMANDER && day.is_none_or(|day| day.0 <= today)
        })
    };
    let mut people: BTreeSet<_> = context.people().filter(trained).collect();
    if people.is_empty() {
        let command = plan
            .rotation_keys()
            .filter(|key| plan[*key].role.as_ref().is_some_and(|role| role.as_ref() == COMMANDER));
        let shifts = command.flat_map(|key| context.shifts_ahead(key));
        people.extend(shifts.flat_map(|shift| shift.people.iter().copied()));
    }
    people.retain(|key| plan[*key].left.is_none_or(|left| context.now < left));
    people
}

fn finding(context: &Context<'_>, least: i64) -> Option<Diagnostic> {
    let at = asked(context.plan)?;
    let people = commanders(context);
    let count = i64::try_from(people.len()).unwrap_or(i64::MAX);
    if count >= least || count == 0 {
        return None;
    }
    let names = people.iter().map(|key| format!("`{}`", context.plan[*key].id));
    let names = few(&names.collect::<Vec<_>>(), LISTED);
    let can = if count == 1 { "only one person can" } else { "too few people can" };
    let message = format!(
        "{can} command an incident: {names}, fewer than {least}, so nobody relieves them in a \
         long one"
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, at, message)
        .about(format!("roles.{COMMANDER}"))
        .label("who else?");
    Some(finding.help("train more, then add \"incident-commander\" to their `trained`"))
}
