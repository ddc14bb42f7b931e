//! Which commit last changed a line.
//!
//! Lines are followed from a text back through the commits: to each parent that has them, under the
//! file's former name where a commit renamed it, until a commit has one that no parent has. The
//! ends of lines are no part of them. Commits are looked at once for all files, newest first, and
//! no longer than there are lines left.

mod lines;
mod renamed;

use std::collections::{BTreeMap, BTreeSet};

use git2::Oid;

use self::lines::Shifts;
use super::links::End;
use super::snapshot::Item;
use super::{Repository, Revision, Unreadable};

/// The most pairs of a commit and a parent that are looked at.
const MOST_STEPS: usize = 20_000;
/// The most entries of folders that are read.
const MOST_ENTRIES: usize = 20_000_000;
/// The most lines that are compared in all.
const MOST_LINES: usize = 10_000_000;
/// The most commits in which a former name is looked for.
const MOST_RENAMES: usize = 20;

/// A file, and the lines of it that are asked about.
#[derive(Clone, Debug)]
pub struct Cited<'t> {
    /// Its path from the top of the repository.
    pub path: String,
    /// Its text as it is read now, committed or not.
    pub text: &'t str,
    /// The lines, counted from 1.
    pub lines: BTreeSet<usize>,
}

/// Where the present form of a line comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LastChange {
    /// It is not committed yet.
    Uncommitted,
    /// This commit changed or added it.
    Commit(Revision),
    /// This commit, with which a shallow clone ends, has it already: it or one before changed it.
    OrBefore(Revision),
}

impl Repository {
    /// The last change of lines of files, seen from a revision, or else from HEAD; one map by line
    /// for each file. A line that nothing is known of is left out: one of a file that is not kept
    /// here or too large, one that is found only behind 20,000 commits, and all of them where
    /// nothing is committed.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn last_changes_of_lines(
        &self,
        from: Option<&Revision>,
        files: &[Cited<'_>],
    ) -> Result<Vec<BTreeMap<usize, LastChange>>, Unreadable> {
        let mut found = vec![BTreeMap::new(); files.len()];
        let start = match from {
            Some(revision) => self.0.find_commit(revision.oid)?,
            None if self.has_commits() => self.0.head()?.peel_to_commit()?,
            None => return Ok(found),
        };
        let snapshot = self.snapshot(&self.commit(start.id())?)?;
        let mut walk = Walk::new(&self.0);
        for (file, cited) in files.iter().enumerate() {
            let lines = cited.lines.iter().map(|number| (Line { file, number: *number }, *number));
            let at = snapshot.follow(&cited.path);
            let new = walk.begin(&start, at, lines.collect(), cited.text).unwrap_or_default();
            found[file].extend(new.iter().map(|(line, _)| (line.number, LastChange::Uncommitted)));
        }
        for (line, oid, ends) in walk.origins() {
            let change = if ends { LastChange::OrBefore } else { LastChange::Commit };
            found[line.file].insert(line.number, change(self.commit(oid)?));
        }
        Ok(found)
    }
}

/// A line that is asked about.
#[derive(Clone, Copy)]
struct Line {
    /// Which of the files it is in.
    file: usize,
    /// Its number there.
    number: usize,
}

/// Lines, and their numbers where they have been followed to.
type Followed = Vec<(Line, usize)>;

/// A file in a commit, and the lines of it that have been followed there.
struct Traced {
    blob: Oid,
    lines: Followed,
}

/// What is sought cannot be known: it is not here, or too much.
struct Unknown;

impl From<git2::Error> for Unknown {
    fn from(_: git2::Error) -> Self {
        Self
    }
}

/// The way back through the commits.
struct Walk<'r> {
    repository: &'r git2::Repository,
    /// Commits by their time and digits, each with its files by their paths.
    waiting: BTreeMap<(i64, Oid), BTreeMap<String, Traced>>,
    /// The top folder that was read last.
    top: Option<git2::Tree<'r>>,
    /// What lies at a path within another folder.
    known: BTreeMap<(Oid, String), Option<Oid>>,
    steps: usize,
    entries: usize,
    lines: usize,
    renames: usize,
}

impl<'r> Walk<'r> {
    fn new(repository: &'r git2::Repository) -> Self {
        Self {
            repository,
            waiting: BTreeMap::new(),
            top: None,
            known: BTreeMap::new(),
            steps: MOST_STEPS,
            entries: MOST_ENTRIES,
            lines: MOST_LINES,
            renames: MOST_RENAMES,
        }
    }

    /// Finds lines of a text in the file of the first commit; returns those that are not in it.
    fn begin(
        &mut self,
        commit: &git2::Commit<'r>,
        at: End<'r>,
        lines: Followed,
        text: &str,
    ) -> Result<Followed, Unknown> {
        let (path, blob) = match at {
            End::File(path, blob) => (path, blob),
            End::Nothing => return Ok(lines),
            End::Above | End::Folder(..) | End::Submodule(_) => return Err(Unknown),
        };
        let committed = self.text(blob)?;
        let (kept, new) = split(lines, &self.compare(&committed, text.as_bytes())?);
        self.pass(commit, path, blob, kept);
        Ok(new)
    }

    /// The lines with the commits that have them although no parent does, and whether a shallow
    /// clone ends there.
    fn origins(mut self) -> Vec<(Line, Oid, bool)> {
        let mut origins = Vec::new();
        while let Some(((_, oid), files)) = self.waiting.pop_last() {
            let Ok(commit) = self.repository.find_commit(oid) else { continue };
            let parents: Vec<_> = commit.parents().collect();
            self.steps = self.steps.saturating_sub(parents.len().max(1));
            if parents.len() < commit.parent_count() || self.steps == 0 {
                continue;
            }
            let ends = parents.is_empty() && names_parent(&commit);
            for (path, traced) in files {
                let own = self.step(&commit, &parents, &path, traced).unwrap_or_default();
                origins.extend(own.into_iter().map(|(line, _)| (line, oid, ends)));
            }
        }
        origins
    }

    /// Passes the lines of a file on to the parents that have them, and returns the others.
    fn step(
        &mut self,
        commit: &git2::Commit<'r>,
        parents: &[git2::Commit<'r>],
        path: &str,
        Traced { blob, mut lines }: Traced,
    ) -> Result<Followed, Unknown> {
        let mut before = Vec::with_capacity(parents.len());
        for parent in parents {
            let then = self.find(parent.tree_id(), path)?;
            if then == Some(blob) {
                self.pass(parent, path.to_owned(), blob, lines);
                return Ok(Vec::new());
            }
            before.push(then);
        }
        if parents.is_empty() {
            return Ok(lines);
        }
        let text = self.text(blob)?;
        for (parent, then) in parents.iter().zip(before) {
            let former = match then {
                _ if lines.is_empty() => break,
                Some(then) => Some((path.to_owned(), then)),
                None => self.former(commit, parent, (path, blob))?,
            };
            if let Some((path, blob)) = former {
                let old = self.text(blob)?;
                let (kept, new) = split(lines, &self.compare(&old, &text)?);
                self.pass(parent, path, blob, kept);
                lines = new;
            }
        }
        Ok(lines)
    }

    fn pass(&mut self, to: &git2::Commit<'_>, path: String, blob: Oid, lines: Followed) {
        if !lines.is_empty() {
            let files = self.waiting.entry((to.time().seconds(), to.id())).or_default();
            let file = files.entry(path).or_insert(Traced { blob, lines: Vec::new() });
            file.lines.extend(lines);
        }
    }

    /// The file at a path from the top.
    fn find(&mut self, top: Oid, path: &str) -> Result<Option<Oid>, Unknown> {
        let tree = match self.top.take().filter(|tree| tree.id() == top) {
            Some(tree) => tree,
            None => self.tree(top)?,
        };
        let found = self.find_in(&tree, path);
        self.top = Some(tree);
        found
    }

    fn find_in(&mut self, tree: &git2::Tree<'r>, path: &str) -> Result<Option<Oid>, Unknown> {
        let (name, rest) = path.split_once('/').unwrap_or((path, ""));
        let folder = match Item::named(tree, name) {
            Some(Item::File(blob)) if rest.is_empty() => return Ok(Some(blob)),
            Some(Item::Folder(folder)) if !rest.is_empty() => folder,
            _ => return Ok(None),
        };
        let key = (folder, rest.to_owned());
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let tree = self.tree(folder)?;
        let found = self.find_in(&tree, rest)?;
        self.known.insert(key, found);
        Ok(found)
    }

    fn tree(&mut self, oid: Oid) -> Result<git2::Tree<'r>, Unknown> {
        let tree = self.repository.find_tree(oid)?;
        self.entries = self.entries.checked_sub(tree.len()).ok_or(Unknown)?;
        Ok(tree)
    }
}

/// Whether a commit has parents by its own words, also where a shallow clone ends with it.
fn names_parent(commit: &git2::Commit<'_>) -> bool {
    commit.raw_header_bytes().split(|byte| *byte == b'\n').any(|line| line.starts_with(b"parent "))
}

/// The lines that an older text has too, with their numbers there, and those that it has not.
fn split(lines: Followed, shifts: &Shifts) -> (Followed, Followed) {
    let (mut kept, mut new) = (Vec::new(), Vec::new());
    for (line, now) in lines {
        match shifts.before(now) {
            Some(then) => kept.push((line, then)),
            None => new.push((line, now)),
        }
    }
    (kept, new)
}
