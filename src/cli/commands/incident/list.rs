//! `irp incident list`: the records of a plan.

use clap::ValueEnum;

use super::body::{Body, Told};
use super::which;
use crate::cli::commands::select;
use crate::cli::heading::Heading;
use crate::cli::{Failure, Session, Verdict};
use crate::plan::{Plan, Read};
use crate::record::{self, Case};
use crate::time::{Instant, Zone, show};
use crate::views::sections::{self as page, Section};
use crate::views::table::{Cell, Table};

/// List the incidents that are on record, the latest first
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp incident list [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp incident list --open
  irp incident list --service payments --since 2026-07-01
  irp incident list --severity sev1 --format md

Exit code:
  0  the list is shown
  2  a fault touches a record, its times cannot be, or what was asked for is not in the plan")]
pub struct Args {
    /// Only of this service; every filter may be repeated
    #[arg(long, short, value_name = "ID")]
    service: Vec<String>,
    /// Only of this severity
    #[arg(long, value_name = "ID")]
    severity: Vec<String>,
    /// Only those that are not over
    #[arg(long)]
    open: bool,
    /// Only those that began, or else were noticed or declared, since then
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    since: Vec<String>,
    /// table (on a terminal), tsv (elsewhere), list, md or json
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
    format: Option<Format>,
}

/// How records are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Columns for a terminal
    Table,
    /// Tab-separated, nothing left out
    Tsv,
    /// One `key: value` a line
    List,
    /// Markdown
    #[value(alias = "markdown")]
    Md,
    /// JSON
    Json,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Everything)?;
    let zone = session.viewer(plan)?;
    let since = (!args.since.is_empty()).then(|| args.since.join(" "));
    let since = since.map(|words| session.when(&words, plan, &zone)).transpose()?;
    known(args, plan)?;
    let since = since.map(|when| when.instant);
    let mut cases: Vec<_> =
        record::cases(plan).into_iter().filter(|case| fits(case, args, since)).collect();
    cases.sort_by_key(|case| (std::cmp::Reverse(began(case)), case.record.id.clone()));
    let broken = cases.iter().filter(|case| case.broken).count();
    if broken > 0 {
        let what = if broken == 1 { "a record has" } else { "records have" };
        session.note(&format!(
            "warning: {what} faults that may hide something; `irp check` shows them"
        ));
    }
    let doubled = cases.iter().filter(|case| case.doubled).map(|case| case.record.id.as_str());
    let doubled = session.doubled(plan, doubled, "");
    let doubtful = session.doubt(&cases, &zone);
    let unread = which::warn_of_unread(plan, session);
    let format = if session.options.json { Some(Format::Json) } else { args.format };
    print(&cases, format, (plan, &zone, since), session);
    let whole = broken == 0 && !doubled && !doubtful && !unread;
    Ok(if whole { Verdict::Yes } else { Verdict::Partial })
}

/// Complains of ids that are not in the plan.
fn known(args: &Args, plan: &Plan) -> Result<(), Failure> {
    let ids: Vec<_> = plan.services.iter().map(|service| service.id.as_ref()).collect();
    if let Some(id) = args.service.iter().find(|id| !ids.contains(&id.as_str())) {
        return Err(select::unknown("service", id, &ids));
    }
    let ids: Vec<_> = plan.severities.iter().map(|severity| severity.id.as_ref()).collect();
    match args.severity.iter().find(|id| !ids.contains(&id.as_str())) {
        Some(id) => Err(select::unknown("severity", id, &ids)),
        None => Ok(()),
    }
}

/// When it began, as far as is known.
fn began(case: &Case<'_>) -> Option<Instant> {
    let times = record::times(case.front);
    let first = times.began().map(|known| known.instant);
    first
        .or_else(|| times.all().iter().filter_map(|(_, known)| Some(known.as_ref()?.instant)).min())
}

fn fits(case: &Case<'_>, args: &Args, since: Option<Instant>) -> bool {
    let services = case.front.services.iter().flat_map(|list| &list.value);
    let mut services = services.map(|service| service.value.as_ref());
    let severity = case.front.severity.as_ref().map(|severity| severity.value.as_ref());
    (args.service.is_empty() || services.any(|own| args.service.iter().any(|id| id == own)))
        && (args.severity.is_empty()
            || severity.is_some_and(|own: &str| args.severity.iter().any(|id| id == own)))
        && (!args.open || which::is_open(case))
        && since.is_none_or(|since| began(case).is_some_and(|began| began >= since))
}

fn print(
    cases: &[Case<'_>],
    format: Option<Format>,
    (plan, zone, since): (&Plan, &Zone, Option<Instant>),
    session: &mut Session<'_>,
) {
    let style = session.style();
    let since = since.map(|since| format!("since {}", show::full(since, zone)));
    let count = match cases.len() {
        1 => "1 incident".to_owned(),
        count => format!("{count} incidents"),
    };
    let heading = Heading::new(session, plan, [count].into_iter().chain(since), zone);
    let format = format.unwrap_or(match style.width {
        _ if session.accessible() => Format::List,
        Some(_) => Format::Table,
        None => Format::Tsv,
    });
    let now = session.now;
    let table = || table(cases, (plan, zone), now);
    let text = match format {
        Format::Json => {
            let told = Told { action: "list", dry_run: false, filed: None, now: session.now };
            session.json("incident", zone, Body::new(plan, zone, &told, cases.iter()))
        }
        Format::Md => {
            let mut section = Section::new("incidents", &[]);
            section.table = table();
            page::markdown("Incidents", &heading.line(), &[section])
        }
        Format::List => heading.lines(style) + &table().list(),
        Format::Table => heading.lines(style) + &table().terminal(style),
        Format::Tsv => {
            session.note(&heading.line());
            table().tsv()
        }
    };
    session.print(&text);
}

fn table(cases: &[Case<'_>], (plan, zone): (&Plan, &Zone), now: Instant) -> Table {
    let mut table = Table::new(&[
        ("incident", 0),
        ("severity", 0),
        ("status", 0),
        ("began", 1),
        ("impact", 3),
        ("services", 4),
        ("commander", 5),
        ("title", 2),
    ]);
    table.below = Some("title");
    for case in cases {
        let began = began(case);
        let impact = record::durations(plan, case, now).impact;
        let services = case.front.services.iter().flat_map(|list| &list.value);
        let services: Vec<_> = services.map(|service| service.value.to_string()).collect();
        if which::is_open(case) {
            table.alarms.push(table.rows.len());
        }
        table.rows.push(vec![
            Cell::same(case.record.id.as_str()),
            Cell::same(case.front.severity.as_ref().map_or("?", |id| id.value.as_ref())),
            Cell::same(case.reached().word()),
            began.map_or_else(Cell::default, |at| Cell {
                short: show::short(at, zone, now),
                exact: show::rfc3339(at, zone),
            }),
            impact.map_or_else(Cell::default, |length| Cell {
                short: show::length(length),
                exact: length.num_seconds().to_string(),
            }),
            Cell::same(services.join(", ")),
            Cell::same(commander(plan, case)),
            Cell::same(case.front.title.as_ref().map_or("", |title| title.value.as_str())),
        ]);
    }
    table
}

fn commander(plan: &Plan, case: &Case<'_>) -> String {
    let people = case.front.people.iter().flat_map(|people| &people.roles);
    let commands = people.filter(|(role, _)| role.value.as_ref() == "incident-commander");
    let people = commands.flat_map(|(_, people)| &people.value.0);
    let names = people.map(|id| match plan.person(id.value.as_ref()) {
        Some(key) => plan[key].name.clone(),
        None => id.value.to_string(),
    });
    names.collect::<Vec<_>>().join(", ")
}
