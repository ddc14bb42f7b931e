//! Random plans, biased to what goes wrong: clock changes, handoffs in the small hours, odd zones.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};
use proptest::collection::{btree_set, vec};
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use super::exceptions::{exceptions, written};
use super::rotations::{Changeable, Turns, bounds, changeable, rotation, stint};
use super::{Files, plan_of, zone};
use crate::plan::Plan;
use crate::time::{Instant, Span};

pub const ZONES: [&str; 41] = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "Africa/Monrovia",
    "America/Caracas",
    "America/Chicago",
    "America/Havana",
    "America/Los_Angeles",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Dhaka",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Eucla",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/London",
    "Europe/Moscow",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Easter",
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
    "Pacific/Norfolk",
    "UTC",
];
/// Changes that are no ordinary summer time: skipped days, odd minutes, midnight, politics.
const ODD_CHANGES: [(&str, &str); 12] = [
    ("Africa/Cairo", "2026-04-23"),
    ("Africa/Casablanca", "2026-02-14"),
    ("Africa/Monrovia", "1972-01-06"),
    ("America/Caracas", "2007-12-08"),
    ("America/Nuuk", "2023-03-25"),
    ("Antarctica/Troll", "2026-03-28"),
    ("Asia/Gaza", "2026-03-27"),
    ("Asia/Pyongyang", "2015-08-14"),
    ("Europe/Istanbul", "2016-09-06"),
    ("Pacific/Apia", "2011-12-29"),
    ("Pacific/Kiritimati", "1994-12-30"),
    ("Pacific/Kwajalein", "1993-08-20"),
];
pub const PEOPLE: [&str; 8] = ["ana", "ben", "cleo", "dan", "eve", "finn", "gil", "hana"];
#[rustfmt::skip]
const CLOCKS: [&str; 16] = [
    "00:00", "00:30", "01:00", "01:30", "02:00", "02:15", "02:30", "02:45", "03:00", "03:30",
    "06:00", "09:00", "12:45", "17:00", "22:00", "23:30",
];
/// A random plan: its tables, whose order means nothing, and the moment that it is about.
#[derive(Clone)]
pub struct Sample {
    pub tables: Vec<String>,
    pub focus: Instant,
}

impl Sample {
    pub fn text(&self) -> String {
        format!("{HEAD}{}", self.tables.concat())
    }

    pub fn plan(&self) -> Plan {
        plan_of(self.text())
    }

    /// The plan with one more table.
    pub fn with(&self, table: &str) -> Plan {
        plan_of(self.text() + table)
    }

    /// The same tables in several files: each table goes to the file of that number.
    pub fn spread(&self, order: &[usize]) -> Plan {
        let mut files = BTreeMap::from([("irp.toml".to_owned(), HEAD.as_bytes().to_vec())]);
        for (table, number) in self.tables.iter().zip(order) {
            let name = if *number == 0 { "irp.toml".to_owned() } else { format!("{number}.toml") };
            files.entry(name).or_default().extend(table.bytes());
        }
        Files(files).plan()
    }
}

impl fmt::Debug for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "about {}\n{}", self.focus, self.text())
    }
}

pub const HEAD: &str = "irp = 1\n[plan]\nname = \"Random\"\ntime-zone = \"Europe/Berlin\"\nservice-hours = \"01:00-04:00\"\n\n";

pub type Keys = BTreeMap<&'static str, String>;

pub fn table(header: &str, keys: &Keys) -> String {
    let lines: Vec<_> = keys.iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
    format!("{header}\n{}\n", lines.concat())
}

/// What a plan is about: mostly a change of some zone's clock.
#[derive(Clone, Debug)]
pub struct Focus {
    pub zone: &'static str,
    pub at: Instant,
    pub holidays: Vec<String>,
}

impl Focus {
    pub fn day(&self, days: i64) -> NaiveDate {
        (self.at + TimeDelta::days(days)).date_naive()
    }

    pub fn hours(&self, hours: i64) -> String {
        instant(self.at + TimeDelta::hours(hours))
    }
}

pub fn instant(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn focus() -> impl Strategy<Value = Focus> {
    let odd = select(&ODD_CHANGES[..]).prop_map(|(name, day)| {
        (name, day.parse::<NaiveDate>().unwrap().and_time(NaiveTime::MIN).and_utc())
    });
    let seconds = prop_oneof![0..4_100_000_000_i64, 1_700_000_000..1_950_000_000_i64];
    let any = (select(&ZONES[..]), seconds)
        .prop_map(|(name, second)| (name, DateTime::from_timestamp(second, 0).unwrap()));
    let moment = prop_oneof![1 => odd, 4 => any];
    (moment, prop::bool::weighted(0.8), btree_set(-40..40_i64, 2..8)).prop_map(
        |((name, about), change, days)| {
            let next = zone(name).next_change(about);
            let at = next.filter(|next| change && next.timestamp() < 4_100_000_000);
            let mut focus = Focus { zone: name, at: at.unwrap_or(about), holidays: Vec::new() };
            let day = |days: i64| format!("[[holidays.h]]\ndate = {}\n\n", focus.day(days));
            focus.holidays = days.into_iter().map(day).collect();
            focus
        },
    )
}

pub fn clock() -> impl Strategy<Value = &'static str> {
    select(&CLOCKS[..])
}

pub fn zone_near(focus: &Focus) -> impl Strategy<Value = &'static str> + use<> {
    prop_oneof![2 => Just(focus.zone), 1 => select(&ZONES[..])]
}

pub fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// A line-up, each entry as it is written; at times with a group, somebody twice, or nobody.
pub fn entries() -> impl Strategy<Value = Vec<String>> {
    let people = subsequence(&PEOPLE[..], 1..=5).prop_shuffle();
    let [group, twice, nobody] = [0.2, 0.2, 0.15].map(prop::bool::weighted);
    (people, group, twice, nobody, any::<Index>()).prop_map(|(people, group, twice, nobody, at)| {
        let mut list: Vec<_> = people.iter().map(|person| quoted(person)).collect();
        if group {
            let spare: Vec<_> = PEOPLE.iter().filter(|person| !people.contains(person)).collect();
            *at.get_mut(&mut list) = format!("[\"{}\", \"{}\"]", spare[0], spare[1]);
        }
        if twice && list.len() > 2 {
            list.push(list[0].clone());
        }
        if nobody {
            list.insert(at.index(list.len() + 1), quoted("nobody"));
        }
        list
    })
}

pub fn list(entries: &[String]) -> String {
    format!("[{}]", entries.join(", "))
}

fn people(focus: &Focus) -> impl Strategy<Value = Vec<String>> + use<> {
    let about = focus.clone();
    let day = || weighted(0.1, -20..20_i64);
    let people = vec((weighted(0.6, zone_near(focus)), day(), day()), PEOPLE.len());
    people.prop_map(move |people| {
        let table = |(id, (zone, joined, left))| {
            let mut keys = Keys::from([("name", quoted(id))]);
            let day = |days: i64| about.day(days).to_string();
            keys.extend(Option::map(zone, |zone| ("time-zone", quoted(zone))));
            keys.extend(Option::map(joined, |days: i64| ("joined", day(days - 20))));
            keys.extend(Option::map(left, |days: i64| ("left", day(days + 20))));
            table(&format!("[people.{id}]"), &keys)
        };
        PEOPLE.into_iter().zip(people).map(table).collect()
    })
}

fn time_off(focus: &Focus) -> impl Strategy<Value = Vec<String>> + use<> {
    let about = focus.clone();
    let off = (select(&PEOPLE[..]), -200..200_i64, 1..200_i64, prop::bool::weighted(0.3));
    vec(off, 0..10).prop_map(move |offs| {
        let off = |(person, from, lasts, exact): (&str, i64, i64, bool)| {
            let mut keys = Keys::from([("person", quoted(person))]);
            if exact {
                keys.insert("from", about.hours(from));
                keys.insert("until", about.hours(from + lasts));
            } else {
                keys.insert("from", about.day(from / 24).to_string());
                keys.insert("through", about.day((from + lasts) / 24 + 1).to_string());
            }
            table("[[time-off]]", &keys)
        };
        offs.into_iter().map(off).collect()
    })
}

fn follower(focus: &Focus) -> impl Strategy<Value = (Index, Keys)> + use<> {
    let offset = select(&[1, 1, 1, 2, -1, 3][..]);
    (any::<Index>(), offset, prop::bool::weighted(0.4), bounds(focus)).prop_map(
        |(followed, offset, cover, mut keys)| {
            keys.extend(cover.then(|| ("on-away", quoted("next"))));
            keys.insert("follows", offset.to_string());
            (followed, keys)
        },
    )
}

/// The tables of rotations `r0`, `r1` ... and of followers, each of one that stands before it.
fn rotations(turns: Vec<Turns>, followers: Vec<(Index, Keys)>) -> Vec<String> {
    let mut tables: Vec<_> =
        turns.into_iter().enumerate().map(|(n, turns)| turns.text(&format!("r{n}"))).collect();
    for (followed, mut keys) in followers {
        let (followed, offset) = (followed.index(tables.len()), keys["follows"].clone());
        let follows = format!("{{ rotation = \"r{followed}\", offset = {offset} }}");
        keys.insert("follows", follows);
        tables.push(table(&format!("[rotations.r{}]", tables.len()), &keys));
    }
    tables
}

/// Plans with everything that a schedule knows.
pub fn plans() -> impl Strategy<Value = Sample> {
    focus().prop_flat_map(|about| {
        let rotations_of = (vec(rotation(&about), 1..4), vec(follower(&about), 0..3));
        let people = (people(&about), time_off(&about));
        (rotations_of, people, exceptions()).prop_map(move |(turning, people, exceptions)| {
            let tables =
                [about.holidays.clone(), people.0, people.1, rotations(turning.0, turning.1)];
            let mut sample = Sample { tables: tables.concat(), focus: about.at };
            let exceptions = written(&sample.plan(), about.at, &exceptions);
            sample.tables.extend(exceptions);
            sample
        })
    })
}

/// The tables of plans that have everything but rotations, and one rotation to change.
pub fn changeable_plans() -> impl Strategy<Value = (Sample, Changeable)> {
    focus().prop_flat_map(|about| {
        (changeable(&about), people(&about), time_off(&about)).prop_map(
            move |(one, people, off)| {
                let tables = [about.holidays.clone(), people, off].concat();
                (Sample { tables, focus: about.at }, one)
            },
        )
    })
}

/// Plans of one rotation that has nothing but turns.
pub fn plain_plans() -> impl Strategy<Value = Sample> {
    focus().prop_flat_map(|about| {
        (stint(&about), people(&about)).prop_map(move |(keys, mut tables)| {
            tables.push(table("[rotations.r]", &keys));
            Sample { tables, focus: about.at }
        })
    })
}

/// Spans by their start, in seconds from what the plan is about, and their length.
pub fn ranges() -> impl Strategy<Value = Range> {
    const HOUR: i64 = 3600;
    let second = -1..2_i64;
    let near = prop_oneof![Just(0), -8 * HOUR..8 * HOUR, (-300..300_i64).prop_map(|h| h * HOUR)];
    let length = select(&[1, HOUR, 12 * HOUR, 48 * HOUR, 168 * HOUR, 500 * HOUR, 1440 * HOUR][..]);
    (near, second, length).prop_map(|(near, second, length)| Range(near + second, length))
}

#[derive(Clone, Copy, Debug)]
pub struct Range(i64, i64);

impl Range {
    pub fn around(self, focus: Instant) -> Span {
        let start = focus + TimeDelta::seconds(self.0);
        Span::new(start, start + TimeDelta::seconds(self.1))
    }
}
