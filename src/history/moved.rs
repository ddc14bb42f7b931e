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
            None => self.alike([&from, &to], file, &new),
        }
    }

    /// The one of some new files that git takes for another which is gone.
    fn alike(
        &self,
        [from, to]: [&Snapshot<'_>; 2],
        file: &str,
        new: &[String],
    ) -> Result<Option<String>, Unreadable> {
        let mut options = git2::DiffOptions::new();
        options.disable_pathspec_match(true);
        for path in new.iter().map(String::as_str).chain([file]) {
            options.pathspec(path);
        }
        let (from, to) = (from.top(), to.top());
        let mut diff = self.0.diff_tree_to_tree(Some(&*from), Some(&*to), Some(&mut options))?;
        diff.find_similar(Some(git2::DiffFindOptions::new().renames(true)))?;
        let path = |file: git2::DiffFile<'_>| {
            file.path().and_then(|path| path.to_str().map(str::to_owned))
        };
        let renamed = diff.deltas().find(|delta| {
            delta.status() == git2::Delta::Renamed
                && path(delta.old_file()).as_deref() == Some(file)
        });
        Ok(renamed.and_then(|delta| path(delta.new_file())))
    }
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
