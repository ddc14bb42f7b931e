//! Statements: the lines of a TOML text that belong together, found even where it is broken.

use std::ops::Range;

/// One header, or one key with its value, over as many lines as it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its lines, the last line end included.
    pub range: Range<usize>,
    /// Whether it is the header of a table.
    pub header: bool,
    /// Whether it is neither that nor a key with a value.
    pub stray: bool,
    /// The bracket or quotes that are opened in it and never closed.
    pub open: Option<usize>,
    /// Whether what is never closed is a text of several lines.
    pub endless: bool,
}

impl Statement {
    /// The first line, without its line end.
    pub(super) fn line(&self, text: &str) -> Range<usize> {
        let start = self.range.start;
        let line = &text[self.range.clone()];
        let end = line.find('\n').map_or(self.range.end, |at| start + at);
        let end = if text[start..end].ends_with('\r') { end - 1 } else { end };
        start..end
    }

    /// The key that it gives a value; for a header, the first part of its name.
    pub(super) fn key<'t>(&self, text: &'t str) -> Option<&'t str> {
        let line = text[self.line(text)].trim_start();
        let line = if self.header { line.trim_start_matches('[').trim_start() } else { line };
        let key = line.split(['=', ':', '.', ']', ' ', '\t']).next().unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        (!key.is_empty() && key.chars().all(plain)).then_some(key)
    }

    /// What can be read of a header; `None` where not even its name can.
    pub(super) fn head(&self, text: &str) -> Option<Head> {
        let line = self.line(text);
        let words = text[line.clone()].trim_start();
        let inner = words.trim_start_matches('[');
        let opened = words.len() - inner.len();
        let start = line.end - inner.trim_start().len();
        let mut end = start;
        loop {
            end += key_length(&text[end..line.end])?;
            let rest = text[end..line.end].trim_start();
            if !rest.starts_with('.') {
                let closed = rest.len() - rest.trim_start_matches(']').len();
                return Some(Head { name: start..end, opened, closed });
            }
            let next = rest[1..].trim_start();
            end = line.end - next.len();
        }
    }
}

/// What can be read of a header.
pub(super) struct Head {
    /// Where its name stands.
    pub name: Range<usize>,
    /// How many brackets open it.
    pub opened: usize,
    /// How many brackets close it.
    pub closed: usize,
}

impl Head {
    /// How many brackets it should have: two where it has two on either side.
    pub(super) fn brackets(&self) -> usize {
        self.opened.max(self.closed).clamp(1, 2)
    }
}

/// How long the key is with which a text begins.
fn key_length(text: &str) -> Option<usize> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        return text[1..].find(quote).map(|end| end + 2);
    }
    let length =
        text.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"-_".contains(b)).count();
    (length > 0).then_some(length)
}

/// The statements of a text, in order.
#[must_use]
pub fn statements(text: &str) -> Vec<Statement> {
    let mut scan = Scan { text, all: Vec::new(), brackets: Vec::new(), quotes: None };
    let mut at = 0;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1);
        scan.line(at..end);
        at = end;
        if at == text.len()
            && let Some((_, open)) = scan.quotes.take()
        {
            at = scan.reopen(open);
        }
    }
    scan.close();
    scan.all
}

struct Scan<'t> {
    text: &'t str,
    all: Vec<Statement>,
    brackets: Vec<usize>,
    quotes: Option<(&'static str, usize)>,
}

impl Scan<'_> {
    fn line(&mut self, range: Range<usize>) {
        let line = &self.text[range.clone()];
        let words = line.trim();
        let inside = self.quotes.is_some() || (!self.brackets.is_empty() && !self.begins(line));
        if inside || words.is_empty() || (words.starts_with('#') && !self.all.is_empty()) {
            if let Some(last) = self.all.last_mut() {
                last.range.end = range.end;
            }
        } else {
            self.close();
            let header = is_header(words);
            let stray = !header && !assigns(line);
            let range = range.clone();
            self.all.push(Statement { range, header, stray, open: None, endless: false });
        }
        if !words.starts_with('#') || self.quotes.is_some() {
            self.tokens(range);
        }
    }

    /// Whether a line inside brackets is a statement of its own: the brackets were not closed.
    fn begins(&self, line: &str) -> bool {
        let indent = |line: &str| line.len() - line.trim_start().len();
        let own = self.all.last().map_or(0, |last| indent(&self.text[last.range.clone()]));
        indent(line) <= own && (is_header(line.trim()) || assigns(line))
    }

    /// Follows brackets and quotes along a line.
    fn tokens(&mut self, range: Range<usize>) {
        let bytes = self.text.as_bytes();
        let mut at = range.start;
        if self.quotes.is_none() && self.all.last().is_some_and(|last| last.header) {
            return;
        }
        while at < range.end {
            let rest = &self.text.as_bytes()[at..range.end];
            if let Some((quotes, _)) = self.quotes {
                if rest.starts_with(quotes.as_bytes()) {
                    self.quotes = None;
                    at += 3;
                } else {
                    at += if bytes[at] == b'\\' && quotes == "\"\"\"" { 2 } else { 1 };
                }
                continue;
            }
            match bytes[at] {
                b'#' => return,
                b'[' | b'{' => self.brackets.push(at),
                b']' | b'}' => drop(self.brackets.pop()),
                b'"' if rest.starts_with(b"\"\"\"") => self.quotes = Some(("\"\"\"", at)),
                b'\'' if rest.starts_with(b"'''") => self.quotes = Some(("'''", at)),
                quote @ (b'"' | b'\'') => {
                    at += after_text(rest, quote);
                    continue;
                }
                _ => {}
            }
            at += if self.quotes.is_some() { 3 } else { 1 };
        }
    }

    /// Ends the current statement; whatever it opened is not closed.
    fn close(&mut self) {
        if let (Some(open), Some(last)) = (self.brackets.first(), self.all.last_mut()) {
            last.open = Some(*open);
        }
        self.brackets.clear();
    }

    /// Quotes that nothing closes: the text ends with their line. Returns where that line ends.
    fn reopen(&mut self, open: usize) -> usize {
        let end = self.text[open..].find('\n').map_or(self.text.len(), |at| open + at + 1);
        self.brackets.clear();
        if let Some(last) = self.all.last_mut() {
            last.range.end = end;
            last.open = Some(open);
            last.endless = true;
        }
        end
    }
}

/// How many bytes a text of one line has, with its quotes.
fn after_text(line: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < line.len() {
        match line[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\n' => return at,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    line.len()
}

/// Whether a line gives a key a value.
fn assigns(line: &str) -> bool {
    let key = line.trim_start();
    let part = |c: char| c.is_ascii_alphanumeric() || "-_. \t\"'".contains(c);
    key_length(key).is_some_and(|length| key[length..].trim_start_matches(part).starts_with('='))
}

/// Whether a line is a header, whole or not, rather than a list within a list.
fn is_header(line: &str) -> bool {
    let plain = line.split('#').next().unwrap_or_default().trim_end();
    let Some(name) = plain.strip_prefix('[') else {
        let part = |c: char| c.is_ascii_alphanumeric() || "-_.]".contains(c);
        let word = plain.starts_with(|c: char| c.is_ascii_alphabetic());
        return word && plain.ends_with(']') && plain.chars().all(part);
    };
    let name = name.strip_prefix('[').unwrap_or(name).trim_start();
    let word = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let quoted = name.starts_with(['"', '\'']) && plain.ends_with(']');
    (word || quoted) && !plain.contains(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(&str, Option<usize>)> {
        let shown = |s: Statement| (text[s.range].trim_end(), s.open);
        statements(text).into_iter().map(shown).collect()
    }

    #[test]
    fn a_list_over_lines_is_one_statement() {
        let text = "a = [\n  \"x\",\n  [\"y\"],\n]\nb = 1\n";
        assert_eq!(lines(text), [("a = [\n  \"x\",\n  [\"y\"],\n]", None), ("b = 1", None)]);
    }

    #[test]
    fn a_list_that_is_not_closed_ends_where_the_next_statement_begins() {
        let text = "a = [\"x\"\nb = 1\n[c]\n";
        assert_eq!(lines(text), [("a = [\"x\"", Some(4)), ("b = 1", None), ("[c]", None)]);
    }

    #[test]
    fn a_text_that_is_not_closed_ends_with_its_line() {
        let text = "a = \"\"\"x\nb = 1\n";
        assert_eq!(lines(text), [("a = \"\"\"x", Some(4)), ("b = 1", None)]);
    }

    #[test]
    fn brackets_in_texts_and_comments_count_for_nothing() {
        let text = "a = \"[\" # [\nb = '''\n[c]\n'''\n";
        assert_eq!(lines(text), [("a = \"[\" # [", None), ("b = '''\n[c]\n'''", None)]);
    }

    #[test]
    fn the_name_of_a_broken_header_is_kept() {
        let head = |text: &str| {
            let head = statements(text).remove(0).head(text)?;
            Some((text[head.name.clone()].to_owned(), head.brackets()))
        };
        let found = |name: &str, brackets| Some((name.to_owned(), brackets));
        assert_eq!(head("[people.ana"), found("people.ana", 1));
        assert_eq!(head("people . \"ana\"] # x"), found("people . \"ana\"", 1));
        assert_eq!(head("[[overrides]"), found("overrides", 2));
        assert_eq!(head("[overrides]]"), found("overrides", 2));
        assert_eq!(head("[people.ana b] # x"), found("people.ana", 1));
        assert_eq!(head("[people.]"), None);
    }
}
