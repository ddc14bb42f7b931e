//! The types of plain values: texts, numbers, lists.

pub(super) mod choice;
mod contacts;
mod keyed;
mod lengths;
mod lineup;
mod targets;
mod turn;
mod windows;

pub use contacts::*;
pub use keyed::*;
pub use lineup::*;
pub use targets::*;
pub use turn::*;
pub use windows::*;

use std::ops::Range;

use toml::de::DeValue;

use super::table::one_or_many;
use super::{Read, Reader, Shape};
use crate::diagnostic::Fault;
use crate::source::Located;

impl Read for String {
    fn expected() -> String {
        "a text".to_owned()
    }

    fn many() -> String {
        "a list of texts".to_owned()
    }

    fn shape() -> Shape {
        Shape::Text { format: "text" }
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        if let DeValue::String(text) = value {
            return Some(text.as_ref().to_owned());
        }
        reader.wrong_type::<Self>(value, &span);
        None
    }
}

impl Read for bool {
    fn expected() -> String {
        "true or false".to_owned()
    }

    fn shape() -> Shape {
        Shape::Boolean
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        if let DeValue::Boolean(truth) = value {
            return Some(*truth);
        }
        reader.wrong_type::<Self>(value, &span);
        None
    }
}

/// A whole number within the bounds that its type states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whole<const LEAST: i64, const MOST: i64>(pub i64);

/// A count from 1.
pub type Count = Whole<1, 1000>;

impl<const LEAST: i64, const MOST: i64> Read for Whole<LEAST, MOST> {
    fn expected() -> String {
        match (LEAST, MOST) {
            (i64::MIN, i64::MAX) => "a whole number".to_owned(),
            _ => format!("a whole number from {LEAST} to {MOST}"),
        }
    }

    fn shape() -> Shape {
        Shape::Integer(LEAST, MOST)
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let DeValue::Integer(written) = value else {
            reader.wrong_type::<Self>(value, &span);
            return None;
        };
        let number = i64::from_str_radix(written.as_str(), written.radix()).ok();
        let kept = number.filter(|number| (LEAST..=MOST).contains(number));
        if kept.is_none() {
            let wrong = format!("expected {}, found {written}", Self::expected());
            reader.refuse(Fault::BadLength, &span, wrong, &[]);
        }
        kept.map(Self)
    }
}

impl<T: Read> Read for Vec<Located<T>> {
    fn expected() -> String {
        T::many()
    }

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let DeValue::Array(array) = value else {
            reader.wrong_type::<Self>(value, &span);
            return None;
        };
        let mut all = Some(Self::with_capacity(array.len()));
        // All are read, although one that cannot be takes the list with it.
        for (index, element) in array.iter().enumerate() {
            let read = reader.element(index, element.get_ref(), element.span());
            all = all.zip(read).map(|(mut all, read)| {
                all.push(read);
                all
            });
        }
        all
    }
}

/// One value or a list of them.
#[derive(Clone, Debug, Default)]
pub struct OneOrMany<T>(pub Vec<Located<T>>);

impl<T: Read> Read for OneOrMany<T> {
    fn expected() -> String {
        format!("{}, or a list of them", T::expected())
    }

    fn shape() -> Shape {
        one_or_many(T::shape())
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        if matches!(value, DeValue::Array(_)) {
            return Vec::read(value, span, reader).map(Self);
        }
        let at = reader.at(&span);
        T::read(value, span, reader).map(|value| Self(vec![Located { value, at }]))
    }
}
