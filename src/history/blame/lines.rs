//! Where the lines of a text were in the text before.

use git2::{DiffOptions, Oid, Patch};

use super::{Unknown, Walk};
use crate::source::{LARGEST_FILE, newlines};

/// The most lines of a text that is compared: far more than any plan has, and few enough where
/// texts are made to be hard to compare.
const LONGEST: usize = 100_000;
/// How many lines may be read in the time that one takes which differs, at worst.
const PER_DIFFERENCE: usize = 30;

/// Lines that came in place of others: from which one, how many, and in place of how many.
struct Change {
    from: usize,
    new: usize,
    old: usize,
}

/// What changed from one text to the next, in order.
pub(super) struct Shifts(Vec<Change>);

impl Shifts {
    /// The number that a line had before; `None` where it is new.
    pub fn before(&self, line: usize) -> Option<usize> {
        let (mut more, mut less) = (0, 0);
        for change in self.0.iter().take_while(|change| change.from <= line) {
            if line < change.from + change.new {
                return None;
            }
            more += change.old;
            less += change.new;
        }
        (line + more).checked_sub(less)
    }
}

impl Walk<'_> {
    /// A text that the repository keeps.
    pub(super) fn text(&self, blob: Oid) -> Result<Vec<u8>, Unknown> {
        let (size, _) = self.repository.odb()?.read_header(blob)?;
        if size > LARGEST_FILE {
            return Err(Unknown);
        }
        let text = self.repository.find_blob(blob)?.content().to_vec();
        // Not a text, or one that git keeps in another form than it lies on the disk.
        if text.contains(&0) { Err(Unknown) } else { Ok(text) }
    }

    /// What changed between two texts, but for the space at the ends of lines.
    pub(super) fn compare(&mut self, old: &[u8], new: &[u8]) -> Result<Shifts, Unknown> {
        let (before, now) = (newlines(old), newlines(new));
        self.lines = self.lines.checked_sub(before + now).ok_or(Unknown)?;
        if before.max(now) > LONGEST {
            return Err(Unknown);
        }
        let mut options = DiffOptions::new();
        options.context_lines(0).force_text(true).ignore_whitespace_eol(true);
        let patch = Patch::from_buffers(old, None, new, None, Some(&mut options))?;
        let mut changes = Vec::with_capacity(patch.num_hunks());
        for index in 0..patch.num_hunks() {
            let (hunk, _) = patch.hunk(index)?;
            let [from, new, old] = [hunk.new_start(), hunk.new_lines(), hunk.old_lines()]
                .map(|lines| usize::try_from(lines).unwrap_or(usize::MAX));
            // Where lines are only taken out, git names the one before.
            changes.push(Change { from: from + usize::from(new == 0), new, old });
        }
        let different: usize = changes.iter().map(|change| change.new + change.old).sum();
        self.lines = self.lines.saturating_sub(different * PER_DIFFERENCE);
        Ok(Shifts(changes))
    }
}
