//! The types of plain values: texts, numbers, lists, lengths, zones, windows, turns, targets.

use std::ops::Range;

use toml::de::DeValue;

use super::id::NOBODY;
use super::reader::{Read, Reader};
use super::table::one_or_many;
use super::{EscalationId, ExternalId, HolidaysId, PersonId, RotationId, Shape, TeamId, TimeOfDay};
use crate::diagnostic::{Diagnostic, Fault, nearest};
use crate::source::Located;
use crate::time::{Elapsed, Period, Weekly, Zone, parse_duration, parse_weekly};

impl Read for String {
    fn expected() -> String {
        "a text".to_owned()
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
        format!("a whole number from {LEAST} to {MOST}")
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
        format!("a list, each of it {}", T::expected())
    }

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let DeValue::Array(array) = value else {
            reader.wrong_type::<Self>(value, &span);
            return None;
        };
        let elements = array.iter().enumerate();
        Some(elements.filter_map(|(i, v)| reader.element(i, v.get_ref(), v.span())).collect())
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

/// Reads a text through a parser that says what is wrong.
fn parsed<T: Read>(
    value: &DeValue<'_>,
    span: &Range<usize>,
    reader: &mut Reader<'_>,
    fault: Fault,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Option<T> {
    let DeValue::String(text) = value else {
        reader.wrong_type::<T>(value, span);
        return None;
    };
    parse(text)
        .map_err(|wrong| {
            let help = format!("expected {}", T::expected());
            reader.refuse(fault, span, wrong, &[help]);
        })
        .ok()
}

impl Read for Elapsed {
    fn expected() -> String {
        "a duration such as \"5m\", \"2h\" or \"3d\"".to_owned()
    }

    fn shape() -> Shape {
        Shape::Text { format: "duration" }
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        parsed(value, &span, reader, Fault::BadLength, parse_duration)
    }
}

impl Read for Period {
    fn expected() -> String {
        "a period such as \"12h\", \"3d\", \"1w\" or \"1mo\"".to_owned()
    }

    fn shape() -> Shape {
        Shape::Text { format: "period" }
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        parsed(value, &span, reader, Fault::BadLength, Self::parse)
    }
}

impl Read for Zone {
    fn expected() -> String {
        "the name of a time zone such as \"Europe/Berlin\"".to_owned()
    }

    fn shape() -> Shape {
        Shape::Text { format: "zone" }
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let DeValue::String(name) = value else {
            reader.wrong_type::<Self>(value, &span);
            return None;
        };
        let zone = reader.zones().get(name);
        if zone.is_none() {
            let message = format!("there is no time zone `{}`", name);
            let fault = Diagnostic::fault(Fault::BadZone, reader.at(&span), message);
            reader.report(match reader.zones().suggest(name) {
                Some(near) => fault.label(format!("did you mean `{near}`?")),
                None => fault.help("zones have IANA names such as Europe/Berlin or UTC"),
            });
        }
        zone
    }
}

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
                $crate::syntax::value::choose(value, &span, choices, reader)
            }
        }
    )*};
}
pub(super) use choices;

/// Reads one of some words.
pub(super) fn choose<T: Read + Copy>(
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
        let near = nearest(word, choices.iter().map(|(choice, _)| *choice));
        reader.report(match near {
            Some(near) => fault.label(format!("did you mean \"{near}\"?")),
            None => fault,
        });
    }
    found.map(|(_, value)| *value)
}

/// One entry of a line-up: the people on call together; none for `"nobody"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entrants(pub Vec<Located<PersonId>>);

impl Read for Entrants {
    fn expected() -> String {
        "the id of a person, a list of ids, or \"nobody\"".to_owned()
    }

    fn shape() -> Shape {
        one_or_many(Shape::Text { format: "id" })
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            DeValue::String(id) if id == NOBODY => Some(Self::default()),
            DeValue::Array(array) if array.is_empty() => {
                let help = "write \"nobody\" for an intended empty turn".to_owned();
                let wrong = "an empty group is on call with nobody".to_owned();
                reader.refuse(Fault::BadValue, &span, wrong, &[help]);
                None
            }
            DeValue::String(_) | DeValue::Array(_) => {
                OneOrMany::<PersonId>::read(value, span, reader).map(|people| Self(people.0))
            }
            _ => {
                reader.wrong_type::<Self>(value, &span);
                None
            }
        }
    }
}

/// How long a turn lasts.
#[derive(Clone, Debug)]
pub enum Turn {
    /// One period, or several that are cycled.
    Periods(Vec<Located<Period>>),
    /// That many windows.
    Shifts(i64),
}

impl Read for Turn {
    fn expected() -> String {
        "a period such as \"1w\", a list of periods, or \"1 shift\"".to_owned()
    }

    fn shape() -> Shape {
        one_or_many(Shape::Text { format: "turn" })
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let DeValue::String(text) = value else {
            let periods = OneOrMany::<Period>::read(value, span.clone(), reader)?.0;
            let months = periods.iter().filter(|p| matches!(p.value, Period::Months(_))).count();
            let wrong = match periods.len() {
                0 => Some("a list of turns needs at least one period"),
                len if months != 0 && months != len => {
                    Some("months do not mix with days and hours in one list")
                }
                _ => None,
            };
            if let Some(wrong) = wrong {
                reader.refuse(Fault::BadLength, &span, wrong.to_owned(), &[]);
                return None;
            }
            return Some(Self::Periods(periods));
        };
        if let Some((count, unit)) = text.split_once(' ')
            && matches!(unit, "shift" | "shifts")
            && let Ok(count @ 1..=1000) = count.parse()
        {
            return Some(Self::Shifts(count));
        }
        let at = reader.at(&span);
        let period = parsed(value, &span, reader, Fault::BadLength, |text| {
            Period::parse(text).map(PeriodOrShifts)
        })?;
        Some(Self::Periods(vec![Located { value: period.0, at }]))
    }
}

/// A period where shifts could stand too: only its message differs.
struct PeriodOrShifts(Period);

impl Read for PeriodOrShifts {
    fn expected() -> String {
        Turn::expected()
    }

    fn shape() -> Shape {
        Turn::shape()
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        Period::read(value, span, reader).map(Self)
    }
}

/// A window in which somebody is on call.
#[derive(Clone, Debug)]
pub enum Window {
    /// Windows of every week.
    Weekly(Vec<Weekly>),
    /// Every day of a list of holidays.
    Holidays(Box<HolidayWindow>),
    /// The occurrences of a recurrence rule.
    Recurring(Box<RecurringWindow>),
}

tables! {
    /// A window on every day of a list of holidays.
    HolidayWindow {
        /// The list of holidays.
        holidays: required HolidaysId,
        /// When the window starts on such a day; midnight where it is left out.
        at_time = "at": optional TimeOfDay,
        /// How long it lasts on the wall clock; a day where it is left out.
        lasts: optional Period,
    }

    /// A window that recurs by an RFC 5545 rule.
    RecurringWindow {
        /// The rule, such as `FREQ=MONTHLY;BYDAY=1SA`.
        rrule: required String,
        /// When the window starts on such a day.
        at_time = "at": required TimeOfDay,
        /// How long it lasts on the wall clock.
        lasts: required Period,
    }
}

impl Read for Window {
    fn expected() -> String {
        "a window such as \"mon-fri 09:00-17:00\"".to_owned()
    }

    fn shape() -> Shape {
        Shape::AnyOf(vec![
            Shape::Text { format: "window" },
            HolidayWindow::shape(),
            RecurringWindow::shape(),
        ])
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            DeValue::String(text) => match parse_weekly(text) {
                Ok(windows) => Some(Self::Weekly(windows)),
                Err(error) => {
                    let wrong = error.message;
                    let fault = Diagnostic::fault(Fault::BadWindow, reader.at(&span), wrong);
                    reader.report(match error.instead {
                        Some(instead) => fault.label(format!("write `{}`", instead)),
                        None => fault.help(
                            "windows look like \"mon-fri 09:00-17:00\", \"sat,sun\" or \"fri 18:00 - mon 08:00\"",
                        ),
                    });
                    None
                }
            },
            DeValue::Table(table) if table.contains_key("rrule") => {
                RecurringWindow::read(value, span, reader).map(|w| Self::Recurring(Box::new(w)))
            }
            DeValue::Table(_) => {
                HolidayWindow::read(value, span, reader).map(|w| Self::Holidays(Box::new(w)))
            }
            _ => {
                reader.wrong_type::<Self>(value, &span);
                None
            }
        }
    }
}

tables! {
    /// Whom or what a step reaches, as it is written.
    TargetKeys {
        /// Whoever is on call in a rotation.
        rotation: optional RotationId,
        /// A person.
        person: optional PersonId,
        /// Every member of a team.
        team: optional TeamId,
        /// Another escalation path, from its first step.
        escalation: optional EscalationId,
        /// A chat channel; it wakes nobody.
        channel: optional String,
        /// Whoever has a skill.
        skill: optional String,
        /// A contact outside the organisation.
        external: optional ExternalId,
    }
}

/// Whom or what a step reaches: exactly one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Whoever is on call in a rotation.
    Rotation(RotationId),
    /// A person.
    Person(PersonId),
    /// Every member of a team.
    Team(TeamId),
    /// Another escalation path.
    Escalation(EscalationId),
    /// A chat channel.
    Channel(String),
    /// Whoever has a skill.
    Skill(String),
    /// A contact outside the organisation.
    External(ExternalId),
}

impl Read for Target {
    fn expected() -> String {
        "a target such as { rotation = \"primary\" }".to_owned()
    }

    fn shape() -> Shape {
        TargetKeys::shape()
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let faults = reader.diagnostics.len();
        let keys = TargetKeys::read(value, span.clone(), reader)?;
        let all = [
            keys.rotation.map(|id| Self::Rotation(id.value)),
            keys.person.map(|id| Self::Person(id.value)),
            keys.team.map(|id| Self::Team(id.value)),
            keys.escalation.map(|id| Self::Escalation(id.value)),
            keys.channel.map(|name| Self::Channel(name.value)),
            keys.skill.map(|name| Self::Skill(name.value)),
            keys.external.map(|id| Self::External(id.value)),
        ];
        let mut targets = all.into_iter().flatten();
        let first = targets.next();
        if targets.next().is_some() || (first.is_none() && reader.diagnostics.len() == faults) {
            let wrong = "a target has exactly one key".to_owned();
            let help = format!("expected {}; write one target for each", Self::expected());
            reader.refuse(Fault::ConflictingKeys, &span, wrong, &[help]);
            return None;
        }
        first
    }
}
