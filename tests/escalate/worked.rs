//! The example's page in the doubled hour of Berlin, from its TOML by hand.

use std::path::Path;

use irp::escalation::{Filled, Page, Promised, Walk, roles};
use irp::plan::Plan;
use irp::syntax::Method;
use irp::time::{Instant, show};

use crate::memory::Memory;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn kestrel() -> Plan {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/kestrel");
    Memory::copy(&folder).plan()
}

/// Who is reached first and second, and after how many seconds.
fn reached<'p>(plan: &'p Plan, walk: &Walk<'_>) -> Vec<(&'p str, i64)> {
    let two = walk.reached().into_iter().take(2);
    two.map(|reached| (plan[reached.person].id.as_ref(), reached.after)).collect()
}

fn payments(plan: &Plan) -> Page<'_> {
    let service = plan.services.iter().find(|service| service.id.as_ref() == "payments").unwrap();
    let severity = plan.severities.iter().find(|s| s.id.as_ref() == "sev1").unwrap();
    Page::new(plan, service, severity).unwrap()
}

/// Every attempt as `+SECONDS who via`.
fn attempts(plan: &Plan, walk: &Walk<'_>) -> Vec<String> {
    let mut all = Vec::new();
    for happening in &walk.happenings {
        for call in &happening.calls {
            for attempt in &call.ladder.attempts {
                let after = happening.event.after + attempt.after;
                let via = attempt.via.map_or("-", Method::word);
                all.push(format!("+{after} {} {via}", plan[call.person].id));
            }
        }
    }
    all
}

#[test]
fn the_page_in_the_doubled_hour_is_right_to_the_second() {
    let plan = kestrel();
    // 02:30 in Berlin for the second time. 82 days and some hours after 3 August 15:00: turn 27 of
    // three days, so the 8th of ten people, and five further the 3rd; turn 41 of two days, so the
    // 2nd of five.
    let fired = at("2026-10-25T01:30:00Z");
    let walk = payments(&plan).walk(fired, &[]);
    let ladders = |after: i64, people: &[(&str, &[(&str, i64)])]| {
        let each = people.iter().flat_map(|(who, ladder)| {
            ladder.iter().map(move |(via, more)| format!("+{} {who} {via}", after + more))
        });
        each.collect::<Vec<_>>()
    };
    let three: &[_] = &[("push", 0), ("sms", 60), ("phone", 180)];
    let two: &[_] = &[("push", 0), ("phone", 120)];
    let call: &[_] = &[("phone", 0), ("push", 0)];
    let teams = [
        ("sofia", two),
        ("henrik", call),
        ("noah", three),
        ("priya", two),
        ("arjun", three),
        ("grace", two),
        ("ana", two),
        ("ben", three),
        ("ravi", two),
        ("meera", three),
        ("felix", two),
    ];
    let expected = [
        ladders(0, &[("meera", three)]),
        ladders(300, &[("priya", two)]),
        ladders(600, &[("grace", two), ("sofia", two), ("ana", two)]),
        ladders(1200, &teams),
    ];
    assert_eq!(attempts(&plan, &walk), expected.concat());
    assert_eq!(reached(&plan, &walk), [("meera", 0), ("priya", 300)]);
    let marks: Vec<_> = walk.marks.iter().map(|m| (m.promised, m.after, m.at)).collect();
    let [ack, engage] = [at("2026-10-25T01:35:00Z"), at("2026-10-25T01:45:00Z")];
    assert_eq!(marks, [(Promised::Acknowledge, 300, ack), (Promised::Engage, 900, engage)]);
    let local = |id: &str, text: &str| {
        let person = &plan[plan.person(id).unwrap()];
        show::full(at(text), &person.zone)
    };
    assert_eq!(local("meera", "2026-10-25T01:30:00Z"), "Sun 25 Oct 2026 07:00 IST");
    assert_eq!(local("sofia", "2026-10-25T01:40:00Z"), "Sun 25 Oct 2026 02:40 CET");
    assert_eq!(local("sofia", "2026-10-25T00:40:00Z"), "Sun 25 Oct 2026 02:40 CEST");
    assert_eq!(local("grace", "2026-10-25T01:40:00Z"), "Sat 24 Oct 2026 21:40 EDT");
}

#[test]
fn the_roles_of_the_severity_are_filled_from_the_path_or_when_it_is_declared() {
    let plan = kestrel();
    let (fired, page) = (at("2026-10-25T01:30:00Z"), payments(&plan));
    let needed = roles(&plan, page.severity, page.path, fired);
    let [commander, scribe, comms] = &needed[..] else { panic!("{needed:?}") };
    let Filled::Rotations(holders) = &commander.filled else { panic!("{commander:?}") };
    assert_eq!(holders[0].people.as_deref(), Some(&[plan.person("grace").unwrap()][..]));
    assert_eq!((holders.len(), holders[0].paged_after), (1, Some(600)));
    assert_eq!([&scribe.filled, &comms.filled], [&Filled::AtIncident; 2]);
}

#[test]
fn who_does_not_answer_is_notified_and_not_counted() {
    let plan = kestrel();
    let [meera, priya] = ["meera", "priya"].map(|id| plan.person(id).unwrap());
    let walk = payments(&plan).walk(at("2026-10-25T01:30:00Z"), &[meera, priya]);
    assert_eq!(attempts(&plan, &walk)[..3], ["+0 meera push", "+60 meera sms", "+180 meera phone"]);
    assert_eq!(reached(&plan, &walk), [("grace", 600), ("sofia", 600)]);
}

#[test]
fn a_step_names_who_is_on_call_when_it_runs() {
    let plan = kestrel();
    // The primary hands over at 15:00 in Berlin, five minutes and a second after the alert.
    let walk = payments(&plan).walk(at("2026-10-26T13:54:59Z"), &[]);
    let secondary = &walk.happenings[1];
    assert_eq!(plan.ids(&[secondary.calls[0].person]), ["priya"]);
    let walk = payments(&plan).walk(at("2026-10-26T13:55:00Z"), &[]);
    let who: Vec<_> = walk.happenings[..2].iter().map(|h| h.calls[0].person).collect();
    assert_eq!(plan.ids(&who), ["meera", "ravi"]);
}
