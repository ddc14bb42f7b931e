//! Reports: faults and findings for the programs that show them in a review. One file a format,
//! each a function from a [`Report`] to text.
//!
//! Owns what every format needs: paths from the repository's root, places, prose. Decides nothing,
//! and trusts no text of a plan.

pub mod checkstyle;
pub mod concise;
pub mod github;
pub mod gitlab;
pub(super) mod inert;
pub mod junit;
pub mod markdown;
mod place;
pub mod rdjson;
pub mod sarif;
mod xml;

use crate::diagnostic::{Diagnostic, Fault, Level, visible};
use crate::rules::Fingerprint;
use crate::source::{Location, Sources};
use crate::time::Instant;

pub use place::{Place, Places, Point};

/// The most bytes of what is said of one finding: text to paste has no bound of its own.
const MOST_PROSE: usize = 8 * 1024;

/// What a check found, for other programs.
pub struct Report<'a> {
    /// The command that found it, such as `irp check`.
    pub command: &'static str,
    /// The plan's name.
    pub plan: &'a str,
    /// The faults, then the findings, in order of place.
    pub findings: &'a [Diagnostic],
    /// What each of them is known by.
    pub prints: &'a [Fingerprint],
    /// The files of the plan.
    pub sources: &'a Sources,
    /// The path from the repository's root to the plan's folder: empty, or with `/` at the end.
    pub prefix: &'a str,
    /// How many findings `[[lint.allow]]` excuses.
    pub allowed: usize,
    /// From which level on a finding makes the check fail; `None` where none does.
    pub fail_on: Option<Level>,
    /// The faults that were found and the rules that were judged, sorted by code.
    pub topics: &'a [Topic],
    /// What it was compared with, where only what is new is among the findings.
    pub compared: Option<Comparison<'a>>,
    /// The instant of the judgement.
    pub now: Instant,
}

/// An earlier state of the plan.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'a> {
    /// Which it was, such as `main = 1a2b3c4`.
    pub with: &'a str,
    /// What was found then and is not any more.
    pub mended: &'a [Diagnostic],
    /// How many faults and findings are in both.
    pub unchanged: usize,
}

impl Comparison<'_> {
    /// What came of it, in words.
    fn words(&self) -> String {
        let (with, mended) = (visible(self.with), self.mended.len());
        format!("compared with {with}: {mended} mended, {} as before", self.unchanged)
    }
}

/// A fault or rule, for those who have never heard of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its name.
    pub code: &'static str,
    /// How much a finding matters where a plan says nothing of it.
    pub level: Level,
    /// What it is about, in one line.
    pub summary: &'static str,
    /// Why it matters; may be empty.
    pub why: &'static str,
    /// Its threshold and where that comes from; may be empty.
    pub source: &'static str,
}

/// A finding and what every format needs of it.
struct Item<'a> {
    finding: &'a Diagnostic,
    /// The path of its file from the repository's root, as it is.
    file: String,
    place: Place,
    print: &'a Fingerprint,
}

impl<'a> Report<'a> {
    fn items(&self) -> Vec<Item<'a>> {
        let places = Places::new(self.sources, self.findings.iter().map(|f| f.primary.at));
        let each = self.findings.iter().zip(self.prints).map(|(finding, print)| Item {
            finding,
            file: self.path(finding.primary.at),
            place: places.of(finding.primary.at),
            print,
        });
        each.collect()
    }

    /// The findings, the worst first; of one level in order of place.
    fn worst_first(&self) -> Vec<Item<'a>> {
        let mut items = self.items();
        items.sort_by_key(|item| std::cmp::Reverse(item.finding.level));
        items
    }

    /// The path of a place's file from the repository's root, as it is.
    fn path(&self, at: Location) -> String {
        format!("{}{}", self.prefix, self.sources.get(at.source).name)
    }

    /// Whether a finding makes the check fail.
    fn is_failure(&self, finding: &Diagnostic) -> bool {
        self.fail_on.is_some_and(|level| finding.level >= level)
    }

    /// Whether the check fails.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.findings.iter().any(|finding| self.is_failure(finding))
    }

    /// How many there are of each level, in words: `1 error, 2 warnings`, `no findings`.
    #[must_use]
    pub fn counts(&self) -> String {
        let count = |level| self.findings.iter().filter(|f| f.level == level).count();
        let words = [
            several(count(Level::Error), "error", "errors"),
            several(count(Level::Warning), "warning", "warnings"),
            several(count(Level::Info), "info", "info"),
        ];
        let words: Vec<_> = words.into_iter().flatten().collect();
        if words.is_empty() { "no findings".to_owned() } else { words.join(", ") }
    }
}

fn several(count: usize, one: &str, many: &str) -> Option<String> {
    (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
}

impl Item<'_> {
    /// Its file as it may be shown.
    fn shown_file(&self) -> String {
        visible(&self.file)
    }

    /// All that is said of it, in lines: what is wrong, ways out, and what to paste.
    fn prose(&self) -> String {
        let mut text = self.finding.message.clone();
        for way in self.ways() {
            text.push('\n');
            text.push_str(way);
        }
        if let Some(fix) = &self.finding.fix {
            text.push_str("\nthis mends it:\n");
            let lines = fix.lines().map(visible).collect::<Vec<_>>();
            text.push_str(&lines.join("\n"));
        }
        cut(text, MOST_PROSE)
    }

    /// Ways out, one sentence each. What is said at the place of a fault is one: it says what to
    /// write there, while that of a finding says what the place is.
    fn ways(&self) -> impl Iterator<Item = &str> {
        let fault = Fault::ALL.iter().any(|fault| fault.code() == self.finding.code);
        let label = Some(self.finding.primary.text.as_str());
        let label = label.filter(|label| fault && !label.is_empty());
        label.into_iter().chain(self.finding.help.iter().map(String::as_str))
    }

    /// Its rule, and what it is about: `coverage-gap: rotations.payments`.
    fn title(&self) -> String {
        match self.finding.path.as_str() {
            "" => self.finding.code.to_owned(),
            path => format!("{}: {}", self.finding.code, visible(path)),
        }
    }
}

/// A text of at most so many bytes, and a sign that there was more.
fn cut(mut text: String, most: usize) -> String {
    if text.len() > most {
        let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
        text.push_str("...");
    }
    text
}

/// A JSON document, indented, with a newline at the end.
fn json(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}
