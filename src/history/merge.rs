//! Where the histories of two revisions part.

use super::{Repository, Revision, Unreadable};

impl Repository {
    /// The commit from which two revisions part, under its own digits; `None` where they share
    /// none, which in a shallow copy may only be out of sight.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn merge_base(
        &self,
        one: &Revision,
        other: &Revision,
    ) -> Result<Option<Revision>, Unreadable> {
        match self.0.merge_base(one.oid, other.oid) {
            Ok(oid) => self.commit(oid).map(Some),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
