//! When the files of a plan were last changed, from the history of its repository.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::cli::{History, Seen, Session};
use crate::history::Revision;
use crate::plan::Plan;
use crate::rules::Edited;
use crate::time::Instant;

/// Says when a runbook of a plan was last changed, where the repository knows: in the history of
/// the revision that the plan was read from, or of HEAD. The history is walked when that is first
/// asked.
pub fn of(session: &Session<'_>, plan: &'static Plan, seen: Option<&Seen>) -> Edited<'static> {
    let history = (!plan.written.runbooks.is_empty()).then(|| session.history().ok()).flatten();
    let at = history.as_ref().and_then(|history| match seen {
        Some(seen) => Some((seen.revision.clone(), seen.folder.clone())),
        None => Some((history.revision("HEAD", session).ok()?, history.place()?.to_owned())),
    });
    let Some((history, (revision, folder))) = history.zip(at) else { return &|_| None };
    let known = OnceCell::new();
    // The process ends with the command.
    Box::leak(Box::new(move |path: &str| {
        let known = known.get_or_init(|| walked(&history, &revision, &folder, plan));
        known.get(&within(&folder, path)).copied()
    }))
}

fn walked(
    history: &History,
    revision: &Revision,
    folder: &str,
    plan: &Plan,
) -> BTreeMap<String, Instant> {
    let runbooks = plan.written.runbooks.iter();
    let paths = runbooks.map(|record| within(folder, &plan.sources.get(record.at.source).name));
    let paths: Vec<_> = paths.collect();
    history.repository().last_changes(revision, &paths).unwrap_or_default()
}

/// A path in the plan as one in the repository.
fn within(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}
