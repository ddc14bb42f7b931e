//! A page for each person: when they are on call, and what they are trained for.

use schemars::JsonSchema;
use serde::Serialize;

use super::data::{self, Link, Row};
use super::escalation::{self, Contact};
use super::feed::Feed;
use super::live::Live;
use super::{Maker, Site};
use crate::diagnostic::visible;
use crate::plan::{PersonKey, Plan, RotationKey};
use crate::schedule::Shift;
use crate::time::show;
use crate::views::templates::TemplateFault;

/// A page lists so many shifts.
const LISTED: usize = 60;

#[derive(Serialize, JsonSchema)]
pub struct Page {
    /// The person, by id.
    id: String,
    /// Their name.
    name: String,
    /// Where they live.
    zone: String,
    /// Their time for the instant of the site.
    time: String,
    /// Their teams.
    teams: Vec<String>,
    /// The roles that they are trained for.
    roles: Vec<String>,
    /// What they know well.
    skills: Vec<String>,
    /// Their e-mail address; none unless contacts are published.
    email: Option<Link>,
    /// Their handle in chat; none unless contacts are published.
    chat: Option<String>,
    /// Their contacts; none unless contacts are published.
    contacts: Vec<Contact>,
    /// The shifts that hold the instant of the site.
    on_call: Vec<Row>,
    /// The first shift after it.
    next: Option<Row>,
    /// Their coming shifts.
    shifts: Vec<Row>,
    /// How many more are known.
    more: usize,
    /// Their feed.
    feed: Feed,
}

impl Maker<'_> {
    /// A page for each person.
    pub(super) fn people(&mut self) -> Result<(), TemplateFault> {
        for key in self.everybody().collect::<Vec<_>>() {
            let now = self.site.now;
            let theirs = self.known.iter().filter(|known| known.of(key, now).next().is_some());
            let json = Live::new(self.site, theirs.collect()).json();
            let page = self.person(key);
            let (path, title) = (format!("people/{}.html", page.id), page.name.clone());
            self.add("person", path, &title, json, &page)?;
        }
        Ok(())
    }

    fn person(&self, key: PersonKey) -> Page {
        let (site, plan) = (self.site, self.site.plan);
        let person = &plan[key];
        let written = &person.written;
        let roles = written.trained.iter().flat_map(|trained| &trained.value.0);
        let skills = written.skills.iter().flat_map(|skills| &skills.value);
        let shifts = self.shifts_of(key);
        let row = |(rotation, shift): &(RotationKey, &Shift)| Row::new(plan, *rotation, shift);
        let (held, later) =
            shifts.split_at(shifts.partition_point(|(_, shift)| shift.span.start <= site.now));
        let (id, name) = (person.id.to_string(), visible(&person.name));
        let email = written.email.as_ref().filter(|_| site.contacts);
        let chat = written.chat.as_ref().filter(|_| site.contacts);
        Page {
            zone: person.zone.name().to_owned(),
            time: show::full(site.now, &person.zone),
            teams: teams(plan, key),
            roles: roles.map(|(role, _)| data::role(plan, &role.value)).collect(),
            skills: skills.map(|skill| visible(&skill.value)).collect(),
            email: email.map(|email| mail(&email.value)),
            chat: chat.map(|chat| visible(&chat.value)),
            contacts: escalation::contacts(site, written.contacts.as_ref().map(|c| &c.value)),
            on_call: held.iter().map(row).collect(),
            next: later.first().map(row),
            more: shifts.len().saturating_sub(LISTED),
            shifts: shifts.iter().take(LISTED).map(row).collect(),
            feed: Feed::new(site, &format!("person-{id}"), name.clone()),
            id,
            name,
        }
    }

    /// The shifts of a person from the instant of the site on, in order of time.
    fn shifts_of(&self, key: PersonKey) -> Vec<(RotationKey, &Shift)> {
        let Site { now, .. } = self.site;
        let each = self.known.iter();
        let each = each.flat_map(|known| known.of(key, *now).map(|shift| (known.key, shift)));
        let mut shifts: Vec<_> = each.collect();
        shifts.sort_by_key(|(rotation, shift)| (shift.span, *rotation));
        shifts
    }
}

fn mail(address: &str) -> Link {
    let href = format!("mailto:{address}");
    let plain = address.chars().all(|c| c.is_ascii_alphanumeric() || "@.+-_".contains(c));
    Link { text: visible(address), href: plain.then_some(href), outside: true }
}

/// The names of the teams that somebody is in.
pub fn teams(plan: &Plan, key: PersonKey) -> Vec<String> {
    let theirs = plan.teams.iter().filter(|team| team.members.contains(&key));
    theirs.map(|team| data::team(plan, team.id.as_ref())).collect()
}
