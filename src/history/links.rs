//! Where a path of a commit leads when the links in it are followed, without leaving the commit.

use std::collections::VecDeque;
use std::rc::Rc;

use super::snapshot::{Item, Snapshot};

/// The most links on the way of one path, as on a disk.
const MOST_LINKS: usize = 40;
/// The longest target of a link, in bytes, as on a disk.
const LONGEST_LINK: usize = 4096;

/// What is at the end of a path.
pub(super) enum End<'r> {
    /// Nothing, or a link that leads in circles.
    Nothing,
    /// It leads out of the repository, or from the root of a disk.
    Above,
    /// A file, and its own path.
    File(String, git2::Oid),
    /// A folder, and its own path.
    Folder(String, Rc<git2::Tree<'r>>),
    /// Something that is kept in another repository.
    Submodule(String),
}

impl<'r> Snapshot<'r> {
    /// Follows a path from the top of the commit.
    pub(super) fn follow(&self, path: &str) -> End<'r> {
        let mut way = Way { names: Vec::new(), trees: vec![self.top()], links: 0 };
        let mut ahead: VecDeque<String> = path.split('/').map(str::to_owned).collect();
        while let Some(part) = ahead.pop_front() {
            match self.step(&mut way, &part, &mut ahead) {
                None if way.links == 0 || self.spend() => {}
                None => return End::Nothing,
                Some(end) => return end,
            }
        }
        match way.trees.pop() {
            Some(tree) => End::Folder(way.names.join("/"), tree),
            None => End::Nothing,
        }
    }

    /// Goes one part on; returns the end where that is reached.
    fn step(&self, way: &mut Way<'r>, part: &str, ahead: &mut VecDeque<String>) -> Option<End<'r>> {
        match part {
            "" | "." => return None,
            ".." => {
                way.trees.pop();
                return way.names.pop().is_none().then_some(End::Above);
            }
            _ => {}
        }
        let Some(tree) = way.trees.last() else { return Some(End::Nothing) };
        let found = Item::named(tree, part);
        let path = || way.names.iter().map(String::as_str).chain([part]).collect::<Vec<_>>();
        let last = ahead.iter().all(|part| part.is_empty() || part == ".");
        match found {
            Some(Item::File(oid)) if last => Some(End::File(path().join("/"), oid)),
            Some(Item::Submodule) => Some(End::Submodule(path().join("/"))),
            Some(Item::Folder(oid)) => match self.tree(oid) {
                Ok(tree) => {
                    way.names.push(part.to_owned());
                    way.trees.push(tree);
                    None
                }
                Err(_) => Some(End::Nothing),
            },
            Some(Item::Link(oid)) => {
                way.links += 1;
                let target = self.target(oid).filter(|_| way.links <= MOST_LINKS);
                let Some(target) = target else { return Some(End::Nothing) };
                if target.starts_with('/') {
                    return Some(End::Above);
                }
                target.split('/').rev().for_each(|part| ahead.push_front(part.to_owned()));
                None
            }
            Some(Item::File(_)) | None => Some(End::Nothing),
        }
    }

    fn target(&self, oid: git2::Oid) -> Option<String> {
        let bytes = self.bytes(oid, LONGEST_LINK).ok().flatten()?;
        String::from_utf8(bytes).ok().filter(|target| !target.is_empty())
    }
}

/// The folders on the way, and how many links were followed.
struct Way<'r> {
    names: Vec<String>,
    trees: Vec<Rc<git2::Tree<'r>>>,
    links: usize,
}
