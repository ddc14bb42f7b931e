//! Ids: what may be one, what kind of thing one names, and tables keyed by them.

use std::fmt;
use std::ops::Range;

use toml::de::DeValue;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::reader::Read;
use super::{Reader, Shape};
use crate::diagnostic::{Diagnostic, Fault};
use crate::source::Located;

/// The id that means an intended empty turn.
pub const NOBODY: &str = "nobody";
const LONGEST: usize = 64;
/// What ids are, for people.
pub const IDS: &str = "ids are lower-case letters, digits and hyphens, at most 64";

/// What an id can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `[people.ID]`
    Person,
    /// `[teams.ID]`
    Team,
    /// `[roles.ID]`
    Role,
    /// `[rotations.ID]`
    Rotation,
    /// `[holidays.ID]`
    Holidays,
    /// `[escalations.ID]`
    Escalation,
    /// `[externals.ID]`
    External,
    /// `[severities.ID]`
    Severity,
    /// `[services.ID]`
    Service,
    /// `[game-days.ID]`
    GameDay,
    /// A Markdown file of `runbooks/`.
    Runbook,
    /// A Markdown file of `incidents/`.
    Incident,
    /// A Markdown file of `handoffs/`.
    Handoff,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Person,
        Self::Team,
        Self::Role,
        Self::Rotation,
        Self::Holidays,
        Self::Escalation,
        Self::External,
        Self::Severity,
        Self::Service,
        Self::GameDay,
        Self::Runbook,
        Self::Incident,
        Self::Handoff,
    ];

    /// The field's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Team => "team",
            Self::Role => "role",
            Self::Rotation => "rotation",
            Self::Holidays => "list of holidays",
            Self::Escalation => "escalation",
            Self::External => "external contact",
            Self::Severity => "severity",
            Self::Service => "service",
            Self::GameDay => "game day",
            Self::Runbook => "runbook",
            Self::Incident => "incident",
            Self::Handoff => "handoff note",
        }
    }

    /// The table that defines ids of this kind; empty for Markdown records.
    #[must_use]
    pub fn table(self) -> &'static str {
        match self {
            Self::Person => "people",
            Self::Team => "teams",
            Self::Role => "roles",
            Self::Rotation => "rotations",
            Self::Holidays => "holidays",
            Self::Escalation => "escalations",
            Self::External => "externals",
            Self::Severity => "severities",
            Self::Service => "services",
            Self::GameDay => "game-days",
            Self::Runbook | Self::Incident | Self::Handoff => "",
        }
    }
}

/// Whether a text can be an id: lower-case letters, digits and hyphens, at most 64 of them.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let part = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=LONGEST).contains(&text.len()) && !text.starts_with('-') && text.bytes().all(part)
}

/// The id that a text would be if it were spelled as ids are: `José Ñandú` would be `jose-nandu`.
/// A text without a letter of the Latin alphabet and without a digit would be none.
#[must_use]
pub fn as_id(text: &str) -> Option<String> {
    let mut id = String::new();
    for letter in text.nfkd().take(4 * LONGEST) {
        match letter {
            c if c.is_ascii_alphanumeric() => id.push(c.to_ascii_lowercase()),
            c if is_combining_mark(c) || "'’".contains(c) => {}
            c => match UNLIKE.iter().find(|(letters, _)| letters.contains(c)) {
                Some((_, spelled)) => id.push_str(spelled),
                None if id.ends_with('-') || id.is_empty() => {}
                None => id.push('-'),
            },
        }
    }
    id.truncate(LONGEST);
    let id = id.trim_matches('-').to_owned();
    is_id(&id).then_some(id)
}

/// Letters of the Latin alphabet that are no plain letter with a mark.
const UNLIKE: [(&str, &str); 12] = [
    ("ÆæǢǣ", "ae"),
    ("ÐðĐđ", "d"),
    ("Ħħ", "h"),
    ("ı", "i"),
    ("Łł", "l"),
    ("Ŋŋ", "n"),
    ("Øø", "o"),
    ("Œœ", "oe"),
    ("ẞß", "ss"),
    ("Þþ", "th"),
    ("Ŧŧ", "t"),
    ("Əə", "e"),
];

/// A typed id.
pub trait Id: Clone + Ord + From<String> + AsRef<str> {
    /// The kinds of thing that it may name.
    const KINDS: &'static [Kind];
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident = $($kind:ident)|+,)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl Id for $name {
            const KINDS: &'static [Kind] = &[$(Kind::$kind),+];
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id.into())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Read for $name {
            fn expected() -> String {
                let words: Vec<_> = Self::KINDS.iter().map(|kind| kind.word()).collect();
                let words = words.join(" or ");
                let article = if words.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
                format!("the id of {article} {words}")
            }

            fn many() -> String {
                "a list of ids".to_owned()
            }

            fn shape() -> Shape {
                Shape::Id(Self::KINDS)
            }

            fn read(
                value: &DeValue<'_>,
                span: Range<usize>,
                reader: &mut Reader<'_>,
            ) -> Option<Self> {
                let DeValue::String(text) = value else {
                    reader.wrong_type::<Self>(value, &span);
                    return None;
                };
                reader.refer(Self::KINDS, text, &span);
                Some(Self(text.as_ref().into()))
            }
        }
    )*};
}

ids! {
    /// A person.
    PersonId = Person,
    /// A team.
    TeamId = Team,
    /// A role.
    RoleId = Role,
    /// A rotation.
    RotationId = Rotation,
    /// A list of holidays.
    HolidaysId = Holidays,
    /// An escalation path.
    EscalationId = Escalation,
    /// A contact outside the organisation.
    ExternalId = External,
    /// A severity.
    SeverityId = Severity,
    /// A service.
    ServiceId = Service,
    /// Who answers for something: a person or a team.
    OwnerId = Person | Team,
    /// A record that something can point back to: an incident or a game day.
    RecordId = Incident | GameDay,
    /// A game day.
    GameDayId = GameDay,
}

/// One entry of a table that is keyed by ids.
#[derive(Clone, Debug)]
pub struct Entry<K, V> {
    /// The id and where it is defined.
    pub id: Located<K>,
    /// What stands there; `None` where it cannot be read.
    pub value: Option<V>,
}

/// A table keyed by ids that it defines, such as `[people.ID]`; in order of the ids.
#[derive(Clone, Debug)]
pub struct Defined<K, V>(pub Vec<Entry<K, V>>);

impl<K: Id, V: Read> Read for Defined<K, V> {
    fn expected() -> String {
        let table = K::KINDS.first().map_or("", |kind| kind.table());
        format!("tables with ids, such as `[{table}.ID]`")
    }

    fn shape() -> Shape {
        Shape::Map(Box::new(V::shape()))
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let DeValue::Table(table) = value else {
            reader.wrong_type::<Self>(value, &span);
            return None;
        };
        let mut entries = Vec::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            check(name, &key.span(), K::KINDS, reader);
            let first = K::KINDS.first().copied().unwrap_or(Kind::Person);
            reader.define(first, name, &key.span());
            let at = reader.at(&key.span());
            let value = reader.id(name, value.get_ref(), value.span()).map(|v| v.value);
            let id = Located { value: K::from(name.to_owned()), at };
            entries.push(Entry { id, value });
        }
        Some(Self(entries))
    }
}

fn check(id: &str, span: &Range<usize>, kinds: &[Kind], reader: &mut Reader<'_>) {
    let reserved = id == NOBODY && kinds.contains(&Kind::Person);
    if is_id(id) && !reserved {
        return;
    }
    if reserved {
        let message = "`nobody` is reserved for an intended empty turn";
        let fault = Diagnostic::fault(Fault::BadId, reader.at(span), message);
        return reader.report(fault.label("choose another id"));
    }
    let message = match id.chars().count() {
        0 => "the id is empty".to_owned(),
        long if long > LONGEST => format!("an id of {long} characters is too long"),
        _ => format!("`{id}` cannot be an id"),
    };
    let fault = Diagnostic::fault(Fault::BadId, reader.at(span), message).help(IDS);
    reader.report(match as_id(id).filter(|better| better != id && id.len() <= LONGEST) {
        Some(better) => fault.write(better),
        None => fault,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_kebab_case_is_an_id() {
        for good in ["a", "7", "platform-primary", "a-"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "-a", "Ana", "a_b", "a b", "ä", &"a".repeat(65)] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn a_name_is_told_the_id_it_would_be() {
        assert_eq!(as_id("Ana Duarte").as_deref(), Some("ana-duarte"));
        assert_eq!(as_id("platform_primary").as_deref(), Some("platform-primary"));
        let long = as_id(&"Ana ".repeat(9_000)).unwrap();
        assert!(is_id(&long), "{long}");
    }

    #[test]
    fn letters_lose_their_marks_and_other_alphabets_make_no_id() {
        let spelled = [
            ("José Ñandú", "jose-nandu"),
            ("Łukasz Wiśniewski", "lukasz-wisniewski"),
            ("Søren Æbelø", "soren-aebelo"),
            ("Jürgen Groß", "jurgen-gross"),
            ("Nguyễn Thị Đào", "nguyen-thi-dao"),
            ("Siobhán O’Brien", "siobhan-obrien"),
            ("李雷 (Li Lei)", "li-lei"),
            ("Ａｎａ", "ana"),
        ];
        for (name, id) in spelled {
            assert_eq!(as_id(name).as_deref(), Some(id), "{name}");
        }
        for none in ["李雷", "Иван", "--", "", "🙂", "\u{301}"] {
            assert_eq!(as_id(none), None, "{none}");
        }
    }
}
