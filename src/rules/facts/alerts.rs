//! The alerts of all services, and which of them wake people.

use std::collections::BTreeMap;

use super::Context;
use crate::plan::{Service, Severity};
use crate::source::Located;
use crate::syntax::{Alert, SeverityId};

impl<'a> Context<'a> {
    /// Every alert, with its service and whether it wakes people: its severity does, or it has
    /// none that is known.
    #[must_use]
    pub fn alerts(&self) -> Vec<(&'a Service, &'a Located<Alert>, bool)> {
        let severities = self.plan.severities.iter();
        let pages: BTreeMap<&SeverityId, bool> =
            severities.map(|severity: &Severity| (&severity.id, severity.pages())).collect();
        let each = self.plan.services.iter().flat_map(|service| {
            let alerts = service.written.alerts.iter().flat_map(|alerts| &alerts.value);
            alerts.map(move |alert| (service, alert))
        });
        let paging = |alert: &Alert| {
            let severity = alert.severity.as_ref().and_then(|id| pages.get(&id.value));
            severity.copied().unwrap_or(true)
        };
        each.map(|(service, alert)| (service, alert, paging(alert))).collect()
    }
}
