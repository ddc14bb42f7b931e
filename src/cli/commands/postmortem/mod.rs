//! `irp postmortem`: the review of an incident, written beside what people write.

mod written;

use schemars::JsonSchema;
use serde::Serialize;

use super::{incident, log};
use crate::cli::{Failure, FailureKind, Session, Verdict};
use crate::diagnostic::{Diagnostic, visible};
use crate::plan::{Plan, Read};
use crate::record::{Case, times};
use crate::rules::{self, Context};
use crate::time::Zone;
use crate::views::human::diagnostics;
use crate::views::json::{CommitJson, Finding};
use crate::views::postmortem::{self, ChangeJson, Question, Review};

/// The rules about how a record is worded.
const LANGUAGE: [&str; 5] =
    ["action-vague", "blame-language", "duration-typed", "names-in-factors", "single-root-cause"];
/// Commits beyond these are counted in a document.
const MOST_CHANGES: usize = 20;

/// Write the review of an incident: what its record comes to, beside what people write
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp postmortem INCIDENT [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp postmortem 2026-08-19-label-api-timeouts
  irp postmortem 2026-08-19-label-api-timeouts --write   into the record itself
  irp postmortem 2026-08-19-label-api-timeouts --check   only how it is worded

The document is what people wrote in the body of the record, and blocks that irp makes of its front
matter and of git. --write replaces the blocks and leaves everything else as it is. A plan replaces
the document with a template `postmortem.md`: `irp template eject postmortem.md`.

Exit code:
  0  the document is made; with --check, no rule finds anything
  1  with --check, a rule finds something
  2  a fault touches it, its times cannot be, none or two have that id, or it cannot be written")]
pub struct Args {
    /// The record, by id
    #[arg(value_name = "INCIDENT")]
    incident: String,
    /// Write the blocks into the body of the record, what people wrote kept
    #[arg(long, conflicts_with = "json")]
    write: bool,
    /// Show as a patch what --write would change, and write nothing
    #[arg(long, conflicts_with_all = ["json", "check"])]
    dry_run: bool,
    /// Print what the rules find about how the record is worded, and nothing else
    #[arg(long, conflicts_with = "write")]
    check: bool,
}

/// The review of an incident; a template is given the same.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// The incident.
    incident: Review,
    /// What the rules find about how the record is worded.
    findings: Vec<Finding>,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    if (args.write || args.dry_run) && session.options.rev.is_some() {
        return Err(Failure::usage("a revision cannot be written to: --write is about files")
            .hint("leave out --rev, or --write"));
    }
    let plan = session.plan(Read::Everything)?;
    let case = case(plan, &args.incident)?;
    let zone = if session.options.tz.is_some() { session.viewer(plan)? } else { plan.zone.clone() };
    let touched = warn(plan, &case, &zone, session);
    if args.write || args.dry_run {
        let file = &plan.sources.get(case.record.at.source).name;
        written::write((file, &args.incident), args.dry_run, &zone, session)?;
        return Ok(if touched { Verdict::Partial } else { Verdict::Yes });
    }
    let found = if args.check { worded(plan, &case, session) } else { Vec::new() };
    if args.check && !session.options.json {
        return Ok(show(plan, &case, &found, session));
    }
    if session.options.json {
        let body = Body::new(plan, &case, &zone, session)?;
        let text = session.json("postmortem", &zone, body);
        session.print(&text);
    } else {
        written::show(plan, &case, &zone, session)?;
    }
    Ok(match touched {
        true => Verdict::Partial,
        false if args.check && !found.is_empty() => Verdict::No,
        false => Verdict::Yes,
    })
}

impl Body {
    fn new(
        plan: &Plan,
        case: &Case<'_>,
        zone: &Zone,
        session: &mut Session<'_>,
    ) -> Result<Self, Failure> {
        let incident = review(plan, case, zone, session)?;
        let found = worded(plan, case, session);
        let findings = found.iter().map(|finding| Finding::new(finding, &plan.sources)).collect();
        Ok(Self { plan: plan.name.clone(), incident, findings })
    }
}

/// The page that the template makes of a record.
fn page(
    plan: &Plan,
    case: &Case<'_>,
    zone: &Zone,
    session: &mut Session<'_>,
) -> Result<String, Failure> {
    let body = Body::new(plan, case, zone, session)?;
    let data = session.envelope("postmortem", zone, body);
    session.page(&session.shelf(plan)?, postmortem::NAME, &data)
}

/// The record of an id.
///
/// # Errors
/// Where the plan has none, it cannot be read, or two records have it.
pub fn case<'p>(plan: &'p Plan, id: &str) -> Result<Case<'p>, Failure> {
    incident::case_named(plan, id)
}

/// Says whether a fault touches a record or its times cannot be, and that there are other faults.
fn warn(plan: &Plan, case: &Case<'_>, zone: &Zone, session: &mut Session<'_>) -> bool {
    let doubtful = session.doubt([case], zone);
    if plan.faults.is_empty() {
        return doubtful;
    }
    let check = session.check_command();
    let file = visible(&plan.sources.get(case.record.at.source).name);
    session.note(&if case.broken {
        format!("warning: a fault in {file} may leave something out here; `{check}` shows it")
    } else {
        format!("warning: the plan has faults elsewhere; `{check}` shows them")
    });
    case.broken || doubtful
}

/// What the rules find about how a record is worded, in order of place.
fn worded(plan: &Plan, case: &Case<'_>, session: &Session<'_>) -> Vec<Diagnostic> {
    let mut found = rules::found_by(&Context::new(plan, session.now), &LANGUAGE);
    let (path, below) = (case.path(), format!("{}.", case.path()));
    found.retain(|finding| finding.path == path || finding.path.starts_with(&below));
    found.sort_by_key(|finding| (finding.primary.at, finding.code));
    found
}

fn show(plan: &Plan, case: &Case<'_>, found: &[Diagnostic], session: &mut Session<'_>) -> Verdict {
    let style = session.style();
    for finding in found {
        session.print(&(diagnostics::render(finding, &plan.sources, style) + "\n"));
    }
    let id = visible(&case.record.id);
    match found.len() {
        0 => session.print(&format!("no rule finds anything in how {id} is worded\n")),
        1 => session.print(&format!("1 finding in how {id} is worded\n")),
        count => session.print(&format!("{count} findings in how {id} is worded\n")),
    }
    if case.broken {
        return Verdict::Partial;
    }
    if found.is_empty() { Verdict::Yes } else { Verdict::No }
}

/// What a record comes to, with what was changed in the plan since.
///
/// # Errors
/// Where the repository cannot be read.
pub fn review(
    plan: &Plan,
    case: &Case<'_>,
    zone: &Zone,
    session: &mut Session<'_>,
) -> Result<Review, Failure> {
    let (changes, more) = changes(case, session)?;
    let question = Question { plan, case, zone, now: session.now };
    Ok(postmortem::review(&question, changes, more))
}

/// The first commits that changed the plan since an incident began, and how many more there are;
/// `None` where the plan is in no repository, or nothing says when it began.
fn changes(
    case: &Case<'_>,
    session: &mut Session<'_>,
) -> Result<(Vec<ChangeJson>, Option<usize>), Failure> {
    let times = times(case.front);
    let Some(began) = times.started.or(times.detected).map(|known| known.instant) else {
        return Ok((Vec::new(), None));
    };
    let (all, cut) = match log::since(session, began) {
        Err(failure) if failure.kind == FailureKind::Plan => {
            return Ok((Vec::new(), None));
        }
        all => all?,
    };
    if cut {
        session.note("note: only the newest commits were looked at for changes of the plan");
    }
    let more = all.len().saturating_sub(MOST_CHANGES);
    let first = all.into_iter().take(MOST_CHANGES);
    let change = |change: log::Since| ChangeJson {
        commit: CommitJson::new(&change.revision),
        edits: change.edits,
        more_edits: change.more,
    };
    Ok((first.map(change).collect(), Some(more)))
}
