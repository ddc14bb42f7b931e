//! `night-shift-avoidable`: somebody is on call at night while a colleague of the pool is at work.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{
    Check, Context, Kind, Options, Parameter, Pool, Rule, both, few, in_hours,
    outside_working_hours, percent, share, speaks, total,
};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{PersonKey, RotationKey};
use crate::schedule::{merged, without};
use crate::syntax::RotationKind;
use crate::time::{Instant, Span};

const LISTED: usize = 4;

pub(super) static RULE: Rule = Rule {
    code: "night-shift-avoidable",
    level: Level::Info,
    profiles: &[],
    options: &[Parameter {
        name: "most",
        kind: Kind::Share,
        default: "30%",
        profiles: &[],
        about: "The most of a pool's night hours in which a colleague may be at work.",
    }],
    summary: "people are on call at night while a colleague of the same pool is in working hours",
    source: "30 % is a house default; to follow the sun where that is possible: the article \
             \"Minimum Viable Incident Response Plan\" (2019), and R. Daniels in Increment",
    why: "A pool that spans time zones can give nights to people for whom they are days. Turns of \
          whole days in one zone do not: they wake somebody in Berlin while Sydney sits at work.",
    bad: r#"
irp = 1
[plan]
name = "Whole days"
time-zone = "UTC"
[people.ana]
name = "Ana"
time-zone = "Europe/Berlin"
working-hours = "mon-fri 09:00-17:00"
[people.ben]
name = "Ben"
time-zone = "Australia/Sydney"
working-hours = "mon-fri 09:00-17:00"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1d"
people = ["ana", "ben"]
"#,
    good: r#"
irp = 1
[plan]
name = "With the sun"
time-zone = "UTC"
[people.ana]
name = "Ana"
time-zone = "Europe/Berlin"
working-hours = "mon-fri 09:00-17:00"
[people.ben]
name = "Ben"
time-zone = "Australia/Sydney"
working-hours = "mon-fri 09:00-17:00"
[rotations.primary]
kind = "custom"
starts = 2026-01-05T00:00
turn = "1d"
[[rotations.primary.layers]]
when = "06:00-18:00"
people = ["ana"]
[[rotations.primary.layers]]
when = "18:00-06:00"
people = ["ben"]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let most = options.number("most");
    let mut nights = Nights::new();
    let pools = context.pools();
    // `outside-working-hours` judges each shift of a rotation that follows the sun.
    let own = pools.iter().filter(|pool| {
        context.plan[pool.root].kind != RotationKind::FollowTheSun
            || !speaks(&outside_working_hours::RULE, context)
    });
    own.filter_map(|pool| finding(context, most, pool, &mut nights)).collect()
}

/// When the people of a pool are at work.
struct Work {
    /// The hours of each, by index among all people of the plan.
    each: Vec<Option<Vec<Span>>>,
    /// When at least one is at work.
    one: Vec<Span>,
    /// When at least two are.
    two: Vec<Span>,
}

impl Work {
    fn new(context: &Context<'_>, pool: &Pool) -> Self {
        let plan = context.plan;
        let mut each = vec![None; plan.people.len()];
        let mut edges = Vec::new();
        for order in context.orders(pool) {
            let span = order.span.intersection(context.horizon());
            for person in &order.people {
                let hours = at_work(context, *person, span);
                let known: &mut Option<Vec<Span>> = &mut each[person.index()];
                let all = known.take().into_iter().flatten().chain(hours).collect();
                *known = Some(merged(all));
            }
        }
        for hours in each.iter().flatten().flatten() {
            edges.extend([(hours.start, 1), (hours.end, -1)]);
        }
        edges.sort_unstable();
        Self { one: at_least(1, &edges), two: at_least(2, &edges), each }
    }

    /// The part of somebody's night in which somebody else is at work.
    fn others(&self, night: &[Span], holder: PersonKey) -> TimeDelta {
        let own = self.each[holder.index()].as_deref().unwrap_or_default();
        let two = both(night, &self.two);
        let one = without(&both(night, &self.one), &two);
        total(&two) + total(&without(&one, own))
    }
}

/// When somebody is at work and there.
fn at_work(context: &Context<'_>, person: PersonKey, span: Span) -> Vec<Span> {
    let hours = context.work_ahead(person).unwrap_or_default();
    let person = &context.plan[person];
    let away = merged(person.away.iter().map(|away| away.span).collect());
    let start = person.joined.map_or(span.start, |joined| joined.max(span.start));
    let end = person.left.map_or(span.end, |left| left.min(span.end));
    both(&[Span::new(start, end)], &without(hours, &away))
}

/// When at least so many spans hold at once; `edges` are sorted.
fn at_least(least: i32, edges: &[(Instant, i32)]) -> Vec<Span> {
    let (mut count, mut spans) = (0, Vec::new());
    for pair in edges.windows(2) {
        count += pair[0].1;
        if count >= least {
            spans.push(Span::new(pair[0].0, pair[1].0));
        }
    }
    merged(spans)
}

/// The nights of the horizon, by the name of a zone.
type Nights<'a> = BTreeMap<&'a str, Vec<Span>>;

/// The night hours of a rotation, and those of them in which a colleague is at work.
fn hours<'a>(
    context: &Context<'a>,
    key: RotationKey,
    work: &Work,
    nights: &mut Nights<'a>,
) -> (TimeDelta, TimeDelta) {
    let horizon = context.horizon();
    let (mut all, mut avoidable) = (TimeDelta::zero(), TimeDelta::zero());
    for shift in context.shifts_ahead(key) {
        let span = shift.span.intersection(horizon);
        for person in &*shift.people {
            let zone = &context.plan[*person].zone;
            let all_nights =
                nights.entry(zone.name()).or_insert_with(|| context.nights(zone, horizon));
            let night = both(&[span], all_nights);
            all += total(&night);
            avoidable += work.others(&night, *person);
        }
    }
    (all, avoidable)
}

fn finding<'a>(
    context: &Context<'a>,
    most: f64,
    pool: &Pool,
    nights: &mut Nights<'a>,
) -> Option<Diagnostic> {
    let work = Work::new(context, pool);
    if work.one.is_empty() {
        return None;
    }
    let each = pool.rotations.iter().map(|key| (*key, hours(context, *key, &work, nights)));
    let each: Vec<_> = each.filter(|(_, (all, _))| !all.is_zero()).collect();
    let all: TimeDelta = each.iter().map(|(_, (all, _))| *all).sum();
    let avoidable: TimeDelta = each.iter().map(|(_, (_, avoidable))| *avoidable).sum();
    if share(avoidable, all) <= most {
        return None;
    }
    let rotation = &context.plan[*pool.rotations.first()?];
    let named = each.iter().map(|(key, (all, avoidable))| {
        format!("{} of {} in `{}`", in_hours(*avoidable), in_hours(*all), context.plan[*key].id)
    });
    let message = format!(
        "a colleague is in working hours in {} of the night hours until the horizon, more than {}: \
         {}; somebody is woken for a page that another would take at a desk",
        percent(share(avoidable, all)),
        percent(most),
        few(&named.collect::<Vec<_>>(), LISTED),
    );
    let path = format!("rotations.{}", rotation.id);
    let finding = Diagnostic::new(RULE.code, Level::Info, rotation.at, message).about(path);
    Some(finding.help("give each site its day: one layer for each zone, with windows that touch"))
}
