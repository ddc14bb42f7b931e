//! What people do wrong in TOML, in their words rather than the parser's.

use std::ops::Range;

use super::statements::Statement;
use crate::diagnostic::{Diagnostic, Fault};
use crate::source::{Location, SourceId};

/// What the parser says of a key or table that is there already.
pub(super) const DUPLICATE: &str = "duplicate key";

/// One mistake, at a place of a text that may not be the original.
pub(super) struct Mistake {
    fault: Fault,
    title: String,
    span: Range<usize>,
    label: Option<String>,
    /// What to write in its place.
    instead: Option<String>,
    other: Option<(Range<usize>, &'static str)>,
    help: Option<String>,
}

impl Mistake {
    fn new(title: impl Into<String>, span: Range<usize>) -> Self {
        let (fault, title) = (Fault::Syntax, title.into());
        Self { fault, title, span, label: None, instead: None, other: None, help: None }
    }

    fn label(self, label: impl Into<String>) -> Self {
        Self { label: Some(label.into()), ..self }
    }

    fn write(self, text: String) -> Self {
        Self { label: Some(format!("write `{text}`")), instead: Some(text), ..self }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// As a fault of a file; `back` leads to places in the original.
    pub(super) fn at(
        self,
        source: SourceId,
        back: impl Fn(&Range<usize>) -> Range<usize>,
    ) -> Diagnostic {
        let at = |span: &Range<usize>| Location::new(source, &back(span));
        let fault = Diagnostic::fault(self.fault, at(&self.span), self.title);
        let fault = self.label.into_iter().fold(fault, Diagnostic::label);
        let fault = self.instead.into_iter().fold(fault, Diagnostic::suggest);
        let fault = self.help.into_iter().fold(fault, Diagnostic::help);
        self.other.iter().fold(fault, |fault, (span, text)| fault.also(at(span), *text))
    }
}

/// The mistake behind an error of the parser, which it met in or after a statement.
pub(super) fn fault(
    text: &str,
    all: &[Statement],
    index: usize,
    span: &Range<usize>,
    message: &str,
) -> Mistake {
    let statement = &all[index];
    if message == DUPLICATE && statement.open.is_none() {
        return duplicate(text, all, index, span);
    }
    if let Some(open) = statement.open {
        let quotes = statement.line(text).contains(&open) && odd_quotes(text, statement);
        return if quotes {
            unpaired(text, statement, span, message)
        } else {
            unclosed(text, open)
        };
    }
    if statement.header {
        return header(text, statement, span);
    }
    words(text, statement, span, message)
}

fn unclosed(text: &str, open: usize) -> Mistake {
    let (what, close, len) = match text.as_bytes().get(open) {
        Some(b'[') => ("list", "`]`", 1),
        Some(b'{') => ("table", "`}`", 1),
        Some(b'\'') => ("text", "`'''`", 3),
        _ => ("text", "`\"\"\"`", 3),
    };
    Mistake::new(format!("the {what} is not closed"), open..open + len)
        .label("it begins here")
        .help(format!("close it with {close}"))
}

fn odd_quotes(text: &str, statement: &Statement) -> bool {
    let line = text[statement.line(text)].replace("\\\"", "");
    !line.contains("\"\"\"") && line.matches('"').count() % 2 == 1
}

fn unpaired(text: &str, statement: &Statement, span: &Range<usize>, message: &str) -> Mistake {
    let line = statement.line(text);
    if message.starts_with("missing comma") && line.contains(&span.start) {
        return Mistake::new("a quote is missing", span.clone())
            .label("the text before this has ended");
    }
    Mistake::new("a quote is missing on this line", trimmed(text, line))
        .help("texts stand between double quotes")
}

fn header(text: &str, statement: &Statement, span: &Range<usize>) -> Mistake {
    let line = statement.line(text);
    let form = "headers look like `[rotations.primary]` or `[[overrides]]`";
    let Some(head) = statement.head(text) else {
        return Mistake::new("the header has no name that can be read", trimmed(text, line))
            .help(form);
    };
    let name = &text[head.name.clone()];
    let rest = text[head.name.end..line.end].split('#').next().unwrap_or_default().trim();
    let full = match head.brackets() {
        1 => format!("[{name}]"),
        _ => format!("[[{name}]]"),
    };
    if rest.trim_matches(']').is_empty() {
        let start = head.name.start - head.opened;
        let end = head.name.end + rest.len();
        return match (head.opened, head.closed) {
            (0, _) => Mistake::new("the header is not opened", start..end).write(full),
            (_, 0) => Mistake::new("the header is not closed", start..end).write(full),
            _ => Mistake::new("the header's brackets do not match", start..end).write(full),
        };
    }
    if rest.starts_with(']') {
        let start = span.start.clamp(head.name.end, line.end);
        let after = text.get(start..line.end).unwrap_or_default();
        let start = line.end - after.trim_start_matches([']', ' ', '\t']).len();
        return Mistake::new(
            "nothing can follow a header on its line",
            trimmed(text, start..line.end),
        )
        .label("remove this, or begin a comment with `#`");
    }
    Mistake::new("the header's name cannot be read", trimmed(text, line))
        .help(format!("{form}; ids are lower-case letters, digits and hyphens"))
}

/// The mistakes within one statement.
fn words(text: &str, statement: &Statement, span: &Range<usize>, message: &str) -> Mistake {
    let line = span.start..line_end(text, span.start);
    let rest = text[line].trim_end();
    let found = text.get(span.clone()).unwrap_or_default().trim_end();
    let (what, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let at = |title: &str| Mistake::new(title, span.clone());
    match what {
        "string values must be quoted" | "missing value for key" | "missing value"
            if rest.is_empty() || rest.starts_with('#') =>
        {
            let key = statement.key(text).unwrap_or("the key");
            at(&format!("`{key}` has no value")).label("write a value here")
        }
        "string values must be quoted" | "invalid boolean" => bare(found, span),
        "invalid basic string" | "invalid multi-line basic string" if expected != "`\"`" => {
            at("a text cannot hold this control character")
                .help("write it as an escape such as \"\\u001B\", or remove it")
        }
        "invalid basic string" | "invalid multi-line basic string" => {
            at("the text is not closed").label("close it with `\"`")
        }
        "invalid literal string" | "invalid multi-line literal string" => {
            at("the text is not closed").label("close it with `'`")
        }
        "missing escaped value" => at("a backslash in a text begins an escape, and this is none")
            .help("write `\\\\` for a backslash, or put the text between single quotes"),
        "missing comma between array elements" | "missing comma between key-value pairs" => {
            at("a comma is missing").label("write `,` before this")
        }
        "key with no value" => at("the line has no `=`").label("`=` and a value belong here"),
        "invalid unquoted key" => odd_key(found, span),
        "invalid key-value pair" | "unexpected content" => {
            at("the line is neither `key = value` nor a `[header]`").label("this cannot begin it")
        }
        "unexpected key or value" => Mistake::new(
            "nothing can follow a value on its line",
            span.start..span.start + rest.len(),
        )
        .label("remove this, or begin a comment with `#`"),
        "missing opening quote" => {
            at("the text does not begin with a quote").label("write `\"` first")
        }
        "missing assignment between key-value pairs" => {
            at("a `=` is missing").label("write ` = ` before this")
        }
        "extra `=`" => at("there is one `=` too many").label("remove this"),
        "unexpected leading zero" => at("a number does not begin with a zero").label("remove it"),
        _ if what.starts_with("invalid ") && !found.is_empty() => {
            let what = what.trim_start_matches("invalid ");
            at(&format!("`{found}` is no {what}")).label(format!("expected {expected}"))
        }
        "missing table open" | "missing array opening" | "missing inline table opening" => {
            at("this bracket closes nothing").label("remove it, or open it before")
        }
        "cannot recurse further; max recursion depth met" => {
            at("too many lists lie inside one another").help("no key of a plan needs so many")
        }
        _ => at(&format!("this is no TOML: {what}"))
            .help("https://toml.io shows how values are written"),
    }
}

/// A value that is neither a text nor anything else that TOML knows.
fn bare(found: &str, span: &Range<usize>) -> Mistake {
    let lower = found.to_ascii_lowercase();
    if lower == "true" || lower == "false" {
        return Mistake::new(format!("`{found}` is not how TOML writes it"), span.clone())
            .write(lower);
    }
    let curly = ['“', '”', '„', '‘', '’', '"', '\'', '«', '»'];
    let plain = found.trim_matches(curly);
    let title = if plain == found { "a text needs quotes" } else { "a text needs straight quotes" };
    let mistake = Mistake::new(title, span.clone());
    if plain.is_empty() || plain.contains(['"', '\\']) {
        return mistake.help("put the text between double quotes");
    }
    mistake.write(format!("\"{plain}\""))
}

fn odd_key(found: &str, span: &Range<usize>) -> Mistake {
    if found.starts_with(':') {
        return Mistake::new("`:` stands where `=` belongs", span.clone()).label("write ` =`");
    }
    if found.starts_with("//") || found.starts_with(';') || found.starts_with("--") {
        return Mistake::new("this is no comment", span.clone()).label("comments begin with `#`");
    }
    Mistake::new(format!("`{found}` cannot stand in a key"), span.clone())
        .help("keys are letters, digits and hyphens, then ` = ` and a value")
}

/// A key or a table that stands twice: both places.
fn duplicate(text: &str, all: &[Statement], index: usize, span: &Range<usize>) -> Mistake {
    let statement = &all[index];
    let line = statement.line(text);
    let (title, first) = if statement.header {
        let name = name_of(text, statement);
        let same = |s: &&Statement| s.header && name_of(text, s) == name;
        let first = all[..index].iter().find(same).map(|s| s.line(text));
        (format!("`{}` is defined twice", name.unwrap_or_default()), first)
    } else {
        let name = text.get(span.clone()).unwrap_or_default();
        let start = all[..index].iter().rposition(|s| s.header).map_or(0, |head| head + 1);
        let earlier = all[start..index].iter().map(|s| s.line(text));
        let whole = key_of(&text[line.clone()]);
        let same = |line: &Range<usize>| key_of(&text[line.clone()]) == whole;
        let inline = || inside(text, statement.range.start..span.start, name);
        let first =
            inline().or_else(|| earlier.clone().find(same).map(|line| key_span(text, line)));
        (format!("`{name}` is defined twice"), first)
    };
    let span = if statement.header { trimmed(text, line) } else { span.clone() };
    let other = first.map(|first| (trimmed(text, first), "first defined here"));
    Mistake { fault: Fault::Duplicate, other, ..Mistake::new(title, span) }
        .label("again here")
        .help("keep one of the two")
}

/// The name of a header, as it is written.
fn name_of<'t>(text: &'t str, statement: &Statement) -> Option<&'t str> {
    statement.head(text).map(|head| &text[head.name])
}

/// The headers with one bracket of a name that elsewhere has two, if an error is about such: the
/// mistake at the first of them.
pub(super) fn mixed(text: &str, all: &[Statement], index: usize) -> Option<(Mistake, Vec<usize>)> {
    let own = all.get(index).filter(|s| s.header)?;
    let name = name_of(text, own)?;
    let same = |s: &Statement| s.header && name_of(text, s) == Some(name);
    let is_list = |s: &Statement| s.head(text).is_some_and(|head| head.opened > 1);
    let (lists, single): (Vec<_>, Vec<_>) =
        (0..all.len()).filter(|i| same(&all[*i])).partition(|i| is_list(&all[*i]));
    let (list, wrong) = (all.get(*lists.first()?)?, all.get(*single.first()?)?);
    let title = format!("`{name}` is one table here and a list of tables there");
    let mistake = Mistake::new(title, trimmed(text, wrong.line(text)));
    let other = Some((trimmed(text, list.line(text)), "a list of tables here"));
    let mistake = Mistake { fault: Fault::Duplicate, other, ..mistake };
    Some((mistake.write(format!("[[{name}]]")), single))
}

fn key_of(line: &str) -> &str {
    line.split('=').next().unwrap_or_default().trim()
}

fn key_span(text: &str, line: Range<usize>) -> Range<usize> {
    let start = trimmed(text, line.clone()).start;
    start..start + key_of(&text[line]).len()
}

fn trimmed(text: &str, line: Range<usize>) -> Range<usize> {
    let words = text[line.clone()].trim_start();
    let start = line.end - words.len();
    start..start + words.trim_end().len()
}

/// Where a key stands in an inline table.
fn inside(text: &str, range: Range<usize>, key: &str) -> Option<Range<usize>> {
    let brace = text[range.clone()].find('{').filter(|_| !key.is_empty())?;
    let mut at = range.start + brace;
    while let Some(found) = text[at..range.end].find(key) {
        let start = at + found;
        let end = start + key.len();
        let before = text[..start].ends_with(['{', ',', ' ']);
        if before && text[end..range.end].trim_start().starts_with('=') {
            return Some(start..end);
        }
        at = end.max(start + 1);
    }
    None
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end)
}

/// The lines that git leaves where two changes met.
pub(super) struct Conflict {
    /// All of them.
    pub lines: Range<usize>,
    /// What is taken out: the marks, and the second of the two changes.
    pub remove: Vec<Range<usize>>,
    /// What to say of it.
    pub fault: Mistake,
}

/// The conflicts of a merge that were left in a text.
pub(super) fn conflicts(text: &str) -> Vec<Conflict> {
    let mut found = Vec::new();
    let (mut begin, mut middle) = (None, None);
    let mut at = 0;
    for row in text.split_inclusive('\n') {
        let line = at..at + row.trim_end().len();
        let whole = at..at + row.len();
        at = whole.end;
        if row.starts_with("<<<<<<< ") {
            (begin, middle) = (Some((line, whole)), None);
        } else if row.starts_with("|||||||") || row.trim_end() == "=======" {
            middle = middle.or(Some(whole.start));
        } else if row.starts_with(">>>>>>> ")
            && let (Some((first, mark)), Some(middle)) = (begin.take(), middle.take())
        {
            let mistake = Mistake::new("a merge conflict was left in the file", first.clone());
            let fault = Mistake { other: Some((line, "it ends here")), ..mistake }
                .label("it begins here")
                .help("keep one of the two sides, and remove the lines with the marks");
            let remove = vec![mark, middle..whole.end];
            found.push(Conflict { lines: first.start..whole.end, remove, fault });
        }
    }
    found
}
