//! `irp man`: the manual pages.

use std::path::PathBuf;

use crate::cli::io::reason;
use crate::cli::{Failure, Session, Verdict, manual, parser};
use crate::diagnostic::nearest;

/// Print a manual page, or write all of them
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp man [COMMAND] [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp man | man -l -              the page of irp
  irp man oncall | man -l -       that of one command
  irp man --out /usr/share/man/man1

Exit code:
  0  the page was printed, or all were written
  2  there is no such command, or a page could not be written")]
pub struct Args {
    /// The command [default: irp itself]
    #[arg(value_name = "COMMAND", conflicts_with = "out")]
    command: Option<String>,
    /// Write every page into this folder, for packages
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    if session.options.json {
        return Err(Failure::usage("`irp man` prints pages, which are not JSON"));
    }
    let mut root = parser();
    root.build();
    if let Some(folder) = &args.out {
        for command in std::iter::once(&root).chain(manual::commands(&root)) {
            let path = folder.join(manual::name(command) + ".1");
            session.write(&path, &manual::page(&root, command)).map_err(|error| {
                let (path, reason) = (path.display(), reason(&error));
                Failure::system(format!("cannot write {path}: {reason}"))
            })?;
        }
        return Ok(Verdict::Yes);
    }
    let page = match args.command.as_deref() {
        None | Some("irp") => manual::page(&root, &root),
        Some(name) => {
            let is_called = |command: &&clap::Command| {
                command.get_name() == name || command.get_all_aliases().any(|alias| alias == name)
            };
            let found = manual::commands(&root).find(is_called);
            manual::page(&root, found.ok_or_else(|| unknown(&root, name))?)
        }
    };
    session.print(&page);
    Ok(Verdict::Yes)
}

fn unknown(root: &clap::Command, name: &str) -> Failure {
    let failure = Failure::usage(format!("irp has no command `{name}`, so there is no page of it"));
    let commands: Vec<_> = manual::commands(root).map(clap::Command::get_name).collect();
    let near = nearest(name, commands.iter().copied());
    failure.hint(near.map_or_else(
        || format!("it has: {}", commands.join(", ")),
        |near| format!("did you mean `{near}`?"),
    ))
}
