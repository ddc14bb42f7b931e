//! A page for each rotation, and the card that says who is on call in it.

use schemars::JsonSchema;
use serde::Serialize;

use super::data::{self, Link, Moment, Row};
use super::feed::Feed;
use super::known::{self, Known};
use super::live::Live;
use super::timeline::Timeline;
use super::{Maker, Site};
use crate::plan::{Plan, RotationKey, Turns};
use crate::schedule;
use crate::time::show;
use crate::views::templates::TemplateFault;

/// A page lists so many shifts.
const LISTED: usize = 60;

/// Who is on call in a rotation at the instant of the site.
#[derive(Serialize, JsonSchema)]
pub struct Card {
    /// The rotation, by id.
    id: String,
    /// The rotation, and its page.
    rotation: Link,
    /// The role that whoever is on call holds.
    role: Option<String>,
    /// Who is on call; empty where nobody is.
    people: Vec<Link>,
    /// What is said in place of people.
    nobody: Option<&'static str>,
    /// Whether somebody must be on call and nobody is.
    gap: bool,
    /// Until when that is so; or when it begins again, where nobody is on call.
    until: Option<Moment>,
    /// Whether that is when it begins again.
    begins: bool,
    /// How long that is.
    left: Option<String>,
    /// Their own time, where it differs.
    theirs: Vec<String>,
    /// Who learns alongside.
    shadows: Vec<Link>,
    /// Who is next.
    next: Option<Vec<Link>>,
    /// Whether a fault in the plan keeps it from being answered for.
    blocked: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct Page {
    /// The rotation, by id.
    id: String,
    /// What it is for.
    description: Option<String>,
    /// Its team.
    team: Option<String>,
    /// The role that whoever is on call holds.
    role: Option<String>,
    /// What whoever holds that role does.
    duty: Option<String>,
    /// What it promises to be.
    kind: &'static str,
    /// The zone of its handoffs.
    zone: String,
    /// The rotation whose shifts it shares.
    follows: Option<Link>,
    /// Who is on call.
    card: Card,
    /// The coming weeks as a picture.
    timeline: Timeline,
    /// The coming shifts.
    shifts: Vec<Row>,
    /// How many more are known.
    more: usize,
    /// From when until when nobody is on call and somebody must be.
    gaps: Vec<(Moment, Moment)>,
    /// Services whose escalation paths reach it.
    services: Vec<Link>,
    /// Its feed.
    feed: Option<Feed>,
}

impl Card {
    /// Who is on call at the instant of the site.
    pub fn new(site: &Site<'_>, known: &Known) -> Self {
        let (plan, now) = (site.plan, site.now);
        let rotation = &plan[known.key];
        let shift = known.at(now);
        let held = shift.map(|shift| &*shift.people).unwrap_or_default();
        let next = known.next(shift.map_or(now, |shift| shift.span.end));
        let end = shift.map(|shift| shift.span.end);
        let change = end.or(next.map(|next| next.span.start));
        let shadows = rotation.shadows.iter().filter(|shadow| shadow.holds(now, held));
        let shadows: Vec<_> = shadows.map(|shadow| shadow.person).collect();
        let gap = held.is_empty() && known.is_gap(now);
        Self {
            id: rotation.id.to_string(),
            rotation: data::rotation(plan, known.key),
            role: rotation.role.as_ref().map(|role| data::role(plan, role)),
            people: data::people(plan, held),
            nobody: held.is_empty().then(|| nobody(site, known, shift.is_some(), gap)),
            gap,
            until: change.map(|at| Moment::new(at, &plan.zone)),
            begins: end.is_none() && change.is_some(),
            left: change.map(|at| show::length(at - now)),
            theirs: theirs(site, held),
            shadows: data::people(plan, &shadows),
            next: next.map(|next| data::people(plan, &next.people)),
            blocked: known.blocked,
        }
    }
}

/// Why nobody is on call, in words.
fn nobody(site: &Site<'_>, known: &Known, turn: bool, gap: bool) -> &'static str {
    let force = schedule::force(site.plan, known.key);
    match force {
        _ if known.blocked => "not known: a fault in the plan",
        _ if gap => "Nobody, and somebody must be",
        _ if turn => "Nobody",
        force if force.from.is_some_and(|from| site.now < from) => "Nobody: not begun",
        force if force.until.is_some_and(|until| until <= site.now) => "Nobody: ended",
        _ => "Nobody: off hours",
    }
}

/// The time of everybody whose clock shows another than the plan's.
fn theirs(site: &Site<'_>, people: &[crate::plan::PersonKey]) -> Vec<String> {
    let (plan, now) = (site.plan, site.now);
    let mut times: Vec<String> = Vec::new();
    for zone in people.iter().map(|person| &plan[*person].zone) {
        let time = show::beside(now, zone, &plan.zone);
        if zone.offset_at(now) != plan.zone.offset_at(now) && !times.contains(&time) {
            times.push(time);
        }
    }
    times
}

impl Maker<'_> {
    /// A page for each rotation.
    pub(super) fn rotations(&mut self) -> Result<(), TemplateFault> {
        for index in 0..self.known.len() {
            let known = &self.known[index];
            let timeline = Timeline::new(self.site, &[known]);
            let live = Live::new(self.site, vec![known]).days(timeline.midnights.clone());
            let page = self.rotation(known, timeline);
            let (id, json) = (page.id.clone(), live.json());
            self.add("rotation", format!("rotations/{id}.html"), &id, json, &page)?;
        }
        Ok(())
    }

    fn rotation(&self, known: &Known, timeline: Timeline) -> Page {
        let (site, plan) = (self.site, self.site.plan);
        let rotation = &plan[known.key];
        let role = rotation.role.as_ref();
        let entry = role.and_then(|role| plan.roles.iter().find(|known| known.id.value == *role));
        let duty = entry.and_then(|entry| entry.value.as_ref()?.duty.as_ref());
        let ahead: Vec<_> = known.shifts.iter().filter(|s| site.now < s.span.end).collect();
        let moment = |at| Moment::new(at, &plan.zone);
        let gaps = known.gaps.iter().filter(|gap| site.now < gap.end).take(LISTED);
        let id = rotation.id.to_string();
        Page {
            description: rotation.description.as_deref().map(data::prose),
            team: rotation.team.as_ref().map(|team| data::team(plan, team.as_ref())),
            role: role.map(|role| data::role(plan, role)),
            duty: duty.map(|duty| data::prose(&duty.value)),
            kind: rotation.kind.word(),
            zone: rotation.zone.name().to_owned(),
            follows: match &rotation.turns {
                Turns::Follows { rotation, .. } => Some(data::rotation(plan, *rotation)),
                Turns::Own(_) => None,
            },
            card: Card::new(site, known),
            timeline,
            more: ahead.len().saturating_sub(LISTED),
            shifts: ahead.iter().take(LISTED).map(|s| Row::new(plan, known.key, s)).collect(),
            gaps: gaps.map(|gap| (moment(gap.start), moment(gap.end))).collect(),
            services: reaching(plan, known.key),
            feed: (!known.blocked).then(|| Feed::new(site, &format!("rotation-{id}"), id.clone())),
            id,
        }
    }

    /// The shifts of the coming weeks of all rotations, in order of time; `None` where there are
    /// very many.
    pub(super) fn coming(&self) -> Option<Vec<Row>> {
        let weeks = known::weeks(self.site.now, self.site.span);
        let each = self.known.iter().flat_map(|known| known.within(weeks).map(|s| (known.key, s)));
        let mut shifts: Vec<_> = each.collect();
        shifts.sort_by_key(|(key, shift)| (shift.span, *key));
        let few = shifts.len() <= super::index::MOST_ROWS;
        few.then(|| shifts.iter().map(|(key, s)| Row::new(self.site.plan, *key, s)).collect())
    }
}

/// The services with an escalation path that names a rotation.
fn reaching(plan: &Plan, key: RotationKey) -> Vec<Link> {
    let names = |id: &crate::syntax::EscalationId| {
        let path = plan.escalation(id.as_ref());
        path.is_some_and(|path| super::escalation::rotations(path).any(|named| named == key))
    };
    let services = plan.services.iter().filter(|s| s.escalation.all().into_iter().any(names));
    services.map(super::services::link).collect()
}
