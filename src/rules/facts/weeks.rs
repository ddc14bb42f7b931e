//! Which part of the week every place of an order ever holds: by arithmetic, never by walking.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};

use super::super::reach::least_common;
use crate::plan::{Cadence, Layer, LineUp, Plan, RotationKey};
use crate::time::{Civil, Instant, WEEK, Windows};

/// Seconds of a day.
pub const DAY: i64 = 86_400;
/// Turns of a round times parts of the week that are looked at; larger orders are not judged.
const MOST: i64 = 200_000;

/// The last order of a layer against the week. Seconds count from Monday 00:00 on the layer's
/// clock.
pub struct Week<'a> {
    /// The layer.
    pub layer: &'a Layer,
    /// Its last order, which holds for good.
    pub order: &'a LineUp,
    /// Whether every turn is shorter than a week.
    pub short: bool,
    /// Seconds after which the same places hold the same part of the week again.
    pub period: i64,
    parts: Vec<Part>,
    held: Held,
}

/// A part of the week in which the layer is seen.
#[derive(Clone, Copy)]
struct Part {
    start: i64,
    end: i64,
    /// The window that it belongs to.
    window: usize,
    /// The length of that window.
    whole: i64,
}

/// Who holds what.
enum Held {
    /// Whatever lies in their turns: start, length and place of each turn of a round, which moves
    /// against the week by multiples of a number of seconds.
    Turns(Vec<(i64, i64, usize)>, i64),
    /// Whole windows: for each place, which of them it ever gets.
    Windows(Vec<Vec<bool>>),
}

/// A week in which nothing dated lies: 1890 is before every date that a plan can name.
fn plain_week(windows: &Windows) -> Vec<(i64, i64)> {
    let monday = NaiveDate::from_ymd_opt(1890, 1, 6).unwrap_or_default().and_time(NaiveTime::MIN);
    let all = windows.starting(monday, monday + TimeDelta::seconds(WEEK)).into_iter();
    all.map(|w| ((w.start - monday).num_seconds(), (w.end - monday).num_seconds())).collect()
}

/// A span of the week without what lies beyond its end, which is put at its start.
fn wrapped((start, end): (i64, i64)) -> Vec<(i64, i64)> {
    let start_in = start.rem_euclid(WEEK);
    let end_in = start_in + (end - start).min(WEEK);
    if end_in <= WEEK {
        vec![(start_in, end_in)]
    } else {
        vec![(0, end_in - WEEK), (start_in, WEEK)]
    }
}

/// What is left of a span where others are painted over it; they are in order.
fn seen((start, end): (i64, i64), above: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let (mut left, mut from) = (Vec::new(), start);
    for (cover, until) in above {
        if *cover > from {
            left.push((from, end.min(*cover)));
        }
        from = from.max(*until);
        if from >= end {
            break;
        }
    }
    left.push((from, end));
    left.retain(|(start, end)| start < end);
    left
}

/// What later layers paint over a layer in every week; `None` where that is not the same every
/// week, or nothing is left.
fn above(layers: &[Layer], index: usize, now: Instant) -> Option<Vec<(i64, i64)>> {
    let mut above = Vec::new();
    for layer in layers.iter().skip(index + 1) {
        if layer.force.until.is_some_and(|until| until <= now) {
            continue;
        }
        let windows = layer.windows.as_ref()?;
        let weekly = plain_week(windows);
        if windows.recurs() || (!weekly.is_empty() && layer.zone != layers[index].zone) {
            return None;
        }
        above.extend(weekly.into_iter().flat_map(wrapped));
    }
    above.sort_unstable();
    Some(above)
}

impl<'a> Week<'a> {
    /// A layer that is not over; `None` where it is not the same in every week: windows that have
    /// dates or recur by a rule, turns of months, later layers in other zones.
    #[must_use]
    pub fn of(plan: &'a Plan, key: RotationKey, index: usize, now: Instant) -> Option<Self> {
        let layers = plan.layers(key);
        let layer = layers.get(index)?;
        if layer.force.until.is_some_and(|until| until <= now) {
            return None;
        }
        let order = layer.line_ups.last()?;
        let base = since_monday(layer.starts);
        let windows = own_windows(layer, base)?;
        let above = above(layers, index, now)?;
        let parts = windows.iter().enumerate().flat_map(|(window, span)| {
            let whole = span.1 - span.0;
            let seen = wrapped(*span).into_iter().flat_map(|span| seen(span, &above));
            seen.map(move |(start, end)| Part { start, end, window, whole }).collect::<Vec<_>>()
        });
        let parts: Vec<_> = parts.collect();
        let (held, period, short) = match &layer.cadence {
            Cadence::Periods(_) => by_periods(layer, order, base, &windows)?,
            Cadence::Shifts(count) => by_windows(order, windows.len(), *count)?,
        };
        Some(Self { layer, order, short, period, parts, held })
    }

    /// After how long the pattern comes again, in words: `every week`, `every 3 weeks`.
    #[must_use]
    pub fn repeats(&self) -> String {
        match self.period / WEEK {
            1 => "every week".to_owned(),
            weeks => format!("every {weeks} weeks"),
        }
    }

    /// Whether a place ever holds something of a span of the week: with `mostly`, at least half
    /// of one of its shifts, or half a day.
    #[must_use]
    pub fn holds(&self, place: usize, (from, to): (i64, i64), mostly: bool) -> bool {
        let least = |whole: i64| if mostly { (whole / 2).clamp(1, DAY / 2) } else { 1 };
        let within = self.parts.iter().map(|part| (part, part.start.max(from), part.end.min(to)));
        let mut within = within.filter(|(_, start, end)| start < end);
        match &self.held {
            Held::Windows(gets) => within.any(|(part, start, end)| {
                gets[place][part.window] && end - start >= least(part.whole)
            }),
            Held::Turns(turns, step) => within.any(|(_, start, end)| {
                let own = turns.iter().filter(|(.., holder)| *holder == place);
                own.into_iter().any(|(turn, length, _)| {
                    let least = least(*length).min(end - start);
                    let (low, high) = (start + least - length, end - least);
                    low + (turn - low).rem_euclid(*step) <= high
                })
            }),
        }
    }
}

/// Seconds from Monday 00:00 to a wall-clock time.
fn since_monday(civil: Civil) -> i64 {
    let days = i64::from(civil.weekday().num_days_from_monday());
    days * DAY + (civil - civil.date().and_time(NaiveTime::MIN)).num_seconds()
}

/// The windows of a layer in the order in which they are counted; the whole week where there are
/// none.
fn own_windows(layer: &Layer, base: i64) -> Option<Vec<(i64, i64)>> {
    let Some(windows) = &layer.windows else { return Some(vec![(0, WEEK)]) };
    if !windows.is_weekly() {
        return None;
    }
    let first = windows.starting(layer.starts, layer.starts + TimeDelta::seconds(WEEK));
    let offset = |civil: Civil| base + (civil - layer.starts).num_seconds();
    Some(first.iter().map(|window| (offset(window.start), offset(window.end))).collect())
}

/// The greatest common divisor.
fn common(one: i64, two: i64) -> i64 {
    let (mut a, mut b) = (one, two);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn by_periods(
    layer: &Layer,
    order: &LineUp,
    base: i64,
    windows: &[(i64, i64)],
) -> Option<(Held, i64, bool)> {
    let Cadence::Periods(handoffs) = &layer.cadence else { return None };
    let (cycle, turns) = handoffs.cycle()?;
    let places = i64::try_from(order.places.len()).ok().filter(|places| *places > 0)?;
    let round = least_common(places, turns)?;
    let parts = i64::try_from(windows.len()).ok()? + 7;
    if round.checked_mul(parts)? > MOST {
        return None;
    }
    let length = (round / turns).checked_mul(cycle)?;
    let step = common(length, WEEK);
    let numbers = order.first_turn..order.first_turn.checked_add(round)?;
    let turn = |number: i64| {
        let start = handoffs.seconds(number);
        let offset = base + start - handoffs.seconds(0);
        (offset, handoffs.seconds(number + 1) - start, order.index(number))
    };
    let turns: Vec<_> = numbers.map(turn).collect();
    let short = turns.iter().all(|(_, length, _)| *length < WEEK);
    let period = least_common(length, WEEK)?;
    if layer.windows.is_none() || layer.split {
        return Some((Held::Turns(turns, step), period, short));
    }
    let mut gets = vec![vec![false; windows.len()]; order.places.len()];
    for (start, length, place) in &turns {
        for (window, (at, _)) in windows.iter().enumerate() {
            gets[*place][window] |= (at - start).rem_euclid(step) < *length;
        }
    }
    Some((Held::Windows(gets), period, short))
}

/// Turns of a number of windows: the next place comes after every `count`.
fn by_windows(order: &LineUp, windows: usize, count: i64) -> Option<(Held, i64, bool)> {
    let weekly = i64::try_from(windows).ok().filter(|weekly| *weekly > 0)?;
    let places = i64::try_from(order.places.len()).ok().filter(|places| *places > 0)?;
    if places.checked_mul(weekly)? > MOST {
        return None;
    }
    let round = places.checked_mul(count)?;
    let step = common(weekly, round);
    let mut gets = vec![vec![false; windows]; order.places.len()];
    for turn in order.first_turn..order.first_turn.checked_add(places)? {
        let first = turn.checked_mul(count)?;
        for (window, got) in (0..).zip(gets[order.index(turn)].iter_mut()) {
            *got |= (window - first).rem_euclid(step) < count;
        }
    }
    let weeks = least_common(weekly, round)? / weekly;
    Some((Held::Windows(gets), weeks.checked_mul(WEEK)?, count < weekly))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::plan::{self, Read};
    use crate::schedule;
    use crate::source::Single;
    use crate::time::{Span, Zones};

    fn plan(people: usize, shape: &str) -> Plan {
        let ids: Vec<_> = (0..people).map(|index| format!("p{index}")).collect();
        let named = ids.iter().map(|id| format!("[people.{id}]\nname = \"{id}\"\n"));
        let named: String = named.collect();
        let text = format!(
            "irp = 1\n[plan]\nname = \"X\"\ntime-zone = \"UTC\"\n{named}[rotations.r]\n\
             starts = 2026-01-07T05:00\npeople = {ids:?}\n{shape}"
        );
        let plan =
            plan::load(&Single { name: "irp.toml", text }, &Zones::embedded(), Read::Everything);
        assert_eq!(plan.faults, [], "{shape}");
        plan
    }

    /// The days of the week, from Monday, on which each place is on call, by walking its shifts.
    fn walked(plan: &Plan, period: i64) -> BTreeMap<usize, [bool; 7]> {
        let key = plan.rotation("r").unwrap();
        let from: Instant = "2026-06-01T00:00:00Z".parse().unwrap();
        let span = Span::new(from, from + TimeDelta::seconds(period));
        let mut days: BTreeMap<usize, [bool; 7]> = BTreeMap::new();
        for shift in schedule::shifts(plan, key, span) {
            let place = days.entry(shift.why.turn.unwrap().held_by).or_default();
            let cut = shift.span.intersection(span);
            let mut at = cut.start;
            while at < cut.end {
                place[at.weekday().num_days_from_monday() as usize] = true;
                at += TimeDelta::minutes(30);
            }
        }
        days
    }

    #[test]
    fn arithmetic_finds_the_days_that_walking_finds() {
        let turns =
            ["\"12h\"", "\"1d\"", "\"36h\"", "\"2d\"", "\"3d\"", "\"1w\"", "[\"4d\", \"3d\"]"];
        let windows = [
            "",
            "when = \"mon-fri 09:00-17:00\"\n",
            "when = [\"sat,sun\", \"wed 22:00-06:00\"]\n",
            "when = \"mon-fri 09:00-17:00\"\nsplit-windows = true\n",
            "when = [\"fri 18:00 - mon 08:00\", \"tue 04:00-06:00\"]\nsplit-windows = true\n",
        ];
        let timed = windows.iter().flat_map(|w| turns.map(|turn| format!("turn = {turn}\n{w}")));
        let counted = windows[1..3].iter().flat_map(|window| {
            ["1 shift", "2 shifts", "5 shifts"].map(|turn| format!("turn = \"{turn}\"\n{window}"))
        });
        for shape in timed.chain(counted) {
            for people in 1..9 {
                let plan = plan(people, &shape);
                let (key, now) = (plan.rotation("r").unwrap(), Instant::default());
                let week = Week::of(&plan, key, 0, now).unwrap();
                let walked = walked(&plan, week.period);
                for place in 0..people {
                    let day = |day: i64| week.holds(place, (day * DAY, (day + 1) * DAY), false);
                    let found = [0, 1, 2, 3, 4, 5, 6].map(day);
                    let expected = walked.get(&place).copied().unwrap_or_default();
                    assert_eq!(found, expected, "{people} people, place {place}: {shape}");
                }
            }
        }
    }

    #[test]
    fn what_later_layers_paint_over_is_not_held() {
        let shape = "[[rotations.r.layers]]\nturn = \"1d\"\nstarts = 2026-01-05T00:00\n\
                     [[rotations.r.layers]]\nturn = \"1w\"\npeople = [\"p0\"]\nwhen = \"sat,sun\"\n";
        let plan = plan(7, shape);
        let week = Week::of(&plan, plan.rotation("r").unwrap(), 0, Instant::default()).unwrap();
        let serves: Vec<_> = (0..7).filter(|place| week.holds(*place, (0, WEEK), false)).collect();
        assert_eq!(serves, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn what_is_not_the_same_every_week_is_not_judged() {
        let dated =
            "turn = \"1d\"\nwhen = { rrule = \"FREQ=MONTHLY\", at = \"09:00\", lasts = \"8h\" }\n";
        for shape in [dated, "turn = \"1mo\"\n"] {
            let plan = plan(2, shape);
            let week = Week::of(&plan, plan.rotation("r").unwrap(), 0, Instant::default());
            assert!(week.is_none(), "{shape}");
        }
    }
}
