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
/// No rotation that is shown has fewer rows, if it has as many.
const LEAST: usize = 3;

/// How much is shown, and how.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// For whom.
    pub style: Style,
    /// Whether sections of many rows are shown whole.
    pub all: bool,
    /// What rows look like.
    pub rows: Rows,
}

/// What rows look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Columns for a terminal.
    Table,
    /// Tab-separated, nothing left out.
    Tabs,
    /// One `key: value` a line.
    List,
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
        .chain(help(shown, layout))
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
    let most = most(layout);
    let (rows, left_out) = first(&section.rows, most);
    let body = match layout.rows {
        Rows::Tabs => table(section, rows, shown).tsv(),
        Rows::List => table(section, rows, shown).list(),
        Rows::Table if rows.iter().all(|row| row.line.is_some()) => lines(rows, style),
        Rows::Table if section.grouped => {
            return format!("{title}\n{}", groups(section, shown, style, most));
        }
        Rows::Table => table(section, rows, shown).terminal(style),
    };
    format!("{title}\n{body}{}", more(left_out, "", style))
}

/// The most rows of a section.
fn most(layout: Layout) -> usize {
    if layout.all || layout.rows != Rows::Table { usize::MAX } else { MOST }
}

/// The first rows of some, and how many are left out.
fn first<T>(rows: &[T], most: usize) -> (&[T], usize) {
    let shown = &rows[..rows.len().min(most)];
    (shown, rows.len() - shown.len())
}

fn more(left_out: usize, what: &str, style: Style) -> String {
    match left_out {
        0 => String::new(),
        more => style.dim(&format!("and {more} more{what}: --all shows them")) + "\n",
    }
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
fn groups(section: &Section, shown: &Shown<'_>, style: Style, most: usize) -> String {
    let by_id = section.rows.chunk_by(|one, other| one.pieces[0].is(&other.pieces[0]));
    let all: Vec<_> = by_id.collect();
    let each = (most / all.len()).max(LEAST);
    let (groups, left_out) = first(&all, most);
    let texts = groups.iter().map(|group| {
        let (rows, left_out) = first(group, each);
        group_of(section, rows, shown, style) + &more(left_out, "", style)
    });
    texts.collect::<String>() + &more(left_out, " rotations", style)
}

fn group_of(section: &Section, rows: &[Row], shown: &Shown<'_>, style: Style) -> String {
    let mut table = table(section, rows, shown);
    let text = |piece: &Piece| visible(&piece.cell(shown.viewer, shown.now).short);
    let mut title = text(&rows[0].pieces[0]);
    if rows.iter().all(|row| last(row).is(last(&rows[0]))) {
        without(&mut table, section.columns.len() - 1);
        let cause = text(last(&rows[0]));
        if !cause.is_empty() {
            title = format!("{title}, by {cause}");
        }
    }
    without(&mut table, 0);
    style.place(&fold(&title, 2, style)) + "\n" + &table.terminal(style)
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
fn help(shown: &Shown<'_>, layout: Layout) -> Option<String> {
    let style = layout.style;
    let (all, left_out) = first(&shown.changes.advice, most(layout));
    let help = all.iter().map(|advice| {
        let said = advice::said(shown, advice);
        let sentence = |text: &str| fold(&visible(text), 2, style) + "\n";
        let toml = |text: &str| {
            let lines = text.lines().map(|line| ["    ", &visible(line), "\n"].concat());
            lines.collect::<String>()
        };
        let why = sentence(&format!("{}:", said.why));
        let then = sentence(&format!("{}.", said.then));
        why + &toml(&said.restore) + "  and add:\n" + &toml(&said.write) + &then
    });
    let help = help.collect::<String>() + &more(left_out, "", style);
    (!all.is_empty()).then(|| format!("{}\n{help}", style.bold("Help")))
}
