//! A table in Markdown, for a comment on a pull request or the summary of a run.

use super::{Item, Report, cut, inert};

/// The most bytes of a comment: forges take 65,536 characters, and no character is less than one.
pub const COMMENT: usize = 65_535;
/// What the table begins with, so that a program finds its own comment again.
const MARK: &str = "<!-- irp check -->\n";
/// The most bytes of a plan's name.
const LONGEST_NAME: usize = 200;
/// Room for the line that says how many rows are left out.
const TAIL: usize = 64;

/// The findings, the worst first, as long as there is room for `most` bytes; the rest is counted.
#[must_use]
pub fn text(report: &Report<'_>, most: usize) -> String {
    let items = report.worst_first();
    let name = inert::plain(&cut(report.plan.to_owned(), LONGEST_NAME));
    let mut text = format!("{MARK}**{}** in {name}\n", report.counts());
    if report.allowed > 0 {
        let findings = if report.allowed == 1 { "finding" } else { "findings" };
        text.push_str(&format!("\n{} {findings} allowed by `[[lint.allow]]`\n", report.allowed));
    }
    if items.is_empty() {
        return text;
    }
    text.push_str("\n| Level | Rule | Where | What |\n| --- | --- | --- | --- |\n");
    for (nth, item) in items.iter().enumerate() {
        let row = row(item);
        if text.len() + row.len() + TAIL > most {
            text.push_str(&format!("\nand {} more\n", items.len() - nth));
            break;
        }
        text.push_str(&row);
    }
    text
}

fn row(item: &Item<'_>) -> String {
    let finding = item.finding;
    let place = inert::code(&format!("{}:{}", item.file, item.place.start.line));
    let ways = item.ways().map(|way| format!("<br>{}", inert::sentence(way)));
    let said = inert::sentence(&finding.message) + &ways.collect::<String>();
    format!("| {} | `{}` | {place} | {said} |\n", finding.level.word(), finding.code)
}
