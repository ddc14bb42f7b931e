//! `role-conflict`: two roles that exclude each other are held at once.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Context, Duty, Options, Rule, times, total, who};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{PersonKey, Plan, RotationKey};
use crate::schedule::merged;
use crate::syntax::RoleId;
use crate::time::{Span, show};

/// Who has duties at once in two rotations, and when.
type Clashes = BTreeMap<(RotationKey, RotationKey), Vec<(Span, PersonKey)>>;

pub(super) static RULE: Rule = Rule {
    code: "role-conflict",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "somebody holds two roles at once that `exclusive-with` keeps apart",
    source: "any; PagerDuty names \"multiple roles\" an anti-pattern; GitLab: the incident \
             manager \"must not be the person doing the technical work\"",
    why: "In an incident each of the two roles takes the whole of somebody's attention. \
             Whoever holds both does one of them badly, and nobody notices which.",
    bad: r#"
irp = 1
[plan]
name = "Both roles"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[roles.first-responder]
exclusive-with = ["incident-commander"]
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
role = "first-responder"
[rotations.command]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
role = "incident-commander"
"#,
    good: r#"
irp = 1
[plan]
name = "One role each"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[roles.first-responder]
exclusive-with = ["incident-commander"]
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
role = "first-responder"
[rotations.command]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ben", "ana"]
role = "incident-commander"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let plan = context.plan;
    let exclusive = exclusive(plan);
    if exclusive.is_empty() {
        return Vec::new();
    }
    let mut clashes: Clashes = BTreeMap::new();
    for person in plan.people.iter().filter_map(|person| plan.person(person.id.as_ref())) {
        clash(context, &exclusive, person, &mut clashes);
    }
    clashes.iter().map(|(pair, clash)| finding(context, *pair, clash)).collect()
}

/// The pairs of roles that exclude each other, both ways round.
fn exclusive(plan: &Plan) -> BTreeSet<(&RoleId, &RoleId)> {
    let written = plan.roles.iter().filter_map(|entry| {
        let role = entry.value.as_ref()?;
        Some((&entry.id.value, &role.exclusive_with.as_ref()?.value))
    });
    let pairs =
        written.flat_map(|(role, others)| others.iter().map(move |other| (role, &other.value)));
    pairs.flat_map(|(one, two)| [(one, two), (two, one)]).collect()
}

/// Notes where somebody has duties at once in two rotations whose roles exclude each other.
fn clash(
    context: &Context<'_>,
    exclusive: &BTreeSet<(&RoleId, &RoleId)>,
    person: PersonKey,
    clashes: &mut Clashes,
) {
    let (plan, horizon) = (context.plan, context.horizon());
    let excludes = |one: RotationKey, two: RotationKey| {
        let roles = plan[one].role.as_ref().zip(plan[two].role.as_ref());
        one != two && roles.is_some_and(|pair| exclusive.contains(&pair))
    };
    let duties = context.duties(person).iter().filter(|duty| duty.span.overlaps(horizon));
    let mut present: Vec<&Duty> = Vec::new();
    for duty in duties.filter(|duty| plan[duty.rotation].role.is_some()) {
        present.retain(|other| duty.span.start < other.span.end);
        for other in present.iter().filter(|other| excludes(duty.rotation, other.rotation)) {
            let both = duty.span.intersection(other.span).intersection(horizon);
            let pair = (duty.rotation.min(other.rotation), duty.rotation.max(other.rotation));
            if !both.is_empty() {
                clashes.entry(pair).or_default().push((both, person));
            }
        }
        present.push(duty);
    }
}

fn finding(
    context: &Context<'_>,
    (one, two): (RotationKey, RotationKey),
    clash: &[(Span, PersonKey)],
) -> Diagnostic {
    let (plan, zone) = (context.plan, &context.plan[one].zone);
    let mut clash = clash.to_vec();
    clash.sort_unstable();
    let mut people: Vec<_> = clash.iter().map(|(_, person)| *person).collect();
    people.sort_unstable();
    people.dedup();
    let (span, person) = clash[0];
    let role = |key: RotationKey| plan[key].role.as_ref().map_or("", |role| role.as_ref());
    let message = format!(
        "`{}` is `{}` in `{}` and `{}` in `{}` at once from {} until {}: in an incident one of the two \
         is left undone",
        plan[person].id,
        role(one),
        plan[one].id,
        role(two),
        plan[two].id,
        show::full(span.start, zone),
        show::full(span.end, zone)
    );
    let spans = merged(clash.iter().map(|(span, _)| *span).collect());
    let found = Diagnostic::new(RULE.code, Level::Warning, plan[one].at, message)
        .about(format!("rotations.{}", plan[one].id))
        .label("here")
        .also(plan[two].at, "and here");
    let found = match clash.len() {
        1 => found,
        several => found.help(format!(
            "{several} times until {}, {} in all, by {}: {}",
            show::full(context.horizon().end, zone),
            show::length(total(&spans)),
            who(plan, &people),
            times(&spans, zone, context.now)
        )),
    };
    found.help("change one of the two orders or where it begins, or swap these shifts")
}
