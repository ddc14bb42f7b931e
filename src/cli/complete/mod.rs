//! Completion in a shell: what may stand under the cursor of a command line that is being typed.
//!
//! The scripts of [`shells`] call `irp __complete SHELL ...` at each press of the key. What is
//! typed is walked along the same declarations that parse it ([`line`]), and what an argument
//! takes is looked up in the plan at hand ([`candidates`]). Nothing here complains: where a plan
//! cannot be read, or there is none, less is offered.

mod candidates;
mod kinds;
mod line;
mod shells;
#[cfg(test)]
mod tests;

use std::ffi::OsString;

use clap::Command;

use self::candidates::Source;
use self::line::{Line, Place};
pub use self::shells::Shell;
use super::World;

/// The word after the program's name by which the scripts ask.
const ASKED: &str = "__complete";

/// Something that may be typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// What would stand there.
    value: String,
    /// What it is, for shells that show it.
    help: String,
}

impl Candidate {
    fn new(value: impl Into<String>, help: impl Into<String>) -> Self {
        Self { value: value.into(), help: help.into() }
    }
}

/// What may stand under the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// One of these; one that ends with `/` goes on.
    These(Vec<Candidate>),
    /// A folder, which shells complete better.
    Folder,
    /// A file.
    File,
}

/// The answer to a script; `None` where the command line is not from one.
pub fn answer(world: &World, parser: fn() -> Command) -> Option<String> {
    let words = world.args.get(1..)?;
    let (_, words) = words.split_first().filter(|(first, _)| *first == ASKED)?;
    let words: Vec<_> = words.iter().map(lossy).collect();
    Some(words.split_first().and_then(|asked| offer(asked, world, parser())).unwrap_or_default())
}

fn lossy(word: &OsString) -> String {
    word.to_string_lossy().into_owned()
}

fn offer(
    (shell, words): (&String, &[String]),
    world: &World,
    mut parser: Command,
) -> Option<String> {
    let shell = Shell::named(shell)?;
    let (words, breaks) = shell.words(words)?;
    parser.build();
    let line = Line::new(&parser, &words)?;
    let source = Source { world, plan: line.value("plan"), rev: line.value("rev") };
    let offer = match line.place {
        Place::Word(_) if line.has_commands() => Offer::These(line.commands()),
        Place::Value { arg, nth } | Place::Word(Some((arg, nth))) => {
            source.offer(arg, nth, &line.typed)
        }
        Place::Word(None) if !line.typed.is_empty() => Offer::These(Vec::new()),
        Place::Word(None) | Place::Option => Offer::These(line.options()),
    };
    Some(shell.text(offer, &line, &breaks))
}
