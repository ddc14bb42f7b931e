//! `irp game-day new`: a file for an exercise, with what is known of it.

use chrono::TimeDelta;
use clap::ValueEnum;

use super::body::Body;
use super::draft::{Draft, id_of};
use super::next::person;
use super::{refuse_revision, write};
use crate::cli::commands::select;
use crate::cli::{Failure, Session, Verdict};
use crate::plan::{Plan, Read};
use crate::syntax::GameDayKind;
use crate::time::{Instant, Zone, read_length, show};

/// Plan an exercise: write it into a new file of the plan
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp game-day new <TITLE> --service <ID> [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp game-day new \"Checkout loses its database\" -s checkout --at \"2026-12-03 14:00\"
  irp game-day new \"Declines again\" -s payments --kind replay --rehearses 2026-10-12-declines
  irp game-day new \"Who answers at noon?\" -s web --kind page-test --dry-run

The file is game-days/DATE-TITLE.toml in the plan. Nothing is overwritten; what is missing stands
there in comments.

Exit code:
  0  it was written, or shown with --dry-run
  2  it could not be written, or the plan would have a new fault")]
pub struct Args {
    /// What happens, in a few words
    #[arg(value_name = "TITLE")]
    title: String,
    /// A service that it is about; may be repeated
    #[arg(long, short, value_name = "ID", required = true)]
    service: Vec<String>,
    /// tabletop (default), live, page-test or replay
    #[arg(long, short, value_name = "KIND", value_enum, hide_possible_values = true)]
    #[arg(default_value = "tabletop", hide_default_value = true)]
    kind: Kind,
    /// When, in words or as a timestamp [default: in 2 weeks]
    #[arg(long, value_name = "WHEN")]
    at: Option<String>,
    /// How long it lasts [default: 90m]
    #[arg(long, value_name = "LENGTH")]
    length: Option<String>,
    /// Who answers for it
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// Who runs it and may halt it
    #[arg(long, value_name = "PERSON")]
    coordinator: Option<String>,
    /// Who writes it down
    #[arg(long, value_name = "PERSON")]
    reporter: Option<String>,
    /// What is expected to happen, in a sentence that can prove wrong
    #[arg(long, value_name = "TEXT")]
    hypothesis: Option<String>,
    /// The alert that is expected
    #[arg(long, value_name = "NAME")]
    alert: Option<String>,
    /// A runbook that is rehearsed; may be repeated
    #[arg(long, value_name = "RUNBOOK")]
    runbook: Vec<String>,
    /// An incident that is rehearsed; may be repeated
    #[arg(long, value_name = "INCIDENT")]
    rehearses: Vec<String>,
    /// Print the file and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// How an exercise is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// In talk
    Tabletop,
    /// On a running system
    Live,
    /// By paging people
    PageTest,
    /// With a past incident's signals
    Replay,
}

impl From<Kind> for GameDayKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Tabletop => Self::Tabletop,
            Kind::Live => Self::Live,
            Kind::PageTest => Self::PageTest,
            Kind::Replay => Self::Replay,
        }
    }
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    refuse_revision(session)?;
    let plan = session.plan(Read::Everything)?;
    let zone = session.viewer(plan)?;
    let draft = args.draft(plan, &zone, session)?;
    let change = if args.dry_run {
        write::drafted(&draft, session)?
    } else {
        write::create(&draft, session)?
    };
    if session.options.json {
        let mut body = Body::new("new", plan);
        body.wrote(change);
        let text = session.json("game-day", &zone, body);
        session.print(&text);
    } else if args.dry_run {
        session.print(&change.new);
    } else {
        session.print(&format!("{}\n", draft.id));
        session.note(&format!(
            "planned for {}; `irp check` says what it still lacks",
            show::full(draft.scheduled, &zone)
        ));
    }
    Ok(Verdict::Yes)
}

impl Args {
    fn draft(&self, plan: &Plan, zone: &Zone, session: &Session<'_>) -> Result<Draft, Failure> {
        let at = session.when(self.at.as_deref().unwrap_or("in 2 weeks"), plan, zone)?.instant;
        let at = whole_minutes(at)?;
        let length = match &self.length {
            Some(words) => read_length(words)?.after(at, zone)? - at,
            None => TimeDelta::minutes(90),
        };
        if length < TimeDelta::minutes(1) {
            return Err(Failure::usage("an exercise lasts a minute at least"));
        }
        known("service", &self.service, plan.services.iter().map(|s| s.id.as_ref()))?;
        let incidents = plan.written.incidents.iter().map(|record| record.id.as_str());
        known("incident", &self.rehearses, incidents)?;
        let runbooks = plan.written.runbooks.iter().map(|record| record.id.as_str());
        known("runbook", &self.runbook, runbooks)?;
        for given in [&self.owner, &self.coordinator, &self.reporter] {
            person(plan, given.as_ref())?;
        }
        Ok(Draft {
            id: id_of(plan, at, &self.title),
            title: self.title.clone(),
            kind: self.kind.into(),
            services: self.service.clone(),
            scheduled: at,
            length,
            hypothesis: self.hypothesis.clone(),
            alert: self.alert.clone(),
            runbooks: self.runbook.clone(),
            rehearses: self.rehearses.clone(),
            owner: self.owner.clone(),
            coordinator: self.coordinator.clone(),
            reporter: self.reporter.clone(),
            responders: Vec::new(),
        })
    }
}

/// An instant without its seconds.
///
/// # Errors
/// Where TOML has no way to write its year.
fn whole_minutes(at: Instant) -> Result<Instant, Failure> {
    use chrono::Datelike as _;
    if !(1..=9999).contains(&at.year()) {
        return Err(Failure::usage("a plan can hold no time of that year")
            .hint("years have four digits: 2026-12-03 14:00"));
    }
    Ok(at - TimeDelta::seconds(at.timestamp().rem_euclid(60)) - nanoseconds(at))
}

fn nanoseconds(at: Instant) -> TimeDelta {
    TimeDelta::nanoseconds(i64::from(at.timestamp_subsec_nanos()))
}

fn known<'a>(
    what: &str,
    given: &[String],
    ids: impl Iterator<Item = &'a str>,
) -> Result<(), Failure> {
    let ids: Vec<_> = ids.collect();
    match given.iter().find(|id| !ids.contains(&id.as_str())) {
        None => Ok(()),
        Some(id) => Err(select::unknown(what, id, &ids)),
    }
}
