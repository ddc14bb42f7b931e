//! `irp escalate`: what happens when a page goes out, step by step, and how long it may take.

mod answer;
mod asked;
mod body;
mod called;
mod line;
mod longest;
mod rows;
mod slowest;
mod words;

use clap::ValueEnum;

use self::answer::Answer;
pub use self::body::Body;
use self::slowest::Slow;
use super::select;
use crate::cli::{Failure, Session, Verdict};
use crate::plan::Read;

/// Walk through a page: who is reached, when and how
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp escalate [SERVICE] [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp escalate payments --severity sev1
  irp escalate payments --severity sev1 --at 'sat 03:00'
  irp escalate payments --severity sev1 --silent mia --silent ben
  irp escalate --worst                     every service and severity
  irp escalate payments --worst --silent mia

A person counts as reached when the first push, text message or call of their own goes out; for a
severity of low urgency, mail and chat count too. Who has time off or is not employed at that
moment, or is given with --silent, does not count. --worst looks from now, or --at, over the plan's
`horizon`, in the hours in which the service and the severity need people.

Exit code:
  0  somebody is reached
  1  nobody is; with --worst, there is an instant at which nobody would be
  2  a fault touches what was asked, or the service has no escalation for the severity")]
pub struct Args {
    /// The service that has the trouble
    #[arg(value_name = "SERVICE")]
    named: Option<String>,
    /// The same as SERVICE; with --worst it may be repeated
    #[arg(long, short, value_name = "ID")]
    service: Vec<String>,
    /// How bad it is; with --worst it may be repeated
    #[arg(long, value_name = "ID")]
    severity: Vec<String>,
    /// When the alert fires, in words or as a timestamp [default: now]
    #[arg(long, value_name = "WHEN")]
    at: Option<String>,
    /// What if this person does not answer; may be repeated
    #[arg(long, value_name = "PERSON")]
    silent: Vec<String>,
    /// The longest that it takes to reach a first human, and two
    #[arg(long)]
    worst: bool,
    /// human (on a terminal), tsv (elsewhere), list, md or json
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
    format: Option<Format>,
}

/// How answers are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A line of time, or with --worst columns
    Human,
    /// Tab-separated, nothing left out
    Tsv,
    /// One `key: value` a line
    List,
    /// Markdown
    Md,
    /// JSON
    Json,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Toml)?;
    let viewer = session.viewer(plan)?;
    let words = args.at.as_deref().unwrap_or("now");
    let when = session.when(words, plan, &viewer)?;
    let silent = select::people(plan, &args.silent)?;
    if args.worst {
        return Slow::new(args, plan, when.instant, viewer, silent)?.run(args, session);
    }
    let page = args.page(plan)?;
    Answer::new(page, when, viewer, silent, words).run(args, session)
}

impl Args {
    /// The layout that is asked for, or that suits whoever reads.
    fn format(&self, session: &Session<'_>) -> Format {
        match (self.format, session.style().width) {
            _ if session.options.json => Format::Json,
            (Some(format), _) => format,
            _ if session.accessible() => Format::List,
            (None, Some(_)) => Format::Human,
            (None, None) => Format::Tsv,
        }
    }
}
