//! `irp game-day list`: every game day, and the services that wait for one.

use super::body::Body;
use super::{Layout, due, page, warn};
use crate::cli::commands::select;
use crate::cli::{Failure, Session, Verdict};
use crate::plan::Read;
use crate::record::exercises;
use crate::time::Span;

/// List the game days, and the services that are overdue for one
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp game-day list [OPTIONS]")]
pub struct Args {
    /// Only those of this service; may be repeated
    #[arg(long, short, value_name = "ID")]
    service: Vec<String>,
    #[command(flatten)]
    layout: Layout,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Everything)?;
    let zone = session.viewer(plan)?;
    let ids: Vec<_> = plan.services.iter().map(|service| service.id.as_ref()).collect();
    if let Some(id) = args.service.iter().find(|id| !ids.contains(&id.as_str())) {
        return Err(select::unknown("service", id, &ids));
    }
    let touched = warn(plan, &[], Span::new(session.now, session.now), session);
    let wanted = |id: &str| args.service.is_empty() || args.service.iter().any(|own| own == id);
    let mut days = exercises(plan);
    days.retain(|day| {
        let mut services = day.written.services.iter().flat_map(|list| &list.value);
        args.service.is_empty() || services.any(|service| wanted(service.value.as_ref()))
    });
    days.sort_by_key(|day| {
        (day.held(session.now).or(day.next(session.now)).or(day.last(session.now)), day.id.at)
    });
    let mut due = due::all(plan, session.now);
    due.retain(|due| wanted(due.service.id.as_ref()));
    let view = page::View { plan, zone: &zone, now: session.now };
    let sections = [view.list(&days), view.services(&due)];
    let body = Body::new("list", plan)
        .with_days(&view, &days)
        .with_services(due.iter().map(|due| page::View::service_json(due)).collect());
    args.layout.print(("game days", &sections, body), plan, &zone, session);
    Ok(if touched { Verdict::Partial } else { Verdict::Yes })
}
