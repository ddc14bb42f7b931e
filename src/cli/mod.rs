//! The command line: what was typed becomes a question to the library, its answer becomes text.

mod commands;
mod complete;
mod doubts;
mod failure;
mod faults;
mod folder;
mod force;
mod heading;
mod identity;
mod io;
pub mod manual;
mod options;
mod past;
mod session;
mod templates;
mod unread;
mod usage;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args as _, CommandFactory, FromArgMatches, Parser};

pub use failure::{Failure, FailureKind};
pub use io::{Disk, World};
pub use options::Options;
pub use past::{History, Past, Seen};
pub use session::Session;

use crate::time::Zones;

/// Says who is on call, and why, from an incident response plan kept in git as TOML.
#[derive(Debug, Parser)]
#[command(name = "irp", max_term_width = 100, disable_help_subcommand = true)]
#[command(disable_help_flag = true, disable_version_flag = true)]
#[command(subcommand_value_name = "COMMAND", override_usage = "irp <COMMAND> [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp init                          a first plan, with this repository's authors
  irp oncall                        who is on call now
  irp oncall fri 17:00 --team web   who is on call then
  irp schedule --for 4w             the shifts ahead
  irp why web-primary tomorrow 9am  each reason, with its file and line
  irp check                         every fault and finding
  irp diff main...HEAD              what a branch does to whose shifts

irp never sends a page and never opens a network connection.")]
pub struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: commands::Command,
    /// Print the version, and that of the zone data
    #[arg(long, short = 'V', action = clap::ArgAction::Version)]
    version: Option<bool>,
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
    if let Some(answer) = complete::answer(world, parser) {
        return finish(world, &answer, Verdict::Yes);
    }
    let args = words(&world.args);
    let read = |args| parser().try_get_matches_from(args).and_then(|m| Cli::from_arg_matches(&m));
    let cli = match Cli::of_one(&args).map_or_else(|| read(&args), Ok) {
        Ok(cli) => cli,
        Err(error) => return refuse(world, &error, &args),
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

impl Cli {
    /// Reads a command line with the declarations of the first command in it only, which costs less
    /// than with all of them; `None` where that is not enough: then it is read with all.
    fn of_one(args: &[OsString]) -> Option<Self> {
        let mut words = args.iter().skip(1).filter_map(|word| word.to_str());
        let command = words.find_map(commands::Command::declared)?;
        let root = clap::Command::new("irp").disable_help_flag(true).subcommand(command);
        let mut matches = Options::augment_args(root).try_get_matches_from(args).ok()?;
        let options = Options::from_arg_matches_mut(&mut matches).ok()?;
        let command = commands::Command::from_arg_matches_mut(&mut matches).ok()?;
        Some(Self { options, command, version: None })
    }
}

/// Prints help where it was asked for, and says what is wrong with the command line elsewhere.
fn refuse(world: &World, error: &clap::Error, args: &[OsString]) -> ExitCode {
    if !error.use_stderr() {
        return finish(world, &error.render().to_string(), Verdict::Yes);
    }
    let alone = [ErrorKind::MissingSubcommand, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand];
    if alone.contains(&error.kind()) {
        world.say(&named(args).render_help().to_string());
        return ExitCode::from(2);
    }
    let known = parser();
    let mut words = args.iter().skip(1).filter_map(|word| word.to_str());
    let command = words.find(|word| known.find_subcommand(word).is_some());
    let inner = command.and_then(|command| known.find_subcommand(command));
    let action =
        words.find(|word| inner.is_some_and(|inner| inner.find_subcommand(word).is_some()));
    let whole = command.map(|command| [&[command], action.as_slice()].concat().join(" "));
    if let Some(inner) = inner.filter(|inner| inner.has_subcommands() && action.is_none()) {
        let actions: Vec<_> = inner.get_subcommands().map(clap::Command::get_name).collect();
        return fail(world, &usage::failure(error, command, &actions));
    }
    let commands: Vec<_> = known.get_subcommands().map(clap::Command::get_name).collect();
    let mut failure = usage::failure(error, whole.as_deref(), &commands);
    let action = inner.zip(action).and_then(|(inner, action)| inner.find_subcommand(action));
    failure.hints.splice(0..0, usage::taken(error, action.or(inner), args));
    fail(world, &failure)
}

/// The command that words name, as deep as they do.
fn named(args: &[OsString]) -> clap::Command {
    let mut command = parser();
    command.build();
    for word in args.iter().skip(1).filter_map(|word| word.to_str()) {
        if let Some(inner) = command.find_subcommand(word) {
            command = inner.clone();
        }
    }
    command
}

/// The declarations of every command and option, with what is said of each.
#[must_use]
pub fn parser() -> clap::Command {
    let zones = Zones::embedded();
    Cli::command().version(format!("{} (zone data {})", env!("CARGO_PKG_VERSION"), zones.release()))
}

fn finish(world: &World, answer: &str, verdict: Verdict) -> ExitCode {
    if let Err(error) = world.answer(answer) {
        return fail(world, &unwritten(&error));
    }
    ExitCode::from(match verdict {
        Verdict::Yes => 0,
        Verdict::No => 1,
        Verdict::Partial => 2,
    })
}

fn unwritten(error: &std::io::Error) -> Failure {
    Failure::system(format!("cannot write: {}", io::reason(error)))
}

fn fail(world: &World, failure: &Failure) -> ExitCode {
    world.say(&failure.text());
    ExitCode::from(2)
}

/// The words of the command line as the option parser takes them: `irp help oncall` is
/// `irp oncall --help`, and `-30m` is a time, not an option.
fn words(args: &[OsString]) -> Vec<OsString> {
    let plain = |at: usize, arg: &OsString| {
        let ago = arg.to_str().and_then(relative);
        let ago =
            ago.filter(|_| !at.checked_sub(1).is_some_and(|before| takes_other(&args[before])));
        ago.map_or_else(|| arg.clone(), OsString::from)
    };
    match args {
        [name, help, rest @ ..] if help == "help" => {
            let rest =
                rest.iter().take_while(|word| !word.to_string_lossy().starts_with('-')).cloned();
            [name.clone()].into_iter().chain(rest).chain(["--help".into()]).collect()
        }
        all => all.iter().enumerate().map(|(at, arg)| plain(at, arg)).collect(),
    }
}

/// What `-30m` means in words.
fn relative(arg: &str) -> Option<String> {
    let time = arg.strip_prefix('-').filter(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.ends_with(|c: char| c.is_ascii_alphabetic())
    });
    time.map(|rest| format!("{rest} ago"))
}

/// Whether a word is an option that takes something else than a time.
fn takes_other(word: &OsString) -> bool {
    let Some(option) = word.to_str().filter(|word| word.starts_with('-')) else { return false };
    let (long, short) = (option.trim_start_matches('-'), option.chars().nth(1));
    let is = |arg: &clap::Arg| {
        let named = arg.get_long() == Some(long) || (option.len() == 2 && arg.get_short() == short);
        let time = arg.get_value_names().is_some_and(|names| names.iter().any(|n| n == "WHEN"));
        named && arg.get_action().takes_values() && !time
    };
    let known = parser();
    let commands =
        known.get_subcommands().flat_map(|command| command.get_subcommands().chain([command]));
    commands.chain([&known]).any(|command| command.get_arguments().any(is))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_means_the_same_with_the_declarations_of_one_command_or_of_all() {
        let names = ["oncall", "check", "why", "init", "explain", "man"];
        let more = ["--plan", "--rev", "now", "check", "--json", "-f", "--rule", "x", "--now=1"];
        let (mut read, mut refused) = (0, 0);
        let count = more.len();
        for name in names {
            for at in 0..count.pow(3) {
                let [one, two, three] =
                    [at, at / count, at / count / count].map(|at| more[at % count]);
                for words in [[name, one, two, three], [one, two, name, three]] {
                    let line = words.map(OsString::from);
                    let line: Vec<_> = [OsString::from("irp")].into_iter().chain(line).collect();
                    let all = parser().try_get_matches_from(&line);
                    let all = all.and_then(|matches| Cli::from_arg_matches(&matches));
                    match (Cli::of_one(&line), all) {
                        (Some(one), Ok(all)) => {
                            read += 1;
                            assert_eq!(format!("{one:?}"), format!("{all:?}"), "{words:?}");
                        }
                        (Some(_), Err(error)) => panic!("{words:?} is no command: {error}"),
                        (None, _) => refused += 1,
                    }
                }
            }
        }
        assert!(read > 500 && refused > 500, "{read} read, {refused} refused");
    }
}
