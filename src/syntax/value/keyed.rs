//! Tables whose keys the author chose.

use std::ops::Range;

use toml::de::DeValue;

use crate::source::Located;
use crate::syntax::id::Id;
use crate::syntax::{Read, Reader, Shape};

/// The values of a table whose keys are read by `key`, in order of the keys.
pub(super) fn entries<T: Read, K, V: Read>(
    value: &DeValue<'_>,
    span: &Range<usize>,
    reader: &mut Reader<'_>,
    key: impl Fn(&str, &Range<usize>, &mut Reader<'_>) -> Option<K>,
) -> Option<Vec<(Located<K>, Located<V>)>> {
    let DeValue::Table(table) = value else {
        reader.wrong_type::<T>(value, span);
        return None;
    };
    let mut read = Vec::new();
    for (name, value) in table {
        let text = name.get_ref().as_ref();
        let at = reader.at(&name.span());
        let id = key(text, &name.span(), reader);
        let value = reader.id(text, value.get_ref(), value.span());
        if let (Some(id), Some(value)) = (id, value) {
            read.push((Located { value: id, at }, value));
        }
    }
    Some(read)
}

/// A table whose keys are ids that are defined elsewhere.
#[derive(Clone, Debug)]
pub struct Keyed<K, V>(pub Vec<(Located<K>, Located<V>)>);

impl<K: Id, V: Read> Read for Keyed<K, V> {
    fn expected() -> String {
        format!("a table, each value {}", V::expected())
    }

    fn shape() -> Shape {
        Shape::Keyed(K::KINDS, Box::new(V::shape()))
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        entries::<Self, _, _>(value, &span, reader, |id, span, reader| {
            Some(reference(id, span, reader))
        })
        .map(Self)
    }
}

pub(super) fn reference<K: Id>(id: &str, span: &Range<usize>, reader: &mut Reader<'_>) -> K {
    reader.refer(K::KINDS, id, span);
    K::from(id.to_owned())
}

/// Facts under keys that the author chose, as text; in order of the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(pub Vec<(String, String)>);

impl Read for Facts {
    fn expected() -> String {
        "a table".to_owned()
    }

    fn shape() -> Shape {
        Shape::Map(Box::new(Shape::Free))
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let DeValue::Table(table) = value else {
            reader.wrong_type::<Self>(value, &span);
            return None;
        };
        let facts = table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref().to_owned(), plain(value.get_ref())));
        Some(Self(facts.collect()))
    }
}

/// A value as plain text.
fn plain(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.as_ref().to_owned(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(array) => {
            array.iter().map(|v| plain(v.get_ref())).collect::<Vec<_>>().join(", ")
        }
        DeValue::Table(table) => {
            let pair = |(key, value): (&toml::Spanned<_>, &toml::Spanned<_>)| {
                let key: &toml::de::DeString<'_> = key.get_ref();
                format!("{key}: {}", plain(value.get_ref()))
            };
            table.iter().map(pair).collect::<Vec<_>>().join(", ")
        }
    }
}
