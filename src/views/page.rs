//! Pages: parts of labelled values, for a terminal, for a program, for reading aloud, as Markdown.
//!
//! Owns how they are laid out. Knows nothing of what they say.

use std::fmt::Write as _;

use crate::diagnostic::visible;

use super::fold::{columns, fold_after};
use super::human::Style;
use super::table::{Cell, Table, inert};

/// A label is followed by at least so many spaces.
const GAP: usize = 2;

/// Parts, one below the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The parts; those without entries are not shown.
    pub parts: Vec<Part>,
}

/// What stands under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The heading.
    pub title: String,
    /// What stands under it.
    pub entries: Vec<Entry>,
}

/// Labelled values that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What they are of; empty where the part has only one entry.
    pub title: String,
    /// The values.
    pub fields: Vec<Field>,
}

/// A labelled value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Its label; the same one as before is not written again for people.
    pub label: String,
    /// The value.
    pub value: Cell,
    /// Whether it needs somebody.
    pub alarm: bool,
}

impl Part {
    /// A part without entries.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), entries: Vec::new() }
    }

    /// Adds an entry, unless it is empty.
    pub fn add(&mut self, entry: Entry) {
        if !entry.fields.is_empty() || !entry.title.is_empty() {
            self.entries.push(entry);
        }
    }
}

impl Entry {
    /// An entry without values.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), fields: Vec::new() }
    }

    /// Adds a value.
    pub fn say(&mut self, label: impl Into<String>, value: Cell) {
        self.fields.push(Field { label: label.into(), value, alarm: false });
    }

    /// Adds a text, where there is one.
    pub fn text<T: AsRef<str>>(&mut self, label: &str, text: Option<T>) {
        let text = text.filter(|text| !text.as_ref().trim().is_empty());
        if let Some(text) = text {
            self.say(label, Cell::same(text.as_ref().trim()));
        }
    }

    /// Adds a value that needs somebody where `alarm` is set.
    pub fn mark(&mut self, label: impl Into<String>, value: Cell, alarm: bool) {
        self.fields.push(Field { label: label.into(), value, alarm });
    }
}

impl Page {
    fn shown(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| !part.entries.is_empty())
    }

    /// For people: headings, and values beside their labels.
    #[must_use]
    pub fn human(&self, style: Style) -> String {
        let parts: Vec<_> = self.shown().map(|part| part.human(style)).collect();
        parts.join("\n")
    }

    /// A row for each value, with exact times: nothing is cut.
    #[must_use]
    pub fn table(&self) -> Table {
        let mut table = Table::new(&[("part", 0), ("entry", 0), ("key", 0), ("value", 0)]);
        for part in self.shown() {
            for entry in &part.entries {
                let head = [Cell::same(part.title.as_str()), Cell::same(entry.title.as_str())];
                for field in &entry.fields {
                    let mut row = head.to_vec();
                    row.extend([Cell::same(field.label.as_str()), field.value.clone()]);
                    table.rows.push(row);
                }
                if entry.fields.is_empty() {
                    table.rows.push([&head[..], &[Cell::default(), Cell::default()]].concat());
                }
            }
        }
        table
    }

    /// Markdown in which nothing that a plan says is markup; headings begin with `level` signs.
    #[must_use]
    pub fn markdown(&self, level: usize) -> String {
        let parts: Vec<_> = self.shown().map(|part| part.markdown(level)).collect();
        parts.join("\n")
    }
}

impl Part {
    fn human(&self, style: Style) -> String {
        let fields = self.entries.iter().flat_map(|entry| &entry.fields);
        let wide = fields.map(|field| columns(&visible(&field.label))).max().unwrap_or_default();
        let mut text = style.bold(&visible(&self.title)) + "\n";
        for entry in &self.entries {
            text += &entry.human(wide, style);
        }
        text
    }

    fn markdown(&self, level: usize) -> String {
        let mut text = format!("{} {}\n", "#".repeat(level), line(&self.title));
        for entry in &self.entries {
            if !entry.title.is_empty() {
                let _ = write!(text, "\n**{}**\n", line(&entry.title));
            }
            let rows = entry
                .fields
                .iter()
                .map(|field| format!("- {}: {}\n", line(&field.label), line(&field.value.short)));
            let rows: String = rows.collect();
            if !rows.is_empty() {
                text.extend(["\n", &rows]);
            }
        }
        text
    }
}

impl Entry {
    fn human(&self, wide: usize, style: Style) -> String {
        let mut text = String::new();
        let indent = if self.title.is_empty() { 2 } else { 4 };
        if !self.title.is_empty() {
            let _ = writeln!(text, "  {}", visible(&self.title));
        }
        let mut before = None;
        for field in &self.fields {
            let label = if before == Some(&field.label) { "" } else { field.label.as_str() };
            before = Some(&field.label);
            let label = visible(label);
            let pad = " ".repeat(wide.saturating_sub(columns(&label)) + GAP);
            let value = visible(&field.value.short);
            let value = if field.alarm { style.alarm(&value) } else { value };
            let kept = indent + wide + GAP;
            let whole = format!("{}{label}{pad}{value}", " ".repeat(indent));
            let width = style.width.unwrap_or(usize::MAX);
            text += &fold_after(&whole, kept, &" ".repeat(kept), width);
            text.push('\n');
        }
        text
    }
}

/// A text of one line that is no markup.
fn line(text: &str) -> String {
    let safe = inert(text.trim());
    // At the start of a line these would be a list, a rule or a heading below it.
    match safe.chars().next() {
        Some(first) if "-+=".contains(first) => format!("\\{safe}"),
        _ => safe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let mut entry = Entry::new("a\u{1b}[1m");
        entry.say("ask", Cell { short: "Ana until 16:00".into(), exact: "ana 16:00Z".into() });
        entry.say("ask", Cell::same("Ben, who knows it well"));
        entry.text("then", Some("<b>@all"));
        entry.text("never", Some("  "));
        let mut part = Part::new("Help");
        part.add(entry);
        Page { parts: vec![part, Part::new("Empty")] }
    }

    #[test]
    fn values_stand_beside_labels_that_are_written_once() {
        let text = page().human(Style { color: false, width: Some(24) });
        assert_eq!(
            text,
            "Help\n  a\\u{1b}[1m\n    ask   Ana until\n          16:00\n          Ben, who knows\n          it well\n    then  <b>@all\n"
        );
    }

    #[test]
    fn programs_get_every_label_and_exact_times() {
        let text = page().table().tsv();
        assert!(text.contains("Help\ta\\u{1b}[1m\task\tana 16:00Z\n"), "{text}");
        assert!(text.contains("\task\tBen"), "{text}");
    }

    #[test]
    fn nothing_in_markdown_is_markup() {
        let text = page().markdown(2);
        assert!(text.starts_with("## Help\n\n**a\\\\u{1b}\\[1m**\n\n- ask: Ana"), "{text}");
        assert!(text.contains("- then: &lt;b&gt;&#64;all\n"), "{text}");
    }
}
