//! More sections that people read: what is left to do, exercises, levers and formulas.

use super::page::{Page, percent};
use super::tables::{self, number, time};
use crate::diagnostic::visible;
use crate::record::FORMULAS;
use crate::time::show;
use crate::views::sections::Section;
use crate::views::table::Cell;

/// Sentences instead of rows: what is known of an element is too long for a column.
fn told(section: &mut Section) {
    let rows = std::mem::take(&mut section.table.rows).into_iter();
    let lines = rows.map(|row| {
        let [element, at, says] = [0, 1, 2].map(|nth| row[nth].short.as_str());
        format!("{element} ({at}): {says}")
    });
    // The first note is what all of this is about; one that counts what is left out comes last.
    let rest = section.notes.split_off(1.min(section.notes.len()));
    section.notes.extend(lines.collect::<Vec<_>>());
    section.notes.extend(rest);
}

impl Page<'_> {
    pub(super) fn shifts(&self) -> Section {
        let columns = [
            ("rotation", 0),
            ("shifts", 0),
            ("with incidents", 0),
            ("incidents", 0),
            ("most in one", 0),
            ("shift that began", 1),
        ];
        let (plan, now) = (self.facts.plan, self.facts.asked.now);
        let mut section = Section::new("incidents per shift", &columns);
        for of in &self.facts.shifts {
            section.table.rows.push(vec![
                Cell::same(plan[of.rotation].id.to_string()),
                of.shifts.map_or_else(Cell::default, number),
                number(of.disturbed),
                number(of.incidents),
                of.most.map_or_else(Cell::default, |(count, _)| number(count)),
                time(of.most.map(|(_, shift)| shift.start), self.zone, now),
            ]);
        }
        if !section.table.rows.is_empty() {
            let span = self.facts.span();
            let [start, end] = [span.start, span.end].map(|at| show::full(at, self.zone));
            section.notes.push(format!(
                "of the rotations that were paged, by the plan as it is: shifts from {start} until {end}"
            ));
        }
        self.cut(&mut section, false);
        section
    }

    pub(super) fn actions(&self) -> Section {
        let columns =
            [("due", 0), ("late", 0), ("owner", 0), ("action", 0), ("ticket", 1), ("of", 2)];
        let actions = &self.facts.actions;
        let mut section = Section::new("actions", &columns);
        for open in &actions.open {
            let action = open.action;
            let due = open.due.map_or_else(String::new, |day| day.format("%-d %b %Y").to_string());
            let implied = if open.implied { " (by its severity)" } else { "" };
            let exact = open.due.map_or_else(String::new, |day| day.to_string());
            let late = open.days_late.map_or_else(Cell::default, |days| Cell {
                short: if days == 1 { "1 day".to_owned() } else { format!("{days} days") },
                exact: days.to_string(),
            });
            let owner = action.owner.as_ref().map_or(String::new(), |own| own.value.to_string());
            section.table.rows.push(vec![
                Cell { short: format!("{due}{implied}"), exact },
                late,
                Cell::same(owner),
                Cell::same(action.text.as_ref().map_or("", |text| &text.value)),
                Cell::same(action.ticket.as_ref().map_or("", |ticket| &ticket.value)),
                Cell::same(open.path.clone()),
            ]);
        }
        let (done, open) = (actions.done, actions.open.len());
        if done + open > 0 {
            let late = actions.overdue();
            section.notes.push(format!("{done} done, {open} open, {late} of them overdue"));
        }
        self.cut(&mut section, false);
        section
    }

    pub(super) fn exercises(&self) -> Section {
        let mut section = Section::new("exercises", &[]);
        let held = &self.facts.exercises;
        section.table = tables::exercises(held, self.zone, self.facts.asked.now);
        self.cut(&mut section, true);
        section
    }

    pub(super) fn levers(&self) -> Section {
        let mut section =
            Section::new("levers", &[("element", 0), ("at", 2), ("what is known", 0)]);
        if !self.facts.asked.levers {
            return section;
        }
        let Some(levers) = &self.facts.levers else {
            section.notes.push("none: the impact of no incident is known".to_owned());
            return section;
        };
        let each = levers.incidents.iter();
        let each = each.map(|(id, took)| format!("`{}` {}", visible(id), show::length(*took)));
        section.notes.push(format!(
            "the longest phase is {}, {} of all impact; it was longest in {}",
            levers.word(),
            percent(levers.permille).short,
            each.collect::<Vec<_>>().join(", ")
        ));
        for lever in &levers.list {
            let at = self.facts.plan.sources.place(lever.at);
            section
                .table
                .rows
                .push([lever.element.clone(), at, lever.says.clone()].map(Cell::same).to_vec());
        }
        self.cut(&mut section, false);
        if self.bars.is_some() {
            told(&mut section);
        }
        section
    }
}

/// How each duration is computed.
pub(super) fn formulas() -> Section {
    let mut section = Section::new("formulas", &[("duration", 0), ("is", 0)]);
    let rows = FORMULAS.iter();
    let rows = rows.map(|each| vec![Cell::same(each.name), Cell::same(each.formula)]);
    section.table.rows.extend(rows);
    section
}
