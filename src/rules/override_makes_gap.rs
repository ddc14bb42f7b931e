//! `override-makes-gap`: an override leaves nobody on call.

use super::{Check, Context, Options, Rule, times, total};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Change, Override, RotationKey};
use crate::schedule::{self, Shift};
use crate::time::{Span, show};

pub(super) static RULE: Rule = Rule {
    code: "override-makes-gap",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "an override that leaves nobody on call where somebody must be",
    source: "any",
    why: "An override is written in a hurry, for the person who leaves and not for the page \
             that comes. Taking somebody out without putting somebody in is the quickest way to \
             a gap.",
    bad: r#"
irp = 1
[plan]
name = "Nobody"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[[overrides]]
rotation = "primary"
from = 2026-11-10T09:00
until = 2026-11-11T09:00
remove = "ana"
"#,
    good: r#"
irp = 1
[plan]
name = "Somebody"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[[overrides]]
rotation = "primary"
from = 2026-11-10T09:00
until = 2026-11-11T09:00
replace = "ana"
with = "ben"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let keys = context.plan.rotation_keys().filter(|key| context.answers(*key));
    keys.flat_map(|key| rotation(context, key)).collect()
}

/// The findings of a rotation: one for each override that leaves nobody.
fn rotation(context: &Context<'_>, key: RotationKey) -> Vec<Diagnostic> {
    let (plan, horizon) = (context.plan, context.horizon());
    let overrides = &plan[key].overrides;
    let emptied: Vec<_> = context
        .shifts_ahead(key)
        .filter_map(|shift| Some((emptied(context, key, shift)?, shift.span)))
        .collect();
    if emptied.is_empty() {
        return Vec::new();
    }
    let required = schedule::required(plan, key, horizon);
    let mut gaps: Vec<Vec<Span>> = vec![Vec::new(); overrides.len()];
    for (index, span) in emptied {
        let first = required.partition_point(|needed| needed.end <= span.start);
        let needed = required[first..].iter().map(|needed| needed.intersection(span));
        gaps[index].extend(needed.take_while(|gap| !gap.is_empty()));
    }
    let each = overrides.iter().zip(gaps).filter(|(_, gaps)| !gaps.is_empty());
    each.map(|(o, gaps)| finding(context, key, o, &schedule::merged(gaps))).collect()
}

/// The override that took the last person out of a shift, if one did.
fn emptied(context: &Context<'_>, key: RotationKey, shift: &Shift) -> Option<usize> {
    let last = shift.why.overrides.last().filter(|_| shift.people.is_empty())?;
    let turn = shift.why.turn?;
    let order = &context.plan.layers(key)[turn.layer].line_ups[turn.line_up];
    (!order.places[turn.held_by].people.is_empty()).then_some(*last)
}

fn finding(context: &Context<'_>, key: RotationKey, o: &Override, gaps: &[Span]) -> Diagnostic {
    let rotation = &context.plan[key];
    let first = gaps[0];
    let message = format!(
        "this override leaves nobody on call in `{}` from {} until {}, so a page then reaches nobody \
         for {}",
        rotation.id,
        show::full(first.start, &rotation.zone),
        show::full(first.end, &rotation.zone),
        show::length(first.length())
    );
    let found = Diagnostic::new(RULE.code, Level::Error, o.at, message)
        .about(format!("rotations.{}", rotation.id))
        .label("it takes the last person out");
    let found = match gaps.len() {
        1 => found,
        several => found.help(format!(
            "{several} gaps, {} in all: {}",
            show::length(total(gaps)),
            times(gaps, &rotation.zone, context.now)
        )),
    };
    found.help(match &o.change {
        Change::Remove(_) => "write `replace` and `with` instead of `remove`: who takes over",
        _ => "name who is on call instead",
    })
}
