//! `incidents-per-shift`: more incidents in one shift than one person can work on.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{Check, Context, Kind, Options, Parameter, Rule, counted, few, pages, quoted};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::RotationKey;
use crate::source::Location;
use crate::syntax::IncidentKind;
use crate::time::{Instant, Span, show};

/// How far back shifts are looked at.
const LOOK_BACK: TimeDelta = TimeDelta::days(30);
const HALF_DAY: TimeDelta = TimeDelta::hours(12);
const LISTED: usize = 5;

pub(super) static RULE: Rule = Rule {
    code: "incidents-per-shift",
    level: Level::Warning,
    profiles: &[],
    options: &[Parameter {
        name: "most",
        kind: Kind::Whole,
        default: "2",
        profiles: &[],
        about: "The most incidents in 12 hours of one shift.",
    }],
    summary: "a shift had more incidents within 12 hours than one person can work on",
    source: "2 in 12 hours: \"Site Reliability Engineering\" (2016), chapter 11, since an incident \
             with all that follows takes 6 hours; Truss: 2 to 3 alerts a shift. Looked at are the \
             shifts of the last 30 days, and the incidents for which their rotation was paged",
    why: "The first incident is understood and written up. The third one within a night is only \
          silenced, and what it would have taught is lost. It is a sign that alerts or services \
          need work, not that people are slow.",
    bad: r#"
irp = 1
[plan]
name = "A bad night"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana", "ben"]
[severities.sev2]
rank = 2
[services.api]
--- incidents/2026-10-13-a.md ---
+++
severity = "sev2"
services = ["api"]
times = { detected = 2026-10-13T20:00:00+02:00 }
pages = [{ at = 2026-10-13T20:00:00+02:00, to = "ana", rotation = "primary" }]
+++
--- incidents/2026-10-13-b.md ---
+++
severity = "sev2"
services = ["api"]
times = { detected = 2026-10-13T23:00:00+02:00 }
pages = [{ at = 2026-10-13T23:00:00+02:00, to = "ana", rotation = "primary" }]
+++
--- incidents/2026-10-14-c.md ---
+++
severity = "sev2"
services = ["api"]
times = { detected = 2026-10-14T05:00:00+02:00 }
pages = [{ at = 2026-10-14T05:00:00+02:00, to = "ana", rotation = "primary" }]
+++
"#,
    good: r#"
irp = 1
[plan]
name = "A night"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana", "ben"]
[severities.sev2]
rank = 2
[services.api]
--- incidents/2026-10-13-a.md ---
+++
severity = "sev2"
services = ["api"]
times = { detected = 2026-10-13T20:00:00+02:00 }
pages = [{ at = 2026-10-13T20:00:00+02:00, to = "ana", rotation = "primary" }]
+++
--- incidents/2026-10-13-b.md ---
+++
severity = "sev2"
services = ["api"]
times = { detected = 2026-10-13T23:00:00+02:00 }
pages = [{ at = 2026-10-13T23:00:00+02:00, to = "ana", rotation = "primary" }]
+++
"#,
    check: Check::Plan(check),
};

/// The first page of an incident to a rotation.
#[derive(Clone, Copy)]
struct Call<'a> {
    at: Instant,
    incident: &'a str,
    place: Location,
}

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let most = usize::try_from(options.whole("most")).unwrap_or(usize::MAX);
    let all = calls(context).into_iter();
    all.filter_map(|(key, calls)| finding(context, most, key, &calls)).collect()
}

/// The incidents for which each rotation was paged, in order of time, each once.
fn calls<'a>(context: &Context<'a>) -> BTreeMap<RotationKey, Vec<Call<'a>>> {
    let recent = Span::new(context.now - LOOK_BACK, context.now);
    let mut all: BTreeMap<RotationKey, Vec<Call<'a>>> = BTreeMap::new();
    let plan = context.plan;
    for record in &plan.written.incidents {
        let Some(front) = &record.front else { continue };
        if front.kind.as_ref().is_some_and(|kind| kind.value == IncidentKind::Drill) {
            continue;
        }
        let mut first: BTreeMap<RotationKey, Call<'a>> = BTreeMap::new();
        for page in pages(plan, front).into_iter().filter(|page| recent.contains(page.at)) {
            let rotation = page.written.rotation.as_ref();
            let key = rotation.and_then(|id| plan.rotation(id.value.as_ref()));
            let Some(key) = key.filter(|key| plan.counts_toward_load(*key)) else { continue };
            let call = Call { at: page.at, incident: &record.id, place: page.place };
            let known = first.entry(key).or_insert(call);
            if call.at < known.at {
                *known = call;
            }
        }
        for (key, call) in first {
            all.entry(key).or_default().push(call);
        }
    }
    for calls in all.values_mut() {
        calls.sort_by_key(|call| (call.at, call.incident));
    }
    all
}

/// The most incidents within 12 hours of one shift.
fn worst<'c, 'a>(
    context: &Context<'_>,
    key: RotationKey,
    calls: &'c [Call<'a>],
) -> Option<(&'c [Call<'a>], Span)> {
    let mut worst: Option<(&[Call<'_>], Span)> = None;
    for shift in context.shifts(key).iter().map(|shift| shift.span) {
        let first = calls.partition_point(|call| call.at < shift.start);
        let after = calls.partition_point(|call| call.at < shift.end);
        for (start, call) in (first..).zip(&calls[first..after]) {
            let end = calls.partition_point(|other| other.at < call.at + HALF_DAY).min(after);
            let count = end - start;
            if count > worst.map_or(0, |(calls, _)| calls.len()) {
                worst = Some((&calls[start..end], shift));
            }
        }
    }
    worst
}

fn finding(
    context: &Context<'_>,
    most: usize,
    key: RotationKey,
    calls: &[Call<'_>],
) -> Option<Diagnostic> {
    let (calls, shift) = worst(context, key, calls)?;
    let (first, last) = (calls.first()?, calls.last()?);
    if calls.len() <= most {
        return None;
    }
    let rotation = &context.plan[key];
    let zone = &rotation.zone;
    let message = format!(
        "{} reached the shift of `{}` that began {} within 12 hours, from {} to {}, more than \
         {most}: the last ones are silenced, not understood",
        counted(i64::try_from(calls.len()).ok()?, "incident"),
        rotation.id,
        show::full(shift.start, zone),
        show::full(first.at, zone),
        show::full(last.at, zone),
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, rotation.at, message)
        .about(format!("rotations.{}", rotation.id));
    let names = few(&quoted(calls.iter().map(|call| call.incident)), LISTED);
    let finding = calls
        .iter()
        .take(LISTED)
        .fold(finding, |finding, call| finding.also(call.place, "paged here"));
    Some(
        finding
            .help(format!("the incidents: {names}"))
            .help("mend or mute what fires, or let a second person take every other page"),
    )
}
