//! Lines and characters as the protocol counts them, and the bytes that they are.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// What a character of a position is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// A unit of UTF-16: what every client knows.
    #[default]
    Utf16,
    /// A byte.
    Utf8,
    /// A code point.
    Utf32,
}

impl Encoding {
    /// The protocol's name for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf16 => "utf-16",
            Self::Utf8 => "utf-8",
            Self::Utf32 => "utf-32",
        }
    }

    fn width(self, letter: char) -> usize {
        match self {
            Self::Utf16 => letter.len_utf16(),
            Self::Utf8 => letter.len_utf8(),
            Self::Utf32 => 1,
        }
    }
}

/// A place in a document: line and character, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character, in units of the encoding agreed on.
    pub character: usize,
}

/// A half-open range of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Place {
    /// The first character.
    pub start: Position,
    /// The first after it.
    pub end: Position,
}

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    /// The lines of a text; they end in LF, CRLF or CR.
    #[must_use]
    pub fn new(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = |at: &usize| match bytes[*at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let after = (0..bytes.len()).filter(ends).map(|at| at + 1);
        Self { text, starts: std::iter::once(0).chain(after).collect(), encoding }
    }

    /// The line and character of a byte; of one within a character, those of the character.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts[line];
        let letters = self.text[start..].char_indices();
        let before = letters.take_while(|(at, letter)| start + at + letter.len_utf8() <= offset);
        let character = before.map(|(_, letter)| self.encoding.width(letter)).sum();
        Position { line, character }
    }

    /// The place of a range of bytes.
    #[must_use]
    pub fn place(&self, range: &Range<usize>) -> Place {
        Place { start: self.position(range.start), end: self.position(range.end) }
    }

    /// The byte of a line and character; beyond the end of a line or of the text, that end.
    #[must_use]
    pub fn offset(&self, position: Position) -> usize {
        let Some(start) = self.starts.get(position.line) else { return self.text.len() };
        let next = self.starts.get(position.line + 1).copied().unwrap_or(self.text.len());
        let line = self.text[*start..next].trim_end_matches(['\r', '\n']);
        let mut left = position.character;
        for (at, letter) in line.char_indices() {
            let width = self.encoding.width(letter);
            if left < width {
                return start + at;
            }
            left -= width;
        }
        start + line.len()
    }

    /// The bytes of a place.
    #[must_use]
    pub fn range(&self, place: Place) -> Range<usize> {
        let (start, end) = (self.offset(place.start), self.offset(place.end));
        start.min(end)..end
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(line: usize, character: usize) -> Position {
        Position { line, character }
    }

    #[test]
    fn a_letter_outside_the_basic_plane_is_two_units_of_utf_16() {
        let text = "ä😀b\r\nc";
        let utf16 = Lines::new(text, Encoding::Utf16);
        assert_eq!(utf16.position(text.find('b').unwrap()), at(0, 3));
        assert_eq!(utf16.position(text.find('c').unwrap()), at(1, 0));
        assert_eq!(utf16.offset(at(0, 3)), 6);
        assert_eq!(Lines::new(text, Encoding::Utf8).position(6), at(0, 6));
        assert_eq!(Lines::new(text, Encoding::Utf32).position(6), at(0, 2));
    }

    #[test]
    fn a_position_that_is_nowhere_is_the_nearest_end() {
        let lines = Lines::new("ab\ncd", Encoding::Utf16);
        assert_eq!(lines.offset(at(0, 99)), 2);
        assert_eq!(lines.offset(at(9, 0)), 5);
    }

    proptest! {
        #[test]
        fn every_character_is_where_it_is(text in "[a-zä😀\r\n]{0,40}") {
            for encoding in [Encoding::Utf16, Encoding::Utf8, Encoding::Utf32] {
                let lines = Lines::new(&text, encoding);
                for (offset, letter) in text.char_indices() {
                    let within = letter == '\n' && text[..offset].ends_with('\r');
                    let position = lines.position(offset);
                    prop_assert!(within || lines.offset(position) == offset);
                }
            }
        }
    }
}
