//! GitLab's code quality report, which it shows in a merge request and beside its lines.

use serde_json::{Value, json};

use super::Report;
use crate::diagnostic::{Level, visible};

/// The report: a list with one entry for each finding.
#[must_use]
pub fn text(report: &Report<'_>) -> String {
    let entry = |item: super::Item<'_>| {
        json!({
            "description": item.finding.message,
            "check_name": item.finding.code,
            "fingerprint": item.print.to_string(),
            "severity": severity(item.finding.level),
            "location": {
                "path": visible(&item.file),
                "lines": { "begin": item.place.start.line, "end": item.place.end.line },
            },
        })
    };
    super::json(&Value::Array(report.items().into_iter().map(entry).collect()))
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "critical",
        Level::Warning => "minor",
        Level::Info => "info",
    }
}
