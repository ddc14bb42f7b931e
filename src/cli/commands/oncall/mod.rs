//! `irp oncall`: who is on call, until when, and who is next.

mod answer;
mod body;
mod print;
#[cfg(unix)]
mod watch;

use clap::ValueEnum;

use self::answer::{Answer, Row};
pub use self::body::Body;
use self::print::Print;
use super::select::{self, Select};
use crate::cli::faults::Asked;
use crate::cli::force::Force;
use crate::cli::{Failure, Session, Verdict};
use crate::plan::{Plan, Read};
use crate::time::{Instant, Span, When};

/// Say who is on call
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp oncall [WHEN]... [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp oncall
  irp oncall tomorrow 9am
  irp oncall fri 17:00 Asia/Kolkata   the zone may be `plan` or a person's id
  irp oncall +2h                      or -30m, or 2026-11-23T09:00:00Z
  irp oncall --service shop --print email
  irp oncall --watch --team web       until you press q
  irp oncall 2026-09-10 --in-force    by the plan of that time

Exit code:
  0  somebody is on call, and wherever somebody must be
  1  nobody is, somebody is missing, or has not what --print asks for
  2  a fault touches what was asked")]
pub struct Args {
    /// When, in words or as a timestamp [default: now]
    #[arg(value_name = "WHEN")]
    when: Vec<String>,
    /// Only this rotation; every filter may be repeated
    #[arg(long, short, value_name = "ID")]
    rotation: Vec<String>,
    /// Only rotations of this team
    #[arg(long, short, value_name = "ID")]
    team: Vec<String>,
    /// Only rotations with this role
    #[arg(long, value_name = "ID")]
    role: Vec<String>,
    /// Only rotations that a page for this service reaches
    #[arg(long, short, value_name = "ID")]
    service: Vec<String>,
    /// Only rotations that a page of this severity reaches
    #[arg(long, value_name = "ID")]
    severity: Vec<String>,
    /// Only rotations in which this person is on call
    #[arg(long, short, value_name = "ID")]
    person: Vec<String>,
    /// Only their name, id, email, chat, phone, sms or push
    #[arg(long, value_name = "WHAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with_all = ["json", "format"])]
    print: Option<Print>,
    /// table (on a terminal), tsv (elsewhere), list or json
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
    format: Option<Format>,
    #[command(flatten)]
    force: Force,
    /// Show the answer of now, and show it anew at each change; q quits
    #[cfg(unix)]
    #[arg(long, conflicts_with_all = ["when", "print", "json", "rev", "in_force"])]
    watch: bool,
}

/// How answers are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns for a terminal
    Table,
    /// Tab-separated, nothing left out
    Tsv,
    /// One `key: value` a line
    List,
    /// JSON
    Json,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let by_path = !args.service.is_empty() || !args.severity.is_empty();
    let read = if by_path { Read::Toml } else { Read::Shifts };
    #[cfg(unix)]
    if args.watch {
        return watch::run(args, read, session);
    }
    let (plan, when) = session.plan_then(&args.force, &args.words(), read)?;
    Ok(ask(args, plan, when, session)?.0)
}

impl Args {
    /// The words for the time.
    fn words(&self) -> String {
        if self.when.is_empty() { "now".to_owned() } else { self.when.join(" ") }
    }
}

/// Answers from a plan, and says when the answer next changes. `when` is given where the time had
/// to be known before the plan was read.
fn ask(
    args: &Args,
    plan: &Plan,
    when: Option<When>,
    session: &mut Session<'_>,
) -> Result<(Verdict, Option<Instant>), Failure> {
    let viewer = session.viewer(plan)?;
    let words = args.words();
    let when = when.map_or_else(|| session.when(&words, plan, &viewer), Ok)?;
    let select = Select {
        rotations: &args.rotation,
        teams: &args.team,
        services: &args.service,
        severities: &args.severity,
        roles: &args.role,
    };
    let selected = select.keys(plan)?;
    let everywhere = select.is_everything();
    let asked_for = select::people(plan, &args.person)?;
    let asked = Asked {
        rotations: &selected.keys,
        everything: everywhere,
        hidden: selected.hidden,
        span: Span::new(when.instant, when.instant + chrono::TimeDelta::nanoseconds(1)),
    };
    let touched = session.warn(plan, &asked);
    session.compare_in_force(plan, &asked, &asked_for, &viewer);
    let mut rows: Vec<_> =
        selected.keys.iter().map(|key| Row::at(plan, *key, when.instant)).collect();
    let change = rows.iter().filter_map(Row::change).min();
    if !asked_for.is_empty() {
        let theirs = |row: &Row| row.people().iter().any(|person| asked_for.contains(person));
        rows.retain(|row| row.is_blocked(plan) || theirs(row));
    }
    let keys = selected.keys;
    let answer = Answer { plan, keys, rows, asked_for, when, viewer, words, everywhere };
    let complete = answer.print(args, session);
    let verdict = match answer.verdict() {
        _ if touched => Verdict::Partial,
        Verdict::Yes if complete => Verdict::Yes,
        _ => Verdict::No,
    };
    Ok((verdict, change))
}
