//! What is wrong with a template: where, what, and the way out.

use std::error::Error as _;

use minijinja::{Error, ErrorKind};

use super::Own;

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFault {
    /// The file, and the line and column in it where they are known, from 1; irp's own templates
    /// by their name.
    pub place: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Ways out, one sentence each.
    pub help: Vec<String>,
}

impl TemplateFault {
    /// A file that cannot be read.
    pub(super) fn unread(path: &str, reason: &str) -> Self {
        Self { place: path.to_owned(), message: reason.to_owned(), help: Vec::new() }
    }

    /// Adds a way out.
    #[must_use]
    pub(super) fn help(mut self, help: &str) -> Self {
        self.help.push(help.to_owned());
        self
    }

    /// What the engine says went wrong in the template of a name, or in one that it uses.
    pub(super) fn new(error: &Error, asked: &str, own: &Own) -> Self {
        let error = innermost(error);
        let name = error.name().unwrap_or(asked);
        let theirs = own.text(name).is_some();
        let mut place = if theirs { own.path(name) } else { format!("irp's template {name}") };
        if let Some(line) = error
            .line()
            .filter(|_| error.kind() != ErrorKind::TemplateNotFound || error.name().is_some())
        {
            place = format!("{place}:{line}");
            if let Some(column) = column(error, own.text(name)) {
                place = format!("{place}:{column}");
            }
        }
        let fault = Self { place, message: message(error), help: Vec::new() };
        let fault = fault.help(way_out(error.kind()));
        if theirs { fault } else { fault.beside(own) }
    }

    /// Where irp's own template fails, a file of the plan that it uses is to blame.
    fn beside(self, own: &Own) -> Self {
        match own.names().next() {
            None => self,
            Some(_) => {
                self.help("it goes together with templates of the plan, which may not fit it")
            }
        }
    }
}

/// The error of the template that is to blame, not of those that use it.
fn innermost(error: &Error) -> &Error {
    let mut inner = error;
    while let Some(next) = inner.source().and_then(|source| source.downcast_ref::<Error>()) {
        inner = next;
    }
    inner
}

/// The column, in characters from 1, at which the line goes wrong.
fn column(error: &Error, text: Option<&str>) -> Option<usize> {
    let before = text?.get(..error.range()?.start)?;
    let line = before.rsplit('\n').next()?;
    Some(line.chars().count() + 1)
}

fn message(error: &Error) -> String {
    let detail = error.detail().map(str::to_owned);
    match error.kind() {
        ErrorKind::OutOfFuel => {
            "it does not end: it took more steps than any page needs".to_owned()
        }
        ErrorKind::UndefinedError => {
            detail.unwrap_or_else(|| "it asks for something that its data has not".to_owned())
        }
        kind => detail.unwrap_or_else(|| kind.to_string()),
    }
}

fn way_out(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::OutOfFuel | ErrorKind::WriteFailure => "let it loop over the data it is given",
        ErrorKind::SyntaxError => "the syntax is that of Jinja: `{{ value }}`, `{% if value %}`",
        ErrorKind::TemplateNotFound => "names are as in `templates`, such as `site/base.html`",
        ErrorKind::UndefinedError => {
            "docs/templates.md lists the data of each template; `value is defined` asks first"
        }
        _ => "correct it, or remove the file: irp's own of that name is used then, if there is one",
    }
}
