//! How a person is notified: which contact is tried when.

use std::collections::BTreeSet;

use crate::plan::{Person, PersonKey, Plan, Severity};
use crate::syntax::{Method, NotifyStep, Urgency};

/// Whether a severity wakes people; it does where it does not say.
#[must_use]
pub fn urgency(severity: &Severity) -> Urgency {
    severity.written.urgency.as_ref().map_or(Urgency::High, |urgency| urgency.value)
}

/// Whether a contact wakes people: e-mail and chat wait until they look.
#[must_use]
pub fn wakes(method: Method) -> bool {
    matches!(method, Method::Push | Method::Sms | Method::Phone)
}

/// One attempt to reach a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The contact that is tried; `None` where the plan holds no contacts of anybody.
    pub via: Option<Method>,
    /// Seconds after the step that names the person.
    pub after: i64,
}

/// What a ladder rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The plan says so.
    Written,
    /// The plan has contacts and no order: the first is taken to be tried at once.
    Assumed,
    /// The plan holds no contacts of anybody: they are taken to be reached at once.
    NoContacts,
    /// A fault hides it: they are taken to be reached at once.
    Hidden,
    /// There is nothing to try.
    Unreachable,
}

/// How a person is notified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// What is tried, in order of time.
    pub attempts: Vec<Attempt>,
    /// What that rests on.
    pub basis: Basis,
    /// What is to be tried although the plan has no such contact of the person.
    pub missing: Vec<Method>,
    urgency: Urgency,
}

impl Ladder {
    /// The first attempt that reaches a human: of what wakes people the first that does, of what
    /// may wait the first of all.
    #[must_use]
    pub fn first(&self) -> Option<Attempt> {
        let reaches =
            |attempt: &&Attempt| self.urgency == Urgency::Low || attempt.via.is_none_or(wakes);
        self.attempts.iter().find(reaches).copied()
    }
}

/// The ladders of the people of a plan.
#[derive(Clone, Debug)]
pub struct Ladders<'a> {
    plan: &'a Plan,
    /// Whether the plan holds a contact of anybody.
    any: bool,
    /// Those in whose contacts or order of contacts there is a fault, by id.
    faulty: BTreeSet<&'a str>,
}

impl<'a> Ladders<'a> {
    /// Those of a plan.
    #[must_use]
    pub fn new(plan: &'a Plan) -> Self {
        let some = |person: &Person| {
            let written = &person.written;
            written.contacts.as_ref().is_some_and(|contacts| !contacts.value.0.is_empty())
        };
        let faulty = plan.faults.iter().filter_map(|fault| {
            let (id, key) = fault.path.strip_prefix("people.")?.split_once('.')?;
            let key = key.split(['.', '[']).next()?;
            ["contacts", "notify", "email", "chat"].contains(&key).then_some(id)
        });
        Self { plan, any: plan.people.iter().any(some), faulty: faulty.collect() }
    }

    /// How a person is notified of what wakes people, or of what may wait.
    #[must_use]
    pub fn of(&self, person: PersonKey, urgency: Urgency) -> Ladder {
        let person = &self.plan[person];
        let steps = steps(person, urgency);
        let ladder = |attempts, basis| Ladder { attempts, basis, missing: Vec::new(), urgency };
        let once = |via| vec![Attempt { via, after: 0 }];
        if self.faulty.contains(person.id.as_ref()) {
            return ladder(once(None), Basis::Hidden);
        }
        if !steps.is_empty() {
            return self.written(person, &steps, urgency);
        }
        if !self.any {
            return ladder(once(None), Basis::NoContacts);
        }
        match contacts(person).min() {
            Some(first) => ladder(once(Some(first)), Basis::Assumed),
            None => ladder(Vec::new(), Basis::Unreachable),
        }
    }

    fn written(&self, person: &Person, steps: &[(i64, Method)], urgency: Urgency) -> Ladder {
        let has = |method: Method| !self.any || contacts(person).any(|known| known == method);
        let (there, lacking): (Vec<_>, Vec<_>) =
            steps.iter().copied().partition(|(_, method)| has(*method));
        let attempts = there.iter().map(|(after, via)| Attempt { via: Some(*via), after: *after });
        let mut missing: Vec<_> = lacking.into_iter().map(|(_, method)| method).collect();
        missing.sort_unstable();
        missing.dedup();
        let basis = if there.is_empty() { Basis::Unreachable } else { Basis::Written };
        Ladder { attempts: attempts.collect(), basis, missing, urgency }
    }
}

/// The contacts that the plan has of a person.
fn contacts(person: &Person) -> impl Iterator<Item = Method> {
    let written = &person.written;
    let table = written.contacts.iter().flat_map(|contacts| &contacts.value.0);
    let mail = written.email.as_ref().map(|_| Method::Email);
    let chat = written.chat.as_ref().map(|_| Method::Chat);
    table.map(|(method, _)| method.value).chain(mail).chain(chat)
}

/// The steps that the plan writes for a person, in order of time.
fn steps(person: &Person, urgency: Urgency) -> Vec<(i64, Method)> {
    let notify = person.written.notify.iter();
    let list = notify.filter_map(|notify| match urgency {
        Urgency::High => notify.high.as_ref(),
        Urgency::Low => notify.low.as_ref(),
    });
    let step = |step: &NotifyStep| Some((step.after.as_ref()?.value.0, step.via.as_ref()?.value));
    let mut steps: Vec<_> =
        list.flat_map(|list| &list.value).filter_map(|found| step(&found.value)).collect();
    steps.sort_by_key(|(after, _)| *after);
    steps
}
