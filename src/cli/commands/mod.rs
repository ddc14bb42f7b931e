//! The commands, one file each.

mod check;
mod completions;
mod man;
mod oncall;
mod schedule;
mod schema;
mod select;
mod why;

use clap::Subcommand;

use super::{Failure, Session, Verdict};

/// The commands, in the order in which help lists them.
#[derive(Debug, Subcommand)]
pub enum Command {
    Oncall(oncall::Args),
    Schedule(schedule::Args),
    Why(why::Args),
    Check(check::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Command {
    /// Carries it out.
    ///
    /// # Errors
    /// Where it cannot be carried out.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Verdict, Failure> {
        match self {
            Self::Check(args) => check::run(args, session),
            Self::Completions(args) => completions::run(args, session),
            Self::Man(args) => man::run(args, session),
            Self::Oncall(args) => oncall::run(args, session),
            Self::Schedule(args) => schedule::run(args, session),
            Self::Schema(args) => schema::run(args, session),
            Self::Why(args) => why::run(args, session),
        }
    }
}
