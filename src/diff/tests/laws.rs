//! Laws that hold for every pair of plans.

use proptest::prelude::*;
use proptest::sample::Index;

use super::super::{Act, Effect};
use super::*;
use crate::plan::RotationKey;
use crate::schedule::tests::generate::{Sample, entries, list, plans};
use crate::schedule::tests::{cases, plan_of};
use crate::schedule::{at, shifts};

const SECOND: TimeDelta = TimeDelta::seconds(1);

/// A change of a plan: which table, and what is done with it.
#[derive(Clone, Debug)]
enum Edit {
    Drop(Index),
    Order(Index, Vec<String>),
    Line(Index, Index),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        2 => any::<Index>().prop_map(Edit::Drop),
        4 => (any::<Index>(), entries()).prop_map(|(at, people)| Edit::Order(at, people)),
        2 => (any::<Index>(), any::<Index>()).prop_map(|(at, line)| Edit::Line(at, line)),
    ];
    proptest::collection::vec(edit, 1..4)
}

/// Two plans without faults, the second a change of the first or another one altogether.
fn pairs() -> impl Strategy<Value = (Sample, Sample)> {
    let changed = (plans(), edits()).prop_map(|(sample, edits)| {
        let before = sound(sample);
        let after = edits.iter().fold(before.clone(), edited);
        (before, after)
    });
    let other = (plans(), plans()).prop_map(|(one, two)| (sound(one), sound(two)));
    let pairs = prop_oneof![4 => changed, 1 => other];
    pairs.prop_filter("without faults", |(one, two)| {
        one.plan().faults.is_empty() && two.plan().faults.is_empty()
    })
}

/// Without overrides where there are faults: they may contradict each other.
fn sound(mut sample: Sample) -> Sample {
    if !sample.plan().faults.is_empty() {
        sample.tables.retain(|table| !table.starts_with("[[overrides]]"));
    }
    sample
}

/// Makes an edit, where that makes no fault.
fn edited(mut sample: Sample, edit: &Edit) -> Sample {
    let before = sample.clone();
    let some = |tables: &[String], start: &str| -> Vec<usize> {
        (0..tables.len()).filter(|at| tables[*at].starts_with(start)).collect()
    };
    match edit {
        Edit::Drop(at) => {
            let exceptions =
                [some(&sample.tables, "[[overrides]]"), some(&sample.tables, "[[time-off]]")]
                    .concat();
            if !exceptions.is_empty() {
                sample.tables.remove(*at.get(&exceptions));
            }
        }
        Edit::Order(at, people) => {
            let rotations = some(&sample.tables, "[rotations.");
            let table = &mut sample.tables[*at.get(&rotations)];
            let lines: Vec<_> = table
                .lines()
                .map(|line| {
                    let order = line.starts_with("people = ");
                    if order { format!("people = {}", list(people)) } else { line.to_owned() }
                })
                .collect();
            *table = lines.join("\n") + "\n";
        }
        Edit::Line(at, line) => {
            let tables: Vec<_> = (0..sample.tables.len()).collect();
            let table = &mut sample.tables[*at.get(&tables)];
            let lines: Vec<_> = table.lines().filter(|line| line.contains(" = ")).collect();
            if !lines.is_empty() {
                *table = table.replace(*line.get(&lines), "");
            }
        }
    }
    if sample.plan().faults.is_empty() { sample } else { before }
}

fn on_call(plan: &Plan, id: &str, instant: Instant) -> Vec<String> {
    let shift = plan.rotation(id).and_then(|key| at(plan, key, instant));
    let mut people: Vec<_> =
        shift.iter().flat_map(|s| plan.ids(&s.people)).map(str::to_owned).collect();
    people.sort();
    people
}

/// All boundaries of shifts in a span on both sides, and the seconds beside them.
fn instants(plans: [&Plan; 2], id: &str, span: Span) -> Vec<Instant> {
    let edges = plans.into_iter().flat_map(|plan| {
        let found = plan.rotation(id).map(|key| shifts(plan, key, span)).unwrap_or_default();
        found.into_iter().flat_map(|shift| [shift.span.start, shift.span.end]).collect::<Vec<_>>()
    });
    let edges = edges.flat_map(|edge| [edge - SECOND, edge, edge + SECOND]);
    let mut instants: Vec<_> = edges.filter(|at| span.contains(*at)).collect();
    instants.sort_unstable();
    instants.dedup();
    instants
}

fn held(plan: &Plan, key: RotationKey, span: Span) -> TimeDelta {
    let each = shifts(plan, key, span).into_iter().map(|shift| {
        shift.span.intersection(span).length() * i32::try_from(shift.people.len()).unwrap()
    });
    each.sum()
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_plan_compared_with_itself_changes_nothing(sample in plans(), order in proptest::collection::vec(0..4_usize, 64)) {
        let sample = sound(sample);
        let (plan, other) = (sample.plan(), sample.spread(&order));
        prop_assume!(plan.faults.is_empty() && other.faults.is_empty());
        for after in [&sample.plan(), &other] {
            let found = compared(&plan, after, sample.focus, [60, 60]);
            prop_assert_eq!(found.effect, Effect::None, "{:?}", found.edits);
            prop_assert!(found.identical && found.edits.is_empty() && found.renames.is_empty());
            prop_assert!(found.people.is_empty() && found.opened.is_empty() && found.closed.is_empty());
        }
    }

    #[test]
    fn every_instant_that_changes_is_told_and_no_other((one, two) in pairs()) {
        let (before, after, now) = (one.plan(), two.plan(), one.focus);
        let found = compared(&before, &after, now, [40, 40]);
        let told = parts(&[&found.past[..], &found.ahead].concat());
        let span = Span::new(now - TimeDelta::days(40), now + TimeDelta::days(40));
        for id in ["r0", "r1", "r2", "r3", "r4", "r5"] {
            let parts = told.get(id).map_or(&[][..], Vec::as_slice);
            for instant in instants([&before, &after], id, span) {
                let (was, is) = (on_call(&before, id, instant), on_call(&after, id, instant));
                let part = parts.iter().find(|(span, ..)| span.contains(instant));
                let told = part.map_or((&was, &was), |(_, one, two)| (one, two));
                prop_assert_eq!(told, (&was, &is), "{} at {}", id, instant);
            }
        }
        for part in &found.now {
            prop_assert!(part.span.contains(now) && part.before != part.after);
        }
        prop_assert!(!found.identical || told.is_empty());
        prop_assert_eq!(found.effect == Effect::Effective, !told.is_empty());
    }

    #[test]
    fn a_change_back_is_the_mirror_of_the_change((one, two) in pairs()) {
        let (before, after, now) = (one.plan(), two.plan(), one.focus);
        let there = compared(&before, &after, now, [30, 40]);
        let back = compared(&after, &before, now, [30, 40]);
        let mirrored = |all: &[Changed]| {
            let turned = all.iter().cloned().map(|mut part| {
                std::mem::swap(&mut part.before, &mut part.after);
                part
            });
            parts(&turned.collect::<Vec<_>>())
        };
        prop_assert_eq!(parts(&there.ahead), mirrored(&back.ahead));
        prop_assert_eq!(parts(&there.past), mirrored(&back.past));
        prop_assert_eq!((&there.opened, &there.closed), (&back.closed, &back.opened));
        prop_assert_eq!((there.effect, there.identical), (back.effect, back.identical));
        let hours = |changes: &Changes, turn: bool| -> Vec<_> {
            let all = changes.people.iter().map(|hours| {
                let pairs = [hours.all, hours.weekend, hours.night];
                let pairs = pairs.map(|pair| if turn { (pair.after, pair.before) } else { (pair.before, pair.after) });
                (hours.person.clone(), pairs)
            });
            all.collect()
        };
        prop_assert_eq!(hours(&there, false), hours(&back, true));
        let acts = |changes: &Changes, act: Act| changes.edits.iter().filter(|edit| edit.act == act).count();
        prop_assert_eq!(acts(&there, Act::Added), acts(&back, Act::Removed));
        prop_assert_eq!(acts(&there, Act::Changed), acts(&back, Act::Changed));
    }

    #[test]
    fn what_people_gain_others_lose_or_nobody_had((one, two) in pairs()) {
        let (before, after, now) = (one.plan(), two.plan(), one.focus);
        let found = compared(&before, &after, now, [0, 40]);
        let window = Span::new(now, now + TimeDelta::days(40));
        let all = |plan: &Plan| plan.rotation_keys().map(|key| held(plan, key, window)).sum::<TimeDelta>();
        let gained: TimeDelta = found.people.iter().map(|hours| hours.all.change()).sum();
        prop_assert_eq!(gained, all(&after) - all(&before));
        for hours in &found.people {
            prop_assert!(hours.weekend.before <= hours.all.before && hours.night.after <= hours.all.after);
        }
    }

    #[test]
    fn one_edit_causes_all_that_it_changes((sample, at, people) in (plans(), any::<Index>(), entries())) {
        let before = sound(sample);
        let after = edited(before.clone(), &Edit::Order(at, people));
        let (before, after, now) = (before.plan(), after.plan(), before.focus);
        prop_assume!(before.faults.is_empty() && after.faults.is_empty());
        let found = compared(&before, &after, now, [20, 40]);
        // A layer of its own order is another edit of the same table.
        prop_assume!(found.edits.len() == 1);
        for part in found.past.iter().chain(&found.ahead) {
            prop_assert_eq!(part.cause, Some(0));
        }
    }
}

#[test]
fn an_edit_explains_exactly_what_it_alone_would_change() {
    let text = |people: &str, off: &str| {
        plan_of(format!(
            "irp = 1\n[plan]\nname = \"X\"\ntime-zone = \"UTC\"\n[people]\nana.name = \"A\"\n\
             ben.name = \"B\"\ncho.name = \"C\"\n[rotations.web]\nstarts = 2026-10-05T09:00\n\
             turn = \"1w\"\npeople = {people}\n{off}"
        ))
    };
    let before = text("[\"ana\", \"ben\", \"cho\"]", "");
    let over = "[[overrides]]\nrotation = \"web\"\nfrom = 2026-10-21T09:00\nuntil = 2026-10-22T09:00\nassign = \"ana\"\n";
    let after = text("[\"ana\", \"cho\", \"ben\"]", over);
    assert!(before.faults.is_empty() && after.faults.is_empty());
    let now = "2026-10-19T09:00:00Z".parse().unwrap();
    let found = compared(&before, &after, now, [0, 14]);
    let (order, exception) = ("rotations.web.people", "overrides[web 2026-10-21T09:00:00]");
    let paths: Vec<_> = found.edits.iter().map(|edit| edit.path.as_str()).collect();
    assert_eq!(paths, [exception, order]);
    let told: Vec<_> = found
        .ahead
        .iter()
        .map(|part| {
            let cause = part.cause.map(|cause| found.edits[cause].path.as_str());
            (part.before.join(""), part.after.join(""), part.span.length().num_hours(), cause)
        })
        .collect();
    // Week two is Cho's before and Ben's after; the day of the override is Ana's either way.
    assert_eq!(
        told,
        [
            ("cho".into(), "ben".into(), 48, Some(order)),
            ("cho".into(), "ana".into(), 24, Some(exception)),
            ("cho".into(), "ben".into(), 96, Some(order)),
        ]
    );
}
