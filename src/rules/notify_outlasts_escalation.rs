//! `notify-outlasts-escalation`: a page has moved on before somebody's phone rings.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::{Check, Context, Options, Rule, all_as_one, whom};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Escalation, PersonKey, Reach};
use crate::source::{Located, Location};
use crate::syntax::{Method, NotifyStep};
use crate::time::{Elapsed, show};

pub(super) static RULE: Rule = Rule {
    code: "notify-outlasts-escalation",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "somebody's strongest contact is tried when the page has moved on",
    source: "`after` at or past the next step: PagerDuty escalates after 5 minutes and asks \
             responders to stagger their notifications accordingly",
    why: "Whoever sleeps through a push is woken by the call. Where the call comes after the next \
          step of the escalation, the next person is woken in their place, each time. A call is \
          stronger than a text message, that than a push.",
    bad: r#"
irp = 1
[plan]
name = "Late call"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
contacts = { push = "app:ana", phone = "vault:ana/phone" }
notify.high = [{ via = "push", after = "0m" }, { via = "phone", after = "5m" }]
[people.ben]
name = "Ben"
contacts = { push = "app:ben", phone = "vault:ben/phone" }
notify.high = [{ via = "push", after = "0m" }, { via = "phone", after = "2m" }]
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[rotations.secondary]
follows = { rotation = "primary", offset = 1 }
[escalations.default]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "5m", notify = { rotation = "secondary" } },
]
"#,
    good: r#"
irp = 1
[plan]
name = "Early call"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
contacts = { push = "app:ana", phone = "vault:ana/phone" }
notify.high = [{ via = "push", after = "0m" }, { via = "phone", after = "4m" }]
[people.ben]
name = "Ben"
contacts = { push = "app:ben", phone = "vault:ben/phone" }
notify.high = [{ via = "push", after = "0m" }, { via = "phone", after = "2m" }]
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[rotations.secondary]
follows = { rotation = "primary", offset = 1 }
[escalations.default]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "5m", notify = { rotation = "secondary" } },
]
"#,
    check: Check::Plan(check),
};

/// How long a step of a path leaves whom it reaches before the next one.
#[derive(Clone, Copy)]
struct Left<'a> {
    seconds: i64,
    path: &'a Escalation,
    /// Where the next step is written, and its number.
    next: (Location, usize),
}

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let left = least(context);
    let called =
        left.iter().filter_map(|(key, left)| Some((*key, *left, strongest(context, *key)?)));
    let called: Vec<_> = called.collect();
    let late = called.iter().filter(|(_, left, (_, after))| after.value.0 >= left.seconds);
    let found = late.map(|(key, left, call)| person(context, *key, left, call)).collect();
    all_as_one(found, called.len(), "people", |count| {
        format!(
            "the strongest contact of each of the {count} people whom a page may reach is tried \
             when the page has moved on, so the next person is woken in their place"
        )
    })
}

/// The least time that anybody is left by a step, of all paths that wake people.
fn least<'a>(context: &Context<'a>) -> BTreeMap<PersonKey, Left<'a>> {
    let mut targets: BTreeMap<*const Reach, (&'a Reach, Left<'a>)> = BTreeMap::new();
    for path in waking(context) {
        let steps = context.steps(path).unwrap_or_default();
        for (number, pair) in (2..).zip(steps.windows(2)) {
            let seconds = pair[1].after.saturating_sub(pair[0].after);
            let left = Left { seconds, path, next: (pair[1].at, number) };
            for reach in pair[0].reach.iter().copied() {
                let known = targets.entry(std::ptr::from_ref(reach)).or_insert((reach, left));
                if left.seconds < known.1.seconds {
                    known.1 = left;
                }
            }
        }
    }
    let mut all: Vec<_> = targets.into_values().collect();
    all.sort_by_key(|(_, left)| (left.seconds, left.path.at, left.next.1));
    let (mut people, mut asked) = (BTreeMap::new(), BTreeSet::new());
    for (reach, left) in all {
        for person in whom(reach) {
            people.entry(*person).or_insert(left);
        }
        if let Reach::Rotation(key) = reach
            && asked.insert(*key)
        {
            for person in context.shifts_ahead(*key).flat_map(|shift| &*shift.people) {
                people.entry(*person).or_insert(left);
            }
        }
    }
    people
}

/// The paths that wake people: all that a service has for a severity that does, or all there are
/// where no service needs one.
fn waking<'a>(context: &Context<'a>) -> Vec<&'a Escalation> {
    let promises = context.promises();
    if promises.is_empty() {
        return context.plan.escalations.iter().collect();
    }
    let wakes = promises.iter().filter(|p| p.needs.iter().any(|(_, severity)| severity.pages()));
    wakes.map(|promise| promise.path).collect()
}

/// The strongest contact that a page tries, and when it does first.
fn strongest<'a>(context: &Context<'a>, key: PersonKey) -> Option<(Method, &'a Located<Elapsed>)> {
    let high = context.plan[key].written.notify.as_ref()?.high.as_ref()?;
    let strength = |step: &Located<NotifyStep>| match step.via.as_ref()?.value {
        Method::Phone => Some(0),
        Method::Sms => Some(1),
        Method::Push => Some(2),
        Method::Email | Method::Chat => None,
    };
    let steps = high.iter().filter_map(|step| {
        let after = step.after.as_ref()?;
        Some((strength(step)?, after.value.0, step.via.as_ref()?.value, after))
    });
    let first = steps.min_by_key(|(strength, after, ..)| (*strength, *after))?;
    Some((first.2, first.3))
}

fn person(
    context: &Context<'_>,
    key: PersonKey,
    left: &Left<'_>,
    (method, after): &(Method, &Located<Elapsed>),
) -> Diagnostic {
    let (person, path) = (&context.plan[key], &left.path.id);
    let length = |seconds| show::length(TimeDelta::seconds(seconds));
    let (call, moves) = (length(after.value.0), length(left.seconds));
    let message = format!(
        "`{method}` of `{}` is tried {call} after a page, and `{path}` moves on after {moves}: the \
         next person is woken in their place",
        person.id,
        method = method.word()
    );
    Diagnostic::new(RULE.code, Level::Warning, after.at, message)
        .about(format!("people.{}", person.id))
        .label("their strongest contact")
        .also(left.next.0, format!("step {} of `{path}` comes {moves} later", left.next.1))
        .help(format!("try it sooner than {moves} after the page, or leave the step more time"))
}
