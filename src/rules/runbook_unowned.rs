//! `runbook-unowned`: nobody answers for a runbook.

use super::{Check, Context, Options, Rule, day};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Person, Record};
use crate::syntax::Runbook;

pub(super) static RULE: Rule = Rule {
    code: "runbook-unowned",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "a runbook has no owner, or its owner has left",
    source: "any (house default)",
    why: "A runbook that belongs to everybody is mended by nobody: when its steps prove wrong at \
          night, there has to be somebody who hears of it in the morning. The owner is a person or \
          a team of the plan.",
    bad: r#"
irp = 1
[plan]
name = "Gone"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
left = 2026-09-30
--- runbooks/database-full.md ---
+++
owner = "ben"
+++
## Mitigation
Remove the exports of last month.
"#,
    good: r#"
irp = 1
[plan]
name = "Taken over"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
left = 2026-09-30
--- runbooks/database-full.md ---
+++
owner = "ana"
+++
## Mitigation
Remove the exports of last month.
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let runbooks = context.plan.written.runbooks.iter();
    runbooks.filter_map(|record| runbook(context, record)).collect()
}

fn runbook(context: &Context<'_>, record: &Record<Runbook>) -> Option<Diagnostic> {
    let front = record.front.as_ref()?;
    let id = &record.id;
    let (at, why) = match &front.owner {
        None => (record.at, "has no owner".to_owned()),
        Some(owner) => (owner.at, gone(context, owner.as_ref())?),
    };
    let message = format!("runbook `{id}` {why}, so nobody hears of it when its steps prove wrong");
    let finding = Diagnostic::new(RULE.code, RULE.level, at, message)
        .about(format!("runbooks.{id}"))
        .help("write who answers for it now: `owner = ` with the id of a person or a team");
    Some(if front.owner.is_some() { finding.label("the owner") } else { finding })
}

/// Why an owner can no longer answer for anything, if that is so.
fn gone(context: &Context<'_>, owner: &str) -> Option<String> {
    let plan = context.plan;
    let left = |person: &Person| person.left.filter(|left| *left <= context.now);
    if let Some(key) = plan.person(owner) {
        let person = &plan[key];
        left(person)?;
        let last = person.written.left.as_ref()?;
        return Some(format!("belongs to `{owner}`, whose last day was {}", day(last.value.0)));
    }
    let members = &plan.team(owner)?.members;
    let all = !members.is_empty() && members.iter().all(|key| left(&plan[*key]).is_some());
    all.then(|| format!("belongs to team `{owner}`, whose members have all left"))
}
