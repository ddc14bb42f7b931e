//! Where reports go, and what they need to know of the repository.

use std::path::Path;

use super::format::Format;
use super::options::ReportTo;
use crate::cli::io::reason;
use crate::cli::{Failure, Session};
use crate::diagnostic::{Diagnostic, Fault, Level};
use crate::rules::Rule;
use crate::views::report::{Report, Topic, markdown};

/// The most bytes of a step's summary: GitHub shows nothing of a longer one.
const MOST_SUMMARY: usize = 1024 * 1024;
/// Where all findings are listed of which a report leaves some out.
pub const ELSEWHERE: &str = "`irp check` lists all";

/// The path from the root of the repository to the plan's folder, empty or with `/` at the end.
///
/// The root is the nearest folder at or above the plan's that holds `.git`; without one the current
/// folder, if it is above the plan's; else the plan's own. In a revision it is that of its files.
pub fn prefix(session: &Session<'_>) -> Result<String, Failure> {
    if let Some(seen) = session.seen() {
        let folder = &seen.folder;
        return Ok(if folder.is_empty() { String::new() } else { format!("{folder}/") });
    }
    Ok(from_root(session, &session.folder()?))
}

/// The path from the root of the repository to a folder, empty or with `/` at the end; see
/// [`prefix`].
pub fn from_root(session: &Session<'_>, folder: &Path) -> String {
    let world = session.world();
    let Ok(folder) = world.resolve(folder) else { return String::new() };
    let git = folder.ancestors().find(|at| world.exists(&at.join(".git")));
    let here = world.folder().and_then(|here| world.resolve(&here)).ok();
    let root = git.or(here.as_deref().filter(|here| folder.starts_with(here)));
    let inside = root.and_then(|root| folder.strip_prefix(root).ok()).unwrap_or(Path::new(""));
    let parts = inside.components().map(|part| part.as_os_str().to_string_lossy());
    parts.flat_map(|part| [part, "/".into()]).collect()
}

/// What there is to know of the faults that were found and of the rules that were judged.
pub fn topics(found: &[Diagnostic], rules: &[&Rule]) -> Vec<Topic> {
    let is_found = |fault: &&Fault| found.iter().any(|found| found.code == fault.code());
    let faults = Fault::ALL.iter().filter(is_found).map(|fault| Topic {
        code: fault.code(),
        level: Level::Error,
        summary: fault.meaning(),
        why: "",
        source: "",
    });
    let rules = rules.iter().map(|rule| Topic {
        code: rule.code,
        level: rule.level,
        summary: rule.summary,
        why: rule.why,
        source: rule.source,
    });
    let mut topics: Vec<_> = faults.chain(rules).collect();
    topics.sort_by_key(|topic| topic.code);
    topics
}

/// Writes every report that can be written.
///
/// # Errors
/// The files that could not be written, and why.
pub fn write(
    session: &Session<'_>,
    reports: &[ReportTo],
    text: impl Fn(Format) -> String,
) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    for report in reports {
        let text = text(report.format);
        if let Err(error) = session.world().put(&report.file, &text) {
            wrong.push(format!("{}: {}", report.file.display(), reason(&error)));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Failure::system(format!("cannot write {}", wrong.join("; ")))
        .hint("--report takes FORMAT=FILE; the other reports are written"))
}

/// Adds the findings to the summary of the GitHub step that irp runs in, where it runs in one.
///
/// Returns whether they are there now.
pub fn summarize(session: &mut Session<'_>, report: &Report<'_>) -> bool {
    let Some(file) = session.world().variable("GITHUB_STEP_SUMMARY") else { return false };
    let file = Path::new(&file);
    let room = MOST_SUMMARY.saturating_sub(session.world().length(file));
    let text = markdown::text(report, room.saturating_sub(1)) + "\n";
    if text.len() > room {
        session.note("warning: the file that GITHUB_STEP_SUMMARY names has no room left");
        return false;
    }
    match session.world().append(file, &text) {
        Ok(()) => true,
        Err(error) => {
            let why = reason(&error);
            session.note(&format!("warning: cannot write what GITHUB_STEP_SUMMARY names: {why}"));
            false
        }
    }
}
