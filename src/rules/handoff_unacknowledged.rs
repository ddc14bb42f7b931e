//! `handoff-unacknowledged`: nobody has said that they read a handoff note.

use chrono::TimeDelta;

use super::{Check, Context, Kind, Options, Parameter, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Record;
use crate::syntax::{HandoffNote, Need, OneOrMany, PersonId};
use crate::time::show;

pub(super) static RULE: Rule = Rule {
    code: "handoff-unacknowledged",
    level: Level::Info,
    profiles: &[],
    options: &[
        Parameter {
            name: "within",
            kind: Kind::Length,
            default: "4h",
            profiles: &[],
            about: "How long after a handoff its acknowledgement is awaited.",
        },
        Parameter {
            name: "look-back",
            kind: Kind::Length,
            default: "7d",
            profiles: &[],
            about: "How old handoffs are judged.",
        },
    ],
    summary: "nobody has acknowledged a handoff note",
    source: "any, 4 hours after the handoff and for 7 days (house default); the last step of the \
             I-PASS handoff in hospitals is a synthesis by the receiver",
    why: "A note that was written and not read hands nothing over. Whoever takes over signs it with \
          `acknowledged-by`, and whoever wrote it can let go.",
    bad: r#"
irp = 1
[plan]
name = "Unread"
time-zone = "Europe/Berlin"
[people]
ana = { name = "Ana" }
ben = { name = "Ben" }
[rotations.primary]
starts = 2026-01-05T15:00
turn = "3d"
people = ["ana", "ben"]
--- handoffs/2026-10-17-primary.md ---
+++
rotation = "primary"
boundary = 2026-10-17T15:00:00+02:00
outgoing = "ben"
incoming = "ana"
+++
## Watch
The import is slow since Friday.
"#,
    good: r#"
irp = 1
[plan]
name = "Read"
time-zone = "Europe/Berlin"
[people]
ana = { name = "Ana" }
ben = { name = "Ben" }
[rotations.primary]
starts = 2026-01-05T15:00
turn = "3d"
people = ["ana", "ben"]
--- handoffs/2026-10-17-primary.md ---
+++
rotation = "primary"
boundary = 2026-10-17T15:00:00+02:00
outgoing = "ben"
incoming = "ana"
acknowledged-by = "ana"
+++
## Watch
The import is slow since Friday.
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let (within, back) = (options.length("within"), options.length("look-back"));
    let notes = context.plan.written.handoffs.iter();
    notes.filter_map(|record| note(context, record, within, back)).collect()
}

fn note(
    context: &Context<'_>,
    record: &Record<HandoffNote>,
    within: TimeDelta,
    back: TimeDelta,
) -> Option<Diagnostic> {
    let front = record.front.as_ref()?;
    let boundary = front.boundary.as_ref()?;
    let rotation = &context.plan[context.plan.rotation(front.rotation.as_ref()?.value.as_ref())?];
    let due = boundary.value + within < context.now && context.now - back <= boundary.value;
    let read = front.acknowledged_by.as_ref().is_some_and(|people| !people.value.0.is_empty());
    if !due || read || rotation.handoff_note == Need::None {
        return None;
    }
    let incoming = front.incoming.as_ref().filter(|people| !people.value.0.is_empty());
    let reader = incoming.map_or("whoever took over".to_owned(), |people| {
        let ids = people.value.0.iter();
        let keys: Vec<_> = ids.filter_map(|id| context.plan.person(id.value.as_ref())).collect();
        context.names(&keys)
    });
    let message = format!(
        "nobody has acknowledged the handoff of `{}` on {}, so what is open may be unknown to {reader}",
        rotation.id,
        show::full(boundary.value, &rotation.zone),
    );
    let at = incoming.map_or(boundary.at, |people| people.at);
    let finding = Diagnostic::new(RULE.code, RULE.level, at, message)
        .about(format!("handoffs.{}", record.id))
        .help("whoever took over reads the note and writes their id as `acknowledged-by`");
    Some(match incoming {
        Some(people) => finding.fix(format!("acknowledged-by = {}", written(&people.value))),
        None => finding,
    })
}

/// Ids as a note names them: one, or a list.
fn written(people: &OneOrMany<PersonId>) -> String {
    let ids: Vec<_> = people.0.iter().map(|id| format!("\"{}\"", id.value)).collect();
    if let [one] = &ids[..] { one.clone() } else { format!("[{}]", ids.join(", ")) }
}
