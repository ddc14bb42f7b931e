//! The files of a commit, as a plan's folder is read: nothing is written to the disk, no link is
//! followed out of the folder, and nothing large is taken in.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use super::links::End;
use super::{Repository, Revision, Unreadable};
use crate::source::{Entry, Kind, LARGEST_FILE, Tree};

/// The largest list of a folder that is read, in bytes.
const LARGEST_FOLDER: usize = 4 * LARGEST_FILE;
/// The most parts of paths that are followed through links.
const MOST_STEPS: usize = 1_000_000;
/// The most entries that are looked through for a name, and how deep.
const MOST_ENTRIES: usize = 100_000;
const DEEPEST: usize = 16;

const MISSING: &str = "this copy of the repository does not hold it";
const SUBMODULE: &str = "it is a submodule: what it holds is in another repository";

/// The files of a commit.
pub struct Snapshot<'r> {
    repository: &'r git2::Repository,
    top: Rc<git2::Tree<'r>>,
    /// Folders that were read.
    trees: RefCell<BTreeMap<git2::Oid, Rc<git2::Tree<'r>>>>,
    /// How many parts of paths may still be followed.
    steps: Cell<usize>,
}

/// What an entry of a folder is, and where git keeps it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    File(git2::Oid),
    Folder(git2::Oid),
    Link(git2::Oid),
    Submodule,
}

impl Item {
    fn new(entry: &git2::TreeEntry<'_>) -> Self {
        match entry.filemode() {
            0o040_000 => Self::Folder(entry.id()),
            0o120_000 => Self::Link(entry.id()),
            0o160_000 => Self::Submodule,
            _ => Self::File(entry.id()),
        }
    }

    /// What is under a name in a folder.
    pub fn named(tree: &git2::Tree<'_>, name: &str) -> Option<Self> {
        // A link may lead to any bytes, and the library panics at a zero among them.
        let name = Some(name).filter(|name| !name.contains('\0'))?;
        tree.get_name(name).map(|entry| Self::new(&entry))
    }
}

impl Repository {
    /// The files of a revision.
    ///
    /// # Errors
    /// Where this copy of the repository does not hold them.
    pub fn snapshot(&self, revision: &Revision) -> Result<Snapshot<'_>, Unreadable> {
        self.files_of(&self.0.find_commit(revision.oid)?)
    }

    pub(super) fn files_of<'r>(
        &'r self,
        commit: &git2::Commit<'r>,
    ) -> Result<Snapshot<'r>, Unreadable> {
        Ok(Snapshot {
            repository: &self.0,
            top: Rc::new(commit.tree()?),
            trees: RefCell::default(),
            steps: Cell::new(MOST_STEPS),
        })
    }
}

impl<'r> Snapshot<'r> {
    /// The folder at a path from the top, links in that path followed; `None` where there is none.
    #[must_use]
    pub fn folder(&self, path: &str) -> Option<Folder<'_, 'r>> {
        match self.follow(path) {
            End::Folder(path, tree) => Some(Folder { snapshot: self, path, tree }),
            _ => None,
        }
    }

    /// The folders that hold an entry of a name, those nearest the top first; at most `most`, and
    /// only among the first 100,000 entries.
    #[must_use]
    pub fn folders_with(&self, name: &str, most: usize) -> Vec<String> {
        let (mut found, mut seen) = (Vec::new(), 0);
        let mut waiting = VecDeque::from([(String::new(), 0, self.top.id())]);
        while let Some((path, depth, oid)) = waiting.pop_front() {
            let Ok(tree) = self.tree(oid) else { continue };
            seen += tree.len();
            if found.len() >= most || seen > MOST_ENTRIES {
                break;
            }
            for entry in tree.iter().filter(|_| depth < DEEPEST) {
                if let (Item::Folder(oid), Some(name)) = (Item::new(&entry), plain(&entry)) {
                    waiting.push_back((joined(&path, &name), depth + 1, oid));
                }
            }
            if Item::named(&tree, name).is_some() {
                found.push(path);
            }
        }
        found
    }

    pub(super) fn top(&self) -> Rc<git2::Tree<'r>> {
        Rc::clone(&self.top)
    }

    /// Counts a part of a path that is followed; whether it may be.
    pub(super) fn spend(&self) -> bool {
        let left = self.steps.get();
        self.steps.set(left.saturating_sub(1));
        left > 0
    }

    /// A folder by what git calls it.
    pub(super) fn tree(&self, oid: git2::Oid) -> Result<Rc<git2::Tree<'r>>, String> {
        if let Some(tree) = self.trees.borrow().get(&oid) {
            return Ok(Rc::clone(tree));
        }
        if self.size(oid)? > LARGEST_FOLDER {
            return Err("the folder holds too much".to_owned());
        }
        let tree = Rc::new(self.repository.find_tree(oid).map_err(|_| MISSING)?);
        self.trees.borrow_mut().insert(oid, Rc::clone(&tree));
        Ok(tree)
    }

    /// What a file holds; `None` where that is more than so many bytes.
    pub(super) fn bytes(&self, oid: git2::Oid, most: usize) -> Result<Option<Vec<u8>>, String> {
        if self.size(oid)? > most {
            return Ok(None);
        }
        let file = self.repository.find_blob(oid).map_err(|_| MISSING)?;
        Ok(Some(file.content().to_vec()))
    }

    fn size(&self, oid: git2::Oid) -> Result<usize, String> {
        let header = self.repository.odb().and_then(|objects| objects.read_header(oid));
        header.map(|(size, _)| size).map_err(|_| MISSING.to_owned())
    }
}

/// A folder of a commit, as a plan is read from it.
pub struct Folder<'s, 'r> {
    snapshot: &'s Snapshot<'r>,
    /// Its own path from the top.
    path: String,
    tree: Rc<git2::Tree<'r>>,
}

impl<'r> Folder<'_, 'r> {
    /// Its path from the top of the repository, with links followed; empty for the top itself.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What git calls what it holds.
    pub(super) fn oid(&self) -> git2::Oid {
        self.tree.id()
    }

    /// A folder within it; links are not followed.
    fn within(&self, folder: &str) -> Result<Rc<git2::Tree<'r>>, String> {
        let mut tree = Rc::clone(&self.tree);
        for part in folder.split('/').filter(|part| !part.is_empty()) {
            let found = Item::named(&tree, part);
            tree = match found {
                Some(Item::Folder(oid)) => self.snapshot.tree(oid)?,
                Some(Item::Submodule) => return Err(SUBMODULE.to_owned()),
                Some(_) => return Err("it is no folder".to_owned()),
                None => return Err("there is no such folder".to_owned()),
            };
        }
        Ok(tree)
    }

    /// What an entry is, links followed.
    fn kind(&self, path: &str, item: Item) -> Kind {
        match item {
            Item::File(_) => Kind::File { target: None },
            // Where it would be entered, its list says that it cannot be read.
            Item::Folder(_) | Item::Submodule => Kind::Folder,
            Item::Link(_) => match self.snapshot.follow(&joined(&self.path, path)) {
                End::Nothing => Kind::Dangling,
                End::Above => Kind::Outside,
                End::File(real, _) => match self.inside(&real) {
                    Some(target) => Kind::File { target: Some(target.to_owned()) },
                    None => Kind::Outside,
                },
                End::Folder(real, _) | End::Submodule(real) => match self.inside(&real) {
                    Some(_) => Kind::FolderLink,
                    None => Kind::Outside,
                },
            },
        }
    }

    /// The part of a path that lies in the folder.
    fn inside<'p>(&self, real: &'p str) -> Option<&'p str> {
        let rest = real.strip_prefix(&self.path)?;
        if self.path.is_empty() || rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
    }
}

impl Tree for Folder<'_, '_> {
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
        let tree = self.within(folder)?;
        let mut entries = Vec::with_capacity(tree.len());
        for entry in tree.iter() {
            let (name, kind) = match plain(&entry) {
                Some(name) => {
                    let kind = self.kind(&joined(folder, &name), Item::new(&entry));
                    (name, kind)
                }
                None => (String::from_utf8_lossy(entry.name_bytes()).into(), Kind::Special),
            };
            entries.push(Entry { name, kind });
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn look(&self, path: &str) -> Option<Kind> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let found = Item::named(&*self.within(folder).ok()?, name);
        found.map(|item| self.kind(path, item))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let oid = match self.snapshot.follow(&joined(&self.path, path)) {
            End::File(real, oid) if self.inside(&real).is_some() => oid,
            End::File(..) | End::Above => return Err("it leads out of the folder".to_owned()),
            End::Folder(..) => return Err("it is a folder, not a file".to_owned()),
            End::Submodule(_) => return Err(SUBMODULE.to_owned()),
            End::Nothing => return Err("there is no such file".to_owned()),
        };
        let bytes = self.snapshot.bytes(oid, LARGEST_FILE)?;
        Ok(bytes.unwrap_or_else(|| vec![0; LARGEST_FILE + 1]))
    }
}

/// The name of an entry, where a disk could have one of that name.
fn plain(entry: &git2::TreeEntry<'_>) -> Option<String> {
    let name = str::from_utf8(entry.name_bytes()).ok()?;
    let odd = name.is_empty() || name == "." || name == ".." || name.contains(['/', '\0']);
    (!odd).then(|| name.to_owned())
}

pub(super) fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
