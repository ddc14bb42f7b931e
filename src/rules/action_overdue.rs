//! `action-overdue`: what was promised after an incident is past its day and not done.

use chrono::NaiveDate;

use super::{Check, Context, Kind, Options, Parameter, Rule, Undone, counted, day, phrase};
use crate::diagnostic::{Diagnostic, Level};
use crate::record::due;
use crate::source::Location;
use crate::syntax::Actionable;

/// Further ones that are shown at their places.
const SHOWN: usize = 4;

pub(super) static RULE: Rule = Rule {
    code: "action-overdue",
    level: Level::Warning,
    profiles: &[],
    options: &[
        Parameter {
            name: "worst",
            kind: Kind::Length,
            default: "28d",
            profiles: &[],
            about: "How soon an action without `due` is done after an incident of rank 1.",
        },
        Parameter {
            name: "second",
            kind: Kind::Length,
            default: "56d",
            profiles: &[],
            about: "How soon an action without `due` is done after an incident of rank 2.",
        },
    ],
    summary: "an action of an incident or exercise is past its day and not done",
    source: "`due` of the action; without it `actions-within` of the severity, else 28 days for \
             rank 1 and 56 days for rank 2: Atlassian's \"4 or 8 weeks\"",
    why: "An action is what an incident paid for. While it is not done the same thing can happen \
          again, and everybody believes that it was taken care of. An incident without any action \
          is fine.",
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
owner = "ana"
due = 2026-10-15
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
due = 2026-10-15
done = 2026-10-13
+++
"#,
    check: Check::Plan(check),
};

/// An action that is late.
struct Late<'a> {
    action: &'a Actionable,
    at: Location,
    due: NaiveDate,
    /// Whether the day is not its own, but follows from the severity.
    implied: bool,
}

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let undone = context.undone();
    undone.iter().filter_map(|undone| record(context, undone, options)).collect()
}

fn record(context: &Context<'_>, undone: &Undone<'_>, options: &Options<'_>) -> Option<Diagnostic> {
    let within = ["worst", "second"].map(|option| options.length(option));
    let late = undone.actions.iter().filter_map(|action| {
        let due = due(context.plan, undone, action, within)?;
        let at = action.due.as_ref().map_or(action.at, |due| due.at);
        let late = Late { action, at, due: due.day, implied: due.implied };
        (late.due < context.today()).then_some(late)
    });
    let late: Vec<_> = late.collect();
    let first = late.first()?;
    let ago = counted((context.today() - first.due).num_days(), "day");
    let by = if first.implied { " by its severity" } else { "" };
    let message = format!(
        "{} was due{by} on {}, {ago} ago, so what it is to change can happen again",
        told(first.action),
        day(first.due)
    );
    let mut finding =
        Diagnostic::new(RULE.code, RULE.level, first.at, message).about(undone.path.clone());
    for more in late.iter().skip(1).take(SHOWN) {
        finding = finding.also(more.at, format!("{}: {}", told(more.action), day(more.due)));
    }
    if late.len() > 1 {
        finding = finding.help(format!("{} actions of this record are late", late.len()));
    }
    Some(finding.help("do it and write `done = DATE`, decide on a later day, or drop it"))
}

/// An action with whoever does it.
fn told(action: &Actionable) -> String {
    let id = action.id.as_ref().map(|id| format!(" `{}`", id.value)).unwrap_or_default();
    let text = action.text.as_ref().map(|text| phrase::excerpt(text)).unwrap_or_default();
    let owner = action.owner.as_ref().map(|owner| format!("`{}`", owner.value));
    let ticket = action.ticket.as_ref().map(|ticket| ticket.value.clone());
    let who: Vec<_> = owner.into_iter().chain(ticket).collect();
    let who = if who.is_empty() { String::new() } else { format!(" ({})", who.join(", ")) };
    format!("action{id} {text}{who}")
}
