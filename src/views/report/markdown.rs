//! A table in Markdown, for a comment on a pull request or the summary of a run.

use std::fmt::Write as _;

use crate::diagnostic::Diagnostic;

use super::{Item, Report, cut, inert};

/// The most bytes of a comment: forges take 65,536 characters, and no character is less than one.
pub const COMMENT: usize = 65_535;
/// The most bytes of a plan's name.
const LONGEST_NAME: usize = 200;
/// The most bytes of text to paste.
const MOST_FIX: usize = 2 * 1024;
/// Room for the line that says how many rows are left out.
const TAIL: usize = 64;

/// The findings, the worst first, as long as there is room for `most` bytes; the rest is counted.
#[must_use]
pub fn text(report: &Report<'_>, most: usize) -> String {
    let items = report.worst_first();
    let name = inert::plain(&cut(report.plan.to_owned(), LONGEST_NAME));
    // A program finds its own comment again by how it begins.
    let mark = format!("<!-- {} -->\n", report.command);
    let mut text = format!("{mark}**{}** in {name}\n", report.counts());
    if report.allowed > 0 {
        let findings = if report.allowed == 1 { "finding" } else { "findings" };
        let _ = writeln!(text, "\n{} {findings} allowed by `[[lint.allow]]`", report.allowed);
    }
    if let Some(compared) = &report.compared {
        let _ = writeln!(text, "\n{}\n", inert::plain(&compared.words()));
        text.push_str(&mended(compared.mended, most / 4));
    }
    if items.is_empty() {
        return text;
    }
    text.push_str("\n| Level | Rule | Where | What |\n| --- | --- | --- | --- |\n");
    for (nth, item) in items.iter().enumerate() {
        let row = row(item);
        if text.len() + row.len() + TAIL > most {
            let _ = writeln!(text, "\nand {} more", items.len() - nth);
            break;
        }
        text.push_str(&row);
    }
    text
}

/// A list of what is mended, as long as there is room for `most` bytes; the rest is counted.
fn mended(findings: &[Diagnostic], most: usize) -> String {
    let mut list = String::new();
    for (nth, finding) in findings.iter().enumerate() {
        let said = inert::sentence(&finding.message);
        let line = format!("- mended: `{}`: {said}\n", finding.code);
        if list.len() + line.len() + TAIL > most {
            let _ = writeln!(list, "- and {} more mended", findings.len() - nth);
            break;
        }
        list.push_str(&line);
    }
    list
}

fn row(item: &Item<'_>) -> String {
    let finding = item.finding;
    let place = inert::code(&format!("{}:{}", item.file, item.place.start.line));
    let ways = item.ways().map(|way| format!("<br>{}", inert::sentence(way)));
    let mut said = inert::sentence(&finding.message) + &ways.collect::<String>();
    if let Some(fix) = &finding.fix {
        said.push_str("<br>this mends it:");
        let fix = cut(fix.clone(), MOST_FIX);
        said.extend(fix.lines().map(|line| format!("<br>{}", inert::code(line))));
    }
    format!("| {} | `{}` | {place} | {said} |\n", finding.level.word(), finding.code)
}
