//! The house: which module may use which, and how files are made.
#![expect(clippy::disallowed_methods, reason = "the sources of this repository are read")]

use std::fs;
use std::path::{Path, PathBuf};

/// The most lines of a file.
const MOST_LINES: usize = 400;

struct File {
    /// Relative to the repository, with `/`.
    name: String,
    text: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn gather(folder: &Path, files: &mut Vec<File>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
            files.push(File { name, text: fs::read_to_string(&path).unwrap() });
        }
    }
}

/// Every Rust file of the repository.
fn files() -> Vec<File> {
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches"] {
        if root().join(folder).is_dir() {
            gather(&root().join(folder), &mut files);
        }
    }
    files
}

/// The modules in the order of `src/lib.rs`: each may use those before it.
fn order() -> Vec<String> {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let module = |line: &str| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned());
    text.lines().filter_map(module).collect()
}

/// The module that a file of `src/` belongs to.
fn module(name: &str) -> Option<&str> {
    let part = name.strip_prefix("src/")?.split('/').next()?;
    Some(part.strip_suffix(".rs").unwrap_or(part))
}

/// The lines of code of a file, with their numbers; comments are left out.
fn code(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let lines = file.text.lines().enumerate().map(|(index, line)| (index + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The modules of this crate that a line names.
fn named(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for start in ["crate::", "irp::"] {
        for (at, _) in line.match_indices(start) {
            if line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let rest = &line[at + start.len()..];
            let names = rest.strip_prefix('{').map_or(rest, |list| list.split('}').next().unwrap());
            let end = |c: char| !(c.is_alphanumeric() || c == '_');
            if rest.starts_with('{') {
                found.extend(names.split(',').map(|name| name.trim().split(end).next().unwrap()));
            } else {
                found.extend(names.split(end).next());
            }
        }
    }
    found
}

#[test]
fn data_flows_one_way() {
    let order = order();
    let place = |module: &str| order.iter().position(|known| known == module);
    let mut upward = Vec::new();
    for file in files() {
        let Some(own) = module(&file.name).and_then(place) else { continue };
        for (number, line) in code(&file) {
            for used in named(line).into_iter().filter(|used| place(used) > Some(own)) {
                upward.push(format!("{}:{number} uses `{used}`", file.name));
            }
        }
    }
    assert!(upward.is_empty(), "a module uses one below it in src/lib.rs:\n{}", upward.join("\n"));
}

#[test]
fn every_module_has_its_place_in_the_order() {
    let order = order();
    assert!(order.len() > 5, "src/lib.rs lists the modules as `pub mod name;`");
    for file in files() {
        let Some(module) = module(&file.name).filter(|m| !["lib", "main"].contains(m)) else {
            continue;
        };
        assert!(order.iter().any(|known| known == module), "{} is not in src/lib.rs", file.name);
    }
}

#[test]
fn libraries_have_one_door() {
    let doors = [("git2", "src/history"), ("jiff", "src/time/zone.rs")];
    for file in files().iter().filter(|file| file.name.starts_with("src/")) {
        for (library, door) in doors {
            let uses = |line: &str| {
                [format!("{library}::"), format!("use {library}"), format!("{library}_")]
                    .iter()
                    .any(|use_of| line.contains(use_of.as_str()))
            };
            let found = code(file).find(|(_, line)| uses(line));
            if let Some((number, _)) = found.filter(|_| !file.name.starts_with(door)) {
                panic!("{}:{number} uses {library}, which only {door} may", file.name);
            }
        }
    }
}

#[test]
fn every_file_says_what_it_owns() {
    for file in files() {
        assert!(file.text.starts_with("//! "), "{} does not begin with `//!`", file.name);
    }
}

#[test]
fn no_file_is_long() {
    let long: Vec<_> = files()
        .iter()
        .map(|file| (file.text.lines().count(), file.name.clone()))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .collect();
    assert!(long.is_empty(), "more than {MOST_LINES} lines: {long:?}");
}
