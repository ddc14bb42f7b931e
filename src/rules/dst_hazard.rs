//! `dst-hazard`: a change of the clock makes a handoff uncertain, or opens a gap.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{Check, Context, Options, Rule, kind_broken, required, speaks, times};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Cadence, Layer, RotationKey, Turns};
use crate::schedule::merged;
use crate::source::Location;
use crate::syntax::RotationKind;
use crate::time::{Civil, Instant, Span, Zone, show};

/// Changes of the clock of one zone that are looked at.
const MOST_CHANGES: usize = 32;

pub(super) static RULE: Rule = Rule {
    code: "dst-hazard",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "a handoff in an hour that a clock change skips or doubles, or a gap or overlap \
             that one opens",
    source: "any within the horizon, an error where nobody is left on call; grafana/oncall#3261 \
             and OneUptime#1890 are about such hours",
    why: "Clocks change at night, on different dates in different countries. A handoff in \
             the hour that is skipped or comes twice is a matter of opinion, and shifts that \
             meet on two clocks in summer miss each other for the weeks in which only one of \
             them has changed.",
    bad: r#"
irp = 1
[plan]
name = "In the doubled hour"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T02:30
turn = "1d"
people = ["ana", "ben"]
"#,
    good: r#"
irp = 1
[plan]
name = "In an hour that every day has"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1d"
people = ["ana", "ben"]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let plan = context.plan;
    let own =
        |key: &RotationKey| matches!(plan[*key].turns, Turns::Own(_)) && context.answers(*key);
    let rotations: Vec<_> = plan.rotation_keys().filter(own).collect();
    let handoffs = rotations.iter().filter_map(|key| handoffs(context, *key));
    let inside = rotations.iter().filter_map(|key| {
        let place = (format!("rotations.{}", plan[*key].id), plan[*key].at);
        let found = seams(context, &[*key], place, None)?;
        // A promise that the hole breaks names it already.
        let said =
            plan[*key].kind == RotationKind::FollowTheSun && speaks(&kind_broken::RULE, context);
        (found.level == Level::Warning || !said).then_some(found)
    });
    handoffs.chain(inside).chain(steps(context)).collect()
}

/// The findings of steps that name several rotations.
fn steps(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for promise in context.promises() {
        for step in context.steps(promise.path).unwrap_or_default() {
            let rotations = step.rotations();
            if rotations.len() > 1 {
                let place = (format!("escalations.{}", promise.path.id), step.at);
                let needed = required(context.plan, promise, context.horizon());
                let seams = seams(context, &rotations, place, Some(&needed));
                let known =
                    |new: &Diagnostic| found.iter().any(|old| old.primary.at == new.primary.at);
                let new = seams.filter(|new| !known(new));
                found.extend(new);
            }
        }
    }
    found
}

/// The changes of the clock in a span.
fn changes(zone: &Zone, span: Span) -> Vec<Instant> {
    let (mut found, mut at) = (Vec::new(), span.start);
    while let Some(change) = zone.next_change(at).filter(|change| span.contains(*change)) {
        if found.len() >= MOST_CHANGES {
            break;
        }
        found.push(change);
        at = change;
    }
    found
}

/// The finding of a rotation with handoffs in hours that are skipped or doubled.
fn handoffs(context: &Context<'_>, key: RotationKey) -> Option<Diagnostic> {
    let (plan, rotation) = (context.plan, &context.plan[key]);
    let layers = plan.layers(key).iter().flat_map(|layer| {
        let force = layer.force.and(rotation.force).cut(context.horizon());
        let changes = changes(&layer.zone, force).into_iter();
        changes.filter_map(move |change| Some((uncertain(layer, change)?, change, &layer.zone)))
    });
    let mut all: Vec<_> = layers.collect();
    all.sort_by_key(|(_, change, _)| *change);
    let (edge, change, zone) = *all.first()?;
    let moment = Span::new(change - TimeDelta::seconds(1), change);
    let forward = zone.offset_at(moment.start) < zone.offset_at(change);
    let (clock, day) = (edge.format("%H:%M"), edge.format("%a %-d %b %Y"));
    let real = show::beside(zone.instant(edge), zone, zone);
    let (what, so) = if forward {
        ("is skipped", "happens at")
    } else {
        ("comes twice", "is the first of the two,")
    };
    let message = format!(
        "a handoff of `{}` at {clock} {what} on {day} in {}: it {so} {real}, and giver and receiver may \
         read it differently",
        rotation.id,
        zone.name(),
    );
    let found = Diagnostic::new(RULE.code, Level::Warning, rotation.at, message)
        .about(format!("rotations.{}", rotation.id))
        .label(format!("its clock changes in {}", show::length(change - context.now)));
    Some(found.help("choose a time of day that every day has, or write the times in UTC"))
}

/// The edge of a layer that a change of its clock skips or doubles.
fn uncertain(layer: &Layer, change: Instant) -> Option<Civil> {
    let offset = |at: Instant| TimeDelta::seconds(i64::from(layer.zone.offset_at(at)));
    let (before, after) = (offset(change - TimeDelta::seconds(1)), offset(change));
    let (low, high) =
        (change.naive_utc() + before.min(after), change.naive_utc() + before.max(after));
    let turns = match &layer.cadence {
        Cadence::Periods(handoffs) if layer.windows.is_none() || layer.split => {
            Some(handoffs.at_or_after(low))
        }
        _ => None,
    };
    let windows = layer.windows.as_ref().and_then(|windows| windows.next_edge(low, high - low));
    let cut = |edge: &Civil| layer.split || windows == Some(*edge) || layer.windows.is_none();
    turns.into_iter().chain(windows).filter(cut).filter(|edge| *edge < high).min()
}

/// A shift and the zone in which its times are written.
type Held<'a> = (Span, &'a Zone, RotationKey);

/// A span between or of shifts in two zones.
type Seam<'a> = (Span, &'a Zone, &'a Zone);

/// The finding of shifts in different zones that miss each other, or overlap, by what a change of
/// the clock within the horizon makes.
fn seams(
    context: &Context<'_>,
    keys: &[RotationKey],
    (path, at): (String, Location),
    needed: Option<&[Span]>,
) -> Option<Diagnostic> {
    let held = held(context, keys);
    let (mut gaps, mut overlaps) = meet(context, &held);
    let horizon = context.horizon();
    let open = |gap: Span| needed.is_none_or(|all| all.iter().any(|span| span.overlaps(gap)));
    gaps.retain(|(span, ..)| span.overlaps(horizon) && open(*span));
    overlaps.retain(|(span, ..)| span.overlaps(horizon));
    let (level, seams, what) = if gaps.is_empty() {
        (Level::Warning, overlaps, "overlap")
    } else {
        (Level::Error, gaps, "miss each other")
    };
    let (first, one, two) = *seams.first()?;
    let zone = &context.plan.zone;
    let then = if level == Level::Error { "nobody is on call" } else { "several people are paged" };
    let message = format!(
        "shifts of `{}` in {} and {} {what} because their clocks move against each other: from {} until \
         {} {then}",
        path.split_once('.').map_or("", |(_, id)| id),
        one.name(),
        two.name(),
        show::full(first.start, zone),
        show::full(first.end, zone)
    );
    let spans = merged(seams.iter().map(|(span, ..)| *span).collect());
    let found =
        Diagnostic::new(RULE.code, level, at, message).about(path).label("in several zones");
    let found = match spans.len() {
        1 => found,
        several => found.help(format!("{several} times: {}", times(&spans, zone, context.now))),
    };
    Some(found.help("write the times of all of them in one zone, such as UTC, or let them overlap"))
}

/// The gaps and the overlaps that clocks make between neighbours in different zones.
fn meet<'a>(context: &Context<'_>, held: &[Held<'a>]) -> (Vec<Seam<'a>>, Vec<Seam<'a>>) {
    let (mut gaps, mut overlaps) = (Vec::new(), Vec::new());
    let mut swings: BTreeMap<(&str, &str), Swing> = BTreeMap::new();
    let Some((mut last, rest)) = held.split_first().map(|(first, rest)| (*first, rest)) else {
        return (gaps, overlaps);
    };
    for next in rest {
        let gap = Span::new(last.0.end, next.0.start);
        let overlap = Span::new(next.0.start, last.0.end.min(next.0.end));
        let two = last.2 != next.2 && !overlap.is_empty();
        if last.1 != next.1 && (two || !gap.is_empty()) {
            let swing = swings.entry((last.1.name(), next.1.name()));
            let swing = swing.or_insert_with(|| Swing::new(context, last.1, next.1));
            let now = apart(last.1, next.1, last.0.end);
            if !gap.is_empty() && swing.opens(gap.length(), now) {
                gaps.push((gap, last.1, next.1));
            }
            if two && swing.doubles(overlap.length(), now) {
                overlaps.push((overlap, last.1, next.1));
            }
        }
        if next.0.end >= last.0.end {
            last = *next;
        }
    }
    (gaps, overlaps)
}

/// The shifts of some rotations with people, in order; none where all are in one zone.
fn held<'a>(context: &'a Context<'_>, keys: &[RotationKey]) -> Vec<Held<'a>> {
    let plan = context.plan;
    let mut zones = keys.iter().flat_map(|key| plan.layers(*key)).map(|layer| &layer.zone);
    let first = zones.next();
    if zones.all(|zone| Some(zone) == first) {
        return Vec::new();
    }
    let shifts =
        keys.iter().flat_map(|key| context.shifts_ahead(*key).map(move |shift| (*key, shift)));
    let held = shifts.filter(|(_, shift)| !shift.people.is_empty()).map(|(key, shift)| {
        let layer = shift.why.turn.and_then(|turn| plan.layers(key).get(turn.layer));
        (shift.span, layer.map_or(&plan[key].zone, |layer| &layer.zone), key)
    });
    let mut held: Vec<_> = held.collect();
    held.sort_by_key(|(span, _, key)| (*span, *key));
    held
}

/// How far apart the clocks of two zones are, in seconds.
fn apart(one: &Zone, two: &Zone, at: Instant) -> i64 {
    i64::from(one.offset_at(at)) - i64::from(two.offset_at(at))
}

/// How far apart the clocks of two zones are, in seconds.
struct Swing {
    /// The least within the horizon.
    least: i64,
    /// What they are for most of a year.
    usual: i64,
}

impl Swing {
    fn new(context: &Context<'_>, one: &Zone, two: &Zone) -> Self {
        let horizon = context.horizon();
        let year = Span::new(context.now, horizon.end.max(context.now + TimeDelta::days(366)));
        let mut edges = vec![year.start, year.end];
        edges.extend(changes(one, year).into_iter().chain(changes(two, year)));
        edges.sort_unstable();
        let mut lengths: BTreeMap<i64, TimeDelta> = BTreeMap::new();
        for pair in edges.windows(2) {
            *lengths.entry(apart(one, two, pair[0])).or_default() += pair[1] - pair[0];
        }
        let usual = lengths.iter().max_by_key(|(_, length)| **length).map(|(apart, _)| *apart);
        let within = edges.iter().filter(|edge| **edge < horizon.end);
        let least = within.map(|edge| apart(one, two, *edge)).min();
        Self { least: least.unwrap_or_default(), usual: usual.unwrap_or_default() }
    }

    /// Whether a gap is none while the clocks stand otherwise than now.
    fn opens(&self, gap: TimeDelta, now: i64) -> bool {
        gap.num_seconds() + self.least - now <= 0
    }

    /// Whether an overlap is none for most of the year.
    fn doubles(&self, overlap: TimeDelta, now: i64) -> bool {
        overlap.num_seconds() - (self.usual - now) <= 0
    }
}
