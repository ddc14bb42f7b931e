//! `double-booked-step`: the first step of an escalation pages two people at once.

use std::collections::BTreeMap;

use super::{Check, Context, NAMED, Options, Rule, Step, few, times, total, who};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Escalation, PersonKey};
use crate::schedule::Shift;
use crate::time::{Instant, Span, show};

/// How often something is there at an instant.
type Count<T> = BTreeMap<T, usize>;

pub(super) static RULE: Rule = Rule {
    code: "double-booked-step",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "the first step of an escalation pages two people by shifts that overlap",
    source: "any overlap; Truss: \"only one person should be paged at once\"; SRE book, chapter \
             29: one engineer a shift, against the bystander effect",
    why: "Two people who are paged at once each think that the other answers. A group that \
             one rotation puts on call together is meant; two shifts that overlap seldom are.",
    bad: r#"
irp = 1
[plan]
name = "Both"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.day]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana"]
when = "08:00-20:00"
[rotations.night]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ben"]
when = "19:30-08:00"
[escalations.default]
steps = [
    { after = "0m", notify = [{ rotation = "day" }, { rotation = "night" }] },
    { after = "10m", notify = [{ person = "ana" }, { person = "ben" }] },
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
name = "One"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.day]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana"]
when = "08:00-20:00"
[rotations.night]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ben"]
when = "20:00-08:00"
[escalations.default]
steps = [
    { after = "0m", notify = [{ rotation = "day" }, { rotation = "night" }] },
    { after = "10m", notify = [{ person = "ana" }, { person = "ben" }] },
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
    context.paths().into_iter().filter_map(|path| finding(context, path)).collect()
}

fn finding<'a>(context: &Context<'a>, path: &'a Escalation) -> Option<Diagnostic> {
    let plan = context.plan;
    let steps = context.steps(path)?;
    let step = steps.first()?;
    let spans = doubled(context, step);
    let first = *spans.first()?;
    let rotations = step.rotations();
    let held = rotations.iter().filter_map(|key| {
        let mut shifts = context.shifts_ahead(*key);
        let shift = shifts.find(|shift| shift.span.contains(first.start))?;
        let people = (!shift.people.is_empty()).then(|| who(plan, &shift.people))?;
        Some(format!("{people} in `{}`", plan[*key].id))
    });
    let held: Vec<_> = held.collect();
    let message = format!(
        "step 1 of `{}` pages several people at once from {} until {} ({}), so each may leave the \
         page to the others",
        path.id,
        show::full(first.start, &plan.zone),
        show::full(first.end, &plan.zone),
        few(&held, NAMED)
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, step.at, message)
        .about(format!("escalations.{}", path.id))
        .label("this step");
    let finding = match spans.len() {
        1 => finding,
        several => finding.help(format!(
            "{several} times until {}, {} in all: {}",
            show::full(context.horizon().end, &plan.zone),
            show::length(total(&spans)),
            times(&spans, &plan.zone, context.now)
        )),
    };
    Some(
        finding.help("let the shifts meet without overlapping, or page the second in a later step"),
    )
}

/// The spans in which shifts that overlap page more people than any of them alone.
fn doubled(context: &Context<'_>, step: &Step<'_>) -> Vec<Span> {
    let rotations = step.rotations();
    if rotations.len() < 2 {
        return Vec::new();
    }
    let horizon = context.horizon();
    let shifts = rotations.iter().flat_map(|key| context.shifts_ahead(*key));
    let mut edges: Vec<(Instant, bool, &Shift)> = Vec::new();
    for shift in shifts.filter(|shift| !shift.people.is_empty()) {
        let span = shift.span.intersection(horizon);
        edges.extend([(span.start, true, shift), (span.end, false, shift)]);
    }
    edges.sort_by_key(|(at, begins, _)| (*at, *begins));
    let (mut people, mut sizes) = (Count::<PersonKey>::new(), Count::<usize>::new());
    let mut spans: Vec<Span> = Vec::new();
    for (edge, next) in edges.iter().zip(edges.iter().skip(1)) {
        let (at, begins, shift) = *edge;
        count(&mut sizes, shift.people.len(), begins);
        shift.people.iter().for_each(|person| count(&mut people, *person, begins));
        let span = Span::new(at, next.0);
        let alone = sizes.last_key_value().map_or(0, |(size, _)| *size);
        if span.is_empty() || people.len() <= alone {
            continue;
        }
        match spans.last_mut().filter(|last| last.end == span.start) {
            Some(last) => last.end = span.end,
            None => spans.push(span),
        }
    }
    spans
}

/// Counts something in or out.
fn count<T: Ord>(counts: &mut Count<T>, what: T, more: bool) {
    if more {
        *counts.entry(what).or_default() += 1;
    } else if let Some(number) = counts.get_mut(&what) {
        *number -= 1;
        if *number == 0 {
            counts.remove(&what);
        }
    }
}
