//! Which commit of a branch was in force at a time, and which branch is the default one.

use super::{Repository, Revision, Unreadable, instant};
use crate::time::Instant;

/// The most commits that are looked at.
const MOST_COMMITS: usize = 1_000_000;

/// The most branches that are proposed.
const MOST_NEAR: usize = 3;

/// Branches that are usually the default one, the likeliest first.
const USUAL: [&str; 3] = ["main", "master", "trunk"];

/// Where branches are, those of this copy before those of its remotes.
const SPACES: [&str; 2] = ["refs/heads/", "refs/remotes/"];

/// The newest commit of a branch at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// The commit, under its own digits.
    pub revision: Revision,
    /// The branch, such as `main` or `origin/main`; `HEAD` where that is on none.
    pub branch: String,
    /// The commit before it, where that one is dated after the time: a clock was wrong.
    pub later: Option<Revision>,
}

/// Why there is no such commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotInForce {
    /// No branch is known to be the default one; some that there are, none where nothing is
    /// committed.
    NoDefault {
        /// Names of branches.
        near: Vec<String>,
    },
    /// There is no branch of that name.
    NoBranch {
        /// Names of branches that are like it, the likeliest first.
        near: Vec<String>,
    },
    /// Every commit of the branch that is here was made later.
    Younger {
        /// The branch.
        branch: String,
        /// When the first of them was committed.
        since: Instant,
        /// Whether there are others before it that this copy does not hold.
        shallow: bool,
    },
    /// The repository cannot be read.
    Unreadable(Unreadable),
}

impl From<Unreadable> for NotInForce {
    fn from(reason: Unreadable) -> Self {
        Self::Unreadable(reason)
    }
}

impl From<git2::Error> for NotInForce {
    fn from(error: git2::Error) -> Self {
        Unreadable::from(error).into()
    }
}

impl Repository {
    /// The newest commit that a branch had at a time: the first one whose committer's time is not
    /// later, from its tip along first parents. Without a name, of the default branch: that of the
    /// remote `origin`; else the one here that git would give a new repository, or `main`, `master`
    /// or `trunk`; else `main` or `master` of `origin`; else that of HEAD. A bare repository's is
    /// that of HEAD.
    ///
    /// # Errors
    /// Where there is no such branch, or no commit that old in this copy.
    pub fn in_force(&self, branch: Option<&str>, at: Instant) -> Result<InForce, NotInForce> {
        let (branch, tip) = match branch {
            Some(name) => (name.to_owned(), self.tip(name)?),
            None => self.default_branch()?,
        };
        let mut commit = self.0.find_commit(tip)?;
        for _ in 0..MOST_COMMITS {
            if instant(commit.time()) <= at {
                let revision = self.commit(commit.id())?;
                let before = commit.parent(0).ok().filter(|parent| at < instant(parent.time()));
                let later = before.map(|parent| self.commit(parent.id())).transpose()?;
                return Ok(InForce { revision, branch, later });
            }
            if commit.parent_count() == 0 {
                let (since, shallow) = (instant(commit.time()), is_cut(&commit));
                return Err(NotInForce::Younger { branch, since, shallow });
            }
            commit = commit.parent(0)?;
        }
        let reason = format!("there are more than {MOST_COMMITS} later commits");
        Err(Unreadable::Broken(reason).into())
    }

    /// Whether a name is that of a branch, here or at a remote.
    #[must_use]
    pub fn is_branch(&self, name: &str) -> bool {
        self.branch(name).is_some()
    }

    fn branch(&self, name: &str) -> Option<git2::Reference<'_>> {
        let head = (name == "HEAD" && self.has_commits()).then(|| name.to_owned());
        let mut paths = head.into_iter().chain(SPACES.map(|space| format!("{space}{name}")));
        paths.find_map(|path| self.0.find_reference(&path).ok())
    }

    /// The tip of a branch.
    fn tip(&self, name: &str) -> Result<git2::Oid, NotInForce> {
        let Some(reference) = self.branch(name) else {
            let mut near = self.near(name);
            near.retain(|near| self.is_branch(near));
            return Err(NotInForce::NoBranch { near });
        };
        Ok(reference.peel_to_commit()?.id())
    }

    /// The default branch, and its tip.
    fn default_branch(&self) -> Result<(String, git2::Oid), NotInForce> {
        let settings = self.0.config().and_then(|mut settings| settings.snapshot());
        let named = settings.and_then(|all| all.get_str("init.defaultBranch").map(str::to_owned));
        let here = named.ok().into_iter().chain(USUAL.map(str::to_owned));
        let head = || self.target("HEAD");
        let paths = head().filter(|_| self.0.is_bare()).into_iter();
        let mut paths = paths
            .chain(self.target("refs/remotes/origin/HEAD"))
            .chain(here.map(|name| format!("refs/heads/{name}")))
            .chain(USUAL[..2].iter().map(|name| format!("refs/remotes/origin/{name}")))
            .chain(head());
        let tip = |path: String| {
            let commit = self.0.find_reference(&path).ok()?.peel_to_commit().ok()?;
            let name = SPACES.iter().find_map(|space| path.strip_prefix(space)).unwrap_or(&path);
            Some((name.to_owned(), commit.id()))
        };
        paths.find_map(tip).ok_or_else(|| {
            let all = self.revisions("", usize::MAX).unwrap_or_default().into_iter();
            let near = all.filter(|name| self.is_branch(name)).take(MOST_NEAR).collect();
            NotInForce::NoDefault { near }
        })
    }

    /// The reference that another one points to; that one itself where it points to a commit.
    fn target(&self, path: &str) -> Option<String> {
        let reference = self.0.find_reference(path).ok()?;
        Some(reference.symbolic_target().ok()?.unwrap_or(path).to_owned())
    }
}

/// Whether the commits before one are left out of a shallow copy.
fn is_cut(commit: &git2::Commit<'_>) -> bool {
    let header = commit.raw_header_bytes();
    commit.parent_count() == 0 && header.windows(8).any(|line| line == b"\nparent ")
}
