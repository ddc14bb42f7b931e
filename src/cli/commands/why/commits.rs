//! The last change of each line that is cited, where the plan is in a repository.

use std::collections::{BTreeMap, BTreeSet};

use super::reasons::Reason;
use crate::cli::unread::unreadable;
use crate::cli::{Failure, Session};
use crate::history::{Cited, LastChange};
use crate::plan::Plan;
use crate::source::SourceId;
use crate::time::{Zone, show};

/// The lines of files, each with its last change.
type Changes = BTreeMap<SourceId, BTreeMap<usize, LastChange>>;

/// Adds to each reason the last change of its line. Where the repository cannot be read, a note
/// says so.
pub(super) fn add(session: &mut Session<'_>, plan: &Plan, reasons: &mut [Reason]) {
    let place = |reason: &Reason| {
        let at = reason.at?;
        Some((at.source, plan.sources.position(at).line))
    };
    let mut lines: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (source, line) in reasons.iter().filter_map(place) {
        lines.entry(source).or_default().insert(line);
    }
    let found = find(session, plan, lines).unwrap_or_else(|failure| {
        session.note(failure.warning().trim_end());
        Changes::new()
    });
    for reason in reasons {
        let change = |(source, line)| found.get(&source)?.get(&line).cloned();
        reason.change = place(reason).and_then(change);
    }
}

fn find(
    session: &Session<'_>,
    plan: &Plan,
    lines: BTreeMap<SourceId, BTreeSet<usize>>,
) -> Result<Changes, Failure> {
    let Some((repository, folder)) = session.kept_in()? else { return Ok(Changes::new()) };
    let cited = lines.iter().map(|(source, lines)| {
        let (source, lines) = (plan.sources.get(*source), lines.clone());
        let path = format!("{folder}/{}", source.name).trim_start_matches('/').to_owned();
        Cited { path, text: &source.text, lines }
    });
    let (cited, revision) = (cited.collect::<Vec<_>>(), session.seen().map(|seen| &seen.revision));
    let found = repository.last_changes_of_lines(revision, &cited);
    Ok(lines.into_keys().zip(found.map_err(|reason| unreadable(&reason))?).collect())
}

/// A change as people read it, by the day on which it came into the history.
pub(super) fn shown(change: &LastChange, zone: &Zone) -> String {
    let commit = match change {
        LastChange::Uncommitted => return "not committed yet".to_owned(),
        LastChange::OrBefore(end) => {
            return format!("{} or before: this clone is shallow", end.short());
        }
        LastChange::Commit(commit) => commit,
    };
    let mut text = format!("{} {}", commit.short(), show::day(commit.committed_at(), zone));
    // Strangers choose both: neither comes before what they cannot choose, and either may be empty.
    for (mark, words) in [(", ", commit.author()), (": ", commit.summary())] {
        if !words.is_empty() {
            text.extend([mark, words]);
        }
    }
    text
}
