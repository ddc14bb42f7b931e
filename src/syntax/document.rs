//! One file: its syntax errors, and everything in it that can be read all the same.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::format::Document;
use super::reader::{line_end, line_start};
use super::{Definition, Read, Reader, Reference};
use crate::diagnostic::{Diagnostic, Fault};
use crate::source::{Location, SourceId};
use crate::time::Zones;

/// More syntax errors than this in one file are counted, not shown.
const MOST_SYNTAX_ERRORS: usize = 20;
const FENCE: &str = "+++";

/// What was read from one file.
#[derive(Debug)]
pub struct Parsed<T> {
    /// The table; `None` where not even that could be read.
    pub value: Option<T>,
    /// Everything that is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// The ids that it uses.
    pub references: Vec<Reference>,
    /// The ids that it defines.
    pub definitions: Vec<Definition>,
    /// The lines that are no TOML, whole.
    pub broken: Vec<Location>,
}

/// Reads a plan file.
#[must_use]
pub fn parse_file(source: SourceId, text: &str, zones: &Zones) -> Parsed<Document> {
    parse(source, text, text, zones)
}

/// Reads the front matter of a Markdown file: the TOML between two `+++` lines.
#[must_use]
pub fn parse_front_matter<T: Read>(source: SourceId, text: &str, zones: &Zones) -> Parsed<T> {
    let Some(fenced) = front_matter(text) else {
        let at = Location::new(source, &(0..line_end(text, 0)));
        let message = "the file does not begin with front matter between two `+++` lines";
        let fault = Diagnostic::fault(Fault::FrontMatter, at, message)
            .help("begin it with `+++`, then keys such as `title = \"...\"`, then `+++`")
            .help("a file that is no record can be named README.md or begin with `_`");
        return Parsed {
            value: None,
            diagnostics: vec![fault],
            references: Vec::new(),
            definitions: Vec::new(),
            broken: Vec::new(),
        };
    };
    // The same offsets as in the file, so that every span is right.
    let mut padded = " ".repeat(fenced.start);
    padded.push_str(&text[fenced]);
    parse(source, text, &padded, zones)
}

fn front_matter(text: &str) -> Option<Range<usize>> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let fence = line_end(body, 0);
    (body.get(..fence)?.trim_end() == FENCE).then_some(())?;
    let start = text.len() - body.len() + fence;
    let mut at = start;
    loop {
        at += 1;
        let end = line_end(text, at.min(text.len()));
        if at > text.len() {
            return None;
        }
        if text.get(at..end)?.trim_end() == FENCE {
            return Some(start..at);
        }
        at = end;
    }
}

fn parse<T: Read>(source: SourceId, text: &str, toml: &str, zones: &Zones) -> Parsed<T> {
    let (table, errors) = DeTable::parse_recoverable(toml);
    let mut errors: Vec<_> =
        errors.iter().map(|e| (e.span().unwrap_or(0..0), e.message())).collect();
    errors.sort_by_key(|(span, _)| span.start);
    let broken: Vec<_> = errors.iter().map(|(span, _)| span.start).collect();
    let mut reader = Reader::new(source, toml, zones, broken);
    report(&errors, text, &mut reader);
    let span = table.span();
    let value = T::read(&DeValue::Table(table.into_inner()), span, &mut reader);
    let lines = errors.iter().map(|(span, _)| {
        reader.at(&(line_start(text, span.start)..line_end(text, span.start.min(text.len()))))
    });
    let broken = lines.collect();
    let Reader { mut diagnostics, references, definitions, .. } = reader;
    diagnostics.sort_by_key(|diagnostic| diagnostic.primary.at);
    Parsed { value, diagnostics, references, definitions, broken }
}

/// Reports syntax errors, one a line: what follows an error on its line is its consequence.
fn report(errors: &[(Range<usize>, &str)], text: &str, reader: &mut Reader<'_>) {
    let mut lines = Vec::new();
    for (span, message) in errors {
        let line = line_start(text, span.start.min(text.len()));
        if lines.contains(&line) || lines.len() >= MOST_SYNTAX_ERRORS {
            continue;
        }
        lines.push(line);
        let fault = if *message == "duplicate key" {
            duplicate(span, line, text, reader)
        } else {
            let help = hint(message);
            let message = format!("this is no TOML: {message}");
            let fault = Diagnostic::fault(Fault::Syntax, reader.at(span), message);
            help.into_iter().fold(fault, Diagnostic::help)
        };
        reader.report(fault);
    }
}

fn hint(message: &str) -> Option<&'static str> {
    let hints = [
        ("string values must be quoted", "put the text between double quotes"),
        ("unclosed array", "close the list with `]`"),
        ("unclosed table", "close the table's name with `]`"),
        ("unclosed inline table", "close the table with `}`"),
        ("invalid basic string", "close the text with a double quote"),
        ("key with no value", "write `key = value`"),
    ];
    hints.into_iter().find(|(start, _)| message.starts_with(start)).map(|(_, hint)| hint)
}

/// A key or a table that stands twice: both places.
fn duplicate(span: &Range<usize>, line: usize, text: &str, reader: &Reader<'_>) -> Diagnostic {
    let name = text.get(span.clone()).unwrap_or_default();
    let message = format!("`{name}` is defined twice");
    let fault = Diagnostic::fault(Fault::Duplicate, reader.at(span), message).label("again here");
    let head = text.get(line..line_end(text, line)).unwrap_or_default().trim();
    let earlier = text.get(..line).unwrap_or_default();
    let mut offset = 0;
    let mut first = None;
    for row in earlier.split_inclusive('\n') {
        let trimmed = row.trim();
        let start = offset + (row.len() - row.trim_start().len());
        offset += row.len();
        if head.starts_with('[') {
            if trimmed == head {
                first = first.or(Some(start..start + trimmed.len()));
            }
        } else if trimmed.starts_with('[') {
            first = None;
        } else if key_of(trimmed) == key_of(head) {
            first = first.or(Some(start..start + key_of(trimmed).len()));
        }
    }
    match first {
        Some(first) => fault.also(reader.at(&first), "first defined here"),
        None => fault,
    }
    .help("keep one of the two")
}

fn key_of(line: &str) -> &str {
    line.split('=').next().unwrap_or_default().trim_end()
}
