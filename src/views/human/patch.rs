//! The difference of two texts, line by line, in the form that `patch` and `git apply` read.

use std::fmt::Write as _;

use similar::{Algorithm, ChangeTag, TextDiff};

use super::Style;
use crate::diagnostic::visible;

/// The lines that change in a file, with three lines around them; nothing where none does.
///
/// Control characters are shown, but for tabs. Line ends with a carriage return are so only where
/// not every line of both texts has one.
#[must_use]
pub fn patch(name: &str, old: &str, new: &str, style: Style) -> String {
    if old == new {
        return String::new();
    }
    let name = visible(name);
    let mut text = String::new();
    for sign in ["---", "+++"] {
        let _ = writeln!(text, "{}", style.bold(&format!("{sign} {name}")));
    }
    let windows = [old, new].iter().all(|text| is_windows(text));
    // The only algorithm whose cost stays low where most of many lines change.
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(old, new);
    for hunk in diff.unified_diff().iter_hunks() {
        let _ = writeln!(text, "{}", style.place(&hunk.header().to_string()));
        for change in hunk.iter_changes() {
            let line = line(change.value(), windows);
            let shown = match change.tag() {
                ChangeTag::Equal => format!(" {line}"),
                ChangeTag::Delete => style.removed(&format!("-{line}")),
                ChangeTag::Insert => style.added(&format!("+{line}")),
            };
            let _ = writeln!(text, "{shown}");
            if change.missing_newline() {
                text += "\\ No newline at end of file\n";
            }
        }
    }
    text
}

fn is_windows(text: &str) -> bool {
    text.split_inclusive('\n').all(|line| !line.ends_with('\n') || line.ends_with("\r\n"))
}

/// A line without its end, as it may be shown.
fn line(written: &str, windows: bool) -> String {
    let line = written.strip_suffix('\n').unwrap_or(written);
    let line = if windows { line.strip_suffix('\r').unwrap_or(line) } else { line };
    line.split('\t').map(visible).collect::<Vec<_>>().join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style { color: false, width: None };

    #[test]
    fn changed_lines_stand_among_those_around_them() {
        let old = "a\nb\nc\nd\ne\nf=1\n\n";
        let new = "a\nb\nc\nd\ne\nf = 1\n";
        let expected = "--- x\n+++ x\n@@ -3,5 +3,4 @@\n c\n d\n e\n-f=1\n-\n+f = 1\n";
        assert_eq!(patch("x", old, new, PLAIN), expected);
        assert_eq!(patch("x", old, old, PLAIN), "");
    }

    #[test]
    fn nothing_in_a_file_is_obeyed() {
        let old = "a\u{1b}[2J\tb";
        let expected = "--- x\\n\n+++ x\\n\n@@ -1 +1 @@\n-a\\u{1b}[2J\tb\n\
                        \\ No newline at end of file\n+a\n";
        assert_eq!(patch("x\n", old, "a\n", PLAIN), expected);
    }

    #[test]
    fn carriage_returns_are_shown_only_where_they_differ() {
        let shown = patch("x", "a=1\r\n", "a = 1\r\n", PLAIN);
        assert!(shown.ends_with("-a=1\n+a = 1\n"), "{shown}");
        let mixed = patch("x", "a\r\nb\n", "a\r\nb\r\n", PLAIN);
        assert!(mixed.ends_with(" a\\r\n-b\n+b\\r\n"), "{mixed}");
    }

    #[test]
    fn colour_marks_what_is_added_and_removed() {
        let shown = patch("x", "a\n", "b\n", Style { color: true, width: Some(80) });
        assert!(shown.contains("\u{1b}[31m-a\u{1b}[0m\n\u{1b}[32m+b\u{1b}[0m\n"), "{shown}");
    }
}
