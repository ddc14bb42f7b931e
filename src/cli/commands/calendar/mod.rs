//! `irp calendar`: shifts as a calendar that others subscribe to.

mod events;
mod feeds;
mod stamp;

use std::path::PathBuf;

pub(super) use self::stamp::{is_known, stamp};

use chrono::TimeDelta;
use clap::ValueEnum;

use self::events::{Details, Duty, Writer};
use super::select::{self, Select};
use crate::cli::faults::Asked;
use crate::cli::io::reason;
use crate::cli::{Failure, Session, Verdict};
use crate::plan::{PersonKey, Plan, Read, RotationKey};
use crate::time::{Instant, Span, Zone, read_length};

/// How far ahead a calendar goes where nobody says so.
const AHEAD: TimeDelta = TimeDelta::days(180);

/// Write the shifts as an iCalendar feed
#[derive(Debug, clap::Args)]
#[command(visible_alias = "ics", override_usage = "irp calendar [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp calendar --out oncall.ics
  irp calendar --person mia --alarm 1h --out mia.ics
  irp calendar --split person --out-dir feeds
  irp calendar --rotation web-primary --from 2026-12-01 --for 3mo

An event is a shift of one person, whole, not cut to the span. Times without a zone are in that of
--tz, else in the plan's. Events are stamped with the last commit that touched the plan, before it
with --stamp or the variable SOURCE_DATE_EPOCH.

Exit code:
  0  the calendar was written
  1  with --fail-empty, there is no event
  2  a fault touches what was asked, or it could not be written")]
pub struct Args {
    /// From when, in words or as a timestamp [default: now]
    #[arg(long, value_name = "WHEN")]
    from: Option<String>,
    /// Until when, in words or as a timestamp
    #[arg(long, value_name = "WHEN", conflicts_with = "length")]
    until: Option<String>,
    /// For how long, such as 6w or 3mo [default: 180d]
    #[arg(long = "for", value_name = "LENGTH")]
    length: Option<String>,
    /// Only this rotation; every filter may be repeated
    #[arg(long, short, value_name = "ID")]
    rotation: Vec<String>,
    /// Only rotations of this team
    #[arg(long, short, value_name = "ID")]
    team: Vec<String>,
    /// Only rotations with this role
    #[arg(long, value_name = "ID")]
    role: Vec<String>,
    /// Only shifts of this person
    #[arg(long, short, value_name = "ID")]
    person: Vec<String>,
    #[command(flatten)]
    details: Details,
    /// When the plan was last changed, as RFC 3339 [default: its last commit]
    #[arg(long, value_name = "TIME")]
    stamp: Option<String>,
    /// Write into this file, at once
    #[arg(long, value_name = "FILE", conflicts_with = "split")]
    out: Option<PathBuf>,
    /// A calendar each: person or rotation
    #[arg(long, value_name = "WHAT", value_enum, hide_possible_values = true)]
    #[arg(requires = "out_dir")]
    split: Option<Split>,
    /// Folder of these calendars; those of ids that are gone are removed
    #[arg(long, value_name = "DIR", requires = "split")]
    out_dir: Option<PathBuf>,
    /// Exit with 1 where there is no event
    #[arg(long)]
    fail_empty: bool,
}

/// What has a calendar each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Split {
    /// Every person
    Person,
    /// Every rotation
    Rotation,
}

/// What was asked for, and every event of it.
struct Answer<'a> {
    plan: &'a Plan,
    /// The rotations that are answered for.
    rotations: Vec<RotationKey>,
    /// The people that were asked for; everybody where none were.
    people: Vec<PersonKey>,
    stamp: Instant,
    duties: Vec<Duty>,
    /// Whether a fault leaves something out.
    touched: bool,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    args.check(session)?;
    let alarm = args.details.alarm()?;
    let plan = session.plan(Read::Toml)?;
    let zone = if session.options.tz.is_some() { session.viewer(plan)? } else { plan.zone.clone() };
    let span = span(args, session, plan, &zone)?;
    let select = Select {
        rotations: &args.rotation,
        teams: &args.team,
        roles: &args.role,
        ..Select::default()
    };
    let keys = select.keys(plan)?.keys;
    let people = select::people(plan, &args.person)?;
    let everything = select.is_everything();
    let touched = session.warn(plan, &Asked { rotations: &keys, everything, hidden: false, span });
    let stamp = stamp(args.stamp.as_deref(), plan, session)?;
    let writer = Writer { plan, span, people: &people, alarm, details: &args.details };
    let rotations: Vec<_> = keys.into_iter().filter(|k| plan[*k].blocked.is_empty()).collect();
    let duties = writer.duties(&rotations);
    let answer = Answer { plan, rotations, people, stamp, duties, touched };
    answer.write(args, session)?;
    Ok(match answer.duties.is_empty() {
        _ if touched => Verdict::Partial,
        true if args.fail_empty => Verdict::No,
        _ => Verdict::Yes,
    })
}

/// The calendar of everything, one of each person and one of each rotation, by the names of their
/// files: as this command writes them.
pub(super) fn every(
    plan: &Plan,
    rotations: &[RotationKey],
    span: Span,
    stamp: Instant,
    contacts: bool,
) -> Vec<(String, String)> {
    let details = Details::plain(contacts);
    let writer = Writer { plan, span, people: &[], alarm: None, details: &details };
    let (duties, rotations) = (writer.duties(rotations), rotations.to_vec());
    let answer = Answer { plan, rotations, people: Vec::new(), stamp, duties, touched: false };
    let mut all = vec![("all.ics".to_owned(), answer.text(&answer.name(""), |_| true))];
    all.extend(answer.each(Split::Person));
    all.extend(answer.each(Split::Rotation));
    all
}

impl Args {
    /// Complains of options that contradict each other.
    fn check(&self, session: &Session<'_>) -> Result<(), Failure> {
        if session.options.json {
            return Err(Failure::usage("`irp calendar` writes iCalendar, which is not JSON")
                .hint("`irp schedule --json` has the same shifts"));
        }
        if self.details.include_gaps && self.split == Some(Split::Person) {
            return Err(Failure::usage("gaps are nobody's: --include-gaps is not for people")
                .hint("`--split rotation` gives every rotation a calendar, with its gaps"));
        }
        Ok(())
    }

    /// What the options narrow a calendar to, for its name.
    fn narrowed(&self, plan: &Plan, people: &[PersonKey]) -> String {
        let ids = [&self.rotation, &self.team, &self.role].into_iter().flatten().cloned();
        let names = people.iter().map(|person| plan[*person].name.clone());
        ids.chain(names).collect::<Vec<_>>().join(", ")
    }
}

fn span(args: &Args, session: &Session<'_>, plan: &Plan, zone: &Zone) -> Result<Span, Failure> {
    let from = session.when(args.from.as_deref().unwrap_or("now"), plan, zone)?;
    let end = match (&args.until, &args.length) {
        (Some(until), _) => session.when(until, plan, zone)?.instant,
        (None, Some(length)) => read_length(length)?.after(from.instant, &from.zone)?,
        (None, None) => from.instant + AHEAD,
    };
    super::schedule::bounded(Span::new(from.instant, end), zone)
}

impl Answer<'_> {
    fn write(&self, args: &Args, session: &mut Session<'_>) -> Result<(), Failure> {
        if self.duties.is_empty() {
            session.note("warning: there are no shifts in the span, so the calendar is empty");
        }
        if let (Some(split), Some(folder)) = (args.split, &args.out_dir) {
            return self.feeds(split, folder, session);
        }
        let name = self.name(&args.narrowed(self.plan, &self.people));
        let text = self.text(&name, |_| true);
        let Some(path) = &args.out else {
            session.print(&text);
            return Ok(());
        };
        session.world().put(path, &text).map_err(|error| unwritten(path, &error))
    }
}

fn unwritten(path: &std::path::Path, error: &std::io::Error) -> Failure {
    Failure::system(format!("cannot write {}: {}", path.display(), reason(error)))
        .hint("what was there before is as it was")
}
