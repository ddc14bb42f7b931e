//! `contact-unverified`: the last test of a contact is long ago.

use chrono::TimeDelta;

use super::{Check, Context, Kind, Options, Parameter, Rule, all_as_one, counted, day, listing};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::PersonKey;

pub(super) static RULE: Rule = Rule {
    code: "contact-unverified",
    level: Level::Info,
    profiles: &[],
    options: &[Parameter {
        name: "every",
        kind: Kind::Length,
        default: "90d",
        profiles: &[],
        about: "How old the last test of a contact may be.",
    }],
    summary: "the last test of a contact, as the plan dates it, is long ago",
    source: "older than 90 days, a house default; PagerDuty asks new responders to test that a page \
             breaks through Do Not Disturb",
    why: "Numbers change, phones are replaced, an update resets Do Not Disturb. A test page finds \
          that out in daylight. Contacts whose test the plan does not date are not judged.",
    bad: r#"
irp = 1
[plan]
name = "Tests"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
contacts = { push = "app:ana", phone = { ref = "vault:ana/phone", tested = 2026-06-01 } }
[people.ben]
name = "Ben"
contacts = { push = "app:ben", phone = { ref = "vault:ben/phone", tested = 2026-10-01 } }
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
"#,
    good: r#"
irp = 1
[plan]
name = "Tests"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
contacts = { push = "app:ana", phone = { ref = "vault:ana/phone", tested = 2026-10-01 } }
[people.ben]
name = "Ben"
contacts = { push = "app:ben", phone = { ref = "vault:ben/phone", tested = 2026-10-01 } }
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let within = options.length("every");
    let people = context.pageable();
    let found = people.iter().filter_map(|key| person(context, *key, within)).collect();
    all_as_one(found, people.len(), "people", |count| {
        format!(
            "each of the {count} people whom a page may reach has a contact whose last test is \
             more than {} ago: whether a page would reach them, the next incident shows",
            counted(within.num_days(), "day")
        )
    })
}

fn person(context: &Context<'_>, key: PersonKey, within: TimeDelta) -> Option<Diagnostic> {
    let (person, today) = (&context.plan[key], context.today());
    let dated = context.contacts(key)?.iter().filter_map(|(method, contact)| {
        let tested = contact.tested.as_ref()?.0;
        (today - tested > within).then_some((method.value, contact.at, tested))
    });
    let old: Vec<_> = dated.collect();
    let (_, at, _) = old.first()?;
    let each: Vec<_> = old
        .iter()
        .map(|(method, _, tested)| {
            let ago = counted((today - *tested).num_days(), "day");
            format!("`{}` on {}, {ago} ago", method.word(), day(*tested))
        })
        .collect();
    let message =
        format!("whether a page would reach `{}` was last tested: {}", person.id, listing(&each));
    let finding = Diagnostic::new(RULE.code, Level::Info, *at, message)
        .about(format!("people.{}", person.id))
        .label(format!("more than {} ago", counted(within.num_days(), "day")));
    Some(finding.help("send a test page, with Do Not Disturb on, and write its date as `tested`"))
}
