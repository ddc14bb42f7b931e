//! What pages have in common: texts, links, instants, people and shifts as templates get them.

use schemars::JsonSchema;
use serde::Serialize;

use super::Site;
use crate::diagnostic::visible;
use crate::plan::{PersonKey, Plan, RotationKey};
use crate::schedule::Shift;
use crate::syntax::RoleId;
use crate::time::{Elapsed, Instant, Zone, show};

/// What every page says.
#[derive(Serialize, JsonSchema)]
pub struct Frame {
    /// The plan's name.
    pub plan: String,
    /// The plan's zone.
    pub zone: String,
    /// The instant for which the site was made.
    pub now: Moment,
    /// When the plan was last changed; none where that is not known.
    pub changed: Option<Moment>,
    /// Until when shifts are known.
    pub until: Moment,
    /// The zones to choose from: the plan's first, then UTC, then those of people.
    pub zones: Vec<String>,
    /// Whether contacts are published.
    pub contacts: bool,
    /// Whether there is any service.
    pub has_services: bool,
    /// Whether there is any runbook.
    pub has_runbooks: bool,
}

impl Frame {
    /// What every page of a site says.
    pub fn new(site: &Site<'_>) -> Self {
        let plan = site.plan;
        let mut zones = vec![plan.zone.name().to_owned()];
        let mut others: Vec<_> = plan.people.iter().map(|p| p.zone.name().to_owned()).collect();
        others.sort();
        for zone in std::iter::once(site.utc.name().to_owned()).chain(others) {
            if !zones.contains(&zone) {
                zones.push(zone);
            }
        }
        let moment = |at| Moment::new(at, &plan.zone);
        Self {
            plan: visible(&plan.name),
            zone: plan.zone.name().to_owned(),
            now: moment(site.now),
            changed: site.changed.map(moment),
            until: moment(site.span.end),
            zones,
            contacts: site.contacts,
            has_services: !plan.services.is_empty(),
            has_runbooks: !plan.written.runbooks.is_empty(),
        }
    }
}

/// An instant.
#[derive(Clone, Serialize, JsonSchema)]
pub struct Moment {
    /// In UTC, as RFC 3339.
    pub utc: String,
    /// As people read it, with its zone.
    pub text: String,
}

impl Moment {
    /// An instant as it reads in a zone.
    pub fn new(at: Instant, zone: &Zone) -> Self {
        Self { utc: show::utc(at), text: show::full(at, zone) }
    }
}

/// A text that leads somewhere, or nowhere.
#[derive(Clone, Serialize, JsonSchema)]
pub struct Link {
    /// What is read.
    pub text: String,
    /// Where it leads: an address, or a path from the site's folder; none where it leads nowhere.
    pub href: Option<String>,
    /// Whether that is outside the site.
    pub outside: bool,
}

impl Link {
    /// A page of the site.
    pub fn page(text: impl Into<String>, path: String) -> Self {
        Self { text: text.into(), href: Some(path), outside: false }
    }

    /// A text that leads nowhere.
    pub fn none(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None, outside: false }
    }

    /// A text that may be an address.
    pub fn address(text: &str) -> Self {
        Self { text: visible(text), href: safe(text).then(|| text.to_owned()), outside: true }
    }
}

/// Whether a text is an address that a page may lead to: nothing that runs.
pub fn safe(address: &str) -> bool {
    let schemes = ["http://", "https://", "mailto:", "tel:"];
    let plain = address.chars().all(|c| !c.is_whitespace() && !c.is_control());
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    plain && visible(address) == address && schemes.iter().any(|scheme| lower.starts_with(scheme))
}

/// A person, with a link to their page.
pub fn person(plan: &Plan, key: PersonKey) -> Link {
    let person = &plan[key];
    Link::page(visible(&person.name), format!("people/{}.html", person.id))
}

/// Several people.
pub fn people(plan: &Plan, keys: &[PersonKey]) -> Vec<Link> {
    let mut each: Vec<PersonKey> = Vec::new();
    for key in keys {
        if !each.contains(key) {
            each.push(*key);
        }
    }
    each.into_iter().map(|key| person(plan, key)).collect()
}

/// A rotation, with a link to its page.
pub fn rotation(plan: &Plan, key: RotationKey) -> Link {
    let id = plan[key].id.to_string();
    let path = format!("rotations/{id}.html");
    Link::page(id, path)
}

/// The title of a role, else its id.
pub fn role(plan: &Plan, id: &RoleId) -> String {
    let entry = plan.roles.iter().find(|role| role.id.value == *id);
    let title = entry.and_then(|entry| entry.value.as_ref()?.title.as_ref());
    title.map_or_else(|| id.to_string(), |title| visible(&title.value))
}

/// The name of a team, else its id.
pub fn team(plan: &Plan, id: &str) -> String {
    let name = plan.team(id).and_then(|team| team.written.name.as_ref());
    name.map_or_else(|| id.to_owned(), |name| visible(&name.value))
}

/// A text of several lines as one, each of which is shown.
pub fn prose(text: &str) -> String {
    text.lines().map(|line| visible(line.trim())).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// A length of time.
pub fn length(elapsed: Elapsed) -> String {
    show::length(chrono::TimeDelta::seconds(elapsed.0))
}

/// A shift in a table.
#[derive(Serialize, JsonSchema)]
pub struct Row {
    /// The rotation.
    pub rotation: Link,
    /// Who is on call; empty where nobody is.
    pub people: Vec<Link>,
    /// When it begins.
    pub start: Moment,
    /// When it ends.
    pub end: Moment,
    /// How long it is.
    pub length: String,
    /// Its beginning in the person's own zone, where one person holds it and that differs.
    pub theirs: Option<String>,
}

impl Row {
    /// A shift of a rotation.
    pub fn new(plan: &Plan, key: RotationKey, shift: &Shift) -> Self {
        let (start, end) = (shift.span.start, shift.span.end);
        let alone = shift.people.first().filter(|_| shift.people.len() == 1);
        let zone = alone.map(|person| &plan[*person].zone);
        let differs = |zone: &&Zone| zone.offset_at(start) != plan.zone.offset_at(start);
        Self {
            rotation: rotation(plan, key),
            people: people(plan, &shift.people),
            start: Moment::new(start, &plan.zone),
            end: Moment::new(end, &plan.zone),
            length: show::length(shift.span.length()),
            theirs: zone.filter(differs).map(|zone| show::beside(start, zone, &plan.zone)),
        }
    }
}
