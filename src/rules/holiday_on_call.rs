//! `holiday-on-call`: people are on call on their public holidays.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use super::{Check, Context, Options, Rule, counted, day, few, in_hours, quoted};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::PersonKey;
use crate::schedule::merged;

const DAYS: usize = 6;
const PEOPLE: usize = 6;

pub(super) static RULE: Rule = Rule {
    code: "holiday-on-call",
    level: Level::Info,
    profiles: &[],
    options: &[],
    summary: "people are on call on a public holiday of theirs",
    source: "any: linkedin/oncall#125 asks for it; the British Ministry of Justice pays 15 hours \
             for such a day, form3's tool for on-call pay twice the rate",
    why: "Somebody has to be on call at New Year. It should be somebody who knows of it in \
          October, and in many places it is paid or given back. This is a reminder, once for each \
          list of holidays.",
    bad: r#"
irp = 1
[plan]
name = "New Year"
time-zone = "Europe/Berlin"
[[holidays.de]]
date = 2027-01-01
name = "Neujahr"
[people.ana]
name = "Ana"
holidays = "de"
[people.ben]
name = "Ben"
holidays = "de"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana", "ben"]
"#,
    good: r#"
irp = 1
[plan]
name = "Elsewhere it is no holiday"
time-zone = "Europe/Berlin"
[[holidays.de]]
date = 2027-01-01
name = "Neujahr"
[people.ana]
name = "Ana"
holidays = "de"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana", "ben"]
[[overrides]]
rotation = "primary"
from = 2026-12-31T18:00
until = 2027-01-02T06:00
assign = "ben"
"#,
    check: Check::Plan(check),
};

/// Who is on call on which days of a list, and for how long.
type Days = BTreeMap<NaiveDate, Vec<(PersonKey, TimeDelta)>>;

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let mut lists: BTreeMap<&str, Days> = BTreeMap::new();
    for person in context.people() {
        let Some(list) = &context.plan[person].written.holidays else { continue };
        for (date, time) in worked(context, person) {
            let days = lists.entry(list.value.as_ref()).or_default();
            days.entry(date).or_default().push((person, time));
        }
    }
    let entries = context.plan.written.holidays.iter();
    let found = entries.filter_map(|entry| {
        let days = lists.get(entry.id.value.as_ref())?;
        Some(finding(context, entry.id.value.as_ref(), entry.id.at, days))
    });
    found.collect()
}

/// The holidays of a person on which they are on call, and for how long.
fn worked(context: &Context<'_>, person: PersonKey) -> Vec<(NaiveDate, TimeDelta)> {
    let horizon = context.horizon();
    let duty = merged(context.load(person).map(|duty| duty.span.intersection(horizon)).collect());
    if duty.is_empty() {
        return Vec::new();
    }
    let days = context.days_off(person).into_iter().map(|(date, day)| {
        let near = &duty[duty.partition_point(|span| span.end <= day.start)..];
        let near = near.iter().take_while(|span| span.start < day.end);
        (date, near.map(|span| span.intersection(day).length()).sum::<TimeDelta>())
    });
    days.filter(|(_, time)| !time.is_zero()).collect()
}

fn finding(
    context: &Context<'_>,
    list: &str,
    at: crate::source::Location,
    days: &Days,
) -> Diagnostic {
    let plan = context.plan;
    let mut people: Vec<_> = days.values().flatten().map(|(person, _)| *person).collect();
    people.sort_unstable();
    people.dedup();
    let names = quoted(plan.ids(&people));
    let verb = if people.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{} {verb} on call on {} of `{list}`, while everybody around them has the day off",
        few(&names, PEOPLE),
        counted(i64::try_from(days.len()).unwrap_or(i64::MAX), "public holiday"),
    );
    let finding = Diagnostic::new(RULE.code, Level::Info, at, message)
        .about(format!("holidays.{list}"))
        .label("these days");
    let each = days.iter().map(|(date, people)| {
        let who =
            people.iter().map(|(key, time)| format!("`{}` {}", plan[*key].id, in_hours(*time)));
        format!("{}: {}", day(*date), few(&who.collect::<Vec<_>>(), PEOPLE))
    });
    let finding = each.take(DAYS).fold(finding, Diagnostic::help);
    finding.help("ask them now, or write an override with somebody for whom it is no holiday")
}
