//! Source text: the files of a plan, where a byte of them is, and how they are found safely.
//!
//! Owns paths, spans, lines and columns. Knows no TOML and does not touch the disk: a [`Tree`]
//! is handed in.

mod overlay;
mod single;
mod tree;
mod walk;

pub use overlay::Overlay;
pub use single::Single;
pub use tree::{Entry, Kind, LARGEST_FILE, Tree, name_in};
pub use walk::{Obstacle, Pattern, ReadError, Selected, pattern, read, read_selected, walk};

use std::sync::OnceLock;

/// A file of the plan, as an index into [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A range of bytes in one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The first byte after it.
    pub end: u32,
}

impl Location {
    /// A range of bytes in a file; files are smaller than 4 GiB.
    #[must_use]
    pub fn new(source: SourceId, range: &std::ops::Range<usize>) -> Self {
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { source, start: byte(range.start), end: byte(range.end) }
    }
}

/// A value and where it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub at: Location,
}

impl<T> std::ops::Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// One file: its path relative to the plan's folder, with `/`, and its text.
#[derive(Debug)]
pub struct Source {
    /// The path, as shown to people.
    pub name: String,
    /// The text; empty where the file could not be read.
    pub text: String,
    /// Where each line begins, once that is asked.
    lines: OnceLock<Vec<usize>>,
}

impl Source {
    /// Line and column of a byte, both from 1. Columns count characters, without a byte order mark.
    fn line_column(&self, offset: usize) -> (usize, usize) {
        let text = self.text.as_bytes();
        let offset = offset.min(text.len());
        let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let lines = self.lines.get_or_init(|| ends.map(|(at, _)| at + 1).collect());
        let before = lines.partition_point(|start| *start <= offset);
        let start = before.checked_sub(1).map_or(0, |line| lines[line]);
        let marked = start == 0 && self.text.starts_with('\u{feff}');
        let start = if marked { 3.min(offset) } else { start };
        let column = String::from_utf8_lossy(&text[start..offset]).chars().count() + 1;
        (before + 1, column)
    }
}

/// Where a location begins and ends, counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line of the first character.
    pub line: usize,
    /// The column of the first character.
    pub column: usize,
    /// The line of the end.
    pub end_line: usize,
    /// The column after the last character.
    pub end_column: usize,
}

/// Every file that was read.
#[derive(Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, name: String, text: String) -> SourceId {
        self.0.push(Source { name, text, lines: OnceLock::new() });
        SourceId(u32::try_from(self.0.len() - 1).unwrap_or(u32::MAX))
    }

    /// Puts the text of a file into its place.
    pub fn set_text(&mut self, id: SourceId, text: String) {
        if let Some(source) = self.0.get_mut(id.0 as usize) {
            source.text = text;
            source.lines = OnceLock::new();
        }
    }

    /// The file of that id.
    ///
    /// # Panics
    /// Where the id comes from other sources.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// The file of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<SourceId> {
        let index = self.0.iter().position(|source| source.name == name)?;
        u32::try_from(index).ok().map(SourceId)
    }

    /// All files with their ids, in the order they were read.
    pub fn all(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0..).map(SourceId).zip(&self.0)
    }

    /// All files, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// Line and column of a location.
    #[must_use]
    pub fn position(&self, at: Location) -> Position {
        let source = self.get(at.source);
        let (line, column) = source.line_column(at.start as usize);
        let (end_line, end_column) = source.line_column(at.end as usize);
        Position { line, column, end_line, end_column }
    }

    /// The file and line of a location, as `people.toml:12`.
    #[must_use]
    pub fn place(&self, at: Location) -> String {
        format!("{}:{}", self.get(at.source).name, self.position(at).line)
    }
}

/// How many lines end in a text.
#[must_use]
pub fn newlines(text: &[u8]) -> usize {
    text.split(|byte| *byte == b'\n').count() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_survive_crlf() {
        let mut sources = Sources::default();
        let id = sources.add("a.toml".into(), "\u{feff}a = 1\r\nnäme = 2\r\n".into());
        let position = |range| sources.position(Location::new(id, &range));
        assert_eq!(position(3..4), Position { line: 1, column: 1, end_line: 1, end_column: 2 });
        let start = "\u{feff}a = 1\r\n".len();
        let value = start + "näme = ".len();
        let found = position(value..value + 1);
        assert_eq!((found.line, found.column), (2, 8));
        assert_eq!(sources.place(Location::new(id, &(value..value))), "a.toml:2");
        assert_eq!(position(900..901).line, 3);
    }
}
