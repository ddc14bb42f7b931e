//! Checkstyle's XML, which many review tools read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::xml::attribute;
use super::{Item, Report};

/// The report: the findings of each file, files in order of their paths.
#[must_use]
pub fn text(report: &Report<'_>) -> String {
    let mut files: BTreeMap<String, Vec<Item<'_>>> = BTreeMap::new();
    for item in report.items() {
        files.entry(item.file.clone()).or_default().push(item);
    }
    let mut text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n".to_owned();
    for (file, items) in files {
        let _ = writeln!(text, "  <file{}>", attribute("name", file));
        items.iter().for_each(|item| text.push_str(&error(item)));
        text.push_str("  </file>\n");
    }
    text.push_str("</checkstyle>\n");
    text
}

fn error(item: &Item<'_>) -> String {
    let attributes = [
        attribute("line", item.place.start.line),
        attribute("column", item.place.start.column),
        attribute("severity", item.finding.level.word()),
        attribute("message", item.prose()),
        attribute("source", format_args!("irp.{}", item.finding.code)),
    ];
    format!("    <error{}/>\n", attributes.concat())
}
