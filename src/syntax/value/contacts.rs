//! How to reach people and what they are trained for.

use std::ops::Range;

use toml::de::DeValue;

use super::OneOrMany;
use super::keyed::{entries, reference};
use crate::source::Located;
use crate::syntax::table::one_or_many;
use crate::syntax::{
    Day, Field, Id, List, Method, PersonId, Read, Reader, RoleId, Shape, TestedContact,
};

/// A contact: a reference, with the date of its last test where that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The reference.
    pub reference: String,
    /// When it was last tested.
    pub tested: Option<Day>,
}

impl Read for Contact {
    fn expected() -> String {
        "a reference such as \"app:ana\", or { ref = \"app:ana\", tested = 2026-11-05 }".to_owned()
    }

    fn shape() -> Shape {
        Shape::AnyOf(vec![Shape::Text { format: "text" }, TestedContact::shape()])
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            DeValue::String(text) => {
                Some(Self { reference: text.as_ref().to_owned(), tested: None })
            }
            DeValue::Table(_) => {
                let contact = TestedContact::read(value, span, reader)?;
                let tested = contact.tested.map(|day| day.value);
                Some(Self { reference: contact.reference?.value, tested })
            }
            _ => {
                reader.wrong_type::<Self>(value, &span);
                None
            }
        }
    }
}

/// How to reach somebody, by method; in order of the methods' names.
#[derive(Clone, Debug, Default)]
pub struct Contacts(pub Vec<(Located<Method>, Located<Contact>)>);

impl Read for Contacts {
    fn expected() -> String {
        "a table of contacts such as { push = \"app:ana\" }".to_owned()
    }

    fn shape() -> Shape {
        let contact = |(key, doc): &(&'static str, &'static str)| Field {
            key,
            doc,
            required: false,
            shape: Contact::shape(),
        };
        let fields = Method::ABOUT.iter().map(contact).collect();
        Shape::Table { name: "Contacts", doc: "How to reach somebody, by method.", fields }
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let method = |name: &str, span: &Range<usize>, reader: &mut Reader<'_>| {
            Method::read(&DeValue::String(name.into()), span.clone(), reader)
        };
        entries::<Self, _, _>(value, &span, reader, method).map(Self)
    }
}

/// The roles that somebody is trained for, with the date of training where it is known.
#[derive(Clone, Debug, Default)]
pub struct Trained(pub Vec<(Located<RoleId>, Option<Day>)>);

impl Read for Trained {
    fn expected() -> String {
        "a list of roles, or a table of roles and dates of training".to_owned()
    }

    fn shape() -> Shape {
        let roles = Shape::List(Box::new(RoleId::shape()));
        Shape::AnyOf(vec![roles, Shape::Keyed(RoleId::KINDS, Box::new(Day::shape()))])
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        if matches!(value, DeValue::Array(_)) {
            let roles = List::<RoleId>::read(value, span, reader)?;
            return Some(Self(roles.into_iter().map(|role| (role, None)).collect()));
        }
        let dated: Vec<(_, Located<Day>)> =
            entries::<Self, _, _>(value, &span, reader, |id, span, reader| {
                Some(reference(id, span, reader))
            })?;
        Some(Self(dated.into_iter().map(|(role, day)| (role, Some(day.value))).collect()))
    }
}

/// Who held which role in a response, and who else took part.
#[derive(Clone, Debug, Default)]
pub struct Responders {
    /// People by role.
    pub roles: Vec<(Located<RoleId>, Located<OneOrMany<PersonId>>)>,
    /// Everybody else.
    pub others: Vec<Located<PersonId>>,
}

impl Read for Responders {
    fn expected() -> String {
        "a table of roles and people".to_owned()
    }

    fn shape() -> Shape {
        Shape::Keyed(RoleId::KINDS, Box::new(one_or_many(PersonId::shape())))
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let role = |id: &str, span: &Range<usize>, reader: &mut Reader<'_>| match id {
            "others" => Some(RoleId::from(id.to_owned())),
            _ => Some(reference(id, span, reader)),
        };
        let all: Vec<(Located<RoleId>, Located<OneOrMany<PersonId>>)> =
            entries::<Self, _, _>(value, &span, reader, role)?;
        let (others, roles): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(role, _)| role.as_ref() == "others");
        let others = others.into_iter().flat_map(|(_, people)| people.value.0).collect();
        Some(Self { roles, others })
    }
}
