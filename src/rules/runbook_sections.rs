//! `runbook-sections`: a runbook without the headings that whoever is paged looks for.

use super::{Check, Context, Kind, Options, Parameter, Rule, prose};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Record;
use crate::syntax::Runbook;

pub(super) static RULE: Rule = Rule {
    code: "runbook-sections",
    level: Level::Warning,
    profiles: &[],
    options: &[Parameter {
        name: "sections",
        kind: Kind::Texts,
        default: "Meaning, Impact, Diagnosis, Mitigation, Verification, Escalation",
        profiles: &[],
        about: "Words with which headings begin, one heading for each, of any level.",
    }],
    summary: "a runbook lacks a section that whoever is paged looks for",
    source: "Meaning, Impact, Diagnosis and Mitigation are the template of the prometheus-operator \
             runbooks; Verification and Escalation are a house default",
    why: "At night people read headings, not prose. The same ones in every runbook say where to \
          look: what it means, whom it hurts, how to find the cause, how to stop it, how to know \
          that it has stopped, and whom to call when it does not.",
    bad: r#"
irp = 1
[plan]
name = "Short"
time-zone = "Europe/Berlin"
--- runbooks/database-full.md ---
+++
title = "The database is full"
+++
## Meaning
The disk of the database is full.
## Impact
Nobody can order.
## Diagnosis
The panel "disk" says what fills it.
## Mitigation
Remove the exports of last month.
"#,
    good: r#"
irp = 1
[plan]
name = "Whole"
time-zone = "Europe/Berlin"
--- runbooks/database-full.md ---
+++
title = "The database is full"
+++
## Meaning
The disk of the database is full.
## Impact
Nobody can order.
## Diagnosis
The panel "disk" says what fills it.
## Mitigation
Remove the exports of last month.
## Verification
A test order goes through.
## Escalation
Still full after 15 minutes: call the secondary.
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let sections = options.texts("sections");
    let readable = context.plan.written.runbooks.iter().filter(|record| record.front.is_some());
    readable.filter_map(|record| runbook(context, record, &sections)).collect()
}

fn runbook(
    context: &Context<'_>,
    record: &Record<Runbook>,
    sections: &[String],
) -> Option<Diagnostic> {
    let blocks = prose(record, &context.plan.sources);
    let mut missing: Vec<&str> = sections.iter().map(String::as_str).collect();
    for block in blocks.iter().filter(|block| block.heading.is_some()) {
        missing.retain(|section| !begins(&block.text, section));
    }
    let first = missing.first()?;
    let words = match &missing[..] {
        [one] => format!("`{one}`"),
        [more @ .., last] => {
            let more: Vec<_> = more.iter().map(|word| format!("`{word}`")).collect();
            format!("{} or `{last}`", more.join(", "))
        }
        [] => String::new(),
    };
    let message = format!(
        "runbook `{}` has no heading {words}, so whoever is paged looks for it in vain",
        record.id
    );
    let finding = Diagnostic::new(RULE.code, RULE.level, record.at, message)
        .about(format!("runbooks.{}", record.id));
    Some(finding.help(format!(
        "add a line such as `## {first}` and what belongs there, even if it is one sentence"
    )))
}

/// Whether a heading begins with a word, whatever the case, the number or the bullet before it.
fn begins(heading: &str, section: &str) -> bool {
    let bare =
        |text: &str| text.trim_start_matches(|letter: char| !letter.is_alphabetic()).to_lowercase();
    bare(heading).starts_with(&bare(section))
}
