//! Text that is not all TOML: what is broken is reported once and taken out, so that the rest can
//! be read as if it stood alone.
//!
//! Owns statements, the lines that belong together. Knows no keys and no tables of a plan.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::DeTable;

use super::mistakes;
use super::statements::{Statement, statements};
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;

/// How often the text is read again after something has been taken out of it.
const MOST_PASSES: usize = 20;
/// How many errors of one reading are looked at.
const MOST_ERRORS: usize = 1000;
/// More syntax errors than this in one file are counted, not shown.
const MOST_FAULTS: usize = 20;

/// Lines that are no TOML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// The lines, whole.
    pub lines: Range<usize>,
    /// The key that they were to define, where that much can be read.
    pub key: Option<String>,
}

/// A text from which everything that is no TOML has been taken out.
pub(super) struct Repaired<'t> {
    /// The text that is left; as long as the original, but for what closes headers.
    pub toml: Cow<'t, str>,
    /// The lines that were broken, as they stand in the original.
    pub broken: Vec<Broken>,
    /// What was wrong.
    pub faults: Vec<Diagnostic>,
    /// Where how many bytes stand that the original does not have.
    added: Vec<(usize, usize)>,
}

impl<'t> Repaired<'t> {
    /// A text as it is.
    pub(super) fn whole(text: &'t str) -> Self {
        // As many spaces as the byte order mark has bytes, so that every span is right.
        let toml = match text.strip_prefix('\u{feff}') {
            Some(rest) => Cow::Owned(format!("   {rest}")),
            None => Cow::Borrowed(text),
        };
        Self { toml, broken: Vec::new(), faults: Vec::new(), added: Vec::new() }
    }

    /// Takes everything out of a text that is no TOML.
    pub(super) fn new(source: SourceId, text: &'t str) -> Self {
        let mut repaired = Self::whole(text);
        let mut hidden = 0;
        let mut clean = false;
        for pass in 0..MOST_PASSES {
            let found = repaired.errors();
            if found.is_empty() {
                clean = true;
                break;
            }
            if pass == 0 {
                repaired.conflicts(source);
                if !repaired.broken.is_empty() {
                    continue;
                }
            }
            hidden += repaired.pass(source, &found);
        }
        if !clean {
            let all = 0..repaired.toml.len();
            blank(repaired.toml.to_mut(), all);
        }
        if hidden > 0
            && let Some(last) = repaired.faults.pop()
        {
            let (s, are) = if hidden == 1 { ("", "is") } else { ("s", "are") };
            let more = format!("{hidden} more place{s} in this file {are} no TOML");
            repaired.faults.push(last.help(more));
        }
        repaired
    }

    /// The place in the original of a place in what is left.
    pub(super) fn back(&self, span: &Range<usize>) -> Range<usize> {
        let one = |at: usize| {
            let before = self.added.iter().filter(|(place, _)| *place < at);
            at - before.map(|(place, count)| (*count).min(at - place)).sum::<usize>()
        };
        one(span.start)..one(span.end)
    }

    fn errors(&self) -> Vec<(Range<usize>, String)> {
        let (_, errors) = DeTable::parse_recoverable(&self.toml);
        let len = self.toml.len();
        let mut found: Vec<_> = errors
            .iter()
            .map(|error| {
                let mut span = error.span().unwrap_or(0..0);
                if self.toml.get(..span.start).is_some_and(|before| before.ends_with('\r')) {
                    span.start -= 1;
                }
                (span.start.min(len)..span.end.min(len), error.message().to_owned())
            })
            .collect();
        found.sort_by_key(|(span, _)| span.start);
        found
    }

    /// Reports and takes out what one reading has found; returns how much was not reported.
    fn pass(&mut self, source: SourceId, found: &[(Range<usize>, String)]) -> usize {
        let text = self.toml.clone().into_owned();
        let all = statements(&text);
        let endless = all.iter().position(|statement| statement.endless);
        let (mut done, mut hidden) = (0, 0);
        let mut mends = Vec::new();
        for (span, message) in found.iter().take(MOST_ERRORS) {
            if span.start < done {
                continue;
            }
            let own = all.partition_point(|s| s.range.start <= span.start).max(1) - 1;
            let Some(index) = culprit(&all, own, endless) else { continue };
            let statement = &all[index];
            let fault = mistakes::fault(&text, &all, index, span, message);
            let mend = Mend::of(&text, &all, index, message);
            if self.faults.len() < MOST_FAULTS {
                self.faults.push(fault.at(source, |span| self.back(span)));
            } else {
                hidden += 1;
            }
            done = mend.lines().end.max(done);
            self.broken.push(Broken {
                lines: self.back(&mend.lines()),
                key: statement.key(&text).map(str::to_owned),
            });
            mends.push(mend);
            if statement.open.is_some() {
                break;
            }
        }
        for mend in mends.iter().rev() {
            self.mend(mend);
        }
        hidden
    }

    fn mend(&mut self, mend: &Mend) {
        match mend {
            Mend::Remove(lines) => blank(self.toml.to_mut(), lines.clone()),
            Mend::Close { from, lines, with } => {
                blank(self.toml.to_mut(), *from..lines.end);
                let room = (lines.end - from).min(with.len());
                self.toml.to_mut().replace_range(*from..from + room, with);
                let extra = with.len() - room;
                if extra > 0 {
                    for (place, _) in self.added.iter_mut().filter(|(place, _)| place >= from) {
                        *place += extra;
                    }
                    self.added.push((from + room, extra));
                    self.added.sort_unstable();
                }
            }
        }
    }

    /// Takes out the lines that git leaves where two changes met, and the second of the two.
    fn conflicts(&mut self, source: SourceId) {
        for conflict in mistakes::conflicts(&self.toml) {
            self.faults.push(conflict.fault.at(source, Clone::clone));
            for lines in conflict.remove {
                blank(self.toml.to_mut(), lines);
            }
            self.broken.push(Broken { lines: conflict.lines, key: None });
        }
    }
}

/// The statement to blame for an error in another: one that was not closed swallows what follows.
fn culprit(all: &[Statement], own: usize, endless: Option<usize>) -> Option<usize> {
    let before = own.checked_sub(1).filter(|before| all[*before].open.is_some());
    let text = endless.filter(|index| *index < own);
    text.or(before).or((own < all.len()).then_some(own))
}

enum Mend {
    /// These lines are taken out.
    Remove(Range<usize>),
    /// What follows `from` on a header's line is replaced by its closing brackets.
    Close { from: usize, lines: Range<usize>, with: &'static str },
}

impl Mend {
    fn of(text: &str, all: &[Statement], index: usize, message: &str) -> Self {
        let statement = &all[index];
        if !statement.header {
            return Self::Remove(statement.range.clone());
        }
        let twice = message == mistakes::DUPLICATE;
        if let Some((from, with)) = statement.closing(text).filter(|_| !twice) {
            return Self::Close { from, lines: statement.line(text), with };
        }
        let next = all[index + 1..].iter().find(|s| s.header);
        let end = next.map_or(text.len(), |next| next.range.start);
        Self::Remove(statement.range.start..end)
    }

    fn lines(&self) -> Range<usize> {
        match self {
            Self::Remove(lines) | Self::Close { lines, .. } => lines.clone(),
        }
    }
}

/// Replaces everything but line ends in a range by spaces, byte for byte.
fn blank(text: &mut String, range: Range<usize>) {
    let spaces = |byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' };
    let blanks: String = text[range.clone()].bytes().map(spaces).collect();
    text.replace_range(range, &blanks);
}
