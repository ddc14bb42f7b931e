//! The form of a value, as data: what schemas, completion and documentation are made from.

use super::id::Kind;

/// What a value may look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string; `format` names what is written in it.
    Text {
        /// Such as `window` or `duration`; `text` for free text.
        format: &'static str,
    },
    /// The id of something of one of these kinds.
    Id(&'static [Kind]),
    /// One of some strings.
    Choice(&'static [&'static str]),
    /// A whole number within bounds.
    Integer(i64, i64),
    /// A truth value.
    Boolean,
    /// A TOML date or time of that kind.
    Time(&'static str),
    /// Values of one form.
    List(Box<Self>),
    /// A table with known keys.
    Table {
        /// The name of the table's type.
        name: &'static str,
        /// What it holds.
        doc: &'static str,
        /// Its keys.
        fields: Vec<Field>,
    },
    /// A table with ids, or other free keys, as keys.
    Map(Box<Self>),
    /// A table with ids of these kinds as keys.
    Keyed(&'static [Kind], Box<Self>),
    /// Any of several forms.
    AnyOf(Vec<Self>),
    /// Anything.
    Free,
}

/// A key of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Whether the table needs it.
    pub required: bool,
    /// The form of its value.
    pub shape: Shape,
}
