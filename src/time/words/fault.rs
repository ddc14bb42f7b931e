//! What is said about words that are not understood, and how a person's own words are shown.

use std::fmt;

use crate::time::{Instant, Zone};

/// Why words were not understood as a time or a length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhenError {
    /// One sentence, without a full stop. What the person typed is shown escaped.
    pub message: String,
    /// Ways out, each a line of its own; what can be typed instead stands in backticks.
    pub hints: Vec<String>,
    /// The word that names no zone, as typed, for a caller that can suggest another one.
    pub unknown_zone: Option<String>,
}

impl WhenError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hints: Vec::new(), unknown_zone: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    pub(super) fn hints(mut self, hints: impl IntoIterator<Item = String>) -> Self {
        self.hints.extend(hints);
        self
    }
}

impl fmt::Display for WhenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for WhenError {}

pub(super) type Read<T> = Result<T, WhenError>;

/// Longer texts are refused before anything else looks at them.
const LONGEST: usize = 100;

/// The words of a text, which is neither empty nor too long.
pub(super) fn tokens<'a>(text: &'a str, what: &str, examples: &str) -> Read<Vec<&'a str>> {
    if text.len() > LONGEST && text.chars().count() > LONGEST {
        let message = format!("{what} has at most {LONGEST} characters");
        return Err(WhenError::new(message).hint(examples));
    }
    let tokens: Vec<&str> = text.split_ascii_whitespace().collect();
    if tokens.is_empty() {
        return Err(WhenError::new(format!("{what} is missing: the text is empty")).hint(examples));
    }
    Ok(tokens)
}

/// A person's words in backticks, with all but printable ASCII escaped.
pub(super) fn show(text: &str) -> String {
    let mut shown = String::from("`");
    for c in text.chars() {
        match c {
            '`' => shown.extend(c.escape_unicode()),
            ' '..='~' if c != '\\' => shown.push(c),
            _ => shown.extend(c.escape_default()),
        }
    }
    shown + "`"
}

/// The known word that was probably meant, if one is close.
pub(super) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_ascii_lowercase();
    let close = |known: &'a str| {
        let most = if lower.len().min(known.len()) <= 3 { 1 } else { 2 };
        let distance = strsim::damerau_levenshtein(&lower, known);
        (distance <= most).then_some((distance, known))
    };
    known.into_iter().filter_map(close).min_by_key(|(distance, _)| *distance).map(|(_, word)| word)
}

/// `did you mean` with the known word that is close, if there is one.
pub(super) fn did_you_mean<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(word, known).map(|known| format!("did you mean `{known}`?"))
}

/// An instant in RFC 3339 as a clock in the zone shows it, to be typed, and the abbreviation.
pub(super) fn instant(instant: Instant, zone: &Zone) -> String {
    let local = zone.local(instant);
    if local.offset % 60 != 0 {
        return format!("`{}` (UTC)", instant.format("%Y-%m-%dT%H:%M:%S%.fZ"));
    }
    let civil = local.civil.format("%Y-%m-%dT%H:%M:%S%.f");
    format!("`{civil}{}` ({})", offset(local.offset), local.abbreviation)
}

/// An offset from UTC as RFC 3339 writes it; seconds only where a zone really has them.
pub(super) fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let whole = seconds.unsigned_abs();
    let text = format!("{sign}{:02}:{:02}", whole / 3600, whole / 60 % 60);
    if whole.is_multiple_of(60) { text } else { format!("{text}:{:02}", whole % 60) }
}
