//! The commits that touched a folder, newest first, along first parents: what became of a branch,
//! one step a merge. Reads commits and lists of folders only, and no more of them than are asked
//! for.

use super::snapshot::{Item, joined};
use super::{Repository, Revision, Unreadable, instant};
use crate::source::Tree as _;
use crate::time::Instant;

/// The most entries of two folders that are compared, and how deep.
const MOST_ENTRIES: usize = 100_000;
const DEEPEST: usize = 64;
/// How many commits in a row may be too old before the rest is taken to be so too: clocks differ.
const MOST_OLD: usize = 1_000;

/// A commit that touched the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// The commit.
    pub revision: Revision,
    /// The folder in it, from the top; `None` where the commit took it away.
    pub folder: Option<String>,
    /// Its first parent; `None` where it has none.
    pub before: Option<Before>,
    /// Whether no commit that touched the folder was left out just before this one.
    pub follows: bool,
}

/// What a commit was made on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// The first parent.
    pub revision: Revision,
    /// The folder in it, wherever it was; `None` where it was not there yet.
    pub folder: Option<String>,
}

/// Why a walk went no further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// This is the first commit of all.
    First,
    /// What follows is older than was asked for.
    Old,
    /// The repository was cloned without what comes before this commit.
    Shallow(Box<Revision>),
    /// The repository cannot be read any further.
    Unreadable(Unreadable),
}

/// The commits that touched a folder, newest first.
pub struct Walk<'r> {
    repository: &'r Repository,
    /// The name of the file that makes the folder what it is.
    mark: String,
    wanted: Box<dyn Fn(&str) -> bool + 'r>,
    since: Option<Instant>,
    /// Whether a commit was left out after the last one that was found.
    left_out: bool,
    at: Option<Place<'r>>,
    end: Option<End>,
}

/// A commit, where the folder is in it or was last seen, and what git calls what it holds.
struct Place<'r> {
    commit: git2::Commit<'r>,
    folder: String,
    tree: Option<git2::Oid>,
}

impl Place<'_> {
    fn shown(&self) -> Option<String> {
        self.tree.map(|_| self.folder.clone())
    }
}

impl Repository {
    /// Goes back from a revision through the commits that touched the folder of a file which makes
    /// it what it is, such as `oncall/irp.toml`. Where that file came from another folder, that one
    /// is looked at from there on.
    ///
    /// # Errors
    /// Where this copy of the repository does not hold the revision.
    pub fn walk(&self, from: &Revision, file: &str) -> Result<Walk<'_>, Unreadable> {
        let (folder, mark) = file.rsplit_once('/').unwrap_or(("", file));
        let commit = self.0.find_commit(from.oid)?;
        let mut walk = Walk {
            repository: self,
            mark: mark.to_owned(),
            wanted: Box::new(|_| true),
            since: None,
            left_out: false,
            at: None,
            end: None,
        };
        walk.at = Some(walk.place(commit, folder)?);
        Ok(walk)
    }
}

impl<'r> Walk<'r> {
    /// From here on, only files whose path within the folder is wanted count as touched; always
    /// the one that makes the folder what it is.
    pub fn heed(&mut self, wanted: impl Fn(&str) -> bool + 'r) {
        self.wanted = Box::new(wanted);
    }

    /// Leaves out commits before an instant. Ends where a thousand in a row are: the clock of
    /// whoever made one of them may have been wrong.
    #[must_use]
    pub fn since(mut self, since: Option<Instant>) -> Self {
        self.since = since;
        self
    }

    /// Why there are no more commits; `None` while there may be.
    #[must_use]
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    fn step(&mut self, old: &mut usize) -> Result<Option<Touch>, End> {
        let Some(here) = self.at.take() else { return Ok(None) };
        let before = self.parent(&here)?;
        let is_old = self.since.is_some_and(|since| instant(here.commit.time()) < since);
        *old = if is_old { *old + 1 } else { 0 };
        if *old > MOST_OLD {
            return Err(End::Old);
        }
        let touched = match &before {
            None => here.tree.is_some(),
            Some(before) => here.folder != before.folder || self.touched(here.tree, before.tree),
        };
        self.left_out |= touched && is_old;
        let touch = (touched && !is_old).then(|| self.touch(&here, before.as_ref())).transpose()?;
        if before.is_none() {
            self.end = Some(End::First);
        }
        self.at = before;
        Ok(touch)
    }

    fn touch(&mut self, here: &Place<'_>, before: Option<&Place<'_>>) -> Result<Touch, Unreadable> {
        let revision = |place: &Place<'_>| self.repository.commit(place.commit.id());
        let before = match before {
            Some(place) => Some(Before { revision: revision(place)?, folder: place.shown() }),
            None => None,
        };
        let (revision, folder) = (revision(here)?, here.shown());
        Ok(Touch { revision, folder, before, follows: !std::mem::take(&mut self.left_out) })
    }

    /// The first parent, and where the folder is in it; `None` where there is none.
    fn parent(&self, here: &Place<'r>) -> Result<Option<Place<'r>>, End> {
        if here.commit.parent_count() == 0 {
            // The library hides the parents that a shallow clone does not hold.
            let mut head = here.commit.raw_header_bytes().split(|byte| *byte == b'\n');
            if head.any(|line| line.starts_with(b"parent ")) {
                return Err(End::Shallow(Box::new(self.repository.commit(here.commit.id())?)));
            }
            return Ok(None);
        }
        let parent = here.commit.parent(0).map_err(Unreadable::from)?;
        if parent.tree_id() == here.commit.tree_id() {
            return Ok(Some(Place {
                commit: parent,
                folder: here.folder.clone(),
                tree: here.tree,
            }));
        }
        let place = self.place(parent, &here.folder)?;
        if place.tree.is_some() || here.tree.is_none() {
            return Ok(Some(place));
        }
        let (file, commits) = (joined(&here.folder, &self.mark), [&here.commit, &place.commit]);
        match self.repository.moved_between(commits, &file)? {
            Some(file) => {
                let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
                Ok(Some(self.place(place.commit, folder)?))
            }
            None => Ok(Some(place)),
        }
    }

    /// Looks for the folder in a commit, links on the way to it followed.
    fn place(&self, commit: git2::Commit<'r>, folder: &str) -> Result<Place<'r>, Unreadable> {
        let mut tree = commit.tree()?;
        for part in folder.split('/').filter(|part| !part.is_empty()) {
            match Item::named(&tree, part) {
                Some(Item::Folder(oid)) => tree = self.repository.0.find_tree(oid)?,
                Some(Item::Link(_)) => return self.linked(commit, folder),
                _ => return Ok(Place { commit, folder: folder.to_owned(), tree: None }),
            }
        }
        let tree = Item::named(&tree, &self.mark).map(|_| tree.id());
        Ok(Place { commit, folder: folder.to_owned(), tree })
    }

    fn linked(&self, commit: git2::Commit<'r>, folder: &str) -> Result<Place<'r>, Unreadable> {
        let files = self.repository.files_of(&commit)?;
        let found = files.folder(folder).filter(|there| there.look(&self.mark).is_some());
        let place = found.map(|there| (there.path().to_owned(), Some(there.oid())));
        let (folder, tree) = place.unwrap_or_else(|| (folder.to_owned(), None));
        Ok(Place { commit, folder, tree })
    }

    /// Whether a file that is wanted is another one in two folders, either of which may be missing.
    fn touched(&self, one: Option<git2::Oid>, other: Option<git2::Oid>) -> bool {
        match (one, other) {
            (Some(_), Some(_)) => self.differ([one, other], "", &mut MOST_ENTRIES.clone()),
            (one, other) => one != other,
        }
    }

    /// Whether two folders at a path differ in a file that is wanted. What cannot be compared may.
    fn differ(&self, folders: [Option<git2::Oid>; 2], path: &str, left: &mut usize) -> bool {
        if folders[0] == folders[1] {
            return false;
        }
        let find = |folder: Option<git2::Oid>| folder.map(|oid| self.repository.0.find_tree(oid));
        let [Ok(one), Ok(other)] = folders.map(|folder| find(folder).transpose()) else {
            return true;
        };
        let [one, other] = [one.as_ref(), other.as_ref()];
        let trees = || [one, other].into_iter().flatten();
        let entries: usize = trees().map(git2::Tree::len).sum();
        if *left < entries || path.matches('/').count() > DEEPEST {
            return true;
        }
        *left -= entries;
        // A folder with such a file of its own is none of this one's business.
        if !path.is_empty() && trees().all(|tree| Item::named(tree, &self.mark).is_some()) {
            return false;
        }
        let is_new = |entry: &git2::TreeEntry<'_>| {
            one.is_none_or(|one| one.get_name_bytes(entry.name_bytes()).is_none())
        };
        let mut all = unlike(one, other).chain(unlike(other, one).filter(is_new));
        all.any(|entry| {
            let Ok(name) = str::from_utf8(entry.name_bytes()) else { return false };
            let items = [one, other].map(|tree| Item::named(tree?, name));
            self.changed(items, &joined(path, name), left)
        })
    }

    fn changed(&self, items: [Option<Item>; 2], path: &str, left: &mut usize) -> bool {
        let folders = items.map(|item| match item {
            Some(Item::Folder(oid)) => Some(oid),
            _ => None,
        });
        let files = items.map(|item| item.filter(|item| !matches!(item, Item::Folder(_))));
        let wanted = |path| path == self.mark || (self.wanted)(path);
        (files[0] != files[1] && wanted(path)) || self.differ(folders, path, left)
    }
}

/// The entries of a folder, but for those that have their like at the same place in another: most
/// do, and looking for a name costs time.
fn unlike<'t>(
    tree: Option<&'t git2::Tree<'_>>,
    other: Option<&'t git2::Tree<'_>>,
) -> impl Iterator<Item = git2::TreeEntry<'t>> {
    let entries = tree.into_iter().flat_map(git2::Tree::iter).enumerate();
    let alike = move |nth: usize, entry: &git2::TreeEntry<'_>| {
        let twin = other.and_then(|other| other.get(nth));
        twin.is_some_and(|twin| twin.id() == entry.id() && twin.name_bytes() == entry.name_bytes())
    };
    entries.filter(move |(nth, entry)| !alike(*nth, entry)).map(|(_, entry)| entry)
}

impl Iterator for Walk<'_> {
    type Item = Touch;

    fn next(&mut self) -> Option<Touch> {
        let mut old = 0;
        while self.at.is_some() {
            match self.step(&mut old) {
                Ok(None) => {}
                Ok(touch) => return touch,
                Err(end) => self.end = Some(end),
            }
        }
        None
    }
}

impl From<Unreadable> for End {
    fn from(reason: Unreadable) -> Self {
        Self::Unreadable(reason)
    }
}
