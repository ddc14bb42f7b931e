//! Text that is not all TOML: what is broken is reported once and taken out, so that the rest can
//! be read as if it stood alone.
//!
//! Owns statements, the lines that belong together. Knows no keys and no tables of a plan.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::DeTable;

use super::mistakes::{self, DUPLICATE};
use super::statements::{Statement, statements};
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;

/// How often the text is read again after something has been taken out of it.
const MOST_PASSES: usize = 16;
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
        repaired.conflicts(source);
        let mut hidden = 0;
        for _ in 0..MOST_PASSES {
            let found = repaired.errors();
            if found.is_empty() {
                return repaired.counted(hidden);
            }
            let pass = repaired.pass(source, &found);
            hidden += pass.hidden;
            if found.len() > MOST_ERRORS && !pass.swallowed {
                break;
            }
        }
        let all = 0..repaired.toml.len();
        blank(repaired.toml.to_mut(), all.clone());
        repaired.broken.push(Broken { lines: repaired.back(&all), key: None });
        repaired.noted("so much of this file is no TOML that nothing of it is read")
    }

    /// Says how many errors are not shown.
    fn counted(self, hidden: usize) -> Self {
        match hidden {
            0 => self,
            1 => self.noted("1 more place in this file is no TOML"),
            _ => self.noted(&format!("{hidden} more places in this file are no TOML")),
        }
    }

    /// Adds a note to the last fault.
    fn noted(mut self, note: &str) -> Self {
        if let Some(last) = self.faults.pop() {
            self.faults.push(last.help(note));
        }
        self
    }

    /// The place in the original of a place in what is left.
    pub(super) fn back(&self, span: &Range<usize>) -> Range<usize> {
        if self.added.is_empty() {
            return span.clone();
        }
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

    /// Reports and takes out what one reading has found.
    fn pass(&mut self, source: SourceId, found: &[(Range<usize>, String)]) -> Pass {
        let text = self.toml.clone().into_owned();
        let all = statements(&text);
        let endless = all.iter().position(|statement| statement.endless);
        // What seems to stand twice may only do so because of something else that is broken.
        let only_twice = found.iter().all(|(_, message)| message == DUPLICATE);
        let (mut done, mut pass) = (0, Pass::default());
        let mut mends: Vec<Mend> = Vec::new();
        for (span, message) in found.iter().take(MOST_ERRORS) {
            if span.start < done || (message == DUPLICATE && !only_twice) {
                continue;
            }
            let own = all.partition_point(|s| s.range.start <= span.start).max(1) - 1;
            let Some(index) = culprit(&all, own, endless) else { continue };
            let mixed = only_twice.then(|| mistakes::mixed(&text, &all, index)).flatten();
            if let Some((mistake, single)) = mixed {
                pass.hidden += self.report(mistake.at(source, |span| self.back(span)));
                let heads = single.iter().filter_map(|index| Mend::head(&text, &all[*index], 2));
                self.note(&text, &all[single[0]], &all[single[0]].range);
                heads.for_each(|head| self.mend(&head));
                return pass;
            }
            let fault = mistakes::fault(&text, &all, index, span, message);
            pass.hidden += self.report(fault.at(source, |span| self.back(span)));
            let mend = Mend::of(&text, &all, index, message);
            self.note(&text, &all[index], mend.lines());
            done = mend.lines().end.max(done);
            mends.push(mend);
            if all[index].open.is_some() {
                pass.swallowed = true;
                break;
            }
        }
        mends.iter().rev().for_each(|mend| self.mend(mend));
        pass
    }

    /// Keeps a fault, or returns that one more is not shown.
    fn report(&mut self, fault: Diagnostic) -> usize {
        if self.faults.len() >= MOST_FAULTS {
            return 1;
        }
        self.faults.push(fault);
        0
    }

    fn note(&mut self, text: &str, statement: &Statement, lines: &Range<usize>) {
        let key = statement.key(text).map(str::to_owned);
        self.broken.push(Broken { lines: self.back(lines), key });
    }

    fn mend(&mut self, mend: &Mend) {
        match mend {
            Mend::Remove(lines) => blank(self.toml.to_mut(), lines.clone()),
            Mend::Head { line, name, brackets } => {
                let (open, room) = (name.start - line.start, line.end - name.end);
                let (front, back) = (brackets.saturating_sub(open), brackets.saturating_sub(room));
                let words = format!(
                    "{}{}{}{}",
                    " ".repeat(open.saturating_sub(*brackets)) + &"[".repeat(*brackets),
                    &self.toml[name.clone()],
                    "]".repeat(*brackets),
                    " ".repeat(room.saturating_sub(*brackets)),
                );
                let end = line.start + words.len() - back;
                self.toml.to_mut().replace_range(line.clone(), &words);
                for (place, _) in self.added.iter_mut().filter(|(place, _)| *place >= line.end) {
                    *place += front + back;
                }
                let added = [(line.start, front), (end, back)];
                self.added.extend(added.into_iter().filter(|(_, count)| *count > 0));
                self.added.sort_unstable();
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

/// What one reading came to.
#[derive(Default)]
struct Pass {
    /// Errors that were not reported because there are too many.
    hidden: usize,
    /// Whether it ended at something that was not closed, which swallows what follows.
    swallowed: bool,
}

enum Mend {
    /// These lines are taken out.
    Remove(Range<usize>),
    /// A header gets so many brackets on either side of its name.
    Head { line: Range<usize>, name: Range<usize>, brackets: usize },
}

impl Mend {
    fn of(text: &str, all: &[Statement], index: usize, message: &str) -> Self {
        let statement = &all[index];
        let after = &all[index + 1..];
        let next = if statement.header {
            let head = statement.head(text).map_or(1, |head| head.brackets());
            if let Some(mend) = Self::head(text, statement, head).filter(|_| message != DUPLICATE) {
                return mend;
            }
            after.iter().find(|s| s.header)
        } else {
            // What follows and is nothing by itself belongs to the same mistake.
            after.iter().find(|s| !s.stray)
        };
        let next = next.map_or(text.len(), |next| next.range.start);
        Self::Remove(statement.range.start..next)
    }

    fn head(text: &str, statement: &Statement, brackets: usize) -> Option<Self> {
        let name = statement.head(text)?.name;
        Some(Self::Head { line: statement.line(text), name, brackets })
    }

    fn lines(&self) -> &Range<usize> {
        match self {
            Self::Remove(lines) | Self::Head { line: lines, .. } => lines,
        }
    }
}

/// Replaces everything but line ends in a range by spaces, byte for byte.
fn blank(text: &mut String, range: Range<usize>) {
    let spaces = |byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' };
    let blanks: String = text[range.clone()].bytes().map(spaces).collect();
    text.replace_range(range, &blanks);
}
