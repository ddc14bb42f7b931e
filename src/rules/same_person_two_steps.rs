//! `same-person-two-steps`: a step reaches nobody whom an earlier step has not reached.

use super::{Check, Context, NAMED, Options, Piece, Promise, Rule, Step, times, total, who};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::PersonKey;
use crate::time::{Span, show};

/// Steps of a path that are looked at.
const MOST_STEPS: usize = 20;

/// A span in which a step reaches only people who have been reached, and who they are at first.
type Again = (Span, Vec<PersonKey>);

pub(super) static RULE: Rule = Rule {
    code: "same-person-two-steps",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "an instant at which a step reaches nobody whom an earlier step has not reached",
    source: "any; hypothesis#853. An error for step 2, a warning for later ones; only \
             severities of any hour are judged",
    why: "A second step that calls the same person again is no second step: while they \
             sleep, nobody else is called.",
    bad: r#"
irp = 1
[plan]
name = "Twice"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[escalations.default]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "10m", notify = { person = "ana" } },
]
[severities.sev1]
rank = 1
[services.shop]
tier = 1
escalation = "default"
"#,
    good: r#"
irp = 1
[plan]
name = "Two people"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[rotations.secondary]
follows = { rotation = "primary", offset = 1 }
[escalations.default]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "10m", notify = { rotation = "secondary" } },
]
[severities.sev1]
rank = 1
[services.shop]
tier = 1
escalation = "default"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let promises = context.promises().iter().filter(|promise| !promise.business);
    promises.filter_map(|promise| path(context, promise)).collect()
}

/// The finding of a path: its first step that at some instant reaches nobody new, the others
/// beside it.
fn path<'a>(context: &Context<'a>, promise: &Promise<'a>) -> Option<Diagnostic> {
    let horizon = context.horizon();
    let steps = context.waking(promise.path).unwrap_or_default();
    let (mut found, mut earlier) = (Vec::new(), Vec::<Piece>::new());
    for (place, (number, step)) in steps.iter().take(MOST_STEPS).enumerate() {
        let reached = context.reached(step, horizon);
        if place == 0 {
            earlier = reached;
            continue;
        }
        let (again, union) = overlaid(&earlier, &reached);
        if !step.leaves() && !again.is_empty() {
            found.push((place, *number, step, again));
        }
        earlier = union;
    }
    let ((place, number, step, again), others) = found.split_first()?;
    let level = if *place == 1 { Level::Error } else { Level::Warning };
    let finding = Diagnostic { level, ..finding(context, promise, (*number, step), again) };
    Some(others.iter().take(NAMED).fold(finding, |finding, (_, number, step, _)| {
        finding.also(step.at, format!("at times step {number} reaches nobody new either"))
    }))
}

/// Where the second of two lists that fill the same span has somebody, and nobody who is not in
/// the first; and the two lists together.
fn overlaid(earlier: &[Piece], reached: &[Piece]) -> (Vec<Again>, Vec<Piece>) {
    let (mut again, mut union) = (Vec::<Again>::new(), Vec::new());
    let (mut one, mut two) = (earlier.iter().peekable(), reached.iter().peekable());
    while let (Some(before), Some(now)) = (one.peek(), two.peek()) {
        let span = before.span.intersection(now.span);
        let mut people = before.people.clone();
        people.extend(&now.people);
        people.sort_unstable();
        people.dedup();
        if !now.people.is_empty() && people.len() == before.people.len() {
            match again.last_mut().filter(|(last, _)| last.end == span.start) {
                Some((last, _)) => last.end = span.end,
                None => again.push((span, now.people.clone())),
            }
        }
        union.push(Piece { span, people });
        let end = span.end;
        one.next_if(|piece| piece.span.end == end);
        two.next_if(|piece| piece.span.end == end);
    }
    (again, union)
}

fn finding(
    context: &Context<'_>,
    promise: &Promise<'_>,
    (number, step): (usize, &Step<'_>),
    again: &[Again],
) -> Diagnostic {
    let zone = &context.plan.zone;
    let (first, people) = &again[0];
    let has = if people.len() == 1 { "has" } else { "have" };
    let message = format!(
        "step {number} of `{}` reaches only {} from {} until {}, who {has} been paged already, so \
         nobody else is called for {}",
        promise.path.id,
        who(context.plan, people),
        show::full(first.start, zone),
        show::full(first.end, zone),
        promise.named()
    );
    let spans: Vec<Span> = again.iter().map(|(span, _)| *span).collect();
    let finding = Diagnostic::new(RULE.code, Level::Error, step.at, message)
        .about(format!("escalations.{}", promise.path.id))
        .label("reaches nobody new");
    let finding = match spans.len() {
        1 => finding,
        several => finding.help(format!(
            "{several} times until {}, {} in all: {}",
            show::full(context.horizon().end, zone),
            show::length(total(&spans)),
            times(&spans, zone, context.now)
        )),
    };
    finding.help("name somebody else too, or a rotation that follows the other with an offset")
}
