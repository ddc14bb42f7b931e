//! `irp schema`: the plan format as JSON Schema.

use clap::ValueEnum;

use crate::cli::{Failure, Session, Verdict};
use crate::syntax::{Document, HandoffNote, Incident, Read, Runbook};
use crate::views::schema;

/// Print the JSON Schema of plan files or of a front matter, for editors
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp schema [TABLE] [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp schema > plan.schema.json
  irp schema runbook")]
pub struct Args {
    /// plan (default), or the front matter of a runbook, an incident or a handoff
    #[arg(value_name = "TABLE", value_enum, default_value = "plan")]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    table: Table,
}

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Table {
    /// A plan file
    Plan,
    /// The front matter of a runbook
    Runbook,
    /// The front matter of an incident record
    Incident,
    /// The front matter of a handoff note
    Handoff,
}

#[expect(clippy::unnecessary_wraps, reason = "commands have one form")]
pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let shape = match args.table {
        Table::Plan => Document::shape(),
        Table::Runbook => Runbook::shape(),
        Table::Incident => Incident::shape(),
        Table::Handoff => HandoffNote::shape(),
    };
    session.print(&schema::text(&shape));
    Ok(Verdict::Yes)
}
