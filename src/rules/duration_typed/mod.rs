//! `duration-typed`: prose says how long an incident took, and its times say otherwise.

mod stated;

use std::ops::Range;

use chrono::TimeDelta;

use super::phrase::outside;
use super::{
    Case, Check, Context, Kind, Options, Parameter, Part, Rule, ServiceClock, counted, prose,
};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Location;
use crate::time::{Span, show};
use stated::{Stated, stated};

/// Further ones that are shown at their places.
const SHOWN: usize = 4;

pub(super) static RULE: Rule = Rule {
    code: "duration-typed",
    level: Level::Warning,
    profiles: &[],
    options: &[Parameter {
        name: "tolerance",
        kind: Kind::Length,
        default: "1m",
        profiles: &[],
        about: "How far a typed duration may be from a computed one.",
    }],
    summary: "a record says how long an incident took, and its times say otherwise",
    source: "more than 1 min (house default) from every duration between two times of the record; \
             only digits with a unit that are said of the incident, without \"about\", \"up to\" \
             or the like",
    why: "A duration that is typed is right on the day on which it is typed. Then a time is \
          corrected, and the sentence that customers and managers read is not. Durations are \
          computed from `[times]`; the text need not repeat them.",
    bad: r#"
irp = 1
[plan]
name = "Durations"
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
mitigated = 2026-10-12T19:28:00Z
[impact]
summary = "Half of all payments were declined for 35 minutes."
+++
"#,
    good: r#"
irp = 1
[plan]
name = "Durations"
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
mitigated = 2026-10-12T19:28:00Z
[impact]
summary = "Half of all payments were declined."
+++
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let (tolerance, clock) = (options.length("tolerance"), context.service_clock());
    let cases = context.cases().into_iter().filter(|case| !case.broken);
    cases.filter_map(|case| record(context, &case, tolerance, &clock)).collect()
}

fn record(
    context: &Context<'_>,
    case: &Case<'_>,
    tolerance: TimeDelta,
    clock: &ServiceClock<'_>,
) -> Option<Diagnostic> {
    let times = case.milestones();
    let begun = times.iter().find(|time| matches!(time.name, "started" | "injected"))?;
    let ended = times.iter().find(|time| time.name == "mitigated")?;
    let mut found = said(context, case);
    if found.is_empty() {
        return None;
    }
    let computed = lengths(case, clock);
    found.retain(|(stated, _)| {
        computed.iter().all(|length| (*length - stated.length).abs() > tolerance)
    });
    let (first, at) = found.first()?;
    let span = Span::new(begun.instant, ended.instant);
    let mut whole = show::length(span.length());
    if case.in_service_hours() {
        let served = show::length(clock.measure(span));
        whole = format!("{whole}, of which {served} are service hours");
    }
    let message = format!(
        "\"{}\" is no time between two milestones of this record: from `{}` to `{}` it is {whole}",
        first.words, begun.name, ended.name
    );
    let mut finding = Diagnostic::new(RULE.code, RULE.level, *at, message).about(case.path());
    for (stated, at) in found.iter().skip(1).take(SHOWN) {
        finding = finding.also(*at, format!("\"{}\" is none either", stated.words));
    }
    if found.len() > 1 + SHOWN {
        let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
        finding = finding.help(format!("there are {}", counted(count, "such duration")));
    }
    let finding = finding.also(begun.at, "begun").also(ended.at, "mitigated");
    Some(finding.help("leave the duration out, as it is computed, or correct the times"))
}

/// Every time between two milestones, by the record's clock too.
fn lengths(case: &Case<'_>, clock: &ServiceClock<'_>) -> Vec<TimeDelta> {
    let mut times: Vec<_> = case.milestones().iter().map(|time| time.instant).collect();
    times.sort_unstable();
    let mut served = vec![TimeDelta::zero()];
    if case.in_service_hours() {
        for pair in times.windows(2) {
            let before = served.last().copied().unwrap_or_default();
            served.push(before + clock.measure(Span::new(pair[0], pair[1])));
        }
    }
    let start = times.first().copied().unwrap_or_default();
    let elapsed: Vec<_> = times.iter().map(|time| *time - start).collect();
    [elapsed, served].iter().flat_map(|since| differences(since)).collect()
}

fn differences(since: &[TimeDelta]) -> impl Iterator<Item = TimeDelta> {
    let later =
        move |index: usize| since[index + 1..].iter().map(move |later| *later - since[index]);
    (0..since.len()).flat_map(later)
}

/// What a record says of its own durations, and where.
fn said(context: &Context<'_>, case: &Case<'_>) -> Vec<(Stated, Location)> {
    let sources = &context.plan.sources;
    let mut found = Vec::new();
    let passages = case.passages(sources);
    for passage in passages.iter().filter(|passage| passage.part == Part::Summary) {
        let each = stated(passage.text, true).into_iter();
        found.extend(placed(each, |range| passage.place(range)));
    }
    let blocks = prose(case.record, sources);
    for block in outside(&blocks, None).filter(|block| !block.allowed) {
        let each = stated(&block.text, false).into_iter();
        found.extend(placed(each, |range| block.place(range)));
    }
    found
}

fn placed(
    each: impl Iterator<Item = Stated>,
    place: impl Fn(&Range<usize>) -> Location,
) -> impl Iterator<Item = (Stated, Location)> {
    each.map(move |stated| {
        let at = place(&stated.range);
        (stated, at)
    })
}
