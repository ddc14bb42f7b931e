//! What the plan says of one service, with who is reached first at an instant.

use chrono::NaiveDate;

use super::super::whom::{Asking, Whom};
use super::runbooks::{Guide, guides};
use crate::plan::{Escalation, Service, Severity, Team};
use crate::rules::{Context, missing_signals};
use crate::schedule;
use crate::syntax::{Alert, BlindSpot, Help, Hours, OwnerId, Services};

/// Everything about a service.
pub struct Facts<'a> {
    pub asking: &'a Asking<'a>,
    pub service: &'a Service,
    pub team: Option<&'a Team>,
    /// Its escalation paths, each with the severities that have it, the worst first.
    pub paths: Vec<Path<'a>>,
    /// The severities for which it has none.
    pub pathless: Vec<&'a Severity>,
    pub guides: Vec<Guide<'a>>,
    pub missing: Vec<&'static str>,
    /// The services that it needs.
    pub needs: Vec<Needed<'a>>,
    /// The services that need it.
    pub needed_by: Vec<&'a Service>,
    /// The topics of `[[help]]` that are about it.
    pub help: Vec<&'a Help>,
    /// Today in the plan's zone.
    pub today: NaiveDate,
}

/// An escalation path.
pub struct Path<'a> {
    pub escalation: &'a Escalation,
    pub severities: Vec<&'a Severity>,
    /// Whom its first step reaches.
    pub first: Vec<Whom<'a>>,
    /// Whether somebody must be reached at the instant: for one of the severities at least.
    pub needed: bool,
}

/// A service that another one needs.
pub struct Needed<'a> {
    pub service: &'a Service,
    /// The path of its worst severity.
    pub path: Option<&'a Escalation>,
    /// Whom the first step of that reaches.
    pub first: Vec<Whom<'a>>,
}

impl<'a> Facts<'a> {
    pub fn new(asking: &'a Asking<'a>, context: &Context<'a>, service: &'a Service) -> Self {
        let plan = asking.plan;
        let needs = service.written.depends_on.iter().flat_map(|list| &list.value);
        let needs = needs.filter_map(|id| plan.services.iter().find(|s| s.id == id.value));
        let needs_this = |other: &&Service| {
            let mut needs = other.written.depends_on.iter().flat_map(|list| &list.value);
            needs.any(|id| id.value == service.id)
        };
        let (paths, pathless) = paths(asking, service);
        Self {
            asking,
            service,
            team: service.written.team.as_ref().and_then(|team| plan.team(team.value.as_ref())),
            paths,
            pathless,
            guides: guides(context, service),
            missing: missing_signals(service),
            needs: needs.map(|service| Needed::new(asking, service)).collect(),
            needed_by: plan.services.iter().filter(needs_this).collect(),
            help: plan
                .written
                .help
                .iter()
                .map(|h| &h.value)
                .filter(|h| is_about(h, service))
                .collect(),
            today: context.today(),
        }
    }

    /// Whether somebody is reached first wherever somebody must be, whatever the severity.
    pub fn answers(&self) -> bool {
        let without = || self.pathless.iter().any(|s| is_needed(self.asking, self.service, s));
        let none = self.paths.is_empty() && self.service.tier < 3;
        !none && !without() && self.paths.iter().all(|path| path.is_reached() || !path.needed)
    }

    pub fn alerts(&self) -> impl Iterator<Item = &'a Alert> {
        let alerts = self.service.written.alerts.iter().flat_map(|list| &list.value);
        alerts.map(|alert| &alert.value)
    }

    pub fn blind_spots(&self) -> impl Iterator<Item = &'a BlindSpot> {
        let spots = self.service.written.blind_spots.iter().flat_map(|list| &list.value);
        spots.map(|spot| &spot.value)
    }

    /// Whether a blind spot should have been looked at again.
    pub fn is_overdue(&self, spot: &BlindSpot) -> bool {
        spot.review_by.as_ref().is_some_and(|by| by.value.0 < self.today)
    }

    /// Who owns something, by name: a person or a team.
    pub fn owner(&self, owner: &OwnerId) -> String {
        let (plan, id) = (self.asking.plan, owner.as_ref());
        if let Some(person) = plan.person(id) {
            return plan[person].name.clone();
        }
        let team = plan.team(id).and_then(|team| team.written.name.as_ref());
        team.map_or_else(|| format!("team {id}"), |name| format!("team {}", name.value))
    }

    pub fn name(&self) -> &'a str {
        name(self.service)
    }
}

/// The name of a service, or its id.
pub fn name(service: &Service) -> &str {
    service.written.name.as_ref().map_or(service.id.as_ref(), |name| name.value.as_str())
}

impl Path<'_> {
    /// Whether its first step reaches somebody.
    pub fn is_reached(&self) -> bool {
        self.first.iter().any(Whom::is_somebody)
    }
}

/// Whether somebody must be reached at the instant: the hours of the severity within those of the
/// service's tier.
fn is_needed(asking: &Asking<'_>, service: &Service, severity: &Severity) -> bool {
    match (service.tier, severity.hours) {
        (1, Hours::Always) => true,
        (1, Hours::Business) | (2, _) => {
            !schedule::service_hours(asking.plan, asking.moment()).is_empty()
        }
        _ => false,
    }
}

impl<'a> Needed<'a> {
    fn new(asking: &'a Asking<'a>, service: &'a Service) -> Self {
        let mut severities = asking.plan.severities.iter();
        let worst = severities.find_map(|s| service.escalation.severity(&s.id));
        let path = worst.or_else(|| service.escalation.all().into_iter().next());
        let path = path.and_then(|id| asking.plan.escalation(id.as_ref()));
        let first = path.map(|path| asking.first_step(path)).unwrap_or_default();
        Self { service, path, first }
    }
}

/// The paths of a service, and the severities for which it has none.
fn paths<'a>(asking: &Asking<'a>, service: &'a Service) -> (Vec<Path<'a>>, Vec<&'a Severity>) {
    let (mut paths, mut pathless): (Vec<Path<'a>>, Vec<_>) = (Vec::new(), Vec::new());
    let path_of = |id: &crate::syntax::EscalationId| asking.plan.escalation(id.as_ref());
    for severity in &asking.plan.severities {
        let Some(path) = service.escalation.severity(&severity.id).and_then(path_of) else {
            pathless.push(severity);
            continue;
        };
        let needed = is_needed(asking, service, severity);
        if let Some(known) = paths.iter_mut().find(|known| known.escalation.id == path.id) {
            known.severities.push(severity);
            known.needed |= needed;
        } else {
            let first = asking.first_step(path);
            paths.push(Path { escalation: path, severities: vec![severity], first, needed });
        }
    }
    // A plan without severities has one path all the same.
    for path in service.escalation.all().into_iter().filter_map(path_of) {
        if asking.plan.severities.is_empty() {
            let (first, needed) = (asking.first_step(path), service.tier == 1);
            paths.push(Path { escalation: path, severities: Vec::new(), first, needed });
        }
    }
    (paths, pathless)
}

fn is_about(help: &Help, service: &Service) -> bool {
    match help.services.as_ref().map(|services| &services.value) {
        Some(Services::These(these)) => these.iter().any(|id| id.value == service.id),
        Some(Services::All) | None => true,
    }
}
