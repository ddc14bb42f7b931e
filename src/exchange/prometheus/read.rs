//! Rule files, and the same rules in a `PrometheusRule` of Kubernetes: groups of rules.
//!
//! An alias is read where a text, or a table of texts such as labels, stands behind it, and these
//! are small; what else stands behind one was read where its anchor is.

use std::collections::BTreeMap;

use super::codes::{FILE_UNREADABLE, finding};
use super::events::{Broken, Events, Item, Node};
use super::{ANNOTATIONS, Pairs, Rule, RuleFile};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Located, Location, SourceId};

/// Tables that hold groups within each other beyond this depth are not looked into.
const MOST_OUTER: usize = 4;
/// The most bytes of a text, or of all in a table, that an alias brings.
const LARGEST_ALIAS: usize = 4 * 1024;
/// The most bytes that all aliases of a file bring.
const MOST_COPIED: usize = 16 * 1024 * 1024;

/// Rules of one file beyond these are refused.
const MOST_RULES: usize = 200_000;

/// What a rule file defines, with some of its labels. What stands before a fault of it is read.
#[must_use]
pub fn read(text: &str, source: SourceId, labels: &[&str]) -> RuleFile {
    let mut reader = Reader {
        events: Events::new(text, source),
        wanted: labels.iter().chain(ANNOTATIONS).copied().collect(),
        file: RuleFile::default(),
        anchors: BTreeMap::new(),
        copied: 0,
        groups: false,
        unfollowed: Vec::new(),
        nameless: Vec::new(),
    };
    let broken = reader.documents().err();
    let (groups, unfollowed, nameless) = (reader.groups, reader.unfollowed, reader.nameless);
    let mut file = reader.file;
    file.partial = broken.is_some() || !groups;
    let start = Location::new(source, &(0..0));
    if let Some(Broken { at, message }) = &broken {
        let found =
            finding(&FILE_UNREADABLE, *at, format!("the file cannot be read on: {message}"));
        let templates = "rules that a program fills in, such as a Helm chart's, are checked after \
                         it: `helm template . | irp alerts check -`";
        let template = text.contains("{{-") || text.contains("{% ") || text.contains("{{ .");
        file.unread.push(if template { found.help(templates) } else { found });
    } else if !groups {
        let found = finding(&FILE_UNREADABLE, start, "the file has no groups of rules".to_owned());
        file.unread.push(found.help(
            "a rule file has `groups`, at its top or under `spec` of a PrometheusRule of Kubernetes",
        ));
    }
    file.unread.extend(several(&nameless, |count| match count {
        1 => "a rule has neither `alert` nor `record`".to_owned(),
        _ => format!("{count} rules have neither `alert` nor `record`"),
    }));
    let aliases = several(&unfollowed, |count| match count {
        1 => "an alias is not followed: irp reads only short texts behind one".to_owned(),
        _ => format!("{count} aliases are not followed: irp reads only short texts behind one"),
    });
    let aliases = aliases.map(|found| Diagnostic { level: Level::Warning, ..found });
    file.unread.extend(aliases.map(|found| found.help("write out what the alias stands for")));
    file
}

/// One finding for several places.
fn several(places: &[Location], message: impl Fn(usize) -> String) -> Option<Diagnostic> {
    let found = finding(&FILE_UNREADABLE, *places.first()?, message(places.len()));
    let others = places.iter().skip(1).take(3);
    Some(others.fold(found, |found, at| found.also(*at, "here too")))
}

/// What stands behind an anchor.
enum Anchored {
    Text(Located<String>),
    Table(Pairs),
}

/// A table of texts, and whether some of it stands behind an alias that is not followed.
#[derive(Default)]
struct Table {
    pairs: Pairs,
    partial: bool,
}

struct Reader<'t, 'w> {
    events: Events<'t>,
    /// The keys of labels and annotations that are kept: files may have any number of others.
    wanted: Vec<&'w str>,
    file: RuleFile,
    anchors: BTreeMap<usize, Anchored>,
    copied: usize,
    /// Whether there are groups at all.
    groups: bool,
    unfollowed: Vec<Location>,
    nameless: Vec<Location>,
}

impl<'t> Reader<'t, '_> {
    fn documents(&mut self) -> Result<(), Broken> {
        loop {
            let item = self.next()?;
            match item.node {
                Node::Stop => return Ok(()),
                Node::Document => {
                    // Anchors are those of one document.
                    self.anchors.clear();
                }
                Node::Mapping => self.outer(1)?,
                _ => self.skip(item)?,
            }
        }
    }

    /// The next node; a short text with an anchor is remembered.
    fn next(&mut self) -> Result<Item<'t>, Broken> {
        let item = self.events.next()?;
        if let (Node::Scalar(text), 1..) = (&item.node, item.anchor)
            && text.len() <= LARGEST_ALIAS
        {
            let text = Located { value: text.clone().into_owned(), at: item.at };
            self.anchors.insert(item.anchor, Anchored::Text(text));
        }
        Ok(item)
    }

    /// A table in which groups may be.
    fn outer(&mut self, depth: usize) -> Result<(), Broken> {
        while let Some(key) = self.key()? {
            let value = self.next()?;
            match (key.as_str(), &value.node) {
                ("groups", Node::Sequence) => {
                    self.groups = true;
                    self.each(Self::group)?;
                }
                ("groups", Node::Scalar(text)) if text.is_empty() => self.groups = true,
                ("spec", Node::Mapping) if depth < MOST_OUTER => self.outer(depth + 1)?,
                ("items", Node::Sequence) if depth < MOST_OUTER => {
                    self.each(|reader| reader.outer(depth + 1))?;
                }
                _ => self.skip(value)?,
            }
        }
        Ok(())
    }

    /// The tables of a list.
    fn each(&mut self, table: impl Fn(&mut Self) -> Result<(), Broken>) -> Result<(), Broken> {
        loop {
            let item = self.next()?;
            match item.node {
                Node::End | Node::Stop => return Ok(()),
                Node::Mapping => table(self)?,
                Node::Alias => self.unfollowed.push(item.at),
                _ => self.skip(item)?,
            }
        }
    }

    fn group(&mut self) -> Result<(), Broken> {
        let (first, mut labels) = (self.file.rules.len(), Table::default());
        while let Some(key) = self.key()? {
            let value = self.next()?;
            match (key.as_str(), &value.node) {
                ("rules", Node::Sequence) => self.each(Self::rule)?,
                ("rules", Node::Alias) => self.unfollowed.push(value.at),
                ("labels", _) => labels = self.table(value)?,
                _ => self.skip(value)?,
            }
        }
        for rule in &mut self.file.rules[first..] {
            // A rule's own labels win, and are looked up from the end.
            let own = std::mem::take(&mut rule.labels);
            rule.labels = labels.pairs.iter().cloned().chain(own).collect();
            rule.partial |= labels.partial;
        }
        Ok(())
    }

    fn rule(&mut self) -> Result<(), Broken> {
        let (mut rule, mut named, mut records, mut start) = (Rule::default(), false, false, None);
        while let Some(key) = self.located_key()? {
            start = start.or(Some(key.at));
            let value = self.next()?;
            match (key.value.as_str(), &value.node) {
                ("alert", Node::Scalar(_) | Node::Alias) => {
                    let text = self.text(&value);
                    named = text.as_ref().is_some_and(|text| !text.value.is_empty());
                    rule.name = text.unwrap_or_default();
                }
                ("labels" | "annotations", _) => {
                    let table = self.table(value)?;
                    rule.partial |= table.partial;
                    match key.value.as_str() {
                        "labels" => rule.labels = table.pairs,
                        _ => rule.annotations = table.pairs,
                    }
                }
                ("<<", _) => {
                    rule.partial = true;
                    self.unfollowed.push(value.at);
                    self.skip(value)?;
                }
                (key, _) => {
                    records |= key == "record";
                    self.skip(value)?;
                }
            }
        }
        if named && self.file.rules.len() >= MOST_RULES {
            let message = format!("more than {MOST_RULES} rules");
            return Err(Broken { at: rule.at(), message });
        }
        if named {
            self.file.rules.push(rule);
        } else if !records && !rule.partial {
            self.nameless.extend(start);
        }
        Ok(())
    }

    /// A table of texts: labels, annotations, or what has an anchor. What is no text is left out.
    fn table(&mut self, item: Item<'t>) -> Result<Table, Broken> {
        let mut table = Table::default();
        match item.node {
            Node::Alias => match self.anchors.get(&item.anchor) {
                Some(Anchored::Table(pairs)) => {
                    let pairs = pairs.clone();
                    self.bring(pairs, item.at, &mut table);
                }
                _ => self.leave(item.at, &mut table),
            },
            Node::Mapping => {
                self.pairs(&mut table)?;
                if item.anchor > 0 && size(&table.pairs) <= LARGEST_ALIAS && !table.partial {
                    self.anchors.insert(item.anchor, Anchored::Table(table.pairs.clone()));
                }
            }
            _ => self.skip(item)?,
        }
        Ok(table)
    }

    fn pairs(&mut self, table: &mut Table) -> Result<(), Broken> {
        while let Some(key) = self.key()? {
            let value = self.next()?;
            if key == "<<" {
                self.merge(value, table)?;
                continue;
            }
            match value.node {
                Node::Scalar(_) | Node::Alias => match self.text(&value) {
                    Some(text) if self.wanted.contains(&key.as_str()) => {
                        put(&mut table.pairs, key, text);
                    }
                    Some(_) => {}
                    None => self.leave(value.at, table),
                },
                _ => self.skip(value)?,
            }
        }
        Ok(())
    }

    /// `<<: *common`, or a list of such: what is written in the table itself wins.
    fn merge(&mut self, value: Item<'t>, table: &mut Table) -> Result<(), Broken> {
        let mut all = Vec::new();
        match value.node {
            Node::Sequence => loop {
                let item = self.next()?;
                match item.node {
                    Node::End | Node::Stop => break,
                    _ => all.push(self.table(item)?),
                }
            },
            _ => all.push(self.table(value)?),
        }
        for merged in all {
            table.partial |= merged.partial;
            for (key, text) in merged.pairs {
                if !table.pairs.iter().any(|(own, _)| *own == key) {
                    table.pairs.push((key, text));
                }
            }
        }
        Ok(())
    }

    /// Takes over a table from behind an alias, as long as there is room for it.
    fn bring(&mut self, pairs: Pairs, at: Location, table: &mut Table) {
        self.copied += size(&pairs);
        if self.copied > MOST_COPIED {
            self.leave(at, table);
        } else {
            table.pairs =
                pairs.into_iter().map(|(key, text)| (key, Located { at, ..text })).collect();
        }
    }

    fn leave(&mut self, at: Location, table: &mut Table) {
        table.partial = true;
        self.unfollowed.push(at);
    }

    /// A text, written out or from behind an alias.
    fn text(&mut self, item: &Item<'t>) -> Option<Located<String>> {
        match &item.node {
            Node::Scalar(text) => Some(Located { value: text.clone().into_owned(), at: item.at }),
            Node::Alias => match self.anchors.get(&item.anchor) {
                Some(Anchored::Text(text)) if self.copied < MOST_COPIED => {
                    self.copied += text.value.len();
                    Some(Located { value: text.value.clone(), at: item.at })
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The next key of a table; `None` at its end.
    fn key(&mut self) -> Result<Option<String>, Broken> {
        Ok(self.located_key()?.map(|key| key.value))
    }

    fn located_key(&mut self) -> Result<Option<Located<String>>, Broken> {
        let item = self.next()?;
        match item.node {
            Node::End | Node::Stop => Ok(None),
            Node::Scalar(_) | Node::Alias => {
                let none = Located { value: String::new(), at: item.at };
                Ok(Some(self.text(&item).unwrap_or(none)))
            }
            _ => {
                let at = item.at;
                self.skip(item)?;
                Ok(Some(Located { value: String::new(), at }))
            }
        }
    }

    /// Goes on behind a node. Tables with an anchor are remembered on the way.
    fn skip(&mut self, item: Item<'t>) -> Result<(), Broken> {
        if item.node == Node::Mapping && item.anchor > 0 {
            self.table(item)?;
            return Ok(());
        }
        let mut open = usize::from(matches!(item.node, Node::Sequence | Node::Mapping));
        while open > 0 {
            let item = self.next()?;
            match item.node {
                Node::Mapping if item.anchor > 0 => drop(self.table(item)?),
                Node::Sequence | Node::Mapping => open += 1,
                Node::End => open -= 1,
                Node::Stop => return Ok(()),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Gives a key its value; of several the last one holds.
fn put(pairs: &mut Pairs, key: String, text: Located<String>) {
    match pairs.iter_mut().find(|(known, _)| *known == key) {
        Some((_, value)) => *value = text,
        None => pairs.push((key, text)),
    }
}

fn size(pairs: &Pairs) -> usize {
    pairs.iter().map(|(key, text)| key.len() + text.value.len()).sum()
}
