//! What a plan has that shortens the longest phase: the elements that took part in the incidents in
//! which it was longest, what their records say of it, and what the rules find there.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::facts::{Entry, service};
use super::load::PageTo;
use crate::plan::{Escalation, Plan, Service};
use crate::record::{self, PHASES, ServiceClock, Shares};
use crate::rules::{self, Context, Link, Runbooks};
use crate::source::{Located, Location};
use crate::syntax::{ActionType, Alert, DetectedBy, Phase};
use crate::time::{Instant, show};

/// So many of the incidents are looked at: those in which the phase was longest.
const LOOKED_AT: usize = 5;
/// Elements beyond these are left out.
const MOST: usize = 60;

/// For each phase: what factors and actions about it are marked with, and the rules about it.
const ABOUT: [(Phase, ActionType, &[&str]); 3] = [
    (
        Phase::Detection,
        ActionType::Detect,
        &[
            "blind-spot-stale",
            "blind-spot-unowned",
            "detected-by-customer",
            "service-no-alert",
            "signal-missing",
        ],
    ),
    (
        Phase::Response,
        ActionType::Respond,
        &[
            "ack-sla-missed",
            "alert-context",
            "alert-no-runbook",
            "contact-missing",
            "contact-single-channel",
            "contact-unverified",
            "contact-weak-only",
            "escalation-no-backstop",
            "escalation-too-slow",
            "notify-outlasts-escalation",
            "role-unfilled",
        ],
    ),
    (
        Phase::Remediation,
        ActionType::Mitigate,
        &[
            "game-day-overdue",
            "no-help-path",
            "runbook-failed-in-use",
            "runbook-missing",
            "runbook-sections",
            "runbook-stale",
            "runbook-unowned",
            "shift-without-expert",
        ],
    ),
];

/// What would shorten the longest phase.
pub(super) struct Levers {
    /// The phase, by its place among [`PHASES`].
    pub phase: usize,
    pub permille: u32,
    /// The incidents that were looked at, with the length of the phase: longest first.
    pub incidents: Vec<(String, TimeDelta)>,
    /// What took part.
    pub list: Vec<Lever>,
}

impl Levers {
    pub fn word(&self) -> &'static str {
        PHASES[self.phase]
    }
}

/// A part of the plan that can be changed.
pub(super) struct Lever {
    /// Its path, such as `services.shop.alerts`.
    pub element: String,
    pub at: Location,
    /// What is known of its part in the phase.
    pub says: String,
}

/// The elements to look at for the longest phase.
pub(super) fn levers(
    plan: &Plan,
    entries: &[Entry<'_>],
    pages: &[PageTo<'_>],
    shares: &Shares,
    now: Instant,
) -> Levers {
    let phase = shares.longest();
    let known = entries.iter().filter_map(|entry| Some((entry, entry.phases()?[phase])));
    let mut longest: Vec<_> = known.collect();
    longest.sort_by_key(|(entry, length)| (std::cmp::Reverse(*length), entry.id()));
    longest.truncate(LOOKED_AT);
    let mut search =
        Search { plan, pages, phase, touched: BTreeSet::new(), found: Vec::new(), now };
    for (entry, length) in &longest {
        search.touch(entry);
        match phase {
            0 => search.detection(entry, *length),
            1 => search.response(entry),
            _ => search.remediation(entry, *length),
        }
    }
    for (entry, _) in &longest {
        search.written(entry);
    }
    search.findings();
    let incidents = longest.iter().map(|(entry, length)| (entry.id().to_owned(), *length));
    let permille = shares.permille[phase];
    Levers { phase, permille, incidents: incidents.collect(), list: search.all() }
}

struct Search<'a> {
    plan: &'a Plan,
    pages: &'a [PageTo<'a>],
    phase: usize,
    /// The paths of all that took part.
    touched: BTreeSet<String>,
    found: Vec<Lever>,
    now: Instant,
}

impl<'a> Search<'a> {
    fn add(&mut self, element: impl Into<String>, at: Location, says: String) {
        self.found.push(Lever { element: element.into(), at, says });
    }

    /// Each element once with each thing to say, those of one element together.
    fn all(self) -> Vec<Lever> {
        let mut seen = BTreeSet::new();
        let mut all: Vec<Lever> = self.found;
        all.retain(|lever| seen.insert((lever.element.clone(), lever.says.clone())));
        all.truncate(MOST);
        all
    }

    fn services(&self, entry: &Entry<'_>) -> Vec<&'a Service> {
        entry.services.iter().filter_map(|id| service(self.plan, id)).collect()
    }

    fn pages(&self, entry: &Entry<'_>) -> Vec<&'a PageTo<'a>> {
        self.pages.iter().filter(|page| page.incident == entry.id()).collect()
    }

    fn touch(&mut self, entry: &Entry<'_>) {
        self.touched.insert(entry.case.path());
        self.touched.extend(entry.severity().map(|id| format!("severities.{id}")));
        let services = entry.services.iter().map(|id| format!("services.{id}"));
        self.touched.extend(services);
        let paths = self.paths(entry).into_iter().map(|path| format!("escalations.{}", path.id));
        self.touched.extend(paths);
        for page in self.pages(entry) {
            self.touched.insert(format!("people.{}", self.plan[page.person].id));
            let rotation = page.rotation.map(|key| format!("rotations.{}", self.plan[key].id));
            self.touched.extend(rotation);
        }
        let runbooks = entry.case.front.runbooks.iter().flat_map(|list| &list.value);
        self.touched.extend(runbooks.map(|id| format!("runbooks.{}", id.value)));
    }

    fn paths(&self, entry: &Entry<'_>) -> Vec<&'a Escalation> {
        let Some(severity) = entry.case.severity else { return Vec::new() };
        let services = self.services(entry).into_iter();
        let ids = services.filter_map(|service| service.escalation.severity(&severity.id));
        ids.filter_map(|id| self.plan.escalation(id.as_ref())).collect()
    }

    fn detection(&mut self, entry: &Entry<'_>, length: TimeDelta) {
        let (id, took) = (entry.id(), show::length(length));
        let by = entry.case.front.detected_by.as_ref().map(|by| by.value);
        for service in self.services(entry) {
            let element = format!("services.{}.alerts", service.id);
            let own: Vec<_> = alerts(service).collect();
            if let Some(alert) = fired(entry, &own) {
                let says =
                    format!("`{}` fired {took} after `{id}` began", text(alert.name.as_ref()));
                self.add(element.clone(), alert.at, says);
            }
            let added = self.plan.services.iter().flat_map(alerts).find(|alert| {
                alert.added_after.as_ref().is_some_and(|after| after.value.as_ref() == id)
            });
            let by = by.filter(|by| *by != DetectedBy::Monitor);
            if let Some(by) = by {
                let since = match added {
                    Some(alert) => format!("`{}` was added after it", text(alert.name.as_ref())),
                    None => "no alert was `added-after` it".to_owned(),
                };
                let at = added.map_or(service.at, |alert| alert.at);
                let says = format!("a {} noticed `{id}` after {took}; {since}", by.word());
                self.add(element.clone(), at, says);
            }
            if own.is_empty() {
                self.add(element, service.at, "it has no alert".to_owned());
            }
            let spots = service.written.blind_spots.iter().flat_map(|spots| &spots.value);
            for spot in spots {
                let says = format!("nobody can see yet: {}", spot.asked());
                self.add(format!("services.{}.blind-spots", service.id), spot.at, says);
            }
        }
    }

    fn response(&mut self, entry: &Entry<'_>) {
        let id = entry.id();
        for page in self.pages(entry).into_iter().filter(|page| page.acknowledged.is_none()) {
            let person = &self.plan[page.person];
            let at = show::full(page.at, &person.zone);
            let says = format!("did not answer the page of `{id}` on {at}, on their clock");
            self.add(format!("people.{}.notify", person.id), person.at, says);
            for path in self.paths(entry) {
                if let Some(step) = path.steps.get(1) {
                    let after = show::length(TimeDelta::seconds(step.after));
                    let says = format!("a page that nobody answers moves on after {after}");
                    self.add(format!("escalations.{}.steps", path.id), step.at, says);
                }
            }
        }
        for page in self.pages(entry).into_iter().filter(|page| page.night) {
            let Some(rotation) = page.rotation.map(|key| &self.plan[key]) else { continue };
            let person = &self.plan[page.person];
            let at = show::full(page.at, &person.zone);
            let says = format!("paged `{}` for `{id}` at night: {at}", person.id);
            self.add(format!("rotations.{}", rotation.id), rotation.at, says);
        }
        let clock = ServiceClock::new(self.plan);
        for promised in record::promised(&entry.case, &clock, self.now) {
            let (what, within) =
                (promised.what, show::length(TimeDelta::seconds(promised.within.value.0)));
            let Some(severity) = entry.case.severity.filter(|_| promised.is_missed()) else {
                continue;
            };
            let took = show::length(promised.took);
            let says = format!("`{id}` took {took}, and {within} were promised");
            self.add(format!("severities.{}.{what}-within", severity.id), promised.within.at, says);
        }
        self.first_step(entry);
    }

    /// The time between work on an incident and mending it, which is spent on finding out.
    fn first_step(&mut self, entry: &Entry<'_>) {
        let lengths = entry.lengths;
        let Some((whole, engage)) = lengths.response.zip(lengths.engage) else { return };
        if engage >= whole {
            return;
        }
        let took = show::length(whole - engage);
        for service in self.services(entry) {
            let alerts: Vec<_> = alerts(service).collect();
            let fired = fired(entry, &alerts);
            let said = fired.and_then(|alert| alert.first_step.as_ref());
            let (key, at, what) = match (fired, said) {
                (Some(alert), Some(_)) => (".alerts", alert.at, "its alert has a `first-step`"),
                (Some(alert), None) => (".alerts", alert.at, "its alert has no `first-step`"),
                (None, _) => ("", service.at, "no alert of it fired"),
            };
            let says =
                format!("`{}` was worked on for {took} before mending began; {what}", entry.id());
            self.add(format!("services.{}{key}", service.id), at, says);
        }
    }

    fn remediation(&mut self, entry: &Entry<'_>, length: TimeDelta) {
        let (id, took) = (entry.id(), show::length(length));
        let known = Runbooks::new(self.plan);
        let mut used = false;
        for runbook in entry.case.front.runbooks.iter().flat_map(|list| &list.value) {
            if let Link::Runbook(_, record) = known.find(&runbook.value) {
                used = true;
                let says = format!("was used in `{id}`, in which mending took {took}");
                self.add(format!("runbooks.{}", record.id), record.at, says);
            }
        }
        for service in self.services(entry) {
            if !used {
                let says = format!("no runbook was used in `{id}`, in which mending took {took}");
                self.add(format!("services.{}.runbooks", service.id), service.at, says);
            }
            let rehearsed = record::exercises(self.plan).into_iter().any(|exercise| {
                let services = exercise.written.services.iter().flat_map(|list| &list.value);
                exercise.status == crate::syntax::GameDayStatus::Done
                    && services.map(|id| &id.value).any(|id| *id == service.id)
            });
            if !rehearsed {
                let says = "no exercise with it was held".to_owned();
                self.add(format!("services.{}", service.id), service.at, says);
            }
        }
    }

    /// What the record itself says of the phase: its factors, and what is still to be done.
    fn written(&mut self, entry: &Entry<'_>) {
        let (phase, purpose, _) = ABOUT[self.phase];
        let front = entry.case.front;
        for factor in front.factors.iter().flat_map(|factors| &factors.value) {
            if factor.phase.as_ref().is_some_and(|own| own.value == phase) {
                let says = format!("a factor: {}", text(factor.text.as_ref()));
                self.add(format!("{}.factors", entry.case.path()), factor.at, says);
            }
        }
        for action in front.actions.iter().flat_map(|actions| &actions.value) {
            let about = action.purpose.as_ref().is_some_and(|own| own.value == purpose);
            if about && action.done.is_none() {
                let says = format!("not done yet: {}", text(action.text.as_ref()));
                self.add(format!("{}.actions", entry.case.path()), action.at, says);
            }
        }
    }

    /// What the rules about the phase find in all that took part.
    fn findings(&mut self) {
        let (_, _, codes) = ABOUT[self.phase];
        for finding in rules::found_by(&Context::new(self.plan, self.now), codes) {
            let part = |path: &String| {
                let rest = finding.path.strip_prefix(path.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            };
            if self.touched.iter().any(part) {
                let says =
                    format!("{}: {} ({})", finding.level.word(), finding.message, finding.code);
                self.add(finding.path.clone(), finding.primary.at, says);
            }
        }
    }
}

fn alerts(service: &Service) -> impl Iterator<Item = &Located<Alert>> {
    service.written.alerts.iter().flat_map(|alerts| &alerts.value)
}

/// The alert that a record says fired.
fn fired<'s>(entry: &Entry<'_>, alerts: &[&'s Located<Alert>]) -> Option<&'s Located<Alert>> {
    let name = &entry.case.front.alert.as_ref()?.value;
    let named =
        |alert: &&&Located<Alert>| alert.name.as_ref().is_some_and(|own| own.value == *name);
    alerts.iter().find(named).copied()
}

fn text(written: Option<&Located<String>>) -> &str {
    written.map_or("", |written| &written.value)
}
