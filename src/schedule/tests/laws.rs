//! Laws that hold for every plan, rotation and span.

use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;

use super::generate::{changeable_plans, plain_plans, plans, ranges, table};
use super::*;
use crate::plan::Turns;
use crate::schedule::{at, force, gaps, merged, next, required, without};

type Checked = Result<(), TestCaseError>;

const SECOND: TimeDelta = TimeDelta::seconds(1);

/// Boundaries of shifts, those nearest to an instant, each with the seconds beside it.
fn moments(found: &[Shift], about: Instant, most: usize) -> Vec<Instant> {
    let mut edges: Vec<_> = found.iter().flat_map(|s| [s.span.start, s.span.end]).collect();
    edges.dedup();
    edges.sort_by_key(|edge| (*edge - about).abs());
    edges.truncate(most);
    edges.into_iter().flat_map(|edge| [edge - SECOND, edge, edge + SECOND]).collect()
}

fn holding(found: &[Shift], instant: Instant) -> Option<&Shift> {
    found.iter().find(|shift| shift.span.contains(instant))
}

fn point_equals_expansion(plan: &Plan, key: RotationKey, span: Span, about: Instant) -> Checked {
    let found = shifts(plan, key, span);
    for instant in moments(&found, about, 8).into_iter().filter(|at| span.contains(*at)) {
        let expected = holding(&found, instant);
        let point = at(plan, key, instant);
        prop_assert_eq!(point.as_ref(), expected, "at {}", instant);
        for (before, after) in [(0, 1), (50_000, 1), (1, 50_000), (180_000, 300_000)] {
            let around = Span::new(
                instant - TimeDelta::seconds(before),
                instant + TimeDelta::seconds(after),
            );
            let other = shifts(plan, key, around);
            prop_assert_eq!(holding(&other, instant), expected, "{} in {:?}", instant, around);
        }
    }
    Ok(())
}

fn halves_make_the_whole(plan: &Plan, key: RotationKey, span: Span, part: i32) -> Checked {
    let middle = span.start + span.length() / 17 * part;
    let halves = [Span::new(span.start, middle), Span::new(middle, span.end)];
    let mut joined = halves.map(|half| shifts(plan, key, half)).concat();
    joined.dedup();
    prop_assert_eq!(joined, shifts(plan, key, span));
    let both = |of: fn(&Plan, RotationKey, Span) -> Vec<Span>| {
        (merged(halves.map(|half| of(plan, key, half)).concat()), merged(of(plan, key, span)))
    };
    for (halves, whole) in [both(required), both(gaps)] {
        prop_assert_eq!(halves, whole);
    }
    Ok(())
}

fn shifts_are_whole_and_disjoint(plan: &Plan, key: RotationKey, span: Span) -> Checked {
    let found = shifts(plan, key, span);
    let force = force(plan, key);
    for pair in found.windows(2) {
        prop_assert!(pair[0].span.end <= pair[1].span.start, "{:?}", pair);
    }
    for shift in &found {
        prop_assert!(!shift.span.is_empty() && shift.span.overlaps(span), "{:?}", shift);
        prop_assert_eq!(force.cut(shift.span), shift.span);
    }
    for shift in found.iter().take(6).chain(found.iter().rev().take(6)) {
        prop_assert_eq!(&shifts(plan, key, shift.span), std::slice::from_ref(shift));
    }
    Ok(())
}

fn next_is_the_first_that_starts(plan: &Plan, key: RotationKey, from: Instant) -> Checked {
    let found = next(plan, key, from);
    let until = found.as_ref().map_or(from + TimeDelta::days(90), |shift| shift.span.end);
    let all = shifts(plan, key, Span::new(from, until));
    let first = all.into_iter().find(|shift| shift.span.start >= from);
    prop_assert_eq!(found, first);
    Ok(())
}

fn gaps_are_what_nobody_holds(plan: &Plan, key: RotationKey, span: Span) -> Checked {
    let (needed, gaps, found) =
        (required(plan, key, span), gaps(plan, key, span), shifts(plan, key, span));
    let held = found.iter().filter(|s| !s.people.is_empty()).map(|s| s.span).collect::<Vec<_>>();
    for list in [&needed, &gaps] {
        prop_assert!(list.windows(2).all(|pair| pair[0].end <= pair[1].start), "{:?}", list);
        prop_assert!(list.iter().all(|s| !s.is_empty() && s.intersection(span) == *s));
    }
    let length = |spans: &[Span]| spans.iter().map(|span| span.length()).sum::<TimeDelta>();
    let covered = length(&needed) - length(&without(&needed, &merged(held.clone())));
    prop_assert_eq!(length(&gaps) + covered, length(&needed));
    let edges = needed.iter().chain(&gaps).chain(&held).flat_map(|span| [span.start, span.end]);
    for instant in edges.flat_map(|edge| [edge - SECOND, edge]).filter(|at| span.contains(*at)) {
        let within = |spans: &[Span]| spans.iter().any(|span| span.contains(instant));
        prop_assert_eq!(within(&gaps), within(&needed) && !within(&held), "at {}", instant);
    }
    Ok(())
}

/// Unless somebody is in the order twice, or an override says otherwise.
fn a_follower_is_somebody_else(plan: &Plan, key: RotationKey, span: Span) -> Checked {
    let Turns::Follows { rotation, .. } = &plan[key].turns else { return Ok(()) };
    let line_ups = plan.layers(key).iter().flat_map(|layer| &layer.line_ups);
    for line_up in line_ups {
        let mut all: Vec<_> = line_up.places.iter().flat_map(|p| p.people.to_vec()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        if all.len() < count {
            return Ok(());
        }
    }
    let turned = |key| {
        let found = shifts(plan, key, span).into_iter();
        found.filter(|shift| shift.why.overrides.is_empty()).collect::<Vec<_>>()
    };
    let followed = turned(*rotation);
    for own in turned(key).into_iter().take(60) {
        for other in followed.iter().filter(|other| other.span.overlaps(own.span)) {
            let shared = own.people.iter().any(|person| other.people.contains(person));
            prop_assert!(!shared, "{:?} and {:?}", own, other);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(160))]

    #[test]
    fn a_point_query_equals_the_expansion_of_any_range_around_it(
        sample in plans(), range in ranges(),
    ) {
        let plan = sample.plan();
        for key in usable(&plan) {
            point_equals_expansion(&plan, key, range.around(sample.focus), sample.focus)?;
        }
    }

    #[test]
    fn the_shifts_of_two_halves_are_the_shifts_of_the_whole(
        sample in plans(), range in ranges(), part in 1..17,
    ) {
        let plan = sample.plan();
        for key in usable(&plan) {
            halves_make_the_whole(&plan, key, range.around(sample.focus), part)?;
        }
    }

    #[test]
    fn shifts_are_sorted_disjoint_and_whole(sample in plans(), range in ranges()) {
        let plan = sample.plan();
        for key in usable(&plan) {
            shifts_are_whole_and_disjoint(&plan, key, range.around(sample.focus))?;
        }
    }

    #[test]
    fn the_order_of_tables_and_files_means_nothing(
        sample in plans(), range in ranges(),
        order in vec(any::<u32>(), 128), places in vec(0..4_usize, 128),
    ) {
        let mut other = sample.clone();
        let mut numbered: Vec<_> = order.into_iter().zip(other.tables).collect();
        numbered.sort();
        other.tables = numbered.into_iter().map(|(_, table)| table).collect();
        let (one, two) = (sample.plan(), other.spread(&places));
        let codes = |plan: &Plan| {
            let mut codes: Vec<_> = plan.faults.iter().map(|fault| fault.code).collect();
            codes.sort_unstable();
            codes
        };
        prop_assert_eq!(codes(&one), codes(&two));
        let span = range.around(sample.focus);
        for key in one.rotation_keys() {
            prop_assert_eq!(one[key].blocked.is_empty(), two[key].blocked.is_empty());
            prop_assert_eq!(all_named(&one, key, span), all_named(&two, key, span));
        }
    }

    #[test]
    fn plain_turns_leave_no_gap_and_no_overlap(sample in plain_plans(), range in ranges()) {
        let plan = sample.plan();
        for key in usable(&plan) {
            let layer = &plan.layers(key)[0];
            let starts = layer.zone.instant(layer.starts);
            prop_assert_eq!(shifts(&plan, key, Span::new(starts - TimeDelta::days(99), starts)), []);
            let span = range.around(sample.focus.max(starts + TimeDelta::days(20)));
            let found = shifts(&plan, key, Span::new(span.start.max(starts), span.end));
            prop_assert!(found.first().unwrap().span.start <= span.start.max(starts));
            prop_assert!(found.last().unwrap().span.end >= span.end);
            for pair in found.windows(2) {
                prop_assert_eq!(pair[0].span.end, pair[1].span.start);
            }
            for shift in &found {
                let places = &layer.line_ups[0].places;
                let turn = usize::try_from(shift.why.turn.unwrap().number).unwrap();
                prop_assert_eq!(&shift.people, &places[turn % places.len()].people);
            }
        }
    }

    #[test]
    fn the_next_shift_is_the_first_that_starts_from_then_on(
        sample in plans(), range in ranges(),
    ) {
        let plan = sample.plan();
        for key in usable(&plan) {
            next_is_the_first_that_starts(&plan, key, range.around(sample.focus).start)?;
        }
    }

    #[test]
    fn gaps_and_shifts_make_up_what_is_required(sample in plans(), range in ranges()) {
        let plan = sample.plan();
        for key in usable(&plan) {
            gaps_are_what_nobody_holds(&plan, key, range.around(sample.focus))?;
        }
    }

    #[test]
    fn a_follower_is_never_who_is_followed(sample in plans(), range in ranges()) {
        let plan = sample.plan();
        for key in usable(&plan) {
            a_follower_is_somebody_else(&plan, key, range.around(sample.focus))?;
        }
    }

    #[test]
    fn windows_of_one_layer_are_held_throughout(
        (sample, one) in changeable_plans(), range in ranges(),
    ) {
        let plan = sample.with(&table("[rotations.r]", &one.keys));
        for key in usable(&plan) {
            let span = range.around(sample.focus);
            let held = shifts(&plan, key, span).into_iter().map(|shift| shift.span).collect();
            prop_assert_eq!(without(&required(&plan, key, span), &merged(held)), []);
        }
    }
}
