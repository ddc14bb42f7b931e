//! Laws about what a change of a plan changes: line-ups, and overrides in conflict.

use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::sample::select;

use super::generate::{Keys, Sample, changeable_plans, instant, plans, quoted, ranges, table};
use super::rotations::Changeable;
use super::*;
use crate::schedule::at;

/// Two overrides of everybody in conflict: each pair names somebody both touch, or assigns.
const CONFLICTS: [[(&str, &str); 2]; 6] = [
    [("add", "ana"), ("remove", "ana")],
    [("remove", "ana"), ("remove", "ana")],
    [("assign", "nobody"), ("add", "ben")],
    [("assign", "ana"), ("assign", "ben")],
    [("add", "cleo"), ("replace", "cleo")],
    [("replace", "dan"), ("add", "ana")],
];

fn exception(id: &str, span: Span, (key, who): (&'static str, &str)) -> String {
    let mut keys = Keys::from([
        ("rotation", quoted(id)),
        ("from", instant(span.start)),
        ("until", instant(span.end)),
        (key, quoted(who)),
    ]);
    if key == "replace" {
        keys.insert("with", quoted("ana"));
    }
    table("[[overrides]]", &keys)
}

/// Who is on call at an instant.
fn on_call(plan: &Plan, key: RotationKey, instant: Instant) -> Option<Vec<String>> {
    at(plan, key, instant).map(|shift| named(plan, key, &shift).people)
}

/// The rotation of a sample with and without one more line-up.
fn changed(sample: &Sample, one: &Changeable, people: &str) -> Option<(Plan, Plan, Instant)> {
    let (from, at) = one.handoff.clone()?;
    let mut keys = one.keys.clone();
    let before = sample.with(&table("[rotations.r]", &keys));
    keys.insert("line-ups", format!("[{{ from = {from}, people = {people} }}]"));
    let after = sample.with(&table("[rotations.r]", &keys));
    let usable = |plan: &Plan| usable(plan).count() == 1;
    (usable(&before) && usable(&after)).then_some((before, after, at))
}

proptest! {
    #![proptest_config(cases(160))]

    #[test]
    fn a_line_up_of_the_same_people_changes_nothing(
        (sample, one) in changeable_plans(), range in ranges(),
    ) {
        let Some((before, after, at)) = changed(&sample, &one, &one.keys["people"]) else {
            return Ok(());
        };
        for about in [sample.focus, at] {
            let key = before.rotation("r").unwrap();
            let plain = |plan: &Plan| {
                let all = all_named(plan, key, range.around(about)).into_iter();
                let turn = |shift: &Named| shift.turn.map(|turn| (turn.number, turn.place));
                all.map(|shift| (shift.span, turn(&shift), shift.people)).collect::<Vec<_>>()
            };
            prop_assert_eq!(plain(&before), plain(&after));
        }
    }

    #[test]
    fn a_line_up_never_changes_a_shift_that_started_before_it(
        (sample, one) in changeable_plans(), range in ranges(),
    ) {
        let Some((before, after, at)) = changed(&sample, &one, &one.other) else { return Ok(()) };
        let key = before.rotation("r").unwrap();
        let span = range.around(at - TimeDelta::days(3));
        let (old, new) = (all_named(&before, key, span), all_named(&after, key, span));
        prop_assert_eq!(old.len(), new.len());
        for (old, new) in old.iter().zip(&new) {
            prop_assert_eq!(old.span, new.span);
            if old.span.start < at {
                prop_assert_eq!(old, new);
            } else if old.span.start > at + TimeDelta::days(2) {
                prop_assert_eq!(new.turn.unwrap().line_up, 1);
            }
        }
    }

    #[test]
    fn overrides_in_conflict_change_nothing_where_both_hold(
        sample in plans(), hours in -200..200_i64, lasts in 1..200_i64, later in 0..1000_i64,
        (one, two) in select(&CONFLICTS[..]).prop_map(|[one, two]| (one, two)),
    ) {
        let mut none = sample.clone();
        none.tables.retain(|table| !table.starts_with("[[overrides]]"));
        let plain = none.plan();
        let start = sample.focus + TimeDelta::hours(hours);
        let first = Span::new(start, start + TimeDelta::hours(lasts));
        let later = TimeDelta::minutes(lasts * 60 * later / 1000);
        let second = Span::new(first.start + later, first.end + later);
        for key in usable(&plain) {
            let id = plain[key].id.as_ref();
            let [one, two] = [exception(id, first, one), exception(id, second, two)];
            let (only_one, only_two) = (none.with(&one), none.with(&two));
            let both = none.with(&(two + &one));
            prop_assert_eq!(both.faults.len(), plain.faults.len() + 1);
            prop_assert!(both[key].blocked.is_empty());
            let edges = [first.start, second.start, first.end, second.end];
            let around = Span::new(first.start, second.end);
            let shifts = shifts(&plain, key, around).into_iter().take(40).map(|s| s.span.start);
            for instant in shifts.chain(edges).chain(edges.map(|edge| edge - TimeDelta::seconds(1))) {
                let expected = match (first.contains(instant), second.contains(instant)) {
                    (true, false) => &only_one,
                    (false, true) => &only_two,
                    _ => &plain,
                };
                let found = on_call(&both, key, instant);
                prop_assert_eq!(found, on_call(expected, key, instant), "at {}", instant);
            }
        }
    }
}
