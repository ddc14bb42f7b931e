//! `role-untrained`: somebody is scheduled in a role for which they are not trained.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Context, Options, Rule, few, quoted};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{PersonKey, Plan, RotationKey};
use crate::syntax::Profile;
use crate::time::{Instant, show};

/// Roles that meet an incident with nobody beside them.
const ALWAYS: [&str; 3] = ["first-responder", "secondary-responder", "incident-commander"];
const LISTED: usize = 4;

pub(super) static RULE: Rule = Rule {
    code: "role-untrained",
    level: Level::Warning,
    profiles: &[(Profile::Audit, Level::Error)],
    options: &[],
    summary: "somebody is scheduled in a role for which they are not trained",
    source: "any: PagerDuty's incident commanders shadow for a week first, the British Ministry of \
             Justice asks for two rotations, PCI DSS 12.10.4 for training of everybody who \
             responds. Judged where the plan tracks training: the three roles of a first page, and \
             other roles that have `training` or that somebody is `trained` for",
    why: "The first incident should not be the first lesson. Who has shadowed somebody for a week \
          knows where the dashboards are and whom to ask, and dares to wake people.",
    bad: r#"
irp = 1
[plan]
name = "A new colleague"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
trained = ["first-responder"]
[people.ben]
name = "Ben"
[rotations.primary]
role = "first-responder"
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana", "ben"]
"#,
    good: r#"
irp = 1
[plan]
name = "A new colleague learns first"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
trained = ["first-responder"]
[people.ben]
name = "Ben"
[rotations.primary]
role = "first-responder"
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana"]
[[shadows]]
rotation = "primary"
person = "ben"
from = 2026-10-26
through = 2026-11-08
"#,
    check: Check::Plan(check),
};

/// The first shift of somebody in a role for which they are not trained.
struct First<'a> {
    role: &'a str,
    rotation: RotationKey,
    at: Instant,
}

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let tracked = tracked(context.plan);
    let mut untrained: BTreeMap<PersonKey, Vec<First<'_>>> = BTreeMap::new();
    for key in context.plan.rotation_keys() {
        let Some(role) = context.plan[key].role.as_ref().map(AsRef::as_ref) else { continue };
        if !tracked.contains(role) {
            continue;
        }
        for shift in context.shifts_ahead(key) {
            for person in &*shift.people {
                let at = shift.span.start.max(context.now);
                let known = untrained
                    .get(person)
                    .is_some_and(|first| first.iter().any(|first| first.role == role));
                if !known && !trained(context.plan, *person, role, at) {
                    untrained.entry(*person).or_default().push(First { role, rotation: key, at });
                }
            }
        }
    }
    untrained.iter().filter_map(|(person, first)| finding(context, *person, first)).collect()
}

/// The roles for which the plan tracks training.
fn tracked(plan: &Plan) -> BTreeSet<&str> {
    let trained = plan.people.iter().flat_map(|person| &person.written.trained);
    let trained = trained.flat_map(|trained| &trained.value.0).map(|(role, _)| role.value.as_ref());
    let kept_up = plan
        .roles
        .iter()
        .filter(|entry| entry.value.as_ref().is_some_and(|role| role.training.is_some()));
    let mut tracked: BTreeSet<_> =
        trained.chain(kept_up.map(|entry| entry.id.value.as_ref())).collect();
    // Where the plan says nothing of training, nothing is known about it.
    if !tracked.is_empty() {
        tracked.extend(ALWAYS);
    }
    tracked
}

/// Whether somebody has been trained for a role before an instant.
fn trained(plan: &Plan, key: PersonKey, role: &str, at: Instant) -> bool {
    let person = &plan[key];
    let today = person.zone.civil(at).date();
    let trained = person.written.trained.iter().flat_map(|trained| &trained.value.0);
    let mut own = trained.filter(|(known, _)| known.value.as_ref() == role);
    own.any(|(_, day)| day.is_none_or(|day| day.0 <= today))
}

fn finding(context: &Context<'_>, key: PersonKey, all: &[First<'_>]) -> Option<Diagnostic> {
    let plan = context.plan;
    let person = &plan[key];
    let first = all.iter().min_by_key(|first| (first.at, first.role))?;
    let mut roles = quoted(all.iter().map(|first| first.role));
    roles.sort_unstable();
    let message = format!(
        "`{}` is not trained as {} and is on call in `{}` from {}: the first incident would be \
         the first lesson",
        person.id,
        few(&roles, LISTED),
        plan[first.rotation].id,
        show::full(first.at, &person.zone),
    );
    let at = person.written.trained.as_ref().map_or(person.at, |trained| trained.at);
    let finding = Diagnostic::new(RULE.code, Level::Warning, at, message)
        .about(format!("people.{}", person.id))
        .also(plan[first.rotation].at, "scheduled here");
    Some(finding.help(
        "let them learn beside somebody with `[[shadows]]`, then add the role to their `trained`",
    ))
}
