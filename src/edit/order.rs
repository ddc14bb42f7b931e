//! The order of keys: that in which the plan format declares them.
//!
//! Nothing is moved across a blank line, and no table is moved at all: what the author has put
//! together stays together.

use std::collections::BTreeMap;

use super::tree::{Body, Entry, Note, Text, Value, apart};
use super::words;
use crate::syntax::Shape;

/// The forms that a value may have, alternatives side by side.
#[derive(Clone, Debug, Default)]
struct Forms<'s>(Vec<&'s Shape>);

impl<'s> Forms<'s> {
    fn of(shape: &'s Shape) -> Self {
        let mut forms = Self::default();
        forms.add(shape);
        forms
    }

    fn add(&mut self, shape: &'s Shape) {
        match shape {
            Shape::AnyOf(all) => all.iter().for_each(|shape| self.add(shape)),
            other => self.0.push(other),
        }
    }

    /// Where a key stands in the declaration, if it does, and the forms of its value.
    fn key(&self, key: &str) -> (Option<usize>, Self) {
        let (mut place, mut inside) = (None, Self::default());
        for shape in &self.0 {
            match shape {
                Shape::Table { fields, .. } => {
                    if let Some(at) = fields.iter().position(|field| field.key == key) {
                        place = place.or(Some(at));
                        inside.add(&fields[at].shape);
                    }
                }
                Shape::Map(inner) | Shape::Keyed(_, inner) => inside.add(inner),
                _ => {}
            }
        }
        (place, inside)
    }

    /// The forms of the values of a list.
    fn elements(&self) -> Self {
        let mut inside = Self::default();
        for shape in &self.0 {
            if let Shape::List(inner) = shape {
                inside.add(inner);
            }
        }
        inside
    }

    /// The forms of what lies at the end of a path of keys; a key may name a list of tables.
    fn at(&self, path: &[&str]) -> Self {
        path.iter().fold(self.clone(), |forms, part| {
            let mut inside = forms.key(&words::key(part)).1;
            let elements = inside.elements();
            inside.0.extend(elements.0);
            inside
        })
    }
}

/// Puts the keys of every table in order.
pub(super) fn arrange(text: &mut Text<'_>, shape: &Shape) {
    let whole = Forms::of(shape);
    for section in &mut text.sections {
        let name = section.header.as_ref().map_or(&[][..], |header| &header.name);
        let forms = whole.at(name);
        table(&mut section.entries, &forms);
    }
}

fn table<'t>(entries: &mut Vec<Entry<'t>>, forms: &Forms<'_>) {
    for entry in &mut *entries {
        let inside =
            entry.key.iter().fold(forms.clone(), |forms, part| forms.key(&words::key(part)).1);
        value(&mut entry.value, &inside);
    }
    let mut arranged: Vec<Entry<'t>> = Vec::with_capacity(entries.len());
    let mut paragraph: Vec<Entry<'t>> = Vec::new();
    for entry in entries.drain(..) {
        if !apart(&entry.before).0.is_empty() {
            arranged.append(&mut sorted(std::mem::take(&mut paragraph), forms));
        }
        paragraph.push(entry);
    }
    arranged.append(&mut sorted(paragraph, forms));
    *entries = arranged;
}

fn value(value: &mut Value<'_>, forms: &Forms<'_>) {
    match value {
        Value::Scalar(_) => {}
        Value::Body(Body { table: true, entries, .. }) => table(entries, forms),
        Value::Body(Body { entries, .. }) => {
            let inside = forms.elements();
            for entry in entries {
                self::value(&mut entry.value, &inside);
            }
        }
    }
}

/// Where a part of a key stands: by its declaration, then by where the author has it first.
type Rank = Vec<(usize, usize)>;

/// Puts the keys of one paragraph in order; what stands apart before it stays before it.
fn sorted<'t>(mut entries: Vec<Entry<'t>>, forms: &Forms<'_>) -> Vec<Entry<'t>> {
    let Some(first) = entries.first_mut() else { return entries };
    let length = apart(&first.before).0.len();
    let mut head: Vec<Note<'t>> = first.before.drain(..length).collect();
    let mut seen = BTreeMap::new();
    let mut ranked: Vec<_> = entries
        .into_iter()
        .enumerate()
        .map(|(index, entry)| (rank(&entry.key, index, forms, &mut seen), entry))
        .collect();
    ranked.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut entries: Vec<_> = ranked.into_iter().map(|(_, entry)| entry).collect();
    if let Some(first) = entries.first_mut() {
        head.append(&mut first.before);
        first.before = head;
    }
    entries
}

fn rank(
    key: &[&str],
    index: usize,
    forms: &Forms<'_>,
    seen: &mut BTreeMap<Vec<String>, usize>,
) -> Rank {
    let (mut forms, mut path, mut rank) = (forms.clone(), Vec::new(), Vec::new());
    for part in key {
        let part = words::key(part).into_owned();
        let (place, inside) = forms.key(&part);
        path.push(part);
        let first = *seen.entry(path.clone()).or_insert(index);
        rank.push(place.map_or((usize::MAX, first), |place| (place, 0)));
        forms = inside;
    }
    rank
}
