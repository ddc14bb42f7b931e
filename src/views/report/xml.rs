//! Text within XML 1.0.

use crate::diagnostic::visible;

/// Text that a parser reads as it is, in an element or in an attribute between double quotes.
///
/// Characters that XML cannot hold are written as escapes, such as `\u{ffff}`.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (nth, line) in text.split('\n').enumerate() {
        // A parser would make a space of the character itself in an attribute.
        safe.push_str(if nth > 0 { "&#10;" } else { "" });
        for letter in visible(line).chars() {
            match letter {
                '&' => safe.push_str("&amp;"),
                '<' => safe.push_str("&lt;"),
                '>' => safe.push_str("&gt;"),
                '"' => safe.push_str("&quot;"),
                '\u{fffe}' | '\u{ffff}' => safe.extend(letter.escape_unicode()),
                other => safe.push(other),
            }
        }
    }
    safe
}

/// An attribute with a space before it.
pub fn attribute(name: &str, value: impl std::fmt::Display) -> String {
    format!(" {name}=\"{}\"", escaped(&value.to_string()))
}
