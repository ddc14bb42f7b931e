//! `action-unowned`: nobody has promised an action, or not by a day.

use std::collections::BTreeSet;

use super::{Check, Context, Options, Rule, Undone, phrase};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Located, Location};
use crate::syntax::Actionable;

/// Further ones that are shown at their places.
const SHOWN: usize = 4;

pub(super) static RULE: Rule = Rule {
    code: "action-unowned",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "an action of an incident or exercise has no owner or no day by which it is due",
    source: "any; gitpod/gitbot#13 was written to find them by machine",
    why: "What everybody is to do by some time, nobody does. A name and a day make an action a \
          promise that somebody can be asked about. Actions that are done need neither.",
    bad: r#"
irp = 1
[plan]
name = "Actions"
time-zone = "UTC"
[people.ana]
name = "Ana"
[severities.sev2]
rank = 2
[services.shop]
--- incidents/2026-09-30-lag.md ---
+++
severity = "sev2"
status = "reviewed"
services = ["shop"]
[times]
started = 2026-09-30T14:20:00Z
[[actions]]
id = "A1"
text = "Send a synthetic order through the shop each minute"
+++
"#,
    good: r#"
irp = 1
[plan]
name = "Actions"
time-zone = "UTC"
[people.ana]
name = "Ana"
[severities.sev2]
rank = 2
[services.shop]
--- incidents/2026-09-30-lag.md ---
+++
severity = "sev2"
status = "reviewed"
services = ["shop"]
[times]
started = 2026-09-30T14:20:00Z
[[actions]]
id = "A1"
text = "Send a synthetic order through the shop each minute"
owner = "ana"
due = 2026-11-11
+++
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let faults = context.plan.faults.iter();
    let broken: BTreeSet<_> = faults.map(|fault| fault.primary.at.source).collect();
    let whole = |action: &&&Located<Actionable>| !broken.contains(&action.at.source);
    let undone = context.undone();
    let records = undone.iter().filter_map(|undone| {
        let actions: Vec<_> = undone.actions.iter().filter(whole).copied().collect();
        record(undone, &actions)
    });
    records.collect()
}

fn record(undone: &Undone<'_>, actions: &[&Located<Actionable>]) -> Option<Diagnostic> {
    let lacking = actions.iter().filter_map(|action| Some((*action, lacks(action)?)));
    let lacking: Vec<_> = lacking.collect();
    let (first, lacks) = lacking.first()?;
    let message = format!("{} has {lacks}, so nobody will be asked about it", told(first));
    let mut finding =
        Diagnostic::new(RULE.code, RULE.level, place(first), message).about(undone.path.clone());
    for (more, lacks) in lacking.iter().skip(1).take(SHOWN) {
        finding = finding.also(place(more), format!("{} has {lacks}", told(more)));
    }
    if lacking.len() > 1 {
        finding = finding.help(format!("{} actions of this record lack one", lacking.len()));
    }
    Some(finding.help("add `owner = ID` and `due = DATE`, or drop it: a record needs no actions"))
}

fn lacks(action: &Actionable) -> Option<&'static str> {
    match (&action.owner, &action.due) {
        (None, None) => Some("no owner and no day"),
        (None, Some(_)) => Some("no owner"),
        (Some(_), None) => Some("no day by which it is due"),
        (Some(_), Some(_)) => None,
    }
}

fn place(action: &Located<Actionable>) -> Location {
    action.text.as_ref().map_or(action.at, |text| text.at)
}

fn told(action: &Actionable) -> String {
    match &action.id {
        Some(id) => format!("action `{}`", id.value),
        None => action.text.as_ref().map(|text| phrase::excerpt(text)).unwrap_or_default(),
    }
}
