//! Sections of a document, and those that it lacks.

use std::ops::Range;

use super::document::{Block, plain_lines};

/// A heading of the first or second level and what stands below it; the first has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The words of the heading; empty for what stands before the first.
    pub heading: String,
    /// Its bytes, with the heading.
    pub range: Range<usize>,
}

/// The parts of a document, in order; headings in blocks and in fenced code begin none.
pub fn sections(text: &str, blocks: &[Block]) -> Vec<Part> {
    let mut parts = vec![Part { heading: String::new(), range: 0..text.len() }];
    let made = |at: usize| blocks.iter().any(|block| block.range.contains(&at));
    for (_, line, start) in plain_lines(text).filter(|(_, _, start)| !made(*start)) {
        let words = line.strip_prefix("# ").or_else(|| line.strip_prefix("## "));
        let Some(words) = words else { continue };
        if let Some(last) = parts.last_mut() {
            last.range.end = start;
        }
        let heading = words.trim().trim_end_matches('#').trim().to_owned();
        parts.push(Part { heading, range: start..text.len() });
    }
    parts
}

/// What people wrote, with every section and block of what was made that it lacks: sections after
/// the one that they follow, blocks at the end of their section.
pub fn missing(
    written: &str,
    written_parts: &[Part],
    made: &str,
    made_parts: &[Part],
    blocks: &[Block],
) -> String {
    // What is put behind each part of what people wrote.
    let mut behind: Vec<Vec<&str>> = vec![Vec::new(); written_parts.len()];
    let mut after = 0;
    for part in made_parts {
        let same = |own: &Part| own.heading.eq_ignore_ascii_case(&part.heading);
        if let Some(at) = written_parts.iter().position(same) {
            after = at;
            let inside = |block: &&Block| part.range.contains(&block.range.start);
            let inside = blocks.iter().filter(inside);
            behind[at].extend(inside.map(|block| &made[block.range.clone()]));
        } else {
            behind[after].push(&made[part.range.clone()]);
        }
    }
    let newline = if made.contains("\r\n") { "\r\n" } else { "\n" };
    let (mut text, mut adds) = (String::new(), false);
    for (part, added) in written_parts.iter().zip(behind) {
        let own = &written[part.range.clone()];
        if adds && !own.starts_with(['\n', '\r']) {
            part_from(&mut text, newline);
        }
        text.push_str(own);
        adds = !added.is_empty();
        for piece in added {
            part_from(&mut text, newline);
            text.push_str(piece.trim_matches(['\n', '\r']));
        }
    }
    if adds {
        text.push_str(newline);
    }
    text
}

/// Ends a text with an empty line, unless there is nothing above it.
fn part_from(text: &mut String, newline: &str) {
    let is_blank = text.trim().is_empty();
    let ends = |text: &str| text.is_empty() || text.ends_with('\n');
    while !ends(text) || !(is_blank || text.replace('\r', "").ends_with("\n\n")) {
        text.push_str(newline);
    }
}
