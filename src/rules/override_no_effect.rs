//! `override-no-effect`: an override changes nothing.

use super::{Check, Context, Options, Rule, who};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Change, Override, PersonKey, RotationKey};
use crate::schedule::Shift;
use crate::time::show;

/// Shifts before and after an override that are looked at for the one that was meant.
const FAR: usize = 200;

pub(super) static RULE: Rule = Rule {
    code: "override-no-effect",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "an override that changes nothing",
    source: "any, as target/goalert#4306 asks for",
    why: "Whoever wrote it believes that a shift has moved. Where the names or the times do \
             not fit, the page goes where it would have gone anyway, to somebody who has made \
             other plans.",
    bad: r#"
irp = 1
[plan]
name = "No effect"
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
from = 2026-11-03T09:00
until = 2026-11-05T09:00
replace = "ana"
with = "ben"
"#,
    good: r#"
irp = 1
[plan]
name = "Effect"
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
until = 2026-11-12T09:00
replace = "ana"
with = "ben"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let keys = context.plan.rotation_keys().filter(|key| context.answers(*key));
    keys.flat_map(|key| rotation(context, key)).collect()
}

/// The findings of a rotation: its overrides that lie wholly in what is known and are not over.
fn rotation(context: &Context<'_>, key: RotationKey) -> Vec<Diagnostic> {
    let overrides = &context.plan[key].overrides;
    if overrides.is_empty() {
        return Vec::new();
    }
    let mut effective = vec![false; overrides.len()];
    for shift in context.shifts(key) {
        match &*shift.why.overrides {
            [only] if as_before(context, key, shift) => effective[*only] |= false,
            chain => chain.iter().for_each(|index| effective[*index] = true),
        }
    }
    let known = context.known();
    let judged = overrides.iter().zip(effective).filter(|(o, effective)| {
        let whole = known.start <= o.span.start && o.span.end <= known.end;
        // Where two contradict each other a fault says that neither holds.
        !effective && whole && o.span.end > context.now && o.void.is_empty()
    });
    judged.map(|(o, _)| finding(context, key, o)).collect()
}

/// Whether whoever holds a shift that an override changed would hold it anyway.
fn as_before(context: &Context<'_>, key: RotationKey, shift: &Shift) -> bool {
    let Some(turn) = shift.why.turn.filter(|_| shift.why.cover.is_empty()) else { return false };
    let order = &context.plan.layers(key)[turn.layer].line_ups[turn.line_up];
    let (mut own, mut now) = (order.places[turn.held_by].people.to_vec(), shift.people.to_vec());
    own.sort_unstable();
    now.sort_unstable();
    own == now
}

fn finding(context: &Context<'_>, key: RotationKey, o: &Override) -> Diagnostic {
    let (plan, rotation) = (context.plan, &context.plan[key]);
    let message = format!(
        "this override of `{}` changes nothing, so pages go where they would without it: {}, from {} \
         until {}",
        rotation.id,
        reason(context, key, o),
        show::full(o.span.start, &rotation.zone),
        show::full(o.span.end, &rotation.zone)
    );
    let found = Diagnostic::new(RULE.code, Level::Warning, o.at, message)
        .about(format!("rotations.{}", rotation.id))
        .label("no shift is another because of it");
    let meant: &[PersonKey] = match &o.change {
        Change::Replace(people, _) | Change::Remove(people) => people,
        _ => &[],
    };
    let found = match nearest(context, key, o, meant) {
        Some(shift) => found.help(format!(
            "the nearest shift of {} is from {} until {}",
            who(plan, meant),
            show::full(shift.span.start, &rotation.zone),
            show::full(shift.span.end, &rotation.zone)
        )),
        None => found,
    };
    found.help(format!(
        "times are those of the rotation's zone, {}; change them or the names, or remove it",
        rotation.zone.name()
    ))
}

/// Why it changes nothing.
fn reason(context: &Context<'_>, key: RotationKey, o: &Override) -> String {
    let plan = context.plan;
    let all = context.shifts(key);
    let first = all.partition_point(|shift| shift.span.end <= o.span.start);
    let shifts = all[first..].iter().take_while(|shift| shift.span.start < o.span.end);
    let mut on_call: Vec<_> = shifts.flat_map(|shift| shift.people.iter().copied()).collect();
    on_call.sort_unstable();
    on_call.dedup();
    let others = match on_call.len() {
        0 => "nobody is".to_owned(),
        1 => format!("{} is", who(plan, &on_call)),
        _ => format!("{} are", who(plan, &on_call)),
    };
    match &o.change {
        Change::Replace(people, _) if people.iter().any(|person| on_call.contains(person)) => {
            format!("{} would be on call anyway", who(plan, people))
        }
        Change::Replace(people, _) | Change::Remove(people) => {
            let is = if people.len() == 1 { "is" } else { "are" };
            format!("{} {is} not on call, {others}", who(plan, people))
        }
        Change::Add(people) if people.iter().all(|person| on_call.contains(person)) => {
            format!("{others} on call anyway")
        }
        Change::Assign(_) if !on_call.is_empty() => format!("{others} on call anyway"),
        Change::Add(_) | Change::Assign(_) => "the rotation is not in force".to_owned(),
    }
}

/// The shift of some people that starts nearest to where an override does, if it is ahead and not
/// very far.
fn nearest<'c>(
    context: &'c Context<'_>,
    key: RotationKey,
    o: &Override,
    people: &[PersonKey],
) -> Option<&'c Shift> {
    let (all, horizon) = (context.shifts(key), context.horizon());
    let middle = all.partition_point(|shift| shift.span.start < o.span.start);
    let near = middle.saturating_sub(FAR)..all.len().min(middle + FAR);
    let own = all[near].iter().filter(|shift| {
        shift.span.overlaps(horizon) && shift.people.iter().any(|person| people.contains(person))
    });
    own.min_by_key(|shift| (shift.span.start - o.span.start).abs())
}
