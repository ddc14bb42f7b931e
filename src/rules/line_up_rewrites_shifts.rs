//! `line-up-rewrites-shifts`: a change of an order moves shifts that have begun or soon will.

use chrono::TimeDelta;

use super::{
    Check, Context, Kind, NAMED, Options, Parameter, Rule, few, quoted, same_turns, times,
};
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
    let orders = (orders(before, old), orders(plan, key));
    if !before[old].blocked.is_empty() || orders.0 == orders.1 {
        return None;
    }
    let span = Span::new(context.known().start, (context.now + notice).min(context.known().end));
    let was = schedule::shifts(before, old, span);
    let is = context.shifts(key).iter().filter(|shift| shift.span.overlaps(span));
    let is: Vec<_> = is.cloned().collect();
    let moved = moved((before, old, &was), (plan, key, &is), context.now, span);
    finding(context, key, &moved, changed(plan, key, &orders.0, &orders.1), notice)
}

/// An order by ids: the first turn that it holds for, the place that takes it, and the places.
type Order<'p> = (i64, usize, Vec<Vec<&'p str>>);

/// The orders of a rotation, layer by layer.
fn orders(plan: &Plan, key: RotationKey) -> Vec<Vec<Order<'_>>> {
    let places = |places: &[Place]| places.iter().map(|place| plan.ids(&place.people)).collect();
    let order = |order: &LineUp| (order.first_turn, order.offset, places(&order.places));
    plan.layers(key).iter().map(|layer| layer.line_ups.iter().map(order).collect()).collect()
}

/// The first order that was another one before.
fn changed<'p>(
    plan: &'p Plan,
    key: RotationKey,
    was: &[Vec<Order<'_>>],
    is: &[Vec<Order<'_>>],
) -> Option<&'p LineUp> {
    let layers = plan.layers(key).iter().zip(is).enumerate();
    let mut orders = layers.flat_map(|(layer, (written, is))| {
        let was = was.get(layer).map_or(&[][..], |orders| orders);
        let orders = written.line_ups.iter().zip(is).enumerate();
        orders.filter(move |(index, (_, is))| was.get(*index) != Some(is))
    });
    orders.next().map(|(_, (written, _))| written)
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
        let both = then.span.intersection(since.span);
        let both = Span::new(both.start.max(span.start), both.end);
        let turns = held(before, old, then) != held(after, key, since);
        let (gone, come) = (before.ids(&then.people), after.ids(&since.people));
        if !both.is_empty() && both.start < span.end && turns && gone != come {
            let begun = then.span.start <= now || since.span.start <= now;
            if begun {
                moved.begun.push(both);
            } else {
                moved.soon.push(both);
            }
            moved.first.get_or_insert_with(|| (quoted(gone), quoted(come)));
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
    order: Option<&LineUp>,
    notice: TimeDelta,
) -> Option<Diagnostic> {
    let rotation = &context.plan[key];
    let (begun, soon) = (merged(moved.begun.clone()), merged(moved.soon.clone()));
    let (gone, come) = moved.first.as_ref()?;
    let first = begun.first().or(soon.first())?;
    let (level, what, so) = match (begun.is_empty(), soon.is_empty()) {
        (true, _) => {
            (Level::Warning, "begin soon", "whoever has made plans hears of it from a page")
        }
        (_, true) => (Level::Error, "have begun", "the plan contradicts what happened"),
        _ => (Level::Error, "have begun, or begin soon", "the plan contradicts what happened"),
    };
    let nobody =
        |ids: &[String]| if ids.is_empty() { "nobody".to_owned() } else { few(ids, NAMED) };
    let message = format!(
        "this order of `{}` moves shifts that {what}, so {so}: from {} on {} instead of {}",
        rotation.id,
        show::full(first.start, &rotation.zone),
        nobody(come),
        nobody(gone),
    );
    let at = order.map_or(rotation.at, |order| order.at);
    let found = Diagnostic::new(RULE.code, level, at, message)
        .about(format!("rotations.{}", rotation.id))
        .label(format!("changes shifts that begin in less than {}", show::length(notice)));
    let spans = [("begun already", begun), ("soon", soon)];
    let found =
        spans.iter().filter(|(_, spans)| !spans.is_empty()).fold(found, |found, (name, spans)| {
            found.help(format!("{name}: {}", times(spans, &rotation.zone, context.now)))
        });
    let found = same_turns(context.plan, key).into_iter().fold(found, Diagnostic::help);
    let found = found.help("leave the old order and add one that begins with a later handoff");
    Some(match order.and_then(|order| line_up(context, key, order, notice)) {
        Some(toml) => found.fix(toml),
        None => found,
    })
}

/// An order as a line-up that begins with the first handoff after the notice, where it is the one
/// that holds then.
fn line_up(
    context: &Context<'_>,
    key: RotationKey,
    order: &LineUp,
    notice: TimeDelta,
) -> Option<String> {
    let rotation = &context.plan[key];
    let [layer] = context.plan.layers(key) else { return None };
    let Cadence::Periods(handoffs) = &layer.cadence else { return None };
    let from = handoffs.at_or_after(layer.zone.civil(context.now + notice));
    let holds = layer.line_ups.get(layer.line_up(handoffs.turn_at(from)))?;
    if holds.at != order.at {
        return None;
    }
    let place = |place: &Place| match &*context.plan.ids(&place.people) {
        [] => "\"nobody\"".to_owned(),
        [only] => format!("\"{only}\""),
        group => format!("[{}]", texts(group)),
    };
    let people: Vec<_> = order.places.iter().map(place).collect();
    Some(format!(
        "[[rotations.{}.line-ups]]\nfrom = {}\npeople = [{}]",
        rotation.id,
        from.format("%Y-%m-%dT%H:%M:%S"),
        people.join(", ")
    ))
}

fn texts(ids: &[&str]) -> String {
    ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ")
}
