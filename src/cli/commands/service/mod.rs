//! `irp service`: a service, who answers for it, and what a responder must know of it.

mod body;
mod facts;
mod list;
mod page;
mod runbooks;

pub use self::body::Body;
use self::facts::Facts;
use super::check::edits;
use super::layout::Format;
use super::select::{self, Select};
use super::whom::Asking;
use crate::cli::faults::Asked;
use crate::cli::heading::{Heading, echo};
use crate::cli::{Failure, Session, Verdict};
use crate::plan::{Plan, Read, Service};
use crate::rules::Context;

/// Show a service: who answers for it, its alerts, runbooks, signals, dependencies
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp service [ID] [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp service                       all of them, and who is reached first
  irp service payments
  irp service payments --at 'sat 03:00'
  irp service payments --format md  to paste into a wiki or a chat

Who is reached first is whom the first step of the escalation path means at that time.

Exit code:
  0  somebody is reached first, whatever the severity, or nobody need be at that hour
  1  nobody is where somebody must be: there is no path, or its first step means nobody
  2  a fault touches what was asked")]
pub struct Args {
    /// The service [default: a table of all]
    #[arg(value_name = "ID")]
    service: Option<String>,
    /// When, in words or as a timestamp [default: now]
    #[arg(long, value_name = "WHEN")]
    at: Option<String>,
    /// human (on a terminal), tsv (elsewhere), list, md or json
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
    format: Option<Format>,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Everything)?;
    let chosen = args.service.as_deref().map(|id| find(plan, id)).transpose()?;
    let viewer = session.viewer(plan)?;
    let words = args.at.as_deref().unwrap_or("now");
    let when = session.when(words, plan, &viewer)?;
    let asking = Asking::new(plan, when.instant, viewer);
    let mut context = Context::new(plan, when.instant);
    context.edited = edits::of(session, plan, session.seen());
    let services = chosen.map_or_else(|| plan.services.iter().collect(), |one| vec![one]);
    let all: Vec<_> = services.iter().map(|one| Facts::new(&asking, &context, one)).collect();
    let touched = warn(plan, &asking, chosen, session)?;
    let format = Format::of(args.format, session);
    let asked = chosen.map(|service| service.id.to_string()).into_iter();
    let parts = asked.chain([echo(words, &when, &asking.viewer)]);
    let heading = Heading::new(session, plan, parts, &asking.viewer);
    match (&all[..], chosen) {
        _ if format == Format::Json => {
            let text = body::json(&asking, &all, chosen.is_some(), session);
            session.print(&text);
        }
        ([one], Some(_)) => format.print_page(&one.page(), &heading, session),
        _ => format.print_table(&list::table(&all), &heading, session),
    }
    if all.is_empty() && format != Format::Json {
        session.note("note: the plan has no services");
    }
    Ok(match all.iter().all(Facts::answers) {
        _ if touched => Verdict::Partial,
        true => Verdict::Yes,
        false => Verdict::No,
    })
}

fn find<'a>(plan: &'a Plan, id: &str) -> Result<&'a Service, Failure> {
    let found = plan.services.iter().find(|service| service.id.as_ref() == id);
    let ids: Vec<_> = plan.services.iter().map(|service| service.id.as_ref()).collect();
    found.ok_or_else(|| select::unknown("service", id, &ids))
}

/// Says beside the answer what faults may hide of it; whether any does.
fn warn(
    plan: &Plan,
    asking: &Asking<'_>,
    chosen: Option<&Service>,
    session: &mut Session<'_>,
) -> Result<bool, Failure> {
    let ids: Vec<_> = chosen.map(|service| service.id.to_string()).into_iter().collect();
    let select = Select { services: &ids, ..Select::default() };
    let hidden = if chosen.is_some() { select.keys(plan)?.hidden } else { false };
    let table = chosen.map_or_else(|| "services.".to_owned(), |s| format!("services.{}", s.id));
    let within = |path: &str| {
        let rest = path.strip_prefix(&table);
        rest.is_some_and(|rest| chosen.is_none() || rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let own = plan.faults.iter().any(|fault| within(&fault.path));
    let (rotations, span) = (asking.rotations(), asking.moment());
    let asked = Asked { rotations: &rotations, everything: true, hidden, span };
    let touched = session.warn(plan, &asked);
    if own {
        let what = if chosen.is_some() { "this service" } else { "a service" };
        session.note(&format!("warning: a fault hides a part of {what}"));
    }
    Ok(touched || own)
}
