//! `timeline-thin`: the timeline of a serious incident leaves out what a reader needs.

use super::{Case, Check, Context, Options, Rule, counted, phrase};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Located, Location};
use crate::syntax::{TimelineEntry, TimelineKind};
use crate::time::Instant;

/// The worst ranks, of which the timeline is judged.
const RANKS: i64 = 2;

pub(super) static RULE: Rule = Rule {
    code: "timeline-thin",
    level: Level::Info,
    profiles: &[],
    options: &[],
    summary: "the timeline of a serious incident has a phase, a result or every source missing",
    source: "any, for ranks 1 and 2 once they are over; \"Minimum Viable Incident Response Plan\" \
             (2019): results of troubleshooting steps; PagerDuty: a metric or page for each entry",
    why: "Whoever reviews an incident, or meets the next one like it, has the timeline and nothing \
          else: how it was noticed, who came together, what was tried and what came of it. One \
          entry for each of the three phases, a result for each action and one source to look at \
          are the least that makes it evidence.",
    bad: r#"
irp = 1
[plan]
name = "Timeline"
time-zone = "UTC"
[severities.sev1]
rank = 1
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev1"
status = "resolved"
services = ["shop"]
[times]
started = 2026-10-12T18:41:00Z
[[timeline]]
at = 2026-10-12T18:47:00Z
kind = "detect"
text = "CheckoutErrors fires"
source = "https://grafana.example/d/checkout"
[[timeline]]
at = 2026-10-12T18:50:00Z
kind = "ack"
text = "Acknowledged"
[[timeline]]
at = 2026-10-12T19:15:00Z
kind = "action"
text = "Route all traffic to the second acquirer"
+++
"#,
    good: r#"
irp = 1
[plan]
name = "Timeline"
time-zone = "UTC"
[severities.sev1]
rank = 1
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev1"
status = "resolved"
services = ["shop"]
[times]
started = 2026-10-12T18:41:00Z
[[timeline]]
at = 2026-10-12T18:47:00Z
kind = "detect"
text = "CheckoutErrors fires"
source = "https://grafana.example/d/checkout"
[[timeline]]
at = 2026-10-12T18:50:00Z
kind = "ack"
text = "Acknowledged"
[[timeline]]
at = 2026-10-12T19:15:00Z
kind = "action"
text = "Route all traffic to the second acquirer"
result = "Error ratio 0.2 % by 19:22"
+++
"#,
    check: Check::Plan(check),
};

type Entries = [Located<TimelineEntry>];
/// What a phase tells, the kinds of its entries, and from when until when it lasts.
type Phase<'a> = (&'a str, &'a [TimelineKind], [Option<Instant>; 2]);

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let judged = |case: &&Case<'_>| {
        let serious = case.rank().is_some_and(|rank| rank <= RANKS);
        case.is_incident() && !case.broken && case.is_over() && serious
    };
    context.cases().iter().filter(judged).filter_map(record).collect()
}

fn record(case: &Case<'_>) -> Option<Diagnostic> {
    let timeline = case.front.timeline.as_ref();
    let entries = timeline.map_or(&[][..], |timeline| &timeline.value);
    if entries.is_empty() {
        let message = "this incident has no timeline, so nobody can see what was tried and what \
                       came of it";
        let finding = Diagnostic::new(RULE.code, RULE.level, severity_place(case), message);
        let help = "write what happened as `[[timeline]]`, from the chat, while it is kept";
        return Some(finding.about(case.path()).help(help));
    }
    let open = without_result(entries);
    let mut missing: Vec<String> = phases(case, entries);
    if !open.is_empty() {
        let count = i64::try_from(open.len()).unwrap_or(i64::MAX);
        missing.push(format!("the result of {}", counted(count, "action")));
    }
    if entries.iter().all(|entry| entry.source.is_none()) {
        missing.push("where any of it can be seen".to_owned());
    }
    if missing.is_empty() {
        return None;
    }
    let at = open.first().map_or(severity_place(case), |entry| place(entry));
    let message = format!(
        "the timeline does not tell {}, so whoever reads it has to guess",
        missing.join(", nor ")
    );
    let finding = Diagnostic::new(RULE.code, RULE.level, at, message).about(case.path());
    let finding = match open.first().and_then(|entry| entry.text.as_ref()) {
        Some(text) => finding.label(format!("what came of {}?", phrase::excerpt(text))),
        None => finding,
    };
    Some(finding.help(
        "add entries with `kind`, a `result` to each action, and a link to a graph, page or chat \
         as `source`",
    ))
}

fn severity_place(case: &Case<'_>) -> Location {
    case.front.severity.as_ref().map_or(case.record.at, |severity| severity.at)
}

fn place(entry: &Located<TimelineEntry>) -> Location {
    entry.text.as_ref().map_or(entry.at, |text| text.at)
}

/// Actions of which no result is told, neither in them nor by an entry before the next action.
fn without_result(entries: &Entries) -> Vec<&Located<TimelineEntry>> {
    let mut open: Vec<&Located<TimelineEntry>> = Vec::new();
    let mut waits = false;
    for entry in entries {
        match kind(entry) {
            Some(TimelineKind::Action) => {
                waits = entry.result.is_none();
                open.extend(waits.then_some(entry));
            }
            Some(TimelineKind::Result) if std::mem::take(&mut waits) => {
                open.pop();
            }
            _ => {}
        }
    }
    open
}

fn kind(entry: &TimelineEntry) -> Option<TimelineKind> {
    entry.kind.as_ref().map(|kind| kind.value)
}

/// The phases of which no entry tells, by its kind or by its time.
fn phases(case: &Case<'_>, entries: &Entries) -> Vec<String> {
    use TimelineKind as K;
    let time = |name: &str| {
        let known = case.milestones().into_iter().find(|time| time.name == name);
        known.map(|time| time.instant)
    };
    let response = [K::Ack, K::Escalate, K::Declare, K::Role, K::Hypothesis, K::Decision, K::Comms];
    let mending = [K::Action, K::Result, K::Mitigate, K::Resolve];
    let begun = time("remediation-started");
    let phases: [Phase<'_>; 3] = [
        ("how it was noticed", &[K::Impact, K::Detect], [time("started"), time("detected")]),
        ("how people came together", &response, [time("acknowledged"), begun]),
        ("how it was mended", &mending, [begun, time("resolved")]),
    ];
    let told = |kinds: &[K], span: [Option<Instant>; 2]| {
        entries.iter().any(|entry| {
            let within = |at: Instant| matches!(span, [Some(a), Some(b)] if a <= at && at <= b);
            kind(entry).is_some_and(|kind| kinds.contains(&kind))
                || entry.at_time.as_ref().is_some_and(|at| within(at.value))
        })
    };
    let missing = phases.into_iter().filter(|(_, kinds, span)| !told(kinds, *span));
    missing.map(|(name, ..)| name.to_owned()).collect()
}
