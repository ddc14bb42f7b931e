//! How long people are on call before and after, in all, on weekends and at night.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::sides::{Side, Sides};
use super::sweep::holders;
use super::{Hours, Pair};
use crate::rules::Context;
use crate::schedule::open;
use crate::time::{Instant, Span, Windows, Zone, parse_weekly};

/// The hours of some people within a window, by number; those whose hours stay the same are left
/// out. Nights are those of the plan after.
pub(super) fn hours(
    sides: &Sides<'_>,
    people: &BTreeSet<u32>,
    window: Span,
    now: Instant,
) -> Vec<Hours> {
    let context = Context::new(sides.after, now);
    let mut clocks: BTreeMap<String, Clock> = BTreeMap::new();
    let mut found: BTreeMap<u32, Hours> = BTreeMap::new();
    for person in people {
        let id = &sides.people[*person as usize];
        let zone = &sides.person(*person).zone;
        clocks.entry(zone.name().to_owned()).or_insert_with(|| Clock::new(&context, zone, window));
        let (all, weekend, night) = Default::default();
        found.insert(*person, Hours { person: id.clone(), all, weekend, night });
    }
    for side in [Side::Before, Side::After] {
        for key in sides.plan(side).rotation_keys() {
            for (span, who) in holders(sides.plan(side), key, sides.numbers(side), window) {
                for number in who {
                    let Some(hours) = found.get_mut(&number) else { continue };
                    let Some(clock) = clocks.get(sides.person(number).zone.name()) else {
                        continue;
                    };
                    add(&mut hours.all, side, span.length());
                    add(&mut hours.weekend, side, shared(&clock.weekends, span));
                    add(&mut hours.night, side, shared(&clock.nights, span));
                }
            }
        }
    }
    let differ = |hours: &Hours| {
        [hours.all, hours.weekend, hours.night].iter().any(|pair| pair.before != pair.after)
    };
    found.into_values().filter(differ).collect()
}

fn add(pair: &mut Pair, side: Side, length: TimeDelta) {
    match side {
        Side::Before => pair.before += length,
        Side::After => pair.after += length,
    }
}

/// The weekends and nights of a zone, in order.
struct Clock {
    weekends: Vec<Span>,
    nights: Vec<Span>,
}

impl Clock {
    fn new(context: &Context<'_>, zone: &Zone, window: Span) -> Self {
        let mut days = Windows::default();
        days.add_weekly(&parse_weekly("sat,sun").unwrap_or_default());
        Self { weekends: open(zone, &days, window), nights: context.nights(zone, window) }
    }
}

/// How much of a span lies in others, which are in order and apart.
fn shared(others: &[Span], span: Span) -> TimeDelta {
    let first = others.partition_point(|other| other.end <= span.start);
    let others = others[first..].iter().take_while(|other| other.start < span.end);
    others.map(|other| other.intersection(span).length()).sum()
}
