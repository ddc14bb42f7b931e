//! `--fix` and `--diff`: what mends itself without changing who is on call.

use std::path::Path;

use crate::cli::commands::fmt::from_here;
use crate::cli::io::reason;
use crate::cli::{Disk, Failure, Session, Verdict};
use crate::diagnostic::{Diagnostic, visible};
use crate::edit::{Mended, mend};
use crate::plan::Plan;
use crate::views::human::patch::patch;

/// What can be mended of what was found.
pub(super) fn mended(
    session: &Session<'_>,
    plan: &Plan,
    found: &[Diagnostic],
) -> Result<Mended, Failure> {
    Ok(mend(&Disk::new(session.folder()?), &session.zones, plan, found))
}

/// Checks that there are files that can be mended.
///
/// # Errors
/// Where the plan is read from a revision.
pub(super) fn refuse(session: &Session<'_>) -> Result<(), Failure> {
    if session.options.rev.is_none() {
        return Ok(());
    }
    Err(Failure::usage("a revision cannot be mended: --fix and --diff are about files")
        .hint("leave out --rev"))
}

/// Prints what would change.
pub(super) fn show(session: &mut Session<'_>, mended: &Mended) -> Result<Verdict, Failure> {
    let (folder, style) = (session.folder()?, session.style());
    for (name, old, new) in &mended.files {
        let shown = from_here(session.world(), &folder, name);
        session.print(&patch(&shown, old, new, style));
    }
    explain(session, mended);
    if mended.files.is_empty() {
        session.note("nothing can be mended without asking you");
        return Ok(Verdict::Yes);
    }
    Ok(Verdict::No)
}

/// Writes what changes, each file at once, and says so beside the answer.
///
/// # Errors
/// Where a file cannot be written, or has changed since it was read; the others are written.
pub(super) fn write(session: &mut Session<'_>, mended: &Mended) -> Result<(), Failure> {
    let folder = session.folder()?;
    let mut failed = Vec::new();
    for (name, old, new) in &mended.files {
        let shown = visible(&from_here(session.world(), &folder, name));
        match replace(session, &folder, name, old, new) {
            Ok(()) => session.note(&format!("mended {shown}")),
            Err(why) => failed.push(format!("cannot write {shown}: {why}")),
        }
    }
    explain(session, mended);
    match failed.split_first() {
        None => Ok(()),
        Some((first, others)) => Err(others.iter().fold(Failure::system(first), Failure::hint)),
    }
}

fn replace(
    session: &Session<'_>,
    folder: &Path,
    name: &str,
    old: &str,
    new: &str,
) -> Result<(), String> {
    match session.world().exchange(&folder.join(name), old, new) {
        Ok(true) => Ok(()),
        Ok(false) => Err("it has changed meanwhile".to_owned()),
        Err(error) => Err(reason(&error)),
    }
}

/// Says which suggestions are left to people, and why.
fn explain(session: &mut Session<'_>, mended: &Mended) {
    let message = match mended.refused.len() {
        0 => return,
        1 => "1 suggestion is left to you: taking it could change who is on call".to_owned(),
        count => {
            format!("{count} suggestions are left to you: taking them could change who is on call")
        }
    };
    session.note(&message);
}
