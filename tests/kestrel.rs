//! What `irp check` finds in `examples/kestrel`, against `tests/kestrel/EXPECTED.md`: a list that
//! was worked out by reading the plan, with the reasons beside it.
#![expect(clippy::disallowed_methods, reason = "the list is a file of this repository")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use irp::rules::{Context, check};
use irp::views::human::{Style, diagnostics::render};

use crate::memory::Memory;

/// A row of the list: level, rule, path, place, and words that must be in the finding.
struct Expected {
    head: [String; 4],
    says: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn expected() -> Vec<Expected> {
    let list = fs::read_to_string(root().join("tests/kestrel/EXPECTED.md")).unwrap();
    let rows = list.lines().filter_map(|line| line.strip_prefix("| ")).skip(1);
    let cells = rows.map(|row| row.split(" | ").map(|cell| cell.trim().to_owned()));
    let rows = cells.map(Iterator::collect::<Vec<_>>).filter(|row| row[0] != "---");
    rows.map(|row| Expected {
        head: [0, 1, 2, 3].map(|cell| row[cell].clone()),
        says: row[4].split("; ").map(str::to_owned).collect(),
    })
    .collect()
}

#[test]
fn kestrel_has_exactly_the_findings_that_a_careful_reader_expects() {
    let plan = Memory::copy(&root().join("examples/kestrel")).plan();
    assert_eq!(plan.faults, []);
    let found = check(&Context::new(&plan, "2026-10-19T09:00:00Z".parse().unwrap()));
    assert_eq!((found.faults.len(), found.allowed), (0, 1));
    let mut expected = expected();
    assert!(expected.len() > 20);
    let mut wrong = String::new();
    for finding in &found.standing {
        let at = plan.sources.position(finding.primary.at);
        let place = format!("{}:{}", plan.sources.get(finding.primary.at.source).name, at.line);
        let head = [finding.level.word(), finding.code, &finding.path, &place];
        let Some(row) = expected.iter().position(|row| row.head == head) else {
            let _ = writeln!(wrong, "not expected: {} | {}", head.join(" | "), finding.message);
            continue;
        };
        let row = expected.remove(row);
        let text = render(finding, &plan.sources, Style { color: false, width: None });
        for words in row.says.iter().filter(|words| !text.contains(*words)) {
            let _ = writeln!(wrong, "{} does not say `{words}`:\n{text}", head.join(" | "));
        }
    }
    for row in expected {
        let _ = writeln!(wrong, "not found: {}", row.head.join(" | "));
    }
    assert!(wrong.is_empty(), "{wrong}");
}
