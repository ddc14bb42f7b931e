//! Tables with known keys: one declaration gives the type, the reader and the schema.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::id::Kind;
use super::reader::Read;
use super::{Reader, Shape};
use crate::diagnostic::{Diagnostic, Fault, nearest};
use crate::source::Located;

/// More keys than any table has.
pub const MOST_KEYS: usize = 32;

/// A table being read, key by key in the order of `keys`.
pub struct Fields<'t, 'i> {
    table: &'t DeTable<'i>,
    span: Range<usize>,
    name: &'static str,
    keys: &'static [&'static str],
    /// The value of each key, where it has one.
    written: [Option<&'t Spanned<DeValue<'i>>>; MOST_KEYS],
    /// How many keys have been read.
    read: usize,
    /// Keys that the table does not have, and those that were probably meant.
    unknown: Vec<(&'t Spanned<DeString<'i>>, Option<&'static str>)>,
    lost: Vec<&'static str>,
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
        let DeValue::Table(table) = value else {
            reader.wrong_type::<T>(value, &span);
            return None;
        };
        let mut written = [None; MOST_KEYS];
        let mut unknown = Vec::new();
        for (key, value) in table {
            match keys.iter().position(|known| *known == key.get_ref().as_ref()) {
                Some(place) => written[place] = Some(value),
                None => unknown.push((key, meant(key.get_ref(), table, keys))),
            }
        }
        Some(Self { table, span, name, keys, written, read: 0, unknown, lost: Vec::new() })
    }

    /// Reads the value of the next key, if it is there; a misspelt key is a fault and read all the
    /// same.
    ///
    /// Not inlined: a table has many keys, and a plan uses few of them.
    #[inline(never)]
    pub fn take<T: Read>(&mut self, required: bool, reader: &mut Reader<'_>) -> Option<Located<T>> {
        let key = self.keys[self.read];
        let misspelt = || self.unknown.iter().find(|(_, near)| *near == Some(key)).map(|(k, _)| *k);
        let written = self.written[self.read];
        let written = written.or_else(|| self.table.get(misspelt()?.get_ref().as_ref()));
        self.read += 1;
        if let Some(value) = written {
            let read = reader.key(key, value.get_ref(), value.span());
            if read.is_none() {
                self.lost.push(key);
            }
            return read;
        }
        if reader.may_be_broken(&self.span, key, self.keys) {
            self.lost.push(key);
        } else if required {
            self.lost.push(key);
            self.missing::<T>(key, reader);
        }
        None
    }

    #[cold]
    fn missing<T: Read>(&self, key: &'static str, reader: &mut Reader<'_>) {
        let message = format!("{} needs `{key}`", spaced(self.name));
        let fault = Diagnostic::fault(Fault::MissingKey, reader.at(&self.span), message);
        let path = reader.path_of(key);
        let help = match T::shape() {
            Shape::Text { format: "text" } => format!("add `{key} = \"...\"`"),
            Shape::List(inner) if matches!(*inner, Shape::Table { .. }) => {
                format!("add at least one `[[{path}]]`")
            }
            Shape::Table { .. } if T::expected().starts_with("a table") => {
                format!("add `[{path}]`")
            }
            _ => format!("add `{key}`: {}", T::expected()),
        };
        reader.report_key(key, fault.help(help));
    }

    /// Reports every key that the table does not have. Returns the keys whose values are not
    /// known because of a fault.
    pub fn finish(self, reader: &mut Reader<'_>) -> Vec<&'static str> {
        let nothing = self.unknown.len() == self.table.len();
        let foreign = self.name == "Document" && nothing && self.unknown.len() > 1;
        if foreign && self.unknown.iter().all(|(_, near)| near.is_none()) {
            self.foreign(reader);
            return self.lost;
        }
        for (key, near) in &self.unknown {
            self.strange(key, *near, reader);
        }
        self.lost
    }

    /// Reports a file of which nothing belongs to a plan.
    fn foreign(&self, reader: &mut Reader<'_>) {
        let first = self.unknown.iter().map(|(key, _)| *key).min_by_key(|key| key.span().start);
        let Some(first) = first else { return };
        let message =
            format!("a plan has nothing of what this file holds, such as `{}`", first.get_ref());
        let fault = Diagnostic::fault(Fault::UnknownKey, reader.at(&first.span()), message);
        reader.report(fault.help(NARROW));
    }

    fn strange(
        &self,
        key: &Spanned<DeString<'_>>,
        near: Option<&'static str>,
        reader: &mut Reader<'_>,
    ) {
        let (name, span) = (key.get_ref(), key.span());
        let document = self.name == "Document";
        let what = if document { "table or key" } else { "key" };
        let message = format!("{} has no {what} `{name}`", spaced(self.name));
        let fault = Diagnostic::fault(Fault::UnknownKey, reader.at(&span), message);
        match near {
            Some(near) => {
                let fault = fault.label(format!("did you mean `{near}`?")).suggest(near);
                reader.report_key(near, fault);
            }
            None if name.as_ref() == "irp" => {
                let help = "write `irp = 1` above the first table";
                reader.report_at(
                    "irp",
                    fault.label("this belongs to the top of irp.toml").help(help),
                );
            }
            None if document => reader.report(fault.help(self.all()).help(NARROW)),
            None => reader.report(fault.help(self.all())),
        }
    }

    fn all(&self) -> String {
        format!("its keys are: {}", self.keys.join(", "))
    }
}

const NARROW: &str =
    "if this file is no part of the plan, narrow `include` in `[plan]` of irp.toml";

/// The key that was probably meant by one that a table does not have.
fn meant(
    key: &DeString<'_>,
    table: &DeTable<'_>,
    keys: &'static [&'static str],
) -> Option<&'static str> {
    let free = || keys.iter().copied().filter(|key| !table.contains_key(*key));
    let table = Kind::ALL.iter().find(|kind| kind.word().replace(' ', "-") == key.as_ref());
    let plural = table.and_then(|kind| free().find(|key| *key == kind.table()));
    plural.or_else(|| nearest(key, free()))
}

/// A type's name as words in the middle of a sentence: `EscalationStep` → `an escalation step`.
pub(super) fn spaced(name: &str) -> String {
    let known = match name {
        "Document" => "a plan file",
        "PlanTable" => "`[plan]`",
        "Channels" => "`[channels]`",
        "Help" => "a `[[help]]` entry",
        "TimeOff" => "time off",
        "LineUp" => "a line-up",
        "Follows" => "`follows`",
        "TargetKeys" => "a target",
        "Notify" => "`notify`",
        "Training" => "`training`",
        "Times" => "`[times]`",
        "External" => "an external contact",
        "Allow" => "a `[[lint.allow]]` entry",
        "Actionable" => "an action",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let mut words = String::new();
    for (index, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && index > 0 {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    let article = if words.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {words}")
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
            /// Keys whose values are not known, because of a fault that has been reported.
            pub lost: Vec<&'static str>,
            $($(#[doc = $about])* pub $field: Option<$crate::source::Located<$type>>,)*
        }

        impl $crate::syntax::Read for $name {
            fn expected() -> String {
                let all = [$((key!($field $($key)?), needed!($need))),*];
                let needed = all.iter().filter(|(_, needed)| *needed);
                let needed: Vec<_> = needed.map(|(key, _)| format!("`{key}`")).collect();
                if needed.is_empty() {
                    return "a table".to_owned();
                }
                format!("a table with {}", needed.join(" and "))
            }

            fn many() -> String {
                "a list of tables".to_owned()
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
                const { assert!(KEYS.len() <= $crate::syntax::table::MOST_KEYS) };
                let at = reader.at(&span);
                let name = stringify!($name);
                let mut fields = $crate::syntax::Fields::of::<Self>(value, span, name, KEYS, reader)?;
                let mut table = Self {
                    at,
                    lost: Vec::new(),
                    $($field: fields.take(needed!($need), reader),)*
                };
                table.lost = fields.finish(reader);
                Some(table)
            }
        }
    )*};
}

/// The form of a value that stands alone or in a list.
pub(super) fn one_or_many(shape: Shape) -> Shape {
    Shape::AnyOf(vec![shape.clone(), Shape::List(Box::new(shape))])
}
