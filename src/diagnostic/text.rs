//! Text from strangers: shown, never obeyed.

/// A text with control characters, and characters that reorder or hide text, written as escapes.
#[must_use]
pub fn visible(text: &str) -> String {
    if !text.chars().any(is_unsafe) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_unsafe(letter) {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// A text on one line, with a space for whatever [`visible`] would escape, and for more than one.
#[must_use]
pub fn tidy(text: &str) -> String {
    let plain: String = text.chars().map(|c| if is_unsafe(c) { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text shows nothing.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || is_unsafe(letter))
}

fn is_unsafe(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_reordering_are_shown() {
        assert_eq!(visible("Zoë 日本"), "Zoë 日本");
        assert_eq!(visible("\u{1b}[31mred\n"), "\\u{1b}[31mred\\n");
        assert_eq!(visible("a\u{202e}b"), "a\\u{202e}b");
    }

    #[test]
    fn a_tidy_text_is_one_line_of_what_can_be_seen() {
        assert_eq!(tidy(" Zoë \n\t 日本\u{1b}[31m\u{202e} "), "Zoë 日本 [31m");
        assert_eq!(tidy("\u{200b}\n"), "");
    }
}
