//! `kind-broken`: a rotation is not what its `kind` promises.

use chrono::TimeDelta;

use super::{Check, Context, Options, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Plan, Rotation, RotationKey, Turns};
use crate::schedule::{merged, windows};
use crate::syntax::RotationKind;
use crate::time::Span;
use crate::time::show;

/// Windows at least this far apart are a pause, not a hole: a weekend.
const PAUSE: TimeDelta = TimeDelta::hours(24);
const LISTED: usize = 3;

pub(super) static RULE: Rule = Rule {
    code: "kind-broken",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "a rotation is not what its `kind` promises",
    source: "any: `kind` is a promise that the plan itself makes",
    why: "`kind` says what whoever reads the plan may rely on: `standard` is on call at every hour, \
          `follow-the-sun` hands over from window to window without a hole. A change that breaks \
          the promise should be noticed before the hour in which it matters.",
    bad: r#"
irp = 1
[plan]
name = "Hole"
time-zone = "UTC"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
kind = "follow-the-sun"
starts = 2026-01-05T00:00
turn = "1w"
coverage = "windows"
[[rotations.primary.layers]]
name = "east"
when = "00:00-11:00"
people = ["ana"]
[[rotations.primary.layers]]
name = "west"
when = "12:00-24:00"
people = ["ben"]
"#,
    good: r#"
irp = 1
[plan]
name = "No hole"
time-zone = "UTC"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
kind = "follow-the-sun"
starts = 2026-01-05T00:00
turn = "1w"
coverage = "windows"
[[rotations.primary.layers]]
name = "east"
when = "00:00-12:00"
people = ["ana"]
[[rotations.primary.layers]]
name = "west"
when = "12:00-24:00"
people = ["ben"]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let plan = context.plan;
    let own = |key: &RotationKey| {
        matches!(plan[*key].turns, Turns::Own(_)) && plan[*key].blocked.is_empty()
    };
    plan.rotation_keys().filter(own).filter_map(|key| rotation(context, key)).collect()
}

fn rotation(context: &Context<'_>, key: RotationKey) -> Option<Diagnostic> {
    let (plan, rotation) = (context.plan, &context.plan[key]);
    let windowed = plan.layers(key).iter().filter(|layer| layer.windows.is_some()).count();
    let layers = plan.layers(key).len();
    match rotation.kind {
        RotationKind::Custom => None,
        RotationKind::Standard if layers == 1 && windowed == 0 => None,
        RotationKind::Standard => {
            let has = if layers > 1 { format!("{layers} layers") } else { "windows".to_owned() };
            let message = format!("`{}` is no standard rotation: it has {has}", rotation.id);
            Some(finding(rotation, message).help("write kind = \"custom\", or remove them"))
        }
        RotationKind::FollowTheSun if layers < 2 || windowed < layers => {
            let message = format!(
                "`{}` does not follow the sun: that takes two layers or more, each with windows",
                rotation.id
            );
            Some(finding(rotation, message).help("add `when` to each layer, or another `kind`"))
        }
        RotationKind::FollowTheSun => hole(context, rotation, &holes(plan, key, context)),
    }
}

fn finding(rotation: &Rotation, message: String) -> Diagnostic {
    let at = rotation.kind_at.unwrap_or(rotation.at);
    Diagnostic::new(RULE.code, Level::Error, at, message)
        .about(format!("rotations.{}", rotation.id))
        .label("this is the promise")
}

/// The holes between the windows of all layers that are shorter than a pause.
fn holes(plan: &Plan, key: RotationKey, context: &Context<'_>) -> Vec<Span> {
    let starts = plan.layers(key).iter().filter_map(|layer| layer.force.from).max();
    let from = starts.map_or(context.now, |starts| starts.max(context.now));
    let judged = Span::new(from, context.horizon().end + TimeDelta::days(366));
    if judged.is_empty() {
        return Vec::new();
    }
    let all = plan.layers(key).iter().flat_map(|layer| windows(layer, judged));
    let all = merged(all.collect());
    let between = all.windows(2).map(|pair| Span::new(pair[0].end, pair[1].start));
    between.filter(|hole| hole.length() < PAUSE).collect()
}

fn hole(context: &Context<'_>, rotation: &Rotation, holes: &[Span]) -> Option<Diagnostic> {
    let first = holes.first()?;
    let message = format!(
        "`{}` does not follow the sun: no window from {} until {}, so a page then reaches nobody \
         for {}",
        rotation.id,
        show::full(first.start, &rotation.zone),
        show::full(first.end, &rotation.zone),
        show::length(first.length())
    );
    let mut finding = finding(rotation, message);
    if holes.len() > 1 {
        let each = holes.iter().skip(1).take(LISTED - 1).map(|hole| {
            let at = show::short(hole.start, &rotation.zone, context.now);
            format!("{at} ({})", show::length(hole.length()))
        });
        let each: Vec<_> = each.collect();
        finding =
            finding.help(format!("{} holes in all; the next: {}", holes.len(), each.join(", ")));
    }
    let way_out = "let the windows touch or overlap; those in UTC stay so when clocks change";
    Some(finding.help(way_out))
}
