//! What somebody's words for a revision mean: one commit, or why they mean none.

use git2::{ErrorCode, ObjectType};

use super::{Repository, Unreadable, instant, text};
use crate::time::{Instant, Reading, WhenError};

/// The fewest digits of a commit that are shown.
const SHORTEST: usize = 7;
/// The most letters of a commit's subject, and of a name on it, that are kept.
const LONGEST: usize = 500;

/// A commit, under the name that somebody gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    pub(super) oid: git2::Oid,
    name: String,
    short: String,
    committed_at: Instant,
    authored_at: Instant,
    author: String,
    email: String,
    summary: String,
}

impl Revision {
    /// What was asked for, such as `v1.2` or `main~3`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The commit in full, in hexadecimal digits.
    #[must_use]
    pub fn commit(&self) -> String {
        self.oid.to_string()
    }

    /// As many of its first digits, seven or more, as name no other object of the repository.
    #[must_use]
    pub fn short(&self) -> &str {
        &self.short
    }

    /// When it was committed, by the clock of whoever did.
    #[must_use]
    pub fn committed_at(&self) -> Instant {
        self.committed_at
    }

    /// When it was written first, which rebasing does not change.
    #[must_use]
    pub fn authored_at(&self) -> Instant {
        self.authored_at
    }

    /// The name of who wrote it; strangers choose it.
    #[must_use]
    pub fn author(&self) -> &str {
        &self.author
    }

    /// The address of who wrote it; strangers choose it.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.email
    }

    /// The first line of its message; strangers choose it.
    #[must_use]
    pub fn summary(&self) -> &str {
        &self.summary
    }
}

/// Why words name no commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoRevision {
    /// There are no words.
    Empty,
    /// They name all that lies between two commits.
    Range,
    /// They are not written as git writes revisions.
    Malformed,
    /// Nothing of that name is in the repository.
    Unknown {
        /// Names that are like it, the likeliest first.
        near: Vec<String>,
    },
    /// It is counted back from a commit that has not so many before it; that commit's name.
    TooFar(String),
    /// A branch and a tag of that name are at different commits.
    TwoNames,
    /// More than one object begins with these digits.
    Ambiguous,
    /// They name something else: a file, a folder.
    NotCommit(&'static str),
    /// What stands in `@{...}` is no time.
    NoTime(WhenError),
    /// The repository did not keep where a branch was then; since when it did, if ever.
    Forgotten(Option<Instant>),
    /// The repository cannot be read.
    Unreadable(Unreadable),
}

impl Repository {
    /// The commit that somebody's words name: a branch, a tag, a commit, `HEAD~3`,
    /// `main@{1 week ago}`, and whatever else git takes for one. Times are read as `clock` does,
    /// so `yesterday` is its first instant.
    ///
    /// # Errors
    /// Where they name none.
    pub fn revision(&self, words: &str, clock: &Reading<'_>) -> Result<Revision, NoRevision> {
        let spec = words.trim();
        if spec.is_empty() {
            return Err(NoRevision::Empty);
        }
        if spec.contains("..") && !spec.contains(":/") && !spec.contains("^{/") {
            return Err(NoRevision::Range);
        }
        if self.names_two(spec) {
            return Err(NoRevision::TwoNames);
        }
        let dated = self.dated(spec, clock)?;
        let found = self.0.revparse_single(dated.as_deref().unwrap_or(spec));
        let object = found.map_err(|error| self.refusal(spec, &error))?;
        let commit = object.peel_to_commit().map_err(|error| match error.code() {
            // A commit that a tag points to may be missing itself.
            ErrorCode::NotFound => NoRevision::Unknown { near: Vec::new() },
            _ => NoRevision::NotCommit(kind(&object)),
        })?;
        Ok(self.described(spec, &commit))
    }

    /// What is checked out; `None` where nothing is committed.
    #[must_use]
    pub fn head(&self) -> Option<Revision> {
        let commit = self.0.head().ok()?.peel_to_commit().ok()?;
        Some(self.described("HEAD", &commit))
    }

    /// The commit under the name that git would print for it.
    ///
    /// # Errors
    /// Where the repository does not hold it.
    pub(super) fn commit(&self, oid: git2::Oid) -> Result<Revision, Unreadable> {
        let commit = self.0.find_commit(oid)?;
        let mut revision = self.described("", &commit);
        revision.name.clone_from(&revision.short);
        Ok(revision)
    }

    fn described(&self, name: &str, commit: &git2::Commit<'_>) -> Revision {
        let author = commit.author();
        let kept = |bytes: &[u8]| text(bytes).chars().take(LONGEST).collect();
        Revision {
            oid: commit.id(),
            name: name.to_owned(),
            short: self.short(commit.id()),
            committed_at: instant(commit.time()),
            authored_at: instant(author.when()),
            author: kept(author.name_bytes()),
            email: kept(author.email_bytes()),
            summary: kept(commit.summary_bytes().unwrap_or_default()),
        }
    }

    /// Does not heed git's setting `core.abbrev`, so that the same repository gives the same text.
    fn short(&self, oid: git2::Oid) -> String {
        let whole = oid.to_string();
        let Ok(objects) = self.0.odb() else { return whole };
        let unique = |digits: &usize| objects.exists_prefix(oid, *digits).is_ok();
        let digits = (SHORTEST..whole.len()).find(unique).unwrap_or(whole.len());
        whole[..digits].to_owned()
    }

    /// Whether a name is that of a branch and of a tag which differ: git takes one of them.
    fn names_two(&self, spec: &str) -> bool {
        let end = spec.find(['~', '^', '@', ':']).unwrap_or(spec.len());
        let target = |space: &str| {
            let reference = self.0.find_reference(&format!("refs/{space}/{}", &spec[..end])).ok();
            reference?.peel_to_commit().ok().map(|commit| commit.id())
        };
        target("heads").is_some_and(|head| target("tags").is_some_and(|tag| tag != head))
    }

    /// The commit from which a revision such as `main~3` is counted back, where there is one.
    fn start_of<'s>(&self, spec: &'s str) -> Option<&'s str> {
        let start = &spec[..spec.find(['~', '^'])?];
        self.0.revparse_single(start).is_ok().then_some(start)
    }

    pub(super) fn refusal(&self, spec: &str, error: &git2::Error) -> NoRevision {
        match error.code() {
            ErrorCode::NotFound | ErrorCode::UnbornBranch => match self.start_of(spec) {
                Some(start) => NoRevision::TooFar(start.to_owned()),
                None => NoRevision::Unknown { near: self.near(spec) },
            },
            ErrorCode::Ambiguous => NoRevision::Ambiguous,
            ErrorCode::InvalidSpec => NoRevision::Malformed,
            ErrorCode::Peel => NoRevision::NotCommit("no commit"),
            _ => NoRevision::Unreadable(Unreadable::Broken(error.message().to_owned())),
        }
    }
}

fn kind(object: &git2::Object<'_>) -> &'static str {
    match object.kind() {
        Some(ObjectType::Blob) => "a file",
        Some(ObjectType::Tree) => "a folder",
        _ => "no commit",
    }
}
