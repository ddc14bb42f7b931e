//! `irp schedule`: the shifts of a span of time.

mod body;
mod drawn;
mod pictures;
mod tables;

use clap::ValueEnum;

pub use self::body::Body;

use super::select::{self, Select};
use crate::cli::faults::Asked;
use crate::cli::heading::Heading;
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::plan::{PersonKey, Plan, Read, RotationKey};
use crate::schedule::{self, Shift};
use crate::time::show;
use crate::time::{Span, When, Zone, read_length};
use crate::views::fold::fold;
use crate::views::table::inert;

/// No answer is longer than this.
const LONGEST_DAYS: i64 = 100 * 366;

/// Show the shifts of a span of time
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp schedule [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp schedule --for 4w --team web
  irp schedule --from 2026-12-01 --until 2027-01-01 --format csv
  irp schedule --person mia --for 3mo --tz mia
  irp schedule --gaps --for 1y
  irp schedule --format timeline --for 8w
  irp schedule --format month --person mia

Shifts are shown whole, not cut to the span. A timeline shows the whole days that the span touches,
a month whole months; a Mermaid chart is cut to the span.

Exit code:
  0  there are shifts; with --gaps, there are no gaps
  1  there are none; with --gaps, there are gaps
  2  a fault touches what was asked")]
pub struct Args {
    /// From when, in words or as a timestamp [default: now]
    #[arg(long, value_name = "WHEN")]
    from: Option<String>,
    /// Until when, in words or as a timestamp
    #[arg(long, value_name = "WHEN", conflicts_with = "length")]
    until: Option<String>,
    /// For how long, such as 6w or 3mo [default: 2w; with --format month, that month]
    #[arg(long = "for", value_name = "LENGTH")]
    length: Option<String>,
    /// Only this rotation; every filter may be repeated
    #[arg(long, short, value_name = "ID")]
    rotation: Vec<String>,
    /// Only rotations of this team
    #[arg(long, short, value_name = "ID")]
    team: Vec<String>,
    /// Only shifts of this person
    #[arg(long, short, value_name = "ID", conflicts_with = "gaps")]
    person: Vec<String>,
    /// Only gaps: somebody must be on call and nobody is
    #[arg(long)]
    gaps: bool,
    /// table (on a terminal), tsv (elsewhere), csv, list, md, json, timeline, month, mermaid
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
    format: Option<Format>,
    /// In a timeline, a bar for every layer too
    #[arg(long, conflicts_with = "gaps")]
    layers: bool,
    /// In a timeline or month, only ASCII beside names
    #[arg(long)]
    ascii: bool,
    /// Columns of a timeline or month [default: the terminal's, COLUMNS, or 100]
    #[arg(long, value_name = "COLUMNS")]
    width: Option<usize>,
}

/// How shifts are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns for a terminal
    Table,
    /// Tab-separated, nothing left out
    Tsv,
    /// Comma-separated, for spreadsheets
    Csv,
    /// One `key: value` a line
    List,
    /// A Markdown table
    Md,
    /// JSON
    Json,
    /// Bars on a line of time
    Timeline,
    /// Calendar grids
    Month,
    /// A Gantt chart for Markdown
    Mermaid,
}

impl Args {
    /// The layout that is asked for, or that suits whoever reads.
    fn format(&self, session: &Session<'_>) -> Format {
        match (self.format, session.style().width) {
            _ if session.options.json => Format::Json,
            (Some(format), _) => format,
            _ if session.accessible() => Format::List,
            (None, Some(_)) => Format::Table,
            (None, None) => Format::Tsv,
        }
    }
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let format = args.format(session);
    drawn::check(args, format)?;
    // Only a person's month shows holidays, which are in files that say nothing of shifts.
    let holidays = format == Format::Month && !args.person.is_empty();
    let plan = session.plan(if holidays { Read::Toml } else { Read::Shifts })?;
    let viewer = session.viewer(plan)?;
    let span = format.whole(span(args, format, session, plan, &viewer)?, &viewer);
    let select = Select { rotations: &args.rotation, teams: &args.team, ..Select::default() };
    let keys = select.keys(plan)?.keys;
    let people = select::people(plan, &args.person)?;
    let everything = select.is_everything();
    let touched = session.warn(plan, &Asked { rotations: &keys, everything, hidden: false, span });
    let matched = !keys.is_empty();
    let (answered, blocked): (Vec<_>, Vec<_>) =
        keys.iter().copied().partition(|key| plan[*key].blocked.is_empty());
    let mut gaps = Vec::new();
    let mut shifts = Vec::new();
    for key in &answered {
        gaps.extend(schedule::gaps(plan, *key, span).into_iter().map(|gap| (*key, gap)));
        if !args.gaps {
            let found = schedule::shifts(plan, *key, span).into_iter();
            let theirs = found.filter(|shift| {
                people.is_empty() || shift.people.iter().any(|person| people.contains(person))
            });
            shifts.extend(theirs.map(|shift| (*key, shift)));
        }
    }
    if !people.is_empty() {
        shifts.sort_by_key(|(key, shift)| (shift.span, *key));
    }
    let answer = Answer { plan, span, keys, shifts, gaps, blocked, matched, people, viewer };
    answer.print(args, format, session);
    let good = if args.gaps { answer.gaps.is_empty() } else { !answer.shifts.is_empty() };
    Ok(match (touched, good && matched) {
        (true, _) => Verdict::Partial,
        (false, true) => Verdict::Yes,
        (false, false) => Verdict::No,
    })
}

fn span(
    args: &Args,
    format: Format,
    session: &Session<'_>,
    plan: &Plan,
    viewer: &Zone,
) -> Result<Span, Failure> {
    let from = session.when(args.from.as_deref().unwrap_or("now"), plan, viewer)?;
    let end = match (&args.until, &args.length) {
        (Some(until), _) => session.when(until, plan, viewer)?.instant,
        (None, None) if format == Format::Month => from.instant + chrono::TimeDelta::nanoseconds(1),
        (None, length) => {
            let When { instant, zone } = &from;
            read_length(length.as_deref().unwrap_or("2w"))?.after(*instant, zone)?
        }
    };
    bounded(Span::new(from.instant, end), viewer)
}

/// A span that somebody asked for, if it has a length that can be answered.
///
/// # Errors
/// Where it ends before it begins, or is too long.
pub(super) fn bounded(span: Span, viewer: &Zone) -> Result<Span, Failure> {
    if span.is_empty() {
        let message = format!(
            "the span would end before it begins: it is from {} until {}",
            show::full(span.start, viewer),
            show::full(span.end, viewer)
        );
        return Err(Failure::usage(message).hint("give --until a later time, or --for a length"));
    }
    if span.length() > chrono::TimeDelta::days(LONGEST_DAYS) {
        return Err(Failure::usage("the span is longer than 100 years")
            .hint("ask for a shorter one, such as --for 1y"));
    }
    Ok(span)
}

struct Answer<'a> {
    plan: &'a Plan,
    span: Span,
    /// The rotations that were asked for.
    keys: Vec<RotationKey>,
    shifts: Vec<(RotationKey, Shift)>,
    gaps: Vec<(RotationKey, Span)>,
    blocked: Vec<RotationKey>,
    /// Whether any rotation is what was asked for.
    matched: bool,
    /// The people that were asked for.
    people: Vec<PersonKey>,
    viewer: Zone,
}

impl Answer<'_> {
    fn print(&self, args: &Args, format: Format, session: &mut Session<'_>) {
        let style = session.style();
        let heading = self.heading(args, session);
        let table = if args.gaps { self.gap_table() } else { self.shift_table() };
        let text = match format {
            Format::Json => return session.print(&self.json(session)),
            Format::Timeline | Format::Month => return self.draw(args, format, session),
            Format::Mermaid => self.chart(args, session),
            Format::Table | Format::List => {
                let mut text = heading.lines(style);
                if !table.rows.is_empty() {
                    let list = format == Format::List;
                    text += &if list { table.list() } else { table.terminal(style) };
                }
                for remark in self.remarks(args).into_iter().chain(self.unanswered()) {
                    text += &(fold(&remark, 0, style) + "\n");
                }
                return session.print(&text);
            }
            Format::Md => format!("{}\n\n{}", inert(&heading.line()), table.markdown()),
            Format::Csv => table.csv(),
            Format::Tsv => table.tsv(),
        };
        if !matches!(format, Format::Md | Format::Mermaid) {
            session.note(&heading.line());
        }
        self.remarks(args).iter().for_each(|remark| session.note(remark));
        session.print(&text);
    }

    fn heading(&self, args: &Args, session: &Session<'_>) -> Heading {
        let what = if args.gaps { "gaps" } else { "shifts" };
        let from = show::full(self.span.start, &self.viewer);
        let until = show::full(self.span.end, &self.viewer);
        let span = format!("{what} from {from} until {until}");
        Heading::new(session, self.plan, [span], &self.viewer)
    }

    /// What the rows do not say: that there are none, and that there are gaps beside the shifts.
    fn remarks(&self, args: &Args) -> Vec<String> {
        let count = self.gaps.len();
        if !self.matched {
            return vec!["no rotation matches all of what was asked for".to_owned()];
        }
        if args.gaps && count == 0 {
            return vec!["no gaps: somebody is on call wherever somebody must be".to_owned()];
        }
        if args.gaps {
            return Vec::new();
        }
        let mut remarks = Vec::new();
        if self.shifts.is_empty() && self.blocked.is_empty() {
            let names: Vec<_> =
                self.people.iter().map(|key| self.plan[*key].name.as_str()).collect();
            let of = if names.is_empty() {
                String::new()
            } else {
                format!(" of {}", names.join(" or "))
            };
            remarks.push(format!("no shifts{}", visible(&of)));
        }
        if self.people.is_empty() && count > 0 {
            let gaps = if count == 1 { "1 gap".to_owned() } else { format!("{count} gaps") };
            remarks.push(format!(
                "{gaps}, in which somebody must be on call and nobody is: --gaps shows when"
            ));
        }
        remarks
    }

    /// The rotations that a fault keeps from being answered for.
    fn unanswered(&self) -> Option<String> {
        let ids: Vec<_> = self.blocked.iter().map(|key| self.plan[*key].id.as_ref()).collect();
        (!ids.is_empty()).then(|| format!("no answer, because of faults: {}", ids.join(", ")))
    }
}
