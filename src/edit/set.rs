//! One value set in a text, and nothing else changed: no comment, no blank, no other key.
//!
//! There are several ways to write the same table, so each way is tried until one is proven: the
//! text is read again and may differ in that value only.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::within::within;
use super::{newline, proof, quoted};
use crate::source::LARGEST_FILE;
use crate::syntax::{Header, outline};

/// A step of the way to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// A key of a table.
    Key(&'a str),
    /// An entry of a list, from 0.
    Item(usize),
}

/// Sets a value, written as TOML, at the end of a way; what is missing of the way is made.
///
/// `None` where the text is no TOML, or no way to write it is proven.
#[must_use]
pub fn set(text: &str, way: &[Step<'_>], value: &str) -> Option<String> {
    let place = Place::find(text, way)?;
    let tries = place.tries(way, value);
    tries.into_iter().find(|new| new.len() <= LARGEST_FILE && proven(text, new, way, value))
}

/// Adds an entry, its keys with their values written as TOML, to a list of tables.
///
/// `None` where the text is no TOML, or no way to write it is proven.
#[must_use]
pub fn push(text: &str, list: &[Step<'_>], entry: &[(&str, String)]) -> Option<String> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return None;
    }
    let root = DeValue::Table(table.into_inner());
    let there = list.iter().try_fold(&root, |value, step| child(value, *step).map(|(_, v)| v));
    let count = there.and_then(DeValue::as_array).map_or(0, |items| items.len());
    let pairs: Vec<_> = entry.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    let inline = format!("{{ {} }}", pairs.join(", "));
    let end = newline(text);
    let header = format!("[[{}]]", name(list));
    let lines: Vec<_> = [header].into_iter().chain(pairs).collect();
    let section = add(text, list, &lines.join(end));
    let way: Vec<_> = list.iter().copied().chain([Step::Item(count)]).collect();
    let within = Place::find(text, &way)?.tries(&way, &inline);
    let mut tries = [section].into_iter().chain(within);
    tries.find(|new| new.len() <= LARGEST_FILE && proven(text, new, &way, &inline))
}

/// How far a way leads in a text.
struct Place<'t> {
    text: &'t str,
    headers: Vec<Header>,
    /// How many steps lead to what is there.
    depth: usize,
    /// Where that is written, if between brackets, or if it is the value itself.
    at: Option<Range<usize>>,
}

impl<'t> Place<'t> {
    fn find(text: &'t str, way: &[Step<'_>]) -> Option<Self> {
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            return None;
        }
        let root = DeValue::Table(table.into_inner());
        let (mut value, mut depth, mut at) = (&root, 0, None);
        while let Some((span, next)) = way.get(depth).and_then(|step| child(value, *step)) {
            (value, depth, at) = (next, depth + 1, Some(span));
        }
        let plain = !matches!(value, DeValue::Table(_) | DeValue::Array(_));
        let bracketed = |at: &Range<usize>| {
            let written = text.get(at.clone()).unwrap_or_default();
            match value {
                DeValue::Table(_) => written.starts_with('{') && written.ends_with('}'),
                DeValue::Array(_) => !written.starts_with("[[") && written.ends_with(']'),
                _ => true,
            }
        };
        if plain && depth < way.len() {
            return None;
        }
        let at = at.filter(bracketed);
        Some(Self { text, headers: outline(text).headers, depth, at })
    }

    /// Every way to write it, the best first.
    fn tries(&self, way: &[Step<'_>], value: &str) -> Vec<String> {
        let text = self.text;
        let Some((Step::Key(key), table)) = way.split_last() else {
            let inline = self.at.iter().filter_map(|at| within(text, at, value));
            return inline.collect();
        };
        if let Some(at) = &self.at {
            if self.depth == way.len() {
                return vec![[&text[..at.start], value, &text[at.end..]].concat()];
            }
            let nested = nested(&way[self.depth..], value);
            return within(text, at, &nested).into_iter().collect();
        }
        let line = format!("{} = {value}", quoted_key(key));
        let end = newline(text);
        let own = self.own(table).map(|header| {
            let at = content_end(text, &header.block);
            [&text[..at], end, &line, &text[at..]].concat()
        });
        let section = add(text, table, &format!("[{}]{end}{line}", name(table)));
        let dotted = (1..table.len()).rev().find_map(|depth| {
            let header = self.own(&table[..depth])?;
            let at = content_end(text, &header.block);
            let line = format!("{} = {value}", name(&way[depth..]));
            Some([&text[..at], end, &line, &text[at..]].concat())
        });
        own.into_iter().chain([section]).chain(dotted).collect()
    }

    /// The header of a table itself.
    fn own(&self, way: &[Step<'_>]) -> Option<&Header> {
        let (way, nth) = match way.split_last() {
            Some((Step::Item(nth), list)) => (list, Some(*nth)),
            _ => (way, None),
        };
        let keys = keys(way)?;
        let same = |header: &&Header| header.list == nth.is_some() && header.path == keys;
        self.headers.iter().filter(same).nth(nth.unwrap_or(0))
    }
}

/// What is one step further, and where it is written.
fn child<'v, 't>(
    value: &'v DeValue<'t>,
    step: Step<'_>,
) -> Option<(Range<usize>, &'v DeValue<'t>)> {
    let found = match (value, step) {
        (DeValue::Table(table), Step::Key(key)) => {
            table.iter().find(|(own, _)| own.get_ref() == key).map(|(_, value)| value)
        }
        (DeValue::Array(items), Step::Item(at)) => items.get(at),
        _ => None,
    };
    found.map(|value| (value.span(), value.get_ref()))
}

/// The keys of a way without entries of lists.
fn keys<'a>(way: &[Step<'a>]) -> Option<Vec<&'a str>> {
    let key = |step: &Step<'a>| match step {
        Step::Key(key) => Some(*key),
        Step::Item(_) => None,
    };
    way.iter().map(key).collect()
}

fn name(way: &[Step<'_>]) -> String {
    let parts = way.iter().filter_map(|step| match step {
        Step::Key(key) => Some(quoted_key(key)),
        Step::Item(_) => None,
    });
    parts.collect::<Vec<_>>().join(".")
}

fn quoted_key(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { quoted(key) }
}

/// What is missing of a way, with a value at its end, as it stands between braces.
fn nested(way: &[Step<'_>], value: &str) -> String {
    let Some((first, rest)) = way.split_first() else { return value.to_owned() };
    let inner =
        if rest.is_empty() { value.to_owned() } else { format!("{{ {} }}", nested(rest, value)) };
    match first {
        Step::Key(key) => format!("{} = {inner}", quoted_key(key)),
        Step::Item(_) => inner,
    }
}

/// Adds a section after the last that belongs to the same table.
fn add(text: &str, table: &[Step<'_>], section: &str) -> String {
    let end = newline(text);
    let headers = outline(text).headers;
    let keys = keys(table).unwrap_or_default();
    let near = (2..=keys.len()).rev().find_map(|depth| {
        let within = |header: &&Header| header.path.iter().take(depth).eq(&keys[..depth]);
        // Lists of tables come last, by custom.
        let plain = headers.iter().rfind(|header| within(header) && !is_listed(&headers, header));
        let list = headers.iter().rfind(within);
        if depth == keys.len() { list } else { plain.or(list) }
    });
    let Some(header) = near else {
        let said = text.trim_end();
        let gap = if said.is_empty() { String::new() } else { [end, end].concat() };
        return [said, &gap, section, end].concat();
    };
    let at = content_end(text, &header.block);
    [&text[..at], end, end, section, &text[at..]].concat()
}

/// Whether a header is that of a list of tables, or within one.
fn is_listed(headers: &[Header], header: &Header) -> bool {
    headers.iter().any(|list| list.list && header.path.starts_with(&list.path))
}

/// The end of the last line of a block that belongs to it: a line that holds something, or a
/// comment right below, unless the next header follows at once.
fn content_end(text: &str, block: &Range<usize>) -> usize {
    let inner = &text[block.clone()];
    let tokens = Source::new(inner).lex();
    let said = tokens.filter(|token| {
        let idle = [TokenKind::Whitespace, TokenKind::Newline, TokenKind::Comment, TokenKind::Eof];
        !idle.contains(&token.kind())
    });
    let last = said.last().map_or(0, |token| token.span().end());
    let line = inner[last..].find('\n').map_or(inner.len(), |at| last + at);
    let below = inner[line..].strip_prefix('\n').unwrap_or_default();
    let own = below.split_inclusive('\n').take_while(|line| line.trim_start().starts_with('#'));
    let own: usize = own.map(str::len).sum();
    let apart = below[own..].starts_with(['\n', '\r']) || block.end == text.len();
    let end = if own > 0 && apart { line + 1 + own } else { line };
    block.start + inner[..end].trim_end_matches(['\n', '\r']).len()
}

/// Whether a new text holds a value at the end of a way, and is otherwise what the old one is.
fn proven(old: &str, new: &str, way: &[Step<'_>], value: &str) -> bool {
    let value = format!("x = {value}");
    let [old_read, new_read, value] = [old, new, &value].map(DeTable::parse_recoverable);
    if [&old_read, &new_read, &value].iter().any(|(_, errors)| !errors.is_empty()) {
        return false;
    }
    let value = DeValue::Table(value.0.into_inner());
    let Some((_, value)) = child(&value, Step::Key("x")) else { return false };
    let before = DeValue::Table(old_read.0.into_inner());
    let after = DeValue::Table(new_read.0.into_inner());
    differ_in(Some(&before), &after, way, value) && comments(old) == comments(new)
}

/// Whether two values differ at the end of a way only, and the second has a value there.
fn differ_in(
    old: Option<&DeValue<'_>>,
    new: &DeValue<'_>,
    way: &[Step<'_>],
    value: &DeValue<'_>,
) -> bool {
    let Some((step, rest)) = way.split_first() else { return proof::same_value(new, value) };
    let Some((_, next)) = child(new, *step) else { return false };
    let there = old.and_then(|old| child(old, *step)).map(|(_, value)| value);
    others_same(old, new, *step, there.is_some()) && differ_in(there, next, rest, value)
}

fn others_same(old: Option<&DeValue<'_>>, new: &DeValue<'_>, step: Step<'_>, there: bool) -> bool {
    let more = usize::from(!there);
    match (old, new, step) {
        (None, DeValue::Table(new), _) => new.len() == 1,
        (None, DeValue::Array(new), _) => new.len() == 1,
        (Some(DeValue::Table(old)), DeValue::Table(new), Step::Key(key)) => {
            let kept = old.iter().filter(|(own, _)| own.get_ref() != key).all(|(own, value)| {
                let other = new.iter().find(|(other, _)| *other == own);
                other.is_some_and(|(_, other)| proof::same_value(value.get_ref(), other.get_ref()))
            });
            kept && new.len() == old.len() + more
        }
        (Some(DeValue::Array(old)), DeValue::Array(new), Step::Item(at)) => {
            let kept = old.iter().zip(new.iter()).enumerate().filter(|(index, _)| *index != at);
            let mut kept = kept.map(|(_, pair)| pair);
            new.len() == old.len() + more
                && kept.all(|(one, two)| proof::same_value(one.get_ref(), two.get_ref()))
        }
        _ => false,
    }
}

/// The comments of a text, in order.
fn comments(text: &str) -> Vec<&str> {
    let tokens = Source::new(text).lex();
    let comments = tokens.filter(|token| token.kind() == TokenKind::Comment);
    comments.filter_map(|token| text.get(token.span().start()..token.span().end())).collect()
}

#[cfg(test)]
mod tests {
    use Step::{Item, Key};

    use super::*;

    const WAY: [Step<'_>; 3] = [Key("a"), Key("x"), Key("t")];

    #[track_caller]
    fn becomes(old: &str, way: &[Step<'_>], value: &str, new: &str) {
        assert_eq!(set(old, way, value).as_deref(), Some(new));
    }

    #[test]
    fn a_value_is_put_where_its_table_is_written() {
        for (old, new) in [
            ("[a.x]\nt = 1 # why\nu=2\n", "[a.x]\nt = 9 # why\nu=2\n"),
            ("[a.x]\nu=2 # why\n\n# next\n[b]\n", "[a.x]\nu=2 # why\nt = 9\n\n# next\n[b]\n"),
            ("[a.x] # x\n[b]\nt = 1", "[a.x] # x\nt = 9\n[b]\nt = 1"),
            ("[a]\nx = {}\n", "[a]\nx = { t = 9 }\n"),
            ("[a]\nx = { u = 2 } # why", "[a]\nx = { u = 2, t = 9 } # why"),
            ("a = { x = { t = 1, u = 2 } }", "a = { x = { t = 9, u = 2 } }"),
            ("[a]\nx.u = 2\n", "[a]\nx.u = 2\nx.t = 9\n"),
            ("[a.x.y]\nu = 2\n", "[a.x.y]\nu = 2\n\n[a.x]\nt = 9\n"),
            ("\r\n[a.x]\r\nu = 2\r\n", "\r\n[a.x]\r\nu = 2\r\nt = 9\r\n"),
            ("[a.x]\nu = '''\n# no comment\n'''\n", "[a.x]\nu = '''\n# no comment\n'''\nt = 9\n"),
            ("# nothing\n", "# nothing\n\n[a.x]\nt = 9\n"),
            ("[a.x]\nu = 2\n# u = 3\n\n[b]\n", "[a.x]\nu = 2\n# u = 3\nt = 9\n\n[b]\n"),
            ("[a.x]\nu = 2\n# b\n[b]\n", "[a.x]\nu = 2\nt = 9\n# b\n[b]\n"),
        ] {
            becomes(old, &WAY, "9", new);
        }
    }

    #[test]
    fn a_table_that_is_missing_stands_before_the_lists_of_its_parent() {
        let old = "[g.d]\nk = 1\n\n[[g.d.f]]\ntext = \"x\"\n\n[h]\n";
        let new = "[g.d]\nk = 1\n\n[g.d.r.t]\nv = 9\n\n[[g.d.f]]\ntext = \"x\"\n\n[h]\n";
        becomes(old, &[Key("g"), Key("d"), Key("r"), Key("t"), Key("v")], "9", new);
    }

    #[test]
    fn an_entry_of_a_list_is_found_by_its_number() {
        let old = "[[g.f]]\ntext = 1\n[[g.f]]\ntext = 2\n";
        let new = "[[g.f]]\ntext = 1\n[[g.f]]\ntext = 2\nv = 9\n";
        becomes(old, &[Key("g"), Key("f"), Item(1), Key("v")], "9", new);
        becomes("f = [{ a = 1 }]", &[Key("f"), Item(0), Key("v")], "9", "f = [{ a = 1, v = 9 }]");
    }

    #[test]
    fn an_entry_is_added_in_the_form_that_a_list_has() {
        let entry = [("text", quoted("a \"b\"\n"))];
        let added = |old: &str| push(old, &[Key("g"), Key("d"), Key("f")], &entry);
        let said = "text = \"a \\\"b\\\"\\n\"";
        for (old, new) in [
            ("[g.d]\nk = 1\n", format!("[g.d]\nk = 1\n\n[[g.d.f]]\n{said}\n")),
            ("[[g.d.f]]\nk = 1\n", format!("[[g.d.f]]\nk = 1\n\n[[g.d.f]]\n{said}\n")),
            ("[g.d]\nf = [{ k = 1 }]\n", format!("[g.d]\nf = [{{ k = 1 }}, {{ {said} }}]\n")),
            ("[g.d]\nf = []\n", format!("[g.d]\nf = [{{ {said} }}]\n")),
        ] {
            assert_eq!(added(old).as_deref(), Some(&*new), "{old}");
        }
    }

    #[test]
    fn what_cannot_be_proven_is_not_written() {
        assert_eq!(set("[a.x\n", &WAY, "9"), None, "no TOML");
        assert_eq!(set("a = 3\n", &WAY, "9"), None, "no table");
        assert_eq!(set("[a.x]\nt.u = 1\n", &WAY, "9"), None, "a table is no value");
        assert_eq!(set("[a.x]\n", &WAY, "9\nother = 3"), None, "more than a value");
        assert_eq!(set("[a.x]\n", &WAY, "9 # said"), None, "a comment");
    }
}
