//! `bus-factor`: too few people know a service.

use std::collections::BTreeMap;

use super::{Check, Context, Kind, Options, Parameter, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{PersonKey, Service};

pub(super) static RULE: Rule = Rule {
    code: "bus-factor",
    level: Level::Warning,
    profiles: &[],
    options: &[Parameter {
        name: "at-least",
        kind: Kind::Whole,
        default: "2",
        profiles: &[],
        about: "The fewest people who have each skill of a service.",
    }],
    summary: "too few people have the skills that a service asks for",
    source: "fewer than 2 people, and none is an error: house defaults; FireHydrant calls a \
             rotation of one person a vulnerability",
    why: "A service that one person understands is down for as long as that person is asleep, \
          on a plane, or in another company. Nothing else in the plan shows it: the rotation is \
          full, and nobody in it can help.",
    bad: r#"
irp = 1
[plan]
name = "One expert"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
skills = ["postgres"]
[people.ben]
name = "Ben"
[services.api]
skills = ["postgres"]
"#,
    good: r#"
irp = 1
[plan]
name = "Two experts"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
skills = ["postgres"]
[people.ben]
name = "Ben"
skills = ["postgres"]
[services.api]
skills = ["postgres"]
"#,
    check: Check::Plan(check),
};

/// The people who have each skill and have not left.
type Skilled<'a> = BTreeMap<&'a str, Vec<PersonKey>>;

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let mut skilled = Skilled::new();
    for key in context.people() {
        let person = &context.plan[key];
        if person.left.is_some_and(|left| left <= context.now) {
            continue;
        }
        for skill in person.written.skills.iter().flat_map(|skills| &skills.value) {
            let people = skilled.entry(&skill.value).or_default();
            if people.last() != Some(&key) {
                people.push(key);
            }
        }
    }
    // Where nobody's skills are written down, the plan does not say who knows what.
    if skilled.is_empty() {
        return Vec::new();
    }
    let least = usize::try_from(options.whole("at-least")).unwrap_or(0);
    let services = context.plan.services.iter();
    services.filter_map(|service| finding(context, least, &skilled, service)).collect()
}

fn finding(
    context: &Context<'_>,
    least: usize,
    skilled: &Skilled<'_>,
    service: &Service,
) -> Option<Diagnostic> {
    let none = Vec::new();
    let skills = service.written.skills.iter().flat_map(|skills| &skills.value);
    let known = |skill: &str| skilled.get(skill).unwrap_or(&none);
    let mut few: Vec<_> = skills.filter(|skill| known(&skill.value).len() < least).collect();
    few.sort_by_key(|skill| (known(&skill.value).len(), skill.at));
    let worst = *few.first()?;
    let people = known(&worst.value);
    let (who, cost, level) = match people[..] {
        [] => ("nobody has".to_owned(), "whoever is paged can only guess", Level::Error),
        [one] => (
            format!("only `{}` has", context.plan[one].id),
            "while they are away nobody can help",
            Level::Warning,
        ),
        _ => (
            format!("{} people have", people.len()),
            "while they are away nobody can help",
            Level::Warning,
        ),
    };
    let message = format!(
        "{who} the skill `{}` that `{}` asks for, fewer than {least}: {cost}",
        worst.value, service.id
    );
    let finding = Diagnostic::new(RULE.code, level, worst.at, message)
        .about(format!("services.{}", service.id))
        .label("who has this?");
    let finding = few.iter().skip(1).take(4).fold(finding, |finding, skill| {
        let count = i64::try_from(known(&skill.value).len()).unwrap_or(i64::MAX);
        finding.also(
            skill.at,
            format!("this: {}", if count == 0 { "nobody".to_owned() } else { count.to_string() }),
        )
    });
    Some(finding.help("let somebody learn it, then add it to their `skills`"))
}
