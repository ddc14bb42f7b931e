//! Runbooks that somebody should look at before they are needed again.

use std::collections::BTreeMap;

use super::happened::Happened;
use super::records::Scope;
use crate::plan::{Plan, Record};
use crate::rules::{self, Context, Link, Runbooks};
use crate::syntax::Runbook;

/// A runbook, and why it is to be looked at.
pub(super) struct Review<'a> {
    pub record: &'a Record<Runbook>,
    /// Why, a few words each; at least one.
    pub why: Vec<String>,
}

/// The runbooks of a rotation's services that were used, reported wrong, or are stale.
pub(super) fn reviews<'a>(
    context: &Context<'a>,
    scope: &Scope<'_>,
    happened: &[Happened<'_>],
) -> Vec<Review<'a>> {
    let plan = context.plan;
    let known = Runbooks::new(plan);
    let mut why: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let found = rules::found_by(context, &["runbook-failed-in-use", "runbook-stale"]);
    for (index, record) in plan.written.runbooks.iter().enumerate() {
        let path = format!("runbooks.{}", record.id);
        let about = found.iter().filter(|finding| finding.path == path);
        let words = about.map(|finding| match finding.code {
            "runbook-failed-in-use" => "reported wrong".to_owned(),
            _ => format!("stale: {}", finding.primary.text),
        });
        if is_of(plan, &known, scope, index) {
            why.entry(index).or_default().extend(words);
        }
    }
    for one in happened {
        for reference in one.case.front.runbooks.iter().flat_map(|list| &list.value) {
            let Link::Runbook(index, record) = known.find(&reference.value) else { continue };
            let used = plan.zone.civil(one.at).date();
            let reviewed = record.front.as_ref().and_then(|front| front.reviewed.as_ref());
            if reviewed.is_none_or(|reviewed| reviewed.value.0 < used) {
                let day = rules::day(used);
                let words = format!("used on {day}, not reviewed since");
                why.entry(index).or_default().push(words);
            }
        }
    }
    let reviews = why.into_iter().filter(|(_, why)| !why.is_empty());
    let reviews = reviews
        .filter_map(|(index, why)| Some(Review { record: plan.written.runbooks.get(index)?, why }));
    reviews.collect()
}

/// Whether a runbook is one of the rotation's services.
fn is_of(plan: &Plan, known: &Runbooks<'_>, scope: &Scope<'_>, index: usize) -> bool {
    let front = plan.written.runbooks[index].front.as_ref();
    let mut listed = front.iter().filter_map(|front| front.services.as_ref());
    let listed = listed.any(|list| {
        list.value.iter().any(|id| scope.services.iter().any(|service| service.id == id.value))
    });
    let mut named = scope.services.iter().flat_map(|service| {
        let own =
            service.written.runbooks.iter().flat_map(|list| &list.value).map(|one| &one.value);
        let alerts = service.written.alerts.iter().flat_map(|list| &list.value);
        own.chain(alerts.filter_map(|alert| alert.runbook.as_ref().map(|one| &one.value)))
    });
    listed || named.any(|one| matches!(known.find(one), Link::Runbook(found, _) if found == index))
}
