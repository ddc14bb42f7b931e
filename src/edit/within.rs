//! One thing more between brackets: after what stands there, with every comment where it was.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::newline;

/// A text in which what stands between brackets at a place has another thing at its end. `None`
/// where nothing stands between brackets there.
pub(super) fn within(text: &str, at: &Range<usize>, more: &str) -> Option<String> {
    let inner = text.get(at.start + 1..at.end.checked_sub(1)?)?;
    let table = text[at.clone()].starts_with('{');
    let said = said(inner);
    let comma = if inner[..said].is_empty() || inner[..said].ends_with(',') { "" } else { "," };
    let (start, rest) = (at.start + 1 + said, &inner[said..]);
    if let Some(line) = rest.find('\n') {
        // The comment behind the last one stays on its line.
        let line = rest[..line].strip_suffix('\r').map_or(line, str::len);
        let after = if said == 0 || comma.is_empty() { "," } else { "" };
        let new = [newline(text), &indent(text, at.start, said), more, after].concat();
        return Some([&text[..start], comma, &rest[..line], &new, &text[start + line..]].concat());
    }
    let blank = if said == 0 && !table { "" } else { " " };
    let rest = if said == 0 && table { " " } else { rest };
    Some([&text[..start], comma, blank, more, rest, &text[at.end - 1..]].concat())
}

/// Where what stands between brackets ends, without the blanks and comments behind it.
fn said(inner: &str) -> usize {
    let idle = [TokenKind::Whitespace, TokenKind::Newline, TokenKind::Comment, TokenKind::Eof];
    let tokens = Source::new(inner).lex();
    let said = tokens.filter(|token| !idle.contains(&token.kind()));
    said.last().map_or(0, |token| token.span().end())
}

/// The blanks before the last thing between brackets that begin at a place; four more than those of
/// the line of the brackets where it is not the first of its line.
fn indent(text: &str, start: usize, said: usize) -> String {
    let blanks =
        |line: &str| line[..line.len() - line.trim_start_matches([' ', '\t']).len()].to_owned();
    let line = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
    let (own, last) = (line(start), line(start + 1 + said));
    if last > start { blanks(&text[last..]) } else { blanks(&text[own..]) + "    " }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(old: &str, new: &str) {
        let at = old.find(['[', '{']).unwrap()..old.rfind([']', '}']).unwrap() + 1;
        assert_eq!(within(old, &at, "9").as_deref(), Some(new));
    }

    #[test]
    fn on_one_line_it_stands_behind_the_last() {
        for (old, new) in [
            ("a = []", "a = [9]"),
            ("a = [1]  # why", "a = [1, 9]  # why"),
            ("a = [ 1, ]", "a = [ 1, 9 ]"),
            ("a = {}", "a = { 9 }"),
            ("a = { b = 1 }", "a = { b = 1, 9 }"),
        ] {
            becomes(old, new);
        }
    }

    #[test]
    fn on_several_lines_it_has_a_line_of_its_own_and_comments_stay() {
        for (old, new) in [
            ("a = [\n  1\n]", "a = [\n  1,\n  9\n]"),
            ("a = [\n\t1,\n]", "a = [\n\t1,\n\t9,\n]"),
            (
                "a = [ # who\n  1, # first\n  # later\n]",
                "a = [ # who\n  1, # first\n  9,\n  # later\n]",
            ),
            ("a = [ # who\n  1 # first\n]", "a = [ # who\n  1, # first\n  9\n]"),
            ("  a = [ # who\n]", "  a = [ # who\n      9,\n]"),
            ("a = [1, # one\n]", "a = [1, # one\n    9,\n]"),
            ("a = [\r\n  1, # ]\r\n]", "a = [\r\n  1, # ]\r\n  9,\r\n]"),
            ("a = [\n  \"# no comment\"\n]", "a = [\n  \"# no comment\",\n  9\n]"),
        ] {
            becomes(old, new);
        }
    }
}
