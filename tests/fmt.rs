//! The canonical layout of plan files: laws that hold for every plan of this repository, and for
//! what chance makes of them.
#![expect(clippy::disallowed_methods, reason = "the tests read the plans of this repository")]

mod chance;
mod disk;
mod laws;

use std::fs;
use std::path::{Path, PathBuf};

use irp::edit::{FileKind, format};
use irp::plan::Plan;
use irp::rules::{self, Context};
use irp::schedule::shifts;
use irp::time::{Instant, Span};

use crate::memory::Memory;
use laws::lawful;

/// A file of a plan.
struct File {
    path: PathBuf,
    kind: FileKind,
    text: String,
}

/// Every plan file and record below a folder.
fn files(folder: &str) -> Vec<File> {
    let mut all = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut all);
    all.sort();
    let read = |path: PathBuf| {
        let kind = kind(&path)?;
        let text = String::from_utf8(fs::read(&path).ok()?).ok()?;
        Some(File { path, kind, text })
    };
    all.into_iter().filter_map(read).collect()
}

fn gather(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, into);
        } else {
            into.push(path);
        }
    }
}

/// What a file holds, by its path.
pub fn kind(path: &Path) -> Option<FileKind> {
    let name = path.file_name()?.to_str()?;
    let under = |name: &str| path.components().any(|part| part.as_os_str() == name);
    match path.extension()?.to_str()? {
        "toml" => Some(FileKind::Plan),
        "md" if name == "README.md" || name.starts_with('_') => None,
        "md" if under("runbooks") => Some(FileKind::Runbook),
        "md" if under("incidents") => Some(FileKind::Incident),
        "md" if under("handoffs") => Some(FileKind::Handoff),
        _ => None,
    }
}

#[test]
fn every_example_is_in_canonical_layout() {
    let files = files("examples");
    assert!(files.len() > 30, "{}", files.len());
    for File { path, kind, text } in files {
        assert_eq!(format(&text, kind).as_ref(), Ok(&text), "{}", path.display());
    }
}

#[test]
fn the_laws_hold_for_every_plan_file_there_is() {
    let mut formatted = 0;
    for folder in ["examples", "tests/good", "tests/faults", "tests/cmd/plans"] {
        for File { path, kind, text } in files(folder) {
            match lawful(&text, kind) {
                Ok(new) => formatted += usize::from(new.is_some()),
                Err(broken) => panic!("{}: {broken}", path.display()),
            }
        }
    }
    assert!(formatted > 250, "{formatted}");
}

/// What is true of a plan, whatever lines it is written on.
fn meaning(plan: &Plan, now: Instant) -> Vec<String> {
    let mut all: Vec<_> = plan.faults.iter().map(|f| format!("{} {}", f.code, f.path)).collect();
    let found = rules::check(&Context::new(plan, now));
    all.extend(found.standing.iter().map(|f| format!("{} {} {}", f.code, f.path, f.message)));
    all.sort();
    let span = Span::new(now, now + chrono::TimeDelta::weeks(26));
    for key in plan.rotation_keys() {
        for shift in shifts(plan, key, span) {
            let (people, turn) = (plan.ids(&shift.people), shift.why.turn);
            all.push(format!("{} {:?} {people:?} {turn:?}", plan[key].id, shift.span));
        }
    }
    all
}

/// Every plan of the repository, good or not.
fn plans() -> Vec<(PathBuf, Memory)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut plans = Vec::new();
    for folder in ["examples", "tests/good", "tests/cmd/plans"] {
        let entries = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        plans.extend(entries.map(|path| (path.clone(), Memory::copy(&path))));
    }
    plans.extend(files("tests/faults").into_iter().map(|f| (f.path, Memory::irp(f.text))));
    plans
}

#[test]
fn a_plan_means_the_same_before_and_after() {
    let now = chrono::DateTime::from_timestamp(1_792_400_400, 0).unwrap();
    let mut changed = 0;
    for (path, before) in plans() {
        let mut after = before.clone();
        for (name, text) in before.texts() {
            let Some(kind) = kind(Path::new(&name)) else { continue };
            let Ok(new) = format(&text, kind) else { continue };
            changed += usize::from(new != text);
            after = after.with(&name, new);
        }
        let (before, after) = (meaning(&before.plan(), now), meaning(&after.plan(), now));
        assert_eq!(before, after, "{}", path.display());
    }
    assert!(changed > 10, "{changed}");
}
