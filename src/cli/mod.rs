//! The command line: what was typed becomes a question to the library, its answer becomes text.

mod commands;
mod failure;
mod io;
mod options;
mod session;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser};

pub use failure::{Failure, FailureKind};
pub use io::{Disk, World};
pub use options::Options;
pub use session::Session;

use crate::time::Zones;

/// Says who is on call, and why, from an incident response plan kept in git.
///
/// irp reads TOML files and answers. It never sends a page and never opens a network connection.
#[derive(Debug, Parser)]
#[command(name = "irp", max_term_width = 100, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: commands::Command,
}

/// How a command ended that could be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes, or nothing to complain of.
    Yes,
    /// No: somebody is missing, or something must be mended.
    No,
    /// An answer was given, but a fault of the plan touches a part of what was asked.
    Partial,
}

/// Carries out one command line.
#[must_use]
pub fn run(world: &mut World) -> ExitCode {
    let args = world.args.iter().map(|arg| match arg.to_str() {
        Some(text) => relative(text).into(),
        None => arg.clone(),
    });
    let command = Cli::command().version(version());
    let parsed = command.try_get_matches_from(args).and_then(|m| Cli::from_arg_matches(&m));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            let text = error.render();
            if error.use_stderr() {
                world.say(&text.to_string());
                return ExitCode::from(2);
            }
            return finish(world, &text.to_string(), Verdict::Yes);
        }
    };
    let mut session = match Session::new(world, cli.options) {
        Ok(session) => session,
        Err(failure) => return fail(world, &failure),
    };
    match cli.command.run(&mut session) {
        Ok(verdict) => {
            let (answer, notes) = session.texts();
            world.say(&notes);
            finish(world, &answer, verdict)
        }
        Err(failure) => {
            let (answer, notes) = session.texts();
            world.say(&notes);
            finish(world, &answer, Verdict::Partial);
            fail(world, &failure)
        }
    }
}

fn version() -> String {
    let zones = Zones::embedded();
    format!("{} (zone data {})", env!("CARGO_PKG_VERSION"), zones.release())
}

fn finish(world: &World, answer: &str, verdict: Verdict) -> ExitCode {
    if let Err(error) = world.answer(answer) {
        return fail(world, &Failure::system(format!("cannot write: {}", io::reason(&error))));
    }
    ExitCode::from(match verdict {
        Verdict::Yes => 0,
        Verdict::No => 1,
        Verdict::Partial => 2,
    })
}

fn fail(world: &World, failure: &Failure) -> ExitCode {
    world.say(&failure.text());
    ExitCode::from(2)
}

/// `-30m` is a time, not an option: written so that the option parser lets it pass.
fn relative(arg: &str) -> String {
    let time = arg.strip_prefix('-').filter(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.ends_with(|c: char| c.is_ascii_alphabetic())
    });
    time.map_or_else(|| arg.to_owned(), |rest| format!("{rest} ago"))
}
