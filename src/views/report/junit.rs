//! The XML of `JUnit`: a test for every rule, which passes where nothing was found, and one for every
//! finding, which fails where the check does.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::xml::{attribute, escaped};
use super::{Item, Report};
use crate::diagnostic::visible;

/// The report: one suite of tests.
#[must_use]
pub fn text(report: &Report<'_>) -> String {
    let items = report.items();
    let found = |code: &str| items.iter().any(|item| item.finding.code == code);
    let quiet: Vec<_> = report.topics.iter().filter(|topic| !found(topic.code)).collect();
    let failures = items.iter().filter(|item| report.is_failure(item.finding)).count();
    let counts = [
        attribute("tests", quiet.len() + items.len()),
        attribute("failures", failures),
        attribute("errors", 0),
    ]
    .concat();
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let _ = writeln!(text, "<testsuites{}{counts}>", attribute("name", report.command));
    let time = report.now.format("%Y-%m-%dT%H:%M:%S");
    let suite = [attribute("name", visible(report.plan)), attribute("timestamp", time)].concat();
    let _ = writeln!(text, "  <testsuite{suite}{counts}{}>", attribute("skipped", 0));
    for topic in quiet {
        let name = attribute("name", topic.code);
        let _ = writeln!(text, "    <testcase{}{name}/>", attribute("classname", "irp"));
    }
    let mut names = HashMap::new();
    for item in &items {
        text.push_str(&test(report, item, &mut names));
    }
    text.push_str("  </testsuite>\n</testsuites>\n");
    text
}

/// The test of a finding. No two have one name: those who read reports take them for the same.
fn test(report: &Report<'_>, item: &Item<'_>, names: &mut HashMap<String, usize>) -> String {
    let name = item.title();
    let nth = names.entry(name.clone()).and_modify(|nth| *nth += 1).or_insert(1);
    let name = if *nth == 1 { name } else { format!("{name} ({nth})") };
    let attributes = [
        attribute("classname", "irp"),
        attribute("name", name),
        attribute("file", visible(&item.file)),
        attribute("line", item.place.start.line),
    ];
    let place = format!("{}:{}", item.file, item.place.start.line);
    // Between tags a line may end as it is.
    let prose = escaped(&format!("{place}\n{}", item.prose())).replace("&#10;", "\n");
    let level = item.finding.level;
    let inside = if report.is_failure(item.finding) {
        let message = attribute("message", &item.finding.message);
        format!("<failure{message}{}>{prose}</failure>", attribute("type", level.word()))
    } else {
        format!("<system-out>{}: {prose}</system-out>", level.word())
    };
    format!("    <testcase{}>\n      {inside}\n    </testcase>\n", attributes.concat())
}
