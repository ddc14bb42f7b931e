//! Short texts beside what is edited, in Markdown or plain.

use serde_json::{Value, json};

use crate::diagnostic::visible;

/// A text of paragraphs.
pub struct Prose {
    markdown: bool,
    paragraphs: Vec<String>,
}

impl Prose {
    /// An empty text; in Markdown where the editor takes it.
    pub fn new(markdown: bool) -> Self {
        Self { markdown, paragraphs: Vec::new() }
    }

    /// Adds a paragraph that has been put together of what [`Self::text`] and the like return.
    pub fn add(&mut self, paragraph: impl Into<String>) {
        self.paragraphs.push(paragraph.into());
    }

    /// Text that is shown as it is: nothing in it is obeyed.
    pub fn text(&self, text: &str) -> String {
        let text = visible(text);
        if !self.markdown {
            return text;
        }
        let mut escaped = String::with_capacity(text.len());
        for letter in text.chars() {
            if letter.is_ascii_punctuation() && !",;:/'\"%?=@".contains(letter) {
                escaped.push('\\');
            }
            escaped.push(letter);
        }
        escaped
    }

    /// Text that stands out.
    pub fn strong(&self, text: &str) -> String {
        let text = self.text(text);
        if self.markdown { format!("**{text}**") } else { text }
    }

    /// As the protocol has it.
    pub fn content(&self) -> Value {
        let kind = if self.markdown { "markdown" } else { "plaintext" };
        json!({ "kind": kind, "value": self.paragraphs.join("\n\n") })
    }
}

/// What stands in a plan, such as a key: never a text with backquotes.
pub fn code(text: &str) -> String {
    format!("`{}`", visible(text).replace('`', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_a_plan_are_no_markdown() {
        let prose = Prose::new(true);
        assert_eq!(prose.text("[a](b) <img> *x*"), "\\[a\\]\\(b\\) \\<img\\> \\*x\\*");
        assert_eq!(prose.text("a\n\u{1b}[31m"), "a\\\\n\\\\u\\{1b\\}\\[31m");
        assert_eq!(code("a`b"), "`a'b`");
        assert_eq!(Prose::new(false).strong("*x*"), "*x*");
    }
}
