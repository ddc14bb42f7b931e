//! Reviewdog's diagnostic format, with what was probably meant as a change to accept.
//!
//! Its columns count bytes of UTF-8.

use serde_json::{Value, json};

use super::{Item, Place, Places, Point, Report};
use crate::diagnostic::{Level, visible};

/// The report: one result with all findings.
#[must_use]
pub fn text(report: &Report<'_>) -> String {
    let meant = report.findings.iter().flat_map(|f| &f.suggestion).map(|meant| meant.at);
    let others = report.findings.iter().flat_map(|f| &f.others).map(|other| other.at);
    let places = Places::new(report.sources, meant.chain(others));
    let items = report.items();
    let diagnostics: Vec<_> = items.iter().map(|item| diagnostic(report, item, &places)).collect();
    super::json(&json!({
        "source": { "name": "irp" },
        "diagnostics": diagnostics,
    }))
}

fn diagnostic(report: &Report<'_>, item: &Item<'_>, places: &Places) -> Value {
    let finding = item.finding;
    let mut value = json!({
        "message": item.prose(),
        "location": { "path": visible(&item.file), "range": range(item.place) },
        "severity": match finding.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Info => "INFO",
        },
        "code": { "value": finding.code },
    });
    if let Some(meant) = &finding.suggestion {
        let change = json!({ "range": range(places.of(meant.at)), "text": meant.text });
        value["suggestions"] = json!([change]);
    }
    if !finding.others.is_empty() {
        let others = finding.others.iter().map(|other| {
            let path = visible(&report.path(other.at));
            let location = json!({ "path": path, "range": range(places.of(other.at)) });
            json!({ "message": other.text, "location": location })
        });
        value["related_locations"] = others.collect();
    }
    value
}

fn range(place: Place) -> Value {
    let point = |point: Point| json!({ "line": point.line, "column": point.byte });
    json!({ "start": point(place.start), "end": point(place.end) })
}
