//! `handoff-note-missing`: a rotation was handed over without the note that it requires.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{Check, Context, Handover, Kind, Options, Parameter, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{PersonKey, RotationKey};
use crate::syntax::Need;
use crate::time::{Instant, show};

/// How far a note's boundary may lie from a handoff and still be its note.
const NEAR: TimeDelta = TimeDelta::hours(1);
const LISTED: usize = 5;

pub(super) static RULE: Rule = Rule {
    code: "handoff-note-missing",
    level: Level::Warning,
    profiles: &[],
    options: &[
        Parameter {
            name: "within",
            kind: Kind::Length,
            default: "4h",
            profiles: &[],
            about: "How long after a handoff its note is awaited; who steps in for less hands \
                    nothing over.",
        },
        Parameter {
            name: "look-back",
            kind: Kind::Length,
            default: "7d",
            profiles: &[],
            about: "How old handoffs are judged, up to 35 days.",
        },
    ],
    summary: "a rotation with `handoff-note = \"required\"` was handed over without a note",
    source: "a note within 4 hours, over the last 7 days (house default); \"Minimum Viable Incident \
             Response Plan\" (2019) has one at every handoff, and GitLab opens an issue for each \
             shift",
    why: "What the last shift knew, such as a fix that is only half in or an alert that lies, is \
          found out again at night by the next one. A note counts for the handoff that its \
          `boundary` names, give or take an hour.",
    bad: r#"
irp = 1
[plan]
name = "No note"
time-zone = "Europe/Berlin"
[people]
ana = { name = "Ana" }
ben = { name = "Ben" }
[rotations.primary]
starts = 2026-01-05T15:00
turn = "3d"
people = ["ana", "ben"]
handoff-note = "required"
--- handoffs/2026-10-14-primary.md ---
+++
rotation = "primary"
boundary = 2026-10-14T15:00:00+02:00
outgoing = "ana"
incoming = "ben"
acknowledged-by = "ben"
+++
"#,
    good: r#"
irp = 1
[plan]
name = "Notes"
time-zone = "Europe/Berlin"
[people]
ana = { name = "Ana" }
ben = { name = "Ben" }
[rotations.primary]
starts = 2026-01-05T15:00
turn = "3d"
people = ["ana", "ben"]
handoff-note = "required"
--- handoffs/2026-10-14-primary.md ---
+++
rotation = "primary"
boundary = 2026-10-14T15:00:00+02:00
outgoing = "ana"
incoming = "ben"
acknowledged-by = "ben"
+++
--- handoffs/2026-10-17-primary.md ---
+++
rotation = "primary"
boundary = 2026-10-17T15:00:00+02:00
outgoing = "ben"
incoming = "ana"
acknowledged-by = "ana"
+++
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let Some(notes) = notes(context) else { return Vec::new() };
    let (within, back) = (options.length("within"), options.length("look-back"));
    let plan = context.plan;
    let required = plan.rotation_keys().filter(|key| plan[*key].handoff_note == Need::Required);
    let found = required.filter_map(|key| {
        let notes = notes.get(plan[key].id.as_ref()).map_or(&[][..], Vec::as_slice);
        let awaited = |handover: &Handover<'_>| {
            handover.at + within < context.now && context.now - back <= handover.at
        };
        let handovers = context.handovers(key, within).into_iter().filter(awaited);
        let missing: Vec<_> = handovers.filter(|handover| !has(notes, handover)).collect();
        finding(context, key, &missing)
    });
    found.collect()
}

/// The boundaries that notes name, by rotation and in order; `None` where a note cannot be read.
fn notes<'a>(context: &Context<'a>) -> Option<BTreeMap<&'a str, Vec<Instant>>> {
    let mut notes: BTreeMap<&str, Vec<Instant>> = BTreeMap::new();
    for record in &context.plan.written.handoffs {
        let front = record.front.as_ref()?;
        let rotation = front.rotation.as_ref()?.value.as_ref();
        notes.entry(rotation).or_default().push(front.boundary.as_ref()?.value);
    }
    for boundaries in notes.values_mut() {
        boundaries.sort_unstable();
    }
    Some(notes)
}

fn has(notes: &[Instant], handover: &Handover<'_>) -> bool {
    let first = notes.partition_point(|boundary| *boundary < handover.left - NEAR);
    notes.get(first).is_some_and(|boundary| *boundary <= handover.at + NEAR)
}

fn finding(
    context: &Context<'_>,
    key: RotationKey,
    missing: &[Handover<'_>],
) -> Option<Diagnostic> {
    let rotation = &context.plan[key];
    let last = missing.last()?;
    let message = format!(
        "no note for the handoff of `{}` from {} to {} on {}: what the shift before knew has to be \
         found out again",
        rotation.id,
        context.names(last.from),
        context.names(last.to),
        show::full(last.at, &rotation.zone),
    );
    let mut finding = Diagnostic::new(RULE.code, RULE.level, rotation.at, message)
        .about(format!("rotations.{}", rotation.id))
        .label("it requires a note");
    if missing.len() > 1 {
        let each = missing.iter().rev().skip(1).take(LISTED);
        let each = each.map(|each| show::short(each.at, &rotation.zone, context.now));
        let more = missing.len().saturating_sub(LISTED + 1);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        let each: Vec<_> = each.collect();
        finding = finding.help(format!("missing too: {}{more}", each.join(", ")));
    }
    Some(
        finding
            .help("ask who went off call, and write it down under `handoffs/` with these keys")
            .fix(format!(
                "rotation = \"{}\"\nboundary = {}\noutgoing = {}\nincoming = {}",
                rotation.id,
                show::rfc3339(last.at, &rotation.zone),
                ids(context, last.from),
                ids(context, last.to),
            )),
    )
}

/// People as a note names them: one id, or a list.
fn ids(context: &Context<'_>, people: &[PersonKey]) -> String {
    let ids: Vec<_> = context.plan.ids(people).into_iter().map(|id| format!("\"{id}\"")).collect();
    if let [one] = &ids[..] { one.clone() } else { format!("[{}]", ids.join(", ")) }
}
