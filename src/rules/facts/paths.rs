//! Escalation paths in use, and what of them wakes people.

use super::{Context, Step};
use crate::plan::{Escalation, Reach};

impl<'a> Context<'a> {
    /// The escalation paths that some service names, in order of their ids.
    #[must_use]
    pub fn paths(&self) -> Vec<&'a Escalation> {
        let services = self.plan.services.iter();
        let mut ids: Vec<_> = services.flat_map(|service| service.escalation.all()).collect();
        ids.sort();
        ids.dedup();
        ids.into_iter().filter_map(|id| self.plan.escalation(id.as_ref())).collect()
    }

    /// The steps of a path that reach more than a channel, with their numbers from 1; `None` where
    /// a fault hides whom some step reaches.
    #[must_use]
    pub fn waking(&self, path: &'a Escalation) -> Option<Vec<(usize, Step<'a>)>> {
        let steps = (1..).zip(self.steps(path)?);
        Some(steps.filter(|(_, step)| step.wakes()).collect())
    }
}

impl Step<'_> {
    /// Whether it reaches more than a channel, which wakes nobody.
    #[must_use]
    pub fn wakes(&self) -> bool {
        self.reach.iter().any(|reach| !matches!(reach, Reach::Channel(_)))
    }

    /// Whether it names somebody, whoever is on call.
    #[must_use]
    pub fn names_people(&self) -> bool {
        self.reach.iter().any(|reach| match reach {
            Reach::Person(_) => true,
            Reach::Team(people) | Reach::Skill(people) => !people.is_empty(),
            _ => false,
        })
    }

    /// Whether it reaches several people by itself: a team, everybody with a skill, or more than
    /// one person by name.
    #[must_use]
    pub fn gathers(&self) -> bool {
        let people = self.reach.iter().filter(|reach| matches!(reach, Reach::Person(_)));
        let many = |reach: &Reach| matches!(reach, Reach::Team(_) | Reach::Skill(_));
        people.count() > 1 || self.reach.iter().any(|reach| many(reach))
    }
}
