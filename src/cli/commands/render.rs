//! `irp render`: a page from a template of the plan.

use std::collections::BTreeMap;

use super::postmortem;
use super::select;
use crate::cli::faults::Asked;
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::plan::Read;
use crate::time::Span;
use crate::views::originals::{self, Set};
use crate::views::render::{Facts, TEMPLATES, facts};
use crate::views::templates::Templates;

/// The schema of what a template is given here.
const SCHEMA: &str = "render.output";

/// Make a page from a template of the plan, with the plan's facts
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp render TEMPLATE [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp render on-call.html > on-call.html
  irp render status-update.md --incident 2026-10-12-payments-declines --set next='19:30 UTC'
  irp render on-call.html --json    what the template is given

Templates lie in the plan's folder `templates`; `irp template list` names them. docs/templates.md
has their data, filters and limits.

Exit code:
  0  the page is made
  2  there is no such template, it does not work, or a fault touches what it is given")]
pub struct Args {
    /// The template, by its name in the folder of templates
    #[arg(value_name = "TEMPLATE")]
    template: String,
    /// Give it an incident too, by id
    #[arg(long, value_name = "INCIDENT")]
    incident: Option<String>,
    /// Give it a text of your own, as `set.KEY`; may be repeated
    #[arg(long, value_name = "KEY=TEXT")]
    set: Vec<String>,
}

/// What a template is given.
pub type Body = Facts;

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let set = settings(&args.set)?;
    let plan = session.plan(Read::Everything)?;
    let templates = session.shelf(plan)?;
    findable(&args.template, &templates)?;
    let zone = if session.options.tz.is_some() { session.viewer(plan)? } else { plan.zone.clone() };
    let case = args.incident.as_deref().map(|id| postmortem::case(plan, id)).transpose()?;
    let keys: Vec<_> = plan.rotation_keys().collect();
    let span = Span::new(session.now, session.now + chrono::TimeDelta::seconds(1));
    let asked = Asked { rotations: &keys, everything: true, hidden: false, span };
    let mut touched = session.warn(plan, &asked);
    let incident = match &case {
        Some(case) => {
            touched |= case.broken | session.doubt([case], &zone);
            Some(postmortem::review(plan, case, &zone, session)?)
        }
        None => None,
    };
    let body = facts(plan, (session.now, &zone), incident, set);
    if session.options.json {
        let text = session.json("render", &zone, body);
        session.print(&text);
    } else {
        if case.is_none() && TEMPLATES.iter().any(|(name, _)| *name == args.template) {
            let message = format!("{} is about an incident, and none is named", args.template);
            return Err(Failure::usage(message)
                .hint("name one: --incident ID; `irp incident list` shows them"));
        }
        let data = session.envelope("render", &zone, body);
        let page = session.page(&templates, &args.template, &data)?;
        session.print_page(&page);
    }
    Ok(if touched { Verdict::Partial } else { Verdict::Yes })
}

/// What was set on the command line, by key.
fn settings(given: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    let mut set = BTreeMap::new();
    for setting in given {
        let wrong = |why: &str| {
            let shown = visible(setting);
            Err(Failure::usage(format!("`{shown}` given with --set {why}"))
                .hint("write it as `--set next='19:30 UTC'`; the template has it as `set.next`"))
        };
        let Some((key, text)) = setting.split_once('=') else { return wrong("has no `=`") };
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if key.is_empty()
            || key.starts_with(|c: char| c.is_ascii_digit())
            || !key.chars().all(plain)
        {
            return wrong("has no key that a template can name: letters, digits and `_`");
        }
        if set.insert(key.to_owned(), text.to_owned()).is_some() {
            return wrong("sets the same key again");
        }
    }
    Ok(set)
}

/// Complains of a template that is not there, or that is given other data.
fn findable(name: &str, templates: &Templates) -> Result<(), Failure> {
    let own: Vec<_> = templates.own().collect();
    match originals::set(name) {
        Some(set) if !is_rendered(set) => Err(Failure::usage(format!(
            "the template {name} is given other data: `{}` makes that page",
            set.command
        ))
        .hint("`irp render` is for the plan's own templates")),
        Some(_) => Ok(()),
        None if own.contains(&name) => Ok(()),
        None => {
            let irps = originals::SETS.iter().filter(|set| is_rendered(set));
            let irps = irps.flat_map(|set| set.templates).map(|(name, _)| *name);
            let names: Vec<_> = own.into_iter().chain(irps).collect();
            Err(select::unknown("template", name, &names))
        }
    }
}

/// Whether the templates of a set are given what `irp render` gives.
fn is_rendered(set: &Set) -> bool {
    set.schema == SCHEMA
}
