//! `irp game-day next`: what to exercise, and when everybody who is needed can.

use chrono::TimeDelta;

use super::body::Body;
use super::draft::Draft;
use super::due::{self, Due};
use super::proposal::{Asked, Proposal};
use super::{Layout, page, refuse_revision, warn, write};
use crate::cli::commands::check::edits;
use crate::cli::commands::select;
use crate::cli::{Failure, Session, Verdict};
use crate::plan::{PersonKey, Plan, Read};
use crate::rules::Context;
use crate::time::{Instant, Span, Zone, read_length};

/// The longest time in which a slot is looked for.
const FARTHEST: TimeDelta = TimeDelta::days(182);

/// Propose the next exercise: a service, a scenario, and a time that everybody has
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp game-day next [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp game-day next
  irp game-day next --service checkout --length 2h --within 8w
  irp game-day next --coordinator jo --write

The service is the most overdue by the rule game-day-overdue, or whose recurring exercise is next.
The time is the earliest in which everybody works who is on call in its escalation path then, and
the owner and the coordinator: no time off, no holiday of theirs, no closed day.

Exit code:
  0  there is a proposal with a time
  1  nothing is to be exercised, or no time fits everybody
  2  a fault touches what was asked")]
pub struct Args {
    /// For this service, whatever is due
    #[arg(long, short, value_name = "SERVICE")]
    service: Option<String>,
    /// How long it lasts [default: 90m]
    #[arg(long, value_name = "LENGTH")]
    length: Option<String>,
    /// From when on, in words or as a timestamp [default: tomorrow]
    #[arg(long, value_name = "WHEN")]
    from: Option<String>,
    /// In how much time from then, at most 26w [default: 4w]
    #[arg(long, value_name = "LENGTH")]
    within: Option<String>,
    /// Who answers for it [default: the lead of the service's team]
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// Who runs it and may halt it
    #[arg(long, value_name = "PERSON")]
    coordinator: Option<String>,
    /// Need only those whom the first steps of the path reach [default: all steps]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=200))]
    steps: Option<u16>,
    /// Plan it: write it into a new file of the plan
    #[arg(long)]
    write: bool,
    /// Show the file that --write would write, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    layout: Layout,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    if args.write || args.dry_run {
        refuse_revision(session)?;
    }
    let plan = session.plan(Read::Everything)?;
    let zone = session.viewer(plan)?;
    let asked = args.asked(plan, &zone, session)?;
    let mut all = due::all(plan, session.now);
    let chosen = args.chosen(plan, &mut all, session.now)?;
    let mut context = Context::new(plan, session.now);
    context.edited = edits::of(session, plan, session.seen());
    let proposal = chosen.map(|due| Proposal::new(&context, due, &asked));
    let rotations = proposal.as_ref().map(|proposal| proposal.rotations.as_slice());
    let touched = warn(plan, rotations.unwrap_or_default(), asked.span, session);
    let draft = proposal.as_ref().and_then(|proposal| Draft::proposed(plan, proposal));
    let view = page::View { plan, zone: &zone, now: session.now };
    let mut sections = view.proposal(proposal.as_ref(), draft.as_ref(), &all);
    let mut body = Body::new("next", plan)
        .with_services(all.iter().map(|due| page::View::service_json(due)).collect());
    body.propose(&view, proposal.as_ref(), draft.as_ref());
    let mut text = None;
    match &draft {
        Some(draft) if args.dry_run => {
            let made = write::drafted(draft, session)?;
            session.note(&format!("would write {}:", made.file));
            text = Some(made.new.clone());
            body.wrote(made);
        }
        Some(draft) if args.write => body.wrote(write::create(draft, session)?),
        Some(draft) => sections[0].notes.push(format!(
            "`irp game-day next --write` plans it as {}; nothing is written without",
            draft.file()
        )),
        None => {}
    }
    match text.filter(|_| !args.layout.is_json(session)) {
        Some(text) => session.print(&text),
        None => args.layout.print(("next game day", &sections, body), plan, &zone, session),
    }
    Ok(match draft {
        _ if touched => Verdict::Partial,
        Some(_) => Verdict::Yes,
        None => Verdict::No,
    })
}

impl Args {
    fn asked(&self, plan: &Plan, zone: &Zone, session: &Session<'_>) -> Result<Asked, Failure> {
        let from = match &self.from {
            Some(words) => session.when(words, plan, zone)?.instant,
            None => session.when("tomorrow", plan, &plan.zone)?.instant,
        };
        let length = |words: Option<&String>, default: TimeDelta| match words {
            Some(words) => Ok(read_length(words)?.after(from, zone)? - from),
            None => Ok::<_, Failure>(default),
        };
        let within = length(self.within.as_ref(), TimeDelta::weeks(4))?;
        let lasts = length(self.length.as_ref(), TimeDelta::minutes(90))?;
        if within > FARTHEST {
            return Err(Failure::usage(
                "--within is at most 26w: nobody keeps a date that far off",
            ));
        }
        if from < session.now {
            return Err(Failure::usage("--from is in the past")
                .hint("an exercise is to come: leave it out, or name a later time"));
        }
        if lasts < TimeDelta::minutes(1) || lasts > TimeDelta::days(1) {
            return Err(Failure::usage("an exercise lasts from a minute to a day")
                .hint("examples: --length 90m, --length 2h"));
        }
        Ok(Asked {
            span: Span::new(from, from + within),
            length: lasts,
            owner: person(plan, self.owner.as_ref())?,
            coordinator: person(plan, self.coordinator.as_ref())?,
            steps: self.steps.map(usize::from),
        })
    }

    /// The service that is exercised next, taken out of all.
    fn chosen<'a>(
        &self,
        plan: &'a Plan,
        all: &mut Vec<Due<'a>>,
        now: Instant,
    ) -> Result<Option<Due<'a>>, Failure> {
        let Some(id) = &self.service else {
            let free = |due: &Due<'_>| due.ahead(now).is_none();
            let late = all.iter().position(|due| free(due) && due.is_overdue());
            let next = late.or_else(|| all.iter().position(free));
            return Ok(next.map(|at| all.remove(at)));
        };
        let ids: Vec<_> = plan.services.iter().map(|service| service.id.as_ref()).collect();
        if !ids.contains(&id.as_str()) {
            return Err(select::unknown("service", id, &ids));
        }
        let at = all.iter().position(|due| due.service.id.as_ref() == id);
        Ok(at.map(|at| all.remove(at)).or_else(|| due::of(plan, id, now)))
    }
}

/// The person of an id, where one was given.
pub(super) fn person(plan: &Plan, id: Option<&String>) -> Result<Option<PersonKey>, Failure> {
    let Some(id) = id else { return Ok(None) };
    Ok(select::people(plan, std::slice::from_ref(id))?.first().copied())
}
