//! The Markdown of a record as rules read it: headings and prose, without code and quotations.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::plan::Record;
use crate::source::{Location, Sources};
use crate::syntax::front_matter;

/// The most characters of a heading that are kept with what stands below it.
const LONGEST_HEADING: usize = 120;

/// A heading or a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The level of a heading, from 1; `None` for other text.
    pub heading: Option<usize>,
    /// The nearest heading before it, its first 120 characters; of its own text for a heading.
    pub under: String,
    /// The text as it reads, emphasis and links taken off, code and images left out, line ends as
    /// spaces.
    pub text: String,
    /// Where each part of the text stands: the byte in `text` from which a place counts.
    parts: Vec<(usize, Location)>,
    /// Where it stands as a whole.
    pub at: Location,
    /// Whether `<!-- irp:allow -->` stands right before it, or in it.
    pub allowed: bool,
}

impl Block {
    /// Where a part of the text stands.
    #[must_use]
    pub fn place(&self, range: &std::ops::Range<usize>) -> Location {
        let last = range.end.saturating_sub(1).max(range.start);
        match (self.byte(range.start), self.byte(last)) {
            (Some(start), Some(last)) if start.start <= last.end => {
                Location { end: last.end, ..start }
            }
            _ => self.at,
        }
    }

    /// Where one byte of the text stands; all that it stands for where that is written otherwise,
    /// such as `&amp;`.
    fn byte(&self, index: usize) -> Option<Location> {
        let part = self.parts.partition_point(|(from, _)| *from <= index).checked_sub(1)?;
        let (from, at) = self.parts.get(part)?;
        let next = self.parts.get(part + 1).map_or(self.text.len(), |(from, _)| *from);
        if (at.end - at.start) as usize != next - from {
            return Some(*at);
        }
        let start = at.start + u32::try_from(index - from).ok()?;
        Some(Location { start, end: start + 1, ..*at })
    }
}

/// The headings and paragraphs of a record's body, in order; code, quotations, HTML and
/// what `irp postmortem` made are left out.
#[must_use]
pub fn prose<T>(record: &Record<T>, sources: &Sources) -> Vec<Block> {
    let text = &sources.get(record.at.source).text;
    let start = front_matter(text).map_or(0, |front| {
        text[front.end..].find('\n').map_or(text.len(), |line| front.end + line + 1)
    });
    let mut reading = Reading { source: record.at, offset: start, ..Reading::new(record.at) };
    let parser = Parser::new_ext(&text[start..], Options::ENABLE_TABLES);
    for (event, range) in parser.into_offset_iter() {
        reading.event(event, &range);
    }
    reading.blocks
}

/// What is read so far.
struct Reading {
    source: Location,
    offset: usize,
    blocks: Vec<Block>,
    under: String,
    /// The block that is being read.
    block: Option<Block>,
    /// How many quotations, pieces of code or images are open.
    hidden: usize,
    /// Whether this is what `irp postmortem` made of the front matter, which is read there.
    made: bool,
    allowed: bool,
}

impl Reading {
    fn new(source: Location) -> Self {
        Self {
            source,
            offset: 0,
            blocks: Vec::new(),
            under: String::new(),
            block: None,
            hidden: 0,
            made: false,
            allowed: false,
        }
    }

    fn is_read(&self) -> bool {
        self.hidden == 0 && !self.made
    }

    fn event(&mut self, event: Event<'_>, range: &std::ops::Range<usize>) {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Image { .. }) => {
                self.hidden += 1;
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::CodeBlock | TagEnd::Image) => {
                self.hidden = self.hidden.saturating_sub(1);
            }
            Event::Start(Tag::Heading { level, .. }) => self.begin(Some(level), range),
            Event::Start(Tag::Paragraph | Tag::Item | Tag::TableCell) => self.begin(None, range),
            Event::End(
                TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell,
            ) => self.end(),
            Event::Text(text) if self.is_read() => self.text(&text, range),
            Event::SoftBreak | Event::HardBreak if self.is_read() => self.text(" ", range),
            // Words around a piece of code must not run together, nor read as one phrase.
            Event::Code(_) if self.is_read() => self.text(" ` ", range),
            Event::Html(html) if html.contains("<!-- irp:begin ") => self.made = true,
            Event::Html(html) if html.contains("<!-- irp:end ") => self.made = false,
            Event::Html(html) | Event::InlineHtml(html) if html.contains("irp:allow") => {
                match &mut self.block {
                    Some(block) => block.allowed = true,
                    None => self.allowed = true,
                }
            }
            _ => {}
        }
    }

    fn location(&self, range: &std::ops::Range<usize>) -> Location {
        let range = self.offset + range.start..self.offset + range.end;
        Location::new(self.source.source, &range)
    }

    fn begin(&mut self, heading: Option<HeadingLevel>, range: &std::ops::Range<usize>) {
        // A list item that holds paragraphs has no text of its own.
        let item = self.block.as_ref().filter(|block| block.text.trim().is_empty());
        let allowed = item.is_some_and(|block| block.allowed) | std::mem::take(&mut self.allowed);
        self.end();
        let at = self.location(range);
        self.block = Some(Block {
            heading: heading.map(|level| level as usize),
            under: self.under.clone(),
            text: String::new(),
            parts: Vec::new(),
            at,
            allowed,
        });
    }

    fn text(&mut self, text: &str, range: &std::ops::Range<usize>) {
        let at = self.location(range);
        if let Some(block) = &mut self.block {
            block.parts.push((block.text.len(), at));
            block.text.push_str(text);
        }
    }

    fn end(&mut self) {
        let Some(mut block) = self.block.take().filter(|block| !block.text.trim().is_empty())
        else {
            return;
        };
        if block.heading.is_some() {
            // Every block below has a copy: one heading of a megabyte must not become a gigabyte.
            self.under = block.text.trim().chars().take(LONGEST_HEADING).collect();
            block.under.clone_from(&self.under);
        }
        self.blocks.push(block);
    }
}

#[cfg(test)]
mod tests;
