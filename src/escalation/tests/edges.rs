//! Hand-overs, circles, repeats, nobody, absence and contacts.

use super::super::{Basis, Cut, Judge, LONGEST, Ladders, Outcome, Worst, absent};
use super::{at, brief, good, page, plan, reached};
use crate::syntax::{Hours, Method, Urgency};
use crate::time::Span;

const NOON: &str = "2026-03-04T12:00:00Z";
const DESK: &str = "[rotations.desk]\nstarts = 2026-01-05T09:00\nturn = \"1d\"\n\
                    people = [\"ana\", \"ben\"]\nwhen = \"09:00-17:00\"\n";

#[test]
fn a_path_that_is_handed_over_to_counts_from_the_hand_over() {
    let plan = good(
        r#"[escalations.p]
        steps = [
            { after = "1m", notify = [{ escalation = "q" }, { person = "ana" }] },
            { after = "5m", notify = { person = "cy" } },
        ]
        [escalations.q]
        steps = [
            { after = "0m", notify = { person = "ben" } },
            { after = "10m", notify = { channel = "q" } },
        ]"#,
    );
    let walk = page(&plan).walk(at(NOON), &[]);
    let steps =
        ["+60 p#1: HandOver", "+60 p#1: ana", "+60 q#1: ben", "+300 p#2: cy", "+660 q#2: Channel"];
    assert_eq!(brief(&plan, &walk), steps);
    assert_eq!(reached(&plan, &walk), [("ana", 120), ("ben", 120)]);
}

#[test]
fn a_circle_is_cut_where_it_closes_and_a_path_may_come_twice() {
    let plan = good(
        r#"[escalations.p]
        steps = [
            { after = "0m", notify = { escalation = "q" } },
            { after = "5m", notify = { escalation = "q" } },
        ]
        [escalations.q]
        steps = [{ after = "1m", notify = [{ person = "ben" }, { escalation = "p" }] }]"#,
    );
    let walk = page(&plan).walk(at(NOON), &[]);
    let steps = [
        "+0 p#1: HandOver",
        "+60 q#1: ben",
        "+60 q#1: Loop",
        "+300 p#2: HandOver",
        "+360 q#1: ben",
        "+360 q#1: Loop",
    ];
    assert_eq!(brief(&plan, &walk), steps);
    assert_eq!((walk.cut, reached(&plan, &walk)), (None, vec![("ben", 120)]));
}

#[test]
fn paths_that_hand_over_to_each_other_in_every_order_are_cut_after_a_thousand_targets() {
    let each: Vec<_> = (0..60).map(|n| format!("{{ escalation = \"p{n}\" }}")).collect();
    let path = |id: &str| {
        format!(
            "[escalations.{id}]\nsteps = [{{ after = \"0m\", notify = [{}] }}]\n",
            each.join(", ")
        )
    };
    let paths: Vec<_> = (0..60).map(|n| path(&format!("p{n}"))).collect();
    let plan = good(&(path("p") + &paths.concat()));
    let walk = page(&plan).walk(at(NOON), &[]);
    assert_eq!((walk.happenings.len(), walk.cut), (1000, Some(Cut::Targets(0))));
}

#[test]
fn a_hundred_thousand_steps_are_cut_after_a_thousand() {
    let step = |n: usize| format!("{{ after = \"{n}m\", notify = {{ person = \"ana\" }} }}");
    let steps: Vec<_> = (0..100_000).map(step).collect();
    let plan = good(&format!("[escalations.p]\nsteps = [{}]\n", steps.join(",\n")));
    let walk = page(&plan).walk(at(NOON), &[]);
    assert_eq!((walk.happenings.len(), walk.cut), (1000, Some(Cut::Targets(60_000))));
}

#[test]
fn what_would_happen_after_a_year_is_cut() {
    let plan = good(
        r#"[escalations.p]
        repeat = 100
        repeat-every = "300d"
        steps = [{ after = "0m", notify = { person = "ana" } }]"#,
    );
    let walk = page(&plan).walk(at(NOON), &[]);
    assert_eq!(walk.happenings.len(), 2);
    assert!(matches!(walk.cut, Some(Cut::Time(after)) if after > LONGEST));
}

#[test]
fn a_path_that_repeats_runs_again_so_long_after_its_last_step() {
    let plan = good(
        r#"[escalations.p]
        repeat = 2
        repeat-every = "10m"
        steps = [
            { after = "0m", notify = { person = "ana" } },
            { after = "5m", notify = { person = "ben" } },
        ]"#,
    );
    let walk = page(&plan).walk(at(NOON), &[]);
    let runs: Vec<_> = walk.happenings.iter().map(|h| (h.event.after, h.event.run)).collect();
    assert_eq!(runs, [(0, 0), (300, 0), (900, 1), (1200, 1), (1800, 2), (2100, 2)]);
}

#[test]
fn a_path_that_says_how_often_and_not_when_is_not_run_again() {
    let plan = good(
        "[escalations.p]\nrepeat = 2\n\
         steps = [{ after = \"0m\", notify = { person = \"ana\" } }]\n",
    );
    let walk = page(&plan).walk(at(NOON), &[]);
    assert_eq!((walk.happenings.len(), walk.undated.len()), (1, 1));
}

#[test]
fn a_step_outside_the_windows_of_its_rotation_reaches_nobody_until_they_open() {
    let body = format!(
        "{DESK}[escalations.p]\nrepeat = 3\nrepeat-every = \"30m\"\n\
         steps = [{{ after = \"0m\", notify = {{ rotation = \"desk\" }} }}]\n"
    );
    let plan = good(&body);
    let walk = page(&plan).walk(at("2026-03-04T08:00:00Z"), &[]);
    let [early, open] = ["2026-03-04T08:30:00Z", "2026-03-04T09:00:00Z"].map(at);
    let outcomes: Vec<_> = walk.happenings.iter().map(|h| (h.at, h.outcome)).collect();
    assert_eq!(outcomes[1..3], [(early, Outcome::Nobody), (open, Outcome::People)]);
    assert_eq!(reached(&plan, &walk), [("ana", 3660)]);
    let [from, until] = ["2026-03-04T00:00:00Z", "2026-03-05T00:00:00Z"].map(at);
    let judge = Judge::new(&plan, Span::new(from, until), &[]);
    let worst = judge.worst(page(&plan).path, Urgency::High, Hours::Always);
    let Worst::Takes([first, second]) = worst else { panic!("{worst:?}") };
    // At midnight the desk is nine hours ahead, and no repeat lasts so long.
    assert_eq!((first.seconds, first.at), (None, from));
    assert_eq!((second.seconds, second.at), (None, from));
}

#[test]
fn the_worst_instant_is_the_first_second_after_a_shift_ends() {
    let body = format!(
        "{DESK}[escalations.p]\nsteps = [\n\
         {{ after = \"0m\", notify = {{ rotation = \"desk\" }} }},\n\
         {{ after = \"20m\", notify = {{ person = \"cy\" }} }}]\n"
    );
    let plan = good(&body);
    let [from, until] = ["2026-03-04T10:00:00Z", "2026-03-11T10:00:00Z"].map(at);
    let judge = Judge::new(&plan, Span::new(from, until), &[]);
    let worst = judge.worst(page(&plan).path, Urgency::High, Hours::Always);
    let Worst::Takes([first, second]) = worst else { panic!("{worst:?}") };
    let end = at("2026-03-04T17:00:00Z");
    assert_eq!((first.seconds, first.at), (Some(1260), end));
    assert_eq!((second.seconds, second.at), (None, end), "at night there is but one");
    let cy = [plan.person("cy").unwrap()];
    let judge = Judge::new(&plan, Span::new(from, until), &cy);
    let worst = judge.worst(page(&plan).path, Urgency::High, Hours::Always);
    assert!(matches!(worst, Worst::Takes([first, _]) if first.seconds.is_none()), "{worst:?}");
}

#[test]
fn who_is_away_or_not_employed_is_named_and_not_reached() {
    let plan = good(
        r#"[people.new]
        name = "new"
        joined = 2026-03-05
        [people.old]
        name = "old"
        left = 2026-03-03
        [[time-off]]
        person = "ana"
        from = 2026-03-04
        through = 2026-03-04
        [escalations.p]
        steps = [
            { after = "0m", notify = [{ person = "new" }, { person = "old" }] },
            { after = "5m", notify = { person = "ana" } },
            { after = "12h", notify = { person = "ana" } },
        ]"#,
    );
    let walk = page(&plan).walk(at(NOON), &[]);
    let outcomes: Vec<_> = walk.happenings.iter().map(|h| h.outcome).collect();
    assert_eq!(outcomes[..3], [Outcome::Absent; 3]);
    assert_eq!(reached(&plan, &walk), [("ana", 43_260)]);
    assert_eq!(absent(&plan, plan.person("new").unwrap(), at("2026-03-05T00:00:00Z")), None);
}

#[test]
fn a_ladder_is_what_is_written_or_what_must_be_assumed() {
    let plan = good(
        r#"[people.mail]
        name = "mail"
        contacts = { email = "m@acme.example" }
        notify.high = [{ via = "email", after = "0m" }]
        [people.lacks]
        name = "lacks"
        contacts = { phone = "vault:l" }
        notify.high = [{ via = "sms", after = "0m" }, { via = "phone", after = "3m" }]
        [people.plain]
        name = "plain"
        contacts = { sms = "vault:p", email = "p@acme.example" }
        [people.none]
        name = "none"
        [escalations.p]
        steps = [{ after = "0m", notify = { person = "ana" } }]"#,
    );
    let of = |id: &str, urgency| Ladders::new(&plan).of(plan.person(id).unwrap(), urgency);
    let mail = of("mail", Urgency::High);
    assert_eq!((mail.basis, mail.first()), (Basis::Written, None), "e-mail wakes nobody");
    assert_eq!(of("mail", Urgency::Low).basis, Basis::Assumed);
    assert!(of("mail", Urgency::Low).first().is_some(), "and is enough for what may wait");
    let lacks = of("lacks", Urgency::High);
    assert_eq!((lacks.missing.as_slice(), lacks.first().unwrap().after), (&[Method::Sms][..], 180));
    let first = of("plain", Urgency::High);
    assert_eq!((first.basis, first.first().unwrap().via), (Basis::Assumed, Some(Method::Sms)));
    assert_eq!(of("none", Urgency::High).basis, Basis::Unreachable);
}

#[test]
fn without_any_contacts_everybody_is_taken_to_be_reached_at_once() {
    let plan = crate::schedule::tests::plan_of(
        r#"irp = 1
        [plan]
        name = "Bare"
        time-zone = "UTC"
        [people.ana]
        name = "Ana"
        [severities.s]
        rank = 1
        [services.shop]
        escalation = "p"
        [escalations.p]
        steps = [{ after = "5m", notify = { person = "ana" } }]"#,
    );
    assert_eq!(plan.faults, []);
    let walk = page(&plan).walk(at(NOON), &[]);
    assert_eq!(walk.happenings[0].calls[0].ladder.basis, Basis::NoContacts);
    assert_eq!(reached(&plan, &walk), [("ana", 300)]);
}

#[test]
fn what_a_fault_hides_is_said_and_not_guessed() {
    let plan = plan(
        r#"[escalations.p]
        steps = [
            { after = "0m", notify = { rotation = "gone" } },
            { after = "5m", notify = { person = "ana" } },
        ]"#,
    );
    let walk = page(&plan).walk(at(NOON), &[]);
    assert!(walk.is_hidden());
    assert_eq!(reached(&plan, &walk), [("ana", 360)]);
    let span = Span::new(at(NOON), at("2026-03-05T12:00:00Z"));
    let judge = Judge::new(&plan, span, &[]);
    let worst = judge.worst(page(&plan).path, Urgency::High, Hours::Always);
    assert_eq!(worst, Worst::Hidden);
}
