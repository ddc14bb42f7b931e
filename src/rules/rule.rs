//! What a rule is, and how a plan sets its level and options.

use chrono::TimeDelta;

use super::Context;
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Plan;
use crate::syntax::{self, LintLevel, OptionValue, Profile};
use crate::time::{Windows, parse_duration, parse_weekly};

/// A rule and everything that is known about it.
pub struct Rule {
    /// Its name; never changes its meaning.
    pub code: &'static str,
    /// How much a finding matters where nothing else is said of it.
    pub level: Level,
    /// The level in profiles in which it is another.
    pub profiles: &'static [(Profile, Level)],
    /// What can be set.
    pub options: &'static [Parameter],
    /// What it checks, in one line.
    pub summary: &'static str,
    /// Its threshold and where that comes from.
    pub source: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// A plan that it complains of, once: `irp.toml`, and after a line such as
    /// `--- runbooks/api.md ---` the file of that name. `--- before/irp.toml ---` is the plan before
    /// the change, where a rule judges one.
    pub bad: &'static str,
    /// The same plan, mended.
    pub good: &'static str,
    /// Judges a plan.
    pub check: Check,
}

/// How a rule judges.
#[derive(Clone, Copy)]
pub enum Check {
    /// The plan. Findings have the rule's level, or one that says more, such as an error for a
    /// warning that is worse than most.
    Plan(fn(&Context<'_>, &Options<'_>) -> Vec<Diagnostic>),
    /// The exceptions to rules: which of `[[lint.allow]]`, by index, excused something.
    Allows(fn(&Context<'_>, &Options<'_>, &[bool]) -> Vec<Diagnostic>),
}

/// An option of a rule: its name, what it takes, and what it is where it is not set.
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Its value where nothing is set, as a plan writes it, without quotes; texts with commas.
    pub default: &'static str,
    /// Its value in profiles in which it is another.
    pub profiles: &'static [(Profile, &'static str)],
    /// What it is, in one sentence.
    pub about: &'static str,
}

/// What an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A duration, such as `"11h"`.
    Length,
    /// A whole number from 0 up.
    Whole,
    /// A share, such as `"25%"`.
    Share,
    /// A number from 0 to 1, such as `0.8`.
    Score,
    /// Hours of the day, such as `"07:00-22:30"`.
    Hours,
    /// A list of texts.
    Texts,
}

impl Kind {
    /// What it takes, in words.
    #[must_use]
    pub fn expected(self) -> &'static str {
        match self {
            Self::Length => "a duration such as \"11h\" or \"180d\"",
            Self::Whole => "a whole number from 0 to 1000000",
            Self::Share => "a share such as \"25%\"",
            Self::Score => "a number from 0 to 1, such as 0.8",
            Self::Hours => "hours of the day such as \"07:00-22:30\"",
            Self::Texts => "a list of texts",
        }
    }

    /// A value of this kind, given without quotes, as TOML.
    #[must_use]
    pub fn written(self, value: &str) -> String {
        match self {
            Self::Whole | Self::Score => value.to_owned(),
            Self::Texts => {
                let each: Vec<_> = value.split(", ").map(|text| format!("\"{text}\"")).collect();
                format!("[{}]", each.join(", "))
            }
            Self::Length | Self::Share | Self::Hours => format!("\"{value}\""),
        }
    }

    /// What is written, if it is of this kind.
    #[must_use]
    pub fn read(self, written: &OptionValue) -> Option<Value> {
        match (self, written) {
            (Self::Texts, OptionValue::Texts(texts)) => Some(Value::Texts(texts.clone())),
            (Self::Whole | Self::Score, OptionValue::Whole(number)) => {
                self.parse(&number.to_string())
            }
            (Self::Score, OptionValue::Decimal(number)) => self.parse(number),
            (Self::Length | Self::Share | Self::Hours, OptionValue::Text(text)) => self.parse(text),
            _ => None,
        }
    }

    pub(super) fn parse(self, text: &str) -> Option<Value> {
        let number = |text: &str, most: f64| {
            let number = text.parse::<f64>().ok();
            number.filter(|number| (0.0..=most).contains(number))
        };
        match self {
            Self::Length => {
                parse_duration(text).ok().map(|length| Value::Length(TimeDelta::seconds(length.0)))
            }
            Self::Whole => {
                let number = text.parse().ok().filter(|number| (0..=1_000_000).contains(number));
                number.map(Value::Whole)
            }
            Self::Share => {
                number(text.strip_suffix('%')?, 100.0).map(|share| Value::Number(share / 100.0))
            }
            Self::Score => number(text, 1.0).map(Value::Number),
            Self::Hours => {
                let mut windows = Windows::default();
                windows.add_weekly(&parse_weekly(text).ok()?);
                Some(Value::Hours(windows))
            }
            Self::Texts => Some(Value::Texts(text.split(", ").map(str::to_owned).collect())),
        }
    }
}

/// The value of an option.
#[derive(Clone, Debug)]
pub enum Value {
    /// A length of time.
    Length(TimeDelta),
    /// A count.
    Whole(i64),
    /// A share or score from 0 to 1.
    Number(f64),
    /// Hours.
    Hours(Windows),
    /// Texts.
    Texts(Vec<String>),
}

/// The options of one rule, as a plan sets them.
pub struct Options<'a> {
    rule: &'a Rule,
    profile: Profile,
    setting: Option<&'a syntax::Setting>,
}

impl<'a> Options<'a> {
    /// The options that a plan gives a rule.
    #[must_use]
    pub fn new(rule: &'a Rule, plan: &'a Plan) -> Self {
        Self {
            rule,
            profile: plan.lint.profile.unwrap_or(Profile::Minimum),
            setting: setting(rule, plan),
        }
    }

    /// A length of time.
    #[must_use]
    pub fn length(&self, name: &str) -> TimeDelta {
        match self.value(name) {
            Some(Value::Length(length)) => length,
            _ => TimeDelta::zero(),
        }
    }

    /// A count.
    #[must_use]
    pub fn whole(&self, name: &str) -> i64 {
        match self.value(name) {
            Some(Value::Whole(number)) => number,
            _ => 0,
        }
    }

    /// A share or score, from 0 to 1.
    #[must_use]
    pub fn number(&self, name: &str) -> f64 {
        match self.value(name) {
            Some(Value::Number(number)) => number,
            _ => 0.0,
        }
    }

    /// Hours.
    #[must_use]
    pub fn hours(&self, name: &str) -> Windows {
        match self.value(name) {
            Some(Value::Hours(hours)) => hours,
            _ => Windows::default(),
        }
    }

    /// Texts.
    #[must_use]
    pub fn texts(&self, name: &str) -> Vec<String> {
        match self.value(name) {
            Some(Value::Texts(texts)) => texts,
            _ => Vec::new(),
        }
    }

    /// The value of an option: what the plan says, else the profile, else the default.
    pub(super) fn value(&self, name: &str) -> Option<Value> {
        let parameter = self.rule.options.iter().find(|parameter| parameter.name == name)?;
        let set = self
            .setting
            .and_then(|setting| setting.options.iter().find(|(option, _)| option.value == name));
        set.and_then(|(_, value)| parameter.kind.read(&value.value)).or_else(|| {
            let own = parameter.profiles.iter().find(|(profile, _)| *profile == self.profile);
            parameter.kind.parse(own.map_or(parameter.default, |(_, value)| value))
        })
    }
}

fn setting<'a>(rule: &Rule, plan: &'a Plan) -> Option<&'a syntax::Setting> {
    let set = plan.lint.rules.iter().find(|(name, _)| name.value == rule.code);
    set.map(|(_, setting)| &setting.value)
}

/// The level of the findings of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// Each has its own.
    Own,
    /// All have this one.
    All(Level),
    /// There are none: the rule is off.
    Off,
}

impl From<Option<Level>> for Setting {
    fn from(level: Option<Level>) -> Self {
        level.map_or(Self::Off, Self::All)
    }
}

/// The level that this run, else the plan, else its profile gives a rule.
pub(super) fn level(rule: &Rule, context: &Context<'_>) -> Setting {
    let asked = context.levels.iter().rev().find(|(name, _)| name == rule.code);
    if let Some((_, level)) = asked {
        return (*level).into();
    }
    let lint = &context.plan.lint;
    match setting(rule, context.plan).and_then(|setting| setting.level) {
        Some(LintLevel::Off) => Setting::Off,
        Some(LintLevel::Info) => Setting::All(Level::Info),
        Some(LintLevel::Warn) => Setting::All(Level::Warning),
        Some(LintLevel::Error) => Setting::All(Level::Error),
        None => {
            let own = rule.profiles.iter().find(|(known, _)| Some(*known) == lint.profile);
            own.map_or(Setting::Own, |(_, level)| Setting::All(*level))
        }
    }
}
