//! A change for a comment on a pull request: never longer than forges take, and only text.

use std::fmt::Write as _;

use super::Shown;
use super::advice::{self, Said};
use super::cells::cut;
use super::sections::{Section, sections};
use crate::diagnostic::visible;
use crate::views::report::inert;

/// What it begins with, so that a program finds its own comment again.
pub const MARK: &str = "<!-- irp diff -->\n";
/// The most bytes: forges take 65,536 characters, and no character is less than one.
pub const COMMENT: usize = 65_535;
/// Room for the line that says how many rows are left out.
const TAIL: usize = 64;

/// The verdict, each section, help, and the verdict again, within `most` bytes.
#[must_use]
pub fn text(shown: &Shown<'_>, heading: &str, mention: bool, most: usize) -> String {
    let verdict = format!("**{}**\n", inert::plain(&shown.verdict()));
    let help = help(shown, most / 4);
    let unchanged = inert::plain(&shown.unchanged());
    let mut text = format!("{MARK}{verdict}\nin {}\n", inert::plain(&cut(heading)));
    let sections = sections(shown);
    let end = if sections.is_empty() && help.is_empty() {
        format!("\n{unchanged}\n")
    } else {
        format!("{help}\n{unchanged}\n\n{verdict}")
    };
    let room = most.saturating_sub(text.len() + end.len());
    let whole = |section| block(section, shown, mention, room).len() + TAIL;
    let sizes: Vec<_> = sections.iter().map(whole).collect();
    for (section, share) in sections.iter().zip(shares(&sizes, room)) {
        text.push_str(&block(section, shown, mention, share));
    }
    text + &end
}

/// How much of the room each gets: what it needs, or as much as any other that needs more.
fn shares(sizes: &[usize], mut room: usize) -> Vec<usize> {
    let mut order: Vec<_> = (0..sizes.len()).collect();
    order.sort_by_key(|nth| sizes[*nth]);
    let mut shares = vec![0; sizes.len()];
    for (done, nth) in order.iter().enumerate() {
        shares[*nth] = sizes[*nth].min(room / (sizes.len() - done));
        room -= shares[*nth];
    }
    shares
}

/// A section as a table, as long as there is room; the rest is counted.
fn block(section: &Section, shown: &Shown<'_>, mention: bool, room: usize) -> String {
    let mut text = format!("\n### {}\n\n", section.title);
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let columns = || section.columns.iter();
    text.push_str(&line(columns().map(|(name, _)| title(name)).collect()));
    text.push_str(&line(columns().map(|_| "---".to_owned()).collect()));
    for (nth, row) in section.rows.iter().enumerate() {
        let pieces = row.pieces.iter();
        let row = line(pieces.map(|p| p.markdown(shown.viewer, shown.now, mention)).collect());
        if text.len() + row.len() + TAIL > room {
            let _ = writeln!(text, "\nand {} more", section.rows.len() - nth);
            break;
        }
        text.push_str(&row);
    }
    text
}

fn title(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What would change less, as long as there is room; what is too long is never cut but left out.
fn help(shown: &Shown<'_>, most: usize) -> String {
    let mut text = String::new();
    let all = &shown.changes.advice;
    for (nth, advice) in all.iter().enumerate() {
        let said = paragraph(&advice::said(shown, advice));
        if text.len() + said.len() + TAIL > most {
            let _ = writeln!(text, "\nand {} more, which `irp diff` prints", all.len() - nth);
            break;
        }
        text.push_str(&said);
    }
    if text.is_empty() { text } else { format!("\n### Help\n{text}") }
}

fn paragraph(said: &Said) -> String {
    let sentence = |text: &str| inert::plain(&cut(text));
    let (why, then) = (sentence(&said.why), sentence(&said.then));
    let (restore, write) = (pre(&said.restore), pre(&said.write));
    format!("\n{why}:\n\n{restore}\nand add:\n\n{write}\n{then}.\n")
}

/// Text to paste, as it is. An element holds it, not a fence: nothing within can end it.
fn pre(text: &str) -> String {
    let lines = text.lines().map(|line| inert::references(&visible(line)));
    format!("<pre lang=\"toml\">{}</pre>\n", lines.collect::<Vec<_>>().join("\n"))
}
