//! `irp completions`: a script that lets a shell complete irp's commands and options.

use clap_complete::Shell;

use crate::cli::{Failure, Session, Verdict, parser};

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
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut parser(), "irp", &mut script);
    session.print(&String::from_utf8_lossy(&script));
    Ok(Verdict::Yes)
}
