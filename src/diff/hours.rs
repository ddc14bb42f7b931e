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
/// out. Each side has its own nights and its people's own zones.
pub(super) fn hours(
    sides: &Sides<'_>,
    people: &BTreeSet<u32>,
    window: Span,
    now: Instant,
) -> Vec<Hours> {
    let none = |person: &u32| {
        let [all, weekend, night] = [Pair::default(); 3];
        (*person, Hours { person: sides.people[*person as usize].clone(), all, weekend, night })
    };
    let mut found: BTreeMap<u32, Hours> = people.iter().map(none).collect();
    for side in [Side::Before, Side::After] {
        let (plan, context) = (sides.plan(side), Context::new(sides.plan(side), now));
        let mut clocks: BTreeMap<&str, Clock> = BTreeMap::new();
        for key in plan.rotation_keys() {
            for (span, who) in holders(plan, key, sides.numbers(side), window) {
                for number in who {
                    let Some(hours) = found.get_mut(&number) else { continue };
                    let zone = sides.zone(side, number);
                    let clock = clocks.entry(zone.name());
                    let clock = clock.or_insert_with(|| Clock::new(&context, zone, window));
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
