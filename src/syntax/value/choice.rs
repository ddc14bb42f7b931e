//! Values that are one of some words.

use std::ops::Range;

use toml::de::DeValue;

use crate::diagnostic::{Diagnostic, Fault, nearest};
use crate::syntax::{Read, Reader};

macro_rules! choices {
    ($($(#[doc = $doc:literal])* $name:ident {
        $($(#[doc = $about:literal])* $variant:ident = $word:literal,)*
    })*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[doc = $about])* $variant,)* }

        impl $name {
            /// The words that plans write.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// The words, each with what it means.
            pub const ABOUT: &'static [(&'static str, &'static str)] =
                &[$(($word, concat!($($about),*).trim_ascii())),*];

            /// The word that plans write.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl $crate::syntax::Read for $name {
            fn expected() -> String {
                format!("one of \"{}\"", Self::WORDS.join("\", \""))
            }

            fn shape() -> $crate::syntax::Shape {
                $crate::syntax::Shape::Choice(Self::WORDS)
            }

            fn read(
                value: &toml::de::DeValue<'_>,
                span: std::ops::Range<usize>,
                reader: &mut $crate::syntax::Reader<'_>,
            ) -> Option<Self> {
                let choices = &[$(($word, Self::$variant)),*];
                $crate::syntax::value::choice::choose(value, &span, choices, reader)
            }
        }
    )*};
}
pub(in crate::syntax) use choices;

/// Reads one of some words.
pub(in crate::syntax) fn choose<T: Read + Copy>(
    value: &DeValue<'_>,
    span: &Range<usize>,
    choices: &[(&'static str, T)],
    reader: &mut Reader<'_>,
) -> Option<T> {
    let DeValue::String(word) = value else {
        reader.wrong_type::<T>(value, span);
        return None;
    };
    let found = choices.iter().find(|(choice, _)| choice == word);
    if found.is_none() {
        let message = format!("`{}` is not {}", word, T::expected());
        let fault = Diagnostic::fault(Fault::BadValue, reader.at(span), message);
        let words = || choices.iter().map(|(choice, _)| *choice);
        let near = nearest(word, words()).or_else(|| words().find(|w| word.starts_with(w)));
        reader.report(match near {
            Some(near) => {
                fault.label(format!("did you mean \"{near}\"?")).suggest(format!("\"{near}\""))
            }
            None => fault,
        });
    }
    found.map(|(_, value)| *value)
}
