//! Answers of several sections, each a table or sentences: for a terminal, for a program, for
//! reading aloud, and as Markdown.

use super::fold::fold;
use super::human::Style;
use super::table::{Table, inert};
use crate::diagnostic::visible;

/// A part of an answer.
#[derive(Debug)]
pub struct Section {
    /// What it is about, in a few words.
    pub title: &'static str,
    /// The table, which may have no rows.
    pub table: Table,
    /// What stands below it, a sentence each.
    pub notes: Vec<String>,
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

impl Section {
    /// A section of a table.
    #[must_use]
    pub fn new(title: &'static str, columns: &[(&'static str, u8)]) -> Self {
        Self { title, table: Table::new(columns), notes: Vec::new() }
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.rows.is_empty() && self.notes.is_empty()
    }

    fn text(&self, rows: Rows, style: Style) -> String {
        let table = match rows {
            _ if self.table.rows.is_empty() => String::new(),
            Rows::Table => self.table.terminal(style),
            Rows::Tabs => self.table.tsv(),
            Rows::List => self.table.list(),
        };
        let notes: String =
            self.notes.iter().map(|note| fold(&visible(note), 2, style) + "\n").collect();
        format!("{}\n{table}{notes}", style.bold(&self.title.to_uppercase()))
    }

    fn markdown(&self) -> String {
        let table =
            if self.table.rows.is_empty() { String::new() } else { self.table.markdown() + "\n" };
        let notes = self.notes.iter().map(|note| ["- ", &inert(note), "\n"].concat());
        let notes: String = notes.collect();
        let notes = if notes.is_empty() { notes } else { notes + "\n" };
        format!("## {}\n{table}{notes}", inert(&capital(self.title)))
    }
}

/// The sections that say something, with an empty line between them.
#[must_use]
pub fn text(sections: &[Section], rows: Rows, style: Style) -> String {
    let said = sections.iter().filter(|section| !section.is_empty());
    let said: Vec<_> = said.map(|section| section.text(rows, style)).collect();
    said.join("\n")
}

/// The same as Markdown, in which no name means anything.
#[must_use]
pub fn markdown(title: &str, line: &str, sections: &[Section]) -> String {
    let said = sections.iter().filter(|section| !section.is_empty());
    let said: String = said.map(Section::markdown).collect();
    let text = format!("# {}\n\n{}\n\n{said}", inert(title), inert(line));
    text.trim_end().to_owned() + "\n"
}

/// A text that begins with a capital letter.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::table::Cell;

    #[test]
    fn sections_without_content_are_left_out_and_names_stay_inert() {
        let mut section = Section::new("who", &[("name", 0)]);
        section.table.rows.push(vec![Cell::same("<b>|x\u{1b}[1m")]);
        section.notes.push("@all [x](y)".to_owned());
        let sections = [Section::new("nothing", &[("name", 0)]), section];
        let style = Style { color: false, width: None };
        let text = text(&sections, Rows::Table, style);
        assert_eq!(text, "WHO\nNAME\n<b>|x\\u{1b}[1m\n@all [x](y)\n");
        let markdown = markdown("A *card*", "now", &sections);
        let expected = "# A \\*card\\*\n\nnow\n\n## Who\n| Name |\n| --- |\n\
            | &lt;b&gt;\\|x\\\\u{1b}\\[1m |\n\n- &#64;all \\[x\\](y)\n";
        assert_eq!(markdown, expected);
    }
}
