//! `incident-time-order`: the times of a record contradict each other.

use chrono::TimeDelta;

use super::{Case, Check, Context, Kind, Milestone, Options, Parameter, Rule, milestones};
use crate::diagnostic::{Diagnostic, Level};
use crate::record::comes_before;
use crate::source::Location;
use crate::syntax::TimelineEntry;
use crate::time::{Instant, show};

/// Contradictions that are shown at their places.
const SHOWN: usize = 4;

pub(super) static RULE: Rule = Rule {
    code: "incident-time-order",
    level: Level::Error,
    profiles: &[],
    options: &[Parameter {
        name: "most",
        kind: Kind::Length,
        default: "30d",
        profiles: &[],
        about: "The longest time from one milestone to the next, until it is resolved.",
    }],
    summary: "the times of an incident contradict each other, or lie in the future",
    source: "any contradiction: 15 of 26 public incident records contradicted themselves; 30 days \
             from one milestone to the next is a house default for a mistyped month",
    why: "Every duration is computed from these times: how long customers felt it, how soon \
          somebody answered. One mistyped hour makes all of them wrong, and nobody can tell \
          later which time was meant. Detection may follow the end, where something mended itself, \
          and a declaration may come at any point until it is resolved: only what cannot be is an \
          error.",
    bad: r#"
irp = 1
[plan]
name = "Order"
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
detected = 2026-10-12T18:47:00Z
mitigated = 2026-10-12T08:28:00Z
resolved = 2026-10-12T20:05:00Z
+++
"#,
    good: r#"
irp = 1
[plan]
name = "Order"
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
detected = 2026-10-12T18:47:00Z
mitigated = 2026-10-12T19:28:00Z
resolved = 2026-10-12T20:05:00Z
+++
"#,
    check: Check::Plan(check),
};

/// Something that cannot be: the place, what is wrong, and a place that it contradicts.
struct Wrong {
    at: Location,
    what: String,
    other: Option<(Location, String)>,
}

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let apart = options.length("most");
    let mut found: Vec<_> = context
        .cases()
        .iter()
        .filter_map(|case| finding(&case.path(), &record(context, case, apart)))
        .collect();
    for entry in &context.plan.written.game_days {
        let result = entry.value.as_ref().and_then(|value| value.result.as_ref());
        if let Some(times) = result.and_then(|result| result.times.as_ref()) {
            let path = format!("game-days.{}", entry.id.value);
            found.extend(finding(&path, &judged(context, &milestones(times), apart)));
        }
    }
    found
}

fn finding(path: &str, wrong: &[Wrong]) -> Option<Diagnostic> {
    let first = wrong.first()?;
    let message = format!("{}, so no duration of it can be trusted", first.what);
    let mut finding = Diagnostic::new(RULE.code, RULE.level, first.at, message).about(path);
    if let Some((at, text)) = &first.other {
        finding = finding.also(*at, text);
    }
    for more in wrong.iter().skip(1).take(SHOWN) {
        finding = finding.also(more.at, &more.what);
    }
    if wrong.len() > 1 + SHOWN {
        finding = finding.help(format!("{} times contradict others in all", wrong.len()));
    }
    Some(finding.help("correct the time that is mistyped; mind its day, and its offset from UTC"))
}

fn record(context: &Context<'_>, case: &Case<'_>, apart: TimeDelta) -> Vec<Wrong> {
    let mut wrong = judged(context, &case.milestones(), apart);
    let timeline = case.front.timeline.iter().flat_map(|timeline| &timeline.value);
    let timeline: Vec<_> = timeline.filter_map(|entry| line(entry)).collect();
    let started = case.time(|times| &times.started).map(|started| started.value);
    for pair in timeline.windows(2) {
        // What led to an incident may lie long before it.
        let within = started.is_none_or(|started| started <= pair[0].instant);
        let pause = if within { apart } else { TimeDelta::MAX };
        wrong.extend(follows(context, pair[0], pair[1], pause));
    }
    wrong.extend(timeline.iter().filter_map(|line| future(context, line)));
    for page in case.front.pages.iter().flat_map(|pages| &pages.value) {
        let [sent, answered] = [("page", page.at_time), ("answer", page.acknowledged)];
        let pair = [sent, answered].map(|(name, time)| time.map(|time| named(name, time)));
        if let [Some(sent), Some(answered)] = pair {
            wrong.extend(follows(context, sent, answered, TimeDelta::MAX));
        }
        wrong.extend(pair.iter().flatten().filter_map(|time| future(context, time)));
    }
    wrong
}

fn line(entry: &TimelineEntry) -> Option<Milestone> {
    Some(named("timeline", entry.at_time?))
}

fn named(name: &'static str, time: crate::source::Located<Instant>) -> Milestone {
    Milestone { name, instant: time.value, at: time.at }
}

/// What is wrong with milestones.
fn judged(context: &Context<'_>, times: &[Milestone], apart: TimeDelta) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for (index, time) in times.iter().enumerate() {
        let earlier = times[..index].iter().rev();
        let mut contradicted =
            earlier.filter(|e| comes_before(e.name, time.name) && e.instant > time.instant);
        match contradicted.next() {
            Some(earlier) => wrong.push(before(context, *earlier, *time)),
            None if index > 0 && !matches!(time.name, "reviewed" | "published") => {
                wrong.extend(follows(context, times[index - 1], *time, apart));
            }
            None => {}
        }
    }
    wrong.extend(times.iter().filter_map(|time| future(context, time)));
    wrong
}

/// What is wrong with a time that is written after another: it lies before it, or too long after.
fn follows(
    context: &Context<'_>,
    one: Milestone,
    next: Milestone,
    apart: TimeDelta,
) -> Option<Wrong> {
    let same = one.name == next.name || next.name == "answer";
    if same && next.instant < one.instant {
        return Some(before(context, one, next));
    }
    if next.instant - one.instant <= apart {
        return None;
    }
    let (length, apart) = (show::length(next.instant - one.instant), show::length(apart));
    let what = format!("{} is {length} after {}, more than {apart}", said(next), said(one));
    Some(Wrong { at: next.at, what, other: Some((one.at, clock(context, one))) })
}

fn before(context: &Context<'_>, one: Milestone, next: Milestone) -> Wrong {
    let earlier = if one.name == "timeline" { "the line above it".to_owned() } else { said(one) };
    let what = format!("{}, {}, is before {earlier}", said(next), clock(context, next));
    Wrong { at: next.at, what, other: Some((one.at, clock(context, one))) }
}

fn future(context: &Context<'_>, time: &Milestone) -> Option<Wrong> {
    let what = format!("{}, {}, is in the future", said(*time), clock(context, *time));
    (time.instant > context.now).then_some(Wrong { at: time.at, what, other: None })
}

fn said(time: Milestone) -> String {
    match time.name {
        "timeline" => "a line of the timeline".to_owned(),
        "page" => "the page".to_owned(),
        "answer" => "the answer to a page".to_owned(),
        name => format!("`{name}`"),
    }
}

fn clock(context: &Context<'_>, time: Milestone) -> String {
    show::full(time.instant, &context.plan.zone)
}
