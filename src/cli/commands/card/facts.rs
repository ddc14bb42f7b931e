//! What a responder must know: their duties, who comes after them, and how they are reached.

use chrono::TimeDelta;

use crate::diagnostic::Diagnostic;
use crate::escalation;
use crate::plan::{Escalation, PersonKey, Plan, Reach, Record, RotationKey, Service, Severity};
use crate::rules::{self, Context, Link, Runbooks};
use crate::schedule::{self, Shift};
use crate::source::Located;
use crate::syntax::{Contact, Method, NotifyStep, Runbook};
use crate::time::{Instant, Span};

/// The rules about how somebody is reached.
const CONTACT_RULES: [&str; 6] = [
    "contact-missing",
    "contact-single-channel",
    "contact-unverified",
    "contact-weak-only",
    "literal-contact",
    "notify-outlasts-escalation",
];
/// The role that commands a response.
const COMMANDER: &str = "incident-commander";

/// A rotation in which somebody is on call, now or before the plan's horizon.
pub(super) struct Duty {
    pub rotation: RotationKey,
    pub now: Option<Shift>,
    pub next: Option<Shift>,
}

/// What happens when a page that reached somebody is not answered.
pub(super) struct Route<'a> {
    pub path: &'a Escalation,
    /// What pages in that way: services and severities, in order.
    pub needs: Vec<(&'a Service, &'a Severity)>,
    /// The rotation through which it reaches them; `None` where a step names them or their team.
    pub through: Option<RotationKey>,
    /// When that step is assumed to happen.
    pub at: Instant,
    /// The steps that follow.
    pub then: Vec<Next<'a>>,
}

/// A later step.
pub(super) struct Next<'a> {
    /// How long after the step that reached them.
    pub after: TimeDelta,
    pub reach: &'a Reach,
    /// Who that is at that moment, where it is people.
    pub people: Vec<PersonKey>,
}

/// A rotation whose role commands, and who holds it.
pub(super) struct Command {
    pub rotation: RotationKey,
    pub shift: Option<Shift>,
}

/// All of that, of one person at one instant.
pub(super) struct Facts<'a> {
    pub plan: &'a Plan,
    pub person: PersonKey,
    pub at: Instant,
    pub duties: Vec<Duty>,
    pub routes: Vec<Route<'a>>,
    pub commands: Vec<Command>,
    /// Where a response happens, and what each place is for.
    pub places: Vec<(String, String)>,
    pub runbooks: Vec<&'a Record<Runbook>>,
    pub trouble: Vec<Diagnostic>,
}

impl<'a> Facts<'a> {
    pub fn new(plan: &'a Plan, person: PersonKey, at: Instant) -> Self {
        let duties = duties(plan, person, at);
        let routes = routes(plan, person, at, &duties);
        Self {
            commands: commands(plan, at),
            places: places(plan, person),
            runbooks: runbooks(plan, person, &routes),
            trouble: trouble(plan, person, at),
            plan,
            person,
            at,
            duties,
            routes,
        }
    }

    /// Their contacts, in the order of the plan.
    pub fn contacts(&self) -> &'a [(Located<Method>, Located<Contact>)] {
        let contacts = self.plan[self.person].written.contacts.as_ref();
        contacts.map(|contacts| contacts.value.0.as_slice()).unwrap_or_default()
    }

    /// The order in which their contacts are tried: for what wakes people, and for what may wait.
    pub fn ladders(&self) -> [(&'static str, Vec<Rung>); 2] {
        let notify = self.plan[self.person].written.notify.as_ref();
        let high = notify.and_then(|notify| notify.high.as_deref());
        let low = notify.and_then(|notify| notify.low.as_deref());
        [("high", rungs(high)), ("low", rungs(low))]
    }
}

/// An attempt to reach somebody.
#[derive(Clone, Copy)]
pub(super) struct Rung {
    pub via: Method,
    pub after: TimeDelta,
}

fn rungs(steps: Option<&Vec<Located<NotifyStep>>>) -> Vec<Rung> {
    let steps = steps.into_iter().flatten();
    let rung = |step: &Located<NotifyStep>| {
        let (via, after) = (step.via.as_ref()?.value, step.after.as_ref()?.value);
        Some(Rung { via, after: TimeDelta::seconds(after.0) })
    };
    steps.filter_map(rung).collect()
}

/// Every rotation in which somebody is on call within the horizon: those of now first, then by when
/// they begin.
fn duties(plan: &Plan, person: PersonKey, at: Instant) -> Vec<Duty> {
    let ahead = Span::new(at, at + TimeDelta::seconds(plan.horizon.0));
    let answered = plan.rotation_keys().filter(|key| plan[*key].blocked.is_empty());
    let mut duties: Vec<_> = answered
        .filter_map(|rotation| {
            let shifts = schedule::shifts(plan, rotation, ahead);
            let mut theirs = shifts.into_iter().filter(|shift| shift.people.contains(&person));
            let first = theirs.next()?;
            Some(if first.span.contains(at) {
                Duty { rotation, now: Some(first), next: theirs.next() }
            } else {
                Duty { rotation, now: None, next: Some(first) }
            })
        })
        .collect();
    let begins = |duty: &Duty| duty.next.as_ref().map(|shift| shift.span.start);
    duties.sort_by_key(|duty| (duty.now.is_none(), begins(duty), duty.rotation));
    duties
}

/// The paths that reach somebody, each from the first of its steps that does.
fn routes<'a>(plan: &'a Plan, person: PersonKey, at: Instant, duties: &[Duty]) -> Vec<Route<'a>> {
    let needs = |path: &Escalation| -> Vec<_> {
        let services = plan.services.iter().flat_map(|service| {
            let severities = plan.severities.iter().map(move |severity| (service, severity));
            severities.filter(|(service, severity)| {
                service.escalation.severity(&severity.id).is_some_and(|id| *id == path.id)
            })
        });
        services.collect()
    };
    let route = |path: &'a Escalation| {
        let mine = |reach: &Reach| reaches(reach, person, duties);
        let nth = path.steps.iter().position(|step| step.reach.iter().any(mine))?;
        let step = &path.steps[nth];
        let through = step.reach.iter().find(|reach| mine(reach)).and_then(|reach| match reach {
            Reach::Rotation(key) => Some(*key),
            _ => None,
        });
        let duty = duties.iter().find(|duty| Some(duty.rotation) == through);
        let then = duty.filter(|duty| duty.now.is_none()).and_then(|duty| duty.next.as_ref());
        let reached = then.map_or(at, |shift| shift.span.start);
        let later = path.steps[nth + 1..].iter().flat_map(|later| {
            let after = TimeDelta::seconds(later.after.saturating_sub(step.after));
            let next =
                move |reach| Next { after, reach, people: people(plan, reach, reached, after) };
            later.reach.iter().map(next)
        });
        let then: Vec<_> = later.collect();
        Some(Route { path, needs: needs(path), through, at: reached, then })
    };
    let mut routes: Vec<_> = plan.escalations.iter().filter_map(route).collect();
    routes.retain(|route| !route.needs.is_empty());
    routes.sort_by_key(|route| (place(duties, route.through), route.path.id.clone()));
    routes
}

/// The place of a rotation among somebody's duties; last where a step names them.
fn place(duties: &[Duty], through: Option<RotationKey>) -> usize {
    let nth = duties.iter().position(|duty| Some(duty.rotation) == through);
    nth.unwrap_or(duties.len())
}

fn reaches(reach: &Reach, person: PersonKey, duties: &[Duty]) -> bool {
    match reach {
        Reach::Rotation(key) => duties.iter().any(|duty| duty.rotation == *key),
        _ => rules::whom(reach).contains(&person),
    }
}

/// Whom a target is at an instant, so long after another.
fn people(plan: &Plan, reach: &Reach, from: Instant, after: TimeDelta) -> Vec<PersonKey> {
    let at = from.checked_add_signed(after).unwrap_or(from);
    escalation::named(plan, reach, at).unwrap_or_default()
}

fn commands(plan: &Plan, at: Instant) -> Vec<Command> {
    let commands = |key: &RotationKey| {
        let rotation = &plan[*key];
        let role = rotation.role.as_ref().is_some_and(|role| role.as_ref() == COMMANDER);
        role && rotation.blocked.is_empty()
    };
    let keys = plan.rotation_keys().filter(commands);
    keys.map(|rotation| Command { rotation, shift: schedule::at(plan, rotation, at) }).collect()
}

fn places(plan: &Plan, person: PersonKey) -> Vec<(String, String)> {
    let mut places = Vec::new();
    if let Some(channels) = plan.written.channels.as_ref().map(|table| &table.value) {
        let all = [
            ("declare in", &channels.declare_in),
            ("incident chat", &channels.incident_chat),
            ("call", &channels.call),
            ("call, when sign-in is down", &channels.call_fallback),
            ("status page", &channels.status_page),
            ("executives", &channels.executive_updates),
        ];
        let written = all.into_iter().filter_map(|(what, place)| Some((what, place.as_ref()?)));
        places.extend(written.map(|(what, place)| (what.to_owned(), place.value.clone())));
    }
    let own = plan.teams.iter().filter(|team| team.members.contains(&person));
    let own = own.filter_map(|team| Some((team, team.written.channel.as_ref()?)));
    places.extend(own.map(|(team, place)| (format!("team {}", team.id), place.value.clone())));
    places
}

/// The runbooks of the services for which pages reach somebody, and those that they answer for.
fn runbooks<'a>(
    plan: &'a Plan,
    person: PersonKey,
    routes: &[Route<'a>],
) -> Vec<&'a Record<Runbook>> {
    let known = Runbooks::new(plan);
    let services = || {
        let rotations = routes.iter().filter(|route| route.through.is_some());
        rotations.flat_map(|route| &route.needs).map(|(service, _)| *service)
    };
    let named: Vec<usize> = services()
        .flat_map(|service| {
            let written = &service.written;
            let own =
                written.runbooks.iter().flat_map(|list| &list.value).map(|runbook| &runbook.value);
            let alerts = written.alerts.iter().flat_map(|list| &list.value);
            own.chain(alerts.filter_map(|alert| alert.runbook.as_ref().map(|r| &r.value)))
        })
        .filter_map(|reference| match known.find(reference) {
            Link::Runbook(index, _) => Some(index),
            _ => None,
        })
        .collect();
    let theirs = |index: usize, front: &Runbook| {
        let mut listed = front.services.iter().flat_map(|list| &list.value);
        named.contains(&index)
            || listed.any(|id| services().any(|service| service.id == id.value))
            || front
                .owner
                .as_ref()
                .is_some_and(|owner| owner.value.as_ref() == plan[person].id.as_ref())
    };
    let all = plan.written.runbooks.iter().enumerate();
    let wanted =
        all.filter(|(index, runbook)| runbook.front.as_ref().is_some_and(|f| theirs(*index, f)));
    wanted.map(|(_, runbook)| runbook).collect()
}

/// What the rules find about how somebody is reached.
fn trouble(plan: &Plan, person: PersonKey, at: Instant) -> Vec<Diagnostic> {
    let own = format!("people.{}", plan[person].id);
    let mut found = rules::found_by(&Context::new(plan, at), &CONTACT_RULES);
    found.retain(|finding| finding.path == own || finding.path == "people");
    found.sort_by(|a, b| (b.level, a.code).cmp(&(a.level, b.code)));
    found
}
