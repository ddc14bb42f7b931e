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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
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

/// Marks within a text are at most about this many bytes apart, so that a line of megabytes costs
/// no more than many lines.
const STEP: usize = 1024;

/// A byte of a text whose position is known.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    offset: usize,
    position: Position,
}

/// The beginning of each line, and places within long ones; in order, up to some place of a text.
#[derive(Clone, Debug)]
pub struct Marks(Vec<Mark>);

impl Default for Marks {
    fn default() -> Self {
        Self(vec![Mark { offset: 0, position: Position::default() }])
    }
}

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    marks: Vec<Mark>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    /// The lines of a text; they end in LF, CRLF or CR.
    #[must_use]
    pub fn new(text: &'t str, encoding: Encoding) -> Self {
        let all = Position { line: usize::MAX, character: usize::MAX };
        Self::up_to(all, text, Marks::default(), encoding)
    }

    /// The lines of a text up to a place, of which some marks are known.
    #[must_use]
    pub fn up_to(end: Position, text: &'t str, known: Marks, encoding: Encoding) -> Self {
        let Marks(mut marks) = known;
        let Mark { offset: start, mut position } = marks.last().copied().unwrap_or_default();
        let mut last = start;
        let mut letters = text.get(start..).unwrap_or_default().char_indices().peekable();
        while position <= end
            && let Some((at, letter)) = letters.next()
        {
            let next = start + at + letter.len_utf8();
            let ends = letter == '\n'
                || (letter == '\r' && letters.peek().is_none_or(|(_, letter)| *letter != '\n'));
            if ends {
                position = Position { line: position.line + 1, character: 0 };
            } else {
                position.character += encoding.width(letter);
            }
            if ends || next - last >= STEP {
                marks.push(Mark { offset: next, position });
                last = next;
            }
        }
        Self { text, marks, encoding }
    }

    /// The marks that are still true when the text is changed at a byte and behind it.
    #[must_use]
    pub fn before(self, at: usize) -> Marks {
        let mut marks = self.marks;
        // Whether a CR before the byte ends a line depends on what stands at it.
        marks.truncate(marks.partition_point(|mark| mark.offset < at).max(1));
        Marks(marks)
    }

    /// The line and character of a byte; of one within a character, those of the character.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let mark = self.mark(|mark| mark.offset <= offset);
        let letters = self.text[mark.offset..].char_indices();
        let before = letters.map(|(at, letter)| (mark.offset + at, letter));
        let before = before.take_while(|(at, letter)| at + letter.len_utf8() <= offset);
        let more: usize = before.map(|(_, letter)| self.encoding.width(letter)).sum();
        Position { character: mark.position.character + more, ..mark.position }
    }

    /// The last mark of which something holds that holds of the first.
    fn mark(&self, holds: impl Fn(&Mark) -> bool) -> Mark {
        let after = self.marks.partition_point(holds);
        self.marks[after.saturating_sub(1)]
    }

    /// The place of a range of bytes.
    #[must_use]
    pub fn place(&self, range: &Range<usize>) -> Place {
        Place { start: self.position(range.start), end: self.position(range.end) }
    }

    /// The byte of a line and character; beyond the end of a line or of the text, that end.
    #[must_use]
    pub fn offset(&self, position: Position) -> usize {
        let mark = self.mark(|mark| mark.position <= position);
        if mark.position.line < position.line {
            return self.text.len();
        }
        let mut left = position.character - mark.position.character;
        for (at, letter) in self.text[mark.offset..].char_indices() {
            let width = self.encoding.width(letter);
            if left < width || matches!(letter, '\r' | '\n') {
                return mark.offset + at;
            }
            left -= width;
        }
        self.text.len()
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
        assert_eq!(Lines::new("ab\n", Encoding::Utf16).offset(at(1, 7)), 3);
    }

    #[test]
    fn a_line_of_many_kilobytes_has_places_like_any_other() {
        let text = "ä😀".repeat(3000) + "\nb";
        let lines = Lines::new(&text, Encoding::Utf16);
        assert_eq!(lines.position(6 * 2999), at(0, 3 * 2999));
        assert_eq!(lines.offset(at(0, 3 * 2999 + 1)), 6 * 2999 + 2);
        assert_eq!(lines.offset(at(0, 1_000_000)), 6 * 3000);
        assert_eq!(lines.offset(at(1, 1)), text.len());
    }

    proptest! {
        #[test]
        fn what_is_known_before_a_change_is_true_after_it(
            text in "[aä😀\r\n]{0,40}",
            changes in prop::collection::vec(((0usize..6, 0usize..9), "[b\r\n]{0,3}", 0usize..4), 0..6),
        ) {
            let (mut text, mut known) = (text, Marks::default());
            for ((line, character), new, more) in changes {
                let place = Place { start: at(line, character), end: at(line, character + more) };
                let lines = Lines::up_to(place.end, &text, known, Encoding::Utf16);
                let range = lines.range(place);
                prop_assert_eq!(&range, &Lines::new(&text, Encoding::Utf16).range(place));
                known = lines.before(range.start);
                text.replace_range(range, &new);
            }
        }

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
