//! `outside-working-hours`: a shift that follows the sun and leaves the holder's working hours.

use std::collections::BTreeMap;

use chrono::{Days, NaiveTime, TimeDelta};

use super::{Check, Context, Kind, Options, Parameter, Pool, Rule, both, counted, few, total};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::PersonKey;
use crate::schedule::{merged, open};
use crate::syntax::RotationKind;
use crate::time::{Span, Zone, show};

const LISTED: usize = 4;

pub(super) static RULE: Rule = Rule {
    code: "outside-working-hours",
    level: Level::Info,
    profiles: &[],
    options: &[Parameter {
        name: "most",
        kind: Kind::Length,
        default: "1h",
        profiles: &[],
        about: "How much of one shift may lie outside the holder's working hours.",
    }],
    summary: "a shift of a follow-the-sun rotation lies outside its holder's working hours",
    source: "more than 1 hour of a shift: a house default",
    why: "To follow the sun means that everybody is on call by day. Where windows and working \
          hours drift apart, after a move or a change of the clock, somebody quietly works nights \
          in a rotation that has none on paper. Days on which somebody does not work at all, such \
          as weekends, are not counted.",
    bad: r#"
irp = 1
[plan]
name = "A late window"
time-zone = "UTC"
[people.ana]
name = "Ana"
time-zone = "Europe/Berlin"
working-hours = "mon-fri 09:00-17:00"
[people.ben]
name = "Ben"
[rotations.primary]
kind = "follow-the-sun"
starts = 2026-01-05T00:00
turn = "1w"
[[rotations.primary.layers]]
name = "day"
when = "mon-fri 08:00-20:00"
people = ["ana"]
[[rotations.primary.layers]]
name = "night"
when = "mon-fri 20:00-08:00"
people = ["ben"]
"#,
    good: r#"
irp = 1
[plan]
name = "Windows that fit"
time-zone = "UTC"
[people.ana]
name = "Ana"
time-zone = "Europe/Berlin"
working-hours = "mon-fri 09:00-21:00"
[people.ben]
name = "Ben"
[rotations.primary]
kind = "follow-the-sun"
starts = 2026-01-05T00:00
turn = "1w"
[[rotations.primary.layers]]
name = "day"
when = "mon-fri 08:00-20:00"
people = ["ana"]
[[rotations.primary.layers]]
name = "night"
when = "mon-fri 20:00-08:00"
people = ["ben"]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let most = options.length("most");
    let sun = |pool: &&Pool| context.plan[pool.root].kind == RotationKind::FollowTheSun;
    let pools = context.pools();
    pools.iter().filter(sun).filter_map(|pool| finding(context, most, pool)).collect()
}

/// A shift and how much of it lies outside working hours.
struct Outside {
    span: Span,
    outside: TimeDelta,
}

/// The shifts of each person of a pool that lie too far outside their working hours.
fn outside(
    context: &Context<'_>,
    most: TimeDelta,
    pool: &Pool,
) -> BTreeMap<PersonKey, Vec<Outside>> {
    let mut found: BTreeMap<PersonKey, Vec<Outside>> = BTreeMap::new();
    let mut known: BTreeMap<PersonKey, Vec<Span>> = BTreeMap::new();
    for shift in pool.rotations.iter().flat_map(|key| context.shifts_ahead(*key)) {
        for person in &*shift.people {
            let Some(hours) = context.working(*person) else { continue };
            let zone = &context.plan[*person].zone;
            let work = known
                .entry(*person)
                .or_insert_with(|| merged(open(zone, hours, days(zone, context.known()))));
            let work = both(&[days(zone, shift.span)], work);
            if work.is_empty() {
                continue;
            }
            let outside = shift.span.length() - total(&both(&[shift.span], &work));
            if outside > most {
                let outside = Outside { span: shift.span, outside };
                found.entry(*person).or_default().push(outside);
            }
        }
    }
    found
}

/// The local days that a span touches, whole.
fn days(zone: &Zone, span: Span) -> Span {
    let midnight = |date: chrono::NaiveDate| zone.instant(date.and_time(NaiveTime::MIN));
    let first = zone.civil(span.start).date();
    let last = zone.civil(span.end - TimeDelta::seconds(1)).date();
    let next = last.checked_add_days(Days::new(1)).unwrap_or(last);
    Span::new(midnight(first), midnight(next))
}

fn finding(context: &Context<'_>, most: TimeDelta, pool: &Pool) -> Option<Diagnostic> {
    let found = outside(context, most, pool);
    let rotation = &context.plan[*pool.rotations.first()?];
    let each = found.iter().filter_map(|(key, shifts)| {
        let person = &context.plan[*key];
        let worst =
            shifts.iter().max_by_key(|shift| (shift.outside, std::cmp::Reverse(shift.span)))?;
        let count = counted(i64::try_from(shifts.len()).ok()?, "shift");
        let length = show::length(worst.outside);
        let from = show::full(worst.span.start, &person.zone);
        Some((
            worst.outside,
            format!("`{}` {length} of the shift from {from} ({count})", person.id),
        ))
    });
    let mut each: Vec<_> = each.collect();
    each.sort_by(|one, two| two.0.cmp(&one.0).then_with(|| one.1.cmp(&two.1)));
    let named: Vec<_> = each.into_iter().map(|(_, text)| text).collect();
    if named.is_empty() {
        return None;
    }
    let message = format!(
        "`{}` is to follow the sun and leaves working hours by more than {}: {}",
        rotation.id,
        show::length(most),
        few(&named, LISTED)
    );
    let finding =
        Diagnostic::new(RULE.code, Level::Info, rotation.kind_at.unwrap_or(rotation.at), message);
    let finding =
        finding.about(format!("rotations.{}", rotation.id)).label("by day, this promises");
    Some(finding.help("move the windows of the layer, or the working hours if those have changed"))
}
