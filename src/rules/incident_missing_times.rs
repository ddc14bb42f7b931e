//! `incident-missing-times`: a record is closed without the times that it is measured by.

use super::{Case, Check, Context, Options, Rule, listing, quoted};
use crate::diagnostic::{Diagnostic, Level};
use crate::syntax::IncidentStatus;

pub(super) static RULE: Rule = Rule {
    code: "incident-missing-times",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "an incident is closed without when it was detected, acknowledged or mitigated",
    source: "any; house default: the three times from which detection, response and repair are \
             measured",
    why: "A closed record is looked at again only in numbers: how soon problems are noticed, how \
          soon somebody answers, how long customers wait. A time that nobody wrote down while it \
          was fresh is lost, and the record drops out of every mean without a trace. Exercises and \
          near misses are not measured so.",
    bad: r#"
irp = 1
[plan]
name = "Times"
time-zone = "UTC"
[severities.sev2]
rank = 2
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev2"
status = "closed"
services = ["shop"]
[times]
started = 2026-10-12T18:41:00Z
mitigated = 2026-10-12T19:28:00Z
resolved = 2026-10-12T20:05:00Z
+++
"#,
    good: r#"
irp = 1
[plan]
name = "Times"
time-zone = "UTC"
[severities.sev2]
rank = 2
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev2"
status = "closed"
services = ["shop"]
[times]
started = 2026-10-12T18:41:00Z
detected = 2026-10-12T18:47:00Z
acknowledged = 2026-10-12T18:50:00Z
mitigated = 2026-10-12T19:28:00Z
resolved = 2026-10-12T20:05:00Z
+++
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let closed = |case: &Case<'_>| {
        case.is_incident() && !case.broken && case.status() == IncidentStatus::Closed
    };
    let cases = context.cases().into_iter().filter(closed);
    cases.filter_map(|case| record(&case)).collect()
}

fn record(case: &Case<'_>) -> Option<Diagnostic> {
    let known = case.milestones();
    let missing = |name: &&str| known.iter().all(|time| time.name != *name);
    let missing: Vec<_> =
        ["detected", "acknowledged", "mitigated"].into_iter().filter(missing).collect();
    let costs = match *missing.first()? {
        "detected" => "how soon it was noticed",
        "acknowledged" => "how soon somebody answered",
        _ => "how long customers felt it",
    };
    let message = format!(
        "this incident is closed without {}, so it cannot be said {costs}",
        listing(&quoted(missing))
    );
    let status = case.front.status.as_ref();
    let at = status.map_or(case.record.at, |status| status.at);
    let finding = Diagnostic::new(RULE.code, RULE.level, at, message).about(case.path());
    let times = case.front.times.as_ref().map(|times| times.at);
    let finding = times.into_iter().fold(finding, |finding, at| finding.also(at, "add it here"));
    Some(finding.help("look in the chat, the monitoring or the pager's log while they are kept"))
}
