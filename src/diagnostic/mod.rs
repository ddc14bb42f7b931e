//! What is wrong with a plan, as data: faults and findings with the places they are about.
//!
//! Knows nothing of how they are shown.

mod fault;

mod text;

pub use fault::{Fault, nearest};
pub use text::{is_blank, letters, tidy, visible};

use crate::source::Location;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Info,
    /// Worth mending.
    Warning,
    /// Must be mended.
    Error,
}

impl Level {
    /// The word that every output uses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place that a diagnostic is about and what to say there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub at: Location,
    /// What to say there; may be empty.
    pub text: String,
}

/// Text that, written in place of other text, mends what a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What is replaced.
    pub at: Location,
    /// What is written there.
    pub text: String,
}

/// One fault or finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The name of the fault or rule.
    pub code: &'static str,
    /// How much it matters.
    pub level: Level,
    /// What it is about in the plan, such as `rotations.payments`; may be empty.
    pub path: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The place.
    pub primary: Label,
    /// Other places that belong to it.
    pub others: Vec<Label>,
    /// Ways out, one sentence each.
    pub help: Vec<String>,
    /// TOML to paste, where one text mends it.
    pub fix: Option<String>,
    /// What was probably meant, for editors to put in its place.
    pub suggestion: Option<Suggestion>,
}

/// The most characters of one sentence: names from a plan have no bound of their own.
const LONGEST: usize = 400;

fn short(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((end, _)) => format!("{}...", &text[..end]),
    }
}

impl Diagnostic {
    /// A fault at a place.
    #[must_use]
    pub fn fault(fault: Fault, at: Location, message: impl Into<String>) -> Self {
        Self::new(fault.code(), Level::Error, at, message)
    }

    /// A diagnostic with nothing but what every one has.
    #[must_use]
    pub fn new(code: &'static str, level: Level, at: Location, message: impl Into<String>) -> Self {
        Self {
            code,
            level,
            path: String::new(),
            message: visible(&short(message.into())),
            primary: Label { at, text: String::new() },
            others: Vec::new(),
            help: Vec::new(),
            fix: None,
            suggestion: None,
        }
    }

    /// Adds what it is about in the plan.
    #[must_use]
    pub fn about(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Says something at the place itself.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = visible(&short(text.into()));
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn also(mut self, at: Location, text: impl Into<String>) -> Self {
        self.others.push(Label { at, text: visible(&short(text.into())) });
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(visible(&short(text.into())));
        self
    }

    /// Adds what was probably meant, to be written in place of what the diagnostic is about.
    #[must_use]
    pub fn suggest(mut self, text: impl Into<String>) -> Self {
        self.suggestion = Some(Suggestion { at: self.primary.at, text: text.into() });
        self
    }

    /// Says at the place itself what to write there instead.
    #[must_use]
    pub fn write(self, text: impl Into<String>) -> Self {
        let text = text.into();
        self.label(format!("write `{text}`")).suggest(text)
    }

    /// Adds TOML to paste.
    #[must_use]
    pub fn fix(mut self, toml: impl Into<String>) -> Self {
        self.fix = Some(toml.into());
        self
    }
}
