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
    /// The rotations by which they hold it now; where nobody does, one that somebody could hold it by.
    pub rotations: Vec<RotationKey>,
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
        add(&mut all, role.as_ref(), (key, on_call(plan, key, at)));
    }
    let severity = plan.severities.iter().find(|known| known.id.as_ref() == severity);
    let needed = severity.and_then(|severity| severity.written.roles.as_ref());
    for role in needed.iter().flat_map(|roles| &roles.value).map(|role| role.value.as_ref()) {
        if all.iter().any(|held| held.role == role) {
            continue;
        }
        let defined = defined(plan, role).and_then(|role| role.assigned.as_ref());
        let later = defined.is_some_and(|assigned| assigned.value == Assigned::AtIncident);
        let keys = plan.rotation_keys().filter(|key| plan[*key].blocked.is_empty() && !later);
        let keys =
            keys.filter(|key| plan[*key].role.as_ref().is_some_and(|own| own.as_ref() == role));
        let by: Vec<_> = keys.map(|key| (key, on_call(plan, key, at))).collect();
        match by.iter().find(|(_, people)| !people.is_empty()).or(by.first()) {
            Some(by) => add(&mut all, role, by.clone()),
            None => all.push(Held { at_incident: later, ..Held::open(role) }),
        }
    }
    let place = |role: &str| FIRST.iter().position(|first| *first == role).unwrap_or(FIRST.len());
    all.sort_by_key(|held| place(&held.role));
    all
}

impl Held {
    fn open(role: &str) -> Self {
        let role = role.to_owned();
        Self { role, people: Vec::new(), rotations: Vec::new(), at_incident: false }
    }
}

/// Who holds a role by a rotation, beside those who hold it by others.
fn add(all: &mut Vec<Held>, role: &str, (key, people): (RotationKey, Vec<PersonKey>)) {
    let index = all.iter().position(|held| held.role == role).unwrap_or_else(|| {
        all.push(Held::open(role));
        all.len() - 1
    });
    let held = &mut all[index];
    let answers = !people.is_empty();
    if answers && held.people.is_empty() {
        held.rotations.clear();
    }
    if answers || held.rotations.is_empty() {
        held.rotations.push(key);
    }
    let new = people.into_iter().filter(|person| !held.people.contains(person));
    let new: Vec<_> = new.collect();
    held.people.extend(new);
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
