//! One line for each finding, for reading and for `grep`; paths are from the plan's folder.

use std::fmt::Write as _;

use super::Report;
use crate::diagnostic::visible;

/// The findings, one a line.
#[must_use]
pub fn text(report: &Report<'_>) -> String {
    let mut text = String::new();
    for item in report.items() {
        let finding = item.finding;
        let file = visible(&report.sources.get(finding.primary.at.source).name);
        let (at, level) = (item.place.start, finding.level.word());
        let (line, column, code, message) = (at.line, at.column, finding.code, &finding.message);
        let _ = writeln!(text, "{file}:{line}:{column}: {level}[{code}] {message}");
    }
    text
}
