//! The names under which somebody may ask for a revision.

use std::collections::BTreeSet;

use super::{Repository, Unreadable};

/// The most references that are looked at.
const MOST_REFERENCES: usize = 100_000;

/// Where git keeps the names that stand for revisions, in the order in which they are listed.
const SPACES: [&str; 3] = ["refs/heads/", "refs/tags/", "refs/remotes/"];

impl Repository {
    /// At most `most` names of revisions that begin with `start`: HEAD, then branches, tags and
    /// the branches of remotes, each sorted. Names that are not UTF-8 are left out.
    ///
    /// # Errors
    /// Where the repository's references cannot be read.
    pub fn revisions(&self, start: &str, most: usize) -> Result<Vec<String>, Unreadable> {
        let mut spaces: [BTreeSet<String>; 3] = Default::default();
        let mut references = self.0.references()?;
        for reference in references.names().take(MOST_REFERENCES).flatten() {
            for (space, names) in SPACES.iter().zip(&mut spaces) {
                let name = reference.strip_prefix(space);
                let name = name.filter(|name| name.starts_with(start) && !is_alias(space, name));
                names.extend(name.map(str::to_owned));
            }
        }
        let head = (self.has_commits() && "HEAD".starts_with(start)).then(|| "HEAD".to_owned());
        Ok(head.into_iter().chain(spaces.into_iter().flatten()).take(most).collect())
    }
}

/// Whether a name is a remote's pointer to one of its other branches.
fn is_alias(space: &str, name: &str) -> bool {
    space == "refs/remotes/" && name.ends_with("/HEAD")
}
