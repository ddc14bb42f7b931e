//! `irp alerts check`: the alerts of rule files against those of the plan.

mod body;
mod checked;
mod files;
mod mapping;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

pub use self::body::Body;
use self::checked::Checked;
use super::check::format::Format;
use super::check::options::{self, FailOn};
use super::check::reports;
use crate::cli::faults::Asked;
use crate::cli::session::meant;
use crate::cli::{Failure, Session, Verdict};
use crate::exchange::prometheus::{CODES, Judgement, judge};
use crate::plan::{Plan, Read};
use crate::rules::fingerprints;
use crate::time::Span;
use crate::views::human::Style;
use crate::views::report::{Report, Topic};

/// Check the alerts of Prometheus rule files against those of the plan
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp alerts check <FILE>... [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp alerts check prometheus/*.yml
  irp alerts check rules.yml --map critical=sev1 --map warning=sev3 --map none=none
  helm template . | irp alerts check -
  irp alerts check rules/*.yml --format github --fail-on warning

A file is a rule file of Prometheus, or a PrometheusRule of Kubernetes. Give all of them at once:
an alert of the plan that is in none is a finding. `irp explain` says more of each finding.

Exit code:
  0  no errors; with --fail-on, nothing of that level or above
  1  errors, or something of that level or above
  2  a file cannot be opened, a report not written, or a fault of the plan touches its alerts")]
pub struct Args {
    /// check: compare both, and judge each rule by itself
    #[arg(value_name = "ACTION", value_enum, hide_possible_values = true)]
    action: Action,
    /// Rule files of Prometheus; - is the standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The label that is the severity
    #[arg(long, value_name = "NAME", default_value = "severity", hide_default_value = true)]
    severity_label: String,
    /// Which severity of the plan a value means, such as critical=sev1; none: it pages nobody
    #[arg(long, value_name = "VALUE=SEVERITY")]
    map: Vec<String>,
    /// Leave out findings of this kind; may be repeated
    #[arg(long, short = 'A', value_name = "CODE")]
    allow: Vec<String>,
    /// human (default), concise, json, github, gitlab, sarif, junit, checkstyle, rdjson or markdown
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
    format: Option<Format>,
    /// Write a file in some format too, such as sarif=alerts.sarif; may be repeated
    #[arg(long, value_name = "FORMAT=FILE")]
    report: Vec<String>,
    /// Exit with 1 from this level on: error (default), warning, info or never
    #[arg(long, value_name = "LEVEL", value_enum, hide_possible_values = true)]
    #[arg(default_value = "error", hide_default_value = true)]
    fail_on: FailOn,
}

/// What is done with alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Action {
    /// Compare rule files with the plan, and judge each rule by itself
    Check,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let Action::Check = args.action;
    args.allow.iter().try_for_each(|code| is_code(code))?;
    let reports = options::reports(&args.report)?;
    let plan = session.plan(Read::Everything)?;
    let mapping = mapping::read(&args.severity_label, &args.map, plan)?;
    let (sources, files) = files::read(&args.files, plan, &mapping.label, session)?;
    let mut judged = judge(&Judgement { plan, files: &files, mapping: &mapping });
    judged.findings.retain(|found| !args.allow.iter().any(|code| code == found.code));
    let touched = warn(plan, session);
    let prints = fingerprints(&judged.findings, &sources);
    let prefix = reports::from_root(session, &session.here()?);
    let topics = topics(&args.allow);
    let tzdata = session.zones.release().to_owned();
    let checked = Checked {
        plan,
        judged: &judged,
        files: files.len(),
        report: Report {
            command: "irp alerts check",
            plan: &plan.name,
            findings: &judged.findings,
            prints: &prints,
            sources: &sources,
            prefix: &prefix,
            allowed: 0,
            fail_on: args.fail_on.level(),
            topics: &topics,
            compared: None,
            now: session.now,
        },
        seen: session.seen().cloned(),
        tzdata: &tzdata,
    };
    let bare = Style { color: false, width: None };
    let text = |format: Format| checked.text(format, bare, ELSEWHERE);
    let written = reports::write(session, &reports, text);
    print(args, session, &checked);
    written?;
    Ok(match checked.report.fails() {
        _ if touched => Verdict::Partial,
        true => Verdict::No,
        false => Verdict::Yes,
    })
}

/// Where all findings are listed of which a format leaves some out.
const ELSEWHERE: &str = "`irp alerts check --format concise` lists all";

fn print(args: &Args, session: &mut Session<'_>, checked: &Checked<'_>) {
    let format = args.format.unwrap_or(Format::Human);
    let format = if session.options.json { Format::Json } else { format };
    let summary = format == Format::Github && reports::summarize(session, &checked.report);
    let elsewhere = if summary { "the summary of the job lists all" } else { ELSEWHERE };
    let text = checked.text(format, session.style(), elsewhere);
    session.print(&text);
    if format == Format::Concise && checked.report.findings.is_empty() {
        session.note(&checked.report.counts());
    }
}

/// Says which faults may hide alerts, runbooks or severities of the plan; whether any does.
fn warn(plan: &Plan, session: &mut Session<'_>) -> bool {
    let span = Span::new(session.now, session.now);
    let asked = Asked { rotations: &[], everything: true, hidden: false, span };
    let unread = session.warn(plan, &asked);
    let tables = ["services.", "severities.", "runbooks", "plan.runbook"];
    let near = |path: &str| tables.iter().any(|table| path.starts_with(table));
    let own = plan.faults.iter().any(|fault| near(&fault.path));
    if own {
        session.note("warning: a fault of the plan may hide alerts, severities or runbooks");
    }
    unread || own
}

/// What there is to know of the kinds of findings that are judged.
fn topics(allowed: &[String]) -> Vec<Topic> {
    let judged = CODES.iter().filter(|code| !allowed.iter().any(|other| other == code.code));
    let topic = judged.map(|code| Topic {
        code: code.code,
        level: code.level,
        summary: code.summary,
        why: code.why,
        source: "",
    });
    topic.collect()
}

/// Checks that a name is that of a kind of finding.
fn is_code(name: &str) -> Result<(), Failure> {
    let mut known = CODES.iter().map(|code| code.code);
    if known.any(|code| code == name) {
        return Ok(());
    }
    let failure = Failure::usage(format!("`irp alerts check` has no finding `{name}`"));
    let known: Vec<_> = CODES.iter().map(|code| code.code).collect();
    let near = meant(name, known.iter().copied());
    Err(failure.hint(near.unwrap_or_else(|| format!("it has: {}", known.join(", ")))))
}

/// A path as it may be shown, with `/`.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
