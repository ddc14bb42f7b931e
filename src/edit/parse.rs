//! TOML events to a tree that loses nothing but blanks.

use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, parse_document};
use unicode_width::UnicodeWidthStr;

use super::tree::{Body, Entry, Header, Note, Remark, Section, Text, Value};

/// The columns from one tab stop to the next.
const TAB: usize = 8;

/// Reads a text that is known to be TOML. Returns how many comments it has, too.
pub(super) fn parse(text: &str) -> (Text<'_>, usize) {
    let tokens = Source::new(text).lex().into_vec();
    let mut events: Vec<Event> = Vec::with_capacity(tokens.len());
    parse_document(&tokens, &mut events, &mut ());
    let comments = events.iter().filter(|event| event.kind() == EventKind::Comment).count();
    let parser = Parser { text, events: &events, at: 0, fresh: true, notes: Vec::new() };
    (parser.text(), comments)
}

/// How many columns the end of a text takes, from its last line end on.
pub(super) fn width(text: &str) -> usize {
    let line = text.rsplit('\n').next().unwrap_or(text);
    let mut parts = line.split('\t');
    let first = parts.next().unwrap_or_default().width();
    parts.fold(first, |column, part| (column / TAB + 1) * TAB + part.width())
}

struct Parser<'t, 'e> {
    text: &'t str,
    events: &'e [Event],
    at: usize,
    /// Whether the line has held nothing yet.
    fresh: bool,
    /// What has been read and belongs to whatever follows.
    notes: Vec<Note<'t>>,
}

impl<'t> Parser<'t, '_> {
    fn text(mut self) -> Text<'t> {
        let mut text = Text { sections: vec![Section::default()], end: Vec::new() };
        while let Some(kind) = self.next() {
            match kind {
                EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                    text.sections.push(self.section(kind));
                }
                EventKind::SimpleKey => {
                    let entry = self.entry(true);
                    if let Some(section) = text.sections.last_mut() {
                        section.entries.push(entry);
                    }
                }
                _ => self.at += 1,
            }
        }
        text.end = std::mem::take(&mut self.notes);
        text
    }

    /// Notes comments and line ends, and returns what comes after them.
    fn next(&mut self) -> Option<EventKind> {
        loop {
            let kind = self.kind()?;
            match kind {
                EventKind::Whitespace => {}
                EventKind::Newline if self.fresh => self.notes.push(Note::Blank),
                EventKind::Newline => self.fresh = true,
                EventKind::Comment => {
                    self.notes.push(Note::Comment(trimmed(self.written())));
                    self.fresh = false;
                }
                other => {
                    self.fresh = false;
                    return Some(other);
                }
            }
            self.at += 1;
        }
    }

    fn kind(&self) -> Option<EventKind> {
        self.events.get(self.at).map(Event::kind)
    }

    fn written(&self) -> &'t str {
        let span = self.events.get(self.at).map(Event::span);
        span.and_then(|span| self.text.get(span.start()..span.end())).unwrap_or_default()
    }

    /// The comment that follows on the same line.
    fn remark(&mut self) -> Option<Remark<'t>> {
        while self.kind() == Some(EventKind::Whitespace) {
            self.at += 1;
        }
        let comment =
            self.events.get(self.at).filter(|event| event.kind() == EventKind::Comment)?;
        let before = self.text.get(..comment.span().start())?;
        let column = width(before);
        let gap = column.saturating_sub(width(trimmed(before)));
        let text = trimmed(self.written());
        self.at += 1;
        Some(Remark { text, column, gap })
    }

    fn section(&mut self, open: EventKind) -> Section<'t> {
        let before = std::mem::take(&mut self.notes);
        let mut name = Vec::new();
        while let Some(kind) = self.kind() {
            if kind == EventKind::SimpleKey {
                name.push(self.written());
            }
            self.at += 1;
            if matches!(kind, EventKind::StdTableClose | EventKind::ArrayTableClose) {
                break;
            }
        }
        let double = open == EventKind::ArrayTableOpen;
        let header = Some(Header { double, name, remark: self.remark() });
        Section { before, header, entries: Vec::new() }
    }

    /// A key and its value, or a value alone.
    fn entry(&mut self, keyed: bool) -> Entry<'t> {
        let before = std::mem::take(&mut self.notes);
        let mut key = Vec::new();
        while keyed && let Some(kind) = self.kind() {
            if kind == EventKind::SimpleKey {
                key.push(self.written());
            }
            self.at += 1;
            if kind == EventKind::KeyValSep {
                break;
            }
        }
        let value = self.value();
        Entry { before, key, value, remark: self.remark() }
    }

    fn value(&mut self) -> Value<'t> {
        while self.kind() == Some(EventKind::Whitespace) {
            self.at += 1;
        }
        let written = self.written();
        let kind = self.kind();
        self.at += 1;
        match kind {
            Some(EventKind::ArrayOpen) => Value::Body(self.body(false)),
            Some(EventKind::InlineTableOpen) => Value::Body(self.body(true)),
            _ => Value::Scalar(written),
        }
    }

    /// What stands between brackets, up to and with the closing one.
    fn body(&mut self, table: bool) -> Body<'t> {
        let start = self.at;
        let mut body = Body {
            table,
            broken: false,
            open: self.remark(),
            entries: Vec::new(),
            end: Vec::new(),
        };
        let mut inside = Vec::new();
        while let Some(kind) = self.next() {
            match kind {
                EventKind::ArrayClose | EventKind::InlineTableClose => break,
                EventKind::ValueSep => {
                    self.at += 1;
                    self.behind_comma(&mut body);
                }
                _ => {
                    let from = self.at;
                    body.entries.push(self.entry(table));
                    inside.push(from..self.at);
                }
            }
        }
        body.end = std::mem::take(&mut self.notes);
        body.broken = self.is_broken(start, &inside);
        self.at += 1;
        body
    }

    /// A comment behind a comma is about what stands before the comma.
    fn behind_comma(&mut self, body: &mut Body<'t>) {
        let Some(last) = body.entries.last_mut() else { return };
        if last.remark.is_none() && self.notes.is_empty() {
            last.remark = self.remark();
        }
    }

    /// Whether a line ends between here and `start` outside of what the entries hold.
    fn is_broken(&self, start: usize, inside: &[std::ops::Range<usize>]) -> bool {
        let mut at = start;
        let newline = |events: &[Event]| events.iter().any(|e| e.kind() == EventKind::Newline);
        inside.iter().any(|range| {
            let between = newline(&self.events[at..range.start]);
            at = range.end;
            between
        }) || newline(&self.events[at..self.at])
    }
}

/// A text without the blanks at its end.
fn trimmed(text: &str) -> &str {
    text.trim_end_matches([' ', '\t', '\r'])
}
