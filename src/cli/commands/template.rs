//! `irp template`: the templates that there are, and copies of irp's own to change.

use std::collections::BTreeSet;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Serialize;

use super::{change, select};
use crate::cli::templates::folder as templates_folder;
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::plan::{Plan, Read};
use crate::views::originals;
use crate::views::table::{Cell, Table};
use crate::views::templates::Templates;

/// Terminals of fewer columns have no room for a table of templates.
const WIDE: usize = 150;

/// List the templates of pages, show one, or copy one into the plan to change it
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp template [list|show|eject] [TEMPLATE] [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp template list
  irp template show postmortem.md
  irp template eject postmortem.md   into the plan's folder of templates, to change it there
  irp template show postmortem.md --builtin | diff - templates/postmortem.md

A file of the same name in the plan's folder of templates takes the place of irp's own.

Exit code:
  0  it is done
  2  there is no such template, or it cannot be written")]
pub struct Args {
    /// list (default), show or eject
    #[arg(value_name = "ACTION", value_enum, hide_possible_values = true)]
    #[arg(default_value = "list", hide_default_value = true)]
    action: Action,
    /// The template, by its name
    #[arg(value_name = "TEMPLATE")]
    template: Option<String>,
    /// Show irp's own, even where the plan replaces it
    #[arg(long)]
    builtin: bool,
    /// eject: show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "TemplateAction")]
pub enum Action {
    /// Name every template
    List,
    /// Print the text of one
    Show,
    /// Copy one of irp's into the plan, where it can be changed
    Eject,
}

/// Templates.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// What was asked for.
    action: Action,
    /// The templates: all of them, or the one that was asked for.
    templates: Vec<TemplateJson>,
}

/// A template.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Template")]
struct TemplateJson {
    /// Its name.
    name: String,
    /// What its page is; null for the plan's own.
    about: Option<&'static str>,
    /// The command that makes the page.
    command: String,
    /// The schema of the data that it is given, by its name; `irp schema NAME` prints it.
    data_schema: &'static str,
    /// Whether irp has one of that name.
    builtin: bool,
    /// The plan's file of that name, by its path in the plan; null where there is none.
    file: Option<String>,
    /// Its text; null in lists.
    text: Option<String>,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    args.check(session)?;
    let plan = session.plan(Read::Toml)?;
    let templates = session.shelf(plan)?;
    let names = names(&templates);
    let described = |name: &str| TemplateJson::new(name, &templates);
    let Some(name) = args.template.as_deref() else {
        let all = names.iter().map(|name| described(name)).collect();
        list(plan, all, session);
        return Ok(Verdict::Yes);
    };
    if !names.contains(name) {
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        return Err(select::unknown("template", name, &names));
    }
    let mut template = described(name);
    let printed = match args.action {
        Action::Eject => {
            let (file, text) = eject(plan, &template, args.dry_run, session)?;
            let shown = visible(&file);
            template.text = Some(text.to_owned());
            if args.dry_run {
                session.note(&format!("would write {shown}:"));
                text.to_owned()
            } else {
                template.file = Some(file);
                format!("wrote {shown}\n")
            }
        }
        Action::List | Action::Show => {
            let text = args.text(name, &templates)?;
            template.text = Some(text.clone());
            text
        }
    };
    answer(args.action, plan, template, &printed, session);
    Ok(Verdict::Yes)
}

impl Args {
    /// Complains of words that do not go together.
    fn check(&self, session: &Session<'_>) -> Result<(), Failure> {
        let word = match self.action {
            Action::List => "list",
            Action::Show => "show",
            Action::Eject => "eject",
        };
        match (&self.template, self.action) {
            (Some(name), Action::List) => {
                let name = visible(name);
                return Err(Failure::usage("`irp template list` takes no name")
                    .hint(format!("`irp template show {name}` shows that one")));
            }
            (None, Action::Show | Action::Eject) => {
                return Err(Failure::usage(format!("which template? `irp template {word} NAME`"))
                    .hint("`irp template list` names them"));
            }
            _ => {}
        }
        if self.builtin && self.action != Action::Show {
            return Err(Failure::usage(format!("--builtin says nothing to `irp template {word}`"))
                .hint("`irp template show NAME --builtin` shows irp's own"));
        }
        if self.dry_run && self.action != Action::Eject {
            return Err(Failure::usage(format!("--dry-run says nothing to `irp template {word}`"))
                .hint("only `irp template eject NAME` writes"));
        }
        if self.action == Action::Eject && session.options.rev.is_some() {
            return Err(Failure::usage("a revision cannot be written to: eject is about files")
                .hint("leave out --rev"));
        }
        Ok(())
    }

    /// The text of a template: the plan's, unless irp's own was asked for.
    fn text(&self, name: &str, templates: &Templates) -> Result<String, Failure> {
        if self.builtin {
            return originals::text(name).map(str::to_owned).ok_or_else(|| {
                Failure::usage(format!("irp has no template {} of its own", visible(name)))
                    .hint("leave out --builtin to see the plan's")
            });
        }
        Ok(templates.verbatim(name).unwrap_or_default().to_owned())
    }
}

impl TemplateJson {
    fn new(name: &str, templates: &Templates) -> Self {
        let set = originals::set(name);
        Self {
            name: name.to_owned(),
            about: set.map(|set| set.about),
            command: set.map_or_else(
                || format!("irp render {name}"),
                |set| set.command.replace("TEMPLATE", name),
            ),
            data_schema: set.map_or("render.output", |set| set.schema),
            builtin: set.is_some(),
            file: templates.place(name),
            text: None,
        }
    }
}

/// The names of irp's templates and of the plan's.
fn names(templates: &Templates) -> BTreeSet<String> {
    let irps = originals::all().iter().map(|(name, _)| *name);
    irps.chain(templates.own()).map(str::to_owned).collect()
}

fn list(plan: &Plan, templates: Vec<TemplateJson>, session: &mut Session<'_>) {
    if session.options.json {
        let body = Body { plan: plan.name.clone(), action: Action::List, templates };
        let text = session.json("template", &plan.zone, body);
        return session.print(&text);
    }
    let columns = [("template", 0), ("from", 0), ("made by", 1), ("what", 2)];
    let mut table = Table::new(&columns);
    for template in &templates {
        let from = template.file.clone().unwrap_or_else(|| "irp".to_owned());
        let about = template.about.unwrap_or("a page of the plan's own");
        let row = [template.name.as_str(), from.as_str(), template.command.as_str(), about];
        table.rows.push(row.map(Cell::same).to_vec());
    }
    let style = session.style();
    let text = match style.width {
        None => table.tsv(),
        Some(width) if width < WIDE => table.list(),
        Some(_) => table.terminal(style),
    };
    session.print(&text);
}

/// Copies one of irp's templates into the plan, and returns its path in the plan and its text.
fn eject(
    plan: &Plan,
    template: &TemplateJson,
    dry: bool,
    session: &Session<'_>,
) -> Result<(String, &'static str), Failure> {
    let name = visible(&template.name);
    if let Some(file) = &template.file {
        let file = visible(file);
        let failure = Failure::usage(format!("{file} is there already and stays as it is"));
        return Err(if template.builtin {
            failure.hint(format!("`irp template show {name} --builtin` prints irp's own"))
        } else {
            failure.hint("it is the plan's own: irp has none of that name")
        });
    }
    let text = originals::text(&template.name).unwrap_or_default();
    let file = format!("{}/{}", templates_folder(plan), template.name);
    if !change::begin(session, (&file, text), dry)? {
        return Err(Failure::usage(format!(
            "{} is there already and stays as it is",
            visible(&file)
        ))
        .hint(format!("`irp template show {name} --builtin` prints irp's own")));
    }
    Ok((file, text))
}

fn answer(
    action: Action,
    plan: &Plan,
    template: TemplateJson,
    printed: &str,
    session: &mut Session<'_>,
) {
    if !session.options.json {
        return session.print(printed);
    }
    let body = Body { plan: plan.name.clone(), action, templates: vec![template] };
    let text = session.json("template", &plan.zone, body);
    session.print(&text);
}
