//! Walks of small plans, and laws that hold for every plan.

mod edges;
mod laws;

use super::{Page, Walk};
use crate::plan::Plan;
use crate::schedule::tests::plan_of;
use crate::time::Instant;

/// A plan in UTC: `ana`, `ben` and `cy` have contacts; `body` holds the rest. The service `shop` has
/// the path `p` for the severity `s`.
fn plan(body: &str) -> Plan {
    let head = "irp = 1\n[plan]\nname = \"Small\"\ntime-zone = \"UTC\"\n\
                [severities.s]\nrank = 1\n[services.shop]\nescalation = \"p\"\n";
    let people = ["ana", "ben", "cy"].map(|id| {
        let phone = format!("contacts = {{ phone = \"vault:{id}\", push = \"app:{id}\" }}");
        let high = "[{ via = \"push\", after = \"1m\" }, { via = \"phone\", after = \"2m\" }]";
        format!("[people.{id}]\nname = \"{id}\"\n{phone}\nnotify.high = {high}\n")
    });
    plan_of(format!("{head}{}{body}", people.concat()))
}

fn good(body: &str) -> Plan {
    let plan = plan(body);
    assert_eq!(plan.faults, [], "{body}");
    plan
}

fn page(plan: &Plan) -> Page<'_> {
    Page::new(plan, &plan.services[0], &plan.severities[0]).unwrap()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// Each target as `+SECONDS PATH#STEP: who, who`, with what comes of it where nobody is named.
fn brief(plan: &Plan, walk: &Walk<'_>) -> Vec<String> {
    let line = |happening: &super::Happening<'_>| {
        let event = &happening.event;
        let people: Vec<_> = happening.calls.iter().map(|call| call.person).collect();
        let who = match plan.ids(&people).join(", ") {
            nobody if nobody.is_empty() => format!("{:?}", happening.outcome),
            people => people,
        };
        format!("+{} {}#{}: {who}", event.after, event.path.id, event.number)
    };
    walk.happenings.iter().map(line).collect()
}

/// Who is reached first and second, and after how many seconds.
fn reached<'p>(plan: &'p Plan, walk: &Walk<'_>) -> Vec<(&'p str, i64)> {
    let two = walk.reached().into_iter().take(2);
    two.map(|reached| (plan[reached.person].id.as_ref(), reached.after)).collect()
}
