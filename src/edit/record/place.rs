//! Where a change of front matter is written.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::super::within::within;
use super::literal::{key as quoted_key, literal};
use super::{Change, Scalar, parsed};
use crate::syntax::{Header, Outline, Shape, Statement, outline, statements};

/// Text that takes the place of a part of another.
pub(super) struct Edit {
    pub at: Range<usize>,
    pub text: String,
}

/// The parts of a front matter.
pub(super) struct Places<'t> {
    toml: &'t str,
    newline: &'static str,
    outline: Outline,
    statements: Vec<Statement>,
    /// The keys that it may have, in order, each with the keys that a table of it may have.
    order: Vec<(&'static str, Vec<&'static str>)>,
}

impl<'t> Places<'t> {
    pub fn new(toml: &'t str, shape: &Shape, newline: &'static str) -> Self {
        let top = fields(shape).into_iter();
        let order = top.map(|(key, shape)| (key, names(shape))).collect();
        Self { toml, newline, outline: outline(toml), statements: statements(toml), order }
    }

    /// How a change is written; `None` where what it is about has a form that is not changed.
    pub fn edit(&self, change: &Change) -> Option<Edit> {
        let table = parsed(self.toml)?;
        match change {
            Change::Set { table: None, key, value } => {
                self.replaced(&table, key, value).or_else(|| Some(self.at_top(key, value)))
            }
            Change::Set { table: Some(name), key, value } => self.set(&table, name, key, value),
            Change::Add { list, entry } => self.add(&table, list, entry),
            Change::Push { key, text } => self.pushed(&table, key, text),
        }
    }

    /// A value in the place of the one that is there.
    fn replaced(&self, table: &DeTable<'_>, key: &str, value: &Scalar) -> Option<Edit> {
        let (_, held) = table.iter().find(|(known, _)| known.get_ref() == key)?;
        let at = held.span();
        // A table or a list of tables is no value that is written in one place.
        let whole = !matches!(held.get_ref(), DeValue::Table(_)) && self.is_value(&at);
        whole.then(|| Edit { at, text: literal(value) })
    }

    /// One text more in the list that is there, or beside the one text.
    fn pushed(&self, table: &DeTable<'_>, key: &str, text: &str) -> Option<Edit> {
        let new = Scalar::Text(text.to_owned());
        let Some((_, held)) = table.iter().find(|(known, _)| known.get_ref() == key) else {
            return Some(self.at_top(key, &new));
        };
        let (at, new) = (held.span(), literal(&new));
        let written = self.toml.get(at.clone()).filter(|_| self.is_value(&at))?;
        let text = match held.get_ref() {
            DeValue::String(_) => format!("[{written}, {new}]"),
            DeValue::Array(_) => within(written, &(0..written.len()), &new)?,
            _ => return None,
        };
        Some(Edit { at, text })
    }

    /// Whether a value is written in one place, after an equals sign.
    fn is_value(&self, at: &Range<usize>) -> bool {
        let before = self.toml.get(..at.start).unwrap_or_default().trim_end();
        before.ends_with('=')
    }

    fn line(&self, key: &str, value: &Scalar) -> String {
        format!("{key} = {}{}", literal(value), self.newline)
    }

    fn at_top(&self, key: &str, value: &Scalar) -> Edit {
        let end = self.outline.headers.first().map_or(self.toml.len(), |first| first.at.start);
        let order = self.order.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        let at = self.after_key(0..end, &[], &order, key).unwrap_or(0);
        self.inserted(at, &self.line(&quoted_key(key), value))
    }

    fn set(
        &self,
        top: &DeTable<'_>,
        name: &'static str,
        key: &str,
        value: &Scalar,
    ) -> Option<Edit> {
        let held = top.iter().find(|(known, _)| known.get_ref() == name);
        let inner = match held.map(|(_, held)| held.get_ref()) {
            None => return Some(self.new_table(name, key, value)),
            Some(DeValue::Table(inner)) => inner,
            Some(_) => return None,
        };
        if inner.iter().any(|(known, _)| known.get_ref() == key) {
            return self.replaced(inner, key, value);
        }
        let order = self.order.iter().find(|(known, _)| *known == name);
        let order = order.map(|(_, keys)| keys.as_slice()).unwrap_or_default();
        let key_written = quoted_key(key);
        if let Some(header) = self.header(name, false) {
            let body = header.at.end..header.block.end;
            let at = self.after_key(body, &[name.to_owned()], order, key);
            let at = at.unwrap_or_else(|| self.line_end(header.at.end));
            return Some(self.inserted(at, &self.line(&key_written, value)));
        }
        let (_, held) = held?;
        let span = held.span();
        if self.toml.get(span.clone()).is_some_and(|text| text.starts_with('{')) {
            let pair = format!("{key_written} = {}", literal(value));
            return Some(in_braces(&span, inner.iter().map(|(_, held)| held.span()), &pair));
        }
        // `times.started = ...` at the top.
        let last =
            self.outline.keys.iter().rfind(|key| key.path.first().is_some_and(|k| k == name));
        let at = self.content_end(last?.at.end)?;
        Some(self.inserted(at, &self.line(&format!("{name}.{key_written}"), value)))
    }

    fn new_table(&self, name: &'static str, key: &str, value: &Scalar) -> Edit {
        let text = format!("[{name}]{}{}", self.newline, self.line(&quoted_key(key), value));
        self.block(self.before_later(name), &text)
    }

    fn add(
        &self,
        top: &DeTable<'_>,
        list: &'static str,
        entry: &[(&'static str, Scalar)],
    ) -> Option<Edit> {
        let lines: String = entry.iter().map(|(key, value)| self.line(key, value)).collect();
        let text = format!("[[{list}]]{}{lines}", self.newline);
        if let Some(header) = self.header(list, true) {
            let at = self.content_end_before(header.block.end)?;
            return Some(self.block(at, &text));
        }
        let held = top.iter().find(|(known, _)| known.get_ref() == list);
        let Some((_, held)) = held else { return Some(self.block(self.before_later(list), &text)) };
        let DeValue::Array(elements) = held.get_ref() else { return None };
        let pairs: Vec<_> =
            entry.iter().map(|(key, value)| format!("{key} = {}", literal(value))).collect();
        let table = format!("{{ {} }}", pairs.join(", "));
        let span = held.span();
        self.toml.get(span.clone())?.starts_with('[').then_some(())?;
        let ends = elements.iter().map(toml::Spanned::span).map(|span| span.end);
        Some(match ends.max() {
            Some(end) => Edit { at: end..end, text: format!(", {table}") },
            None => Edit { at: span.start + 1..span.start + 1, text: table },
        })
    }

    /// The last header of that name.
    fn header(&self, name: &str, list: bool) -> Option<&Header> {
        let all = &self.outline.headers;
        all.iter().rfind(|header| header.list == list && header.path == [name])
    }

    /// Behind the last key in a range that the order puts before one; behind any where that is in
    /// no order; `None` where there is none.
    fn after_key(
        &self,
        range: Range<usize>,
        table: &[String],
        order: &[&str],
        key: &str,
    ) -> Option<usize> {
        let place = |key: &str| order.iter().position(|known| *known == key);
        let own =
            self.outline.keys.iter().filter(|known| {
                range.contains(&known.at.start) && known.path.len() == table.len() + 1
            });
        let mut last = None;
        for known in own {
            let name = known.path.last().map_or("", String::as_str);
            if place(key).is_none_or(|new| place(name).is_none_or(|old| old < new)) {
                last = Some(known.at.end);
            }
        }
        self.content_end(last?)
    }

    /// The end of the statement in which a place is, without the blank lines and comments below it.
    fn content_end(&self, at: usize) -> Option<usize> {
        let statement = self.statements.iter().find(|statement| {
            statement.range.start <= at && at <= statement.range.end.saturating_sub(1)
        })?;
        Some(self.trimmed(statement))
    }

    fn trimmed(&self, statement: &Statement) -> usize {
        let mut end = statement.range.end;
        let text = &self.toml[statement.range.clone()];
        let lines: Vec<_> = text.split_inclusive('\n').collect();
        for line in lines.iter().skip(1).rev() {
            let words = line.trim();
            if !words.is_empty() && !words.starts_with('#') {
                break;
            }
            end -= line.len();
        }
        end
    }

    /// The end of the last statement that ends at a place or before it, and of comments that stand
    /// directly below it and above nothing.
    fn content_end_before(&self, at: usize) -> Option<usize> {
        let end =
            self.trimmed(self.statements.iter().rfind(|statement| statement.range.end <= at)?);
        let mut after = end;
        for line in self.toml[end..at].split_inclusive('\n') {
            let words = line.trim();
            if words.is_empty() {
                return Some(after);
            }
            if !words.starts_with('#') {
                return Some(end);
            }
            after += line.len();
        }
        Some(if after == self.toml.len() { after } else { end })
    }

    /// Where a new table is written: before those that come after it in the order.
    fn before_later(&self, name: &str) -> usize {
        let place = |name: &str| self.order.iter().position(|(known, _)| *known == name);
        let later =
            |header: &&Header| header.path.first().is_some_and(|first| place(first) > place(name));
        let later = self.outline.headers.iter().find(later);
        let end = later.map_or(self.toml.len(), |later| later.block.start);
        self.content_end_before(end).unwrap_or(0)
    }

    fn line_end(&self, at: usize) -> usize {
        self.toml[at..].find('\n').map_or(self.toml.len(), |end| at + end + 1)
    }

    /// Lines that are put in at the beginning of a line, or at an end without line end.
    fn inserted(&self, at: usize, lines: &str) -> Edit {
        let whole = at == 0 || self.toml[..at].ends_with('\n');
        let before = if whole { "" } else { self.newline };
        Edit { at: at..at, text: format!("{before}{lines}") }
    }

    /// Lines with an empty line above, and below where something follows.
    fn block(&self, at: usize, lines: &str) -> Edit {
        let above = if at == 0 { "" } else { self.newline };
        let rest = self.toml[at..].lines().next();
        let below = if rest.is_none_or(|line| line.trim().is_empty()) { "" } else { self.newline };
        self.inserted(at, &format!("{above}{lines}{below}"))
    }
}

/// A pair of an inline table, after those that are there.
fn in_braces(span: &Range<usize>, values: impl Iterator<Item = Range<usize>>, pair: &str) -> Edit {
    match values.map(|value| value.end).max() {
        Some(end) => Edit { at: end..end, text: format!(", {pair}") },
        None => Edit { at: span.start + 1..span.start + 1, text: format!(" {pair} ") },
    }
}

/// The keys of a table and the forms of their values.
fn fields(shape: &Shape) -> Vec<(&'static str, &Shape)> {
    match shape {
        Shape::Table { fields, .. } => {
            fields.iter().map(|field| (field.key, &field.shape)).collect()
        }
        _ => Vec::new(),
    }
}

fn names(shape: &Shape) -> Vec<&'static str> {
    fields(shape).into_iter().map(|(key, _)| key).collect()
}
