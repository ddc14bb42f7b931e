//! Whom a page may reach, how the plan says to reach them, and which severities page.

use super::Context;
use crate::plan::{PersonKey, Reach, Severity};
use crate::source::Located;
use crate::syntax::{Contact, Method, Urgency};

impl<'a> Context<'a> {
    /// Whom a page may reach within the horizon, in order: everybody with a duty ahead, and
    /// everybody whom a step of an escalation path reaches as a person, team or skill. Without
    /// those whose last day is past.
    #[must_use]
    pub fn pageable(&self) -> Vec<PersonKey> {
        let plan = self.plan;
        let shifts = plan.rotation_keys().flat_map(|key| self.shifts_ahead(key));
        let ahead = shifts.flat_map(|shift| &*shift.people);
        let steps = plan.escalations.iter().flat_map(|path| &path.steps);
        let named = steps.flat_map(|step| &step.reach).flat_map(whom);
        let mut found = vec![None; plan.people.len()];
        for person in ahead.chain(named) {
            found[person.index()] = Some(*person);
        }
        let here = |person: &PersonKey| plan[*person].left.is_none_or(|left| self.now < left);
        found.into_iter().flatten().filter(here).collect()
    }

    /// The contacts of a person; `None` where a fault hides them.
    #[must_use]
    pub fn contacts(&self, person: PersonKey) -> Option<&'a [(Located<Method>, Located<Contact>)]> {
        let written = &self.plan[person].written;
        let contacts = written.contacts.as_ref().map(|contacts| contacts.value.0.as_slice());
        (!written.lost.contains(&"contacts")).then(|| contacts.unwrap_or_default())
    }
}

/// The people whom a target of a step names, on call or not.
#[must_use]
pub fn whom(reach: &Reach) -> &[PersonKey] {
    match reach {
        Reach::Person(person) => std::slice::from_ref(person),
        Reach::Team(people) | Reach::Skill(people) => people,
        _ => &[],
    }
}

impl Severity {
    /// Whether it wakes people.
    #[must_use]
    pub fn pages(&self) -> bool {
        self.written.urgency.as_ref().is_none_or(|urgency| urgency.value == Urgency::High)
    }
}
