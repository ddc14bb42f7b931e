//! Sentences on a terminal: broken between words, not in the middle of one.

use unicode_width::UnicodeWidthStr;

use super::human::Style;

/// A line of text, broken between words where the terminal is narrower; the further lines begin
/// with `indent` spaces. There is no newline at the end.
#[must_use]
pub fn fold(text: &str, indent: usize, style: Style) -> String {
    let Some(width) = style.width.filter(|width| *width < text.width()) else {
        return text.to_owned();
    };
    let mut lines = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let wide = word.width();
        if used > indent && used + 1 + wide > width {
            lines.truncate(lines.trim_end_matches(' ').len());
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            used = indent;
        } else if !lines.is_empty() {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += wide;
    }
    lines
}

/// Short texts beside one another, on as many lines as they need; only one that is wider than a
/// line is broken itself, and a word that is wider than a line is cut. Of what stands between two
/// of them only a comma stays at the end of a line.
#[must_use]
pub fn flow<T: AsRef<str>>(parts: &[T], between: &str, width: usize) -> Vec<String> {
    let (comma, space) = between.strip_prefix(',').map_or(("", between), |space| (",", space));
    let mut lines: Vec<String> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let part = part.as_ref().to_owned() + if index + 1 < parts.len() { comma } else { "" };
        match lines.last_mut() {
            Some(line) if line.width() + space.width() + part.width() <= width => {
                line.push_str(space);
                line.push_str(&part);
            }
            _ => {
                let folded = fold(&part, 0, Style { color: false, width: Some(width) });
                lines.extend(folded.lines().map(|line| cut(line, width).to_owned()));
            }
        }
    }
    lines
}

/// The start of a text that is at most so many columns wide.
#[must_use]
pub fn cut(text: &str, width: usize) -> &str {
    // A text may hold any number of letters without a width: only so many are looked at.
    let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8()).take(4 * width);
    let end = ends.take_while(|end| text[..*end].width() <= width).last();
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_hang() {
        let narrow = Style { color: false, width: Some(12) };
        assert_eq!(fold("1. one two three four", 3, narrow), "1. one two\n   three\n   four");
        assert_eq!(fold("short", 3, narrow), "short");
    }

    #[test]
    fn a_word_that_is_too_long_stays_whole() {
        let narrow = Style { color: false, width: Some(6) };
        assert_eq!(fold("a 2026-10-19T09:00:00Z b", 0, narrow), "a\n2026-10-19T09:00:00Z\nb");
    }

    #[test]
    fn text_for_a_program_is_never_broken() {
        let program = Style { color: false, width: None };
        assert_eq!(fold("one two three four", 2, program), "one two three four");
    }

    #[test]
    fn short_texts_stand_side_by_side_and_none_is_wider_than_a_line() {
        let parts = ["one two", "three", "four", "seventeen-letters"];
        assert_eq!(flow(&parts, ", ", 14), ["one two,", "three, four,", "seventeen-lett"]);
        assert_eq!(flow(&parts[..3], " · ", 15), ["one two · three", "four"]);
        assert_eq!(flow(&["山田 太郎"], "", 5), ["山田", "太郎"]);
        assert_eq!(flow::<&str>(&[], ", ", 5), [""; 0]);
    }

    #[test]
    fn a_text_is_cut_between_letters() {
        assert_eq!(cut("山田", 3), "山");
        assert_eq!(cut("e\u{301}e", 1), "e\u{301}");
        assert_eq!(cut("e", 0), "");
        let endless = "\u{301}".repeat(1_000_000);
        assert!(cut(&endless, 80).len() < 1000);
    }
}
