//! Text from strangers: shown, never obeyed.

/// A text with control characters, and characters that reorder or hide text, written as escapes.
#[must_use]
pub fn visible(text: &str) -> String {
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if plain || !text.chars().any(is_unsafe) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for (letter, acts) in letters(text) {
        if acts {
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
    let plain: String = letters(text).map(|(c, acts)| if acts { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text shows nothing.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || is_unsafe(letter))
}

/// Each character, and whether it acts on the text instead of standing in it: a control character,
/// or one that reorders or hides text.
pub fn letters(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut before = None;
    text.char_indices().map(move |(index, letter)| {
        let after = text[index + letter.len_utf8()..].chars().next();
        let joins =
            matches!(letter, '\u{200c}' | '\u{200d}') && [before, after].into_iter().all(is_joined);
        before = Some(letter);
        (letter, is_unsafe(letter) && !joins)
    })
}

/// Whether a joiner beside it is a part of how something is spelt: of a name in an Indian script or
/// in Persian, or of an emoji.
fn is_joined(neighbour: Option<char>) -> bool {
    neighbour.is_some_and(|c| !c.is_ascii() && !c.is_whitespace() && !is_unsafe(c))
}

fn is_unsafe(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
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
    fn joiners_stand_where_they_spell_and_nowhere_else() {
        for name in ["👩\u{200d}🚒", "नेपाल\u{94d}\u{200d}य", "علی\u{200c}رضا"]
        {
            assert_eq!(visible(name), name);
            assert_eq!(tidy(name), name);
        }
        assert_eq!(visible("an\u{200d}a"), "an\\u{200d}a");
        assert_eq!(visible("👩\u{200d}"), "👩\\u{200d}");
        assert_eq!(visible("👩\u{200d}\u{200d}🚒"), "👩\\u{200d}\\u{200d}🚒");
        assert!(is_blank("\u{200d}\u{200c}"));
    }

    #[test]
    fn a_tidy_text_is_one_line_of_what_can_be_seen() {
        assert_eq!(tidy(" Zoë \n\t 日本\u{1b}[31m\u{202e} "), "Zoë 日本 [31m");
        assert_eq!(tidy("\u{200b}\n"), "");
    }
}
