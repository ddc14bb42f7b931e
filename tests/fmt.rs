//! The canonical layout of plan files: laws that hold for every plan of this repository, and for
//! what chance makes of them.
#![expect(clippy::disallowed_methods, reason = "the tests read the plans of this repository")]

use std::fs;
use std::path::{Path, PathBuf};

use irp::edit::{FileKind, format};

/// Every plan file and record below a folder, and what it holds.
fn files(folder: &str) -> Vec<(PathBuf, FileKind, String)> {
    let mut all = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut all);
    all.sort();
    let read = |path: PathBuf| {
        let kind = kind(&path)?;
        let text = String::from_utf8(fs::read(&path).ok()?).ok()?;
        Some((path, kind, text))
    };
    all.into_iter().filter_map(read).collect()
}

fn gather(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { gather(&path, into) } else { into.push(path) }
    }
}

fn kind(path: &Path) -> Option<FileKind> {
    if path.extension()? == "toml" {
        return Some(FileKind::Plan);
    }
    let name = path.file_name()?.to_str()?;
    let under = |name: &str| path.components().any(|part| part.as_os_str() == name);
    let record = name.ends_with(".md") && name != "README.md" && !name.starts_with('_');
    match () {
        () if !record => None,
        () if under("runbooks") => Some(FileKind::Runbook),
        () if under("incidents") => Some(FileKind::Incident),
        () if under("handoffs") => Some(FileKind::Handoff),
        () => None,
    }
}

#[test]
fn every_example_is_in_canonical_layout() {
    let files = files("examples");
    assert!(files.len() > 30, "{}", files.len());
    for (path, kind, text) in files {
        assert_eq!(format(&text, kind).as_ref(), Ok(&text), "{}", path.display());
    }
}
