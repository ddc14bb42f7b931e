//! The actions of `irp incident` and their options.

use super::{close, import, list, log, new, set, show};

/// Keep the records of incidents: begin one, add to it, show it
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp incident <ACTION> [OPTIONS]")]
#[command(subcommand_value_name = "ACTION", subcommand_help_heading = "Actions")]
#[command(after_help = "\
Examples:
  irp incident new payments --severity sev1
  irp incident log \"rolled back 4412\" --kind action
  irp incident set commander ana
  irp incident set mitigated --at today 14:05
  irp incident list --open
  irp incident show

A record is a Markdown file with TOML front matter, in incidents/ of the plan. Where exactly one
incident is open, its id may be left out. `irp incident ACTION --help` says more of each action.

Exit code:
  0  it was done
  1  an incident cannot be closed yet
  2  it could not be done, or a fault of the plan touches who holds which role")]
pub struct Args {
    #[command(subcommand)]
    pub action: Action,
}

/// What is done with records.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    New(new::Args),
    Log(log::Args),
    Set(set::Args),
    List(list::Args),
    Show(show::Args),
    Close(close::Args),
    ImportChat(import::Args),
}
