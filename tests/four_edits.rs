//! Four edits of one order in `examples/kestrel`: ten people take turns of three days, and every
//! share below is worked out from turn numbers, not from shifts.

use std::path::Path;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use irp::diff::{Changed, Changes, Comparison, Effect, Question};
use irp::plan::Plan;
use irp::time::{Span, Zones};

use crate::memory::Memory;

const ORDER: [&str; 10] =
    ["henrik", "ben", "priya", "ravi", "noah", "felix", "arjun", "meera", "grace", "ana"];
const NOW: &str = "2026-10-19T09:00:00Z";
const WEEKS: i64 = 13;

fn kestrel(order: &[&str]) -> Plan {
    let files = Memory::copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/kestrel"));
    let written = |order: &[&str]| format!("people = [\"{}\"]", order.join("\", \""));
    let plan = files.map(|text| text.replace(&written(&ORDER), &written(order))).plan();
    assert_eq!(plan.faults, []);
    plan
}

fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

fn window() -> Span {
    Span::new(now(), now() + TimeDelta::weeks(WEEKS))
}

/// The start of a turn: 15:00 in Berlin, which is an hour earlier in UTC until 25 October 2026.
fn start(turn: i64) -> DateTime<Utc> {
    let first: NaiveDate = "2026-08-03".parse().unwrap();
    let day = first + TimeDelta::days(3 * turn);
    let summer = day < "2026-10-25".parse().unwrap();
    day.and_hms_opt(if summer { 13 } else { 14 }, 0, 0).unwrap().and_utc()
}

/// Who has a turn: the order by number, and the one override of the quarter.
fn holder<'o>(order: &[&'o str], turn: i64) -> &'o str {
    let place = usize::try_from(turn).unwrap() % order.len();
    let swapped = start(turn) == "2026-11-07T14:00:00Z".parse::<DateTime<Utc>>().unwrap();
    if swapped && order[place] == "priya" { "noah" } else { order[place] }
}

/// How much of the window has another holder.
fn expected(order: &[&str]) -> TimeDelta {
    let turns = (0..60).filter(|turn| holder(&ORDER, *turn) != holder(order, *turn));
    let parts = turns.map(|turn| Span::new(start(turn), start(turn + 1)).intersection(window()));
    parts.filter(|part| !part.is_empty()).map(Span::length).sum()
}

fn edited(order: &[&str]) -> Changes {
    let (before, after) = (kestrel(&ORDER), kestrel(order));
    let (since, notice) = (now() - TimeDelta::weeks(4), TimeDelta::days(14));
    let question = Question { now: now(), window: window(), since, notice };
    Comparison::new(&before, &after).changes(&question, &Zones::embedded())
}

fn of_primary(all: &[Changed]) -> Vec<&Changed> {
    all.iter().filter(|part| part.rotation == "product-primary").collect()
}

/// Compares a change with what turn numbers say; returns whether who is on call now changes.
fn checked(order: &[&str]) -> Option<[String; 2]> {
    let found = edited(order);
    assert_eq!(found.effect, Effect::Effective);
    let told: TimeDelta = of_primary(&found.ahead).iter().map(|part| part.span.length()).sum();
    assert_eq!(told, expected(order));
    let [edit] = &found.edits[..] else { panic!("{:?}", found.edits) };
    assert_eq!(edit.path, "rotations.product-primary.people");
    assert!(found.ahead.iter().all(|part| part.cause == Some(0)));
    for part in of_primary(&found.ahead) {
        assert_eq!((part.before.len(), part.after.len()), (1, 1));
    }
    of_primary(&found.now).first().map(|part| [part.before[0].clone(), part.after[0].clone()])
}

#[test]
fn to_swap_the_first_two_moves_a_fifth_of_the_turns_and_not_the_present_one() {
    let mut order = ORDER;
    order.swap(0, 1);
    assert_eq!(checked(&order), None);
    // Six turns of three days in 91.
    assert_eq!(expected(&order), TimeDelta::days(18));
}

#[test]
fn to_remove_one_deals_nearly_every_turn_anew_and_takes_the_present_one_from_felix() {
    let order: Vec<_> = ORDER.into_iter().filter(|person| *person != "ben").collect();
    assert_eq!(checked(&order), Some(["felix".into(), "grace".into()]));
    assert!(expected(&order) > TimeDelta::days(80));
}

#[test]
fn to_append_one_deals_nearly_every_turn_anew_and_takes_the_present_one_from_felix() {
    let order = [&ORDER[..], &["tomasz"]].concat();
    assert_eq!(checked(&order), Some(["felix".into(), "ravi".into()]));
    assert!(expected(&order) > TimeDelta::days(80));
}

#[test]
fn to_insert_one_in_the_middle_deals_nearly_every_turn_anew() {
    let order = [&ORDER[..5], &["tomasz"], &ORDER[5..]].concat();
    assert_eq!(checked(&order), Some(["felix".into(), "ravi".into()]));
    assert!(expected(&order) > TimeDelta::days(80));
}

#[test]
fn a_line_up_is_offered_that_leaves_two_weeks_alone() {
    let order = [&ORDER[..], &["tomasz"]].concat();
    let found = edited(&order);
    let [advice] = &found.advice[..] else { panic!("{:?}", found.advice) };
    // The first handoff at or after 2 November 11:00 CET.
    assert_eq!(start(31), "2026-11-04T14:00:00Z".parse::<DateTime<Utc>>().unwrap());
    let written = format!(
        "[[rotations.product-primary.line-ups]]\nfrom = 2026-11-04T15:00:00\npeople = [\"{}\"]",
        order.join("\", \"")
    );
    assert_eq!(advice.toml, written);
    assert_eq!(advice.restore, format!("people = [\"{}\"]", ORDER.join("\", \"")));
    // The order goes on as before until its end, where the new name comes in: ana has turn 39.
    let first = advice.first.as_ref().unwrap();
    assert_eq!(first.span.start, start(40));
    assert_eq!(
        (&first.before[..], &first.after[..]),
        (&["henrik".into()][..], &["tomasz".into()][..])
    );
}
