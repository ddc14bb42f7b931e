//! `load-imbalance`: some people of a pool carry much more than the others.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::{
    Check, Context, Kind, Options, Parameter, Pool, Rule, Site, both, few, in_hours, percent,
    share, spells, total,
};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::PersonKey;
use crate::schedule::{merged, open};
use crate::time::{Span, Windows, parse_weekly};

const LISTED: usize = 5;

/// A pool that is less of its people's load than this makes nobody's load uneven.
const SMALL: f64 = 0.1;

pub(super) static RULE: Rule = Rule {
    code: "load-imbalance",
    level: Level::Warning,
    profiles: &[],
    options: &[
        Parameter {
            name: "at-least",
            kind: Kind::Score,
            default: "0.8",
            profiles: &[],
            about: "The least balance: 1 where all carry the same.",
        },
        Parameter {
            name: "above",
            kind: Kind::Share,
            default: "25%",
            profiles: &[],
            about: "How much more than the average somebody carries who is named.",
        },
    ],
    summary: "some people of a pool carry much more duty than the others",
    source: "a balance of 0.8 and 25 % above the average are house defaults; the formula, the mean \
             over all pairs of the smaller load over the larger, is that of Grafana OnCall's \
             `quality_report`, which tolerates 0.95; an hour on a weekend or public holiday \
             weighs 2, as in form3's tool for on-call pay. A pool that is less than a tenth of its \
             people's load is not judged (house default)",
    why: "Unfairness is felt before it is seen. One person in two rotations, an order in which \
          somebody stands twice, or windows that always give the weekend to the same one: each \
          looks harmless in the file.",
    bad: r#"
irp = 1
[plan]
name = "Thrice in the order"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1d"
people = ["ana", "ben", "ana", "cho", "ana"]
"#,
    good: r#"
irp = 1
[plan]
name = "Once each"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1d"
people = ["ana", "ben", "cho"]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let mut loads = Loads { context, zones: BTreeMap::new(), known: BTreeMap::new() };
    let mut findings = Vec::new();
    for pool in context.pools() {
        for site in context.sites(&pool) {
            findings.extend(finding(&mut loads, options, &pool, &site));
        }
    }
    findings
}

/// The load of a person over the horizon, weighted.
#[derive(Clone, Copy)]
struct Load {
    all: TimeDelta,
    /// The load of the spell that weighs most.
    heaviest: TimeDelta,
}

/// The loads of people, each worked out once.
struct Loads<'a, 'p> {
    context: &'a Context<'p>,
    /// The weekends of the horizon, by the name of a zone.
    zones: BTreeMap<&'a str, Vec<Span>>,
    known: BTreeMap<PersonKey, Load>,
}

impl Loads<'_, '_> {
    fn of(&mut self, person: PersonKey) -> Load {
        if let Some(load) = self.known.get(&person) {
            return *load;
        }
        let context = self.context;
        let horizon = context.horizon();
        let zone = &context.plan[person].zone;
        let weekends = self.zones.entry(zone.name()).or_insert_with(|| {
            let mut days = Windows::default();
            days.add_weekly(&parse_weekly("sat,sun").unwrap_or_default());
            open(zone, &days, horizon)
        });
        let holidays = context.days_off(person).into_iter().map(|(_, span)| span);
        let heavy = merged(holidays.chain(weekends.iter().copied()).collect());
        let duty = context.load(person).map(|duty| duty.span.intersection(horizon));
        let duty = merged(duty.collect());
        let weight = |spans: &[Span]| total(spans) + total(&both(spans, &heavy));
        // Duty that hardly ever ends is no turn more or less.
        let short = |spell: &&[Span]| hull(spell) <= horizon.length() / 2;
        let heaviest = spells(&duty).filter(short).map(weight).max().unwrap_or_default();
        let load = Load { all: weight(&duty), heaviest };
        self.known.insert(person, load);
        load
    }
}

/// From the begin of the first span to the end of the last.
fn hull(spans: &[Span]) -> TimeDelta {
    let ends = spans.first().zip(spans.last());
    ends.map_or(TimeDelta::zero(), |(first, last)| last.end - first.start)
}

/// The people who are there over the whole horizon, in all line-ups of a layer or in none.
fn steady(context: &Context<'_>, site: &Site) -> Vec<PersonKey> {
    let horizon = context.horizon();
    let mut people: Vec<PersonKey> = Vec::new();
    let mut passing = BTreeSet::new();
    for layer in site.orders.chunk_by(|one, two| one.layer == two.layer) {
        let mut seen: BTreeMap<PersonKey, usize> = BTreeMap::new();
        for person in layer.iter().flat_map(|order| &order.people) {
            *seen.entry(*person).or_default() += 1;
        }
        passing.extend(seen.iter().filter(|(_, count)| **count < layer.len()).map(|(key, _)| *key));
        people.extend(seen.into_keys());
    }
    people.sort_unstable();
    people.dedup();
    people.retain(|key| !passing.contains(key) && context.plan[*key].employed(horizon));
    people
}

/// The hours of a pool's shifts within the horizon.
fn held(context: &Context<'_>, pool: &Pool) -> TimeDelta {
    let shifts = pool.rotations.iter().flat_map(|key| context.shifts_ahead(*key));
    shifts.map(|shift| shift.span.intersection(context.horizon()).length()).sum()
}

/// The mean over all pairs of the smaller load over the larger; `loads` are sorted.
fn balance(loads: &[TimeDelta]) -> f64 {
    let (mut sum, mut below, mut pairs) = (0.0, TimeDelta::zero(), 0.0);
    let mut count = 0.0;
    for load in loads {
        // Two who carry nothing carry the same.
        sum += if load.is_zero() { count } else { share(below, *load) };
        below += *load;
        pairs += count;
        count += 1.0;
    }
    if pairs > 0.0 { sum / pairs } else { 1.0 }
}

fn finding(
    loads: &mut Loads<'_, '_>,
    options: &Options<'_>,
    pool: &Pool,
    site: &Site,
) -> Option<Diagnostic> {
    let people = steady(loads.context, site);
    let each: Vec<_> = people.into_iter().map(|person| (person, loads.of(person))).collect();
    // What makes these people uneven lies in other rotations.
    let all: TimeDelta = each.iter().map(|(_, load)| load.all).sum();
    if share(held(loads.context, pool), all) < SMALL {
        return None;
    }
    let mut sorted: Vec<_> = each.iter().map(|(_, load)| load.all).collect();
    sorted.sort_unstable();
    let score = balance(&sorted);
    let average = sorted.iter().sum::<TimeDelta>() / i32::try_from(sorted.len()).ok()?.max(1);
    let above = options.number("above");
    // Where the horizon ends gives some people one turn more than others, which evens out.
    let over = |load: TimeDelta| share(load, average) > 1.0 + above;
    let mut heavy: Vec<_> =
        each.iter().filter(|(_, load)| over(load.all - load.heaviest)).copied().collect();
    if score >= options.number("at-least") || heavy.is_empty() {
        return None;
    }
    heavy.sort_by_key(|(person, load)| (std::cmp::Reverse(load.all), *person));
    let plan = loads.context.plan;
    let rotation = &plan[*pool.rotations.first()?];
    let named = heavy.iter().map(|(person, load)| {
        let more = share(load.all, average) - 1.0;
        format!("`{}` {} ({} more)", plan[*person].id, in_hours(load.all), percent(more))
    });
    let message = format!(
        "load is uneven in `{}`: {} until the horizon, where the average is {}; the balance is \
         {score:.2}, less than {:.2}, and who carries more is tired first",
        rotation.id,
        few(&named.collect::<Vec<_>>(), LISTED),
        in_hours(average),
        options.number("at-least"),
    );
    let path = format!("rotations.{}", rotation.id);
    let finding = Diagnostic::new(RULE.code, Level::Warning, rotation.at, message).about(path);
    Some(finding.help(HOURS).help(WAY_OUT))
}

const HOURS: &str = "hours over all rotations that count toward load; those on a weekend or public \
                     holiday count twice";
const WAY_OUT: &str = "let everybody stand in the order equally often, or take people out of their \
                       other rotations";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_balance_is_the_mean_over_pairs_of_the_smaller_over_the_larger() {
        let mut loads: Vec<_> = [7, 0, 3, 12, 12, 5, 0].map(TimeDelta::hours).to_vec();
        let mut sum = 0.0;
        for (index, one) in loads.iter().enumerate() {
            for two in &loads[..index] {
                sum += if one == two { 1.0 } else { share(*one.min(two), *one.max(two)) };
            }
        }
        loads.sort_unstable();
        assert!((balance(&loads) - sum / 21.0).abs() < 1e-9);
        assert!((balance(&loads[..1]) - 1.0).abs() < 1e-9);
    }
}
