//! Workflow commands, which GitHub Actions shows beside the lines of a pull request.
//!
//! A runner takes ten errors, ten warnings and ten notices of a step and drops the rest in silence:
//! no more are written, the worst first, and the rest is counted.

use std::fmt::Write as _;

use super::{Item, Report};
use crate::diagnostic::Level;

/// The most annotations of one level that a step may have.
const MOST: usize = 10;

/// The commands, and in the last line how many findings there are.
///
/// `elsewhere` says where all of them are listed.
#[must_use]
pub fn text(report: &Report<'_>, elsewhere: &str) -> String {
    let items = report.worst_first();
    let mut text = String::new();
    let mut left_out = 0;
    for level in [Level::Error, Level::Warning, Level::Info] {
        let own: Vec<_> = items.iter().filter(|item| item.finding.level == level).collect();
        own.iter().take(MOST).for_each(|item| text.push_str(&command(item)));
        left_out += own.len().saturating_sub(MOST);
    }
    let _ = write!(text, "{}", report.counts());
    if left_out > 0 {
        let _ = write!(text, "; {left_out} of them not annotated here: {elsewhere}");
    }
    if let Some(compared) = &report.compared {
        // The runner takes what follows these three for a command, wherever it stands in a line.
        let _ = write!(text, "; {}", compared.words().replace("##[", "## ["));
    }
    text.push('\n');
    text
}

fn command(item: &Item<'_>) -> String {
    let word = match item.finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    };
    let (start, end) = (item.place.start, item.place.end);
    let mut properties = vec![
        ("file", item.shown_file()),
        ("line", start.line.to_string()),
        ("endLine", end.line.to_string()),
    ];
    // Columns of an annotation are those of one line.
    if start.line == end.line {
        properties.push(("col", start.column.to_string()));
        properties.push(("endColumn", end.column.to_string()));
    }
    properties.push(("title", item.title()));
    let properties = properties.iter().map(|(name, value)| format!("{name}={}", property(value)));
    let properties: Vec<_> = properties.collect();
    format!("::{word} {}::{}\n", properties.join(","), data(&item.prose()))
}

/// The text of a command: what would end its line is escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: what would end it is escaped too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
