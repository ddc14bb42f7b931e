//! Where the keys and texts of a TOML text stand, and what is being typed at a place of it.
//!
//! Works on text that is not all TOML too, because text that is being typed seldom is. Knows no
//! keys and no tables of a plan.

#[cfg(test)]
mod tests;

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::statements::{Statement, statements};

/// Keys and texts with more keys than this are left out: no table of a plan lies so deep, and each
/// takes all keys that lead to it along.
const DEEPEST: usize = 16;

/// What a text consists of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The headers of tables, in order.
    pub headers: Vec<Header>,
    /// Every part of every key, of headers too, with the keys that lead to it and itself last; none
    /// that is deeper than any of a plan.
    pub keys: Vec<Named>,
    /// Every text that is a value, with the keys that lead to it; none that is deeper either.
    pub texts: Vec<Named>,
    /// Inline tables, with their braces.
    pub inline: Vec<Range<usize>>,
}

/// A part of a text and the keys that lead to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The keys, from the top.
    pub path: Vec<String>,
    /// Where it stands, quotes included.
    pub at: Range<usize>,
}

/// The header of a table, or of one of a list of tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The keys of its name.
    pub path: Vec<String>,
    /// Whether it has two brackets.
    pub list: bool,
    /// The header itself.
    pub at: Range<usize>,
    /// The header and everything until the next one.
    pub block: Range<usize>,
}

/// What is being typed at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// Nothing that has a name: a comment, or what follows a whole value.
    Elsewhere,
    /// A part of a header's name.
    Header {
        /// The keys before it.
        path: Vec<String>,
        /// Where what has been typed of it begins.
        from: usize,
        /// Whether the header has two brackets.
        list: bool,
    },
    /// A key.
    Key {
        /// The keys that lead to the table.
        table: Vec<String>,
        /// Where what has been typed of it begins.
        from: usize,
        /// Whether the table stands between braces, or the key has parts before this one.
        inner: bool,
    },
    /// A value.
    Value {
        /// The keys that lead to it.
        path: Vec<String>,
        /// Where what has been typed of it begins, after an opening quote.
        from: usize,
        /// Whether a quote has been opened.
        quoted: bool,
    },
}

/// Finds everything in a text.
#[must_use]
pub fn outline(text: &str) -> Outline {
    let mut walk = Walk::new(text);
    for statement in statements(text) {
        walk.statement(&statement);
    }
    let mut end = text.len();
    for header in walk.found.headers.iter_mut().rev() {
        header.block.end = end;
        end = header.block.start;
    }
    walk.found
}

/// Finds out what is being typed at a place of a text.
#[must_use]
pub fn cursor(text: &str, at: usize) -> Cursor {
    let Some(before) = text.get(..at) else { return Cursor::Elsewhere };
    let mut walk = Walk::new(before);
    let mut all = statements(before);
    let last = all.pop();
    all.iter().filter(|statement| statement.header).for_each(|header| walk.statement(header));
    let start = || Cursor::Key { table: Vec::new(), from: at, inner: false };
    last.map_or_else(start, |last| walk.cursor(&last, at))
}

/// A table or list that has been opened and not closed.
struct Frame {
    /// How many keys lead to it; those of the walk after them are parts of the key being read.
    depth: usize,
    list: bool,
    /// Whether the key is whole and its value follows.
    value: bool,
    /// Whether a value, or a part of one, has been read.
    done: bool,
    open: usize,
}

impl Frame {
    fn table(depth: usize, open: usize) -> Self {
        Self { depth, list: false, value: false, done: false, open }
    }

    fn list(depth: usize, open: usize) -> Self {
        Self { list: true, ..Self::table(depth, open) }
    }
}

struct Walk<'t> {
    text: &'t str,
    /// The keys that lead to what is read now, from the top.
    path: Vec<String>,
    /// How many of them are the name of the last header.
    table: usize,
    frames: Vec<Frame>,
    found: Outline,
}

fn tokens(text: &str, range: &Range<usize>) -> Vec<(TokenKind, Range<usize>)> {
    let lexed = Source::new(text.get(range.clone()).unwrap_or_default()).lex();
    let place = |token: Token| {
        let span = token.span();
        (token.kind(), range.start + span.start()..range.start + span.end())
    };
    lexed.map(place).filter(|(kind, _)| *kind != TokenKind::Eof).collect()
}

fn is_text(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::BasicString
            | TokenKind::LiteralString
            | TokenKind::MlBasicString
            | TokenKind::MlLiteralString
    )
}

fn is_key(kind: TokenKind) -> bool {
    kind == TokenKind::Atom || is_text(kind)
}

/// How many quotes open a text, and whether as many close it.
fn quotes(text: &str) -> (usize, bool) {
    let many = text.starts_with("\"\"\"") || text.starts_with("'''");
    let open = if many { 3 } else { 1 };
    let quote = &text[..open.min(text.len())];
    let closed = text.len() >= 2 * open && text.ends_with(quote);
    let escaped = quote.starts_with('"') && {
        let body = &text[..text.len() - if closed { open } else { 0 }];
        body.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
    };
    (open, closed && !escaped)
}

impl<'t> Walk<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, path: Vec::new(), table: 0, frames: Vec::new(), found: Outline::default() }
    }

    /// What stands at a place and is named by the keys that lead to it.
    fn named(&self, at: Range<usize>) -> Option<Named> {
        (self.path.len() <= DEEPEST).then(|| Named { path: self.path.clone(), at })
    }

    /// A key without its quotes.
    fn plain(&self, at: &Range<usize>) -> String {
        let text = self.text.get(at.clone()).unwrap_or_default();
        let inner = text.strip_prefix(['"', '\'']).unwrap_or(text);
        inner.strip_suffix(['"', '\'']).unwrap_or(inner).to_owned()
    }

    fn statement(&mut self, statement: &Statement) {
        if statement.header {
            self.header(statement);
        } else {
            self.pair(statement);
        }
    }

    fn header(&mut self, statement: &Statement) {
        let line = statement.line(self.text);
        self.path.clear();
        let (mut brackets, mut end) = (0, line.start);
        for (kind, at) in tokens(self.text, &line) {
            match kind {
                TokenKind::LeftSquareBracket => brackets += 1,
                TokenKind::Comment => break,
                kind if is_key(kind) => {
                    self.key(at.clone());
                }
                _ => {}
            }
            if kind != TokenKind::Whitespace {
                end = at.end;
            }
        }
        self.table = self.path.len();
        let (path, block, at) = (self.path.clone(), line.start..line.end, line.start..end);
        self.found.headers.push(Header { path, list: brackets > 1, at, block });
    }

    /// Walks a key and its value; what is not closed stays on the stack.
    fn pair(&mut self, statement: &Statement) {
        self.tokens(statement, tokens(self.text, &statement.range));
        for frame in self.frames.iter().skip(1).filter(|frame| !frame.list) {
            self.found.inline.push(frame.open..statement.range.end);
        }
    }

    /// Walks the tokens of a statement in the table of the last header.
    fn tokens(&mut self, statement: &Statement, all: Vec<(TokenKind, Range<usize>)>) {
        self.path.truncate(self.table);
        self.frames = vec![Frame::table(self.table, statement.range.start)];
        for (kind, at) in all {
            self.token(kind, at);
        }
    }

    fn token(&mut self, kind: TokenKind, at: Range<usize>) {
        let alone = self.frames.len() == 1;
        let depth = self.path.len();
        let Some(frame) = self.frames.last_mut() else { return };
        let in_value = frame.value || frame.list;
        match kind {
            TokenKind::Equals if !frame.list => frame.value = true,
            TokenKind::Comma => self.next(),
            TokenKind::Newline if alone && frame.done => self.next(),
            TokenKind::LeftSquareBracket if in_value => {
                frame.done = true;
                self.frames.push(Frame::list(depth, at.start));
            }
            TokenKind::LeftCurlyBracket if in_value => {
                frame.done = true;
                self.frames.push(Frame::table(depth, at.start));
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket if !alone => {
                self.close(at.end);
            }
            kind if in_value && is_text(kind) => {
                frame.done = true;
                let text = self.named(at);
                self.found.texts.extend(text);
            }
            TokenKind::Atom if in_value => frame.done = true,
            kind if is_key(kind) => self.key(at),
            _ => {}
        }
    }

    /// What is open goes on with another key or value.
    fn next(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            (frame.value, frame.done) = (false, false);
            self.path.truncate(frame.depth);
        }
    }

    /// What was opened last ends.
    fn close(&mut self, end: usize) {
        let Some(frame) = self.frames.pop() else { return };
        self.path.truncate(frame.depth);
        if !frame.list {
            self.found.inline.push(frame.open..end);
        }
    }

    fn key(&mut self, at: Range<usize>) {
        self.path.push(self.plain(&at));
        let key = self.named(at);
        self.found.keys.extend(key);
    }

    /// What is being typed at the end of the text, which is the end of a statement.
    fn cursor(&mut self, statement: &Statement, at: usize) -> Cursor {
        let line = self.text.rfind('\n').map_or(0, |newline| newline + 1);
        let words = self.text[line..].trim_start();
        let opens = words.starts_with('[') && !words.contains(['"', ',', '\'']);
        let alone = statement.range.start >= line || !self.is_open(statement);
        if opens && alone {
            return self.header_cursor(line, at);
        }
        if statement.header && statement.range.start < line {
            self.header(statement);
            let after = statement.line(self.text).end..statement.range.end;
            return self.pair_cursor(&Statement { range: after, ..statement.clone() }, at);
        }
        self.pair_cursor(statement, at)
    }

    /// Whether a statement goes on: something in it is not closed.
    fn is_open(&mut self, statement: &Statement) -> bool {
        self.pair(statement);
        self.frames.len() > 1
    }

    fn header_cursor(&self, line: usize, at: usize) -> Cursor {
        let (mut path, mut from, mut list) = (Vec::new(), at, 0);
        for (kind, token) in tokens(self.text, &(line..at)) {
            match kind {
                TokenKind::LeftSquareBracket => list += 1,
                TokenKind::RightSquareBracket | TokenKind::Comment => return Cursor::Elsewhere,
                kind if is_key(kind) && token.end == at => from = token.start,
                kind if is_key(kind) => path.push(self.plain(&token)),
                _ => {}
            }
        }
        Cursor::Header { path, from, list: list > 1 }
    }

    fn pair_cursor(&mut self, statement: &Statement, at: usize) -> Cursor {
        let mut all = tokens(self.text, &statement.range);
        let mut typed = None;
        match all.last() {
            Some((TokenKind::Comment, _)) => return Cursor::Elsewhere,
            Some((kind, token)) if is_key(*kind) && token.end == at => {
                let text = self.text.get(token.clone()).unwrap_or_default();
                let quotes = is_text(*kind).then(|| quotes(text));
                if quotes.is_some_and(|(_, closed)| closed) {
                    return Cursor::Elsewhere;
                }
                typed = Some((token.start, quotes.map(|(open, _)| open)));
                all.pop();
            }
            _ => {}
        }
        self.tokens(statement, all);
        let between_braces = self.frames.len() > 1;
        let path = self.path.clone();
        let Some(frame) = self.frames.last() else { return Cursor::Elsewhere };
        let (start, quotes) = typed.unwrap_or((at, None));
        if !frame.value && !frame.list {
            let inner = between_braces || path.len() > frame.depth;
            return Cursor::Key { table: path, from: start, inner };
        }
        if frame.done {
            return Cursor::Elsewhere;
        }
        let from = (start + quotes.unwrap_or(0)).min(at);
        Cursor::Value { path, from, quoted: quotes.is_some() }
    }
}
