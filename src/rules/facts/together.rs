//! Findings of one rule about many things, as a person would say them.

use super::few;
use crate::diagnostic::Diagnostic;

/// The findings about each of some things; where every one of at least two that were judged has
/// its own, one about them all: what holds of all is how the plan was written, not many slips.
#[must_use]
pub fn all_as_one(
    mut found: Vec<Diagnostic>,
    judged: usize,
    path: &str,
    message: impl FnOnce(usize) -> String,
) -> Vec<Diagnostic> {
    if judged < 2 || found.len() < judged {
        return found;
    }
    let first = found.swap_remove(0);
    let all = Diagnostic::new(first.code, first.level, first.primary.at, message(judged));
    vec![Diagnostic { message: all.message, path: path.to_owned(), fix: None, ..first }]
}

/// Words as a list in a sentence: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn listing<T: AsRef<str>>(words: &[T]) -> String {
    few(words, usize::MAX)
}
