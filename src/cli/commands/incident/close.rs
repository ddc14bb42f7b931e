//! `irp incident close`: a record that is done with.

use super::body::{Body, Told};
use super::filed;
use super::which::{self, Asked};
use crate::cli::{Failure, Session, Verdict};
use crate::edit::record::{Change, Scalar};
use crate::plan::{Plan, Read};
use crate::record::{self, Case};
use crate::syntax::{Incident, IncidentStatus, Need};

/// Close the record of an incident that is over and reviewed
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp incident close [INCIDENT] [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp incident close
  irp incident close 2026-10-12-payments-declines
  irp incident close 2026-10-12-payments-declines --force

A record is closed when it says when the incident began, was noticed and was over, and, where its
severity requires a review, when that was. Actions may be open: they are tracked by themselves.
What is closed already stays as it is.

Exit code:
  0  the record is closed, or was already
  1  something is missing, and nothing was written
  2  it could not be done")]
pub struct Args {
    /// Which incident [default: the only one that is not closed]
    #[arg(value_name = "INCIDENT")]
    incident: Option<String>,
    /// Close it though something is missing
    #[arg(long)]
    force: bool,
    /// Show what would be written, write nothing
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Everything)?;
    let zone = session.viewer(plan)?;
    let asked = (Asked::Word("close"), which::is_unclosed as fn(&Case<'_>) -> bool);
    let case = which::case(plan, args.incident.as_deref(), asked, session)?;
    let mut lacking = Vec::new();
    let closed = Some(IncidentStatus::Closed);
    let filed = filed::file(plan, case.record, (args.dry_run, &mut *session), |front| {
        if front.status.as_ref().map(|status| status.value) == closed {
            return Ok(Vec::new());
        }
        lacking = missing(plan, front, &case.record.id);
        let status = Scalar::Text("closed".to_owned());
        let change = Change::Set { table: None, key: "status".to_owned(), value: status };
        let may = lacking.is_empty() || args.force;
        Ok(if may { vec![change] } else { Vec::new() })
    })?;
    for (what, way_out) in &lacking {
        session.note(&format!("{}: {what}", if args.force { "warning" } else { "error" }));
        session.note(&format!("  help: {way_out}"));
    }
    let refused = !lacking.is_empty() && !args.force;
    if refused {
        session.note("nothing was written; --force closes it all the same");
    }
    if session.options.json {
        let told =
            Told { action: "close", dry_run: args.dry_run, filed: Some(&filed), now: session.now };
        let mut body = Body::new(plan, &zone, &told, filed.case(plan).iter());
        body.missing = lacking.into_iter().map(|(what, _)| what).collect();
        session.print(&session.json("incident", &zone, body));
    } else if args.dry_run {
        session.print(&filed.text.patch(session)?);
    } else if !refused {
        let again = if filed.text.written { "" } else { " (it was already)" };
        session.print(&format!("{} is closed{again}\n", case.record.id));
        remind(&filed, session);
    }
    Ok(if refused { Verdict::No } else { Verdict::Yes })
}

/// What a record lacks to be closed, and how to say it.
fn missing(plan: &Plan, front: &Incident, id: &str) -> Vec<(String, String)> {
    let times = record::times(front);
    let severity = front.severity.as_ref().map(|severity| &severity.value);
    let severity = plan.severities.iter().find(|known| Some(&known.id) == severity);
    let need = severity.and_then(|severity| severity.written.postmortem.as_ref());
    let required = need.is_some_and(|need| need.value == Need::Required);
    let wanted = [
        ("started", times.started.is_some(), "it does not say when it began"),
        ("detected", times.detected.is_some(), "it does not say when it was noticed"),
        ("resolved", times.resolved.is_some(), "it does not say when it was over"),
        ("reviewed", times.reviewed.is_some() || !required, "its severity requires a review"),
    ];
    let missing = wanted.into_iter().filter(|(_, there, _)| !there).map(|(name, _, what)| {
        let way_out = format!("irp incident set {name} --at WHEN --incident {id}");
        (format!("`{id}` cannot be closed: {what}"), way_out)
    });
    missing.collect()
}

/// Says how many actions are open.
fn remind(filed: &filed::Filed, session: &mut Session<'_>) {
    let front = filed.after.front.iter();
    let actions = front.filter_map(|front| front.actions.as_ref()).flat_map(|list| &list.value);
    match actions.filter(|action| action.done.is_none()).count() {
        0 => {}
        1 => session.note("note: 1 action is not done"),
        count => session.note(&format!("note: {count} actions are not done")),
    }
}
