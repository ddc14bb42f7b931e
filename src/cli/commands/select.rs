//! Which rotations a question is about.

use crate::cli::Failure;
use crate::cli::session::meant;
use crate::plan::{Escalation, PersonKey, Plan, Reach, RotationKey};
use crate::syntax::EscalationId;

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
    pub fn keys(&self, plan: &Plan) -> Result<Vec<RotationKey>, Failure> {
        let ids = plan.rotations.iter().map(|rotation| rotation.id.as_ref());
        known("rotation", self.rotations, ids)?;
        known("team", self.teams, plan.teams.iter().map(|team| team.id.as_ref()))?;
        let roles = plan.roles.iter().map(|role| role.id.as_ref());
        let used = plan.rotations.iter().filter_map(|r| r.role.as_ref()).map(AsRef::as_ref);
        known("role", self.roles, roles.chain(used))?;
        let paths = self.paths(plan)?;
        let reached = paths.map(|paths| reached(plan, &paths));
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
                    && reached.as_ref().is_none_or(|reached| reached.contains(key))
            })
            .collect();
        keys.sort_by_key(|key| (plan[*key].team.is_none(), plan[*key].team.clone(), *key));
        Ok(keys)
    }

    /// The escalation paths of the services and severities that were given.
    fn paths<'p>(&self, plan: &'p Plan) -> Result<Option<Vec<&'p EscalationId>>, Failure> {
        known("service", self.services, plan.services.iter().map(|s| s.id.as_ref()))?;
        known("severity", self.severities, plan.severities.iter().map(|s| s.id.as_ref()))?;
        if self.services.is_empty() && self.severities.is_empty() {
            return Ok(None);
        }
        let given = |ids: &[String], id: &str| ids.is_empty() || ids.iter().any(|i| i == id);
        let mut paths = Vec::new();
        for service in plan.services.iter().filter(|s| given(self.services, s.id.as_ref())) {
            if self.severities.is_empty() {
                paths.extend(service.escalation.all());
            }
            let severities = plan
                .severities
                .iter()
                .filter(|s| !self.severities.is_empty() && given(self.severities, s.id.as_ref()));
            paths.extend(severities.filter_map(|s| service.escalation.severity(&s.id)));
        }
        Ok(Some(paths))
    }
}

/// The rotations that escalation paths reach, handed over or not.
fn reached(plan: &Plan, paths: &[&EscalationId]) -> Vec<RotationKey> {
    let mut todo: Vec<&Escalation> =
        paths.iter().filter_map(|id| plan.escalation(id.as_ref())).collect();
    let (mut seen, mut keys) = (Vec::new(), Vec::new());
    while let Some(path) = todo.pop() {
        if seen.contains(&&path.id) {
            continue;
        }
        seen.push(&path.id);
        for reach in path.steps.iter().flat_map(|step| &step.reach) {
            match reach {
                Reach::Rotation(key) => keys.push(*key),
                Reach::Escalation(id) => todo.extend(plan.escalation(id.as_ref())),
                _ => {}
            }
        }
    }
    keys
}

/// Complains of an id that is not in the plan.
fn known<'a>(
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
        None => failure.hint(format!("it has {} others; `irp oncall` lists them", ids.len())),
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
    let ids = || plan.people.iter().map(|person| person.id.as_ref()).collect::<Vec<_>>();
    given.iter().map(|id| plan.person(id).ok_or_else(|| unknown("person", id, &ids()))).collect()
}
