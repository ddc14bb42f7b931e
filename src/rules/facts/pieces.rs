//! Who holds something when, piece by piece.

use crate::plan::PersonKey;
use crate::time::{Instant, Span};

/// A span in which the same people are meant; neighbours differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// When.
    pub span: Span,
    /// Who, sorted, each once; may be empty.
    pub people: Vec<PersonKey>,
}

/// The union of what people hold over a span, as pieces that fill it without a hole.
#[must_use]
pub fn pieces<'p>(
    span: Span,
    held: impl IntoIterator<Item = (Span, &'p [PersonKey])>,
) -> Vec<Piece> {
    let mut edges: Vec<(Instant, bool, PersonKey)> = Vec::new();
    for (part, people) in held {
        let part = part.intersection(span);
        if !part.is_empty() {
            edges.extend(
                people
                    .iter()
                    .flat_map(|person| [(part.start, true, *person), (part.end, false, *person)]),
            );
        }
    }
    edges.sort_unstable();
    let mut found: Vec<Piece> = Vec::new();
    let mut present: Vec<(PersonKey, usize)> = Vec::new();
    let (mut start, mut next) = (span.start, 0);
    while start < span.end {
        while let Some((_, begins, person)) = edges.get(next).filter(|edge| edge.0 <= start) {
            turn(&mut present, *person, *begins);
            next += 1;
        }
        let end = edges.get(next).map_or(span.end, |edge| edge.0);
        let people: Vec<_> = present.iter().map(|(person, _)| *person).collect();
        match found.last_mut().filter(|last| last.people == people) {
            Some(last) => last.span.end = end,
            None => found.push(Piece { span: Span::new(start, end), people }),
        }
        start = end;
    }
    found
}

/// Counts somebody in or out.
fn turn(present: &mut Vec<(PersonKey, usize)>, person: PersonKey, begins: bool) {
    match (present.binary_search_by_key(&person, |(known, _)| *known), begins) {
        (Ok(index), true) => present[index].1 += 1,
        (Err(index), true) => present.insert(index, (person, 1)),
        (Ok(index), false) if present[index].1 == 1 => {
            present.remove(index);
        }
        (Ok(index), false) => present[index].1 -= 1,
        (Err(_), false) => {}
    }
}
