//! `coverage-gap`: somebody must be on call, and nobody is.

use std::collections::BTreeMap;

use super::{
    Check, Context, NAMED, Options, Promise, Reach, Rule, Step, reach, required, times, total,
};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::RotationKey;
use crate::schedule::{self, without};
use crate::syntax::EscalationId;
use crate::time::{Span, Zone, show};

pub(super) static RULE: Rule = Rule {
    code: "coverage-gap",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "an instant at which somebody must be on call and nobody is",
    source: "0 minutes: the ideal of Grafana OnCall's schedule quality is 24/7/365; PCI DSS 12.10.3 \
             asks for people who are available 24/7",
    why: "A page that reaches nobody is found in the morning. Gaps come from windows that do not \
          meet, from an intended empty turn, from an override that takes the only person out, and \
          from clock changes between zones.",
    bad: r#"
irp = 1
[plan]
name = "Gap"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
when = ["mon-fri 09:00-17:00", "mon-fri 18:00-09:00"]
coverage = "mon 09:00 - fri 17:00"
"#,
    good: r#"
irp = 1
[plan]
name = "No gap"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
when = ["mon-fri 09:00-17:00", "mon-fri 17:00-09:00"]
coverage = "mon 09:00 - fri 17:00"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let (mut steps, mut said) = (Vec::new(), BTreeMap::<RotationKey, Vec<&Promise<'_>>>::new());
    for promise in context.promises() {
        let Some(found) = escalation(context, promise) else { continue };
        match said_by(context, promise) {
            Some(key) => said.entry(key).or_default().push(promise),
            None => steps.push(found),
        }
    }
    let rotations = context.plan.rotation_keys().filter(|key| context.answers(*key));
    let rotations = rotations.filter_map(|key| {
        let promises = said.get(&key).map_or(&[][..], Vec::as_slice);
        rotation(context, key, promises)
    });
    rotations.chain(steps).collect()
}

/// Every gap of a rotation and of a first step, also those of which one finding is enough.
#[must_use]
pub fn coverage_gaps(context: &Context<'_>) -> Vec<Diagnostic> {
    let rotations = context.plan.rotation_keys().filter(|key| context.answers(*key));
    let rotations = rotations.filter_map(|key| rotation(context, key, &[]));
    let promises = context.promises().iter();
    rotations.chain(promises.filter_map(|promise| escalation(context, promise))).collect()
}

/// The only rotation of a first step, if the gaps of the step are all its own.
fn said_by<'a>(context: &Context<'a>, promise: &Promise<'a>) -> Option<RotationKey> {
    let steps = context.steps(promise.path)?;
    let step = steps.first()?;
    let [key] = step.rotations()[..] else { return None };
    let judged = reach_of(context, promise, step).span;
    let (own, _) = own_gaps(context, key);
    without(&unreached(context, promise, step, judged), &own).is_empty().then_some(key)
}

/// The gaps in a rotation's own coverage, and the span that is judged.
fn own_gaps(context: &Context<'_>, key: RotationKey) -> (Vec<Span>, Span) {
    let judged = reach(context.plan, &[key], None, context.now);
    let required = schedule::required(context.plan, key, judged.span);
    (without(&required, &context.manned(key, judged.span)), judged.span)
}

/// The finding of a rotation's own coverage, and of the first steps that have no gaps but these.
fn rotation(
    context: &Context<'_>,
    key: RotationKey,
    promises: &[&Promise<'_>],
) -> Option<Diagnostic> {
    let rotation = &context.plan[key];
    let (gaps, judged) = own_gaps(context, key);
    let first = gaps.first()?;
    let message = format!(
        "nobody is on call in `{}` from {} until {}, so a page reaches nobody for {}",
        rotation.id,
        show::full(first.start, &rotation.zone),
        show::full(first.end, &rotation.zone),
        show::length(first.length())
    );
    let finding = Diagnostic::new(RULE.code, Level::Error, rotation.at, message)
        .about(format!("rotations.{}", rotation.id))
        .label("its `coverage` asks for somebody");
    let finding = promises.iter().take(NAMED).fold(finding, |finding, promise| {
        let (path, needs) = (&promise.path.id, promise.named());
        finding.help(format!("step 1 of `{path}` then reaches nobody for {needs}"))
    });
    Some(listed(finding, &gaps, judged, &rotation.zone).help(
        "close it with another window, layer or person, or state the hours as `coverage = ...`",
    ))
}

/// Lists further gaps and how far ahead was looked.
pub(super) fn listed(finding: Diagnostic, gaps: &[Span], judged: Span, zone: &Zone) -> Diagnostic {
    if gaps.len() < 2 {
        return finding;
    }
    finding.help(format!(
        "{} gaps until {}, {} in all: {}",
        gaps.len(),
        show::full(judged.end, zone),
        show::length(total(gaps)),
        times(gaps, zone, judged.start)
    ))
}

/// Step 1 of an escalation path as it is judged.
#[derive(Clone, Copy, Debug)]
pub struct FirstStep<'a> {
    /// The path.
    pub path: &'a EscalationId,
    /// Whether it is needed in service hours only.
    pub business: bool,
    /// How far ahead it is judged.
    pub reach: Reach,
}

/// Step 1 of every escalation path that is judged: no fault hides whom it reaches.
#[must_use]
pub fn first_steps<'a>(context: &Context<'a>) -> Vec<FirstStep<'a>> {
    let judged = context.promises().iter().filter_map(|promise| {
        let steps = context.steps(promise.path)?;
        let reach = reach_of(context, promise, steps.first()?);
        Some(FirstStep { path: &promise.path.id, business: promise.business, reach })
    });
    judged.collect()
}

/// How far ahead a step of a promise is judged.
pub(super) fn reach_of(context: &Context<'_>, promise: &Promise<'_>, step: &Step<'_>) -> Reach {
    let own = promise.business.then_some(&context.plan.zone);
    reach(context.plan, &step.rotations(), own, context.now)
}

/// When a step is needed within a span and reaches nobody.
#[must_use]
pub fn unreached(
    context: &Context<'_>,
    promise: &Promise<'_>,
    step: &Step<'_>,
    span: Span,
) -> Vec<Span> {
    if step.leaves() || step.names_people() {
        return Vec::new();
    }
    let rotations = step.rotations().into_iter();
    let held = rotations.flat_map(|key| context.manned(key, span).to_vec()).collect();
    without(&required(context.plan, promise, span), &schedule::merged(held))
}

fn escalation<'a>(context: &Context<'a>, promise: &Promise<'a>) -> Option<Diagnostic> {
    let plan = context.plan;
    let steps = context.steps(promise.path)?;
    let step = steps.first()?;
    let judged = reach_of(context, promise, step);
    let gaps = unreached(context, promise, step, judged.span);
    let first = gaps.first()?;
    let on = if first.end == judged.span.end { " and on" } else { "" };
    let message = format!(
        "step 1 of `{}` reaches nobody from {} until {}{on}, so a page for {} waits {}",
        promise.path.id,
        show::full(first.start, &plan.zone),
        show::full(first.end, &plan.zone),
        promise.named(),
        show::length(first.length())
    );
    let finding = Diagnostic::new(RULE.code, Level::Error, step.at, message)
        .about(format!("escalations.{}", promise.path.id))
        .label("this step");
    let finding = listed(finding, &gaps, judged.span, &plan.zone);
    Some(finding.help("add a rotation or person to the step who covers that time"))
}
