//! Tables with known keys: one declaration gives the type, the reader and the schema.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::reader::Read;
use super::{Reader, Shape};
use crate::diagnostic::{Diagnostic, Fault, nearest};
use crate::source::Located;

/// A table being read, key by key.
pub struct Fields<'t, 'i> {
    table: &'t DeTable<'i>,
    span: Range<usize>,
    name: &'static str,
    keys: &'static [&'static str],
}

impl<'t, 'i> Fields<'t, 'i> {
    /// Starts on a value, or reports that it is no table. `name` is the type's, for messages.
    pub fn of<T: Read>(
        value: &'t DeValue<'i>,
        span: Range<usize>,
        name: &'static str,
        keys: &'static [&'static str],
        reader: &mut Reader<'_>,
    ) -> Option<Self> {
        if let DeValue::Table(table) = value {
            return Some(Self { table, span, name, keys });
        }
        reader.wrong_type::<T>(value, &span);
        None
    }

    /// Reads the value of a key, if it is there.
    pub fn take<T: Read>(
        &self,
        key: &'static str,
        required: bool,
        reader: &mut Reader<'_>,
    ) -> Option<Located<T>> {
        if let Some((_, value)) = self.table.get_key_value(key) {
            return reader.key(key, value.get_ref(), value.span());
        }
        if required && !reader.block_is_broken(&self.span) {
            let name = spaced(self.name);
            let message = format!("{name} needs `{key}`");
            let fault = Diagnostic::fault(Fault::MissingKey, reader.at(&self.span), message);
            reader.report_key(key, fault.help(format!("add `{key}`: {}", T::expected())));
        }
        None
    }

    /// Reports every key that the table does not have.
    pub fn finish(&self, reader: &mut Reader<'_>) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if !self.keys.contains(&name) && !reader.line_is_broken(&key.span()) {
                self.unknown(name, &key.span(), reader);
            }
        }
    }

    fn unknown(&self, key: &str, span: &Range<usize>, reader: &mut Reader<'_>) {
        let near = nearest(key, self.keys.iter().copied().filter(|k| !self.table.contains_key(*k)));
        let message = format!("{} has no key `{}`", spaced(self.name), key);
        let fault = Diagnostic::fault(Fault::UnknownKey, reader.at(span), message);
        let fault = match near {
            Some(near) => fault.label(format!("did you mean `{near}`?")),
            None if self.name == "Document" => fault.help(
                "if this file is no part of the plan, narrow `include` in `[plan]` of irp.toml",
            ),
            None => fault.help(format!("its keys are: {}", self.keys.join(", "))),
        };
        reader.report(fault);
    }
}

/// A type's name as words in the middle of a sentence: `LineUp` → `a line-up`.
pub(super) fn spaced(name: &str) -> String {
    let mut words = String::new();
    for (index, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && index > 0 {
            words.push('-');
        }
        words.push(letter.to_ascii_lowercase());
    }
    match words.as_str() {
        "document" => "a plan file".to_owned(),
        vowel if vowel.starts_with(['a', 'e', 'i', 'o']) => format!("an {words}"),
        _ => format!("a {words}"),
    }
}

/// Spells a field's name as a key: `time_zone` → `time-zone`.
pub(super) const fn kebab<const N: usize>(name: &str) -> [u8; N] {
    let (bytes, mut key, mut at) = (name.as_bytes(), [0; N], 0);
    while at < N {
        key[at] = if bytes[at] == b'_' { b'-' } else { bytes[at] };
        at += 1;
    }
    key
}

macro_rules! key {
    ($field:ident) => {{
        const LENGTH: usize = stringify!($field).len();
        const BYTES: [u8; LENGTH] = $crate::syntax::table::kebab(stringify!($field));
        const KEY: &str = match core::str::from_utf8(&BYTES) {
            Ok(key) => key,
            Err(_) => panic!("a field's name is ASCII"),
        };
        KEY
    }};
    ($field:ident $key:literal) => {
        $key
    };
}

macro_rules! needed {
    (required) => {
        true
    };
    (optional) => {
        false
    };
}

/// Declares tables: each line is a key, whether the table needs it, and the type of its value.
macro_rules! tables {
    ($($(#[doc = $doc:literal])* $name:ident {
        $($(#[doc = $about:literal])* $field:ident $(= $key:literal)?: $need:ident $type:ty,)*
    })*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $name {
            /// Where the table begins.
            pub at: $crate::source::Location,
            $($(#[doc = $about])* pub $field: Option<$crate::source::Located<$type>>,)*
        }

        impl $crate::syntax::Read for $name {
            fn expected() -> String {
                "a table".to_owned()
            }

            fn shape() -> $crate::syntax::Shape {
                $crate::syntax::Shape::Table {
                    name: stringify!($name),
                    doc: concat!($($doc),*).trim_ascii(),
                    fields: vec![$($crate::syntax::Field {
                        key: key!($field $($key)?),
                        doc: concat!($($about),*).trim_ascii(),
                        required: needed!($need),
                        shape: <$type as $crate::syntax::Read>::shape(),
                    }),*],
                }
            }

            fn read(
                value: &toml::de::DeValue<'_>,
                span: std::ops::Range<usize>,
                reader: &mut $crate::syntax::Reader<'_>,
            ) -> Option<Self> {
                const KEYS: &[&str] = &[$(key!($field $($key)?)),*];
                let at = reader.at(&span);
                let name = stringify!($name);
                let fields = $crate::syntax::Fields::of::<Self>(value, span, name, KEYS, reader)?;
                let table = Self {
                    at,
                    $($field: fields.take(key!($field $($key)?), needed!($need), reader),)*
                };
                fields.finish(reader);
                Some(table)
            }
        }
    )*};
}

/// The form of a value that stands alone or in a list.
pub(super) fn one_or_many(shape: Shape) -> Shape {
    Shape::AnyOf(vec![shape.clone(), Shape::List(Box::new(shape))])
}
