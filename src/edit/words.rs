//! Keys and texts as they are written best.

use std::borrow::Cow;

/// A part of a key: without quotes where it needs none.
pub(super) fn key(written: &str) -> Cow<'_, str> {
    let inner = written.get(1..written.len().saturating_sub(1)).unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if written.starts_with(['"', '\'']) && !inner.is_empty() && inner.chars().all(plain) {
        return Cow::Borrowed(inner);
    }
    scalar(written)
}

/// A value that is neither list nor table: a literal text becomes a basic one where nothing in it
/// would have to be escaped.
pub(super) fn scalar(written: &str) -> Cow<'_, str> {
    if written.len() < 2 || !written.starts_with('\'') || written.starts_with("'''") {
        return Cow::Borrowed(written);
    }
    let inner = &written[1..written.len() - 1];
    let escaped = |c: char| matches!(c, '"' | '\\') || (c.is_control() && c != '\t');
    if inner.chars().any(escaped) {
        return Cow::Borrowed(written);
    }
    Cow::Owned(format!("\"{inner}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_that_a_key_needs_are_kept() {
        assert_eq!(key("\"ana\""), "ana");
        assert_eq!(key("'2026-q4'"), "2026-q4");
        assert_eq!(key("\"a.b\""), "\"a.b\"");
        assert_eq!(key("'a b'"), "\"a b\"");
        assert_eq!(key("\"\""), "\"\"");
        assert_eq!(key("''"), "\"\"");
        assert_eq!(key("ana"), "ana");
    }

    #[test]
    fn a_literal_text_that_avoids_escapes_is_kept() {
        assert_eq!(scalar("'ana'"), "\"ana\"");
        assert_eq!(scalar(r"'C:\plans'"), r"'C:\plans'");
        assert_eq!(scalar("'say \"so\"'"), "'say \"so\"'");
        assert_eq!(scalar("'''a'''"), "'''a'''");
        assert_eq!(scalar("1_000"), "1_000");
    }
}
