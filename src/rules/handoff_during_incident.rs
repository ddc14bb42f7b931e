//! `handoff-during-incident`: a rotation was handed over while an incident was open, and the record
//! does not say who took over.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{Check, Context, Handover, Kind, Options, Parameter, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Record, RotationKey};
use crate::source::Location;
use crate::syntax::{Incident, IncidentKind, IncidentStatus, TimelineKind};
use crate::time::{Instant, Span, show};

const LISTED: usize = 3;

pub(super) static RULE: Rule = Rule {
    code: "handoff-during-incident",
    level: Level::Warning,
    profiles: &[],
    options: &[
        Parameter {
            name: "within",
            kind: Kind::Length,
            default: "1h",
            profiles: &[],
            about: "How far from the handoff the record may say who took over.",
        },
        Parameter {
            name: "look-back",
            kind: Kind::Length,
            default: "30d",
            profiles: &[],
            about: "How old handoffs are judged, up to 35 days.",
        },
    ],
    summary: "a rotation was handed over in the midst of an incident, and no `role` entry says so",
    source: "any; a `role` entry within an hour, over the last 30 days (house default); the UK \
             Ministry of Justice has a procedure for transferring roles, and the SRE book asks for \
             an explicit, acknowledged handoff",
    why: "When the shift ends in the midst of an incident, both people may believe that the other \
          one has it. One line in the timeline, with `kind = \"role\"`, says who does. Judged are \
          rotations that were paged for the incident, from the page until it was resolved.",
    bad: r#"
irp = 1
[plan]
name = "Whose is it?"
time-zone = "Europe/Berlin"
[people]
ana = { name = "Ana" }
ben = { name = "Ben" }
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[severities.sev1]
rank = 1
[services.api]
tier = 2
--- incidents/2026-10-12-api.md ---
+++
severity = "sev1"
status = "resolved"
services = ["api"]
[times]
started = 2026-10-12T08:20:00+02:00
detected = 2026-10-12T08:25:00+02:00
resolved = 2026-10-12T10:30:00+02:00
[[pages]]
at = 2026-10-12T08:25:00+02:00
to = "ana"
rotation = "primary"
+++
"#,
    good: r#"
irp = 1
[plan]
name = "Ben has it"
time-zone = "Europe/Berlin"
[people]
ana = { name = "Ana" }
ben = { name = "Ben" }
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[severities.sev1]
rank = 1
[services.api]
tier = 2
--- incidents/2026-10-12-api.md ---
+++
severity = "sev1"
status = "resolved"
services = ["api"]
[times]
started = 2026-10-12T08:20:00+02:00
detected = 2026-10-12T08:25:00+02:00
resolved = 2026-10-12T10:30:00+02:00
[[pages]]
at = 2026-10-12T08:25:00+02:00
to = "ana"
rotation = "primary"
[[timeline]]
at = 2026-10-12T09:05:00+02:00
kind = "role"
by = "ben"
text = "I take over from Ana."
+++
"#,
    check: Check::Plan(check),
};

/// The handoffs of the rotations that incidents name, each worked out once.
type Handovers<'c> = BTreeMap<RotationKey, Vec<Handover<'c>>>;

/// The first page of a rotation in an incident.
#[derive(Clone, Copy)]
struct Paged {
    at: Instant,
    rotation: RotationKey,
    place: Location,
}

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let (within, back) = (options.length("within"), options.length("look-back"));
    let since = (context.now - back).max(context.known().start);
    let mut handovers = Handovers::new();
    let mut found = Vec::new();
    for record in &context.plan.written.incidents {
        let Some(end) = end(context, record).filter(|end| *end > since) else { continue };
        let roles = roles(record);
        let mut silences = Vec::new();
        for paged in pages(context, record) {
            let known = handovers
                .entry(paged.rotation)
                .or_insert_with(|| context.handovers(paged.rotation, TimeDelta::zero()));
            let open = Span::new(paged.at.max(since), end.min(context.now));
            let silent = silent(known, open, &paged, &roles, within);
            silences.extend(silent.into_iter().map(|handover| (*handover, paged)));
        }
        silences.sort_by_key(|(handover, paged)| (handover.at, paged.rotation));
        found.extend(finding(context, record, &silences));
    }
    found
}

/// When an incident was over; now, where it is open; `None` for exercises and where it is unknown.
fn end(context: &Context<'_>, record: &Record<Incident>) -> Option<Instant> {
    let front = record.front.as_ref()?;
    if front.kind.as_ref().is_some_and(|kind| kind.value == IncidentKind::Drill) {
        return None;
    }
    let times = &front.times.as_ref()?.value;
    let status = front.status.as_ref().map_or(IncidentStatus::Open, |status| status.value);
    let open = matches!(status, IncidentStatus::Open | IncidentStatus::Mitigated);
    let resolved = times.resolved.as_ref().map(|at| at.value);
    resolved.or(open.then_some(context.now))
}

/// The first page of each rotation, in order of their ids.
fn pages(context: &Context<'_>, record: &Record<Incident>) -> Vec<Paged> {
    let pages =
        record.front.iter().flat_map(|front| front.pages.iter().flat_map(|list| &list.value));
    let mut first: BTreeMap<RotationKey, Paged> = BTreeMap::new();
    for page in pages {
        let (Some(at), Some(rotation)) = (&page.at_time, &page.rotation) else { continue };
        let Some(key) = context.plan.rotation(rotation.value.as_ref()) else { continue };
        let one = Paged { at: at.value, rotation: key, place: rotation.at };
        if first.get(&key).is_none_or(|known| one.at < known.at) {
            first.insert(key, one);
        }
    }
    first.into_values().collect()
}

/// When the record says who took a role, in order.
fn roles(record: &Record<Incident>) -> Vec<Instant> {
    let lines = record.front.iter().flat_map(|front| front.timeline.iter());
    let lines = lines.flat_map(|list| &list.value);
    let roles = lines
        .filter(|line| line.kind.as_ref().is_some_and(|kind| kind.value == TimelineKind::Role));
    let mut roles: Vec<_> =
        roles.filter_map(|line| line.at_time.as_ref()).map(|at| at.value).collect();
    roles.sort_unstable();
    roles
}

/// The handoffs while an incident was open of which its record says nothing. Where somebody stays
/// on call, nothing changes hands.
fn silent<'h, 'c>(
    handovers: &'h [Handover<'c>],
    open: Span,
    paged: &Paged,
    roles: &[Instant],
    within: TimeDelta,
) -> Vec<&'h Handover<'c>> {
    let first = handovers.partition_point(|handover| handover.at < open.start);
    let inside = handovers.iter().skip(first).take_while(|handover| handover.at < open.end);
    let changes = inside.filter(|handover| {
        handover.at > paged.at && !handover.to.iter().any(|person| handover.from.contains(person))
    });
    let told = |handover: &&Handover<'_>| {
        let role = roles.partition_point(|role| *role < handover.at - within);
        roles.get(role).is_some_and(|role| *role <= handover.at + within)
    };
    changes.filter(|handover| !told(handover)).collect()
}

fn finding(
    context: &Context<'_>,
    record: &Record<Incident>,
    silences: &[(Handover<'_>, Paged)],
) -> Option<Diagnostic> {
    let ((first, paged), others) = silences.split_first()?;
    let rotation = &context.plan[paged.rotation];
    let message = format!(
        "`{}` passed from {} to {} on {}, while this incident was open, and no `role` entry says \
         who had it from then on",
        rotation.id,
        context.names(first.from),
        context.names(first.to),
        show::full(first.at, &rotation.zone),
    );
    let mut finding = Diagnostic::new(RULE.code, RULE.level, paged.place, message)
        .about(format!("incidents.{}", record.id))
        .label("paged here");
    if !others.is_empty() {
        let each = others.iter().take(LISTED).map(|(handover, paged)| {
            let rotation = &context.plan[paged.rotation];
            let at = show::full(handover.at, &rotation.zone);
            format!("`{}` on {at}", rotation.id)
        });
        let each: Vec<_> = each.collect();
        let more = others.len().saturating_sub(LISTED);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        finding = finding.help(format!("so did {}{more}", each.join(", ")));
    }
    Some(finding.help(
        "add a `[[timeline]]` entry with `kind = \"role\"` that says who took over, or who stayed",
    ))
}
