//! `contact-single-channel`: somebody is reached in one way only.

use super::{Check, Context, Kind, Options, Parameter, Rule, all_as_one, counted, listing};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::PersonKey;
use crate::source::Location;
use crate::syntax::Method;

pub(super) static RULE: Rule = Rule {
    code: "contact-single-channel",
    level: Level::Warning,
    profiles: &[],
    options: &[Parameter {
        name: "at-least",
        kind: Kind::Whole,
        default: "2",
        profiles: &[],
        about: "How many ways to reach somebody are enough.",
    }],
    summary: "somebody whom a page may reach is reached in one way only",
    source: "fewer than 2 ways: Truss asks responders for several notification methods",
    why: "One way fails at once: a phone without battery, an app that was signed out, a number \
          that changed. What counts is what `notify.high` tries, or else every contact there is.",
    bad: r#"
irp = 1
[plan]
name = "One way"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
contacts = { phone = "vault:ana/phone" }
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
name = "Two ways"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
contacts = { push = "app:ana", phone = "vault:ana/phone" }
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

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let least = usize::try_from(options.whole("at-least")).unwrap_or(0);
    let people = context.pageable();
    let found = people.iter().filter_map(|key| person(context, *key, least)).collect();
    all_as_one(found, people.len(), "people", |count| {
        format!(
            "each of the {count} people whom a page may reach has fewer than {} to be reached: \
             where a phone is lost or an app signed out, the page is lost",
            ways(least)
        )
    })
}

fn ways(count: usize) -> String {
    counted(i64::try_from(count).unwrap_or(i64::MAX), "way")
}

fn person(context: &Context<'_>, key: PersonKey, least: usize) -> Option<Diagnostic> {
    let person = &context.plan[key];
    let (at, methods) = tried(context, key)?;
    // That it is a weak one is said already, and graver.
    let weak = methods.iter().all(|method| matches!(method, Method::Email | Method::Chat));
    if weak || methods.len() >= least {
        return None;
    }
    let only: Vec<_> = methods.iter().map(|method| format!("`{}`", method.word())).collect();
    let only = listing(&only);
    let message = format!(
        "`{}` is reached by {only} only, where {} are wanted: where that fails, the page is lost",
        person.id,
        ways(least)
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, at, message)
        .about(format!("people.{}", person.id))
        .label("nothing else is tried");
    Some(
        finding.help("add another way that wakes people: the app's push, a text message or a call"),
    )
}

/// The methods that a page tries, each once, and where they are written.
fn tried(context: &Context<'_>, key: PersonKey) -> Option<(Location, Vec<Method>)> {
    let notify = context.plan[key].written.notify.as_ref();
    let (at, mut methods): (_, Vec<_>) = if let Some(high) = notify.and_then(|n| n.high.as_ref()) {
        let via = high.value.iter().map(|step| step.via.as_ref().map(|via| via.value));
        (high.at, via.collect::<Option<_>>()?)
    } else {
        let contacts = context.contacts(key)?;
        (contacts.first()?.0.at, contacts.iter().map(|(method, _)| method.value).collect())
    };
    methods.sort_unstable();
    methods.dedup();
    Some((at, methods))
}
