//! Changes to plan files that keep what people wrote: their comments, their order, their meaning.
//!
//! Owns the canonical layout and the proof that it says what the text said. Text in, text out:
//! files are read and written elsewhere.

mod mend;
mod order;
mod parse;
mod print;
mod proof;
pub mod record;
mod set;
mod tree;
mod within;
mod words;

use std::ops::Range;

pub use mend::{Mended, mend, new_fault};
pub use record::quoted;
pub use set::{Step, push, set};

use toml::de::DeTable;

use crate::plan::{Plan, Record};
use crate::source::{LARGEST_FILE, SourceId};
use crate::syntax::{Document, HandoffNote, Incident, Read, Runbook, Shape, front_matter};

/// What a file of a plan holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Tables of the plan: a TOML file.
    Plan,
    /// A runbook: a Markdown file with front matter.
    Runbook,
    /// An incident record: a Markdown file with front matter.
    Incident,
    /// A handoff note: a Markdown file with front matter.
    Handoff,
}

/// Why a text is not formatted. It is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// It is no TOML; reading it says where and why.
    Syntax,
    /// It is a record that does not begin with front matter.
    NoFrontMatter,
    /// The result would not say the same, or would lose a comment: a mistake of irp's.
    Unproven,
    /// The result would be larger than any file that irp reads.
    TooLarge,
}

impl FileKind {
    /// What a file of a plan holds: nothing else than what it was read as.
    #[must_use]
    pub fn of(plan: &Plan, source: SourceId) -> Self {
        // Records stand in the order in which their files were read.
        fn has<T>(records: &[Record<T>], source: SourceId) -> bool {
            records.binary_search_by_key(&source, |record| record.at.source).is_ok()
        }
        let written = &plan.written;
        match () {
            () if has(&written.runbooks, source) => Self::Runbook,
            () if has(&written.incidents, source) => Self::Incident,
            () if has(&written.handoffs, source) => Self::Handoff,
            () => Self::Plan,
        }
    }

    /// The form of the tables that it holds.
    #[must_use]
    pub fn shape(self) -> Shape {
        match self {
            Self::Plan => Document::shape(),
            Self::Runbook => Runbook::shape(),
            Self::Incident => Incident::shape(),
            Self::Handoff => HandoffNote::shape(),
        }
    }

    /// Where the TOML of a text stands, behind a byte order mark or between fences.
    fn toml(self, text: &str) -> Option<Range<usize>> {
        match self {
            Self::Plan => {
                let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
                Some(mark..text.len())
            }
            // The line end of the opening fence is the fence's.
            _ => front_matter(text).map(|inner| inner.start + 1..inner.end),
        }
    }
}

/// Lays a file of a plan out as every file should be.
///
/// Keys of one paragraph get the order in which the format declares them; blanks, quotes and line
/// ends one form. Tables are not moved, lists not broken or joined, comments not changed, and of a
/// Markdown record only the front matter is touched. What comes out is read again: it holds the
/// same values and the same comments as what went in, and formatting it once more changes nothing.
///
/// # Errors
/// Where the text cannot be formatted; see [`FormatError`].
pub fn format(text: &str, kind: FileKind) -> Result<String, FormatError> {
    let range = kind.toml(text).ok_or(FormatError::NoFrontMatter)?;
    let toml = &text[range.clone()];
    if !DeTable::parse_recoverable(toml).1.is_empty() {
        return Err(FormatError::Syntax);
    }
    let (mut tree, _) = parse::parse(toml);
    order::arrange(&mut tree, &kind.shape());
    let formatted = print::print(&tree, newline(text));
    if !proof::same_values(toml, &formatted) || !proof::same_comments(toml, &formatted) {
        return Err(FormatError::Unproven);
    }
    let whole = [&text[..range.start], &formatted, &text[range.end..]].concat();
    if whole.len() > LARGEST_FILE { Err(FormatError::TooLarge) } else { Ok(whole) }
}

/// The line end of a text: that of its first line.
fn newline(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests;
