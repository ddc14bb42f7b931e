//! Who takes turns: the entries of a line-up.

use std::ops::Range;

use toml::de::DeValue;

use super::OneOrMany;
use crate::diagnostic::{Diagnostic, Fault};
use crate::source::Located;
use crate::syntax::id::NOBODY;
use crate::syntax::table::one_or_many;
use crate::syntax::{Count, PersonId, Read, Reader, Shape};

/// One entry of a line-up: the people on call together; none for `"nobody"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entrants(pub Vec<Located<PersonId>>);

impl Read for Entrants {
    fn expected() -> String {
        "the id of a person, a list of ids, or \"nobody\"".to_owned()
    }

    fn many() -> String {
        "a list of people's ids".to_owned()
    }

    fn shape() -> Shape {
        one_or_many(PersonId::shape())
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            DeValue::String(id) if id == NOBODY => Some(Self::default()),
            DeValue::Array(array) if array.is_empty() => {
                let help = "write \"nobody\" for an intended empty turn".to_owned();
                let wrong = "the group is empty".to_owned();
                reader.refuse(Fault::BadValue, &span, wrong, &[help]);
                None
            }
            DeValue::String(_) | DeValue::Array(_) => {
                let people = OneOrMany::<PersonId>::read(value, span, reader)?.0;
                let twice = (1..people.len())
                    .find(|index| people[..*index].iter().any(|p| p.value == people[*index].value));
                if let Some(twice) = twice {
                    let at = people[twice].at;
                    let wrong = format!("`{}` is in this group twice", people[twice].value);
                    let fault = Diagnostic::fault(Fault::Duplicate, at, wrong);
                    reader.report(fault.help("name everybody in a group once"));
                }
                Some(Self(people))
            }
            _ => {
                reader.wrong_type::<Self>(value, &span);
                None
            }
        }
    }
}

/// Who takes the first turn of a line-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// The entry that is this person.
    Person(PersonId),
    /// The entry at this position, from 1.
    Position(i64),
}

impl Read for First {
    fn expected() -> String {
        "the id of a person, or a position from 1".to_owned()
    }

    fn shape() -> Shape {
        Shape::AnyOf(vec![PersonId::shape(), Shape::Integer(1, 1000)])
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            DeValue::Integer(_) => Count::read(value, span, reader).map(|n| Self::Position(n.0)),
            DeValue::String(id) if id == crate::syntax::id::NOBODY => {
                let help = "give the position of that turn, from 1".to_owned();
                let wrong = "`first` cannot be \"nobody\"".to_owned();
                reader.refuse(Fault::BadValue, &span, wrong, &[help]);
                None
            }
            DeValue::String(_) => PersonId::read(value, span, reader).map(Self::Person),
            _ => {
                reader.wrong_type::<Self>(value, &span);
                None
            }
        }
    }
}
