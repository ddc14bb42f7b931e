//! `role-unfilled`: an incident needs a role that nobody will hold.

use std::collections::BTreeSet;

use super::{Check, Context, Options, Rule, few, quoted};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Severity;
use crate::schedule::force;
use crate::syntax::Assigned;
use crate::time::Span;

const LISTED: usize = 4;

pub(super) static RULE: Rule = Rule {
    code: "role-unfilled",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "a severity needs a role that no rotation holds and that is not assigned at incidents",
    source: "any: the incident guide of the British Ministry of Justice says that the lead and the \
             scribe must be filled",
    why: "A role on paper is held by whoever thinks of it, which in an incident is nobody. Either \
          a rotation has it, so that somebody knows tonight that it is them, or it is given out \
          when the incident is declared, and the plan says so.",
    bad: r#"
irp = 1
[plan]
name = "No scribe"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[rotations.commander]
role = "incident-commander"
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana"]
[roles.scribe]
title = "Scribe"
[severities.sev1]
rank = 1
roles = ["incident-commander", "scribe"]
"#,
    good: r#"
irp = 1
[plan]
name = "A scribe at each incident"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[rotations.commander]
role = "incident-commander"
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana"]
[roles.scribe]
title = "Scribe"
assigned = "at-incident"
[severities.sev1]
rank = 1
roles = ["incident-commander", "scribe"]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let filled = filled(context);
    let severities = context.plan.severities.iter();
    severities.filter_map(|severity| finding(context, &filled, severity)).collect()
}

/// The roles that a rotation holds from now on, and those that are given out at incidents.
fn filled<'a>(context: &Context<'a>) -> BTreeSet<&'a str> {
    let plan = context.plan;
    let ahead = Span::new(context.now, context.horizon().end);
    let scheduled = plan.rotation_keys().filter(|key| {
        // Where a fault hides when a rotation is in force, it gets the benefit of the doubt.
        !context.answers(*key) || !force(plan, *key).cut(ahead).is_empty()
    });
    let scheduled = scheduled.filter_map(|key| plan[key].role.as_ref());
    let at_incident = plan.roles.iter().filter(|entry| {
        entry.value.as_ref().is_none_or(|role| {
            role.assigned.as_ref().is_some_and(|assigned| assigned.value == Assigned::AtIncident)
        })
    });
    let at_incident = at_incident.map(|entry| &entry.id.value);
    scheduled.chain(at_incident).map(AsRef::as_ref).collect()
}

fn finding(
    context: &Context<'_>,
    filled: &BTreeSet<&str>,
    severity: &Severity,
) -> Option<Diagnostic> {
    let roles = severity.written.roles.iter().flat_map(|roles| &roles.value);
    let open: Vec<_> = roles.filter(|role| !filled.contains(role.value.as_ref())).collect();
    let first = *open.first()?;
    let names = quoted(open.iter().map(|role| &role.value));
    let roles = if open.len() == 1 { "a role" } else { "roles" };
    let message = format!(
        "`{}` needs {}, {roles} that no rotation has and that nobody is given at incidents: in the \
         worst hour everybody thinks that somebody else does it",
        severity.id,
        few(&names, LISTED)
    );
    let finding = Diagnostic::new(RULE.code, Level::Error, first.at, message)
        .about(format!("severities.{}", severity.id))
        .label("held by whom?");
    let table = context.plan.roles.iter().find(|entry| entry.id.value == first.value);
    let finding = match table {
        Some(entry) => finding.also(entry.id.at, "write `assigned = \"at-incident\"` here"),
        None => finding.fix(format!("[roles.{}]\nassigned = \"at-incident\"", first.value)),
    };
    Some(finding.help("give the role to a rotation, or let it be assigned when one is declared"))
}
