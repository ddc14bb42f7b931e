//! `irp game-day`: exercises, from the proposal of the next one to what was measured in the last.

mod actions;
mod body;
mod day;
mod draft;
mod due;
mod grounds;
mod list;
mod new;
mod next;
mod page;
mod proposal;
mod proposed;
mod record;
mod show;
mod which;
mod write;

use clap::{Subcommand, ValueEnum};

pub use self::body::Body;
use super::select;
use crate::cli::faults::Asked;
use crate::cli::heading::Heading;
use crate::cli::{Failure, Session, Verdict};
use crate::plan::{Plan, RotationKey};
use crate::record::{Exercise, exercises};
use crate::time::{Span, Zone};
use crate::views::sections::{self as pages, Rows, Section};

/// Plan exercises, record what happens in them, compare it with what was expected
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp game-day <ACTION> [OPTIONS]", subcommand_value_name = "ACTION")]
#[command(subcommand_help_heading = "Actions", disable_help_subcommand = true)]
#[command(after_help = "\
Examples:
  irp game-day next                            what to exercise, and when everybody can
  irp game-day next --write                    plan just that
  irp game-day start                           the fault is injected now
  irp game-day mark detected
  irp game-day finish --held yes
  irp game-day show 2026-11-12-checkout --actions

Exit code:
  0  it was answered or written
  1  next: nothing is to be exercised, or no time fits everybody
  2  a fault touches what was asked, or it could not be written")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

/// What is done with game days.
#[derive(Debug, Subcommand)]
enum Action {
    List(list::Args),
    New(new::Args),
    Next(next::Args),
    Start(record::Start),
    Mark(record::Mark),
    Finish(record::Finish),
    Show(show::Args),
}

/// How an answer is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for a terminal, tab-separated elsewhere
    Human,
    /// One `key: value` a line
    List,
    /// Markdown
    #[value(alias = "markdown")]
    Md,
    /// JSON
    Json,
}

/// How an answer is laid out, as an option.
#[derive(Clone, Copy, Debug, clap::Args)]
struct Layout {
    /// human, list, md or json
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
    format: Option<Format>,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    match &args.action {
        Action::List(args) => list::run(args, session),
        Action::New(args) => new::run(args, session),
        Action::Next(args) => next::run(args, session),
        Action::Start(args) => args.run(session),
        Action::Mark(args) => args.run(session),
        Action::Finish(args) => args.run(session),
        Action::Show(args) => show::run(args, session),
    }
}

impl Layout {
    fn is_json(self, session: &Session<'_>) -> bool {
        session.options.json || self.format == Some(Format::Json)
    }

    /// Prints sections below a heading, or the body as JSON.
    fn print(
        self,
        (title, sections, body): (&str, &[Section], Body),
        plan: &Plan,
        zone: &Zone,
        session: &mut Session<'_>,
    ) {
        let style = session.style();
        let json = self.is_json(session);
        let now = format!("now = {}", crate::time::show::full(session.now, zone));
        let heading = Heading::new(session, plan, [title.to_owned(), now], zone);
        let text = match self.format.unwrap_or(Format::Human) {
            _ if json => session.json("game-day", zone, body),
            Format::Md => pages::markdown(&pages::capital(title), &heading.line(), sections),
            Format::Human if style.width.is_none() && !session.accessible() => {
                session.note(&heading.line());
                pages::text(sections, Rows::Tabs, style)
            }
            format => {
                let list = format == Format::List || session.accessible();
                let rows = if list { Rows::List } else { Rows::Table };
                heading.lines(style) + &pages::text(sections, rows, style)
            }
        };
        session.print(&text);
    }
}

/// The exercise of an id.
///
/// # Errors
/// Where the plan has none, or it cannot be read.
fn find<'a>(plan: &'a Plan, id: &str) -> Result<Exercise<'a>, Failure> {
    if let Some(found) = exercises(plan).into_iter().find(|one| one.id.value.as_ref() == id) {
        return Ok(found);
    }
    let days = &plan.written.game_days;
    if days.iter().any(|entry| entry.id.value.as_ref() == id) {
        return Err(Failure::plan(format!("a fault hides the game day `{id}`"))
            .hint("`irp check` shows it"));
    }
    let ids: Vec<_> = days.iter().map(|entry| entry.id.value.as_ref()).collect();
    Err(select::unknown("game day", id, &ids))
}

/// Says which faults touch an answer about some rotations, or about game days alone.
fn warn(plan: &Plan, rotations: &[RotationKey], span: Span, session: &mut Session<'_>) -> bool {
    let touched = session.warn(plan, &Asked { rotations, everything: true, hidden: false, span });
    let own = plan.faults.iter().any(|fault| fault.path.starts_with("game-days."));
    if own {
        session.note("warning: a game day has a fault, so something of it may be missing here");
    }
    touched || own
}

/// Checks that there are files that can be written.
///
/// # Errors
/// Where the plan is read from a revision.
fn refuse_revision(session: &Session<'_>) -> Result<(), Failure> {
    match session.options.rev {
        None => Ok(()),
        Some(_) => Err(Failure::usage("a revision cannot be changed: this writes into files")
            .hint("leave out --rev")),
    }
}
