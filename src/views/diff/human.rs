//! A change for people at a terminal, and the same as tables for programs.

use super::cells::Piece;
use super::sections::{Row, Section, sections};
use super::{Shown, advice};
use crate::diagnostic::visible;
use crate::diff::Effect;
use crate::views::fold::fold;
use crate::views::human::Style;
use crate::views::table::{Cell, Column, Table};

/// The most rows of a section, unless all are asked for.
const MOST: usize = 10;
/// Where everything is of which a terminal has no room.
const ELSEWHERE: &str = "`--json` shows everything";

/// How much is shown, and how.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// For whom.
    pub style: Style,
    /// Whether sections of many rows are shown whole.
    pub all: bool,
    /// Whether rows are read aloud.
    pub list: bool,
}

/// The verdict, each section, help, and the verdict again.
#[must_use]
pub fn text(shown: &Shown<'_>, layout: Layout) -> String {
    let style = layout.style;
    let verdict = fold(&shown.verdict(), 2, style);
    let alarm = shown.changes.effect == Effect::Effective;
    let verdict = if alarm { style.alarm(&verdict) } else { style.bold(&verdict) };
    let blocks: Vec<_> = sections(shown)
        .iter()
        .map(|section| block(section, shown, layout))
        .chain(help(shown, style))
        .collect();
    let unchanged = style.dim(&fold(&shown.unchanged(), 2, style));
    if blocks.is_empty() {
        return format!("{verdict}\n{unchanged}\n");
    }
    format!("{verdict}\n\n{}\n{unchanged}\n{verdict}\n", blocks.join("\n"))
}

/// A section with its title.
fn block(section: &Section, shown: &Shown<'_>, layout: Layout) -> String {
    let style = layout.style;
    let title = if section.alarm { style.alarm(section.title) } else { style.bold(section.title) };
    let most = if layout.all || style.width.is_none() { usize::MAX } else { MOST };
    let rows = &section.rows[..section.rows.len().min(most)];
    let left_out = section.rows.len() - rows.len();
    let body = if style.width.is_none() && !layout.list {
        table(section, rows, shown).tsv()
    } else if layout.list {
        table(section, rows, shown).list()
    } else if rows.iter().all(|row| row.line.is_some()) {
        lines(rows, style)
    } else if section.grouped {
        groups(section, rows, shown, style)
    } else {
        table(section, rows, shown).within(style, ELSEWHERE)
    };
    let more = match left_out {
        0 => String::new(),
        more => style.dim(&format!("and {more} more: --all shows them")) + "\n",
    };
    format!("{title}\n{body}{more}")
}

fn lines(rows: &[Row], style: Style) -> String {
    let lines = rows.iter().filter_map(|row| row.line.as_deref());
    lines.map(|line| fold(&visible(line), 2, style) + "\n").collect()
}

fn table(section: &Section, rows: &[Row], shown: &Shown<'_>) -> Table {
    let mut table = Table::new(section.columns);
    table.rows = rows.iter().map(|row| cells(row, shown)).collect();
    table
}

fn cells(row: &Row, shown: &Shown<'_>) -> Vec<Cell> {
    row.pieces.iter().map(|piece| piece.cell(shown.viewer, shown.now)).collect()
}

/// A table for each first piece, with that in its title; the last too where all rows share it.
fn groups(section: &Section, rows: &[Row], shown: &Shown<'_>, style: Style) -> String {
    let mut text = String::new();
    for group in rows.chunk_by(|one, other| one.pieces[0].is(&other.pieces[0])) {
        let mut table = table(section, group, shown);
        let shared = group.iter().all(|row| last(row).is(last(&group[0])));
        let id = group[0].pieces[0].cell(shown.viewer, shown.now).short;
        let mut title = visible(&id);
        if shared {
            without(&mut table, section.columns.len() - 1);
            let cause = last(&group[0]).cell(shown.viewer, shown.now).short;
            if !cause.is_empty() {
                title = format!("{title}, by {}", visible(&cause));
            }
        }
        without(&mut table, 0);
        text.push_str(&style.place(&fold(&title, 2, style)));
        text.push('\n');
        text.push_str(&table.within(style, ELSEWHERE));
    }
    text
}

fn last(row: &Row) -> &Piece {
    &row.pieces[row.pieces.len() - 1]
}

fn without(table: &mut Table, column: usize) {
    let _: Column = table.columns.remove(column);
    for row in &mut table.rows {
        row.remove(column);
    }
}

/// What would change less: text to paste is never broken.
fn help(shown: &Shown<'_>, style: Style) -> Option<String> {
    let help = shown.changes.advice.iter().map(|advice| {
        let said = advice::said(shown, advice);
        let sentence = |text: &str| fold(&visible(text), 2, style) + "\n";
        let toml = |text: &str| -> String {
            text.lines().map(|line| format!("    {}\n", visible(line))).collect()
        };
        let why = sentence(&format!("{}:", said.why));
        let then = sentence(&format!("then {}", said.then));
        why + &toml(&said.restore) + "  and add:\n" + &toml(&said.write) + &then
    });
    let help: String = help.collect();
    (!help.is_empty()).then(|| format!("{}\n{help}", style.bold("Help")))
}
