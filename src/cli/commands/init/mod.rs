//! `irp init`: a first plan, from what the machine and the repository know.

mod people;
mod place;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveTime, TimeDelta};

use self::people::Proposal;
use self::place::{Ground, Place};
use crate::cli::io::reason;
use crate::cli::{Failure, Session, Verdict, World};
use crate::diagnostic::{tidy, visible};
use crate::time::{Civil, Instant, Zone, show};
use crate::views::first_plan::FirstPlan;
use crate::views::schema;

/// The name of a plan's first file.
const PLAN: &str = "irp.toml";
/// The name of the file beside it that tells editors the format.
const SCHEMA: &str = "irp.schema.json";

/// Write a first plan, with the people who commit to this repository
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp init [DIR] [OPTIONS]")]
#[command(after_help = "\
The plan is irp.toml in the current folder; where the folder or its repository
holds other things, it is .irp/irp.toml at the top of them. Beside it lies
irp.schema.json, with which editors complete and explain its keys. Nothing is
overwritten. Times are in the zone of --tz, else in your own.

Examples:
  irp init                        the authors of this repository take turns
  irp init --people Ana,Ben,Cho   these three do, in this order
  irp init oncall                 in a folder of that name
  irp init --stdout               print the plan, write nothing")]
pub struct Args {
    /// Folder to write into [default: this one, or the top of its repository]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Who takes turns, in this order [default: up to six recent authors]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    people: Vec<String>,
    /// Name of the plan [default: that of the folder]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Write the authors' e-mail addresses into the plan too
    #[arg(long, conflicts_with = "people")]
    emails: bool,
    /// Print the plan and write nothing
    #[arg(long)]
    stdout: bool,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    if session.options.json {
        return Err(Failure::usage("`irp init` writes a plan, and has no answer as JSON")
            .hint("`irp check --json` says what is in a plan"));
    }
    let ground = Ground::new(asked(args, session)?, session)?;
    let place = (!args.stdout).then(|| ground.place(session)).transpose()?;
    let proposal = match args.people.as_slice() {
        [] => people::of_repository(&ground, args.emails, session),
        names => people::named(names)?,
    };
    let zone = session.zone_to_be()?;
    if zone.is_none() {
        session.note("note: neither TZ nor this machine names a zone: the plan's is UTC");
    }
    if let Some(note) = &proposal.note {
        session.note(&format!("note: {}", visible(note)));
    }
    let zone = zone.unwrap_or_else(|| session.zones.utc());
    let starts = monday(&zone, session.now);
    let plan = FirstPlan {
        name: &name(args, &ground),
        zone: zone.name(),
        people: &proposal.people,
        origin: &proposal.origin,
        starts,
        written: zone.civil(session.now).date(),
    };
    let text = plan.text();
    let Some(place) = place else {
        session.print(&text);
        return Ok(Verdict::Yes);
    };
    write(&place, &text, session)?;
    report(&place, &proposal, (&zone, starts), session)?;
    Ok(Verdict::Yes)
}

/// The folder that was asked for; like `--plan`, it may be named by the plan's file.
fn asked(args: &Args, session: &Session<'_>) -> Result<Option<PathBuf>, Failure> {
    let plan = session.options.plan.as_deref();
    let folder = match (args.folder.as_deref(), plan) {
        (Some(folder), Some(plan)) if folder != plan => {
            return Err(Failure::usage("two folders are named for the plan")
                .hint("give DIR, or --plan, or the variable IRP_PLAN"));
        }
        (folder, plan) => folder.or(plan),
    };
    Ok(folder.map(|folder| match folder.parent() {
        Some(parent) if folder.ends_with(PLAN) && parent.as_os_str().is_empty() => ".".into(),
        Some(parent) if folder.ends_with(PLAN) => parent.to_owned(),
        _ => folder.to_owned(),
    }))
}

fn name(args: &Args, ground: &Ground) -> String {
    let folder = ground.top().ancestors().filter_map(Path::file_name);
    let folder = folder.map(|name| name.to_string_lossy()).find(|name| !name.starts_with('.'));
    let given = args.name.as_deref().map(tidy).filter(|name| !name.is_empty());
    let named = given.or_else(|| folder.map(|name| tidy(&name)));
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| "On call".to_owned())
}

/// The last Monday at 09:00 that has come.
fn monday(zone: &Zone, now: Instant) -> Civil {
    let today = zone.civil(now).date();
    let days = i64::from(today.weekday().num_days_from_monday());
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
    let this = (today - TimeDelta::days(days)).and_time(nine);
    if zone.instant(this) <= now { this } else { this - TimeDelta::weeks(1) }
}

fn write(place: &Place, text: &str, session: &Session<'_>) -> Result<(), Failure> {
    let schema = schema::text(&schema::plan());
    let files = [(SCHEMA, schema.as_str()), (PLAN, text)];
    session.world.create(&place.folder, &files).map_err(|(path, error)| {
        let shown = path.strip_prefix(&place.folder).map(|file| place.shown.join(file));
        let shown = shown.unwrap_or(path);
        let failure =
            Failure::system(format!("cannot write {}: {}", shown.display(), reason(&error)));
        let stale = shown.ends_with(SCHEMA) && error.kind() == ErrorKind::AlreadyExists;
        let failure = if stale {
            failure.hint("another irp wrote it for a plan that is gone: remove it, and try again")
        } else {
            failure
        };
        failure
            .hint("nothing was written; `irp init --stdout` prints the plan")
            .hint("`irp init DIR` writes into another folder")
    })
}

/// Says what was written, who is on call, and what to type next.
fn report(
    place: &Place,
    proposal: &Proposal,
    (zone, starts): (&Zone, Civil),
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let plan = option(place, session)?;
    let [file, schema] =
        [PLAN, SCHEMA].map(|file| visible(&place.shown.join(file).display().to_string()));
    let count = proposal.people.len();
    let first = proposal.people.first().map_or("", |person| &person.name);
    let next = show::full(zone.instant(starts + TimeDelta::weeks(1)), zone);
    let turns = match count {
        1 => format!("{first} is always on call: the plan has nobody else yet."),
        _ => format!(
            "{count} people take turns of a week, from Monday 09:00 {}.\n\
             {first} is on call now, until {next}.",
            zone.name()
        ),
    };
    let weeks = count.max(4);
    session.print(&format!(
        "wrote {file} and {schema}\n\n\
         {turns}\n\n\
         Read and change {file}. Then\n\n  \
           irp check{plan}\n  \
           irp oncall now{plan}\n  \
           irp schedule --for {weeks}w{plan}\n",
    ));
    Ok(())
}

/// The option by which a command finds the plan from where the user stands, if it needs one.
fn option(place: &Place, session: &Session<'_>) -> Result<String, Failure> {
    let here = session.here()?;
    let found = match session.world.variable("IRP_PLAN") {
        Some(set) => World::settled(&here.join(set)).ok(),
        None => session.governing(&here),
    };
    if found.as_ref() == Some(&place.folder) {
        return Ok(String::new());
    }
    let shown = place.shown.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    let word = if shown.chars().all(plain) && !shown.starts_with('-') {
        shown
    } else {
        format!("'{}'", shown.replace('\'', "'\\''"))
    };
    Ok(format!(" --plan {}", visible(&word)))
}
