//! The `[lint]` table: a profile, the level and options of rules, and exceptions.

use std::ops::Range;

use toml::de::DeValue;

use super::format::List;
use super::reader::{Read, Reader};
use super::value::choice::choices;
use super::{Allow, Shape};
use crate::source::Located;

choices! {
    /// A set of levels and thresholds.
    Profile {
        /// What every plan should meet.
        Minimum = "minimum",
        /// What the site reliability literature asks.
        Sre = "sre",
        /// What European working-time law asks.
        Eu = "eu",
        /// What auditors ask.
        Audit = "audit",
    }

    /// The level of a rule.
    LintLevel {
        /// It is not judged.
        Off = "off",
        /// Worth knowing.
        Info = "info",
        /// Worth mending.
        Warn = "warn",
        /// Must be mended.
        Error = "error",
    }
}

/// The level and options that a plan gives a rule.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// The level.
    pub level: Option<LintLevel>,
    /// Options by name: text, number or truth value as written.
    pub options: Vec<(Located<String>, Located<OptionValue>)>,
}

/// The value of a rule's option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionValue {
    /// A text, such as a duration.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A decimal number, as it is written.
    Decimal(String),
    /// A truth value.
    Truth(bool),
    /// Texts.
    Texts(Vec<String>),
}

/// The `[lint]` table.
#[derive(Clone, Debug, Default)]
pub struct Lint {
    /// The profile; `minimum` where it is left out.
    pub profile: Option<Profile>,
    /// The rules that are set, with where.
    pub rules: Vec<(Located<String>, Located<Setting>)>,
    /// Exceptions.
    pub allow: List<Allow>,
}

impl Read for Lint {
    fn expected() -> String {
        "a table of rules and levels".to_owned()
    }

    fn shape() -> Shape {
        Shape::Map(Box::new(Shape::AnyOf(vec![LintLevel::shape(), Shape::Free])))
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let DeValue::Table(table) = value else {
            reader.wrong_type::<Self>(value, &span);
            return None;
        };
        let mut lint = Self::default();
        for (key, value) in table {
            let (name, value_span) = (key.get_ref().as_ref(), value.span());
            match name {
                "profile" => {
                    let profile = reader.key("profile", value.get_ref(), value_span);
                    lint.profile = profile.map(|profile| profile.value);
                }
                "allow" => {
                    let allow = reader.key("allow", value.get_ref(), value_span);
                    lint.allow = allow.map(|allow| allow.value).unwrap_or_default();
                }
                rule => {
                    let at = reader.at(&key.span());
                    if let Some(setting) = reader.id(rule, value.get_ref(), value_span) {
                        lint.rules.push((Located { value: rule.to_owned(), at }, setting));
                    }
                }
            }
        }
        Some(lint)
    }
}

impl Read for Setting {
    fn expected() -> String {
        "a level (\"off\", \"info\", \"warn\", \"error\") or { level = \"warn\", ... }".to_owned()
    }

    fn shape() -> Shape {
        Shape::AnyOf(vec![LintLevel::shape(), Shape::Free])
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            DeValue::String(_) => {
                let level = Some(LintLevel::read(value, span, reader)?);
                Some(Self { level, options: Vec::new() })
            }
            DeValue::Table(table) => {
                let mut setting = Self::default();
                for (key, value) in table {
                    let name = key.get_ref().as_ref();
                    if name == "level" {
                        let level = reader.key("level", value.get_ref(), value.span());
                        setting.level = level.map(|level| level.value);
                        continue;
                    }
                    let at = reader.at(&key.span());
                    if let Some(option) = reader.id(name, value.get_ref(), value.span()) {
                        setting.options.push((Located { value: name.to_owned(), at }, option));
                    }
                }
                Some(setting)
            }
            _ => {
                reader.wrong_type::<Self>(value, &span);
                None
            }
        }
    }
}

impl Read for OptionValue {
    fn expected() -> String {
        "a text, a number, true or false, or a list of texts".to_owned()
    }

    fn shape() -> Shape {
        Shape::Free
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            DeValue::String(text) => Some(Self::Text(text.as_ref().to_owned())),
            DeValue::Float(number) => Some(Self::Decimal(number.as_str().to_owned())),
            DeValue::Boolean(truth) => Some(Self::Truth(*truth)),
            DeValue::Integer(number) => {
                i64::from_str_radix(number.as_str(), number.radix()).ok().map(Self::Whole)
            }
            DeValue::Array(_) => {
                let texts = List::<String>::read(value, span, reader)?;
                Some(Self::Texts(texts.into_iter().map(|text| text.value).collect()))
            }
            DeValue::Datetime(_) | DeValue::Table(_) => {
                reader.wrong_type::<Self>(value, &span);
                None
            }
        }
    }
}
