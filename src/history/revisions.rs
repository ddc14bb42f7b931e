//! The names under which somebody may ask for a revision.

use std::collections::BTreeSet;

use super::{Repository, Unreadable};
use crate::diagnostic::nearest;

/// The most references that are looked at.
const MOST_REFERENCES: usize = 100_000;

/// The most names that are proposed.
const MOST_NEAR: usize = 3;

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

    /// The names that may have been meant: the branch of that name at a remote, or one that is
    /// written much like it.
    pub(super) fn near(&self, spec: &str) -> Vec<String> {
        let (name, rest) = spec.split_at(spec.find(['~', '^', '@', ':']).unwrap_or(spec.len()));
        let all = self.revisions("", MOST_REFERENCES).unwrap_or_default();
        let at_remote = format!("/{name}");
        let there = all.iter().filter(|known| !name.is_empty() && known.ends_with(&at_remote));
        let mut near: Vec<_> = there.take(MOST_NEAR).map(String::as_str).collect();
        if near.is_empty() {
            near.extend(nearest(name, all.iter().map(String::as_str)));
        }
        near.into_iter().filter(|near| *near != name).map(|near| format!("{near}{rest}")).collect()
    }
}

/// Whether a name is a remote's pointer to one of its other branches.
fn is_alias(space: &str, name: &str) -> bool {
    space == "refs/remotes/" && name.ends_with("/HEAD")
}
