//! Phrases that rules look for in what people write.
//!
//! Owns how patterns are compiled and which text is somebody else's. Knows no rule's pattern.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::Block;

/// The most memory that one compiled pattern takes.
const LARGEST: usize = 1 << 20;
/// The longest quotation within a paragraph; a mark that is not closed hides no more.
const LONGEST_QUOTE: usize = 300;
/// Quotation marks: those that open, each with the one that closes.
const MARKS: [(char, char); 4] = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»')];

/// A pattern that takes letters of either case for the same. `\b` is between ASCII letters and
/// others, so that text in other scripts is searched as fast.
pub(super) fn pattern(text: &str) -> Option<Regex> {
    let text = text.replace(r"\b", r"(?-u:\b)");
    RegexBuilder::new(&text).case_insensitive(true).size_limit(LARGEST).build().ok()
}

/// The parts of a text that stand in quotation marks.
pub(super) fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((start, close)) = opening(&text[from..]) {
        let start = from + start;
        let mark = text[start..].chars().next().map_or(1, char::len_utf8);
        let inside = start + mark;
        let near = text[inside..].char_indices().take(LONGEST_QUOTE);
        from = match near.into_iter().find(|(_, letter)| *letter == close) {
            Some((length, _)) => {
                found.push(start..inside + length);
                inside + length + close.len_utf8()
            }
            None => inside,
        };
    }
    found
}

/// The first opening mark and what closes it.
fn opening(text: &str) -> Option<(usize, char)> {
    let mark = |letter: char| MARKS.iter().find(|(open, _)| *open == letter);
    text.char_indices().find_map(|(at, letter)| Some((at, mark(letter)?.1)))
}

/// Every match of a pattern that does not begin in a quotation.
pub(super) fn matches(pattern: Option<&Regex>, text: &str) -> Vec<Range<usize>> {
    let Some(pattern) = pattern else { return Vec::new() };
    let mut found: Vec<_> = pattern.find_iter(text).map(|found| found.range()).collect();
    if !found.is_empty() {
        let quoted = quoted(text);
        found.retain(|range| {
            let before = quoted.partition_point(|quote| quote.start <= range.start);
            before.checked_sub(1).is_none_or(|last| quoted[last].end <= range.start)
        });
    }
    found
}

/// The paragraphs that stand in no section, nor in a section within one, whose heading matches.
pub(super) fn outside<'b>(
    blocks: &'b [Block],
    heading: Option<&Regex>,
) -> impl Iterator<Item = &'b Block> {
    let mut closed: Option<usize> = None;
    blocks.iter().filter(move |block| {
        let Some(level) = block.heading else { return closed.is_none() };
        if closed.is_none_or(|closed| level <= closed) {
            let matches = heading.is_some_and(|heading| heading.is_match(&block.text));
            closed = matches.then_some(level);
        }
        false
    })
}

/// A text in quotation marks, cut where it is long.
pub(super) fn excerpt(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(80) {
        None => format!("\"{text}\""),
        Some((end, _)) => format!("\"{}...\"", text[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_in_a_paragraph_are_found_and_a_lone_mark_hides_nothing() {
        let inside = |text: &str| -> Vec<String> {
            quoted(text).into_iter().map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(inside("He wrote \"a b\" and “c”, „d“ «e»"), ["\"a b", "“c", "„d", "«e"]);
        assert_eq!(inside("a 19\" rack"), [""; 0]);
        assert_eq!(inside(&format!("\"{}\"", "x".repeat(301))), [""; 0]);
    }

    #[test]
    fn many_marks_are_searched_in_time() {
        let text = "\u{201c}".repeat(200_000);
        assert_eq!(quoted(&text).len(), 0);
    }

    #[test]
    fn a_match_that_begins_in_a_quotation_is_somebody_elses() {
        let pattern = pattern(r"\bif only\b").unwrap();
        let found = |text: &str| matches(Some(&pattern), text).len();
        assert_eq!(found("If only it rang. Ana: \"if only\" - if ONLY"), 2);
        assert_eq!(found("gif only, wif onlyx"), 0);
    }

    #[test]
    fn excerpts_are_one_line_and_short() {
        assert_eq!(excerpt(" a\n b "), "\"a b\"");
        assert_eq!(excerpt(&"ä ".repeat(90)).chars().count(), 84);
    }
}
