//! `irp incident new`: a record to begin with, and whom it needs.

mod begun;
mod text;
mod told;

use chrono::Datelike as _;

use self::begun::Begun;
use self::text::Text;
pub(super) use self::told::BegunJson;
use super::body::{Body, Told};
use super::filed::Filed;
use super::{log, roles};
use crate::cli::commands::change;
use crate::cli::faults::Asked;
use crate::cli::{Failure, Session, Verdict};
use crate::plan::{Plan, Read, Record};
use crate::record::comes_before;
use crate::source::{Location, Sources, pattern};
use crate::syntax::{Incident, IncidentKind, as_id, is_id, parse_front_matter};
use crate::time::{Instant, Span, Zone, show};

/// Where records lie, where the plan does not say.
const FOLDER: &str = "incidents";
/// The longest slug that is made of a title.
const LONGEST: usize = 40;

/// Begin the record of an incident
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp incident new <SERVICE>... --severity <ID> [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp incident new payments --severity sev1
  irp incident new payments label-api --severity sev2 --title \"cards are declined\"
  irp incident new payments --severity sev1 --started -20m --detected -5m
  irp incident new identity --severity sev1 --kind drill --dry-run

The record is incidents/YYYY/YYYY-MM-DD-SLUG.md, with today's date in the plan's zone; the slug is
that of the title, or of the service. It says who holds which role now. Nothing is overwritten.

Exit code:
  0  the record was written
  2  it was not, or a fault of the plan touches who holds which role")]
pub struct Args {
    /// The services that it touches, by id
    #[arg(value_name = "SERVICE", required = true)]
    service: Vec<String>,
    /// How bad it is
    #[arg(long, value_name = "ID")]
    severity: String,
    /// What is wrong, in a few words
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The end of the file's name [default: the title or the service]
    #[arg(long, value_name = "SLUG")]
    slug: Option<String>,
    /// incident (default), near-miss or drill
    #[arg(long, value_name = "KIND", value_parser = IncidentKind::WORDS.to_vec())]
    #[arg(hide_possible_values = true)]
    kind: Option<String>,
    /// When it began, if that is known
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    started: Vec<String>,
    /// When it was noticed, if that is known
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    detected: Vec<String>,
    /// Who declares it [default: whoever git is set to]
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// Show what would be written, write nothing
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Everything)?;
    let zone = session.viewer(plan)?;
    let reached = roles::reached(plan, &args.service, args.severity())?;
    let now = session.now;
    let span = Span::new(now, now + chrono::TimeDelta::nanoseconds(1));
    let asked = Asked { rotations: &reached.keys, everything: false, hidden: reached.hidden, span };
    let touched = session.warn(plan, &asked);
    let held = roles::held(plan, &reached.keys, args.severity(), now);
    let id = args.id(plan, session)?;
    let folder = folder(plan)?;
    let file = [folder.as_str(), &format!("{}/{id}.md", plan.zone.civil(now).year())];
    let file = file.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("/");
    selects(plan, &file)?;
    let text = Text {
        plan,
        id: &id,
        args,
        times: args.times(plan, &zone, session)?,
        held: &held,
        by: log::author(args.by.as_ref(), plan, session)?,
    };
    let text = text.text(now);
    let filed = begin((&id, &file, &text), args.dry_run, plan, session)?;
    let begun = Begun { plan, filed: &filed, held: &held, zone: &zone, args, id: &id };
    if session.options.json {
        let told =
            Told { action: "new", dry_run: args.dry_run, filed: Some(&filed), now: session.now };
        let mut body = Body::new(plan, &zone, &told, filed.case(plan).iter());
        for incident in &mut body.incidents {
            incident.file.clone_from(&file);
        }
        body.begun = Some(begun.json());
        session.print(&session.json("incident", &zone, body));
    } else if args.dry_run {
        session.print(&filed.text.patch(session)?);
    } else {
        begun.print(session);
    }
    Ok(if touched { Verdict::Partial } else { Verdict::Yes })
}

impl Args {
    fn severity(&self) -> &str {
        &self.severity
    }

    /// The id: today, and a slug that no other record of today has.
    fn id(&self, plan: &Plan, session: &Session<'_>) -> Result<String, Failure> {
        let slug = match (&self.slug, &self.title) {
            (Some(slug), _) if is_id(slug) && slug.len() <= LONGEST + 10 => slug.clone(),
            (Some(slug), _) => return Err(no_slug(slug)),
            (None, title) => {
                let title = title.as_ref().and_then(|title| slug(title));
                let service = || self.service.first().and_then(|id| slug(id));
                title.or_else(service).unwrap_or_default()
            }
        };
        let id = format!("{}-{slug}", plan.zone.civil(session.now).date());
        match plan.written.incidents.iter().find(|record| record.id == id) {
            None => Ok(id),
            Some(record) => Err(taken(&id, &plan.sources.get(record.at.source).name)),
        }
    }

    /// The times that are given, and that of the declaration, in the order of the format.
    fn times(
        &self,
        plan: &Plan,
        zone: &Zone,
        session: &Session<'_>,
    ) -> Result<Vec<(&'static str, Instant)>, Failure> {
        let mut times = Vec::new();
        for (name, words) in [("started", &self.started), ("detected", &self.detected)] {
            if !words.is_empty() {
                times.push((name, super::happened(words, plan, zone, session)?));
            }
        }
        if let [(one, first), (other, second)] = times[..]
            && comes_before(one, other)
            && second < first
        {
            let (first, second) = (show::full(first, zone), show::full(second, zone));
            let message = format!("`{other}`, {second}, would be before `{one}`, {first}");
            return Err(Failure::usage(message).hint("nothing is noticed before it began"));
        }
        times.push(("declared", session.now));
        Ok(times)
    }
}

fn slug(text: &str) -> Option<String> {
    let id = as_id(text)?;
    let cut = id
        .get(..LONGEST)
        .map_or(id.as_str(), |start| start.rsplit_once('-').map_or(start, |(words, _)| words));
    Some(cut.trim_end_matches('-').to_owned())
}

fn no_slug(given: &str) -> Failure {
    let failure = Failure::usage(format!("`{given}` cannot be the end of a file's name"));
    match as_id(given).and_then(|_| slug(given)) {
        Some(slug) => failure.hint(format!("it may be --slug {slug}")),
        None => failure.hint("give one with --slug: lower-case letters, digits and hyphens"),
    }
}

fn taken(id: &str, file: &str) -> Failure {
    Failure::usage(format!("there is a record `{id}` already: {file}"))
        .hint(format!("to add to it: `irp incident log \"...\" --incident {id}`"))
        .hint("for another incident of the same day give another --slug, or a --title")
}

/// The fixed folders of the first glob of records.
fn folder(plan: &Plan) -> Result<String, Failure> {
    let table = plan.written.plan.as_ref().and_then(|table| table.value.incidents.as_ref());
    let Some(first) = table.and_then(|globs| globs.value.0.first()) else {
        return Ok(FOLDER.to_owned());
    };
    let glob = pattern(&first.value).map_err(|_| {
        Failure::plan(format!("`{}` in [plan] `incidents` is no glob", first.value))
            .hint("correct it; `irp check` says what is wrong")
    })?;
    Ok(glob.fixed().to_owned())
}

/// Complains where the plan would not read the record that is to be written.
fn selects(plan: &Plan, file: &str) -> Result<(), Failure> {
    let table = plan.written.plan.as_ref().and_then(|table| table.value.incidents.as_ref());
    let Some(globs) = table.map(|table| &table.value.0) else { return Ok(()) };
    let known = globs.iter().filter_map(|glob| pattern(&glob.value).ok());
    if known.into_iter().any(|glob| glob.matches(file)) {
        return Ok(());
    }
    let globs: Vec<_> = globs.iter().map(|glob| glob.value.as_str()).collect();
    Err(Failure::plan(format!("the plan would not read {file}, which is to be written"))
        .hint(format!("`incidents` in [plan] is {}; make it end with `**/*.md`", globs.join(", "))))
}

/// Writes the record, and reads it as it will be read.
fn begin(
    (id, file, text): (&str, &str, &str),
    dry: bool,
    plan: &Plan,
    session: &Session<'_>,
) -> Result<Filed, Failure> {
    let mut sources = Sources::default();
    let source = sources.add(file.to_owned(), String::new());
    let parsed = parse_front_matter::<Incident>(source, text, &session.zones);
    let front =
        parsed.value.ok_or_else(|| Failure::plan(format!("{file} could not be read again")))?;
    if !change::begin(session, (file, text), dry)? {
        return Err(taken(id, file));
    }
    let (file, new) = (file.to_owned(), text.to_owned());
    let text = change::Changed { file, old: String::new(), new, written: !dry };
    // It has no place among the files that were read: none of it is shown by place.
    let at = plan.written.plan.as_ref().map_or_else(Location::default, |table| table.at);
    let after = Record { id: id.to_owned(), at, front: Some(front.clone()) };
    Ok(Filed { before: front, after, text })
}
