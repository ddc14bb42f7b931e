//! `irp completions`: a script that lets a shell complete irp's words and the plan's ids.

use crate::cli::complete::Shell;
use crate::cli::{Failure, Session, Verdict};

/// Print the script that completes irp's words in a shell
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp completions <SHELL> [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp completions bash > ~/.local/share/bash-completion/completions/irp
  irp completions zsh > ~/.zfunc/_irp
  irp completions fish > ~/.config/fish/completions/irp.fish")]
pub struct Args {
    /// bash, zsh, fish, powershell or elvish
    #[arg(value_name = "SHELL", value_enum, hide_possible_values = true)]
    shell: Shell,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    if session.options.json {
        return Err(Failure::usage("`irp completions` prints a script, which is not JSON"));
    }
    session.print(args.shell.script());
    Ok(Verdict::Yes)
}
