//! Escalation paths, severities and help topics as pages show them.

use schemars::JsonSchema;
use serde::Serialize;

use super::Site;
use super::data::{self, Link};
use super::known::Known;
use crate::diagnostic::visible;
use crate::plan::{Escalation, Person, Plan, Reach, RotationKey, Severity};
use crate::source::Located;
use crate::syntax::{Contacts, EscalationStep, Help, Hours, Need, Target};
use crate::time::Elapsed;

/// An escalation path.
#[derive(Serialize, JsonSchema)]
pub struct Path {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// What happens, in order of time.
    steps: Vec<Step>,
    /// How often it is run again, in words.
    repeat: Option<String>,
}

/// A step of an escalation path.
#[derive(Serialize, JsonSchema)]
struct Step {
    /// `at once`, `after 5m`.
    after: String,
    /// Whom it reaches.
    reach: Vec<Reached>,
}

/// Whom something reaches.
#[derive(Serialize, JsonSchema)]
pub struct Reached {
    /// Who or what it is, and its page.
    link: Link,
    /// What that is: `rotation`, `person`, `team`, `escalation`, `channel`, `skill`, `external`.
    kind: &'static str,
    /// Whoever that is: on call in a rotation for the instant of the site, in a team, with a skill.
    people: Vec<Link>,
    /// How to reach them, where contacts are published.
    contacts: Vec<Contact>,
}

/// A way to reach somebody.
#[derive(Serialize, JsonSchema)]
pub struct Contact {
    /// The method.
    method: &'static str,
    /// The reference, in the plan's words.
    reference: Link,
}

/// A severity.
#[derive(Serialize, JsonSchema)]
pub struct Rank {
    /// The severity, by id.
    id: String,
    /// Its name.
    name: String,
    /// What it means.
    definition: Option<String>,
    /// How it is measured.
    metric: Option<String>,
    /// When people are needed, in words.
    hours: &'static str,
    /// How soon somebody acknowledges.
    acknowledge: Option<String>,
    /// How soon somebody works on it.
    engage: Option<String>,
    /// How often stakeholders hear of it.
    update: Option<String>,
    /// How soon the public hears of it.
    public: Option<String>,
    /// The roles that a response needs.
    roles: Vec<String>,
    /// Whether it is reviewed afterwards, in words.
    review: Option<String>,
}

/// A help topic.
#[derive(Serialize, JsonSchema)]
pub struct Topic {
    #[serde(rename = "topic")]
    /// What help is about.
    about: String,
    /// How one notices.
    symptom: Option<String>,
    /// Whom to ask.
    contact: Option<Reached>,
    /// Whom to ask then.
    then: Option<Reached>,
}

/// An escalation path as it stands at the instant of the site.
pub fn path(site: &Site<'_>, known: &[Known], path: &Escalation) -> Path {
    let mut steps: Vec<_> = path.written.steps.iter().flat_map(|steps| &steps.value).collect();
    steps.sort_by_key(|step| step.value.after.as_ref().map_or(0, |after| after.value.0));
    let step = |step: &EscalationStep| Step {
        after: match step.after.as_ref().map(|after| after.value) {
            None | Some(Elapsed(..=0)) => "at once".to_owned(),
            Some(after) => format!("after {}", data::length(after)),
        },
        reach: step
            .notify
            .iter()
            .flat_map(|targets| &targets.value.0)
            .map(|target| reached(site, known, &target.value))
            .collect(),
    };
    let name = path.written.name.as_ref();
    let times = path.written.repeat.as_ref().map_or(0, |times| times.value.0);
    let every = path.written.repeat_every.as_ref();
    let every = every.map(|every| format!(" every {}", data::length(every.value)));
    Path {
        id: path.id.to_string(),
        name: name.map_or_else(|| path.id.to_string(), |name| visible(&name.value)),
        steps: steps.into_iter().map(|each| step(&each.value)).collect(),
        repeat: (times > 0).then(|| match times {
            1 => "then once more".to_owned(),
            times => format!("then {times} times more{}", every.unwrap_or_default()),
        }),
    }
}

/// The rotations that a path names.
pub fn rotations(path: &Escalation) -> impl Iterator<Item = RotationKey> + '_ {
    path.steps.iter().flat_map(|step| &step.reach).filter_map(|reach| match reach {
        Reach::Rotation(key) => Some(*key),
        _ => None,
    })
}

/// Whom a target reaches.
pub fn reached(site: &Site<'_>, known: &[Known], target: &Target) -> Reached {
    let plan = site.plan;
    let none = |link, kind| Reached { link, kind, people: Vec::new(), contacts: Vec::new() };
    match target {
        Target::Rotation(id) => {
            let Some(key) = plan.rotation(id.as_ref()) else {
                return none(Link::none(id.to_string()), "rotation");
            };
            let shift = known.get(key.index()).and_then(|known| known.at(site.now));
            let people = shift.map(|shift| data::people(plan, &shift.people)).unwrap_or_default();
            Reached { people, ..none(data::rotation(plan, key), "rotation") }
        }
        Target::Person(id) => match plan.person(id.as_ref()) {
            None => none(Link::none(id.to_string()), "person"),
            Some(key) => Reached {
                contacts: contacts(site, plan[key].written.contacts.as_ref().map(|c| &c.value)),
                ..none(data::person(plan, key), "person")
            },
        },
        Target::Team(id) => {
            let team = plan.team(id.as_ref());
            let people = team.map(|team| data::people(plan, &team.members)).unwrap_or_default();
            Reached { people, ..none(Link::none(data::team(plan, id.as_ref())), "team") }
        }
        Target::Skill(skill) => {
            Reached { people: skilled(plan, skill), ..none(Link::none(visible(skill)), "skill") }
        }
        Target::Escalation(id) => {
            let path = format!("response.html#escalation-{id}");
            none(Link::page(id.to_string(), path), "escalation")
        }
        Target::Channel(name) => none(Link::none(visible(name)), "channel"),
        Target::External(id) => external(site, id.as_ref()),
    }
}

fn skilled(plan: &Plan, skill: &str) -> Vec<Link> {
    let has = |person: &&Person| {
        let skills = person.written.skills.iter().flat_map(|list| &list.value);
        skills.into_iter().any(|known| known.value == skill)
    };
    let keys = plan.people.iter().filter(has).filter_map(|p| plan.person(p.id.as_ref()));
    data::people(plan, &keys.collect::<Vec<_>>())
}

fn external(site: &Site<'_>, id: &str) -> Reached {
    let entry = site.plan.written.externals.iter().find(|entry| entry.id.value.as_ref() == id);
    let written = entry.and_then(|entry| entry.value.as_ref());
    let name = written.and_then(|written| written.name.as_ref());
    let name = name.map_or_else(|| id.to_owned(), |name| visible(&name.value));
    let known = written.and_then(|written| written.contacts.as_ref()).map(|c| &c.value);
    Reached {
        link: Link::none(name),
        kind: "external",
        people: Vec::new(),
        contacts: contacts(site, known),
    }
}

/// Ways to reach somebody; none where contacts are not published.
pub fn contacts(site: &Site<'_>, contacts: Option<&Contacts>) -> Vec<Contact> {
    let each = contacts.filter(|_| site.contacts).into_iter().flat_map(|contacts| &contacts.0);
    let contact = each.map(|(method, contact)| Contact {
        method: method.value.word(),
        reference: Link::address(&contact.value.reference),
    });
    contact.collect()
}

/// A severity.
pub fn rank(plan: &Plan, severity: &Severity) -> Rank {
    let written = &severity.written;
    let text = |text: &Option<Located<String>>| text.as_ref().map(|text| data::prose(&text.value));
    let length = |length: &Option<Located<Elapsed>>| length.as_ref().map(|l| data::length(l.value));
    let roles = written.roles.iter().flat_map(|roles| &roles.value);
    let within = length(&written.review_within);
    let review = written.postmortem.as_ref().map(|need| match (need.value, within) {
        (Need::Required, Some(within)) => format!("required, within {within}"),
        (need, _) => need.word().to_owned(),
    });
    Rank {
        id: severity.id.to_string(),
        name: text(&written.name).unwrap_or_else(|| severity.id.to_string()),
        definition: text(&written.definition),
        metric: text(&written.metric),
        hours: match severity.hours {
            Hours::Always => "at any hour",
            Hours::Business => "in service hours",
        },
        acknowledge: length(&written.acknowledge_within),
        engage: length(&written.engage_within),
        update: length(&written.update_every),
        public: length(&written.public_update_within),
        roles: roles.map(|role| data::role(plan, &role.value)).collect(),
        review,
    }
}

/// A help topic.
pub fn topic(site: &Site<'_>, known: &[Known], help: &Help) -> Topic {
    let target = |target: &Option<Located<Target>>| {
        target.as_ref().map(|target| reached(site, known, &target.value))
    };
    let text = |text: &Option<Located<String>>| text.as_ref().map(|text| data::prose(&text.value));
    Topic {
        about: text(&help.topic).unwrap_or_default(),
        symptom: text(&help.symptom),
        contact: target(&help.contact),
        then: target(&help.then),
    }
}
