//! A plan as a folder of web pages for those who do not live in a terminal.
//!
//! Owns which pages there are, what is on each, and the templates, styles and script that irp has
//! for them. Reads and writes no file, and does not know when it is: what is known, and for which
//! instant, is handed in. Every text of the plan that gets here is data: templates escape it.

mod data;
mod escalation;
mod feed;
mod index;
mod known;
mod live;
mod markdown;
mod people;
mod rotations;
mod runbooks;
mod services;
mod timeline;

use schemars::JsonSchema;
use serde::Serialize;

use self::data::Frame;
use self::known::Known;
use super::json::{self, Envelope};
use super::originals::Set;
use super::templates::{Builtin, TemplateFault, Templates};
use crate::plan::{PersonKey, Plan};
use crate::rules::Runbooks;
use crate::time::{Instant, Span, Zone};

/// The folder of templates whose files replace those of a site.
pub const FOLDER: &str = "site";

/// The templates, the style sheet, the script and the picture that irp has for a site.
pub const BUILTIN: &[Builtin] = &[
    ("site/index.html", include_str!("templates/index.html")),
    // What every page is made with, and three files that are taken as they are.
    ("site/base.html", include_str!("templates/base.html")),
    ("site/parts.html", include_str!("templates/parts.html")),
    ("site/irp-site.css", include_str!("assets/irp-site.css")),
    ("site/irp-site.js", include_str!("assets/irp-site.js")),
    ("site/irp-site.svg", include_str!("assets/irp-site.svg")),
    ("site/person.html", include_str!("templates/person.html")),
    ("site/response.html", include_str!("templates/response.html")),
    ("site/rotation.html", include_str!("templates/rotation.html")),
    ("site/runbook.html", include_str!("templates/runbook.html")),
    ("site/service.html", include_str!("templates/service.html")),
];

/// The pages of a site: their templates, what they are, and the schema of their data.
pub(super) const SETS: [Set; 6] = {
    let (index, pages) = BUILTIN.split_at(6);
    [
        set(
            index,
            "the first page of a site, and what all its pages are made with",
            "site-index.output",
        ),
        set(one(pages, 0), "a site's page of a person", "site-person.output"),
        set(one(pages, 1), "a site's page of how a response goes", "site-response.output"),
        set(one(pages, 2), "a site's page of a rotation", "site-rotation.output"),
        set(one(pages, 3), "a site's page of a runbook", "site-runbook.output"),
        set(one(pages, 4), "a site's page of a service", "site-service.output"),
    ]
};

const fn one(pages: &'static [Builtin], nth: usize) -> &'static [Builtin] {
    pages.split_at(nth).1.split_at(1).0
}

const fn set(templates: &'static [Builtin], about: &'static str, schema: &'static str) -> Set {
    Set { templates, about, command: "irp site --out DIR", schema }
}

/// What the template of the first page is given.
pub type Index = Given<'static, index::Page>;
/// What the template of the page of how a response goes is given.
pub type Response = Given<'static, index::Response>;
/// What the template of a person's page is given.
pub type Person = Given<'static, people::Page>;
/// What the template of a rotation's page is given.
pub type Rotation = Given<'static, rotations::Page>;
/// What the template of a runbook's page is given.
pub type Runbook = Given<'static, runbooks::Page>;
/// What the template of a service's page is given.
pub type Service = Given<'static, services::Page>;

/// Files that are taken as they are.
const VERBATIM: [&str; 3] = ["irp-site.css", "irp-site.js", "irp-site.svg"];

/// What a site is made of.
pub struct Site<'a> {
    /// The plan, its Markdown records too.
    pub plan: &'a Plan,
    /// The instant for which it is made.
    pub now: Instant,
    /// The span whose shifts it knows; it begins no later than `now`.
    pub span: Span,
    /// When the plan was last changed, where that is known.
    pub changed: Option<Instant>,
    /// Whether contacts are published.
    pub contacts: bool,
    /// The address at which the site is to be published, without a slash at its end.
    pub address: Option<&'a str>,
    /// The zone of all times.
    pub utc: Zone,
}

/// A file of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its path in the folder, with `/`.
    pub path: String,
    /// Its text; empty where another page is wanted.
    pub text: String,
}

/// What is to be made of a site.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// Every file.
    Everything,
    /// The page of a path.
    Page(&'a str),
    /// As JSON, what the template of the page of a path is given.
    Data(&'a str),
}

impl Wanted<'_> {
    fn is(self, path: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Page(wanted) | Self::Data(wanted) => wanted == path,
        }
    }
}

/// What pages are made with.
struct Maker<'a> {
    site: &'a Site<'a>,
    known: Vec<Known>,
    runbooks: Runbooks<'a>,
    templates: &'a Templates,
    head: &'a Envelope<'a, ()>,
    wanted: Wanted<'a>,
    frame: Frame,
    pages: Vec<Page>,
}

/// Every page of a site, and what they need, in order of their paths. Feeds are not among them:
/// pages have links to `feeds/all.ics`, `feeds/person-ID.ics` and `feeds/rotation-ID.ics`. `head` is
/// what the data of each page begins with.
///
/// # Errors
/// Where a template of the plan goes wrong.
pub fn pages(
    site: &Site<'_>,
    templates: &Templates,
    head: &Envelope<'_, ()>,
    wanted: Wanted<'_>,
) -> Result<Vec<Page>, TemplateFault> {
    let mut maker = Maker {
        site,
        known: known::all(site.plan, site.span),
        runbooks: Runbooks::new(site.plan),
        templates,
        head,
        wanted,
        frame: Frame::new(site),
        pages: Vec::new(),
    };
    maker.index()?;
    maker.response()?;
    maker.people()?;
    maker.rotations()?;
    maker.services()?;
    maker.runbooks()?;
    let verbatim = if matches!(wanted, Wanted::Everything) { &VERBATIM[..] } else { &[] };
    for name in verbatim {
        let text = templates.verbatim(&format!("{FOLDER}/{name}")).unwrap_or_default();
        maker.pages.push(Page { path: (*name).to_owned(), text: text.to_owned() });
    }
    maker.pages.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(maker.pages)
}

/// What every template is given.
#[derive(Serialize, JsonSchema)]
pub struct Given<'a, T: Serialize> {
    /// What is the same on every page.
    site: &'a Frame,
    /// The way from the page to the folder of the site: empty, or `../`.
    root: &'a str,
    /// The page's title.
    title: &'a str,
    /// What the script works with, as JSON that can stand in an element.
    live: String,
    /// What the page is about.
    page: &'a T,
}

impl Maker<'_> {
    /// Adds a page of a kind, which its template has its name of.
    fn add<T: Serialize>(
        &mut self,
        kind: &str,
        path: String,
        title: &str,
        live: String,
        page: &T,
    ) -> Result<(), TemplateFault> {
        let root = if path.contains('/') { "../" } else { "" };
        let command = format!("site-{kind}");
        let given = Given { site: &self.frame, root, title, live, page };
        let given = self.head.with(&command, given);
        let text = match self.wanted {
            wanted if !wanted.is(&path) => String::new(),
            Wanted::Data(_) => json::text(&given),
            _ => self.templates.render(&format!("{FOLDER}/{kind}.html"), &given)?,
        };
        self.pages.push(Page { path, text });
        Ok(())
    }

    fn plan(&self) -> &Plan {
        self.site.plan
    }

    /// Everybody, in order of their ids.
    fn everybody(&self) -> impl Iterator<Item = PersonKey> + use<'_> {
        let plan = self.site.plan;
        plan.people.iter().filter_map(|person| plan.person(person.id.as_ref()))
    }
}
