//! Random rotations: turns, windows, layers, and changes of people at handoffs.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use proptest::collection::{btree_set, vec};
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::generate::{Focus, HEAD, Keys, clock, entries, instant, list, quoted, table, zone_near};
use super::plan_of;
use crate::plan::{Cadence, Layer};
use crate::time::{Civil, Instant, Resolved};

#[rustfmt::skip]
const TURNS: [&str; 24] = [
    r#""1h""#, r#""3h""#, r#""7h""#, r#""12h""#, r#""24h""#, r#""PT36H""#, r#"["9h", "15h"]"#,
    r#""1d""#, r#""1d""#, r#""2d""#, r#""P3D""#, r#""10d""#, r#"["4d", "3d"]"#, r#"["1d", "12h"]"#,
    r#""1w""#, r#""1w""#, r#""2w""#, r#""P3W""#, r#"["1w", "2w", "3d"]"#, r#"["5d", "2d"]"#,
    r#""1mo""#, r#""2mo""#, r#""P1Y""#, r#"["1mo", "2mo"]"#,
];
const SHIFTS: [&str; 4] = [r#""1 shift""#, r#""2 shifts""#, r#""3 shifts""#, r#""5 shifts""#];
const DAYS: [&str; 7] = ["mon-fri ", "sat,sun ", "sun-thu ", "sun ", "fri-mon ", "", ""];
#[rustfmt::skip]
const WEEKLY: [&str; 11] = [
    r#""mon-fri 09:00-17:00""#, r#"["22:00-02:30", "03:00-09:00"]"#, r#""fri 18:00 - mon 08:00""#,
    r#""sat,sun""#, r#""00:00-24:00""#, r#"["00:00-08:00", "08:00-16:00", "16:00-24:00"]"#,
    r#""mon 09:00 - mon 09:00""#, r#""sat 00:00 - sun 24:00""#, r#""sun 01:30-03:30""#,
    r#"["sat 20:00 - sun 02:30", "sun 02:30-12:00"]"#, r#""thu 02:30 - tue 02:30""#,
];
#[rustfmt::skip]
const RRULES: [&str; 12] = [
    "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU", "FREQ=DAILY;COUNT=90",
    "FREQ=MONTHLY;BYDAY=1SA", "FREQ=MONTHLY;BYDAY=2SU,-1SU", "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=YEARLY;BYMONTH=3,10,11;BYDAY=-1SU,1SU",
    "FREQ=YEARLY;BYWEEKNO=10,13,44;BYDAY=SU", "FREQ=WEEKLY;BYDAY=SU,TU;COUNT=40", "FREQ=MONTHLY",
];
const MIXED: [&str; 2] = [
    r#"["mon-fri 09:00-17:00", { rrule = "FREQ=MONTHLY;BYDAY=1SA", at = "08:00", lasts = "12h" }]"#,
    r#"["mon-sat 22:00-02:30", { rrule = "FREQ=WEEKLY;BYDAY=SU", at = "03:00", lasts = "12h" }]"#,
];

fn starts(focus: &Focus) -> impl Strategy<Value = String> + use<> {
    let about = focus.clone();
    let ago = prop_oneof![4 => 1..40_i64, 3 => 40..800_i64, 2 => 800..20_000_i64, 1 => -4..1_i64];
    (ago, clock()).prop_map(move |(ago, clock)| {
        let first = NaiveDate::from_ymd_opt(1970, 1, 2).unwrap();
        format!("{}T{clock}:00", about.day(-ago).max(first))
    })
}

fn windows() -> impl Strategy<Value = String> {
    let daily = (select(&DAYS[..]), clock(), clock())
        .prop_map(|(days, from, to)| format!("\"{days}{from}-{to}\""));
    let cuts = (btree_set(clock(), 3..6), 0..3_usize).prop_map(|(cuts, dropped)| {
        let cuts: Vec<_> = cuts.into_iter().collect();
        let next = cuts.iter().cycle().skip(1);
        let parts = cuts.iter().zip(next).map(|(from, to)| format!("\"{from}-{to}\""));
        list(&parts.skip(dropped).collect::<Vec<_>>())
    });
    let lasts = || select(&["1h", "8h", "12h", "24h", "1d"][..]);
    let recurring = (select(&RRULES[..]), clock(), lasts()).prop_map(|(rule, at, lasts)| {
        format!("{{ rrule = \"{rule}\", at = \"{at}\", lasts = \"{lasts}\" }}")
    });
    let holidays = weighted(0.6, (clock(), lasts())).prop_map(|at| {
        let at = at.map(|(at, lasts)| format!(", at = \"{at}\", lasts = \"{lasts}\""));
        format!("{{ holidays = \"h\"{} }}", at.unwrap_or_default())
    });
    let fixed = select([&WEEKLY[..], &MIXED].concat());
    prop_oneof![3 => fixed.prop_map(str::to_owned), 3 => daily, 2 => cuts, 2 => recurring, 1 => holidays]
}

/// Windows and how turns go with them.
fn windowed() -> impl Strategy<Value = Keys> {
    (windows(), weighted(0.4, select(&SHIFTS[..])), prop::bool::weighted(0.5)).prop_map(
        |(windows, shifts, split)| {
            let mut keys = Keys::from([("when", windows)]);
            match shifts {
                Some(shifts) => drop(keys.insert("turn", shifts.to_owned())),
                None => drop(keys.insert("split-windows", split.to_string())),
            }
            keys
        },
    )
}

pub fn bounds(focus: &Focus) -> impl Strategy<Value = Keys> + use<> {
    let about = focus.clone();
    let end = || weighted(0.12, 0..400_i64);
    (end(), end()).prop_map(move |(from, until)| {
        let from = from.map(|hours| ("from", about.hours(-hours / 4)));
        from.into_iter().chain(until.map(|hours| ("until", about.hours(hours + 1)))).collect()
    })
}

/// A change of people some handoffs away from the focus.
type Change = (i64, Vec<String>, Option<Index>, usize);

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = (-4..4_i64, entries(), weighted(0.3, any::<Index>()), 0..3_usize);
    prop_oneof![2 => Just(Vec::new()), 1 => vec(change, 1..3)]
}

/// Writes changes as line-ups, each at a handoff of the layer that the keys describe.
fn line_ups(focus: &Focus, keys: &Keys, changes: Vec<Change>) -> Option<String> {
    let mut written = BTreeMap::new();
    for (step, entries, first, form) in changes {
        let Some((from, at)) = handoff(focus, keys, step, form) else { continue };
        let first = first.map(|at| format!(", first = {}", at.index(entries.len()) + 1));
        let (people, rest) = (list(&entries), first.unwrap_or_default());
        written.insert(at, format!("{{ from = {from}, people = {people}{rest} }}"));
    }
    let written: Vec<_> = written.into_values().rev().collect();
    (!written.is_empty()).then(|| list(&written))
}

/// A handoff of the layer that the keys describe, so many from the focus: how it is written, and
/// the first instant that it may mean.
fn handoff(focus: &Focus, keys: &Keys, step: i64, form: usize) -> Option<(String, Instant)> {
    let holidays = focus.holidays.concat();
    let plan = plan_of(format!("{HEAD}{holidays}{}", table("[rotations.r]", keys)));
    let layer = plan.layers(plan.rotation("r")?).first()?;
    let near = handoffs(layer, focus.at);
    let middle = i64::try_from(near.len() / 2).ok()?;
    let handoff = near.get(usize::try_from(middle + step).ok()?)?;
    let once = near.iter().filter(|other| other.date() == handoff.date()).count() == 1;
    let settled = layer.zone.resolve(*handoff);
    let from = match (form, settled) {
        (0, _) if once => handoff.date().to_string(),
        (1, Resolved::Unique(_)) => handoff.format("%Y-%m-%dT%H:%M:%S").to_string(),
        _ => instant(settled.compatible()),
    };
    let at = match settled {
        Resolved::Skipped { resumes, .. } => layer.zone.instant(resumes),
        settled => settled.compatible(),
    };
    Some((from, at))
}

/// Handoffs after the first one, from some before an instant to some after it.
fn handoffs(layer: &Layer, at: Instant) -> Vec<Civil> {
    let at = layer.zone.civil(at).max(layer.starts);
    match (&layer.cadence, &layer.windows) {
        (Cadence::Periods(handoffs), _) => {
            let turn = handoffs.turn_at(at);
            (turn - 5..turn + 6).filter(|n| *n > 0).map(|n| handoffs.boundary(n)).collect()
        }
        (Cadence::Shifts(count), Some(windows)) => {
            let from = (at - TimeDelta::days(40)).max(layer.starts);
            let first = windows.count(layer.starts, from);
            let starting = windows.starting(from, at + TimeDelta::days(40)).into_iter();
            let numbered = starting.zip(first..).filter(|(_, n)| *n > 0 && n % count == 0);
            numbered.map(|(window, _)| window.start).collect()
        }
        (Cadence::Shifts(_), None) => Vec::new(),
    }
}

#[derive(Clone, Debug)]
pub struct Turns {
    keys: Keys,
    layers: Vec<Keys>,
}

impl Turns {
    pub fn text(&self, id: &str) -> String {
        let layers = self.layers.iter().map(|l| table(&format!("[[rotations.{id}.layers]]"), l));
        table(&format!("[rotations.{id}]"), &self.keys) + &layers.collect::<String>()
    }
}

/// What every rotation has.
pub fn stint(focus: &Focus) -> impl Strategy<Value = Keys> + use<> {
    (zone_near(focus), starts(focus), select(&TURNS[..]), entries()).prop_map(
        |(zone, starts, turn, people)| {
            Keys::from([
                ("time-zone", quoted(zone)),
                ("starts", starts),
                ("turn", turn.to_owned()),
                ("people", list(&people)),
            ])
        },
    )
}

/// Rules are walked from their start: one that counts shifts begins late, to keep tests quick.
fn settled(focus: &Focus, mut keys: Keys) -> Keys {
    let counted = keys.get("turn").is_some_and(|turn| turn.contains("shift"));
    if counted && keys.get("when").is_some_and(|when| when.contains("rrule")) {
        keys.insert("starts", format!("{}T00:00:00", focus.day(-100)));
    }
    keys
}

fn single(focus: &Focus) -> impl Strategy<Value = Turns> + use<> {
    let about = focus.clone();
    let windows = prop_oneof![2 => Just(Keys::new()), 3 => windowed()];
    (stint(focus), windows, bounds(focus), changes()).prop_map(
        move |(mut keys, windows, bounds, changes)| {
            keys.extend(windows);
            let mut keys = settled(&about, keys);
            let changed = line_ups(&about, &keys, changes).map(|text| ("line-ups", text));
            keys.extend(bounds.into_iter().chain(changed));
            Turns { keys, layers: Vec::new() }
        },
    )
}

fn layered(focus: &Focus) -> impl Strategy<Value = Turns> + use<> {
    let about = focus.clone();
    let own = weighted(0.4, stint(focus));
    let windows = prop_oneof![1 => Just(Keys::new()), 4 => windowed()];
    let people = weighted(0.6, entries());
    let layer = (own, windows, people, bounds(focus), changes());
    (stint(focus), vec(layer, 1..4)).prop_map(move |(base, layers)| {
        let layers = layers.into_iter().map(|(own, windows, people, bounds, changes)| {
            let mut keys = own.unwrap_or_default();
            keys.extend(windows.into_iter().chain(people.map(|p| ("people", list(&p)))));
            let all = base.clone().into_iter().chain(keys.clone()).collect();
            let all = settled(&about, all);
            keys.insert("starts", all["starts"].clone());
            if keys.contains_key("people") {
                keys.extend(line_ups(&about, &all, changes).map(|text| ("line-ups", text)));
            }
            keys.extend(bounds);
            keys
        });
        Turns { layers: layers.collect(), keys: base.clone() }
    })
}

pub fn rotation(focus: &Focus) -> impl Strategy<Value = Turns> + use<> {
    let coverage = select(&["\"always\"", "\"windows\"", "\"01:30-03:30\""][..]);
    let turns = prop_oneof![3 => single(focus), 2 => layered(focus)];
    (turns, prop::bool::weighted(0.4), weighted(0.2, coverage)).prop_map(
        |(mut turns, cover, coverage)| {
            turns.keys.extend(cover.then(|| ("on-away", quoted("next"))));
            turns.keys.extend(coverage.map(|coverage| ("coverage", coverage.to_owned())));
            turns
        },
    )
}

/// One rotation with one layer, as keys, and a handoff of it: its instant and how it is written.
#[derive(Clone, Debug)]
pub struct Changeable {
    pub keys: Keys,
    pub other: String,
    pub handoff: Option<(String, Instant)>,
}

pub fn changeable(focus: &Focus) -> impl Strategy<Value = Changeable> + use<> {
    let about = focus.clone();
    let windows = prop_oneof![2 => Just(Keys::new()), 3 => windowed()];
    let away = select(&["\"next\"", "\"keep\""][..]);
    (stint(focus), windows, entries(), -4..4_i64, 0..3_usize, away).prop_map(
        move |(mut keys, windows, other, step, form, away)| {
            keys.extend(windows);
            let mut keys = settled(&about, keys);
            let handoff = handoff(&about, &keys, step, form);
            keys.insert("on-away", away.to_owned());
            Changeable { keys, other: list(&other), handoff }
        },
    )
}
