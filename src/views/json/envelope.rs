//! What every answer begins with.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Utc, instant};
use crate::history::Revision;

/// What every answer begins with.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Envelope<'a, T> {
    /// The version of this form.
    pub schema: u32,
    /// The command that answers.
    pub command: &'a str,
    /// The instant that was taken for the present.
    pub evaluated_at: Utc,
    /// The zone of every local time, by its IANA name.
    pub time_zone: &'a str,
    /// The release of the zone data, such as `2026f`.
    pub tzdata: &'a str,
    /// The git revision of `--rev` that the plan was read from; null for the files as they are.
    pub revision: Option<RevisionJson>,
    /// The rest.
    #[serde(flatten)]
    pub body: T,
}

impl<'a> Envelope<'a, ()> {
    /// The same beginning before another answer.
    #[must_use]
    pub fn with<T>(&self, command: &'a str, body: T) -> Envelope<'a, T> {
        Envelope {
            schema: self.schema,
            command,
            evaluated_at: self.evaluated_at.clone(),
            time_zone: self.time_zone,
            tzdata: self.tzdata,
            revision: self.revision.clone(),
            body,
        }
    }
}

/// Writes an answer, indented, with a newline at the end.
#[must_use]
pub fn text<T: Serialize>(answer: &Envelope<'_, T>) -> String {
    let mut text = serde_json::to_string_pretty(answer).unwrap_or_default();
    text.push('\n');
    text
}

/// A git revision.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Revision")]
pub struct RevisionJson {
    /// What was asked for, such as `v1.2` or `HEAD~3`.
    name: String,
    /// The commit that it names, in full.
    commit: String,
    /// When that was committed, by the clock of whoever did.
    committed_at: Utc,
}

impl RevisionJson {
    /// A revision as an answer shows it.
    #[must_use]
    pub fn new(revision: &Revision) -> Self {
        Self {
            name: revision.name().to_owned(),
            commit: revision.commit(),
            committed_at: instant(revision.committed_at()),
        }
    }
}
