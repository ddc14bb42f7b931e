//! Text of a plan within Markdown, in a cell of a table: it is shown and means nothing.
//!
//! Marks of Markdown and HTML are written as character references, which never form structure.
//! What a forge makes links of later, such as a mention, is broken by a space without width.

use crate::diagnostic::visible;

/// Between two characters that must not meet.
const APART: &str = "&#8203;";

/// A sentence of which what stands in backquotes is set as code.
pub fn sentence(text: &str) -> String {
    let text = visible(text);
    let parts: Vec<_> = text.split('`').collect();
    // Every quotation has two marks: with an even count of parts, the last mark begins none.
    let whole = if parts.len() % 2 == 0 { parts.len() - 2 } else { parts.len() };
    let mut safe = String::new();
    for (nth, part) in parts.iter().enumerate() {
        match nth {
            nth if nth > whole => safe.push_str(&plain(&format!("`{part}"))),
            nth if nth % 2 == 1 && !part.is_empty() => safe.push_str(&code(part)),
            nth if nth % 2 == 1 => safe.push_str(&plain("``")),
            _ => safe.push_str(&plain(part)),
        }
    }
    safe
}

/// A text set as code, in which forges look for nothing; nothing where it is empty.
pub fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("<code>{}</code>", references(&visible(text)))
}

/// A text of which no character is a mark, within an element in which forges look for nothing.
pub fn references(text: &str) -> String {
    text.chars().map(reference).collect()
}

/// A text that is only text.
pub fn plain(text: &str) -> String {
    let text = visible(text);
    let mut safe = String::with_capacity(text.len());
    let mut before = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        safe.push_str(&reference(letter));
        before.push(letter.to_ascii_lowercase());
        let next = letters.peek().copied().unwrap_or(' ');
        if is_sigil(letter, next) || before.ends_with("www.") || before.ends_with("gh-") {
            safe.push_str(APART);
        }
    }
    safe
}

/// Whether two characters begin a mention, a reference, an address or an emoji.
fn is_sigil(letter: char, next: char) -> bool {
    match letter {
        '@' | '#' | '!' | '~' | '%' | '$' | '&' => next.is_alphanumeric() || "\"_[{".contains(next),
        ':' => next == '/' || next == '+' || next == '-' || next.is_alphabetic(),
        _ => false,
    }
}

fn reference(letter: char) -> String {
    match letter {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~' | '$' | '^' | '"'
        | '\'' => format!("&#{};", u32::from(letter)),
        plain => plain.to_string(),
    }
}
