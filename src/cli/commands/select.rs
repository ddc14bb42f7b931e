//! Which rotations a question is about.

use crate::cli::Failure;
use crate::cli::session::meant;
use crate::plan::{Escalation, Person, PersonKey, Plan, Reach, RotationKey};
use crate::syntax::{EscalationId, as_id};

/// Rotations, teams, services, severities and roles by which a question is narrowed; what is left
/// out narrows nothing, and all that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct Select<'a> {
    pub rotations: &'a [String],
    pub teams: &'a [String],
    pub services: &'a [String],
    pub severities: &'a [String],
    pub roles: &'a [String],
}

impl Select<'_> {
    /// Whether nothing narrows the question.
    pub fn is_everything(&self) -> bool {
        [self.rotations, self.teams, self.services, self.severities, self.roles]
            .iter()
            .all(|ids| ids.is_empty())
    }

    /// The rotations, by team and id; those without a team come last.
    ///
    /// # Errors
    /// Where an id is not in the plan.
    pub fn keys(&self, plan: &Plan) -> Result<Selected, Failure> {
        let ids = plan.rotations.iter().map(|rotation| rotation.id.as_ref());
        known("rotation", self.rotations, ids)?;
        known("team", self.teams, plan.teams.iter().map(|team| team.id.as_ref()))?;
        let roles = plan.roles.iter().map(|role| role.id.as_ref());
        let used = plan.rotations.iter().filter_map(|r| r.role.as_ref()).map(AsRef::as_ref);
        known("role", self.roles, roles.chain(used))?;
        let reached = self.reached(plan)?;
        let one_of = |ids: &[String], id: Option<&str>| {
            ids.is_empty() || id.is_some_and(|id| ids.iter().any(|given| given == id))
        };
        let mut keys: Vec<_> = plan
            .rotation_keys()
            .filter(|key| {
                let rotation = &plan[*key];
                one_of(self.rotations, Some(rotation.id.as_ref()))
                    && one_of(self.teams, rotation.team.as_ref().map(AsRef::as_ref))
                    && one_of(self.roles, rotation.role.as_ref().map(AsRef::as_ref))
                    && reached.as_ref().is_none_or(|reached| reached.keys.contains(key))
            })
            .collect();
        keys.sort_by_key(|key| (plan[*key].team.is_none(), plan[*key].team.clone(), *key));
        Ok(Selected { keys, hidden: reached.is_some_and(|reached| reached.hidden) })
    }

    /// What the escalation paths of the services and severities that were given reach.
    fn reached(&self, plan: &Plan) -> Result<Option<Selected>, Failure> {
        known("service", self.services, plan.services.iter().map(|s| s.id.as_ref()))?;
        known("severity", self.severities, plan.severities.iter().map(|s| s.id.as_ref()))?;
        if self.services.is_empty() && self.severities.is_empty() {
            return Ok(None);
        }
        let given = |ids: &[String], id: &str| ids.is_empty() || ids.iter().any(|i| i == id);
        let (mut paths, mut read) = (Vec::new(), Vec::new());
        for service in plan.services.iter().filter(|s| given(self.services, s.id.as_ref())) {
            read.push(format!("services.{}", service.id));
            if self.severities.is_empty() {
                paths.extend(service.escalation.all());
            }
            let severities = plan
                .severities
                .iter()
                .filter(|s| !self.severities.is_empty() && given(self.severities, s.id.as_ref()));
            paths.extend(severities.filter_map(|s| service.escalation.severity(&s.id)));
        }
        Ok(Some(reached(plan, &paths, read)))
    }
}

/// The rotations that a question is about.
pub struct Selected {
    /// The rotations.
    pub keys: Vec<RotationKey>,
    /// Whether a fault in an escalation path may hide others.
    pub hidden: bool,
}

/// The rotations that escalation paths reach, handed over or not. `read` is where the paths are
/// named.
fn reached(plan: &Plan, paths: &[&EscalationId], mut read: Vec<String>) -> Selected {
    let mut todo: Vec<&EscalationId> = paths.to_vec();
    let (mut seen, mut keys): (Vec<&EscalationId>, _) = (Vec::new(), Vec::new());
    while let Some(id) = todo.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        read.push(format!("escalations.{id}"));
        let path: Option<&Escalation> = plan.escalation(id.as_ref());
        for reach in path.iter().flat_map(|path| &path.steps).flat_map(|step| &step.reach) {
            match reach {
                Reach::Rotation(key) => keys.push(*key),
                Reach::Escalation(id) => todo.push(id),
                _ => {}
            }
        }
    }
    Selected { keys, hidden: plan.faults.iter().any(|fault| is_within(&fault.path, &read)) }
}

/// Whether a path of the plan lies in one of some others, and in a key that names whom to reach.
fn is_within(path: &str, read: &[String]) -> bool {
    read.iter().any(|table| {
        let rest = path.strip_prefix(table.as_str());
        let escalation = table.starts_with("escalations.") || path.contains(".escalation");
        escalation && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    })
}

/// Complains of an id that is not in the plan.
pub fn known<'a>(
    what: &str,
    given: &[String],
    ids: impl Iterator<Item = &'a str>,
) -> Result<(), Failure> {
    if given.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = ids.collect();
    match given.iter().find(|id| !ids.contains(&id.as_str())) {
        None => Ok(()),
        Some(id) => Err(unknown(what, id, &ids)),
    }
}

/// The complaint about an id that is not in the plan.
pub fn unknown(what: &str, id: &str, ids: &[&str]) -> Failure {
    let failure = Failure::usage(format!("the plan has no {what} `{id}`"));
    match meant(id, ids.iter().copied()) {
        Some(hint) => failure.hint(hint),
        None if ids.is_empty() => failure,
        None if ids.len() <= 12 => failure.hint(format!("it has: {}", ids.join(", "))),
        None => failure.hint(format!("it has {} others", ids.len())),
    }
}

/// The rotation of an id.
///
/// # Errors
/// Where the plan has none of that id.
pub fn rotation(plan: &Plan, id: &str) -> Result<RotationKey, Failure> {
    let ids: Vec<_> = plan.rotations.iter().map(|rotation| rotation.id.as_ref()).collect();
    plan.rotation(id).ok_or_else(|| unknown("rotation", id, &ids))
}

/// The people of some ids.
///
/// # Errors
/// Where the plan has none of such an id.
pub fn people(plan: &Plan, given: &[String]) -> Result<Vec<PersonKey>, Failure> {
    given.iter().map(|id| plan.person(id).ok_or_else(|| no_person(plan, id))).collect()
}

/// The complaint about a person's id that is not in the plan, but may be somebody's name.
fn no_person(plan: &Plan, given: &str) -> Failure {
    let called = |person: &&Person| {
        person.name.eq_ignore_ascii_case(given) || as_id(&person.name).as_deref() == Some(given)
    };
    if let Some(person) = plan.people.iter().find(called) {
        return Failure::usage(format!("the plan has no person `{given}`"))
            .hint(format!("the id of {} is `{}`", person.name, person.id));
    }
    let ids: Vec<_> = plan.people.iter().map(|person| person.id.as_ref()).collect();
    unknown("person", given, &ids)
}
