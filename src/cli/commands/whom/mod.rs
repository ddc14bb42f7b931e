//! Whom a target of the plan means at an instant, and who of them is at hand.
//!
//! Owns what several commands say of that. Only the first step of an escalation path is looked at:
//! what happens when nobody answers is not told here.

mod json;
mod ready;
mod shown;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

pub use self::json::WhomJson;
pub use self::ready::{Ready, State};
use crate::plan::{Escalation, PersonKey, Plan, Reach, RotationKey};
use crate::rules::Context;
use crate::schedule::{self, Shift};
use crate::syntax::{External, Id, PersonId, Target};
use crate::time::{Instant, Span, Zone};

/// Escalation paths that hand over to each other in their first steps are followed so far.
const MOST_HANDOVERS: usize = 8;

/// What is asked for at one instant.
pub struct Asking<'a> {
    pub plan: &'a Plan,
    pub at: Instant,
    /// The zone in which times are shown.
    pub viewer: Zone,
    context: Context<'a>,
    /// Who is on call: every shift at the instant, by rotation.
    duty: Vec<Option<Shift>>,
    known: RefCell<BTreeMap<PersonKey, Ready>>,
    /// The rotations that were asked.
    rotations: RefCell<BTreeSet<RotationKey>>,
}

/// Whom a target means.
#[derive(Clone, Debug)]
pub struct Whom<'a> {
    /// What it is: `rotation`, `person`, `team`, `skill`, `escalation`, `channel` or `external`.
    pub kind: &'static str,
    /// Its id, or what it is called.
    pub id: String,
    /// Its name, where it has one beside the id.
    pub name: Option<String>,
    /// The people: of a rotation those on call, of others those who are at hand first.
    pub people: Vec<Ready>,
    /// Of a rotation: until when that is so, or when somebody is on call again.
    pub until: Option<Instant>,
    /// Of a rotation: whether a fault hides who is on call.
    pub hidden: bool,
    /// Of an external: how to reach it.
    pub external: Option<&'a External>,
    /// Of an external with hours: when it can be reached, or next.
    pub open: Option<Span>,
    /// Of an escalation path: whom its first step reaches.
    pub first: Vec<Whom<'a>>,
}

impl<'a> Asking<'a> {
    pub fn new(plan: &'a Plan, at: Instant, viewer: Zone) -> Self {
        let shift = |key: RotationKey| {
            let answers = plan[key].blocked.is_empty();
            answers.then(|| schedule::at(plan, key, at)).flatten()
        };
        Self {
            plan,
            at,
            viewer,
            context: Context::new(plan, at),
            duty: plan.rotation_keys().map(shift).collect(),
            known: RefCell::default(),
            rotations: RefCell::default(),
        }
    }

    /// The instant as a span.
    pub fn moment(&self) -> Span {
        Span::new(self.at, self.at + chrono::TimeDelta::nanoseconds(1))
    }

    /// Whom a target means.
    pub fn target(&self, target: &Target) -> Whom<'a> {
        let plan = self.plan;
        match target {
            Target::Rotation(id) => match plan.rotation(id.as_ref()) {
                Some(key) => self.rotation(key),
                None => Whom::lost("rotation", id),
            },
            Target::Person(id) => match plan.person(id.as_ref()) {
                Some(key) => self.person(key),
                None => Whom::lost("person", id),
            },
            Target::Team(id) => self.team(id.as_ref()),
            Target::Skill(skill) => self.skill(skill),
            Target::Channel(name) => Whom::lost("channel", name),
            Target::External(id) => self.external(id.as_ref()),
            Target::Escalation(id) => match plan.escalation(id.as_ref()) {
                Some(path) => self.path(path),
                None => Whom::lost("escalation", id),
            },
        }
    }

    /// Who is on call in a rotation.
    pub fn rotation(&self, key: RotationKey) -> Whom<'a> {
        self.rotations.borrow_mut().insert(key);
        let rotation = &self.plan[key];
        let mut whom = Whom::lost("rotation", &rotation.id);
        whom.name.clone_from(&rotation.description);
        whom.hidden = !rotation.blocked.is_empty();
        if whom.hidden {
            return whom;
        }
        let shift = self.duty[key.index()].as_ref();
        let people = shift.map_or(&[][..], |shift| &shift.people);
        whom.people = people.iter().map(|person| self.ready(*person)).collect();
        whom.until = if people.is_empty() {
            let next = schedule::next(self.plan, key, self.at);
            next.map(|next| next.span.start)
        } else {
            shift.map(|shift| shift.span.end)
        };
        whom
    }

    pub fn person(&self, key: PersonKey) -> Whom<'a> {
        let person = &self.plan[key];
        let mut whom = Whom::lost("person", &person.id);
        whom.name = Some(person.name.clone());
        whom.people = vec![self.ready(key)];
        whom
    }

    pub fn team(&self, id: &str) -> Whom<'a> {
        let mut whom = Whom::lost("team", id);
        let Some(team) = self.plan.team(id) else { return whom };
        whom.name = team.written.name.as_ref().map(|name| name.value.clone());
        whom.people = self.at_hand(&team.members);
        whom
    }

    /// Everybody with a skill, those who are at hand first.
    pub fn skill(&self, skill: &str) -> Whom<'a> {
        let mut whom = Whom::lost("skill", skill);
        whom.people = self.at_hand(&self.with_skill(skill));
        whom
    }

    fn with_skill(&self, skill: &str) -> Vec<PersonKey> {
        let has = |key: &PersonKey| {
            let skills = self.plan[*key].written.skills.iter().flat_map(|list| &list.value);
            skills.into_iter().any(|known| known.value == skill)
        };
        let all = self.plan.people.iter().filter_map(|person| self.plan.person(person.id.as_ref()));
        all.filter(has).collect()
    }

    fn external(&self, id: &str) -> Whom<'a> {
        let mut whom = Whom::lost("external", id);
        let all = self.plan.written.externals.iter();
        let entry = all.into_iter().find(|entry| entry.id.value.as_ref() == id);
        let Some(external) = entry.and_then(|entry| entry.value.as_ref()) else { return whom };
        whom.name = external.name.as_ref().map(|name| name.value.clone());
        whom.open = external.hours.as_ref().and_then(|hours| {
            let windows = self.plan.windows(&hours.value.0);
            let ahead = Span::new(self.at, self.at + ready::AHEAD);
            let open = schedule::merged(schedule::open(&self.plan.zone, &windows, ahead));
            open.into_iter().find(|span| self.at < span.end)
        });
        whom.external = Some(external);
        whom
    }

    /// An escalation path, with whom its first step reaches.
    pub fn path(&self, path: &'a Escalation) -> Whom<'a> {
        let mut whom = Whom::lost("escalation", &path.id);
        whom.name = path.written.name.as_ref().map(|name| name.value.clone());
        whom.first = self.first(path, &mut Vec::new());
        whom
    }

    /// Whom the first step of a path reaches. A path that it hands over to begins then too.
    pub fn first_step(&self, path: &'a Escalation) -> Vec<Whom<'a>> {
        self.first(path, &mut Vec::new())
    }

    fn first(&self, path: &'a Escalation, seen: &mut Vec<&'a str>) -> Vec<Whom<'a>> {
        if seen.len() >= MOST_HANDOVERS || seen.contains(&path.id.as_ref()) {
            return Vec::new();
        }
        seen.push(path.id.as_ref());
        let reach = path.steps.first().map_or(&[][..], |step| &step.reach);
        let mut all = Vec::new();
        for reach in reach {
            match reach {
                Reach::Rotation(key) => all.push(self.rotation(*key)),
                Reach::Person(key) => all.push(self.person(*key)),
                Reach::Channel(name) => all.push(Whom::lost("channel", name)),
                Reach::External(id) => all.push(self.external(id.as_ref())),
                Reach::Escalation(id) => {
                    let next = self.plan.escalation(id.as_ref());
                    all.extend(next.into_iter().flat_map(|next| self.first(next, seen)));
                }
                Reach::Team(_) | Reach::Skill(_) | Reach::Unknown => {}
            }
        }
        all.extend(self.groups(path));
        all
    }

    /// The teams and skills of a first step, which keep their names only where they are written.
    fn groups(&self, path: &'a Escalation) -> Vec<Whom<'a>> {
        let steps = path.written.steps.iter().flat_map(|steps| &steps.value);
        let after = |step: &&crate::source::Located<crate::syntax::EscalationStep>| {
            step.after.as_ref().map_or(i64::MAX, |after| after.value.0)
        };
        let first = steps.into_iter().min_by_key(after);
        let targets = first.iter().filter_map(|step| step.notify.as_ref());
        let targets = targets.flat_map(|targets| &targets.value.0).map(|target| &target.value);
        let groups = targets.filter(|t| matches!(t, Target::Team(_) | Target::Skill(_)));
        groups.map(|target| self.target(target)).collect()
    }

    /// The rotations whose answers may be missing: those that were asked, and those that a fault
    /// hides and that one of the people may be on call in.
    pub fn rotations(&self) -> Vec<RotationKey> {
        let mut keys = self.rotations.borrow().clone();
        let known = self.known.borrow();
        let hidden = self.plan.rotation_keys().filter(|key| !self.plan[*key].blocked.is_empty());
        keys.extend(hidden.filter(|key| known.keys().any(|person| self.may_hold(*key, *person))));
        keys.into_iter().collect()
    }

    /// Whether a person may be on call in a rotation that a fault hides: its tables name them, or
    /// name nobody who can be read.
    fn may_hold(&self, key: RotationKey, person: PersonKey) -> bool {
        let table = format!("rotations.{}.", self.plan[self.plan.root(key)].id);
        let named = self.plan.references.iter();
        let named = named.filter(|r| r.kinds == PersonId::KINDS && r.path.starts_with(&table));
        let mut named = named.map(|reference| reference.id.as_str()).peekable();
        let overrides = self.plan[key].overrides.iter();
        named.peek().is_none()
            || named.any(|id| id == self.plan[person].id.as_ref())
            || overrides.flat_map(|o| o.change.people()).any(|other| other == person)
    }
}

impl Whom<'_> {
    /// A target of which nothing more is known.
    fn lost(kind: &'static str, id: &(impl ToString + ?Sized)) -> Self {
        Self {
            kind,
            id: id.to_string(),
            name: None,
            people: Vec::new(),
            until: None,
            hidden: false,
            external: None,
            open: None,
            first: Vec::new(),
        }
    }

    /// Whether somebody is reached: on call, named, or outside the organisation.
    pub fn is_somebody(&self) -> bool {
        let here = |ready: &Ready| ready.state != State::Gone;
        self.kind == "external"
            || self.people.iter().any(here)
            || self.first.iter().any(Self::is_somebody)
    }
}
