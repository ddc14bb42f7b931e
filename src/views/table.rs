//! Tables: for a terminal, for a program, for reading aloud, and for other documents.

use std::fmt::Write as _;

use comfy_table::{ContentArrangement, Table as Comfy, presets};
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::visible;

use super::fold::fold;
use super::human::Style;

/// Between two columns.
const GAP: usize = 2;
/// No column is made narrower than this by wrapping.
const NARROWEST: usize = 12;

/// One value: short for people, exact for programs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// For people, who see the zone and the year elsewhere.
    pub short: String,
    /// For programs.
    pub exact: String,
}

impl Cell {
    /// The same for people and programs.
    #[must_use]
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { short: text.clone(), exact: text }
    }
}

/// A column: its name, and how readily it is left out on a narrow terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name, in lower case.
    pub name: &'static str,
    /// 0 is never left out; of the others the highest first.
    pub spare: u8,
}

/// Rows under named columns.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
    /// Rows that need somebody, as indices.
    pub alarms: Vec<usize>,
    /// A column that stands below each row where a terminal has no room for it beside the others.
    pub below: Option<&'static str>,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(columns: &[(&'static str, u8)]) -> Self {
        let columns = columns.iter().map(|(name, spare)| Column { name, spare: *spare });
        Self { columns: columns.collect(), ..Self::default() }
    }

    /// For a terminal: no borders, columns that do not fit left out and named.
    #[must_use]
    pub fn terminal(&self, style: Style) -> String {
        let width = style.width.unwrap_or(usize::MAX);
        let widths: Vec<_> = (0..self.columns.len()).map(|column| self.width(column)).collect();
        let (mut shown, mut left_out) = self.fitting(&widths, width);
        let below =
            left_out.iter().position(|column| Some(self.columns[*column].name) == self.below);
        let mut below = below.map(|place| left_out.remove(place));
        if let Some(column) = below.filter(|_| full(&shown, &widths) > width.saturating_add(GAP)) {
            // Where rows are wrapped there is no telling which line is the last of one.
            shown.push(column);
            shown.sort_unstable();
            below = None;
        }
        let mut text = self.lines(&shown, &widths, below, style);
        if !left_out.is_empty() {
            let names: Vec<_> = left_out.iter().map(|column| self.columns[*column].name).collect();
            let names = names.join(", ");
            let note = format!("(no room for: {names}; `--format list` shows everything)");
            let _ = writeln!(text, "{}", style.dim(&fold(&note, 1, style)));
        }
        text
    }

    /// The columns that a terminal has room for and those that it has not, each in order. What is
    /// spared less readily is placed first; a narrow column may fit where a wider one did not.
    fn fitting(&self, widths: &[usize], width: usize) -> (Vec<usize>, Vec<usize>) {
        let spare = |column: &usize| self.columns[*column].spare;
        let filled = (0..self.columns.len()).filter(|column| self.has_content(*column));
        let mut wanted: Vec<_> = filled.collect();
        wanted.sort_by_key(|column| (spare(column), *column));
        let (mut shown, mut left_out) = (Vec::new(), Vec::new());
        let mut used = 0;
        for column in wanted {
            let more = widths[column] + if shown.is_empty() { 0 } else { GAP };
            if spare(&column) == 0 || used + more <= width {
                used += more;
                shown.push(column);
            } else {
                left_out.push(column);
            }
        }
        shown.sort_unstable();
        left_out.sort_unstable();
        (shown, left_out)
    }

    fn has_content(&self, column: usize) -> bool {
        self.rows.is_empty() || self.rows.iter().any(|row| !row[column].short.is_empty())
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().map(|row| visible(&row[column].short).width());
        cells.chain([self.columns[column].name.width()]).max().unwrap_or(0)
    }

    fn lines(
        &self,
        shown: &[usize],
        widths: &[usize],
        below: Option<usize>,
        style: Style,
    ) -> String {
        let width = style.width.unwrap_or(usize::MAX);
        let mut table = Comfy::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        let full = full(shown, widths);
        if full > width.saturating_add(GAP) {
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(u16::try_from(width.max(NARROWEST * shown.len())).unwrap_or(u16::MAX));
        }
        let heads = shown.iter().map(|column| self.columns[*column].name.to_uppercase());
        table.set_header(heads);
        for row in &self.rows {
            table.add_row(shown.iter().map(|column| visible(&row[*column].short)));
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, u16::try_from(GAP).unwrap_or(2)));
        }
        let plain = full <= width.saturating_add(GAP);
        let mut text = String::new();
        for (number, line) in table.lines().enumerate() {
            let line = line.trim_end();
            let alarm = plain && number > 0 && self.alarms.contains(&(number - 1));
            let line = match number {
                0 => style.bold(line),
                _ if alarm => style.alarm(line),
                _ => line.to_owned(),
            };
            let _ = writeln!(text, "{line}");
            let row = number.checked_sub(1).and_then(|row| self.rows.get(row));
            let under = row.zip(below).map(|(row, column)| visible(&row[column].short));
            if let Some(under) = under.filter(|under| !under.is_empty()) {
                let _ = writeln!(text, "{}", fold(&format!("  {under}"), 2, style));
            }
        }
        text
    }

    /// Tab-separated, with a line of names: nothing is cut.
    #[must_use]
    pub fn tsv(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|c| c.name.to_uppercase()).collect();
        let mut text = names.join("\t") + "\n";
        for row in &self.rows {
            let cells: Vec<_> = row.iter().map(|cell| visible(&cell.exact)).collect();
            let _ = writeln!(text, "{}", cells.join("\t"));
        }
        text
    }

    /// Comma-separated (RFC 4180), with a line of names. No cell can be taken for a formula.
    #[must_use]
    pub fn csv(&self) -> String {
        let quoted = |text: &str| {
            let formula = text.starts_with(['=', '+', '-', '@']);
            let text = visible(text);
            let text = if formula { format!("'{text}") } else { text };
            if text.contains([',', '"', '\'']) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text
            }
        };
        let names: Vec<_> = self.columns.iter().map(|c| c.name.replace(' ', "_")).collect();
        let mut text = names.join(",") + "\r\n";
        for row in &self.rows {
            let cells: Vec<_> = row.iter().map(|cell| quoted(&cell.exact)).collect();
            text.push_str(&(cells.join(",") + "\r\n"));
        }
        text
    }

    /// One block a row, `key: value` on each line, an empty line between blocks.
    #[must_use]
    pub fn list(&self) -> String {
        let block = |row: &Vec<Cell>| {
            let lines = self.columns.iter().zip(row);
            let lines = lines.filter(|(_, cell)| !cell.short.is_empty());
            let lines =
                lines.map(|(column, cell)| [column.name, ": ", &visible(&cell.short)].concat());
            lines.collect::<Vec<_>>().join("\n") + "\n"
        };
        let blocks: Vec<String> = self.rows.iter().map(block).collect();
        blocks.join("\n")
    }

    /// A Markdown table in which names stay inert.
    #[must_use]
    pub fn markdown(&self) -> String {
        let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let title = |name: &str| {
            let mut letters = name.chars();
            letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
        };
        let mut text = row(self.columns.iter().map(|c| title(c.name)).collect());
        text.push_str(&row(self.columns.iter().map(|_| "---".to_owned()).collect()));
        for cells in &self.rows {
            text.push_str(&row(cells.iter().map(|cell| inert(&cell.short)).collect()));
        }
        text
    }
}

/// The columns that some columns of a table take, with what is between them.
fn full(shown: &[usize], widths: &[usize]) -> usize {
    shown.iter().map(|column| widths[*column] + GAP).sum()
}

/// Text that means nothing to Markdown, HTML or whoever looks for mentions.
#[must_use]
pub fn inert(text: &str) -> String {
    let mut safe = String::new();
    for letter in visible(text).chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '@' => safe.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' => {
                safe.push('\\');
                safe.push(letter);
            }
            _ => safe.push(letter),
        }
    }
    safe.replace("://", ":&#47;&#47;").replace("www.", "www&#46;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&[("name", 0), ("team", 1)]);
        table.rows.push(vec![Cell::same("=1+1, \"x\""), Cell::same("a|b <i>@all\u{1b}[1m")]);
        table
    }

    #[test]
    fn no_cell_is_taken_for_a_formula() {
        assert_eq!(table().csv().lines().nth(1).unwrap().split(',').next(), Some("\"'=1+1"));
    }

    #[test]
    fn markdown_and_html_stay_inert() {
        let text = table().markdown();
        assert!(text.contains("a\\|b &lt;i&gt;&#64;all\\\\u{1b}\\[1m"), "{text}");
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let style = Style { color: false, width: Some(12) };
        let text = table().terminal(style);
        let words = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("no room for: team;"), "{text}");
        assert!(!text.contains('\u{1b}'));
    }

    /// The columns of `irp oncall` as a terminal of some width shows them.
    fn shown(width: usize) -> String {
        let mut table = Table::new(&[
            ("team", 3),
            ("rotation", 0),
            ("role", 4),
            ("on call", 0),
            ("until", 0),
            ("their time", 2),
            ("next", 1),
        ]);
        let row = ["web", "product-primary", "first-responder", "Felix Brandt"];
        let row = row.into_iter().chain(["Tue 20 Oct 15:00 (28h)", "Tue 02:00 AEDT", "Arjun Rao"]);
        table.rows.push(row.map(Cell::same).collect());
        table.terminal(Style { color: false, width: Some(width) })
    }

    #[test]
    fn a_wide_terminal_shows_every_column() {
        for width in [103, 120, 200] {
            let text = shown(width);
            assert!(!text.contains("no room for"), "{text}");
            assert!(text.contains("first-responder  Felix Brandt"), "{text}");
        }
    }

    #[test]
    fn what_matters_least_is_left_out_first() {
        let text = shown(102);
        assert!(text.contains("(no room for: role; `--format list` shows everything)"), "{text}");
        let text = shown(80);
        assert!(text.contains("(no room for: team, role;"), "{text}");
        let heads = "TEAM  ROTATION         ON CALL       UNTIL                   NEXT";
        let text = shown(79);
        assert!(text.starts_with(heads), "a narrow column fits where a wide one does not: {text}");
        assert!(text.contains("(no room for: role, their time;"), "{text}");
    }

    #[test]
    fn what_stands_below_a_row_is_broken_between_words_and_leaves_room_for_others() {
        let mut table = Table::new(&[("id", 0), ("impact", 2), ("title", 1)]);
        table.below = Some("title");
        let row = |id, title| ["a-long-id", id, title].map(Cell::same).to_vec();
        table.rows = vec![row("47m", "cards were declined"), row("1h", "short")];
        let text = |width| table.terminal(Style { color: false, width: Some(width) });
        let narrow = "ID         IMPACT\na-long-id  47m\n  cards were\n  declined\n\
                      a-long-id  1h\n  short\n";
        assert_eq!(text(17), narrow);
        assert!(text(40).starts_with("ID         IMPACT  TITLE\n"), "{}", text(40));
        assert!(text(8).contains("cards"), "{}", text(8));
    }

    #[test]
    fn a_narrow_terminal_wraps_what_is_never_left_out() {
        let text = shown(40);
        assert!(text.contains("(28h)"), "{text}");
        assert!(text.lines().all(|line| line.width() <= 40), "{text}");
    }

    #[test]
    fn colour_adds_nothing_that_the_text_does_not_say() {
        let mut table = table();
        table.alarms.push(0);
        let plain = table.terminal(Style { color: false, width: Some(120) });
        let coloured = table.terminal(Style { color: true, width: Some(120) });
        assert!(coloured.contains("\u{1b}[1;31m"), "{coloured}");
        let mut stripped = coloured;
        for code in ["[1m", "[1;31m", "[2m", "[0m"] {
            stripped = stripped.replace(&format!("\u{1b}{code}"), "");
        }
        assert_eq!(stripped, plain);
    }

    #[test]
    fn a_list_reads_as_keys_and_values() {
        assert!(table().list().starts_with("name: =1+1, \"x\"\nteam: a|b"));
    }
}
