//! `coverage-gap`: somebody must be on call, and nobody is.

use chrono::TimeDelta;

use super::{Context, Reach, Rule, reach};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{self, Escalation, Plan, RotationKey};
use crate::schedule::{self, merged, without};
use crate::syntax::{EscalationId, Hours};
use crate::time::Span;
use crate::time::show;

/// Gaps that are listed one by one.
const LISTED: usize = 5;

pub(super) static RULE: Rule = Rule {
    code: "coverage-gap",
    level: Level::Error,
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
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let plan = context.plan;
    let answered = |key: &RotationKey| plan[*key].blocked.is_empty();
    let rotations = plan.rotation_keys().filter(answered);
    let rotations = rotations.filter_map(|key| rotation(context, key));
    rotations.chain(escalations(context)).collect()
}

/// The gaps of a rotation's own coverage.
fn rotation(context: &Context<'_>, key: RotationKey) -> Option<Diagnostic> {
    let (plan, rotation) = (context.plan, &context.plan[key]);
    let judged = reach(plan, &[key], None, context.now);
    let gaps = schedule::gaps(plan, key, judged.span);
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
    Some(listed(finding, &gaps, judged.span, &rotation.zone).help(
        "close it with another window, layer or person, or state the hours as `coverage = ...`",
    ))
}

/// Lists further gaps and how far ahead was looked.
fn listed(
    finding: Diagnostic,
    gaps: &[Span],
    judged: Span,
    zone: &crate::time::Zone,
) -> Diagnostic {
    let total = gaps.iter().fold(TimeDelta::zero(), |sum, gap| sum + gap.length());
    if gaps.len() < 2 {
        return finding;
    }
    let each = gaps.iter().take(LISTED).map(|gap| {
        let end = show::short(gap.end, zone, judged.start);
        format!("{} to {end}", show::short(gap.start, zone, judged.start))
    });
    let each: Vec<_> = each.collect();
    let more = gaps.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    let until = show::full(judged.end, zone);
    finding.help(format!(
        "{} gaps until {until}, {} in all: {}{more}",
        gaps.len(),
        show::length(total),
        each.join(", ")
    ))
}

/// Services and severities that one escalation path answers for in the same hours.
struct Promise<'a> {
    path: &'a EscalationId,
    business: bool,
    services: Vec<String>,
}

/// The gaps of the first step of every escalation path, in the hours that it is needed.
fn escalations<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Diagnostic> + 'a {
    promises(context.plan).into_iter().filter_map(|promise| escalation(context, &promise))
}

fn promises(plan: &Plan) -> Vec<Promise<'_>> {
    let mut promises: Vec<Promise<'_>> = Vec::new();
    for service in &plan.services {
        for severity in &plan.severities {
            let Some(path) = service.escalation.severity(&severity.id) else { continue };
            let business = match (service.tier, severity.hours) {
                (1, Hours::Always) => false,
                (1, Hours::Business) | (2, _) => true,
                _ => continue,
            };
            let who = format!("{} ({})", service.id, severity.id);
            match promises.iter_mut().find(|p| p.path == path && p.business == business) {
                Some(promise) => promise.services.push(who),
                None => promises.push(Promise { path, business, services: vec![who] }),
            }
        }
    }
    promises
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
    let judged = promises(context.plan).into_iter().filter_map(|promise| {
        let path = context.plan.escalation(promise.path.as_ref())?;
        path.steps.first()?;
        let reach = reach_of(context, path, promise.business)?;
        Some(FirstStep { path: &path.id, business: promise.business, reach })
    });
    judged.collect()
}

/// How far ahead step 1 of a path is judged; `None` where a fault hides whom it reaches.
fn reach_of(context: &Context<'_>, path: &Escalation, business: bool) -> Option<Reach> {
    let plan = context.plan;
    let rotations = first_rotations(plan, path, &mut Vec::new())?;
    let answered = rotations.iter().all(|key| plan[*key].blocked.is_empty());
    let own = business.then_some(&plan.zone);
    answered.then(|| reach(plan, &rotations, own, context.now))
}

fn escalation(context: &Context<'_>, promise: &Promise<'_>) -> Option<Diagnostic> {
    let plan = context.plan;
    let path = plan.escalation(promise.path.as_ref())?;
    let step = path.steps.first()?;
    let judged = reach_of(context, path, promise.business)?;
    let needed = if promise.business {
        schedule::service_hours(plan, judged.span)
    } else {
        vec![judged.span]
    };
    let held = reached(plan, path, judged.span, &mut Vec::new());
    let gaps = without(&needed, &held);
    let first = gaps.first()?;
    let on = if first.end == judged.span.end { " and on" } else { "" };
    let message = format!(
        "step 1 of `{}` reaches nobody from {} until {}{on}, so a page for {} waits {}",
        path.id,
        show::full(first.start, &plan.zone),
        show::full(first.end, &plan.zone),
        some(&promise.services),
        show::length(first.length())
    );
    let finding = Diagnostic::new(RULE.code, Level::Error, step.at, message)
        .about(format!("escalations.{}", path.id))
        .label("this step");
    let finding = listed(finding, &gaps, judged.span, &plan.zone);
    Some(finding.help("add a rotation or person to the step who covers that time"))
}

fn some(services: &[String]) -> String {
    match services {
        [one, two, rest @ ..] if !rest.is_empty() => {
            format!("{one}, {two} and {} more", rest.len())
        }
        few => few.join(" and "),
    }
}

/// The rotations that the first step asks, handed over or not; `None` where a fault hides some.
fn first_rotations<'a>(
    plan: &'a Plan,
    path: &'a Escalation,
    seen: &mut Vec<&'a EscalationId>,
) -> Option<Vec<RotationKey>> {
    let mut keys = Vec::new();
    if seen.contains(&&path.id) {
        return Some(keys);
    }
    seen.push(&path.id);
    for reach in path.steps.first().iter().flat_map(|step| &step.reach) {
        match reach {
            plan::Reach::Rotation(key) => keys.push(*key),
            plan::Reach::Escalation(id) => {
                keys.extend(first_rotations(plan, plan.escalation(id.as_ref())?, seen)?);
            }
            plan::Reach::Unknown => return None,
            _ => {}
        }
    }
    Some(keys)
}

/// When the first step reaches somebody.
fn reached<'a>(
    plan: &'a Plan,
    path: &'a Escalation,
    span: Span,
    seen: &mut Vec<&'a EscalationId>,
) -> Vec<Span> {
    let mut held = Vec::new();
    if seen.contains(&&path.id) {
        return held;
    }
    seen.push(&path.id);
    for reach in path.steps.first().iter().flat_map(|step| &step.reach) {
        match reach {
            plan::Reach::Rotation(key) => {
                let shifts = schedule::shifts(plan, *key, span).into_iter();
                held.extend(shifts.filter(|s| !s.people.is_empty()).map(|s| s.span));
            }
            plan::Reach::Person(_) | plan::Reach::External(_) => held.push(span),
            plan::Reach::Team(people) | plan::Reach::Skill(people) if !people.is_empty() => {
                held.push(span);
            }
            plan::Reach::Escalation(id) => {
                let next = plan.escalation(id.as_ref());
                held.extend(next.into_iter().flat_map(|path| reached(plan, path, span, seen)));
            }
            _ => {}
        }
    }
    merged(held)
}
