//! When files were last changed, by the commits that touched them.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Repository, Revision, Unreadable, instant};
use crate::time::Instant;

/// The most commits that are looked at.
const MOST_COMMITS: usize = 20_000;
/// The most times that a file is looked for in a commit.
const MOST_LOOKS: usize = 400_000;

impl Repository {
    /// When each of some files was last changed, as far as the history of a revision shows: the
    /// time of the newest commit in which it is another than in all of the commit's parents. Paths
    /// are from the top of the repository. What lies behind the end of a shallow clone, or behind
    /// 20,000 commits, is not known.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub fn last_changes(
        &self,
        revision: &Revision,
        paths: &[String],
    ) -> Result<BTreeMap<String, Instant>, Unreadable> {
        let mut found = BTreeMap::new();
        let mut left: Vec<&String> = paths.iter().collect();
        let mut looks = 0;
        let mut walk = self.0.revwalk()?;
        walk.set_sorting(git2::Sort::TIME)?;
        walk.push(revision.oid)?;
        for id in walk.take(MOST_COMMITS).map_while(Result::ok) {
            if left.is_empty() || looks > MOST_LOOKS {
                break;
            }
            let Ok(commit) = self.0.find_commit(id) else { continue };
            // Behind such a commit there may be others that cannot be seen.
            if commit.parent_count() == 0 && self.is_shallow() {
                continue;
            }
            let Ok(tree) = commit.tree() else { continue };
            let parents: Vec<_> =
                commit.parents().filter_map(|parent| parent.tree().ok()).collect();
            if parents.iter().any(|parent| parent.id() == tree.id()) {
                continue;
            }
            looks += left.len() * (parents.len() + 1);
            let time = instant(commit.time());
            left.retain(|path| {
                let changed = changed(path, &tree, &parents);
                if changed {
                    found.insert((*path).clone(), time);
                }
                !changed
            });
        }
        Ok(found)
    }
}

/// Whether a file is in a tree, and another one than in each of those before it.
fn changed(path: &str, tree: &git2::Tree<'_>, parents: &[git2::Tree<'_>]) -> bool {
    let entry = |tree: &git2::Tree<'_>| tree.get_path(Path::new(path)).ok().map(|e| e.id());
    let Some(now) = entry(tree) else { return false };
    parents.iter().all(|parent| entry(parent) != Some(now))
}
