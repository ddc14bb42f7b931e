//! Changes to the front matter of records: a key is set, a line is added to a timeline.
//!
//! Text is put between what is there, or in the place of one value: comments, order and line ends
//! stay as they are, and of the body nothing is looked at. What comes out is read again, and holds
//! what went in and the change, and nothing else.

mod literal;
mod model;
mod place;

use toml::de::DeTable;

use self::place::Places;
use super::{FileKind, newline};
use crate::source::LARGEST_FILE;
use crate::time::Instant;

pub use literal::{literal, quoted};

/// What a key is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// A text.
    Text(String),
    /// An instant, which is written in UTC.
    Instant(Instant),
    /// A list of texts.
    List(Vec<String>),
}

/// A change of front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A key gets a value: of that table, or of the top.
    Set {
        /// The table.
        table: Option<&'static str>,
        /// The key.
        key: String,
        /// The value.
        value: Scalar,
    },
    /// A list of tables gets another one at its end.
    Add {
        /// The list.
        list: &'static str,
        /// The keys of the new table and their values.
        entry: Vec<(&'static str, Scalar)>,
    },
    /// A key of the top that holds one text or several gets another one.
    Push {
        /// The key.
        key: &'static str,
        /// The text.
        text: String,
    },
}

/// Why a record is not changed. It is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordError {
    /// It does not begin with front matter.
    NoFrontMatter,
    /// Its front matter is no TOML; reading it says where and why.
    Syntax,
    /// What is to be changed is written in a form that irp does not change.
    Form,
    /// The result would be larger than any file that irp reads.
    TooLarge,
}

/// Changes the front matter of a record.
///
/// # Errors
/// Where it cannot be changed; see [`RecordError`].
pub fn change(text: &str, kind: FileKind, changes: &[Change]) -> Result<String, RecordError> {
    let range = kind.toml(text).ok_or(RecordError::NoFrontMatter)?;
    let mut toml = text[range.clone()].to_owned();
    let mut expected = model::model(&toml).ok_or(RecordError::Syntax)?;
    let shape = kind.shape();
    for change in changes {
        let places = Places::new(&toml, &shape, newline(text));
        let edit = places.edit(change).ok_or(RecordError::Form)?;
        toml.replace_range(edit.at, &edit.text);
        model::apply(&mut expected, change).ok_or(RecordError::Form)?;
    }
    if model::model(&toml).as_ref() != Some(&expected) {
        return Err(RecordError::Form);
    }
    let whole = [&text[..range.start], &toml, &text[range.end..]].concat();
    // A line that closes the front matter sooner would leave a part of it to the body.
    let same = kind.toml(&whole).is_some_and(|range| whole[range] == toml);
    match (same, whole.len() > LARGEST_FILE) {
        (false, _) => Err(RecordError::Form),
        (_, true) => Err(RecordError::TooLarge),
        _ => Ok(whole),
    }
}

/// Whether the front matter of a text can be read as TOML.
fn parsed(toml: &str) -> Option<DeTable<'_>> {
    let (table, errors) = DeTable::parse_recoverable(toml);
    errors.is_empty().then(|| table.into_inner())
}

#[cfg(test)]
mod tests;
