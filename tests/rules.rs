//! Corner cases of rules: `tests/rules/<code>/<case>.toml` is a plan, its further files each after
//! a line such as `--- runbooks/api.md ---`, and `<case>.out` is what that rule finds in it.
//! `IRP_BLESS=1` writes the `.out` files.
//!
//! A first line `# now: TIME` sets the clock, which stands at 2026-10-19T09:00:00Z otherwise; lines
//! `# edited: PATH TIME` after it say when a file was last changed. After a line
//! `--- before/irp.toml ---` stands the plan before a change.
#![expect(clippy::disallowed_methods, reason = "test cases are files of this repository")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use irp::plan::Plan;
use irp::rules::{Context, RULES, check, files};
use irp::time::Instant;
use irp::views::human::{Style, diagnostics::render};

use crate::memory::Memory;

const STYLE: Style = Style { color: false, width: None };

/// Every case: its rule, its plan, and where its output is pinned.
fn cases() -> Vec<(String, String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut cases = Vec::new();
    for folder in fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()) {
        let code = folder.file_name().unwrap().to_str().unwrap().to_owned();
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.extension().is_some_and(|end| end == "toml") {
                let text = fs::read_to_string(&path).unwrap();
                cases.push((code.clone(), text, path.with_extension("out")));
            } else {
                assert!(path.with_extension("toml").is_file(), "{} has no case", path.display());
            }
        }
    }
    cases.sort();
    cases
}

/// The plan of a case, and the one before the change where it has one.
fn plans(text: &str) -> (Plan, Option<Plan>) {
    let (mut now, mut before) = (Memory::default(), None);
    for (path, text) in files(text) {
        match path.strip_prefix("before/") {
            Some(path) => before = Some(before.unwrap_or_else(Memory::default).with(path, text)),
            None => now = now.with(&path, text),
        }
    }
    (now.plan(), before.map(|files| files.plan()))
}

/// What a rule finds in a case, as people read it.
fn shown(code: &str, text: &str) -> String {
    let said = |key: &str| {
        let key = format!("# {key}: ");
        text.lines().filter_map(move |line| line.strip_prefix(&key).map(str::to_owned))
    };
    let now = said("now").next().unwrap_or_else(|| "2026-10-19T09:00:00Z".to_owned());
    let edited: BTreeMap<String, Instant> = said("edited")
        .map(|line| line.split_once(' ').map(|(path, at)| (path.to_owned(), at.parse().unwrap())))
        .map(Option::unwrap)
        .collect();
    let (plan, before) = plans(text);
    for plan in [&plan].into_iter().chain(&before) {
        assert!(plan.faults.is_empty(), "{code}: {text}\n{:#?}", plan.faults);
    }
    let edited = |path: &str| edited.get(path).copied();
    let mut context = Context::new(&plan, now.parse().unwrap());
    context.edited = &edited;
    context.before = before.as_ref();
    let found = check(&context);
    let own = found.standing.iter().filter(|finding| finding.code == code);
    let own = found.faults.iter().chain(own);
    let own: Vec<_> = own.map(|finding| render(finding, &plan.sources, STYLE)).collect();
    if own.is_empty() { "nothing\n".to_owned() } else { own.join("\n") }
}

#[test]
fn every_corner_case_reads_as_it_is_pinned() {
    let bless = std::env::var_os("IRP_BLESS").is_some();
    let mut wrong = String::new();
    for (code, text, out) in cases() {
        let found = shown(&code, &text);
        let pinned = fs::read_to_string(&out).unwrap_or_default();
        if found != pinned && bless {
            fs::write(&out, &found).unwrap();
        } else if found != pinned {
            let _ = write!(wrong, "== {}\n-- pinned:\n{pinned}-- found:\n{found}", out.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}IRP_BLESS=1 writes what was found");
}

#[test]
fn every_rule_has_a_case_with_findings_and_one_without_and_every_folder_is_a_rule() {
    let mut outcomes: BTreeMap<String, BTreeSet<bool>> =
        RULES.iter().map(|rule| (rule.code.to_owned(), BTreeSet::new())).collect();
    for (code, text, _) in cases() {
        assert!(RULES.iter().any(|rule| rule.code == code), "{code} is no rule");
        let empty = shown(&code, &text) == "nothing\n";
        outcomes.entry(code).or_default().insert(empty);
    }
    for (code, outcomes) in outcomes {
        assert_eq!(outcomes.len(), 2, "{code}: all cases have the same outcome");
    }
}
