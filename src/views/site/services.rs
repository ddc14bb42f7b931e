//! A page for each service: who is reached when it breaks, how soon, and what to do first.

use schemars::JsonSchema;
use serde::Serialize;

use super::data::{self, Link};
use super::escalation::{self, Path, Rank, Topic};
use super::live::Live;
use super::{Maker, runbooks};
use crate::diagnostic::visible;
use crate::plan::{Plan, Service};
use crate::source::Located;
use crate::syntax::{Alert, EscalationId, Services};
use crate::views::templates::TemplateFault;

#[derive(Serialize, JsonSchema)]
pub struct Page {
    /// The service, by id.
    id: String,
    /// Its name.
    name: String,
    /// The team that answers for it.
    team: Option<String>,
    /// 1 needs people at any hour, 2 in service hours, 3 at no promised hour.
    tier: i64,
    /// What the tier means.
    promise: &'static str,
    /// Its objective.
    objective: Option<Link>,
    /// Where it is watched.
    dashboard: Option<Link>,
    /// The services that it needs.
    depends_on: Vec<Link>,
    /// The services that need it.
    needed_by: Vec<Link>,
    /// What a responder must know.
    skills: Vec<String>,
    /// Its escalation paths, each with the severities that use it.
    paths: Vec<Used>,
    /// Its alerts.
    alerts: Vec<Shown>,
    /// Its runbooks.
    runbooks: Vec<Link>,
    /// The topics of help about it.
    help: Vec<Topic>,
    /// What nobody can see yet.
    blind_spots: Vec<String>,
}

/// An escalation path, and the severities for which it is taken.
#[derive(Serialize, JsonSchema)]
struct Used {
    /// The path.
    path: Path,
    /// The severities that use it.
    severities: Vec<Rank>,
    /// Whether it is taken for every severity.
    every: bool,
}

/// An alert.
#[derive(Serialize, JsonSchema)]
struct Shown {
    /// Its name.
    name: String,
    /// Its severity, by id.
    severity: Option<String>,
    /// What it says.
    summary: Option<String>,
    /// What it means to customers.
    impact: Option<String>,
    /// What to do first.
    first_step: Option<String>,
    /// Its runbook.
    runbook: Option<Link>,
    /// Where to look.
    dashboard: Option<Link>,
}

/// A service, with a link to its page.
pub fn link(service: &Service) -> Link {
    Link::page(name(service), format!("services/{}.html", service.id))
}

fn name(service: &Service) -> String {
    let name = service.written.name.as_ref();
    name.map_or_else(|| service.id.to_string(), |name| visible(&name.value))
}

fn prose(text: Option<&Located<String>>) -> Option<String> {
    text.map(|text| data::prose(&text.value))
}

impl Maker<'_> {
    /// A page for each service.
    pub(super) fn services(&mut self) -> Result<(), TemplateFault> {
        let plan = self.site.plan;
        for service in &plan.services {
            let all = service.escalation.all();
            let paths = all.iter().filter_map(|id| plan.escalation(id.as_ref()));
            let named: Vec<_> = paths.flat_map(escalation::rotations).collect();
            let rotations = self.known.iter().filter(|known| named.contains(&known.key));
            let json = Live::new(self.site, rotations.collect()).json();
            let page = self.service(service);
            let (path, title) = (format!("services/{}.html", service.id), page.name.clone());
            self.add("service", path, &title, json, &page)?;
        }
        Ok(())
    }

    fn service(&self, service: &Service) -> Page {
        let plan = self.site.plan;
        let written = &service.written;
        let (depends_on, needed_by) = around(plan, service);
        let skills = written.skills.iter().flat_map(|skills| &skills.value);
        let blind = written.blind_spots.iter().flat_map(|spots| &spots.value);
        Page {
            id: service.id.to_string(),
            name: name(service),
            team: written.team.as_ref().map(|team| data::team(plan, team.value.as_ref())),
            tier: service.tier,
            promise: match service.tier {
                1 => "needs people at any hour",
                2 => "needs people in service hours",
                _ => "needs people at no promised hour",
            },
            objective: objective(service),
            dashboard: written.dashboard.as_ref().map(|address| Link::address(&address.value)),
            depends_on,
            needed_by,
            skills: skills.map(|skill| visible(&skill.value)).collect(),
            paths: self.used(service),
            alerts: self.alerts(service),
            runbooks: self.runbooks_of(service),
            help: self.help(service),
            blind_spots: blind.filter_map(|spot| prose(spot.value.question.as_ref())).collect(),
        }
    }

    /// The escalation paths of a service, that of the worst severity first.
    fn used(&self, service: &Service) -> Vec<Used> {
        let plan = self.site.plan;
        let mut ids: Vec<&EscalationId> = Vec::new();
        let by_rank = plan.severities.iter().filter_map(|s| service.escalation.severity(&s.id));
        for id in by_rank.chain(service.escalation.all()) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let used = ids.iter().filter_map(|id| {
            let path = plan.escalation(id.as_ref())?;
            let taken =
                |s: &&crate::plan::Severity| service.escalation.severity(&s.id) == Some(*id);
            let severities = plan.severities.iter().filter(taken);
            Some(Used {
                path: escalation::path(self.site, &self.known, path),
                severities: severities.map(|s| escalation::rank(plan, s)).collect(),
                every: ids.len() == 1,
            })
        });
        used.collect()
    }

    fn alerts(&self, service: &Service) -> Vec<Shown> {
        let alerts = service.written.alerts.iter().flat_map(|alerts| &alerts.value);
        alerts.map(|alert| self.alert(&alert.value)).collect()
    }

    fn alert(&self, alert: &Alert) -> Shown {
        let severity = alert.severity.as_ref().map(|id| &id.value);
        let known = severity.and_then(|id| self.plan().severities.iter().find(|s| s.id == *id));
        let title = known.and_then(|known| prose(known.written.name.as_ref()));
        Shown {
            name: prose(alert.name.as_ref()).unwrap_or_default(),
            severity: severity.map(|id| match title {
                Some(title) => format!("{id}: {title}"),
                None => id.to_string(),
            }),
            summary: prose(alert.summary.as_ref()),
            impact: prose(alert.impact.as_ref()),
            first_step: prose(alert.first_step.as_ref()),
            runbook: alert.runbook.as_ref().map(|text| self.runbook_link(&text.value)),
            dashboard: alert.dashboard.as_ref().map(|text| Link::address(&text.value)),
        }
    }

    /// The runbooks that a service names, and those that name it, each once.
    fn runbooks_of(&self, service: &Service) -> Vec<Link> {
        let named = service.written.runbooks.iter().flat_map(|list| &list.value);
        let mut links: Vec<_> = named.map(|text| self.runbook_link(&text.value)).collect();
        for record in &self.plan().written.runbooks {
            let front = record.front.as_ref().and_then(|front| front.services.as_ref());
            let theirs = front.is_some_and(|all| all.value.iter().any(|s| s.value == service.id));
            let link = runbooks::link(record);
            if theirs && !links.iter().any(|known| known.href == link.href) {
                links.push(link);
            }
        }
        links
    }

    fn help(&self, service: &Service) -> Vec<Topic> {
        let about = |services: Option<&Located<Services>>| match services.map(|s| &s.value) {
            None | Some(Services::All) => true,
            Some(Services::These(these)) => these.iter().any(|id| id.value == service.id),
        };
        let help = self.plan().written.help.iter();
        let help = help.filter(|help| about(help.value.services.as_ref()));
        help.map(|help| escalation::topic(self.site, &self.known, &help.value)).collect()
    }
}

fn objective(service: &Service) -> Option<Link> {
    let slo = &service.written.slo.as_ref()?.value;
    let address = slo.url.as_ref().map(|url| url.value.as_str());
    let text = slo.objective.as_ref().map(|text| data::prose(&text.value));
    let href = address.filter(|address| data::safe(address)).map(str::to_owned);
    Some(Link { text: text.or(address.map(visible))?, href, outside: true })
}

/// The services that a service needs, and those that need it.
fn around(plan: &Plan, service: &Service) -> (Vec<Link>, Vec<Link>) {
    let needs = |one: &Service, other: &Service| {
        let ids = one.written.depends_on.iter().flat_map(|ids| &ids.value);
        ids.into_iter().any(|id| id.value == other.id)
    };
    let all = plan.services.iter();
    let depends_on = all.clone().filter(|other| needs(service, other)).map(link).collect();
    (depends_on, all.filter(|other| needs(other, service)).map(link).collect())
}
