//! `runbook-failed-in-use`: a runbook proved wrong, and nobody has mended it.

use std::collections::BTreeMap;

use super::{Check, Context, Link, Options, Rule, Runbooks, day};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Record;
use crate::source::Location;
use crate::syntax::Runbook;
use crate::time::Instant;

/// Notes that are shown of one runbook, the latest first.
const SHOWN: usize = 3;

pub(super) static RULE: Rule = Rule {
    code: "runbook-failed-in-use",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "a runbook was handed over as wrong, and has not been reviewed since",
    source: "any; \"Minimum Viable Incident Response Plan\" (2019) asks at every handoff: are there \
             runbooks to review?",
    why: "Somebody followed the runbook, found that it does not hold, and said so in a handoff note \
          (`runbooks-to-review`). Until it is mended, the next one will follow it too. It counts as \
          mended when it is `reviewed` on the day of the handoff or later; without `reviewed`, when \
          the file has changed since.",
    bad: r#"
irp = 1
[plan]
name = "Wrong"
time-zone = "Europe/Berlin"
[people]
ana = { name = "Ana" }
ben = { name = "Ben" }
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
--- handoffs/2026-10-12-primary.md ---
+++
rotation = "primary"
boundary = 2026-10-12T09:00:00+02:00
outgoing = "ana"
incoming = "ben"
acknowledged-by = "ben"
runbooks-to-review = ["certificate-expiry"]
+++
--- runbooks/certificate-expiry.md ---
+++
reviewed = 2026-08-11
+++
## Mitigation
Run `certs renew`.
"#,
    good: r#"
irp = 1
[plan]
name = "Mended"
time-zone = "Europe/Berlin"
[people]
ana = { name = "Ana" }
ben = { name = "Ben" }
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
--- handoffs/2026-10-12-primary.md ---
+++
rotation = "primary"
boundary = 2026-10-12T09:00:00+02:00
outgoing = "ana"
incoming = "ben"
acknowledged-by = "ben"
runbooks-to-review = ["certificate-expiry"]
+++
--- runbooks/certificate-expiry.md ---
+++
reviewed = 2026-10-13
+++
## Mitigation
Run `certs renew --profile shop`.
"#,
    check: Check::Plan(check),
};

/// Where a handoff note calls a runbook wrong, and when.
type Named = (Instant, Location);

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let runbooks = Runbooks::new(context.plan);
    let mut named: BTreeMap<usize, Vec<Named>> = BTreeMap::new();
    for record in &context.plan.written.handoffs {
        let Some(front) = &record.front else { continue };
        let Some(boundary) = front.boundary.as_ref().filter(|at| at.value <= context.now) else {
            continue;
        };
        for name in front.runbooks_to_review.iter().flat_map(|list| &list.value) {
            if let Link::Runbook(index, _) = runbooks.find(name) {
                named.entry(index).or_default().push((boundary.value, name.at));
            }
        }
    }
    let found = named.into_iter().filter_map(|(index, named)| {
        runbook(context, context.plan.written.runbooks.get(index)?, named)
    });
    found.collect()
}

fn runbook(
    context: &Context<'_>,
    record: &Record<Runbook>,
    mut named: Vec<Named>,
) -> Option<Diagnostic> {
    let front = record.front.as_ref()?;
    named.sort_by(|a, b| b.cmp(a));
    let (last, _) = *named.first()?;
    let handed = context.plan.zone.civil(last).date();
    let (at, since) = match &front.reviewed {
        Some(reviewed) if reviewed.value.0 >= handed => return None,
        Some(reviewed) => (reviewed.at, format!("last reviewed on {}", day(reviewed.value.0))),
        None => {
            let file = &context.plan.sources.get(record.at.source).name;
            let changed = (context.edited)(file).filter(|changed| *changed < last)?;
            let changed = context.plan.zone.civil(changed).date();
            (record.at, format!("last changed on {}", day(changed)))
        }
    };
    let message = format!(
        "runbook `{}` was handed over as wrong on {} and not reviewed since: whoever follows it \
         next runs into the same",
        record.id,
        day(handed)
    );
    let mut finding = Diagnostic::new(RULE.code, RULE.level, at, message)
        .about(format!("runbooks.{}", record.id))
        .label(since);
    for (_, place) in named.iter().take(SHOWN) {
        finding = finding.also(*place, "this handoff note says so");
    }
    let today = context.today();
    Some(finding.help(format!("mend what the note says, then write `reviewed = {today}`")))
}
