//! Commits in answers.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Utc, instant};
use crate::history::Revision;

/// A git commit. What its author wrote is as strangers may have written it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Commit")]
pub struct CommitJson {
    /// The commit, in full.
    commit: String,
    /// As many of its first digits as name no other object of the repository.
    short: String,
    /// The name of who wrote it.
    author: String,
    /// When it came into this history, by the clock of whoever committed it.
    committed_at: Utc,
    /// When it was written first; rebasing does not change that.
    authored_at: Utc,
    /// The first line of its message.
    subject: String,
}

impl CommitJson {
    /// A commit as an answer shows it.
    #[must_use]
    pub fn new(commit: &Revision) -> Self {
        Self {
            commit: commit.commit(),
            short: commit.short().to_owned(),
            author: commit.author().to_owned(),
            committed_at: instant(commit.committed_at()),
            authored_at: instant(commit.authored_at()),
            subject: commit.summary().to_owned(),
        }
    }
}
