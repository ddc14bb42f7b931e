//! When a plan was last changed: what is said, what the environment says, what git knows.

use chrono::{DateTime, Datelike};

use crate::cli::commands::log::files;
use crate::cli::unread::unreadable;
use crate::cli::{Failure, Session};
use crate::diagnostic::visible;
use crate::history::{End, Repository, Revision};
use crate::plan::Plan;
use crate::source::Tree as _;
use crate::time::{Instant, YEARS};

/// 1980-01-01T00:00:00Z, which is older than any plan.
const UNKNOWN: i64 = 315_532_800;
const VARIABLE: &str = "SOURCE_DATE_EPOCH";

/// When the plan was last changed, in whole seconds.
///
/// # Errors
/// Where what was given is no time, or the repository cannot be read.
pub fn stamp(
    given: Option<&str>,
    plan: &Plan,
    session: &mut Session<'_>,
) -> Result<Instant, Failure> {
    if let Some(words) = given {
        return of_words(words);
    }
    if let Some(seconds) = session.world().variable(VARIABLE) {
        return of_seconds(&seconds);
    }
    if let Some(at) = committed(plan, session)? {
        return Ok(at);
    }
    session.note(
        "note: the plan is not committed, so its events are stamped 1980-01-01: \
         --stamp or SOURCE_DATE_EPOCH says when it was changed",
    );
    Ok(DateTime::from_timestamp(UNKNOWN, 0).unwrap_or_default())
}

/// Whether a stamp says when the plan was changed.
pub fn is_known(stamp: Instant) -> bool {
    stamp.timestamp() != UNKNOWN
}

fn of_words(words: &str) -> Result<Instant, Failure> {
    let read = DateTime::parse_from_rfc3339(words).ok().and_then(|at| whole(at.timestamp()));
    read.ok_or_else(|| {
        Failure::usage(format!("`{words}` given with --stamp is no RFC 3339 time"))
            .hint("write it as 2026-10-19T09:00:00Z")
    })
}

fn of_seconds(words: &str) -> Result<Instant, Failure> {
    words.parse().ok().and_then(whole).ok_or_else(|| {
        Failure::usage(format!("the variable {VARIABLE} is `{words}`, which is no time"))
            .hint("it takes seconds since 1970, as `git log -1 --format=%ct` prints them")
    })
}

fn whole(seconds: i64) -> Option<Instant> {
    DateTime::from_timestamp(seconds, 0).filter(|at| YEARS.contains(&at.year()))
}

/// When the last commit was made that touched the plan; `None` where none did.
fn committed(plan: &Plan, session: &mut Session<'_>) -> Result<Option<Instant>, Failure> {
    let Some((repository, folder)) = session.kept_in()? else { return Ok(None) };
    let newest = session.seen().map(|seen| seen.revision.clone()).or_else(|| repository.head());
    let Some(newest) = newest else { return Ok(None) };
    let (touch, shallow) = last_touch(plan, &repository, &folder, &newest)?;
    if let (None, Some(end)) = (&touch, &shallow) {
        session.note(&format!(
            "note: this clone is shallow: events are stamped with its oldest commit, {}; \
             `git fetch --unshallow` brings the one that touched the plan",
            visible(end.short())
        ));
    }
    Ok(touch.or(shallow).map(|revision| revision.committed_at()))
}

/// The last commit that touched the plan; or else the oldest one that a shallow clone has.
fn last_touch(
    plan: &Plan,
    repository: &Repository,
    folder: &str,
    newest: &Revision,
) -> Result<(Option<Revision>, Option<Revision>), Failure> {
    let snapshot = repository.snapshot(newest).map_err(|reason| unreadable(&reason))?;
    let file = if folder.is_empty() { "irp.toml".to_owned() } else { format!("{folder}/irp.toml") };
    if snapshot.folder(folder).is_none_or(|folder| folder.look("irp.toml").is_none()) {
        return Ok((None, None));
    }
    let mut walk = repository.walk(newest, &file).map_err(|reason| unreadable(&reason))?;
    walk.heed(files(plan));
    let touch = walk.next().map(|touch| touch.revision);
    match walk.end() {
        Some(End::Unreadable(reason)) if touch.is_none() => Err(unreadable(reason)),
        Some(End::Shallow(end)) => Ok((touch, Some((**end).clone()))),
        _ => Ok((touch, None)),
    }
}
