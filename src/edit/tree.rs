//! A TOML text as it is laid out: every key, value and comment, in the order in which they stand.
//!
//! Knows no keys of a plan and does not decode values.

/// A line that is nothing but a comment, or blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Note<'t> {
    /// One blank line, or several.
    Blank,
    /// A comment, from `#` on, without trailing blanks.
    Comment(&'t str),
}

/// A comment at the end of a line that holds something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Remark<'t> {
    /// From `#` on, without trailing blanks.
    pub text: &'t str,
    /// The column in which it stands, from 0.
    pub column: usize,
    /// How many columns are free before it.
    pub gap: usize,
}

/// A whole text.
#[derive(Clone, Debug, Default)]
pub(super) struct Text<'t> {
    /// What stands before the first header, then each table.
    pub sections: Vec<Section<'t>>,
    /// What follows the last line that is no note.
    pub end: Vec<Note<'t>>,
}

/// A header and the keys under it; no header for what stands before the first.
#[derive(Clone, Debug, Default)]
pub(super) struct Section<'t> {
    /// What stands between the last key of the section before it and the header.
    pub before: Vec<Note<'t>>,
    /// The header.
    pub header: Option<Header<'t>>,
    /// The keys.
    pub entries: Vec<Entry<'t>>,
}

/// `[name]` or `[[name]]`.
#[derive(Clone, Debug)]
pub(super) struct Header<'t> {
    /// Whether it has two brackets on either side.
    pub double: bool,
    /// The parts of its name, as they are written.
    pub name: Vec<&'t str>,
    /// The comment behind it.
    pub remark: Option<Remark<'t>>,
}

/// A key and its value, or one value of a list.
#[derive(Clone, Debug)]
pub(super) struct Entry<'t> {
    /// What stands before it.
    pub before: Vec<Note<'t>>,
    /// The parts of its key, as they are written; none in a list.
    pub key: Vec<&'t str>,
    /// The value.
    pub value: Value<'t>,
    /// The comment behind it.
    pub remark: Option<Remark<'t>>,
}

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Value<'t> {
    /// As it is written.
    Scalar(&'t str),
    /// A list or an inline table.
    Body(Body<'t>),
}

/// What stands between brackets or braces.
#[derive(Clone, Debug)]
pub(super) struct Body<'t> {
    /// Whether it is an inline table rather than a list.
    pub table: bool,
    /// Whether it is written over several lines.
    pub broken: bool,
    /// The comment behind the opening bracket.
    pub open: Option<Remark<'t>>,
    /// What it holds.
    pub entries: Vec<Entry<'t>>,
    /// What follows the last of these.
    pub end: Vec<Note<'t>>,
}

/// The notes before something, split: those that stand apart, and those that belong to it.
///
/// A blank line stands between the two. A directive such as `#:schema` is about the file and
/// belongs to nothing in it.
pub(super) fn apart<'n, 't>(notes: &'n [Note<'t>]) -> (&'n [Note<'t>], &'n [Note<'t>]) {
    let apart = |note: &Note<'_>| match note {
        Note::Blank => true,
        Note::Comment(text) => text.starts_with("#:"),
    };
    let length = notes.iter().rposition(apart).map_or(0, |last| last + 1);
    notes.split_at(length)
}
