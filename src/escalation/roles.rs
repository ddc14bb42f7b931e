//! The roles that a response needs, and who fills them.

use chrono::TimeDelta;

use crate::plan::{Escalation, PersonKey, Plan, Reach, RotationKey, Severity};
use crate::schedule;
use crate::syntax::{Assigned, Role, RoleId};
use crate::time::{Instant, Span};

use super::course::course;
use super::walk::named;

/// A role that a response needs.
#[derive(Debug)]
pub struct Needed<'a> {
    /// The role.
    pub id: &'a RoleId,
    /// The role as it is written, where it is defined.
    pub written: Option<&'a Role>,
    /// Who fills it.
    pub filled: Filled,
}

/// Who fills a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// Whoever takes it when the incident is declared.
    AtIncident,
    /// Whoever is on call in rotations of that role.
    Rotations(Vec<Holders>),
    /// No rotation has it, and nobody is given it at incidents.
    Nobody,
}

/// Who is on call in a rotation of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holders {
    /// The rotation.
    pub rotation: RotationKey,
    /// Who, at the alert; `None` where a fault hides it.
    pub people: Option<Vec<PersonKey>>,
    /// Seconds after the alert at which the path names the rotation first, where it does.
    pub paged_after: Option<i64>,
}

/// The roles that a response to a severity needs, and who fills them at an instant. Where the path
/// names rotations of a role, these fill it; elsewhere all of that role do.
#[must_use]
pub fn roles<'a>(
    plan: &'a Plan,
    severity: &'a Severity,
    path: &'a Escalation,
    at: Instant,
) -> Vec<Needed<'a>> {
    let events = course(plan, path, false).events;
    let paged = |key: RotationKey| {
        let named = events.iter().find(|event| *event.reach == Reach::Rotation(key));
        named.map(|event| event.after)
    };
    let needed = severity.written.roles.iter().flat_map(|roles| &roles.value);
    let needed = needed.map(|role| {
        let entry = plan.roles.iter().find(|entry| entry.id.value == role.value);
        let written = entry.and_then(|entry| entry.value.as_ref());
        let given = written.and_then(|role| role.assigned.as_ref());
        let filled = match given.map(|given| given.value) {
            Some(Assigned::AtIncident) => Filled::AtIncident,
            _ => scheduled(plan, &role.value, at, &paged),
        };
        Needed { id: &role.value, written, filled }
    });
    needed.collect()
}

fn scheduled(
    plan: &Plan,
    role: &RoleId,
    at: Instant,
    paged: &dyn Fn(RotationKey) -> Option<i64>,
) -> Filled {
    let having = plan.rotation_keys().filter(|key| plan[*key].role.as_ref() == Some(role));
    let mut holders: Vec<_> = having
        .map(|rotation| Holders {
            rotation,
            people: named(plan, &Reach::Rotation(rotation), at),
            paged_after: paged(rotation),
        })
        .collect();
    if holders.iter().any(|holders| holders.paged_after.is_some()) {
        holders.retain(|holders| holders.paged_after.is_some());
    }
    // Rotations that are not in force tell nothing about tonight.
    let moment = Span::new(at, at + TimeDelta::nanoseconds(1));
    holders.retain(|holders| {
        let force = schedule::force(plan, holders.rotation);
        holders.people.is_none() || !force.cut(moment).is_empty()
    });
    if holders.is_empty() { Filled::Nobody } else { Filled::Rotations(holders) }
}
