//! `contact-missing`: somebody whom a page may reach has no phone.

use super::{Check, Context, Options, Rule, all_as_one, listing, speaks};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::PersonKey;
use crate::syntax::Method;

pub(super) static RULE: Rule = Rule {
    code: "contact-missing",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "somebody whom a page may reach has neither a phone nor text messages",
    source: "any: the GDS Way takes e-mail and chat only as additions to a call",
    why: "A call or a text message wakes people where an app is signed out, a laptop is shut or \
          data is off. Where a plan names nobody's contacts, they are perhaps kept elsewhere: that \
          is one warning about the plan.",
    bad: r#"
irp = 1
[plan]
name = "Contacts"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
contacts = { push = "app:ana", email = "ana@example.com" }
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
name = "Contacts"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
contacts = { push = "app:ana", email = "ana@example.com", sms = "vault:ana/phone" }
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
    let silent = |key: &PersonKey| context.contacts(*key).is_some_and(<[_]>::is_empty);
    if people.iter().all(silent) {
        return people
            .first()
            .map(|first| nobody(context, *first, people.len()))
            .into_iter()
            .collect();
    }
    let found = people.iter().filter_map(|key| person(context, *key)).collect();
    all_as_one(found, people.len(), "people", |count| {
        format!(
            "none of the {count} people whom a page may reach has a phone or text messages, so a \
             page at night may wake nobody"
        )
    })
}

/// The plan says of nobody how to reach them: perhaps that is kept elsewhere.
fn nobody(context: &Context<'_>, first: PersonKey, count: usize) -> Diagnostic {
    let first = &context.plan[first];
    let (whom, path, label) = if count == 1 {
        (format!("`{}`", first.id), format!("people.{}", first.id), "no `contacts`")
    } else {
        let whom = format!("any of the {count} people whom a page may reach");
        (whom, "people".to_owned(), "no `contacts`, and so it is with the others")
    };
    let message = format!(
        "the plan does not say how to reach {whom}, so it cannot tell whether a page would wake \
         somebody"
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, first.at, message);
    finding.about(path).label(label).help(format!(
        "say where each phone number is kept, such as `contacts = {{ phone = \"vault:{}/phone\" }}`",
        first.id
    ))
}

/// Whether the rule says of somebody that nothing may wake them.
pub(super) fn lacks(context: &Context<'_>, key: PersonKey) -> bool {
    let strong = |method: &Method| matches!(method, Method::Phone | Method::Sms);
    speaks(&RULE, context)
        && context.contacts(key).is_some_and(|contacts| {
            !contacts.is_empty() && !contacts.iter().any(|(method, _)| strong(&method.value))
        })
}

fn person(context: &Context<'_>, key: PersonKey) -> Option<Diagnostic> {
    let person = &context.plan[key];
    let contacts = context.contacts(key)?;
    if contacts.iter().any(|(method, _)| matches!(method.value, Method::Phone | Method::Sms)) {
        return None;
    }
    let only: Vec<_> = contacts.iter().map(|(method, _)| format!("`{}`", method.word())).collect();
    let at = contacts.first().map_or(person.at, |(method, _)| method.at);
    let label = if only.is_empty() {
        "no `contacts`".to_owned()
    } else {
        format!("only {}", listing(&only))
    };
    let message = format!(
        "`{}` may be paged and has neither a phone nor text messages, so a page at night may not \
         wake them",
        person.id
    );
    let finding = Diagnostic::new(RULE.code, Level::Error, at, message)
        .about(format!("people.{}", person.id))
        .label(label);
    let phone = format!("phone = \"vault:{}/phone\"", person.id);
    Some(if only.is_empty() {
        finding
            .help("say where the number is kept; the number itself has no place in the plan")
            .fix(format!("[people.{}]\ncontacts = {{ {phone} }}", person.id))
    } else {
        finding.help(format!("add where the number is kept to `contacts`: `{phone}`"))
    })
}
