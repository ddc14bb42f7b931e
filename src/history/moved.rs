//! Where a file of one commit lies in another that has it no more under its name.

use super::snapshot::{Item, Snapshot, joined};
use super::{Repository, Revision, Unreadable};

/// The most files of the name that are looked at.
const MOST_FILES: usize = 64;

impl Repository {
    /// The path that a file of one revision has in another one in which its own path is free: that
    /// of a file of the same name which is the same, or else, as git takes it, much like it.
    ///
    /// # Errors
    /// Where this copy of the repository does not hold the files of both.
    pub fn moved(
        &self,
        from: &Revision,
        to: &Revision,
        file: &str,
    ) -> Result<Option<String>, Unreadable> {
        let [from, to] = [from, to].map(|revision| self.0.find_commit(revision.oid));
        self.moved_between([&from?, &to?], file)
    }

    pub(super) fn moved_between(
        &self,
        [from, to]: [&git2::Commit<'_>; 2],
        file: &str,
    ) -> Result<Option<String>, Unreadable> {
        let (from, to) = (self.files_of(from)?, self.files_of(to)?);
        let Some(Item::File(wanted)) = from.item(file) else { return Ok(None) };
        let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
        let folders = to.folders_with(name, MOST_FILES);
        let files = folders.iter().map(|folder| joined(folder, name));
        // What was there already has not come from elsewhere.
        let new: Vec<_> = files.filter(|path| from.item(path).is_none()).collect();
        let same =
            new.iter().find(|path| matches!(to.item(path), Some(Item::File(oid)) if oid == wanted));
        match same {
            Some(path) => Ok(Some(path.clone())),
            None if new.is_empty() => Ok(None),
            None => alike(&self.0, [&from, &to], file, new),
        }
    }

    /// The path that a file which is checked out has in a revision that does not have it there: as
    /// after `git mv`, before that is committed.
    ///
    /// # Errors
    /// Where this copy of the repository does not hold the revision.
    pub fn moved_from(&self, from: &Revision, file: &str) -> Result<Option<String>, Unreadable> {
        let files = self.snapshot(from)?;
        let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
        let folders = files.folders_with(name, MOST_FILES);
        let mut paths: Vec<_> = folders.iter().map(|folder| joined(folder, name)).collect();
        if self.0.is_bare() || files.item(file).is_some() {
            return Ok(None);
        }
        paths.push(file.to_owned());
        let mut options = only(&paths);
        options.include_untracked(true).recurse_untracked_dirs(true);
        let top = files.top();
        let diff = self.0.diff_tree_to_workdir_with_index(Some(&*top), Some(&mut options))?;
        Ok(renamed(diff, |_, new| new == file)?.map(|(old, _)| old))
    }
}

/// The one of some new files that git takes for another which is gone.
fn alike(
    repository: &git2::Repository,
    [from, to]: [&Snapshot<'_>; 2],
    file: &str,
    mut paths: Vec<String>,
) -> Result<Option<String>, Unreadable> {
    paths.push(file.to_owned());
    let (from, to) = (from.top(), to.top());
    let diff = repository.diff_tree_to_tree(Some(&*from), Some(&*to), Some(&mut only(&paths)))?;
    Ok(renamed(diff, |old, _| old == file)?.map(|(_, new)| new))
}

/// Looks at some files and no others.
fn only(paths: &[String]) -> git2::DiffOptions {
    let mut options = git2::DiffOptions::new();
    options.disable_pathspec_match(true);
    for path in paths {
        options.pathspec(path.as_str());
    }
    options
}

/// The old path and the new one of the file that has both, and of which that is true.
fn renamed(
    mut diff: git2::Diff<'_>,
    is: impl Fn(&str, &str) -> bool,
) -> Result<Option<(String, String)>, Unreadable> {
    diff.find_similar(Some(git2::DiffFindOptions::new().renames(true).for_untracked(true)))?;
    let path = |file: git2::DiffFile<'_>| Some(file.path()?.to_str()?.to_owned());
    let renamed = diff.deltas().filter(|delta| delta.status() == git2::Delta::Renamed);
    let mut paths = renamed.filter_map(|delta| path(delta.old_file()).zip(path(delta.new_file())));
    Ok(paths.find(|(old, new)| is(old, new)))
}

impl Snapshot<'_> {
    /// What is at a path from the top; links on the way are not followed.
    fn item(&self, path: &str) -> Option<Item> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut tree = self.top();
        for part in folder.split('/').filter(|part| !part.is_empty()) {
            tree = match Item::named(&tree, part) {
                Some(Item::Folder(oid)) => self.tree(oid).ok()?,
                _ => return None,
            };
        }
        Item::named(&tree, name)
    }
}
