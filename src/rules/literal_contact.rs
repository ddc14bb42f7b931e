//! `literal-contact`: a phone number or a token stands in the repository.

mod secret;

use secret::{Secret, find};

use super::{Check, Context, Options, Rule, listing};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Located, Location};
use crate::syntax::{Contacts, Method};

pub(super) static RULE: Rule = Rule {
    code: "literal-contact",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "a phone number, a PIN or a token stands in the plan itself",
    source: "any, a house default: contacts are references to where a number is kept",
    why: "A plan is read by everybody who can read its repository, and its history keeps what was \
          taken out. A private number in it gets calls from strangers; with a PIN or a token \
          anybody may join a call or post as somebody else.",
    bad: r#"
irp = 1
[plan]
name = "Numbers"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
contacts = { push = "app:ana", phone = "+49 30 555 0100" }
"#,
    good: r#"
irp = 1
[plan]
name = "References"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
contacts = { push = "app:ana", phone = "vault:ana/phone" }
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let people = context.plan.people.iter().filter_map(|person| {
        contacts(&format!("people.{}", person.id), person.written.contacts.as_ref()?)
    });
    let externals = context.plan.written.externals.iter().filter_map(|entry| {
        let external = entry.value.as_ref()?;
        contacts(&format!("externals.{}", entry.id.value), external.contacts.as_ref()?)
    });
    channels(context).into_iter().chain(people).chain(externals).collect()
}

/// What stands in the contacts of somebody, all in one.
fn contacts(path: &str, contacts: &Located<Contacts>) -> Option<Diagnostic> {
    let found = contacts.value.0.iter().filter_map(|(method, contact)| {
        let dialled = matches!(method.value, Method::Phone | Method::Sms);
        let secret = find(&contact.reference, dialled)?;
        Some((method.value, contact.at, secret))
    });
    let found: Vec<_> = found.collect();
    let ((_, at, secret), rest) = found.split_first()?;
    let methods: Vec<_> = found.iter().map(|(method, ..)| format!("`{}`", method.word())).collect();
    let (methods, id) = (listing(&methods), path.rsplit('.').next().unwrap_or(path));
    let holds = if rest.is_empty() { "holds" } else { "hold" };
    let message = format!(
        "{methods} of `{id}` {holds} {}: everybody who can read this repository, or its history, has \
         it",
        secret.word()
    );
    let finding = finding(*at, message, path);
    let finding =
        rest.iter().fold(finding, |finding, (_, at, secret)| finding.also(*at, secret.word()));
    let reference = format!("vault:{id}/{}", found[0].0.word());
    Some(finding.help(format!("write where it is kept instead, such as \"{reference}\"")))
}

/// What stands in the channels, one by one.
fn channels(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(channels) = &context.plan.written.channels else { return Vec::new() };
    let all = [
        ("incident-chat", &channels.incident_chat, false),
        ("declare-in", &channels.declare_in, false),
        ("call", &channels.call, true),
        ("call-fallback", &channels.call_fallback, true),
        ("status-page", &channels.status_page, false),
        ("executive-updates", &channels.executive_updates, false),
    ];
    let found = all.into_iter().filter_map(|(key, written, dialled)| {
        let written = written.as_ref()?;
        let secret = find(written, dialled)?;
        let message = format!(
            "`{key}` holds {}: everybody who can read this repository, or its history, can {}",
            secret.word(),
            if secret == Secret::Phone { "call it" } else { "use it" }
        );
        let way_out = match secret {
            Secret::Phone => "write where it is kept, and see that it can be read there when sign-in is down",
            Secret::Code | Secret::Token => {
                "change it, as the history keeps it, and write where the new one is kept: somewhere \
                 that can be read when sign-in is down"
            }
        };
        Some(finding(written.at, message, &format!("channels.{key}")).help(way_out))
    });
    found.collect()
}

fn finding(at: Location, message: String, path: &str) -> Diagnostic {
    Diagnostic::new(RULE.code, Level::Warning, at, message).about(path).label("written out here")
}
