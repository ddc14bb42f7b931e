//! Who holds which role in a response that begins.

use crate::cli::Failure;
use crate::cli::commands::select::{Select, Selected};
use crate::plan::{PersonKey, Plan, RotationKey};
use crate::schedule;
use crate::syntax::{Assigned, Role};
use crate::time::Instant;

/// The roles that come first, in this order.
const FIRST: [&str; 3] = ["first-responder", "secondary-responder", "incident-commander"];

/// A role of a response.
pub(super) struct Held {
    pub role: String,
    /// Who holds it now; nobody where it is given at the incident, or nobody is on call.
    pub people: Vec<PersonKey>,
    /// The rotation that says so.
    pub rotation: Option<RotationKey>,
    /// Whether it is given at the incident.
    pub at_incident: bool,
}

/// The rotations that a page for some services reaches at a severity.
pub(super) fn reached(
    plan: &Plan,
    services: &[String],
    severity: &str,
) -> Result<Selected, Failure> {
    let severities = [severity.to_owned()];
    Select { services, severities: &severities, ..Select::default() }.keys(plan)
}

/// The roles of whoever a page reaches, and those that the severity needs.
pub(super) fn held(plan: &Plan, reached: &[RotationKey], severity: &str, at: Instant) -> Vec<Held> {
    let mut all: Vec<Held> = Vec::new();
    for key in reached.iter().copied().filter(|key| plan[*key].blocked.is_empty()) {
        let Some(role) = plan[key].role.as_ref() else { continue };
        add(&mut all, role.as_ref(), Some(key), on_call(plan, key, at), false);
    }
    let severity = plan.severities.iter().find(|known| known.id.as_ref() == severity);
    let needed = severity.and_then(|severity| severity.written.roles.as_ref());
    for role in needed.iter().flat_map(|roles| &roles.value).map(|role| role.value.as_ref()) {
        if all.iter().any(|held| held.role == role) {
            continue;
        }
        let defined = defined(plan, role).and_then(|role| role.assigned.as_ref());
        let later = defined.is_some_and(|assigned| assigned.value == Assigned::AtIncident);
        let keys = plan.rotation_keys().filter(|key| plan[*key].blocked.is_empty());
        let mut keys =
            keys.filter(|key| plan[*key].role.as_ref().is_some_and(|own| own.as_ref() == role));
        match keys.next() {
            Some(key) if !later => add(&mut all, role, Some(key), on_call(plan, key, at), false),
            _ => add(&mut all, role, None, Vec::new(), later),
        }
    }
    let place = |role: &str| FIRST.iter().position(|first| *first == role).unwrap_or(FIRST.len());
    all.sort_by_key(|held| place(&held.role));
    all
}

fn add(
    all: &mut Vec<Held>,
    role: &str,
    rotation: Option<RotationKey>,
    people: Vec<PersonKey>,
    at_incident: bool,
) {
    match all.iter_mut().find(|held| held.role == role) {
        Some(held) => {
            let new = people.into_iter().filter(|person| !held.people.contains(person));
            let new: Vec<_> = new.collect();
            held.people.extend(new);
        }
        None => all.push(Held { role: role.to_owned(), people, rotation, at_incident }),
    }
}

fn on_call(plan: &Plan, key: RotationKey, at: Instant) -> Vec<PersonKey> {
    schedule::at(plan, key, at).map(|shift| shift.people.to_vec()).unwrap_or_default()
}

fn defined<'a>(plan: &'a Plan, role: &str) -> Option<&'a Role> {
    let mut roles = plan.roles.iter();
    roles.find(|known| known.id.value.as_ref() == role).and_then(|known| known.value.as_ref())
}

/// Whether the same person must not hold two roles at once.
pub(super) fn exclude(plan: &Plan, one: &str, other: &str) -> bool {
    let says = |role: &str, other: &str| {
        let excluded = defined(plan, role).and_then(|role| role.exclusive_with.as_ref());
        let mut excluded = excluded.iter().flat_map(|list| &list.value);
        excluded.any(|id| id.value.as_ref() == other)
    };
    one != other && (says(one, other) || says(other, one))
}
