//! What became of each file, for people and programs.

use schemars::JsonSchema;
use serde::Serialize;

use super::Outcome;
use super::files::File;
use crate::cli::{Session, Verdict};
use crate::diagnostic::{Diagnostic, Fault, visible};
use crate::edit::FileKind;
use crate::plan::Plan;
use crate::source::Sources;
use crate::views::human::{Style, diagnostics, patch::patch};
use crate::views::json;

/// The faults that keep a file from being formatted.
const OBSTACLES: [Fault; 7] = [
    Fault::Duplicate,
    Fault::FileTooLarge,
    Fault::FrontMatter,
    Fault::NotUtf8,
    Fault::OutsidePlan,
    Fault::Syntax,
    Fault::Unreadable,
];

/// Whether a fault keeps its file from being formatted.
pub fn is_obstacle(fault: &Diagnostic) -> bool {
    OBSTACLES.iter().any(|obstacle| obstacle.code() == fault.code)
}

/// Says beside the answer why a file is left as it is.
pub fn explain<'d>(
    session: &mut Session<'_>,
    faults: impl Iterator<Item = &'d Diagnostic>,
    sources: &Sources,
) {
    let plain = Style { color: false, width: session.style().width };
    for fault in faults {
        session.note(&diagnostics::render(fault, sources, plain));
    }
}

/// What became of each file.
pub struct Report<'p> {
    plan: &'p Plan,
    /// Whether files that change are written.
    pub written: bool,
    files: Vec<(File, String, Outcome)>,
}

impl<'p> Report<'p> {
    /// A report on no file.
    pub fn new(plan: &'p Plan, written: bool) -> Self {
        Self { plan, written, files: Vec::new() }
    }

    /// Adds a file, with its path as the reader writes it.
    pub fn add(&mut self, file: File, shown: String, outcome: Outcome) {
        self.files.push((file, shown, outcome));
    }

    fn count(&self, is: fn(&Outcome) -> bool) -> usize {
        self.files.iter().filter(|(_, _, outcome)| is(outcome)).count()
    }

    /// How the command ends.
    pub fn verdict(&self) -> Verdict {
        let changed = self.count(Outcome::is_changed) > 0;
        match () {
            () if self.count(Outcome::is_left) > 0 => Verdict::Partial,
            () if changed && !self.written => Verdict::No,
            () => Verdict::Yes,
        }
    }

    /// Prints it: the paths of files that change, or what changes in them.
    pub fn print(&self, session: &mut Session<'_>, diff: bool) {
        if session.options.json {
            self.json(session, diff);
            return;
        }
        let style = session.style();
        for (file, shown, outcome) in &self.files {
            match outcome {
                Outcome::Unchanged => {}
                Outcome::Changed(old, new) if diff => session.print(&patch(shown, old, new, style)),
                Outcome::Changed(..) => session.print(&format!("{}\n", visible(shown))),
                Outcome::Left(None) if self.faults_of(file).next().is_some() => {
                    explain(session, self.faults_of(file), &self.plan.sources);
                }
                Outcome::Left(why) => {
                    let why = why.as_deref().unwrap_or("it cannot be read");
                    session.note(&format!("error: {} is left as it is: {why}", visible(shown)));
                }
            }
        }
        if !self.written && !diff {
            self.hint(session);
        }
    }

    /// Says what the list means to whoever reads it in the log of a failed job.
    fn hint(&self, session: &mut Session<'_>) {
        match self.count(Outcome::is_changed) {
            0 => {}
            1 => session.note("1 file is not in canonical layout: `irp fmt` mends that"),
            count => session
                .note(&format!("{count} files are not in canonical layout: `irp fmt` mends that")),
        }
    }

    fn faults_of<'f>(&'f self, file: &'f File) -> impl Iterator<Item = &'f Diagnostic> {
        let sources = &self.plan.sources;
        let here = |fault: &&Diagnostic| sources.get(fault.primary.at.source).name == file.name;
        self.plan.faults.iter().filter(|fault| is_obstacle(fault)).filter(here)
    }

    fn json(&self, session: &mut Session<'_>, diff: bool) {
        let plain = Style { color: false, width: None };
        let files = self.files.iter().map(|(file, _, outcome)| FileJson {
            file: file.name.clone(),
            kind: word(file.kind),
            status: outcome.word(),
            reason: outcome.reason().map(str::to_owned),
            diff: match outcome {
                Outcome::Changed(old, new) if diff => Some(patch(&file.name, old, new, plain)),
                _ => None,
            },
        });
        let left = self.files.iter().filter(|(_, _, outcome)| outcome.is_left());
        let faults = left.flat_map(|(file, _, _)| self.faults_of(file));
        let body = Body {
            plan: self.plan.name.clone(),
            written: self.written,
            files: files.collect(),
            faults: faults.map(|fault| json::Finding::new(fault, &self.plan.sources)).collect(),
            summary: Summary {
                changed: self.count(Outcome::is_changed),
                unchanged: self.count(|outcome| matches!(outcome, Outcome::Unchanged)),
                left: self.count(Outcome::is_left),
            },
        };
        let text = session.json("fmt", &self.plan.zone, body);
        session.print(&text);
    }
}

impl Outcome {
    fn is_changed(&self) -> bool {
        matches!(self, Self::Changed(..))
    }

    fn is_left(&self) -> bool {
        matches!(self, Self::Left(_))
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Changed(..) => "changed",
            Self::Left(_) => "left",
        }
    }

    fn reason(&self) -> Option<&str> {
        match self {
            Self::Left(Some(why)) => Some(why),
            _ => None,
        }
    }
}

fn word(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Plan => "plan",
        FileKind::Runbook => "runbook",
        FileKind::Incident => "incident",
        FileKind::Handoff => "handoff",
    }
}

/// What became of the files of a plan.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// Whether files that change were written; false with `--check` and `--diff`.
    written: bool,
    /// Every file that was looked at.
    files: Vec<FileJson>,
    /// The faults that keep files from being formatted.
    faults: Vec<json::Finding>,
    /// How many files there are, by what became of them.
    summary: Summary,
}

/// A file, and what became of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "File")]
struct FileJson {
    /// Its path in the plan's folder.
    file: String,
    /// What it holds: `plan`, `runbook`, `incident` or `handoff`.
    kind: &'static str,
    /// `changed`, `unchanged`, or `left` as it is.
    status: &'static str,
    /// Why it is left as it is, where no fault says so.
    reason: Option<String>,
    /// What changes, as a unified diff; only with `--diff`.
    diff: Option<String>,
}

/// How many files there are, by what became of them.
#[derive(Serialize, JsonSchema)]
struct Summary {
    /// Files that change.
    changed: usize,
    /// Files that are in canonical layout.
    unchanged: usize,
    /// Files that are left as they are.
    left: usize,
}
