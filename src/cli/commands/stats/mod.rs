//! `irp stats`: how long each part of incidents took, and what that cost whom.

mod asked;
mod bars;
mod body;
mod facts;
mod groups;
mod lengths;
mod levers;
mod lists;
mod load;
mod more;
mod page;
mod tables;

use clap::ValueEnum;

use self::asked::Asked;
use self::bars::Signs;
pub use self::body::Body;
use self::facts::Facts;
use self::page::Page;
use crate::cli::faults;
use crate::cli::heading::Heading;
use crate::cli::{Failure, Session, Verdict};
use crate::plan::Read;
use crate::syntax::IncidentKind;
use crate::time::Zone;
use crate::views::sections::{self as pages, Rows};

/// Show how long each part of incidents took, and what they cost
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp stats [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp stats
  irp stats --for 1y --by service
  irp stats --from 2026-07-01 --until 2026-10-01 --severity sev1
  irp stats --team web --levers
  irp stats --format csv > incidents.csv

An incident counts by when it began. Near misses and drills stand apart. For people lengths are
rounded down to minutes; for programs they are seconds.

Exit code:
  0  there are numbers
  1  no record is what was asked for
  2  a fault hides a part of what was asked for, or times of a record cannot be")]
pub struct Args {
    /// Only what began since then, in words or as a timestamp [default: all]
    #[arg(long, visible_alias = "since", value_name = "WHEN")]
    from: Option<String>,
    /// Only what began before then [default: now]
    #[arg(long, value_name = "WHEN")]
    until: Option<String>,
    /// For how long from --from on; without it, how long before --until
    #[arg(long = "for", value_name = "LENGTH")]
    length: Option<String>,
    /// Only what touched this service; every filter may be repeated
    #[arg(long, value_name = "ID")]
    service: Vec<String>,
    /// Only what had this severity
    #[arg(long, value_name = "ID")]
    severity: Vec<String>,
    /// Only what touched a service of this team
    #[arg(long, short, value_name = "ID")]
    team: Vec<String>,
    /// Only incident, near-miss or drill [default: incident, with the others apart]
    #[arg(long, value_name = "NAME", value_enum, hide_possible_values = true)]
    kind: Option<Kind>,
    /// Also apart by service, severity, team or month
    #[arg(long, value_name = "NAME", value_enum, hide_possible_values = true)]
    by: Option<By>,
    /// For the longest phase, what the plan has to shorten it
    #[arg(long)]
    levers: bool,
    /// Show all rows, not only the latest
    #[arg(long)]
    all: bool,
    /// Draw bars with ASCII only
    #[arg(long)]
    ascii: bool,
    /// human, list, csv (a row for each incident), md or json
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
    format: Option<Format>,
}

/// Which records the numbers are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Something went wrong
    Incident,
    /// Something nearly went wrong
    NearMiss,
    /// An exercise
    Drill,
}

impl From<Kind> for IncidentKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Incident => Self::Incident,
            Kind::NearMiss => Self::NearMiss,
            Kind::Drill => Self::Drill,
        }
    }
}

/// What numbers are shown apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// The services that were touched
    Service,
    /// The severity
    Severity,
    /// The teams of these services
    Team,
    /// The month in which it began
    Month,
}

impl By {
    fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Severity => "severity",
            Self::Team => "team",
            Self::Month => "month",
        }
    }
}

/// How numbers are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables and bars for a terminal, tab-separated elsewhere
    Human,
    /// One `key: value` a line
    List,
    /// Comma-separated, a row for each incident
    Csv,
    /// Markdown
    #[value(alias = "markdown")]
    Md,
    /// JSON
    Json,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Everything)?;
    let viewer = session.viewer(plan)?;
    let asked = Asked::new(args, plan, &viewer, session)?;
    let facts = Facts::new(plan, asked, &viewer, session.now);
    let touched = warn(&facts, &viewer, session);
    show(args, &facts, &viewer, session);
    Ok(match (touched, facts.is_empty()) {
        (true, _) => Verdict::Partial,
        (false, true) => Verdict::No,
        (false, false) => Verdict::Yes,
    })
}

/// Says which faults touch the numbers.
fn warn(facts: &Facts<'_>, zone: &Zone, session: &mut Session<'_>) -> bool {
    let rotations = &facts.paged_rotations();
    let span = facts.span();
    let asked = faults::Asked { rotations, everything: true, hidden: false, span };
    let touched = session.warn(facts.plan, &asked);
    let broken = facts.broken();
    if !broken.is_empty() {
        let ids: Vec<_> = broken.iter().take(3).map(|id| format!("`{id}`")).collect();
        let more = broken.len() - ids.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        session.note(&format!(
            "warning: what a fault hides is not counted, in {}{more}",
            crate::diagnostic::visible(&ids.join(", "))
        ));
    }
    let doubled = facts.doubled.iter().copied();
    let doubled = session.doubled(facts.plan, doubled, ", so none of them is counted");
    let records = facts.shown().chain(&facts.ahead);
    let records = records.map(|entry| (entry.id().to_owned(), entry.times));
    let exercises = facts.exercises.iter().map(|held| (held.id.to_string(), held.times));
    let doubtful = session.doubt_times(records.chain(exercises), zone);
    touched || doubtful || doubled || !broken.is_empty()
}

fn show(args: &Args, facts: &Facts<'_>, zone: &Zone, session: &mut Session<'_>) {
    let style = session.style();
    let heading = heading(facts, zone, session);
    let format =
        if session.options.json { Format::Json } else { args.format.unwrap_or(Format::Human) };
    let signs = if args.ascii { Signs::Ascii } else { Signs::Shades };
    let page = |bars| {
        let page = Page { facts, zone, whole: args.all, bars, program: false };
        page.sections()
    };
    let text = match format {
        Format::Json => body::text(facts, zone, session),
        Format::Csv => {
            session.note(&heading.line());
            tables::csv(facts, zone)
        }
        Format::Md => pages::markdown("Statistics", &heading.line(), &page(None)),
        Format::Human if style.width.is_none() && !session.accessible() => {
            session.note(&heading.line());
            let bare = Page { facts, zone, whole: true, bars: None, program: true };
            pages::text(&bare.sections(), Rows::Tabs, style)
        }
        format => {
            let list = format == Format::List || session.accessible();
            let rows = if list { Rows::List } else { Rows::Table };
            heading.lines(style) + &pages::text(&page((!list).then_some(signs)), rows, style)
        }
    };
    session.print(&text);
}

fn heading(facts: &Facts<'_>, zone: &Zone, session: &Session<'_>) -> Heading {
    let parts = facts.asked.words(zone);
    Heading::new(session, facts.plan, parts, zone)
}
