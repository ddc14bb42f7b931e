//! The rules as tests: laws that hold for every plan, and answers worked out by hand.
//!
//! The laws are checked on random plans. To check more of them, set `PROPTEST_CASES`:
//! `PROPTEST_CASES=3000 cargo test --lib schedule::tests`; to see the same ones again, set
//! `PROPTEST_RNG_SEED`.

mod changes;
mod exceptions;
mod garbage;
pub mod generate;
mod laws;
mod rotations;
mod rules;
mod vectors;
mod zones;

use std::collections::BTreeMap;

use proptest::test_runner::{Config, contextualize_config};

use super::{Shift, TurnOf, shifts};
use crate::diagnostic::Fault;
use crate::plan::{Override, PersonKey, Plan, Read, RotationKey, load};
use crate::source::{Entry, Kind, Location, Tree};
use crate::time::{Civil, Instant, Span, Zone, Zones};

thread_local! {
    pub static ZONES: Zones = Zones::embedded();
}

/// A plan's folder in memory: the bytes of each file.
#[derive(Clone, Debug, Default)]
struct Files(BTreeMap<String, Vec<u8>>);

impl Tree for Files {
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
        let entry = |name: &String| Entry { name: name.clone(), kind: self.look(name).unwrap() };
        if folder.is_empty() { Ok(self.0.keys().map(entry).collect()) } else { Err("none".into()) }
    }

    fn look(&self, path: &str) -> Option<Kind> {
        self.0.contains_key(path).then_some(Kind::File { target: None })
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.get(path).cloned().ok_or_else(|| "none".into())
    }
}

impl Files {
    fn plan(&self) -> Plan {
        ZONES.with(|zones| load(self, zones, Read::Toml))
    }
}

/// The plan of one file.
pub fn plan_of(text: impl AsRef<[u8]>) -> Plan {
    Files(BTreeMap::from([("irp.toml".to_owned(), text.as_ref().to_vec())])).plan()
}

fn zone(name: &str) -> Zone {
    ZONES.with(|zones| zones.get(name)).unwrap()
}

/// How many random plans a law is checked on.
pub fn cases(count: u32) -> Config {
    let config = Config { cases: count, failure_persistence: None, ..Config::default() };
    contextualize_config(config)
}

/// The rotations that give answers.
fn usable(plan: &Plan) -> impl Iterator<Item = RotationKey> + '_ {
    plan.rotation_keys().filter(|key| plan[*key].blocked.is_empty())
}

/// A shift with names and texts instead of indices and places, to compare those of two plans.
#[derive(Clone, Debug, PartialEq)]
struct Named {
    span: Span,
    people: Vec<String>,
    turn: Option<TurnOf>,
    cover: Vec<(String, String, Option<String>)>,
    overrides: Vec<String>,
}

fn named(plan: &Plan, key: RotationKey, shift: &Shift) -> Named {
    let name = |person: PersonKey| plan[person].id.to_string();
    let cover = shift.why.cover.iter();
    let change = |index: &usize| {
        let Override { span, change, at, .. } = &plan[key].overrides[*index];
        format!("{span:?} {change:?} {}", text_at(plan, *at))
    };
    Named {
        span: shift.span,
        people: shift.people.iter().copied().map(name).collect(),
        turn: shift.why.turn,
        cover: cover.map(|c| (name(c.away), text_at(plan, c.off), c.by.map(name))).collect(),
        overrides: shift.why.overrides.iter().map(change).collect(),
    }
}

fn all_named(plan: &Plan, key: RotationKey, span: Span) -> Vec<Named> {
    shifts(plan, key, span).iter().map(|shift| named(plan, key, shift)).collect()
}

fn text_at(plan: &Plan, at: Location) -> String {
    plan.sources.get(at.source).text[at.start as usize..at.end as usize].to_owned()
}

/// An instant from `2026-03-08T07:30`, in UTC.
fn utc(text: &str) -> Instant {
    civil(text).and_utc()
}

fn civil(text: &str) -> Civil {
    Civil::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span::new(utc(from), utc(to))
}

/// A plan in UTC with people `a` to `f`; `body` holds the rest.
fn small(body: &str) -> Plan {
    let head = "irp = 1\n[plan]\nname = \"Small\"\ntime-zone = \"UTC\"\n";
    let people =
        ["a", "b", "c", "d", "e", "f"].map(|id| format!("[people.{id}]\nname = \"{id}\"\n"));
    plan_of(format!("{head}{}{body}", people.concat()))
}

/// A plan without faults.
fn good(body: &str) -> Plan {
    let plan = small(body);
    assert_eq!(plan.faults, [], "{body}");
    plan
}

/// The rotation `r` from Monday 2026-01-05 09:00 on: its turn, its people, and more lines.
fn simple(turn: &str, people: &str, more: &str) -> String {
    from_start("2026-01-05T09:00", turn, people, more)
}

fn from_start(starts: &str, turn: &str, people: &str, more: &str) -> String {
    let turn = if turn.starts_with('[') { turn.to_owned() } else { format!("\"{turn}\"") };
    format!("[rotations.r]\nstarts = {starts}\nturn = {turn}\npeople = {people}\n{more}\n")
}

fn key_of(plan: &Plan, id: &str) -> RotationKey {
    plan.rotation(id).unwrap()
}

/// Shifts of a rotation as `05T09:00-06T09:00 a,b`, in UTC; `-` where nobody is on call.
fn brief(plan: &Plan, id: &str, from: &str, to: &str) -> Vec<String> {
    let shown = |shift: Shift| {
        let ids = plan.ids(&shift.people).join(",");
        let [start, end] = [shift.span.start, shift.span.end].map(|at| at.format("%dT%H:%M"));
        format!("{start}-{end} {}", if ids.is_empty() { "-" } else { &ids })
    };
    shifts(plan, key_of(plan, id), span(from, to)).into_iter().map(shown).collect()
}

/// Who has each shift, one after another: `a b ab - c`.
fn holders(plan: &Plan, id: &str, from: &str, to: &str) -> String {
    let who = |shift: Shift| match plan.ids(&shift.people).concat() {
        nobody if nobody.is_empty() => "-".to_owned(),
        people => people,
    };
    let all: Vec<_> = shifts(plan, key_of(plan, id), span(from, to)).into_iter().map(who).collect();
    all.join(" ")
}

/// The help of the only fault, which has that code.
fn only_fault(plan: &Plan, code: Fault) -> String {
    let [fault] = &plan.faults[..] else { panic!("{:?}", plan.faults) };
    assert_eq!(fault.code, code.code());
    fault.help.join("; ")
}
