//! `irp diff`: what a change of the plan does.

mod asked;
mod grounds;
mod judge;
mod sides;

use chrono::TimeDelta;
use clap::ValueEnum;

use self::grounds::Grounds;
use self::sides::Pair;
use super::schedule::bounded;
use crate::cli::heading::Heading;
use crate::cli::{Failure, Session, Verdict};
use crate::diff::{Changes, Comparison, Effect, Question};
use crate::plan::Plan;
use crate::rules::{self, Options};
use crate::time::{Instant, Span, Zone, read_length, show};
use crate::views::diff::human::{self, Layout, Rows};
use crate::views::diff::{Shown, markdown};

pub use crate::views::diff::json::Body;

/// Show what a change does: who gains and loses which shifts, now and ahead
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp diff [REV | REV..REV | REV REV] [OPTIONS]\n       \
    irp diff --no-git DIR DIR [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp diff                          what is not committed yet
  irp diff main...HEAD              what a branch does, from where it left main
  irp diff v1 v2 --for 13w          two revisions, over a quarter
  irp diff --no-git old/plan plan   two folders
  irp diff --fail-on now,gap,notice=14d main
                                    a check: nobody is moved now or soon

A..B and A B compare two revisions, A...B compares B with the commit from which A and B part; an end
that is left out is HEAD. Both sides are read with the same clock.

Exit code:
  0  it could be compared
  1  with --exit-code, something changes; with --fail-on, something that it names happens
  2  a side has no plan or a faulty one, or there is no such revision")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct Args {
    /// Revisions, such as main, main..HEAD or main...HEAD [default: HEAD, and the files]
    #[arg(value_name = "REV", num_args = 0..=2)]
    sides: Vec<String>,
    /// Compare the plans of two folders
    #[arg(long, conflicts_with = "plan")]
    no_git: bool,
    /// From when, in words or as a timestamp [default: now, and as far back]
    #[arg(long, value_name = "WHEN")]
    from: Option<String>,
    /// For how long, such as 6w or 3mo [default: two full cycles, 4w to 26w]
    #[arg(long = "for", value_name = "LENGTH")]
    length: Option<String>,
    /// human (on a terminal), tsv (elsewhere), list, markdown or json
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
    format: Option<Format>,
    /// For people, every row of long sections
    #[arg(long)]
    all: bool,
    /// In Markdown, mention people by their chat handles, which tells them
    #[arg(long)]
    mention: bool,
    /// Exit with 1 where anything is written otherwise
    #[arg(long)]
    exit_code: bool,
    /// Exit with 1 where one of these happens: now, past, gap, notice=LENGTH, effective
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    fail_on: Vec<String>,
}

/// How the answer is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Columns for a terminal
    Human,
    /// Tab-separated, nothing left out
    Tsv,
    /// One `key: value` a line
    List,
    /// For a comment on a pull request
    Markdown,
    /// JSON
    Json,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let grounds = Grounds::read(&args.fail_on)?;
    let format = args.format(session)?;
    let pair = Pair::read(&asked::read(&args.sides, args.no_git)?, session)?;
    pair.refuse_faults(session)?;
    let (before, after, now) = (pair.before.plan, pair.after.plan, session.now);
    let viewer = session.viewer(after)?;
    let comparison = Comparison::new(before, after);
    let (window, since) = args.time(session, &comparison, after, &viewer)?;
    let notice = grounds.notice(now, &viewer)?;
    let length = notice.map_or_else(|| usual_notice(after), |until| until - now);
    let question = Question { now, window, since, notice: length };
    let changes = &comparison.changes(&question, &session.zones);
    let findings = &pair.findings(&changes.renames, session);
    let viewer = &viewer;
    let shown = Shown { before, after, changes, findings, window, since, now, viewer };
    args.print(session, format, &pair, &shown);
    let failed = grounds.hold(changes, notice);
    if !failed.is_empty() {
        session.note(&format!("--fail-on: {}", failed.join("; ")));
    }
    Ok(if failed.is_empty() && !args.differs(changes) { Verdict::Yes } else { Verdict::No })
}

impl Args {
    fn format(&self, session: &Session<'_>) -> Result<Format, Failure> {
        let format = match (self.format, session.style().width) {
            _ if session.options.json => Format::Json,
            (Some(format), _) => format,
            _ if session.accessible() => Format::List,
            (None, Some(_)) => Format::Human,
            (None, None) => Format::Tsv,
        };
        if self.mention && format != Format::Markdown {
            return Err(Failure::usage("--mention is for Markdown")
                .hint("`irp diff --format markdown --mention`"));
        }
        Ok(format)
    }

    /// Whether the change is one of which `--exit-code` is to tell.
    fn differs(&self, changes: &Changes) -> bool {
        self.exit_code && changes.effect != Effect::None
    }

    /// The span that is looked at, and from when the past is.
    fn time(
        &self,
        session: &Session<'_>,
        comparison: &Comparison<'_>,
        after: &Plan,
        viewer: &Zone,
    ) -> Result<(Span, Instant), Failure> {
        let now = session.now;
        let from = session.when(self.from.as_deref().unwrap_or("now"), after, viewer)?;
        let usual = || comparison.window(now).length();
        let end = match &self.length {
            Some(length) => read_length(length)?.after(from.instant, &from.zone)?,
            None => from.instant.checked_add_signed(usual()).unwrap_or(from.instant),
        };
        let window = bounded(Span::new(from.instant, end), viewer)?;
        let back = now.checked_sub_signed(window.length()).unwrap_or(now);
        Ok((window, if self.from.is_some() { window.start } else { back }))
    }

    fn print(&self, session: &mut Session<'_>, format: Format, pair: &Pair, shown: &Shown<'_>) {
        let heading = heading(session, pair, shown);
        let style = session.style();
        let people = |rows| human::text(shown, Layout { style, all: self.all, rows });
        let text = match format {
            Format::Human => heading.lines(style) + &people(Rows::Table),
            Format::List => heading.lines(style) + &people(Rows::List),
            Format::Tsv => {
                session.note(&heading.line());
                people(Rows::Tabs)
            }
            Format::Markdown => {
                markdown::text(shown, &heading.line(), self.mention, markdown::COMMENT)
            }
            Format::Json => session.json("diff", shown.viewer, Body::new(shown, pair.json())),
        };
        session.print(&text);
    }
}

/// How long before its start a shift may no longer move, as the rule about that has it.
fn usual_notice(plan: &Plan) -> TimeDelta {
    let rule = rules::named("line-up-rewrites-shifts");
    rule.map_or_else(TimeDelta::zero, |rule| Options::new(rule, plan).length("notice"))
}

fn heading(session: &Session<'_>, pair: &Pair, shown: &Shown<'_>) -> Heading {
    let full = |at: Instant| show::full(at, shown.viewer);
    let mut parts = vec![
        pair.label(),
        format!("from {} until {}", full(shown.window.start), full(shown.window.end)),
    ];
    if shown.since < shown.window.start {
        parts.push(format!("the past since {}", full(shown.since)));
    }
    Heading::new(session, shown.after, parts, shown.viewer)
}
