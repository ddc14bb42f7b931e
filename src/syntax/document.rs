//! One file: its syntax errors, and everything in it that can be read all the same.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::format::Document;
use super::reader::line_end;
use super::repair::Repaired;
use super::{Definition, Read, Reader, Reference};
use crate::diagnostic::{Diagnostic, Fault};
use crate::source::{Location, SourceId};
use crate::time::Zones;

const FENCE: &str = "+++";

/// What was read from one file.
#[derive(Clone, Debug)]
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
    parse(source, text, zones)
}

/// Reads the front matter of a Markdown file: the TOML between two `+++` lines.
#[must_use]
pub fn parse_front_matter<T: Read>(source: SourceId, text: &str, zones: &Zones) -> Parsed<T> {
    let Some(fenced) = front_matter(text) else {
        return Parsed {
            value: None,
            diagnostics: vec![no_front_matter(source, text)],
            references: Vec::new(),
            definitions: Vec::new(),
            broken: Vec::new(),
        };
    };
    // The same offsets as in the file, so that every span is right.
    let mut padded = " ".repeat(fenced.start);
    padded.push_str(&text[fenced]);
    parse(source, &padded, zones)
}

/// Why a file has no front matter that can be read.
fn no_front_matter(source: SourceId, text: &str) -> Diagnostic {
    let at = Location::new(source, &(0..line_end(text, 0)));
    let fault = |message: &str| Diagnostic::fault(Fault::FrontMatter, at, message);
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = body.lines().next().unwrap_or_default().trim_end();
    if first == FENCE {
        return fault("the front matter is not closed")
            .label("it begins here")
            .help("end it with a line `+++`");
    }
    let form = "begin the file with `+++`, then keys such as `title = \"...\"`, then `+++`";
    let fault = match first {
        "---" => fault("the front matter is YAML").label("write TOML between two `+++` lines"),
        "" if body.lines().any(|line| line.trim_end() == FENCE) => {
            fault("the front matter does not begin on the first line")
                .label("remove what stands before `+++`")
        }
        _ => fault("the file does not begin with front matter").help(form),
    };
    fault.help("a file that is no record can be named README.md or begin with `_`")
}

/// Where the front matter of a Markdown file stands: from the line end of the opening fence to the
/// closing fence; `None` where it has none.
#[must_use]
pub fn front_matter(text: &str) -> Option<Range<usize>> {
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

fn parse<T: Read>(source: SourceId, toml: &str, zones: &Zones) -> Parsed<T> {
    let whole = Repaired::whole(toml);
    let (table, errors) = DeTable::parse_recoverable(&whole.toml);
    if errors.is_empty() {
        return interpret(source, table.into_inner(), &whole, zones);
    }
    let repaired = Repaired::new(source, toml);
    let (table, _) = DeTable::parse_recoverable(&repaired.toml);
    let mut parsed = interpret(source, table.into_inner(), &repaired, zones);
    parsed.diagnostics.extend(repaired.faults);
    parsed.diagnostics.sort_by_key(|diagnostic| diagnostic.primary.at);
    parsed
}

fn interpret<T: Read>(
    source: SourceId,
    table: DeTable<'_>,
    text: &Repaired<'_>,
    zones: &Zones,
) -> Parsed<T> {
    let mut reader = Reader::new(source, text, zones);
    let head = 0..line_end(&text.toml, 0);
    let value = T::read(&DeValue::Table(table), head, &mut reader);
    let Reader { mut diagnostics, references, definitions, .. } = reader;
    let broken = text.broken.iter().map(|broken| Location::new(source, &broken.lines)).collect();
    diagnostics.sort_by_key(|diagnostic| diagnostic.primary.at);
    Parsed { value, diagnostics, references, definitions, broken }
}
