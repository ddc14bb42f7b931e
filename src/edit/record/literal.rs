//! Values as they are written.

use std::fmt::Write as _;

use super::Scalar;
use crate::diagnostic::letters;
use crate::time::show;

/// A value as TOML, on one line: no text can end the front matter that it stands in.
#[must_use]
pub fn literal(value: &Scalar) -> String {
    match value {
        Scalar::Text(text) => quoted(text),
        Scalar::Instant(instant) => show::utc(*instant),
        Scalar::List(texts) => {
            let texts: Vec<_> = texts.iter().map(|text| quoted(text)).collect();
            format!("[{}]", texts.join(", "))
        }
    }
}

/// A key, in quotes where it needs them.
pub(super) fn key(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !text.is_empty() && text.chars().all(plain) { text.to_owned() } else { quoted(text) }
}

/// A text as a TOML string on one line: it reads as it was, and nothing in it acts where the file is
/// looked at.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut written = String::from("\"");
    for (letter, acts) in letters(text) {
        match letter {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            // Letters that act on a terminal, reorder or hide what is written, are seen in the file.
            hidden if acts && u32::from(hidden) > 0xffff => {
                let _ = write!(written, "\\U{:08X}", u32::from(hidden));
            }
            hidden if acts => {
                let _ = write!(written, "\\u{:04X}", u32::from(hidden));
            }
            plain => written.push(plain),
        }
    }
    written.push('"');
    written
}
