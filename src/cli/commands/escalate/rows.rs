//! The walk as rows: for programs one for each attempt, for documents one for each person; and one
//! for each mark and dead end.

use super::answer::Answer;
use super::called::{Try, how, remarks, tries};
use super::words;
use crate::escalation::{Call, Happening, Mark};
use crate::time::{Instant, show};
use crate::views::table::{Cell, Table};

const COLUMNS: [(&str, u8); 11] = [
    ("after", 0),
    ("at", 0),
    ("escalation", 0),
    ("step", 0),
    ("run", 0),
    ("target", 0),
    ("name", 0),
    ("person", 0),
    ("via", 0),
    ("their time", 0),
    ("note", 0),
];

/// The rows of a walk for programs, in order of time.
pub(super) fn table(answer: &Answer<'_>) -> Table {
    let mut table = Table::new(&COLUMNS);
    let happenings = answer.walk.happenings.iter();
    let rows = happenings.flat_map(|happening| answer.rows(happening));
    table.rows = with_marks(answer, rows.collect(), |mark| answer.mark_row(mark));
    table
}

/// The rows of a walk for a document, in order of time.
pub(super) fn document(answer: &Answer<'_>) -> Table {
    let columns = ["after", "at", "step", "target", "who", "how"].map(|name| (name, 0));
    let mut table = Table::new(&columns);
    let happenings = answer.walk.happenings.iter();
    let rows = happenings.flat_map(|happening| answer.lines(happening));
    table.rows = with_marks(answer, rows.collect(), |mark| {
        let what = format!("{} {}", words::promised(mark.promised), words::length(mark.after));
        let mut row = answer.clock(mark.after, mark.at).to_vec();
        row.extend(["", &what, "", ""].map(Cell::same));
        row
    });
    table
}

/// Rows by their times, with those of the marks among them.
fn with_marks(
    answer: &Answer<'_>,
    mut rows: Vec<(i64, Vec<Cell>)>,
    row: impl Fn(&Mark) -> Vec<Cell>,
) -> Vec<Vec<Cell>> {
    rows.splice(0..0, answer.walk.marks.iter().map(|mark| (mark.after, row(mark))));
    rows.sort_by_key(|(after, _)| *after);
    rows.into_iter().map(|(_, row)| row).collect()
}

impl Answer<'_> {
    fn clock(&self, after: i64, at: Instant) -> [Cell; 2] {
        let since = Cell { short: words::after(after), exact: after.to_string() };
        let short = show::moment(at, &self.viewer, self.walk.at);
        [since, Cell { short, exact: show::rfc3339(at, &self.viewer) }]
    }

    fn lines(&self, happening: &Happening<'_>) -> Vec<(i64, Vec<Cell>)> {
        let event = &happening.event;
        let of = if event.path.id == self.page.path.id { "" } else { event.path.id.as_ref() };
        let run = if event.run > 0 { format!(" run {}", event.run + 1) } else { String::new() };
        let line = |who: &str, how: String| {
            let mut row = self.clock(event.after, happening.at).to_vec();
            row.push(Cell::same(format!("{of} {}{run}", event.number).trim_start()));
            row.extend([&words::title(event), who, &how].map(Cell::same));
            (event.after, row)
        };
        if happening.calls.is_empty() {
            return vec![line("", words::outcome(self.plan, happening).unwrap_or_default())];
        }
        let each = happening.calls.iter().map(|call| {
            line(&self.plan[call.person].name, how(self.plan, happening, call, &self.viewer))
        });
        each.collect()
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
        let (path, step, run) = (&event.path.id, event.number, event.run + 1);
        row.extend([path.to_string(), step.to_string(), run.to_string()].map(Cell::same));
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
