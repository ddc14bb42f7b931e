//! SARIF 2.1.0, for GitHub code scanning and whatever else keeps results of analyses.
//!
//! A log without results is a log too: it is how alerts are closed.

use serde_json::{Value, json};

use super::{Item, Place, Places, Report, Topic};
use crate::diagnostic::{Level, visible};
use crate::time::show;

/// The schema that the log follows, by the address that its readers know it by.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// Paths are relative to the root of the repository, wherever that is checked out.
const ROOT: &str = "%SRCROOT%";

/// The log: one run.
#[must_use]
pub fn text(report: &Report<'_>) -> String {
    let others = report.findings.iter().flat_map(|f| &f.others).map(|other| other.at);
    let places = Places::new(report.sources, others);
    let items = report.items();
    let results: Vec<_> = items.iter().map(|item| result(report, item, &places)).collect();
    super::json(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "irp",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": report.topics.iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {
                ROOT: { "description": { "text": "The root of the repository." } },
            },
            "invocations": [{
                "executionSuccessful": true,
                "endTimeUtc": show::utc(report.now),
            }],
            "results": results,
        }],
    }))
}

fn rule(topic: &Topic) -> Value {
    let words = topic.summary;
    let mut help = if topic.why.is_empty() { words } else { topic.why }.to_owned();
    if !topic.source.is_empty() {
        help.push_str("\n\nThreshold: ");
        help.push_str(topic.source);
    }
    json!({
        "id": topic.code,
        "shortDescription": { "text": words },
        "fullDescription": { "text": words },
        "help": { "text": help },
        "defaultConfiguration": { "level": level(topic.level) },
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

fn result(report: &Report<'_>, item: &Item<'_>, places: &Places) -> Value {
    let finding = item.finding;
    let mut value = json!({
        "ruleId": finding.code,
        "level": level(finding.level),
        "message": { "text": message(&item.prose()) },
        "locations": [{ "physicalLocation": physical(&item.file, item.place) }],
        "partialFingerprints": { "irpFinding/v1": item.print.to_string() },
    });
    if let Some(index) = report.topics.iter().position(|topic| topic.code == finding.code) {
        value["ruleIndex"] = index.into();
    }
    if !finding.path.is_empty() {
        let logical = json!([{ "fullyQualifiedName": visible(&finding.path) }]);
        value["locations"][0]["logicalLocations"] = logical;
    }
    if !finding.others.is_empty() {
        let others = (1..).zip(&finding.others).map(|(id, other)| {
            let at = physical(&report.path(other.at), places.of(other.at));
            let said = message(&other.text);
            json!({ "id": id, "message": { "text": said }, "physicalLocation": at })
        });
        value["relatedLocations"] = others.collect();
    }
    value
}

/// A text in which nothing is a link: `[text](target)` would be one.
fn message(text: &str) -> String {
    text.replace("](", "] (")
}

fn physical(file: &str, place: Place) -> Value {
    json!({
        "artifactLocation": { "uri": uri(file), "uriBaseId": ROOT },
        "region": {
            "startLine": place.start.line,
            "startColumn": place.start.column,
            "endLine": place.end.line,
            "endColumn": place.end.column,
        },
    })
}

/// A path as a relative reference of RFC 3986.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}
