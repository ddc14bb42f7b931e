//! Where places begin and end, for many places of large files: each file is gone through once.

use std::collections::BTreeMap;

use crate::source::{Location, SourceId, Sources};

/// A point in a file, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
    /// The column, in bytes.
    pub byte: usize,
}

/// Where something begins and where it has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The first character.
    pub start: Point,
    /// The first character after it.
    pub end: Point,
}

/// The points of some places.
pub struct Places(BTreeMap<(SourceId, u32), Point>);

impl Places {
    /// The points at which some places begin and end.
    #[must_use]
    pub fn new(sources: &Sources, places: impl Iterator<Item = Location>) -> Self {
        let start = Point { line: 1, column: 1, byte: 1 };
        let ends = |at: Location| [((at.source, at.start), start), ((at.source, at.end), start)];
        let mut points: BTreeMap<_, _> = places.flat_map(ends).collect();
        let mut walk: Option<(SourceId, Walk<'_>)> = None;
        for ((source, at), point) in &mut points {
            let current = walk.take().filter(|(current, _)| current == source);
            let (_, current) = walk.insert(
                current
                    .unwrap_or_else(|| (*source, Walk::new(sources.get(*source).text.as_bytes()))),
            );
            *point = current.until(*at as usize);
        }
        Self(points)
    }

    /// Where one of the places is.
    #[must_use]
    pub fn of(&self, at: Location) -> Place {
        let start = Point { line: 1, column: 1, byte: 1 };
        let point = |byte| self.0.get(&(at.source, byte)).copied().unwrap_or(start);
        Place { start: point(at.start), end: point(at.end) }
    }
}

/// A walk through a file.
struct Walk<'t> {
    text: &'t [u8],
    at: usize,
    point: Point,
}

impl<'t> Walk<'t> {
    /// The start of a text; a byte order mark is no part of its first line.
    fn new(text: &'t [u8]) -> Self {
        let at = if text.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
        Self { text, at, point: Point { line: 1, column: 1, byte: 1 } }
    }

    /// Goes on to a byte, which is not before the last one.
    fn until(&mut self, at: usize) -> Point {
        let at = at.min(self.text.len());
        for byte in self.text.get(self.at..at).unwrap_or_default() {
            if *byte == b'\n' {
                self.point = Point { line: self.point.line + 1, column: 1, byte: 1 };
                continue;
            }
            self.point.byte += 1;
            // The bytes of a character after its first begin with the bits 10.
            self.point.column += usize::from(byte & 0xc0 != 0x80);
        }
        self.at = self.at.max(at);
        self.point
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn points_are_those_of_the_sources(
            text in "(\u{feff})?([ -~äß山𐐀\r\n]|\r\n){0,60}",
            places in prop::collection::vec((0usize..90, 0usize..90), 1..6),
        ) {
            let mut sources = Sources::default();
            let other = sources.add("other.toml".to_owned(), "a\nb\n".to_owned());
            let id = sources.add("irp.toml".to_owned(), text.clone());
            let floor = |at: usize| {
                (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
            };
            let places = places.into_iter().map(|(from, to)| {
                let (from, to) = (floor(from.min(to)), floor(from.max(to)));
                Location::new(id, &(from..to))
            });
            let places: Vec<_> = places.chain([Location::new(other, &(2..3))]).collect();
            let points = Places::new(&sources, places.iter().copied());
            for at in places {
                let (own, known) = (points.of(at), sources.position(at));
                prop_assert_eq!((own.start.line, own.start.column), (known.line, known.column));
                prop_assert_eq!((own.end.line, own.end.column), (known.end_line, known.end_column));
            }
        }
    }

    #[test]
    fn bytes_are_counted_beside_characters() {
        let mut sources = Sources::default();
        let id = sources.add("irp.toml".to_owned(), "x\na𐐀b".to_owned());
        let at = Location::new(id, &(7..8));
        let place = Places::new(&sources, std::iter::once(at)).of(at);
        assert_eq!(place.start, Point { line: 2, column: 3, byte: 6 });
        assert_eq!(place.end, Point { line: 2, column: 4, byte: 7 });
    }
}
