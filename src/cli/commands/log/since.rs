//! What commits changed in a plan since an instant, for those who ask about an incident.

use super::newest;
use super::story::{Deed, Story, Told};
use crate::cli::{Failure, Session};
use crate::history::Revision;
use crate::time::Instant;
use crate::views::diff::words;

/// Edits of a commit beyond these are counted.
const MOST_EDITS: usize = 5;
/// Commits beyond these are counted, not read.
const MOST_COMMITS: usize = 60;

/// A commit that changed the plan.
pub struct Since {
    /// The commit.
    pub revision: Revision,
    /// Its first edits, in words.
    pub edits: Vec<String>,
    /// How many more it has.
    pub more: usize,
}

/// The commits that changed the plan since an instant, oldest first, and whether there may be
/// earlier ones that were not looked at; those that only write it otherwise are left out.
///
/// # Errors
/// Where the repository cannot be read.
pub fn since(session: &Session<'_>, since: Instant) -> Result<(Vec<Since>, bool), Failure> {
    let history = session.history()?;
    let past = newest(&history, session)?;
    let mut story = Story::new(&history, past, Some(since))?;
    let mut found = Vec::new();
    let mut read = 0;
    while let Some(told) = story.next(&session.zones)? {
        // With a frozen clock, what was committed later has not happened.
        found.extend((told.at() <= session.now).then(|| change(told)).flatten());
        read += 1;
        if read == MOST_COMMITS {
            break;
        }
    }
    found.reverse();
    Ok((found, read == MOST_COMMITS))
}

fn change(told: Told) -> Option<Since> {
    let (edits, more) = match &told.deed {
        Deed::Begins(_) => (vec!["the plan begins".to_owned()], 0),
        Deed::Ends => (vec!["the plan is taken away".to_owned()], 0),
        Deed::Broken(_) => (vec!["it leaves the plan with faults".to_owned()], 0),
        Deed::Mended => (vec!["it leaves the plan without faults".to_owned()], 0),
        Deed::Changed(change) if change.is_nothing() => return None,
        Deed::Changed(change) => {
            let edits = &change.changes.edits;
            let said = edits.iter().take(MOST_EDITS).map(words::edit).collect();
            (said, edits.len().saturating_sub(MOST_EDITS))
        }
    };
    Some(Since { revision: told.touch.revision, edits, more })
}
