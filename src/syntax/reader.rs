//! Decoding TOML values one by one, so that one bad value hides no other.

use std::ops::Range;
use std::rc::Rc;

use toml::de::DeValue;

use super::Shape;
use super::id::Kind;
use super::repair::Repaired;
use crate::diagnostic::{Diagnostic, Fault};
use crate::source::{Located, Location, SourceId};
use crate::time::Zones;

/// A value that can be read from TOML.
pub trait Read: Sized {
    /// What is expected, after "expected": `a text`, `a date such as 2026-11-05`.
    fn expected() -> String;

    /// What is expected where a list of such values stands.
    #[must_use]
    fn many() -> String {
        format!("a list, each of it {}", Self::expected())
    }

    /// The form, for schemas and documentation.
    fn shape() -> Shape;

    /// Reads the value, or reports why it cannot be read.
    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self>;
}

/// A place where an id is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The kinds of thing it may name.
    pub kinds: &'static [Kind],
    /// The id.
    pub id: String,
    /// Where it is used.
    pub at: Location,
    /// The key that uses it, such as `rotations.payments.people`.
    pub path: Rc<str>,
}

/// A place where an id is defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The kind of thing.
    pub kind: Kind,
    /// The id.
    pub id: String,
    /// Where it is defined.
    pub at: Location,
}

/// Steps that lead to a key of an entry: table, id, key.
const KEY_STEPS: usize = 3;

#[derive(Clone, Debug)]
enum Step {
    Key(&'static str),
    Id(String),
    Index(usize),
}

impl Step {
    fn name(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(key),
            Self::Id(id) => Some(id),
            Self::Index(_) => None,
        }
    }
}

/// What reading one file needs and gathers.
pub struct Reader<'a> {
    source: SourceId,
    repaired: &'a Repaired<'a>,
    zones: &'a Zones,
    path: Vec<Step>,
    /// The path of the key being read, kept until another is.
    key_path: Option<Rc<str>>,
    /// Faults, in the order in which they were met.
    pub diagnostics: Vec<Diagnostic>,
    /// Ids used.
    pub references: Vec<Reference>,
    /// Ids defined.
    pub definitions: Vec<Definition>,
}

impl<'a> Reader<'a> {
    /// A reader of one file.
    #[must_use]
    pub(super) fn new(source: SourceId, repaired: &'a Repaired<'a>, zones: &'a Zones) -> Self {
        Self {
            source,
            repaired,
            zones,
            path: Vec::new(),
            key_path: None,
            diagnostics: Vec::new(),
            references: Vec::new(),
            definitions: Vec::new(),
        }
    }

    /// The zone database.
    #[must_use]
    pub fn zones(&self) -> &'a Zones {
        self.zones
    }

    /// A range of bytes in this file.
    #[must_use]
    pub fn at(&self, span: &Range<usize>) -> Location {
        Location::new(self.source, &self.repaired.back(span))
    }

    /// Reports a fault about what is being read.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        let path = self.path();
        self.diagnostics.push(diagnostic.about(path));
    }

    /// Reports a fault about a key of the table being read.
    pub fn report_key(&mut self, key: &'static str, diagnostic: Diagnostic) {
        self.path.push(Step::Key(key));
        self.report(diagnostic);
        self.path.pop();
    }

    /// Reports a fault about another part of the plan than what is being read.
    pub fn report_at(&mut self, path: &str, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic.about(path));
    }

    /// Reports a bad value: its fault, what is wrong, and what to write instead.
    pub fn refuse(&mut self, fault: Fault, span: &Range<usize>, wrong: String, help: &[String]) {
        let at = self.at(span);
        let diagnostic = Diagnostic::fault(fault, at, wrong);
        self.report(help.iter().fold(diagnostic, Diagnostic::help));
    }

    /// Reports a value of the wrong type.
    #[cold]
    pub fn wrong_type<T: Read>(&mut self, value: &DeValue<'_>, span: &Range<usize>) {
        let message = format!("expected {}, found {}", T::expected(), type_name(value));
        let fault = Diagnostic::fault(Fault::WrongType, self.at(span), message);
        let better = instead(&T::shape(), value, self.written(span));
        self.report(match better {
            Some(better) => fault.write(better),
            None => fault,
        });
    }

    /// Reads a value that stands at a key of the table being read.
    pub fn key<T: Read>(
        &mut self,
        key: &'static str,
        value: &DeValue<'_>,
        span: Range<usize>,
    ) -> Option<Located<T>> {
        self.step(Step::Key(key), value, span)
    }

    /// Reads a value that stands at a key which the plan's author chose.
    pub fn id<T: Read>(
        &mut self,
        id: &str,
        value: &DeValue<'_>,
        span: Range<usize>,
    ) -> Option<Located<T>> {
        self.step(Step::Id(id.to_owned()), value, span)
    }

    /// Reads an element of the array being read.
    pub fn element<T: Read>(
        &mut self,
        index: usize,
        value: &DeValue<'_>,
        span: Range<usize>,
    ) -> Option<Located<T>> {
        self.step(Step::Index(index), value, span)
    }

    fn step<T: Read>(
        &mut self,
        step: Step,
        value: &DeValue<'_>,
        span: Range<usize>,
    ) -> Option<Located<T>> {
        if self.path.len() < KEY_STEPS {
            self.key_path = None;
        }
        self.path.push(step);
        let at = self.at(&span);
        let read = T::read(value, span, self);
        self.path.pop();
        read.map(|value| Located { value, at })
    }

    /// What is being read, such as `rotations.payments.people[2]`.
    #[must_use]
    pub fn path(&self) -> String {
        spelled(&self.path)
    }

    /// The path of a key of the table being read, as headers write it: without positions.
    #[must_use]
    pub fn path_of(&self, key: &str) -> String {
        let names = self.path.iter().filter_map(Step::name);
        names.chain([key]).collect::<Vec<_>>().join(".")
    }

    /// Notes the use of an id.
    pub fn refer(&mut self, kinds: &'static [Kind], id: &str, span: &Range<usize>) {
        let steps = self.path.get(..KEY_STEPS).unwrap_or(&self.path);
        let path = self.key_path.get_or_insert_with(|| spelled(steps).into()).clone();
        self.references.push(Reference { kinds, id: id.to_owned(), at: self.at(span), path });
    }
    /// Notes the definition of an id.
    pub fn define(&mut self, kind: Kind, id: &str, span: &Range<usize>) {
        let at = self.at(span);
        self.definitions.push(Definition { kind, id: id.to_owned(), at });
    }

    /// What is written at a span.
    #[must_use]
    pub fn written(&self, span: &Range<usize>) -> &'a str {
        self.repaired.toml.get(span.clone()).unwrap_or_default()
    }

    /// Whether a line that is no TOML may have held a key of the table that begins at a span;
    /// `keys` are all that the table has.
    #[must_use]
    pub fn may_be_broken(&self, head: &Range<usize>, key: &str, keys: &[&str]) -> bool {
        if self.repaired.broken.is_empty() {
            return false;
        }
        let toml = &self.repaired.toml;
        let after = line_end(toml, head.end);
        let next = toml.get(after..).and_then(|rest| rest.find("\n["));
        let block = line_start(toml, head.start)..next.map_or(toml.len(), |next| after + next + 1);
        let block = self.repaired.back(&block);
        self.repaired.broken.iter().any(|broken| {
            let other = broken.key.as_deref().is_some_and(|k| k != key && keys.contains(&k));
            !other && broken.lines.start <= block.end && block.start <= broken.lines.end
        })
    }
}

/// Steps as they are written: `rotations.payments.people[2]`.
fn spelled(steps: &[Step]) -> String {
    let length = |step: &Step| step.name().map_or(4, str::len) + 1;
    let mut path = String::with_capacity(steps.iter().map(length).sum());
    for step in steps {
        match step {
            Step::Index(index) => path.extend(["[", &index.to_string(), "]"]),
            Step::Key(_) | Step::Id(_) if !path.is_empty() => path.push('.'),
            Step::Key(_) | Step::Id(_) => {}
        }
        path.push_str(step.name().unwrap_or_default());
    }
    path
}

/// The offset at which the line of an offset begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1)
}

/// The offset at which the line of an offset ends, before its newline.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|after| after.find('\n')).map_or(text.len(), |after| at + after)
}

/// How a value is to be written to be of the form that is expected, where that is plain.
fn instead(shape: &Shape, value: &DeValue<'_>, written: &str) -> Option<String> {
    match (shape, value) {
        (Shape::AnyOf(shapes), _) => shapes.iter().find_map(|s| instead(s, value, written)),
        (Shape::List(inner), DeValue::Table(_)) if matches!(**inner, Shape::Table { .. }) => {
            let header = written.starts_with('[') && !written.starts_with("[[");
            header.then(|| format!("[{written}]"))
        }
        (Shape::List(inner), DeValue::String(_)) if !matches!(**inner, Shape::Table { .. }) => {
            Some(format!("[{written}]"))
        }
        (Shape::Table { .. }, DeValue::Array(_)) if written.starts_with("[[") => {
            Some(written.replace("[[", "[").replace("]]", "]"))
        }
        (Shape::Integer(..), DeValue::String(text)) => {
            text.parse::<i64>().ok().map(|number| number.to_string())
        }
        (Shape::Boolean, DeValue::String(text)) => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some("true".to_owned()),
            "false" | "no" | "off" => Some("false".to_owned()),
            _ => None,
        },
        (
            Shape::Id(_) | Shape::Text { format: "text" | "duration" | "turn" | "period" },
            DeValue::Array(array),
        ) => {
            let [only] = &array[..] else { return None };
            let text = only.get_ref().as_str()?;
            Some(format!("\"{text}\""))
        }
        (Shape::Text { format: "text" }, DeValue::Table(_) | DeValue::String(_)) => None,
        (Shape::Text { format: "text" }, _) => Some(format!("\"{written}\"")),
        _ => None,
    }
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
