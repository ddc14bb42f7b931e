//! `irp game-day show`: what was expected, what was measured, what was learnt.

use super::body::Body;
use super::{Layout, actions, find, page, refuse_revision, warn, which, write};
use crate::cli::{Failure, Session, Verdict};
use crate::plan::Read;
use crate::record::{Exercise, result_times};
use crate::time::{Span, Zone};

/// Show a game day: what was expected, what was measured, what was learnt
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp game-day show [GAME-DAY] [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp game-day show
  irp game-day show 2026-06-17-label-db-loss
  irp game-day show 2026-06-17-label-db-loss --actions
  irp game-day show 2026-06-17-label-db-loss --actions --write

--actions proposes an action for each finding that has none, and a finding with an action for each
phase that took longer than expected and has no finding. It shows what would be written; --write
writes it.

Exit code:
  0  it is shown, or written
  2  there is no such game day, a fault touches it, or a time of it cannot be")]
pub struct Args {
    /// Which, by id [default: the one that is under way]
    #[arg(value_name = "GAME-DAY")]
    game_day: Option<String>,
    /// Show which actions the findings still need, as a change of the file
    #[arg(long)]
    actions: bool,
    /// Write these actions into the file
    #[arg(long, requires = "actions")]
    write: bool,
    #[command(flatten)]
    layout: Layout,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Everything)?;
    let zone = session.viewer(plan)?;
    let day = which::under_way(plan, args.game_day.as_deref(), session)?;
    if args.actions {
        refuse_revision(session)?;
    }
    let touched = warn(plan, &[], Span::new(session.now, session.now), session);
    let touched = touched | doubted(&day, &zone, session);
    let view = page::View { plan, zone: &zone, now: session.now };
    let mut proposed = actions::proposed(plan, &day, session.now);
    let id = day.id.value.as_ref();
    let mut made = None;
    if args.actions && !proposed.is_empty() {
        let file = &plan.sources.get(day.id.at.source).name;
        let (change, fresh) =
            write::changed((file, !args.write), session, |plan, text, session| {
                // What somebody else has written meanwhile needs no action any more.
                let fresh = actions::proposed(plan, &find(plan, id)?, session.now);
                Ok((actions::written(text, id, &fresh), fresh))
            })?;
        if change.written {
            write::said("changed", &change, session)?;
        }
        (made, proposed) = (Some(change), fresh);
    } else if args.actions {
        session.note(
            "every finding has an action, and no phase took longer than expected without one",
        );
    }
    let mut body = Body::new("show", plan)
        .with_actions(&proposed)
        .with_days(&view, std::slice::from_ref(&day));
    let sections = view.game_day(&day, &proposed);
    let shown = made.as_ref().map(|made| made.patch(session)).transpose()?.unwrap_or_default();
    if let Some(made) = made {
        body.wrote(made);
    }
    let structured = args.layout.is_json(session);
    if shown.is_empty() || structured {
        let title = format!("game day {}", crate::diagnostic::visible(id));
        args.layout.print((&title, &sections, body), plan, &zone, session);
    } else {
        session.print(&shown);
    }
    Ok(if touched { Verdict::Partial } else { Verdict::Yes })
}

/// Says which times of its result cannot be.
fn doubted(day: &Exercise<'_>, zone: &Zone, session: &mut Session<'_>) -> bool {
    session.doubt_times([(day.id.value.to_string(), result_times(day.written))], zone)
}
