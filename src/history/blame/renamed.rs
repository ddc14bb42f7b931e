//! What a file was called before a commit renamed it.

use git2::{Commit, Delta, Diff, DiffFindOptions, DiffOptions, Oid};

use super::{Unknown, Walk};
use crate::source::LARGEST_FILE;

/// The most files among which a former name is looked for.
const MOST_CANDIDATES: usize = 200;
/// The most bytes that they hold.
const MOST_BYTES: usize = 2 * LARGEST_FILE;
/// How many entries of folders may be read in the time that one takes which differs.
const PER_DIFFERENCE: usize = 20;

impl<'r> Walk<'r> {
    /// The path that a file had in a parent, and what was there; `None` where the file is new.
    pub(super) fn former(
        &mut self,
        commit: &Commit<'r>,
        parent: &Commit<'r>,
        (path, blob): (&str, Oid),
    ) -> Result<Option<(String, Oid)>, Unknown> {
        self.renames = self.renames.checked_sub(1).ok_or(Unknown)?;
        let all = self.between(parent, commit, &[])?;
        let read = all.deltas().len() * PER_DIFFERENCE;
        self.entries = self.entries.checked_sub(read).ok_or(Unknown)?;
        let gone = all.deltas().filter(|delta| delta.status() == Delta::Deleted);
        let mut gone: Vec<_> = gone.filter_map(|delta| file(&delta.old_file())).collect();
        if let Some(same) = gone.iter().find(|(_, then)| *then == blob) {
            return Ok(Some(same.clone()));
        }
        let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
        gone.sort_by_key(|(then, _)| name(then) != name(path));
        let (objects, mut left) = (self.repository.odb()?, MOST_BYTES);
        gone.truncate(MOST_CANDIDATES);
        gone.retain(|(_, then)| {
            let size = objects.read_header(*then).map_or(usize::MAX, |(size, _)| size);
            left.checked_sub(size).map(|rest| left = rest).is_some()
        });
        let paths: Vec<_> = gone.iter().map(|(path, _)| path.as_str()).chain([path]).collect();
        let mut few = self.between(parent, commit, &paths)?;
        few.find_similar(Some(DiffFindOptions::new().renames(true)))?;
        let renamed = |delta: &git2::DiffDelta<'_>| {
            let found = file(&delta.new_file()).is_some_and(|(new, _)| new == path);
            found && delta.status() == Delta::Renamed
        };
        Ok(few.deltas().find(renamed).and_then(|delta| file(&delta.old_file())))
    }

    /// What differs between a commit and a later one, at some paths or all.
    fn between(
        &self,
        old: &Commit<'r>,
        new: &Commit<'r>,
        paths: &[&str],
    ) -> Result<Diff<'r>, Unknown> {
        let mut options = DiffOptions::new();
        options.disable_pathspec_match(true);
        for path in paths {
            options.pathspec(*path);
        }
        let (old, new) = (old.tree()?, new.tree()?);
        Ok(self.repository.diff_tree_to_tree(Some(&old), Some(&new), Some(&mut options))?)
    }
}

/// The path and content of a side of a difference, where that is a file.
fn file(side: &git2::DiffFile<'_>) -> Option<(String, Oid)> {
    let path = str::from_utf8(side.path_bytes()?).ok()?;
    let is_file = matches!(side.mode(), git2::FileMode::Blob | git2::FileMode::BlobExecutable);
    is_file.then(|| (path.to_owned(), side.id()))
}
