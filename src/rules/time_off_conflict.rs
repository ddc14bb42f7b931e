//! `time-off-conflict`: somebody is on call while they are away.

use chrono::TimeDelta;

use super::{Check, Context, Duty, Kind, Options, Parameter, Rule, counted, few};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Away, PersonKey};
use crate::time::{Instant, Span, show};

const LISTED: usize = 4;

pub(super) static RULE: Rule = Rule {
    code: "time-off-conflict",
    level: Level::Warning,
    profiles: &[],
    options: &[Parameter {
        name: "error-within",
        kind: Kind::Length,
        default: "14d",
        profiles: &[],
        about: "A conflict that begins within this time is an error.",
    }],
    summary: "somebody is on call while they are away",
    source: "any; an error where it begins within 14 days, a house default. grafana/oncall#322 \
             tells of several such situations",
    why: "The schedule and the holiday calendar are two lists, and the page goes by the schedule. \
          Found in October this is a swap; found at the airport it is an incident without a \
          responder. Every rotation counts, also those that are no load: who is away cannot sit at \
          a desk either.",
    bad: r#"
irp = 1
[plan]
name = "Holidays"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana", "ben"]
[[time-off]]
person = "ana"
from = 2026-12-21
through = 2026-12-31
"#,
    good: r#"
irp = 1
[plan]
name = "Holidays with cover"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana", "ben"]
on-away = "next"
[[time-off]]
person = "ana"
from = 2026-12-21
through = 2026-12-31
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let soon = context.now + options.length("error-within");
    let mut findings = Vec::new();
    for person in context.people() {
        let ahead = Span::new(context.now, context.horizon().end);
        let away = context.plan[person].away.iter().filter(|away| away.span.overlaps(ahead));
        let away: Vec<_> = away.collect();
        if away.is_empty() {
            continue;
        }
        let duties = context.duties(person);
        // Duties are in order of their starts; how far those before reach tells where to begin.
        let reach = duties.iter().scan(Instant::MIN_UTC, |reach, duty| {
            *reach = duty.span.end.max(*reach);
            Some(*reach)
        });
        let reach: Vec<_> = reach.collect();
        for away in away {
            let span = away.span.intersection(ahead);
            let first = reach.partition_point(|end| *end <= span.start);
            let near = duties[first..].iter().take_while(|duty| duty.span.start < span.end);
            let near: Vec<_> = near.filter(|duty| duty.span.overlaps(span)).collect();
            findings.extend(finding(context, person, away, span, &near, soon));
        }
    }
    findings
}

fn finding(
    context: &Context<'_>,
    key: PersonKey,
    away: &Away,
    span: Span,
    duties: &[&Duty],
    soon: Instant,
) -> Option<Diagnostic> {
    let plan = context.plan;
    let person = &plan[key];
    let first = duties.first()?.span.intersection(span);
    let level = if first.start <= soon { Level::Error } else { Level::Warning };
    let wait = first.start - context.now;
    let when = if wait > TimeDelta::zero() {
        format!("in {}", show::length(wait))
    } else {
        "now".to_owned()
    };
    let message = format!(
        "`{}` is on call while away: in `{}` from {}, {when}, so a page reaches somebody who is \
         not there",
        person.id,
        plan[duties.first()?.rotation].id,
        show::full(first.start, &person.zone),
    );
    let each = duties.iter().map(|duty| {
        let part = duty.span.intersection(span);
        format!(
            "`{}` {} to {}",
            plan[duty.rotation].id,
            show::short(part.start, &person.zone, context.now),
            show::short(part.end, &person.zone, context.now)
        )
    });
    let count = i64::try_from(duties.len()).unwrap_or(i64::MAX);
    let each: Vec<_> = each.take(LISTED).collect();
    let each = match duties.len() - each.len() {
        0 => few(&each, LISTED),
        more => format!("{} and {more} more", each.join(", ")),
    };
    let finding = Diagnostic::new(RULE.code, level, away.at, message)
        .about(format!("people.{}", person.id))
        .label("this time off")
        .help(format!("{} in their own time: {each}", counted(count, "shift")));
    Some(finding.help(WAY_OUT))
}

const WAY_OUT: &str = "swap, write an override, or let the next in the order cover with \
                       `on-away = \"next\"`";
