//! Every fault reads well: `tests/faults/<code>/<case>.toml`, or a folder `<case>/`, is a plan,
//! and `<case>.out` beside it is what people read of it. `IRP_BLESS=1` writes the `.out` files.
#![expect(clippy::disallowed_methods, reason = "test cases are files of this repository")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use irp::diagnostic::Fault;
use irp::plan::Plan;
use irp::views::human::{Style, diagnostics::render};

use crate::memory::Memory;

const STYLE: Style = Style { color: false, width: None };

/// A broken plan.
pub struct Case {
    /// `<code>/<case>`
    pub name: String,
    code: String,
    out: PathBuf,
    pub files: Memory,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Every broken plan.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for code in entries(&folder()) {
        for path in entries(&code) {
            let files = match path.extension().and_then(|e| e.to_str()) {
                Some("toml") => Memory::irp(fs::read(&path).unwrap()),
                None => Memory::copy(&path),
                Some(_) => continue,
            };
            let name = path.strip_prefix(folder()).unwrap().with_extension("");
            let code = code.file_name().unwrap().to_str().unwrap().to_owned();
            let out = path.with_extension("out");
            cases.push(Case { name: name.display().to_string(), code, out, files });
        }
    }
    cases
}

/// Every fault of a plan, as people read it.
pub fn shown(plan: &Plan) -> String {
    let all: Vec<_> = plan.faults.iter().map(|fault| render(fault, &plan.sources, STYLE)).collect();
    all.join("\n")
}

#[test]
fn every_case_reads_as_it_is_pinned() {
    let bless = std::env::var_os("IRP_BLESS").is_some();
    let mut wrong = String::new();
    for case in cases() {
        let found = shown(&case.files.plan());
        let pinned = fs::read_to_string(&case.out).unwrap_or_default();
        if bless && found != pinned {
            fs::write(&case.out, &found).unwrap();
        } else if found != pinned {
            let _ = write!(wrong, "== {}\n-- pinned:\n{pinned}-- found:\n{found}", case.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong}IRP_BLESS=1 writes what was found");
}

#[test]
fn every_case_shows_the_fault_that_it_is_named_for() {
    for case in cases() {
        let plan = case.files.plan();
        assert!(plan.faults.iter().any(|fault| fault.code == case.code), "{}", case.name);
    }
}

#[test]
fn every_fault_has_cases_and_every_folder_is_a_fault() {
    let folders = entries(&folder());
    let folders: BTreeSet<_> = folders.iter().map(|f| f.file_name().unwrap().to_str()).collect();
    let codes: BTreeSet<_> = Fault::ALL.iter().map(|fault| Some(fault.code())).collect();
    assert_eq!(folders, codes);
    let cased: BTreeSet<_> =
        cases().into_iter().map(|case| Some(case.code.leak() as &str)).collect();
    assert_eq!(cased, codes, "a code has no case");
}

#[test]
fn no_output_lacks_its_case() {
    let names: BTreeSet<_> = cases().into_iter().map(|case| case.out).collect();
    for code in entries(&folder()) {
        let outs =
            entries(&code).into_iter().filter(|path| path.extension().is_some_and(|e| e == "out"));
        for out in outs {
            assert!(names.contains(&out), "{} has no case", out.display());
        }
    }
}

#[test]
fn every_fault_says_where_it_is_and_names_a_way_out() {
    for case in cases() {
        let plan = case.files.plan();
        for fault in &plan.faults {
            let text = render(fault, &plan.sources, STYLE);
            let expected =
                ["expected ", "is not one of "].iter().any(|e| fault.message.contains(e));
            let way_out = expected || !fault.help.is_empty() || !fault.primary.text.is_empty();
            assert!(way_out, "{}: no way out:\n{text}", case.name);
            let first = fault.message.chars().next().unwrap_or('.');
            assert!(!first.is_uppercase() && !fault.message.ends_with('.'), "{text}");
            assert!(
                text.lines().nth(1).is_some_and(|line| line.trim().starts_with("--> ")),
                "{text}"
            );
        }
    }
}

#[test]
fn line_endings_and_a_byte_order_mark_change_no_fault() {
    for case in cases() {
        let expected = shown(&case.files.plan());
        for start in ["", "\u{feff}"] {
            let windows = case.files.map(|text| {
                let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                start.to_owned() + &text.replace("\r\n", "\n").replace('\n', "\r\n")
            });
            assert_eq!(shown(&windows.plan()), expected, "{}", case.name);
        }
    }
}

#[test]
fn a_file_that_stops_anywhere_is_read_without_panic() {
    for case in cases() {
        for end in (0..case.files.longest()).step_by(37) {
            shown(&case.files.map(|text| text.chars().take(end).collect()).plan());
        }
    }
}

#[test]
fn a_character_lost_or_added_anywhere_is_survived() {
    for (number, case) in cases().into_iter().enumerate() {
        let odd = "\"[]{}=.,#'\\\n \u{0}\u{202e}ä";
        for place in (number % 29..case.files.longest()).step_by(29) {
            let letter = odd.chars().nth((place + number) % odd.chars().count()).unwrap();
            let change = |text: &str, with: &[char]| -> String {
                let start = text.chars().take(place);
                start.chain(with.iter().copied()).chain(text.chars().skip(place + 1)).collect()
            };
            shown(&case.files.map(|text| change(text, &[])).plan());
            shown(&case.files.map(|text| change(text, &[letter])).plan());
        }
    }
}
