//! The walk as rows, for programs and documents: one for each attempt, mark and dead end.

use super::answer::Answer;
use super::called::{Try, remarks, tries};
use super::words;
use crate::escalation::{Call, Happening, Mark};
use crate::time::{Instant, show};
use crate::views::table::{Cell, Table};

const COLUMNS: [(&str, u8); 10] = [
    ("after", 0),
    ("at", 0),
    ("escalation", 0),
    ("step", 0),
    ("target", 0),
    ("name", 0),
    ("person", 0),
    ("via", 0),
    ("their time", 0),
    ("note", 0),
];

/// The rows of a walk, in order of time.
pub(super) fn table(answer: &Answer<'_>) -> Table {
    let mut rows: Vec<(i64, Vec<Cell>)> = Vec::new();
    for happening in &answer.walk.happenings {
        rows.extend(answer.rows(happening));
    }
    for mark in &answer.walk.marks {
        let at = rows.iter().position(|(after, _)| mark.after <= *after).unwrap_or(rows.len());
        rows.insert(at, (mark.after, answer.mark_row(mark)));
    }
    let mut table = Table::new(&COLUMNS);
    rows.sort_by_key(|(after, _)| *after);
    table.rows = rows.into_iter().map(|(_, row)| row).collect();
    table
}

impl Answer<'_> {
    fn clock(&self, after: i64, at: Instant) -> [Cell; 2] {
        let since = Cell { short: words::after(after), exact: after.to_string() };
        let short = show::moment(at, &self.viewer, self.walk.at);
        [since, Cell { short, exact: show::rfc3339(at, &self.viewer) }]
    }

    fn mark_row(&self, mark: &Mark) -> Vec<Cell> {
        let mut row = self.clock(mark.after, mark.at).to_vec();
        row.resize_with(COLUMNS.len() - 1, Cell::default);
        row.push(Cell::same(words::promised(mark.promised)));
        row
    }

    fn rows(&self, happening: &Happening<'_>) -> Vec<(i64, Vec<Cell>)> {
        if happening.calls.is_empty() {
            let note = words::outcome(self.plan, happening).unwrap_or_default();
            return vec![self.row(happening, None, None, note)];
        }
        happening.calls.iter().flat_map(|call| self.call(happening, call)).collect()
    }

    fn call(&self, happening: &Happening<'_>, call: &Call) -> Vec<(i64, Vec<Cell>)> {
        let mut notes = remarks(call);
        if let Some(absent) = call.absent {
            notes = vec![words::absence(absent, &self.viewer) + ": not reached"];
        }
        let tries = tries(happening, call);
        if tries.is_empty() {
            return vec![self.row(happening, Some(call), None, notes.join("; "))];
        }
        let each = tries.into_iter();
        each.map(|one| self.row(happening, Some(call), Some(one), notes.join("; "))).collect()
    }

    fn row(
        &self,
        happening: &Happening<'_>,
        call: Option<&Call>,
        one: Option<Try>,
        note: String,
    ) -> (i64, Vec<Cell>) {
        let event = &happening.event;
        let (after, at) = one.map_or((event.after, happening.at), |one| (one.after, one.at));
        let (what, id) = words::target(event);
        let mut row = self.clock(after, at).to_vec();
        row.extend([event.path.id.to_string(), event.number.to_string()].map(Cell::same));
        row.extend([what.to_owned(), id].map(Cell::same));
        let person = call.map(|call| &self.plan[call.person]);
        row.push(person.map_or_else(Cell::default, |person| Cell {
            short: person.name.clone(),
            exact: person.id.to_string(),
        }));
        row.push(one.map_or_else(Cell::default, |one| Cell::same(words::via(one.via))));
        row.push(person.filter(|_| one.is_some()).map_or_else(Cell::default, |person| Cell {
            short: show::beside(at, &person.zone, &self.viewer),
            exact: show::rfc3339(at, &person.zone),
        }));
        row.push(Cell::same(note));
        (after, row)
    }
}
