//! Handoff notes: which handoff each is of, and what it says under its headings.

use crate::plan::{Plan, Record, RotationKey};
use crate::syntax::{HandoffNote, front_matter};
use crate::time::Instant;

/// Things said under one heading beyond these are left to the note itself.
const MOST: usize = 10;
/// The most characters of one of them.
const LONGEST: usize = 400;

/// A handoff note of a rotation.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    /// The record.
    pub record: &'a Record<HandoffNote>,
    /// Its front matter.
    pub front: &'a HandoffNote,
    /// The handoff that it names.
    pub boundary: Instant,
}

/// The notes of a rotation that can be read, the oldest first.
#[must_use]
pub fn notes(plan: &Plan, rotation: RotationKey) -> Vec<Note<'_>> {
    let note = |record| {
        let record: &Record<HandoffNote> = record;
        let front = record.front.as_ref()?;
        let of = &front.rotation.as_ref()?.value;
        let boundary = front.boundary.as_ref()?.value;
        (*of == plan[rotation].id).then_some(Note { record, front, boundary })
    };
    let mut notes: Vec<_> = plan.written.handoffs.iter().filter_map(note).collect();
    notes.sort_by_key(|note| (note.boundary, &note.record.id));
    notes
}

impl Note<'_> {
    /// What stands under a heading of the note, each paragraph and each item of a list by itself
    /// and as it is written.
    #[must_use]
    pub fn says(&self, plan: &Plan, heading: &str) -> Vec<String> {
        said(body(&plan.sources.get(self.record.at.source).text), heading)
    }
}

/// What stands below the front matter.
fn body(text: &str) -> &str {
    let end = front_matter(text).map_or(0, |front| front.end);
    text[end..].split_once('\n').map_or("", |(_, body)| body)
}

fn said(body: &str, heading: &str) -> Vec<String> {
    let (mut found, mut paragraph, mut within) = (Vec::new(), String::new(), false);
    for line in without_comments(body).lines() {
        let line = line.trim();
        let title = line.strip_prefix('#').map(|rest| rest.trim_start_matches('#').trim());
        let item = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "));
        if title.is_some() || item.is_some() || line.is_empty() {
            end(&mut paragraph, &mut found);
        }
        match title {
            Some(title) => within = title.eq_ignore_ascii_case(heading),
            None if within => {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(item.unwrap_or(line));
            }
            None => {}
        }
    }
    end(&mut paragraph, &mut found);
    found
}

fn end(paragraph: &mut String, found: &mut Vec<String>) {
    let whole = std::mem::take(paragraph);
    if whole.trim().is_empty() || found.len() == MOST {
        return;
    }
    found.push(match whole.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &whole[..end]),
        None => whole,
    });
}

/// Markdown without its comments, which are for whoever writes it.
fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_items_are_said_one_by_one_and_comments_are_not() {
        let body = "## Watch\n<!-- what\nto look at -->\nOne\nline.\n\n- two\n  goes on\n* three\n\
                    ### watch\nFour\n## Good to know\nFive\n";
        assert_eq!(said(body, "Watch"), ["One line.", "two goes on", "three", "Four"]);
        assert_eq!(said(body, "good to know"), ["Five"]);
        assert_eq!(said(body, "Time-critical"), [""; 0]);
    }

    #[test]
    fn a_note_of_any_length_is_said_in_bounded_space() {
        let body = format!("## Watch\n{}\n{}", "- x\n".repeat(10_000), "é".repeat(100_000));
        assert_eq!(said(&body, "Watch").len(), MOST);
        let long = format!("## Watch\n{}", "é".repeat(100_000));
        assert_eq!(said(&long, "Watch")[0].chars().count(), LONGEST + 3);
    }
}
