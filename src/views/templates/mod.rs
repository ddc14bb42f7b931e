//! Pages from templates: irp's own, each of which a plan can replace by a file of the same name.
//!
//! Owns the engine: which template is taken, what is escaped, what a template may do, and where it
//! goes wrong. Knows no page: a view hands in its templates and its data. A template reads what it
//! is given and nothing else; it always ends, as what it may do and write is counted.
//!
//! ```
//! use irp::views::templates::{Own, Templates};
//!
//! let builtin = &[("card/person.html", "<p>{{ name }}</p>\n")];
//! let templates = Templates::new(builtin, Own::default(), &[]);
//! let data = std::collections::BTreeMap::from([("name", "Ana <3")]);
//! assert_eq!(templates.render("card/person.html", &data).unwrap(), "<p>Ana &lt;3</p>\n");
//! ```

mod fault;
mod filters;
mod link;
mod own;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};
use serde::Serialize;

pub use fault::TemplateFault;
pub use own::Own;

use super::table::inert;
use crate::diagnostic::{nearest, tidy};
use crate::plan::Plan;
use crate::time::Zone;

/// The most steps that one page may take: a page of 200 rotations takes a fiftieth of it.
const FUEL: u64 = 50_000_000;
/// The most bytes that one page may write, what it writes into variables counted too.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// How deep templates and macros may lie in one another.
const DEEPEST: usize = 120;
/// How values stand in Markdown: as text that means nothing, on one line.
const MARKDOWN: AutoEscape = AutoEscape::Custom(Cow::Borrowed("markdown"));

/// A template of irp: its name, such as `site/index.html`, and its text.
pub type Builtin = (&'static str, &'static str);

/// Templates that were gathered for one run.
pub struct Templates {
    environment: Environment<'static>,
    builtin: &'static [Builtin],
    own: Arc<Own>,
    /// The names that were asked for, by irp or by a template.
    asked: Arc<Mutex<BTreeSet<String>>>,
    /// The bytes that the page at hand has written.
    written: Arc<AtomicUsize>,
}

impl Templates {
    /// Templates of irp, and those of a plan, which go before them; `zones` are those that a
    /// template may name.
    #[must_use]
    pub fn new(builtin: &'static [Builtin], own: Own, zones: &[Zone]) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(syntax());
        environment.set_debug(true);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(DEEPEST);
        environment.set_auto_escape_callback(|name| match name.rsplit_once('.') {
            Some((_, "html" | "svg" | "xml")) => AutoEscape::Html,
            Some((_, "md")) => MARKDOWN,
            _ => AutoEscape::None,
        });
        let (own, written) = (Arc::new(own), Arc::<AtomicUsize>::default());
        let asked = Arc::<Mutex<BTreeSet<String>>>::default();
        let (texts, heard, count) = (own.clone(), asked.clone(), written.clone());
        environment.set_loader(move |name| {
            heard.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(name.to_owned());
            Ok(text(&texts, builtin, name).map(str::to_owned))
        });
        environment.set_formatter(move |out, state, value| write_value(out, state, value, &count));
        filters::add(&mut environment, zones);
        Self { environment, builtin, own, asked, written }
    }

    /// The same, which know the people of a plan by their ids: the filters `person` and `theirs`.
    #[must_use]
    pub fn with_people(mut self, people: BTreeMap<String, (String, Zone)>) -> Self {
        filters::add_people(&mut self.environment, people);
        self
    }

    /// The names of the plan's own, in order.
    pub fn own(&self) -> impl Iterator<Item = &str> {
        self.own.names()
    }

    /// The path of one of the plan's own, relative to the plan's folder; `None` where it has none
    /// of that name.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<String> {
        self.own.text(name).map(|_| self.own.path(name))
    }

    /// A page.
    ///
    /// # Errors
    /// Where the template of that name cannot be read, asks for what is not there, or does too
    /// much.
    pub fn render<T: Serialize>(&self, name: &str, data: &T) -> Result<String, TemplateFault> {
        self.written.store(0, Ordering::Relaxed);
        let template = self.environment.get_template(name);
        let page = template.and_then(|template| template.render(Value::from(Serde(data))));
        page.map_err(|error| TemplateFault::new(&error, name, &self.own))
    }

    /// A file that is no template, and is taken as it is: of the plan, else of irp.
    #[must_use]
    pub fn verbatim(&self, name: &str) -> Option<&str> {
        self.asked().insert(name.to_owned());
        text(&self.own, self.builtin, name)
    }

    /// The plan's own files below a folder that nothing asked for so far, each with what was
    /// probably meant.
    #[must_use]
    pub fn unused(&self, folder: &str) -> Vec<(String, Option<&'static str>)> {
        let asked = self.asked();
        let prefix = format!("{folder}/");
        let idle =
            self.own.names().filter(|name| name.starts_with(&prefix) && !asked.contains(*name));
        let known = || self.builtin.iter().map(|(name, _)| *name);
        idle.map(|name| (self.own.path(name), nearest(name, known()))).collect()
    }

    fn asked(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.asked.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The zones that templates may name: the plan's, UTC, and those of people, rotations and layers.
#[must_use]
pub fn zones(plan: &Plan, utc: &Zone) -> Vec<Zone> {
    let mut zones = vec![plan.zone.clone()];
    let people = plan.people.iter().map(|person| &person.zone);
    let rotations = plan.rotations.iter().map(|rotation| &rotation.zone);
    let layers = plan.rotation_keys().flat_map(|key| plan.layers(key)).map(|layer| &layer.zone);
    for zone in [utc].into_iter().chain(people).chain(rotations).chain(layers) {
        if !zones.contains(zone) {
            zones.push(zone.clone());
        }
    }
    zones
}

/// Lines that hold nothing but a tag leave none in the page, and the page ends as the file does.
fn syntax() -> SyntaxConfig {
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    // With the usual marks it cannot fail.
    syntax.build().unwrap_or_default()
}

fn text<'t>(own: &'t Own, builtin: &[Builtin], name: &str) -> Option<&'t str> {
    let known = builtin.iter().find(|(known, _)| *known == name);
    own.text(name).or(known.map(|(_, text)| *text))
}

/// Writes a value, escaped where the name of the template says so; nothing for none.
fn write_value(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
    written: &AtomicUsize,
) -> Result<(), Error> {
    if value.is_none() {
        return Ok(());
    }
    if value.is_undefined() {
        return minijinja::escape_formatter(out, state, value);
    }
    let plain = value.to_string();
    if written.fetch_add(plain.len(), Ordering::Relaxed) + plain.len() > MOST_BYTES {
        let most = MOST_BYTES / 1024 / 1024;
        let message = format!("the page is larger than {most} MiB");
        return Err(Error::new(ErrorKind::WriteFailure, message));
    }
    let escaped = match *state.auto_escape() {
        AutoEscape::Html if !value.is_safe() => {
            return write_escaped(out, &plain).map_err(Error::from);
        }
        AutoEscape::Custom(_) if !value.is_safe() => inert(&tidy(&plain)),
        _ => plain,
    };
    out.write_str(&escaped).map_err(Error::from)
}

/// A text so that it is only text.
fn escape_text(text: &str) -> String {
    let mut escaped = String::new();
    let _ = write_escaped(&mut escaped, text);
    escaped
}

/// Writes a text so that it is only text, within an element and within a quoted attribute.
fn write_escaped(out: &mut dyn Write, text: &str) -> std::fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        out.write_str(&rest[..at])?;
        out.write_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        })?;
        rest = &rest[at + 1..];
    }
    out.write_str(rest)
}
