//! The next exercise of a service: what is rehearsed, who is needed, when all of them work.

use chrono::TimeDelta;

use super::due::{self, Due};
use super::grounds::{Ground, Scenario, grounds, path};
use crate::plan::{PersonKey, Plan, Reach, RotationKey, Service};
use crate::record::{Limit, Search, Slot, exercises, free};
use crate::rules::Context;
use crate::time::{Instant, Span};

/// Occurrences of a recurring exercise that are tried.
const MOST_OCCURRENCES: usize = 200;

/// What was asked for.
pub(super) struct Asked {
    pub span: Span,
    pub length: TimeDelta,
    pub owner: Option<PersonKey>,
    pub coordinator: Option<PersonKey>,
    /// How many steps of the path are needed; all where that is not said.
    pub steps: Option<usize>,
}

/// The next exercise of a service.
pub(super) struct Proposal<'a> {
    pub due: Due<'a>,
    pub grounds: Vec<Ground>,
    pub owner: Option<PersonKey>,
    pub coordinator: Option<PersonKey>,
    pub slot: Option<Slot>,
    /// Whether the slot is a time at which the recurring exercise falls.
    pub by_cadence: bool,
    /// Who alone keeps all from coming together, where nobody can.
    pub limits: Vec<Limit>,
    /// Who is needed in the slot, or by name at least, and as what.
    pub needed: Vec<(PersonKey, String)>,
    /// Who else works then and could coordinate, and who could write.
    pub spare: Vec<PersonKey>,
    /// Those whose working hours the plan does not say.
    pub assumed: Vec<PersonKey>,
    /// The rotations of which everybody on call is needed.
    pub rotations: Vec<RotationKey>,
}

impl<'a> Proposal<'a> {
    pub fn new(context: &Context<'a>, due: Due<'a>, asked: &Asked) -> Self {
        let plan = context.plan;
        let owner = asked.owner.or_else(|| owner(plan, due.service));
        let (rotations, first) = rotations(context, due.service, asked.steps);
        let mut people: Vec<_> = owner.into_iter().chain(asked.coordinator).collect();
        people.dedup();
        let from = due.cadence.map_or(asked.span.start, |(at, _)| at.max(asked.span.start));
        let span = Span::new(from.min(asked.span.end), asked.span.end);
        let search = Search { people, rotations, first, span, length: asked.length };
        let regular = occurrences(plan, &due, span);
        let regular = regular.into_iter().find_map(|start| search.at(plan, start));
        let by_cadence = regular.is_some();
        let slot = regular.or_else(|| search.earliest(plan));
        let limits = if slot.is_none() { search.limits(plan) } else { Vec::new() };
        let mut proposal = Self {
            grounds: grounds(context, due.service),
            owner,
            coordinator: asked.coordinator,
            by_cadence,
            limits,
            needed: Vec::new(),
            spare: Vec::new(),
            assumed: Vec::new(),
            rotations: search.rotations,
            slot,
            due,
        };
        proposal.needed = proposal.needed(plan);
        proposal.spare = proposal.spare(plan);
        let asked = proposal.needed.iter().map(|(person, _)| *person);
        proposal.assumed = asked.filter(|key| plan[*key].written.working_hours.is_none()).collect();
        proposal
    }

    /// What is rehearsed: the first ground that there is.
    pub fn scenario(&self) -> Option<&Scenario> {
        self.grounds.iter().find_map(|ground| ground.found.as_ref())
    }

    /// Everybody who is needed, each once, and as what.
    fn needed(&self, plan: &Plan) -> Vec<(PersonKey, String)> {
        let roles = [(self.owner, "owner"), (self.coordinator, "coordinator")];
        let roles = roles.into_iter().filter_map(|(key, role)| Some((key?, role.to_owned())));
        let on_call = self.slot.iter().flat_map(|slot| &slot.on_call).flat_map(|(key, people)| {
            people.iter().map(|person| (*person, plan[*key].id.to_string()))
        });
        let mut all: Vec<(PersonKey, String)> = Vec::new();
        for (person, role) in roles.chain(on_call) {
            match all.iter_mut().find(|(known, _)| *known == person) {
                Some((_, roles)) => *roles = format!("{roles}, {role}"),
                None => all.push((person, role)),
            }
        }
        all
    }

    /// Two who are not needed and work then: of the service's team first.
    fn spare(&self, plan: &Plan) -> Vec<PersonKey> {
        let Some(slot) = &self.slot else { return Vec::new() };
        let team = team(plan, self.due.service);
        let others = plan.person_keys().filter(|key| !team.contains(key));
        let all = team.iter().copied().chain(others);
        let works = |key: &PersonKey| {
            let around =
                Span::new(slot.span.start - TimeDelta::days(2), slot.span.end + TimeDelta::days(2));
            let spans = free(plan, *key, around).spans;
            spans.iter().any(|part| part.start <= slot.span.start && slot.span.end <= part.end)
        };
        let idle = |key: &PersonKey| !self.needed.iter().any(|(known, _)| known == key);
        all.filter(idle).filter(works).take(2).collect()
    }
}

/// The members of the team of a service.
fn team<'a>(plan: &'a Plan, service: &Service) -> &'a [PersonKey] {
    let id = service.written.team.as_ref().map(|team| team.value.as_ref());
    let team = id.and_then(|id| plan.team(id));
    team.map(|team| team.members.as_slice()).unwrap_or_default()
}

/// Who answers for an exercise of a service: whoever leads its team, else whoever owns the plan.
fn owner(plan: &Plan, service: &Service) -> Option<PersonKey> {
    let id = service.written.team.as_ref().map(|team| team.value.as_ref());
    let lead = id.and_then(|id| plan.team(id)).and_then(|team| team.written.lead.as_ref());
    let lead = lead.and_then(|lead| plan.person(lead.value.as_ref()));
    let table = plan.written.plan.as_ref().and_then(|table| table.owner.as_ref());
    lead.or_else(|| plan.person(table?.value.as_ref()))
}

/// The rotations that the path of a service reaches, and those that its first step reaches.
fn rotations(
    context: &Context<'_>,
    service: &Service,
    steps: Option<usize>,
) -> (Vec<RotationKey>, Vec<RotationKey>) {
    let found = path(context.plan, service).and_then(|path| context.steps(path));
    let mut each = found.into_iter().flatten().map(|step| {
        let keys = step.reach.iter().filter_map(|reach| match reach {
            Reach::Rotation(key) => Some(*key),
            _ => None,
        });
        keys.collect::<Vec<_>>()
    });
    let mut each: Vec<_> = each.by_ref().take(steps.unwrap_or(usize::MAX)).collect();
    let first = each.first_mut().map(std::mem::take).unwrap_or_default();
    let mut all: Vec<_> = first.iter().copied().chain(each.into_iter().flatten()).collect();
    all.sort_unstable();
    all.dedup();
    (all, first)
}

/// The times in a span at which the recurring exercise of a service falls.
fn occurrences(plan: &Plan, due: &Due<'_>, span: Span) -> Vec<Instant> {
    let Some((_, id)) = due.cadence else { return Vec::new() };
    let days = exercises(plan);
    let Some(day) = days.iter().find(|day| day.id.value.as_ref() == id && due::is_cadence(day))
    else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let mut from = span.start;
    while let Some(at) = day.next(from).filter(|at| *at < span.end && all.len() < MOST_OCCURRENCES)
    {
        all.push(at);
        from = at + TimeDelta::seconds(1);
    }
    all
}
