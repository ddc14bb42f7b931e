//! `rest-after-night-work`: who worked on an incident at night was soon needed again.

use chrono::TimeDelta;

use super::{Check, Context, Kind, Options, Parameter, Rule, both, worked_on};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::PersonKey;
use crate::source::Location;
use crate::time::{Instant, Span, show};

/// How far back work is looked at: earlier rest cannot be given back.
const LOOK_BACK: TimeDelta = TimeDelta::days(30);
/// No night or rest is looked for further away.
const FAR: TimeDelta = TimeDelta::days(7);

pub(super) static RULE: Rule = Rule {
    code: "rest-after-night-work",
    level: Level::Info,
    profiles: &[],
    options: &[Parameter {
        name: "at-least",
        kind: Kind::Length,
        default: "11h",
        profiles: &[],
        about: "The least rest after work at night.",
    }],
    summary: "somebody worked on an incident at night and was needed again without enough rest",
    source: "11 hours: directive 2003/88/EC, article 3; PagerDuty's etiquette of on-call lets who \
             was paged at night come in at noon. Looked at are the incidents of the last 30 days, \
             and the night is the plan's `night`, 22:00 to 07:00 by default",
    why: "An hour of work at 3 am costs the rest of the night. Somebody who sits at a desk at nine \
          after that makes the next incident. A plan can say that they come in later; first it has \
          to be seen.",
    bad: r#"
irp = 1
[plan]
name = "A short night"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
working-hours = "mon-fri 09:00-17:00"
[severities.sev1]
rank = 1
[services.api]
--- incidents/2026-10-13-api.md ---
+++
severity = "sev1"
services = ["api"]
[times]
detected = 2026-10-13T02:10:00+02:00
resolved = 2026-10-13T03:30:00+02:00
[[pages]]
at = 2026-10-13T02:10:00+02:00
to = "ana"
+++
"#,
    good: r#"
irp = 1
[plan]
name = "In the evening"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
working-hours = "mon-fri 09:00-17:00"
[severities.sev1]
rank = 1
[services.api]
--- incidents/2026-10-13-api.md ---
+++
severity = "sev1"
services = ["api"]
[times]
detected = 2026-10-13T19:10:00+02:00
resolved = 2026-10-13T20:30:00+02:00
[[pages]]
at = 2026-10-13T19:10:00+02:00
to = "ana"
+++
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let rest = options.length("at-least");
    let mut findings = Vec::new();
    let recent = Span::new(context.now - LOOK_BACK, context.now);
    for record in &context.plan.written.incidents {
        let Some(front) = &record.front else { continue };
        for work in worked_on(context.plan, front) {
            if recent.contains(work.span.end) {
                let path = format!("incidents.{}", record.id);
                findings.extend(finding(context, rest, &path, &work));
            }
        }
    }
    findings
}

/// What came next: working hours, or a duty.
struct Next {
    at: Instant,
    what: String,
}

/// When somebody was needed next, if that is within the rest that they should have.
fn next(context: &Context<'_>, person: PersonKey, rest: Span) -> Option<Next> {
    let there = |at: &Instant| context.plan[person].away_in(Span::new(*at, rest.end)).is_none();
    let hours = context.at_work(person, rest).unwrap_or_default();
    let hours = hours.iter().map(|part| part.start).find(there);
    let hours = hours.map(|at| Next { at, what: "working hours began".to_owned() });
    let duties = context.load(person).filter(|duty| rest.contains(duty.span.start));
    let duty = duties.map(|duty| {
        let what = format!("a shift in `{}` began", context.plan[duty.rotation].id);
        Next { at: duty.span.start, what }
    });
    hours.into_iter().chain(duty).min_by_key(|next| next.at)
}

fn finding(
    context: &Context<'_>,
    rest: TimeDelta,
    path: &str,
    work: &super::Work,
) -> Option<Diagnostic> {
    let person = &context.plan[work.person];
    let zone = &person.zone;
    let (start, end) = (work.span.start.max(work.span.end - FAR), work.span.end);
    let worked = Span::new(start, end);
    if both(&[worked], &context.nights(zone, worked)).is_empty() {
        return None;
    }
    let next = next(context, work.person, Span::new(end, end + rest.min(FAR)))?;
    let got = next.at - work.span.end;
    let had = if got.is_zero() { "no rest".to_owned() } else { show::length(got) };
    let message = format!(
        "`{}` worked on this from {} until {}, and {} on {}: {had}, less than {}, and tired people \
         make the next incident",
        person.id,
        show::full(work.span.start, zone),
        show::full(work.span.end, zone),
        next.what,
        show::full(next.at, zone),
        show::length(rest),
    );
    let at: Location = work.at;
    let finding = Diagnostic::new(RULE.code, Level::Info, at, message).about(path);
    Some(
        finding.label("work at night begins here").help(
            "after work at night, let people come in later, and let somebody take their duty",
        ),
    )
}
