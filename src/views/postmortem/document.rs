//! A document that irp makes parts of and people write the rest of.
//!
//! What irp makes stands in blocks, each between two lines of its own: `<!-- irp:begin NAME -->` and
//! `<!-- irp:end NAME -->`. Everything else belongs to people and stays as it is, byte for byte.

use std::collections::BTreeMap;
use std::ops::Range;

use super::sections::{missing, sections};

const BEGIN: &str = "<!-- irp:begin ";
const END: &str = "<!-- irp:end ";
const CLOSE: &str = " -->";

/// Blocks of a document that cannot be told from what people wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkerFault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, in one sentence.
    pub message: String,
}

/// A document with its blocks made anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The whole text.
    pub text: String,
    /// The blocks that were made and have no place in it.
    pub left_out: Vec<String>,
    /// The blocks in it that were not made, and are as they were.
    pub stale: Vec<String>,
}

/// A part of a document that irp makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its name.
    pub name: String,
    /// Its bytes, with both marks.
    pub range: Range<usize>,
}

/// The blocks of a document, in order. Lines in fenced code mark nothing.
///
/// # Errors
/// Where a block does not end, ends twice, lies in another, or is there twice.
pub fn blocks(text: &str) -> Result<Vec<Block>, MarkerFault> {
    let mut found: Vec<Block> = Vec::new();
    let mut open: Option<(usize, Block)> = None;
    for (number, line, start) in plain_lines(text) {
        let fault = |message: String| Err(MarkerFault { line: number, message });
        let end = start + line.trim_end().len();
        if let Some(name) = name(line, BEGIN) {
            if let Some((_, open)) = &open {
                return fault(format!("the block `{name}` begins before `{}` ends", open.name));
            }
            if found.iter().any(|block| block.name == name) {
                return fault(format!("the block `{name}` is there twice"));
            }
            open = Some((number, Block { name: name.to_owned(), range: start..end }));
        } else if let Some(name) = name(line, END) {
            match open.take() {
                Some((_, block)) if block.name == name => {
                    found.push(Block { range: block.range.start..end, ..block });
                }
                _ => return fault(format!("the block `{name}` ends without having begun")),
            }
        }
    }
    match open {
        None => Ok(found),
        Some((line, block)) => {
            Err(MarkerFault { line, message: format!("the block `{}` does not end", block.name) })
        }
    }
}

/// What people wrote, with the blocks that were made put into it.
///
/// Where it has blocks, each is replaced by the one of its name, and nothing is added. Where it has
/// none, every block and section of `made` that it lacks is added in its place.
///
/// # Errors
/// Where the blocks of either cannot be told from the rest, those of `made` being the template's; or
/// where there would be none, as fenced code does not end.
pub fn merge(written: &str, made: &str) -> Result<Merged, MarkerFault> {
    let made = if written.contains('\r') { &crlf(made) } else { made };
    let (old, new) = (blocks(written)?, blocks(made)?);
    if old.is_empty() {
        closed(written)?;
        let (written_parts, made_parts) = (sections(written, &old), sections(made, &new));
        let text = missing(written, &written_parts, made, &made_parts, &new);
        return Ok(Merged { text, left_out: Vec::new(), stale: Vec::new() });
    }
    let by_name: BTreeMap<_, _> =
        new.iter().map(|block| (block.name.as_str(), &made[block.range.clone()])).collect();
    let (mut text, mut at, mut stale) = (String::new(), 0, Vec::new());
    for block in &old {
        text.push_str(&written[at..block.range.start]);
        if let Some(fresh) = by_name.get(block.name.as_str()) {
            text.push_str(fresh);
        } else {
            stale.push(block.name.clone());
            text.push_str(&written[block.range.clone()]);
        }
        at = block.range.end;
    }
    text.push_str(&written[at..]);
    let has = |name: &str| old.iter().any(|block| block.name == name);
    let left_out = new.iter().filter(|block| !has(&block.name));
    Ok(Merged { text, left_out: left_out.map(|block| block.name.clone()).collect(), stale })
}

/// The lines of a text that are not in fenced code: their numbers from 1, texts and first bytes.
pub(super) fn plain_lines(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    let (mut fence, mut start) = (Fence::default(), 0);
    (1..).zip(text.split_inclusive('\n')).filter_map(move |(number, line)| {
        let at = start;
        start += line.len();
        (!fence.covers(number, line)).then_some((number, line, at))
    })
}

/// Fenced code, line by line.
#[derive(Default)]
struct Fence {
    /// The mark that began it, and its line.
    open: Option<(&'static str, usize)>,
}

impl Fence {
    /// Whether a line is code, or begins or ends some.
    fn covers(&mut self, number: usize, line: &str) -> bool {
        let line = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence));
        match (self.open, mark) {
            (None, None) => return false,
            (None, Some(mark)) => self.open = Some((mark, number)),
            (Some((open, _)), Some(mark)) if open == mark => self.open = None,
            _ => {}
        }
        true
    }
}

/// Complains of fenced code that does not end: what is put behind it would be code.
fn closed(text: &str) -> Result<(), MarkerFault> {
    let mut fence = Fence::default();
    for (number, line) in (1..).zip(text.lines()) {
        fence.covers(number, line);
    }
    let message = || "the fenced code that begins here does not end".to_owned();
    fence.open.map_or(Ok(()), |(_, line)| Err(MarkerFault { line, message: message() }))
}

/// The name in a line that is a mark and nothing else.
fn name<'l>(line: &'l str, mark: &str) -> Option<&'l str> {
    let name = line.trim_end().strip_prefix(mark)?.strip_suffix(CLOSE)?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (!name.is_empty() && name.chars().all(plain)).then_some(name)
}

/// A text whose lines end as those of Windows do.
fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}
