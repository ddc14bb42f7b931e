//! YAML as a stream of nodes. An alias is a node of its own: nothing is ever copied in its place.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};

use crate::source::{Location, SourceId};

/// Nodes within nodes beyond this depth are refused.
const DEEPEST: usize = 64;
/// Aliases of one file beyond these are refused.
const MOST_ALIASES: usize = 10_000;
/// Between two known places lie so many characters.
const STRIDE: usize = 64;

/// A node, or the end of one that holds others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node<'t> {
    /// A text; empty for null.
    Scalar(Cow<'t, str>),
    /// A list, until its end.
    Sequence,
    /// Keys and values, until their end.
    Mapping,
    /// What an anchor before it stands for.
    Alias,
    /// The end of a list, or of keys and values.
    End,
    /// The start of a document.
    Document,
    /// The end of the file.
    Stop,
}

/// A node with where it is and its anchor: the number of its own, of an alias that of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<'t> {
    pub node: Node<'t>,
    pub anchor: usize,
    pub at: Location,
}

/// Why a file cannot be read on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub at: Location,
    pub message: String,
}

/// The nodes of a file.
pub struct Events<'t> {
    parser: Parser<'t, StrInput<'t>>,
    places: Places<'t>,
    depth: usize,
    aliases: usize,
}

impl<'t> Events<'t> {
    pub fn new(text: &'t str, source: SourceId) -> Self {
        let places = Places::new(text, source);
        let parser = Parser::new_from_str(places.text);
        Self { parser, places, depth: 0, aliases: 0 }
    }

    /// The next node.
    ///
    /// # Errors
    /// Where the text is not YAML, or nested too deep.
    pub fn next(&mut self) -> Result<Item<'t>, Broken> {
        loop {
            let (event, span) = match self.parser.next_event() {
                None => return Ok(self.item(Node::Stop, 0, 0..0)),
                Some(Ok(event)) => event,
                Some(Err(error)) => {
                    let at = error.marker().index();
                    return Err(self.broken(at..at, format!("this is not YAML: {}", error.info())));
                }
            };
            let range = span.start.index()..span.end.index();
            let (node, anchor) = match event {
                Event::Nothing | Event::StreamStart | Event::DocumentEnd => continue,
                Event::StreamEnd => (Node::Stop, 0),
                Event::DocumentStart(_) => (Node::Document, 0),
                Event::Alias(anchor) => (Node::Alias, anchor),
                Event::Scalar(text, style, anchor, _) => {
                    let null = style == ScalarStyle::Plain && is_null(&text);
                    (Node::Scalar(if null { Cow::Borrowed("") } else { text }), anchor)
                }
                Event::SequenceStart(anchor, _) => (Node::Sequence, anchor),
                Event::MappingStart(anchor, _) => (Node::Mapping, anchor),
                Event::SequenceEnd | Event::MappingEnd => (Node::End, 0),
            };
            self.bounded(&node, &range)?;
            return Ok(self.item(node, anchor, range));
        }
    }

    fn bounded(&mut self, node: &Node<'_>, range: &std::ops::Range<usize>) -> Result<(), Broken> {
        match node {
            Node::Sequence | Node::Mapping => self.depth += 1,
            Node::End => self.depth = self.depth.saturating_sub(1),
            Node::Alias => self.aliases += 1,
            _ => {}
        }
        if self.depth > DEEPEST {
            return Err(self.broken(range.clone(), format!("more than {DEEPEST} levels deep")));
        }
        if self.aliases > MOST_ALIASES {
            return Err(self.broken(range.clone(), format!("more than {MOST_ALIASES} aliases")));
        }
        Ok(())
    }

    fn item(&self, node: Node<'t>, anchor: usize, range: std::ops::Range<usize>) -> Item<'t> {
        Item { node, anchor, at: self.places.at(&range) }
    }

    fn broken(&self, range: std::ops::Range<usize>, message: String) -> Broken {
        Broken { at: self.places.at(&range), message }
    }
}

fn is_null(text: &str) -> bool {
    ["", "~", "null", "Null", "NULL"].contains(&text)
}

/// From characters, which the parser counts, to bytes.
struct Places<'t> {
    /// The text without a byte order mark.
    text: &'t str,
    source: SourceId,
    /// The bytes before it.
    before: usize,
    /// The byte of every [`STRIDE`]th character; none where each is a byte.
    known: Vec<usize>,
}

impl<'t> Places<'t> {
    fn new(text: &'t str, source: SourceId) -> Self {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        let known = if bare.is_ascii() {
            Vec::new()
        } else {
            bare.char_indices().step_by(STRIDE).map(|(at, _)| at).collect()
        };
        Self { text: bare, source, before: text.len() - bare.len(), known }
    }

    fn at(&self, range: &std::ops::Range<usize>) -> Location {
        let (start, end) = (self.byte(range.start), self.byte(range.end));
        Location::new(self.source, &(self.before + start..self.before + end.max(start)))
    }

    fn byte(&self, nth: usize) -> usize {
        if self.known.is_empty() {
            return nth.min(self.text.len());
        }
        let Some(known) = self.known.get(nth / STRIDE) else { return self.text.len() };
        let mut after = self.text[*known..].char_indices();
        after.nth(nth % STRIDE).map_or(self.text.len(), |(at, _)| known + at)
    }
}
