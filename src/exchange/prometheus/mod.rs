//! Prometheus' rule files: which alerts they define, and whether these and a plan's are the same.
//!
//! Owns the findings about rule files, which no rule of a plan makes. Does not read files.

mod codes;
mod events;
mod judge;
mod read;
mod runbook;
#[cfg(test)]
mod tests;

pub use codes::{CODES, Code};
pub use judge::{Judged, Judgement, Mapping, NOT_MAPPED, judge};
pub use read::read;

use crate::diagnostic::Diagnostic;
use crate::source::{Located, Location};

/// Annotations that say what is wrong.
const SAID: [&str; 3] = ["summary", "description", "message"];
/// Annotations that name a runbook.
const RUNBOOK: [&str; 2] = ["runbook_url", "runbook"];
/// The annotations that are read.
const ANNOTATIONS: &[&str] = &["summary", "description", "message", "runbook_url", "runbook"];

/// The most bytes of a rule file that are read.
pub const LARGEST: usize = 64 * 1024 * 1024;

/// What a rule file defines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleFile {
    /// The rules that alert, in order.
    pub rules: Vec<Rule>,
    /// What of the file cannot be read.
    pub unread: Vec<Diagnostic>,
    /// Whether rules may be missing because of that.
    pub partial: bool,
}

/// A rule that alerts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// The name of the alert.
    pub name: Located<String>,
    /// Those of its labels, and of its group's, that were asked for.
    pub labels: Pairs,
    /// Its annotations that say what is wrong, or name a runbook.
    pub annotations: Pairs,
    /// Whether labels or annotations may be missing, because they stand behind an alias.
    pub partial: bool,
}

/// Keys and values.
pub type Pairs = Vec<(String, Located<String>)>;

impl Rule {
    /// The value of a label, unless it is empty.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<&Located<String>> {
        value(&self.labels, name)
    }

    /// The first of some annotations that says something.
    #[must_use]
    pub fn annotation(&self, names: &[&str]) -> Option<&Located<String>> {
        names.iter().find_map(|name| value(&self.annotations, name))
    }

    /// Where it is defined.
    #[must_use]
    pub fn at(&self) -> Location {
        self.name.at
    }
}

fn value<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a Located<String>> {
    let found = pairs.iter().rev().find(|(key, _)| key == name);
    found.map(|(_, value)| value).filter(|value| !crate::diagnostic::is_blank(value))
}
