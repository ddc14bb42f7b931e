//! Sentences on a terminal: broken between words, not in the middle of one. Escape sequences for
//! colour take no room, and a break ends them and begins them anew.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::human::Style;

const ESCAPE: char = '\u{1b}';
const PLAIN: &str = "\u{1b}[0m";

/// A line of text, broken between words where the terminal is narrower; the further lines begin
/// with `indent` spaces. There is no newline at the end.
#[must_use]
pub fn fold(text: &str, indent: usize, style: Style) -> String {
    match style.width {
        Some(width) => fold_after(text, indent, &" ".repeat(indent), width),
        None => text.to_owned(),
    }
}

/// A line of text, broken between words where `width` is narrower, but never in its first `kept`
/// columns; the further lines begin with `hang`. There is no newline at the end.
#[must_use]
pub fn fold_after(text: &str, kept: usize, hang: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let (first, rest) = split_at_column(text, kept);
    let mut colour = String::new();
    note_colour(first, &mut colour);
    let (mut lines, mut used) = (first.to_owned(), columns(first));
    // How far a line reaches before its first word: there is nothing to gain by a break there.
    let mut bare = used;
    for (number, word) in rest.split(' ').enumerate() {
        let wide = columns(word);
        if used > bare && used + 1 + wide > width {
            lines.truncate(lines.trim_end_matches(' ').len());
            if !colour.is_empty() {
                lines.push_str(PLAIN);
            }
            lines.extend(["\n", hang, &colour]);
            used = columns(hang);
            bare = used;
        } else if number > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        note_colour(word, &mut colour);
        used += wide;
    }
    lines
}

/// Sentences for a terminal of `width` columns, each on lines of its own. What follows a label
/// such as `warning:` hangs below what is beside the label.
#[must_use]
pub fn fold_notes(text: &str, width: usize) -> String {
    let line = |line: &str| {
        let words = line.trim_start_matches(' ');
        let label = words.split_once(": ").filter(|(label, _)| LABELS.contains(label));
        let hang = line.len() - words.len() + label.map_or(2, |(label, _)| label.len() + 2);
        let hang = if hang * 2 > width { 2 } else { hang };
        fold_after(line, hang, &" ".repeat(hang), width) + "\n"
    };
    text.lines().map(line).collect()
}

/// The words before a colon below which the rest of a note hangs.
const LABELS: [&str; 4] = ["error", "warning", "note", "help"];

/// The columns that a line takes on a terminal.
#[must_use]
pub fn columns(text: &str) -> usize {
    let mut parts = text.split(ESCAPE);
    let first = parts.next().map_or(0, UnicodeWidthStr::width);
    let after = |part: &str| part.split_once('m').map_or(0, |(_, shown)| shown.width());
    first + parts.map(after).sum::<usize>()
}

/// A line without its escape sequences.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut parts = text.split(ESCAPE);
    let first = parts.next().unwrap_or_default();
    let after = |part: &str| part.split_once('m').map_or(String::new(), |(_, shown)| shown.into());
    first.to_owned() + &parts.map(after).collect::<String>()
}

/// The part of a line in its first columns, and the rest; escape sequences between them are the
/// first's.
fn split_at_column(text: &str, column: usize) -> (&str, &str) {
    let (mut used, mut in_sequence) = (0, false);
    for (at, c) in text.char_indices() {
        if in_sequence {
            in_sequence = c != 'm';
        } else if c == ESCAPE {
            in_sequence = true;
        } else {
            used += c.width().unwrap_or(0);
            if used > column {
                return text.split_at(at);
            }
        }
    }
    (text, "")
}

/// Takes over what the escape sequences of a text say of the colour after it.
fn note_colour(text: &str, colour: &mut String) {
    for part in text.split(ESCAPE).skip(1) {
        match part.split_once('m') {
            Some(("[0" | "[", _)) | None => colour.clear(),
            Some((code, _)) => colour.extend(["\u{1b}", code, "m"]),
        }
    }
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
    fn colour_takes_no_room_and_goes_on_after_a_break() {
        let red = "\u{1b}[1m\u{1b}[31mone two\u{1b}[0m three";
        assert_eq!(fold_after(red, 0, "", 13), red);
        assert_eq!(
            fold_after(red, 0, "| ", 5),
            "\u{1b}[1m\u{1b}[31mone\u{1b}[0m\n| \u{1b}[1m\u{1b}[31mtwo\u{1b}[0m\n| three"
        );
    }

    #[test]
    fn the_columns_that_are_kept_are_never_broken() {
        assert_eq!(fold_after("  |  ^^ one two", 8, "  |     ", 12), "  |  ^^ one\n  |     two");
    }

    #[test]
    fn notes_hang_below_what_they_say() {
        let notes = "warning: a fault is here\n  help: mend it soon\nplan · a long heading\n";
        assert_eq!(
            fold_notes(notes, 18),
            "warning: a fault\n         is here\n  help: mend it\n        soon\nplan · a long\n  heading\n"
        );
        assert_eq!(fold_notes(notes, 80), notes);
    }

    #[test]
    fn a_terminal_of_no_width_to_speak_of_loses_no_word() {
        for width in 0..40 {
            let folded = fold_notes("warning: ünïcode 東京 and words\n", width);
            let words: Vec<_> = folded.split_whitespace().collect();
            assert_eq!(words, ["warning:", "ünïcode", "東京", "and", "words"], "{width}");
        }
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
