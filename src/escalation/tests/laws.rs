//! Laws of walks on random plans, with random paths on top of them.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::{Judge, Page, Worst, course};
use crate::plan::{PersonKey, Plan, Reach};
use crate::schedule::tests::generate::{PEOPLE, Range, Sample, plans, ranges};
use crate::schedule::tests::{cases, plan_of};
use crate::schedule::{self, service_hours};
use crate::syntax::{Hours, Urgency};
use crate::time::{Instant, Span};

/// A target: what kind, and which of them.
type Pick = (usize, usize);

/// Paths of steps, how they are run again, and when each person's phone rings.
#[derive(Clone, Debug)]
struct Paths {
    steps: Vec<Vec<(i64, Vec<Pick>)>>,
    repeat: i64,
    ladders: Vec<Option<i64>>,
}

fn paths() -> impl Strategy<Value = Paths> {
    let minutes = select(&[0, 1, 5, 20, 60, 600, 3000][..]);
    let step = (minutes, vec((0..8_usize, 0..8_usize), 1..3));
    let steps = vec(vec(step, 1..4), 2..3);
    let ladders = vec(proptest::option::weighted(0.7, select(&[0, 1, 7][..])), PEOPLE.len());
    (steps, 0..3_i64, ladders).prop_map(|(steps, repeat, ladders)| Paths { steps, repeat, ladders })
}

impl Paths {
    /// The tables of a plan of so many rotations.
    fn text(&self, rotations: usize) -> String {
        let target = |(kind, which): &Pick| match kind {
            0..=4 => format!("{{ rotation = \"r{}\" }}", which % rotations),
            5 => format!("{{ escalation = \"e{}\" }}", which % 2),
            6 => "{ channel = \"#c\" }".to_owned(),
            _ => format!("{{ person = \"{}\" }}", PEOPLE[*which]),
        };
        let mut text = String::from(
            "[severities.s]\nrank = 1\n[services.always]\ntier = 1\nescalation = \"e0\"\n",
        );
        for (number, steps) in self.steps.iter().enumerate() {
            let step = |(after, targets): &(i64, Vec<Pick>)| {
                let targets: Vec<_> = targets.iter().map(target).collect();
                format!("{{ after = \"{after}m\", notify = [{}] }}", targets.join(", "))
            };
            let steps: Vec<_> = steps.iter().map(step).collect();
            let head = format!("[escalations.e{number}]\nrepeat = {}\n", self.repeat);
            let steps = steps.join(", ");
            text += &[&head, "repeat-every = \"45m\"\nsteps = [", &steps, "]\n"].concat();
        }
        text
    }

    /// A plan with its paths, and with its people's phones.
    fn plan(&self, sample: &Sample) -> Plan {
        let mut sample = sample.clone();
        for (person, ladder) in PEOPLE.iter().zip(&self.ladders) {
            let head = format!("[people.{person}]\n");
            let table = sample.tables.iter_mut().find(|table| table.starts_with(&head)).unwrap();
            if let Some(after) = ladder {
                let ladder = format!("[{{ via = \"phone\", after = \"{after}m\" }}]");
                let keys =
                    ["\ncontacts = { phone = \"vault:x\" }\nnotify.high = ", &ladder, "\n\n"];
                *table = table.trim_end().to_owned() + &keys.concat();
            }
        }
        let rotations = sample.plan().rotations.len();
        let plan = plan_of(sample.text() + &self.text(rotations));
        let ours = ["people.", "escalations.", "services.", "severities."];
        let ours = |path: &str| ours.iter().any(|table| path.starts_with(table));
        assert!(!plan.faults.iter().any(|fault| ours(&fault.path)), "{:?}", plan.faults);
        plan
    }
}

fn page(plan: &Plan) -> Page<'_> {
    Page::new(plan, &plan.services[0], &plan.severities[0]).unwrap()
}

/// Every instant at which an alert may be answered otherwise than just before, and its neighbours.
fn boundaries(plan: &Plan, span: Span, required: &[Span]) -> BTreeSet<Instant> {
    let mut all: BTreeSet<Instant> = required.iter().map(|span| span.start).collect();
    for event in course(plan, page(plan).path, true).events {
        let delay = TimeDelta::seconds(event.after);
        let moved = Span::new(span.start + delay, span.end + delay);
        let mut edges = Vec::new();
        if let Reach::Rotation(key) = event.reach {
            let shifts = schedule::shifts(plan, *key, moved);
            edges.extend(shifts.iter().flat_map(|shift| [shift.span.start, shift.span.end]));
        }
        for person in &plan.people {
            edges.extend(person.away.iter().flat_map(|away| [away.span.start, away.span.end]));
            edges.extend(person.joined.into_iter().chain(person.left));
        }
        let near = edges
            .into_iter()
            .flat_map(|edge| [-1, 0, 1].map(|s| edge - delay + TimeDelta::seconds(s)));
        all.extend(near);
    }
    all.retain(|at| required.iter().any(|span| span.contains(*at)));
    all
}

/// Seconds until the first human and the second one, where the alert fires at an instant.
fn times(plan: &Plan, at: Instant, silent: &[PersonKey]) -> [Option<i64>; 2] {
    let reached = page(plan).walk(at, silent).reached();
    [0, 1].map(|index| reached.get(index).map(|reached| reached.after))
}

fn slower(one: Option<i64>, two: Option<i64>) -> Option<i64> {
    if one.is_none() || two.is_none() { None } else { one.max(two) }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn the_worst_is_the_longest_of_the_walks_at_every_boundary(
        sample in plans(),
        paths in paths(),
        range in ranges(),
        business in any::<bool>(),
        silent in proptest::option::of(0..PEOPLE.len()),
    ) {
        let plan = paths.plan(&sample);
        let span = Range::around(range, sample.focus);
        let span = Span::new(span.start, span.end.min(span.start + TimeDelta::days(20)));
        let hours = if business { Hours::Business } else { Hours::Always };
        let silent: Vec<_> = silent.and_then(|index| plan.person(PEOPLE[index])).into_iter().collect();
        let judge = Judge::new(&plan, span, &silent);
        let found = judge.worst(page(&plan).path, Urgency::High, hours);
        let required = if business { service_hours(&plan, span) } else { vec![span] };
        let walks = boundaries(&plan, span, &required);
        match found {
            Worst::Hidden => prop_assert!(plan.rotations.iter().any(|r| !r.blocked.is_empty())),
            Worst::NotNeeded => prop_assert!(walks.is_empty()),
            Worst::Takes(worst) => {
                let all = walks.iter().map(|at| times(&plan, *at, &silent));
                let longest = all.reduce(|[a, b], [c, d]| [slower(a, c), slower(b, d)]).unwrap();
                prop_assert_eq!(worst.map(|slowest| slowest.seconds), longest);
                for (index, slowest) in worst.iter().enumerate() {
                    let walked = times(&plan, slowest.at, &silent)[index];
                    prop_assert_eq!(walked, slowest.seconds, "at {}", slowest.at);
                }
            }
        }
    }

    #[test]
    fn a_step_names_whoever_is_on_call_when_it_runs(
        sample in plans(),
        paths in paths(),
        range in ranges(),
    ) {
        let plan = paths.plan(&sample);
        let fired = range.around(sample.focus).start;
        for happening in page(&plan).walk(fired, &[]).happenings {
            let after = TimeDelta::seconds(happening.event.after);
            prop_assert_eq!(happening.at, fired + after);
            if let Reach::Rotation(key) = happening.event.reach {
                let shift = schedule::at(&plan, *key, fired + after).filter(|_| plan[*key].blocked.is_empty());
                let held = shift.map(|shift| shift.people.to_vec()).unwrap_or_default();
                let named: Vec<_> = happening.calls.iter().map(|call| call.person).collect();
                prop_assert_eq!(named, held);
            }
        }
    }
}
