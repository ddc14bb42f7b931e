//! What stands in a row: the same for people on a terminal, for programs and within Markdown.

use super::names::Name;
use crate::time::{Instant, Zone, show};
use crate::views::report::inert;
use crate::views::table::Cell;

/// The most characters of a text within Markdown.
const MOST: usize = 300;
/// The most people of a cell within Markdown.
const MOST_PEOPLE: usize = 12;

/// A part of a row.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// Words.
    Text(String),
    /// An id or a place.
    Code(String),
    /// A value, shortened and whole.
    Value(String, String),
    /// A sentence with code in backquotes.
    Sentence(String),
    People(Vec<Name>),
    At(Instant),
}

impl Piece {
    /// Whether two pieces are shown the same.
    pub fn is(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Code(one), Self::Code(two)) if one == two)
    }

    pub fn cell(&self, viewer: &Zone, now: Instant) -> Cell {
        match self {
            Self::Text(text) | Self::Code(text) | Self::Sentence(text) => Cell::same(text),
            Self::Value(short, exact) => Cell { short: short.clone(), exact: exact.clone() },
            Self::People(names) => Cell::same(listed(names.iter().map(|n| n.shown.clone()))),
            Self::At(at) => {
                Cell { short: show::short(*at, viewer, now), exact: show::rfc3339(*at, viewer) }
            }
        }
    }

    /// As a cell of Markdown; people are mentioned only where that is asked for.
    pub fn markdown(&self, viewer: &Zone, now: Instant, mention: bool) -> String {
        match self {
            Self::Text(text) => inert::plain(&cut(text)),
            Self::Code(text) | Self::Value(text, _) => inert::code(&cut(text)),
            Self::Sentence(text) => inert::sentence(&cut(text)),
            Self::At(at) => inert::plain(&show::short(*at, viewer, now)),
            Self::People(names) => {
                let shown = |name: &Name| {
                    let safe = inert::plain(&cut(&name.shown));
                    let handle = name.handle.as_ref().filter(|_| mention);
                    handle.map_or(safe.clone(), |handle| format!("{safe} (@{handle})"))
                };
                let more = names.len().saturating_sub(MOST_PEOPLE);
                let more = (more > 0).then(|| format!("{more} more"));
                listed(names.iter().take(MOST_PEOPLE).map(shown).chain(more))
            }
        }
    }
}

fn listed(names: impl Iterator<Item = String>) -> String {
    let names: Vec<_> = names.collect();
    if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
}

/// The start of a text that is too long.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}...", &text[..end]),
    }
}
