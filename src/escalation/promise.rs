//! What escalation paths promise: which path is needed in which hours, and for what.

use crate::plan::{Escalation, Plan, Service, Severity};
use crate::schedule;
use crate::syntax::Hours;
use crate::time::Span;

/// An escalation path and what it is needed for: services and severities in the same hours.
#[derive(Debug)]
pub struct Promise<'a> {
    /// The path.
    pub path: &'a Escalation,
    /// Whether it is needed in service hours only; else at every hour.
    pub business: bool,
    /// What it is needed for: at least one service and severity, in order of the services' ids and
    /// the severities' ranks.
    pub needs: Vec<(&'a Service, &'a Severity)>,
}

/// When a service needs people for a severity: the severity's hours within the service's tier;
/// `None` where no hour is promised.
#[must_use]
pub fn needed(service: &Service, severity: &Severity) -> Option<Hours> {
    match (service.tier, severity.hours) {
        (1, hours) => Some(hours),
        (2, _) => Some(Hours::Business),
        _ => None,
    }
}

/// Every promise, in order of the first service and severity that needs it.
#[must_use]
pub fn promises(plan: &Plan) -> Vec<Promise<'_>> {
    let mut promises: Vec<Promise<'_>> = Vec::new();
    for service in &plan.services {
        for severity in &plan.severities {
            let path = service.escalation.severity(&severity.id);
            let Some(path) = path.and_then(|id| plan.escalation(id.as_ref())) else { continue };
            let Some(hours) = needed(service, severity) else { continue };
            let business = hours == Hours::Business;
            let same = |promise: &&mut Promise<'_>| {
                promise.path.id == path.id && promise.business == business
            };
            match promises.iter_mut().find(same) {
                Some(promise) => promise.needs.push((service, severity)),
                None => {
                    promises.push(Promise { path, business, needs: vec![(service, severity)] });
                }
            }
        }
    }
    promises
}

/// The part of a span in which a promise is needed.
#[must_use]
pub fn required(plan: &Plan, promise: &Promise<'_>, span: Span) -> Vec<Span> {
    if promise.business { schedule::service_hours(plan, span) } else { vec![span] }
}

impl Promise<'_> {
    /// What it is needed for, in words: payments (sev1), payments (sev2) and 3 more; ids in backquotes.
    #[must_use]
    pub fn named(&self) -> String {
        let each = self
            .needs
            .iter()
            .map(|(service, severity)| format!("`{}` (`{}`)", service.id, severity.id));
        match &each.collect::<Vec<_>>()[..] {
            [one, two, rest @ ..] if !rest.is_empty() => {
                format!("{one}, {two} and {} more", rest.len())
            }
            few => few.join(" and "),
        }
    }
}
