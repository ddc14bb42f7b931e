//! `irp schema`: JSON Schemas of what plans write and of what irp prints.

use clap::builder::PossibleValuesParser;
use serde_json::Value;

use super::ANSWERS;
use crate::cli::{Failure, Session, Verdict};
use crate::syntax::{HandoffNote, Incident, Read, Runbook};
use crate::views::schema;
use crate::views::table::{Cell, Table};

/// Print the JSON Schema of plan files, or of what --json prints
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp schema [NAME] [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp schema > irp.schema.json   for `#:schema ./irp.schema.json` in plan files
  irp schema oncall.output       what `irp oncall --json` prints
  irp schema --list")]
pub struct Args {
    /// Which: plan (default), or another that --list names
    #[arg(value_name = "NAME", default_value = "plan")]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    #[arg(value_parser = PossibleValuesParser::new(names()))]
    name: String,
    /// List the schemas
    #[arg(long, conflicts_with_all = ["name", "json"])]
    list: bool,
}

/// A schema that there is.
struct Form {
    /// Its name; the file in `plan-schema/` has it too.
    name: &'static str,
    /// What it is of.
    about: &'static str,
    make: fn(&'static str) -> Value,
}

/// What plans write.
const TABLES: [Form; 5] = [
    Form { name: "plan", about: "a plan file", make: |_| schema::plan() },
    Form { name: "lint", about: "the [lint] table of a plan file", make: |_| schema::lint() },
    Form {
        name: "runbook",
        about: "the front matter of a runbook",
        make: |_| schema::table("The front matter of a runbook", &Runbook::shape()),
    },
    Form {
        name: "incident",
        about: "the front matter of an incident record",
        make: |_| schema::table("The front matter of an incident record", &Incident::shape()),
    },
    Form {
        name: "handoff",
        about: "the front matter of a handoff note",
        make: |_| schema::table("The front matter of a handoff note", &HandoffNote::shape()),
    },
];

fn names() -> impl Iterator<Item = &'static str> {
    let answers = ANSWERS.iter().map(|answer| answer.schema);
    TABLES.iter().map(|form| form.name).chain(answers)
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    if args.list {
        list(session);
        return Ok(Verdict::Yes);
    }
    let table = TABLES.iter().find(|form| form.name == args.name);
    let answer = ANSWERS.iter().find(|answer| answer.schema == args.name);
    let schema = table.map(|form| (form.make)(form.name));
    let schema =
        schema.or_else(|| answer.map(|answer| (answer.make)(answer.command, answer.typed())));
    let schema = schema.ok_or_else(|| Failure::usage("there is no such schema"))?;
    session.print(&schema::text(&schema));
    Ok(Verdict::Yes)
}

fn list(session: &mut Session<'_>) {
    let mut table = Table::new(&[("schema", 0), ("of", 0)]);
    let answers = ANSWERS
        .iter()
        .map(|answer| (answer.schema, format!("what `irp {} --json` prints", answer.typed())));
    let tables = TABLES.iter().map(|form| (form.name, form.about.to_owned()));
    for (name, about) in tables.chain(answers) {
        table.rows.push(vec![Cell::same(name.to_owned()), Cell::same(about)]);
    }
    let style = session.style();
    let text = if style.width.is_some() { table.terminal(style) } else { table.tsv() };
    session.print(&text);
}
