//! Records and their durations as tables.

use chrono::TimeDelta;

use super::facts::{Entry, Facts, Held};
use crate::record::{Durations, FORMULAS};
use crate::syntax::IncidentKind;
use crate::time::{Instant, Zone, show};
use crate::views::table::{Cell, Table};

/// A length of time; empty where it is not known.
pub(super) fn length(length: Option<TimeDelta>) -> Cell {
    length.map_or_else(Cell::default, |length| Cell {
        short: show::length(length),
        exact: length.num_seconds().to_string(),
    })
}

/// A number.
pub(super) fn number(count: usize) -> Cell {
    Cell::same(count.to_string())
}

/// A number that is nothing to see where it is 0.
pub(super) fn few(count: usize) -> Cell {
    let short = if count == 0 { String::new() } else { count.to_string() };
    Cell { short, exact: count.to_string() }
}

/// A time in a zone.
pub(super) fn time(at: Option<Instant>, zone: &Zone, now: Instant) -> Cell {
    at.map_or_else(Cell::default, |at| Cell {
        short: show::short(at, zone, now),
        exact: show::rfc3339(at, zone),
    })
}

/// The columns of durations, and how readily each is left out: the phases are needed most.
const LENGTHS: [(&str, u8); FORMULAS.len()] = [
    ("detection", 0),
    ("response", 0),
    ("remediation", 0),
    ("impact", 0),
    ("acknowledge", 1),
    ("engage", 1),
    ("resolve", 2),
    ("analysis", 3),
    ("readiness", 3),
];

fn lengths(durations: &Durations) -> impl Iterator<Item = Cell> {
    durations.all().into_iter().map(|(_, known)| length(known))
}

/// A row for each record.
pub(super) fn records(entries: &[Entry<'_>]) -> Table {
    let mut table =
        Table::new(&[&[("incident", 0), ("severity", 2), ("services", 4)], &LENGTHS[..]].concat());
    let rows = entries.iter().map(|entry| {
        let named = [
            Cell::same(entry.id()),
            Cell::same(entry.severity().unwrap_or_default()),
            Cell::same(entry.services.join(", ")),
        ];
        named.into_iter().chain(lengths(&entry.lengths)).collect()
    });
    table.rows.extend(rows);
    table
}

/// A row for each exercise.
pub(super) fn exercises(held: &[Held<'_>], zone: &Zone, now: Instant) -> Table {
    let mut table = Table::new(&[&[("exercise", 0), ("held", 2)], &LENGTHS[..7]].concat());
    let rows = held.iter().map(|held| {
        let named = [Cell::same(held.id.to_string()), time(held.at, zone, now)];
        named.into_iter().chain(lengths(&held.lengths).take(7)).collect()
    });
    table.rows.extend(rows);
    table
}

/// The columns of one record's row in a spreadsheet, beside its durations.
const WRITTEN: [(&str, u8); 9] = [
    ("incident", 0),
    ("kind", 0),
    ("title", 0),
    ("severity", 0),
    ("status", 0),
    ("services", 0),
    ("teams", 0),
    ("detected by", 0),
    ("began", 0),
];

/// Every record that is shown, for a spreadsheet.
pub(super) fn csv(facts: &Facts<'_>, zone: &Zone) -> String {
    let seconds = ["detection s", "response s", "remediation s", "impact s", "acknowledge s"];
    let more = ["engage s", "resolve s", "analysis s", "readiness s"];
    let named = seconds.into_iter().chain(more).map(|name| (name, 0));
    let columns: Vec<_> = WRITTEN.into_iter().chain(named).collect();
    let mut table = Table::new(&columns);
    let mut all: Vec<_> = facts.shown().collect();
    all.sort_by_key(|entry| (entry.began, entry.id()));
    table.rows.extend(all.into_iter().map(|entry| row(entry, zone, facts.asked.now)));
    table.csv()
}

fn row(entry: &Entry<'_>, zone: &Zone, now: Instant) -> Vec<Cell> {
    let front = entry.case.front;
    let kind: IncidentKind = entry.case.kind();
    let written = [
        Cell::same(entry.id()),
        Cell::same(kind.word()),
        Cell::same(front.title.as_ref().map_or("", |title| &title.value)),
        Cell::same(entry.severity().unwrap_or_default()),
        Cell::same(entry.case.reached().word()),
        Cell::same(entry.services.join(" ")),
        Cell::same(entry.teams.join(" ")),
        Cell::same(front.detected_by.as_ref().map_or("", |by| by.value.word())),
        time(entry.began, zone, now),
    ];
    written.into_iter().chain(lengths(&entry.lengths)).collect()
}
