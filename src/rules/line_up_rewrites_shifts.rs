//! `line-up-rewrites-shifts`: a change of an order moves shifts that have begun or soon will.

use chrono::TimeDelta;

use super::{NAMED, Check, Context, Kind, Options, Parameter, Rule, few, times};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Cadence, LineUp, Place, Plan, RotationKey, Turns};
use crate::schedule::{self, Shift, merged};
use crate::time::{Instant, Span, show};

pub(super) static RULE: Rule = Rule {
    code: "line-up-rewrites-shifts",
    level: Level::Warning,
    profiles: &[],
    options: &[Parameter {
        name: "notice",
        kind: Kind::Length,
        default: "14d",
        profiles: &[],
        about: "How long before its start a shift may no longer move.",
    }],
    summary: "a change of an order moves shifts that have begun already, or begin soon",
    source: "14 days (house default); PostHog handbook; PagerDuty, being on call: \"many of us \
             make arrangements ... well in advance\"",
    why: "Adding somebody to `people` renumbers every turn since the first: the past says \
             something else than what happened, and whoever had the next shifts learns of it \
             from a page. An order that is to change from a handoff on is a `[[line-ups]]` of \
             its own.",
    bad: r#"
irp = 1
[plan]
name = "Rewritten"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben", "cho"]
--- before/irp.toml ---
irp = 1
[plan]
name = "Rewritten"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
"#,
    good: r#"
irp = 1
[plan]
name = "Continued"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[[rotations.primary.line-ups]]
from = 2026-11-09
people = ["ana", "ben", "cho"]
--- before/irp.toml ---
irp = 1
[plan]
name = "Continued"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
"#,
    check: Check::Plan(check),
};

/// Shifts of which others are on call than before, and whether they have begun.
#[derive(Default)]
struct Moved {
    begun: Vec<Span>,
    soon: Vec<Span>,
    first: Option<(Vec<String>, Vec<String>)>,
}

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let (Some(before), notice) = (context.before, options.length("notice")) else {
        return Vec::new();
    };
    let own = |key: &RotationKey| {
        matches!(context.plan[*key].turns, Turns::Own(_)) && context.answers(*key)
    };
    let keys = context.plan.rotation_keys().filter(own);
    keys.filter_map(|key| rotation(context, before, key, notice)).collect()
}

fn rotation(
    context: &Context<'_>,
    before: &Plan,
    key: RotationKey,
    notice: TimeDelta,
) -> Option<Diagnostic> {
    let plan = context.plan;
    let old = before.rotation(plan[key].id.as_ref())?;
    let judged = before[old].blocked.is_empty() && orders(before, old) != orders(plan, key);
    if !judged {
        return None;
    }
    let span = Span::new(context.known().start, (context.now + notice).min(context.known().end));
    let was = schedule::shifts(before, old, span);
    let is = context.shifts(key).iter().filter(|shift| shift.span.overlaps(span));
    let is: Vec<_> = is.cloned().collect();
    let moved = moved((before, old, &was), (plan, key, &is), context.now, span);
    finding(context, key, &moved, notice)
}

/// The orders of a rotation, by ids.
fn orders(plan: &Plan, key: RotationKey) -> Vec<Vec<(i64, usize, Vec<Vec<&str>>)>> {
    let places = |places: &[Place]| places.iter().map(|place| plan.ids(&place.people)).collect();
    let order = |order: &LineUp| (order.first_turn, order.offset, places(&order.places));
    plan.layers(key).iter().map(|layer| layer.line_ups.iter().map(order).collect()).collect()
}

/// What a shift is before cover and overrides, by ids; `None` where only overrides make it.
fn held<'p>(plan: &'p Plan, key: RotationKey, shift: &Shift) -> Option<Vec<&'p str>> {
    let turn = shift.why.turn?;
    let order = &plan.layers(key)[turn.layer].line_ups[turn.line_up];
    Some(plan.ids(&order.places[turn.held_by].people))
}

/// Walks two lists of shifts side by side.
fn moved(
    (before, old, was): (&Plan, RotationKey, &[Shift]),
    (after, key, is): (&Plan, RotationKey, &[Shift]),
    now: Instant,
    span: Span,
) -> Moved {
    let mut moved = Moved::default();
    let (mut one, mut two) = (was.iter().peekable(), is.iter().peekable());
    while let (Some(then), Some(since)) = (one.peek(), two.peek()) {
        let both = then.span.intersection(since.span).intersection(span);
        let turns = held(before, old, then) != held(after, key, since);
        let (gone, come) = (before.ids(&then.people), after.ids(&since.people));
        if !both.is_empty() && turns && gone != come {
            let begun = then.span.start <= now || since.span.start <= now;
            if begun {
                moved.begun.push(both)
            } else {
                moved.soon.push(both)
            }
            let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
            moved.first.get_or_insert_with(|| (owned(gone), owned(come)));
        }
        if then.span.end <= since.span.end {
            one.next();
        } else {
            two.next();
        }
    }
    moved
}

fn finding(
    context: &Context<'_>,
    key: RotationKey,
    moved: &Moved,
    notice: TimeDelta,
) -> Option<Diagnostic> {
    let rotation = &context.plan[key];
    let (begun, soon) = (merged(moved.begun.clone()), merged(moved.soon.clone()));
    let (gone, come) = moved.first.as_ref()?;
    let first = begun.first().or(soon.first())?;
    let (level, what) = match (begun.is_empty(), soon.is_empty()) {
        (false, true) => (Level::Error, "have begun"),
        (false, false) => (Level::Error, "have begun, or begin soon"),
        _ => (Level::Warning, "begin soon"),
    };
    let nobody = |ids: &[String]| if ids.is_empty() { "nobody".to_owned() } else { few(ids, NAMED) };
    let message = format!(
        "this order of `{}` moves shifts that {what}: from {} it is {} and was {}, who may hear of it \
         from a page",
        rotation.id,
        show::full(first.start, &rotation.zone),
        nobody(come),
        nobody(gone),
    );
    let order = context.plan.layers(key).iter().flat_map(|layer| layer.line_ups.last());
    let at = order.map(|order| order.at).next().unwrap_or(rotation.at);
    let found = Diagnostic::new(RULE.code, level, at, message)
        .about(format!("rotations.{}", rotation.id))
        .label(format!("changes shifts that begin in less than {}", show::length(notice)));
    let spans = [("begun already", begun), ("soon", soon)];
    let found =
        spans.iter().filter(|(_, spans)| !spans.is_empty()).fold(found, |found, (name, spans)| {
            found.help(format!("{name}: {}", times(spans, &rotation.zone, context.now)))
        });
    let found = found.help("leave the old order and add one that begins with a later handoff");
    Some(match line_up(context, key, notice) {
        Some(toml) => found.fix(toml),
        None => found,
    })
}

/// The last order as a line-up that begins with the first handoff after the notice.
fn line_up(context: &Context<'_>, key: RotationKey, notice: TimeDelta) -> Option<String> {
    let rotation = &context.plan[key];
    let [layer] = context.plan.layers(key) else { return None };
    let (Cadence::Periods(handoffs), Some(order)) = (&layer.cadence, layer.line_ups.last()) else {
        return None;
    };
    let from = handoffs.at_or_after(layer.zone.civil(context.now + notice));
    let place = |place: &Place| match &*context.plan.ids(&place.people) {
        [] => "\"nobody\"".to_owned(),
        [only] => format!("\"{only}\""),
        group => format!("[{}]", quoted(group)),
    };
    let people: Vec<_> = order.places.iter().map(place).collect();
    Some(format!(
        "[[rotations.{}.line-ups]]\nfrom = {}\npeople = [{}]",
        rotation.id,
        from.format("%Y-%m-%dT%H:%M:%S"),
        people.join(", ")
    ))
}

fn quoted(ids: &[&str]) -> String {
    ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ")
}
