//! Shifts and gaps as rows.

use super::Answer;
use crate::plan::{Change, PersonKey, RotationKey};
use crate::schedule::Shift;
use crate::time::{Span, show};
use crate::views::table::{Cell, Table};

impl Answer<'_> {
    pub fn shift_table(&self) -> Table {
        let mut table = Table::new(&[
            ("rotation", 0),
            ("layer", 4),
            ("start", 0),
            ("end", 1),
            ("length", 3),
            ("on call", 0),
            ("note", 2),
        ]);
        for (key, shift) in &self.shifts {
            let layer = shift.why.turn.and_then(|t| self.plan.layers(*key)[t.layer].name.clone());
            let mut row = vec![Cell::same(self.plan[*key].id.to_string())];
            row.push(Cell::same(layer.unwrap_or_default()));
            row.extend(self.span_cells(shift.span));
            row.push(Cell::same(self.names(&shift.people)));
            row.push(Cell::same(self.note(*key, shift)));
            table.rows.push(row);
        }
        table
    }

    pub fn gap_table(&self) -> Table {
        let mut table = Table::new(&[("rotation", 0), ("start", 0), ("end", 0), ("length", 1)]);
        for (key, gap) in &self.gaps {
            let mut row = vec![Cell::same(self.plan[*key].id.to_string())];
            row.extend(self.span_cells(*gap));
            table.alarms.push(table.rows.len());
            table.rows.push(row);
        }
        table
    }

    fn span_cells(&self, span: Span) -> [Cell; 3] {
        let instant = |at| Cell {
            short: show::short(at, &self.viewer, self.span.start),
            exact: show::rfc3339(at, &self.viewer),
        };
        [instant(span.start), instant(span.end), Cell::same(show::length(span.length()))]
    }

    pub fn names(&self, people: &[PersonKey]) -> String {
        let names: Vec<_> = people.iter().map(|key| self.plan[*key].name.as_str()).collect();
        if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
    }

    /// Why the shift is not simply the turn that it would be.
    fn note(&self, key: RotationKey, shift: &Shift) -> String {
        let covers = shift.why.cover.iter().map(|cover| {
            let away = &self.plan[cover.away].name;
            match cover.by {
                Some(by) => format!("{} covers for {away}", self.plan[by].name),
                None => format!("{away} is away, and nobody is free"),
            }
        });
        let overrides = shift.why.overrides.iter().map(|index| {
            let o = &self.plan[key].overrides[*index];
            let what = match &o.change {
                Change::Replace(out, _) => format!("instead of {}", self.names(out)),
                Change::Add(people) => format!("{} too", self.names(people)),
                Change::Remove(people) => format!("without {}", self.names(people)),
                Change::Assign(_) => "assigned".to_owned(),
            };
            match &o.reason {
                Some(reason) => format!("{what} ({reason})"),
                None => what,
            }
        });
        covers.chain(overrides).collect::<Vec<_>>().join("; ")
    }
}
