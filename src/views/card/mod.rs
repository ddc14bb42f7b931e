//! A responder's card as a page that prints on one sheet.

use schemars::JsonSchema;
use serde::Serialize;

use super::sections::{Section, capital};
use super::table::{Cell, Table};
use super::templates::Builtin;
use crate::diagnostic::visible;

/// The template of the page, and that of every page that is to be printed on one sheet.
pub const TEMPLATES: &[Builtin] =
    &[(NAME, include_str!("card.html")), ("sheet.html", include_str!("sheet.html"))];
/// Its name, by which a plan replaces it.
pub const NAME: &str = "card.html";

/// What the template is given.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Data {
    /// The plan's name.
    pub plan: String,
    /// Whose card it is.
    pub name: String,
    /// The instant, the zone, and the revision where it is of one.
    pub heading: String,
    /// The sections that say something.
    pub sections: Vec<SectionData>,
}

/// A section of the card.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Section")]
pub struct SectionData {
    /// What it is about.
    pub title: String,
    /// Its columns.
    pub columns: Vec<ColumnData>,
    /// Its rows, each with a text for every column.
    pub rows: Vec<Vec<String>>,
    /// What stands below them, a sentence each.
    pub notes: Vec<String>,
}

/// A column.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Column")]
pub struct ColumnData {
    /// Its name.
    pub name: String,
    /// Whether its texts are too short to be broken.
    pub narrow: bool,
}

/// The most characters of a text that is not broken.
const NARROW: usize = 12;

impl SectionData {
    /// A section without the columns that are empty.
    #[must_use]
    pub fn new(section: &Section) -> Self {
        let table = &section.table;
        let filled = |column: &usize| table.rows.iter().any(|row| !row[*column].short.is_empty());
        let shown: Vec<_> = (0..table.columns.len()).filter(filled).collect();
        let row =
            |row: &Vec<Cell>| shown.iter().map(|column| visible(&row[*column].short)).collect();
        Self {
            title: capital(section.title),
            columns: shown.iter().map(|column| ColumnData::new(table, *column)).collect(),
            rows: table.rows.iter().map(row).collect(),
            notes: section.notes.iter().map(|note| visible(note)).collect(),
        }
    }
}

impl ColumnData {
    fn new(table: &Table, column: usize) -> Self {
        let short = |row: &Vec<Cell>| row[column].short.chars().count() <= NARROW;
        Self { name: capital(table.columns[column].name), narrow: table.rows.iter().all(short) }
    }
}
