//! Random overrides: over shifts, across them, inside one another, and in conflict.

use chrono::{Days, TimeDelta};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::generate::{Keys, PEOPLE, instant, list, quoted, table};
use crate::plan::{Plan, RotationKey};
use crate::schedule::at;
use crate::time::{Instant, Resolved, Span, Zone};

/// When an override holds.
#[derive(Clone, Debug)]
enum Place {
    /// So many hours from the focus, for so many quarters of an hour.
    Hours(i64, i64),
    /// As long as the shift at so many hours from the focus.
    Shift(i64),
    /// From one to another sixteenth of an earlier override.
    Inside(Index, i64, i64),
    /// As long as an earlier override, so many hours later.
    Beside(Index, i64),
}

#[derive(Clone, Debug)]
pub struct Exception {
    rotation: Index,
    place: Place,
    form: usize,
    action: usize,
    others: [&'static str; 2],
}

pub fn exceptions() -> impl Strategy<Value = Vec<Exception>> {
    let hours = -200..300_i64;
    let place = prop_oneof![
        2 => (hours.clone(), 1..800_i64).prop_map(|(from, lasts)| Place::Hours(from, lasts)),
        2 => hours.prop_map(Place::Shift),
        2 => (any::<Index>(), 0..16_i64, 1..17_i64).prop_map(|(i, a, b)| Place::Inside(i, a, b)),
        1 => (any::<Index>(), prop_oneof![Just(0), -20..20_i64]).prop_map(|(i, hours)| Place::Beside(i, hours)),
    ];
    let others = [select(&PEOPLE[..]), select(&PEOPLE[..])];
    let exception = (any::<Index>(), place, 0..4_usize, 0..11_usize, others);
    let exception = exception.prop_map(|(rotation, place, form, action, others)| Exception {
        rotation,
        place,
        form,
        action,
        others,
    });
    vec(exception, 0..7)
}

/// The tables of overrides of a plan that has none yet.
pub fn written(plan: &Plan, focus: Instant, exceptions: &[Exception]) -> Vec<String> {
    let keys: Vec<_> = plan.rotation_keys().collect();
    let mut before: Vec<(RotationKey, Span)> = Vec::new();
    let mut tables = Vec::new();
    for exception in exceptions {
        let mut key = *exception.rotation.get(&keys);
        let earlier = |index: &Index| (!before.is_empty()).then(|| *index.get(&before));
        let span = match &exception.place {
            Place::Hours(from, quarters) => lasting(hours_from(focus, *from), *quarters * 15),
            Place::Shift(hours) => {
                let shift = at(plan, key, hours_from(focus, *hours));
                shift.map_or_else(|| lasting(focus, 600), |shift| shift.span)
            }
            Place::Inside(index, one, two) => {
                let (of, outer) = earlier(index).unwrap_or((key, lasting(focus, 960)));
                let part = outer.length().num_minutes() / 16;
                let minutes = (one.min(two) * part, one.max(two) * part);
                let start = outer.start + TimeDelta::minutes(minutes.0);
                key = of;
                Span::new(start, start + TimeDelta::minutes(minutes.1 - minutes.0))
            }
            Place::Beside(index, hours) => {
                let (of, other) = earlier(index).unwrap_or((key, lasting(focus, 960)));
                key = of;
                Span::new(hours_from(other.start, *hours), hours_from(other.end, *hours))
            }
        };
        if !span.is_empty() && span.length() < TimeDelta::days(400) {
            before.push((key, span));
            tables.push(one(plan, key, span, exception));
        }
    }
    tables
}

fn hours_from(at: Instant, hours: i64) -> Instant {
    at + TimeDelta::hours(hours)
}

fn lasting(start: Instant, minutes: i64) -> Span {
    Span::new(start, start + TimeDelta::minutes(minutes))
}

fn one(plan: &Plan, key: RotationKey, span: Span, exception: &Exception) -> String {
    let mut keys = when(&plan[key].zone, span, exception.form);
    keys.insert("rotation", quoted(plan[key].id.as_ref()));
    let shift = at(plan, key, span.start);
    let on_call: Vec<String> =
        shift.iter().flat_map(|shift| plan.ids(&shift.people)).map(quoted).collect();
    let [one, two] = exception.others.map(quoted);
    let held = on_call.first().unwrap_or(&one).clone();
    let pair = |a: &str, b: &str| list(&[a.to_owned(), b.to_owned()]);
    keys.extend(match exception.action {
        0 | 1 => vec![("replace", held), ("with", one)],
        2 => vec![
            ("replace", list(&[&on_call[..], std::slice::from_ref(&two)].concat())),
            ("with", pair(&one, &two)),
        ],
        3 => vec![("replace", one), ("with", two)],
        4 => vec![("add", one)],
        5 => vec![("add", pair(&held, &two))],
        6 => vec![("remove", held)],
        7 => vec![("remove", pair(&held, &one))],
        8 => vec![("assign", one)],
        9 => vec![("assign", pair(&one, &two))],
        _ => vec![("assign", quoted("nobody"))],
    });
    table("[[overrides]]", &keys)
}

/// A span as whole days, on the wall clock where that is certain, or as instants.
fn when(zone: &Zone, span: Span, form: usize) -> Keys {
    let civil = [span.start, span.end].map(|at| zone.civil(at));
    let certain = civil.iter().all(|at| matches!(zone.resolve(*at), Resolved::Unique(_)));
    let (end, from, until) = match form {
        0 => {
            let last = civil[1].date() + Days::new(u64::from(civil[0].date() == civil[1].date()));
            ("through", civil[0].date().to_string(), last.to_string())
        }
        1 if certain => {
            let text = civil.map(|at| at.format("%Y-%m-%dT%H:%M:%S").to_string());
            ("until", text[0].clone(), text[1].clone())
        }
        _ => ("until", instant(span.start), instant(span.end)),
    };
    Keys::from([("from", from), (end, until)])
}
