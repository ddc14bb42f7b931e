//! A tree to text in canonical layout.

use std::collections::BTreeMap;

use super::parse::width;
use super::tree::{Body, Entry, Header, Note, Remark, Section, Text, Value, apart};
use super::words;

/// One level of what stands between brackets over several lines.
const INDENT: &str = "    ";

/// Writes a text with one form of line ends.
pub(super) fn print(text: &Text<'_>, newline: &str) -> String {
    let mut printer =
        Printer { newline, out: String::new(), blank: true, section: 0, behind: Vec::new() };
    for section in &text.sections {
        printer.section(section);
    }
    printer.notes(without_last_blank(&text.end), 0);
    printer.with_remarks()
}

struct Printer<'t> {
    newline: &'t str,
    out: String,
    /// Whether the last line is blank; before the first line none is wanted either.
    blank: bool,
    /// How many sections have begun.
    section: usize,
    behind: Vec<Behind<'t>>,
}

/// A comment at the end of a line, before its column is known.
struct Behind<'t> {
    /// Where it belongs in the text.
    at: usize,
    /// The columns of what stands before it.
    width: usize,
    /// Comments of one section that stood in one column still do.
    column: (usize, usize),
    remark: Remark<'t>,
}

impl<'t> Printer<'t> {
    fn section(&mut self, section: &Section<'t>) {
        let (loose, own) = apart(&section.before);
        self.notes(loose, 0);
        self.section += 1;
        if let Some(header) = &section.header {
            self.blank();
            self.notes(own, 0);
            self.header(header);
        }
        for (index, entry) in section.entries.iter().enumerate() {
            let (loose, own) = apart(&entry.before);
            let nothing = index == 0 && loose.iter().all(|note| *note == Note::Blank);
            self.notes(if nothing { own } else { &entry.before }, 0);
            self.entry(entry, 0);
            self.remark(entry.remark);
            self.line_end();
        }
    }

    fn header(&mut self, header: &Header<'t>) {
        let (open, close) = if header.double { ("[[", "]]") } else { ("[", "]") };
        self.push(open);
        self.key(&header.name);
        self.push(close);
        self.remark(header.remark);
        self.line_end();
    }

    fn entry(&mut self, entry: &Entry<'t>, depth: usize) {
        if !entry.key.is_empty() {
            self.key(&entry.key);
            self.push(" = ");
        }
        match &entry.value {
            Value::Scalar(written) => self.push(&words::scalar(written)),
            Value::Body(body) => self.body(body, depth),
        }
    }

    fn key(&mut self, parts: &[&str]) {
        for (index, part) in parts.iter().enumerate() {
            self.push(if index > 0 { "." } else { "" });
            self.push(&words::key(part));
        }
    }

    fn body(&mut self, body: &Body<'t>, depth: usize) {
        let (open, close) = if body.table { ("{", "}") } else { ("[", "]") };
        let comments = body.end.iter().any(|note| *note != Note::Blank);
        self.push(open);
        if body.entries.is_empty() && body.open.is_none() && !comments {
            self.push(close);
        } else if body.broken {
            self.broken(body, depth + 1);
            self.indent(depth);
            self.push(close);
        } else {
            let room = if body.table { " " } else { "" };
            for (index, entry) in body.entries.iter().enumerate() {
                self.push(if index > 0 { ", " } else { room });
                self.entry(entry, depth);
            }
            self.push(room);
            self.push(close);
        }
    }

    /// One entry a line, each with a comma.
    fn broken(&mut self, body: &Body<'t>, depth: usize) {
        self.remark(body.open);
        self.line_end();
        // No blank line behind the opening bracket.
        self.blank = true;
        for entry in &body.entries {
            self.notes(&entry.before, depth);
            self.indent(depth);
            self.entry(entry, depth);
            self.push(",");
            self.remark(entry.remark);
            self.line_end();
        }
        self.notes(without_last_blank(&body.end), depth);
    }

    fn notes(&mut self, notes: &[Note<'t>], depth: usize) {
        for note in notes {
            match note {
                Note::Blank => self.blank(),
                Note::Comment(text) => {
                    self.indent(depth);
                    self.push(text);
                    self.line_end();
                }
            }
        }
    }

    fn remark(&mut self, remark: Option<Remark<'t>>) {
        let Some(remark) = remark else { return };
        let column = (self.section, remark.column);
        self.behind.push(Behind { at: self.out.len(), width: width(&self.out), column, remark });
    }

    fn indent(&mut self, depth: usize) {
        self.push(&INDENT.repeat(depth));
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn line_end(&mut self) {
        self.out.push_str(self.newline);
        self.blank = false;
    }

    /// A blank line, unless there is one.
    fn blank(&mut self) {
        if !self.blank {
            self.out.push_str(self.newline);
            self.blank = true;
        }
    }

    /// The text with the comments at line ends: those that stood in one column of a table still
    /// do, as far behind the longest of their lines as they were.
    fn with_remarks(self) -> String {
        let mut columns: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
        for behind in &self.behind {
            let gap = behind.remark.gap.max(1);
            let (width, least) = columns.entry(behind.column).or_insert((behind.width, gap));
            *width = behind.width.max(*width);
            *least = gap.min(*least);
        }
        let (mut text, mut from) = (String::with_capacity(self.out.len()), 0);
        for behind in &self.behind {
            let column = columns.get(&behind.column).map_or(0, |(width, gap)| width + gap);
            text.push_str(&self.out[from..behind.at]);
            text.push_str(&" ".repeat(column.saturating_sub(behind.width)));
            text.push_str(behind.remark.text);
            from = behind.at;
        }
        text.push_str(&self.out[from..]);
        text
    }
}

fn without_last_blank<'n, 't>(notes: &'n [Note<'t>]) -> &'n [Note<'t>] {
    let end = notes.iter().rposition(|note| *note != Note::Blank).map_or(0, |last| last + 1);
    &notes[..end]
}
