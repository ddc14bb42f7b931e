//! `contact-weak-only`: what is to wake somebody cannot.

use super::{Check, Context, Options, Rule, all_as_one, contact_missing};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::PersonKey;
use crate::syntax::Method;

pub(super) static RULE: Rule = Rule {
    code: "contact-weak-only",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "`notify.high` tries nothing but e-mail or chat",
    source: "any: \"Minimum Viable Incident Response Plan\" (2019): e-mail wakes nobody",
    why: "`notify.high` is what happens when a page must wake somebody. E-mail and chat are read \
          when people are awake, so such a page is answered in the morning.",
    bad: r#"
irp = 1
[plan]
name = "Weak"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
contacts = { phone = "vault:ana/phone", email = "ana@example.com", chat = "@ana" }
notify.high = [{ via = "chat", after = "0m" }, { via = "email", after = "2m" }]
[people.ben]
name = "Ben"
contacts = { push = "app:ben", phone = "vault:ben/phone" }
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
"#,
    good: r#"
irp = 1
[plan]
name = "Strong"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
contacts = { phone = "vault:ana/phone", email = "ana@example.com", chat = "@ana" }
notify.high = [{ via = "chat", after = "0m" }, { via = "phone", after = "2m" }]
[people.ben]
name = "Ben"
contacts = { push = "app:ben", phone = "vault:ben/phone" }
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let people = context.pageable();
    let judged = people.iter().filter(|key| !contact_missing::lacks(context, **key));
    let found = judged.filter_map(|key| person(context, *key)).collect();
    all_as_one(found, people.len(), "people", |count| {
        format!(
            "what is to wake each of the {count} people whom a page may reach is e-mail or chat, \
             so a page at night waits until somebody is awake"
        )
    })
}

fn person(context: &Context<'_>, key: PersonKey) -> Option<Diagnostic> {
    let person = &context.plan[key];
    let high = person.written.notify.as_ref()?.high.as_ref()?;
    let via: Vec<_> = high.iter().map(|step| step.via.as_ref()).collect::<Option<_>>()?;
    if !via.iter().all(|via| matches!(via.value, Method::Email | Method::Chat)) {
        return None;
    }
    let what = if via.is_empty() { "nothing" } else { "nothing but e-mail or chat" };
    let message = format!(
        "`notify.high` of `{}` tries {what}, which wakes nobody: a page at night waits until they \
         are awake",
        person.id
    );
    let finding = Diagnostic::new(RULE.code, Level::Error, high.at, message)
        .about(format!("people.{}", person.id))
        .label("what is to wake them");
    Some(finding.help("add a step that wakes people: `{ via = \"phone\", after = \"2m\" }`"))
}
