//! `irp game-day start`, `mark` and `finish`: what happens is written down while it does.

use chrono::SubsecRound as _;
use clap::ValueEnum;

use super::body::Body;
use super::{find, page, refuse_revision, which, write};
use crate::cli::commands::change::Changed;
use crate::cli::{Failure, Session, Verdict};
use crate::edit::{Step, quoted, set};
use crate::plan::{Plan, Read};
use crate::record::{Exercise, comes_before, exercises, milestones};
use crate::syntax::GameDayStatus;
use crate::time::{Instant, Zone, show};

/// When something happened, and whether it is only shown.
#[derive(Debug, clap::Args)]
struct Moment {
    /// When, in words or as a timestamp [default: now]
    #[arg(long, value_name = "WHEN")]
    at: Option<String>,
    /// Write over a time that is recorded already
    #[arg(long)]
    replace: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Record that the fault is injected: the exercise begins
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp game-day start [GAME-DAY] [OPTIONS]")]
pub struct Start {
    /// Which, by id [default: the one that is planned for today]
    #[arg(value_name = "GAME-DAY")]
    game_day: Option<String>,
    #[command(flatten)]
    moment: Moment,
}

/// Record that something has happened: it is detected, acknowledged, mitigated
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp game-day mark <WHAT> [GAME-DAY] [OPTIONS]")]
pub struct Mark {
    /// detected, acknowledged, engaged, declared, remediation-started, mitigated or resolved
    #[arg(value_name = "WHAT", value_enum, hide_possible_values = true)]
    what: What,
    /// Which, by id [default: the one that is under way]
    #[arg(value_name = "GAME-DAY")]
    game_day: Option<String>,
    #[command(flatten)]
    moment: Moment,
}

/// Record that the exercise is over: mitigated, if that is not recorded yet, and done
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp game-day finish [GAME-DAY] [OPTIONS]")]
pub struct Finish {
    /// Which, by id [default: the one that is under way]
    #[arg(value_name = "GAME-DAY")]
    game_day: Option<String>,
    #[command(flatten)]
    moment: Moment,
    /// It was broken off: nothing was mitigated
    #[arg(long, conflicts_with = "at")]
    broken_off: bool,
    /// Whether the hypothesis held: yes or no
    #[arg(long, value_name = "ANSWER", value_enum, hide_possible_values = true)]
    held: Option<Held>,
    /// What happened, in a sentence
    #[arg(long, value_name = "TEXT")]
    summary: Option<String>,
}

/// What may happen in an exercise after its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// It was noticed
    Detected,
    /// Somebody answered
    Acknowledged,
    /// Somebody worked on it
    Engaged,
    /// It was declared
    Declared,
    /// Mending began
    RemediationStarted,
    /// Nobody would feel it any more
    Mitigated,
    /// It was over
    Resolved,
}

/// Whether a hypothesis held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Held {
    /// What was expected happened
    Yes,
    /// It did not
    No,
}

impl What {
    fn key(self) -> &'static str {
        match self {
            Self::Detected => "detected",
            Self::Acknowledged => "acknowledged",
            Self::Engaged => "engaged",
            Self::Declared => "declared",
            Self::RemediationStarted => "remediation-started",
            Self::Mitigated => "mitigated",
            Self::Resolved => "resolved",
        }
    }
}

/// A value that is set.
struct Edit {
    /// The keys below the game day that lead to it.
    keys: Vec<&'static str>,
    /// The value as TOML.
    value: String,
    /// What there is to tell of it.
    told: Option<String>,
}

impl Edit {
    fn new(keys: &[&'static str], value: String) -> Self {
        Self { keys: keys.to_vec(), value, told: None }
    }
}

impl Start {
    pub fn run(&self, session: &mut Session<'_>) -> Result<Verdict, Failure> {
        let which = (self.game_day.as_deref(), which::of_today as Which);
        record(which, &self.moment, session, |at, day| {
            Ok(vec![self.moment.edit("injected", at, day)?])
        })
    }
}

impl Mark {
    pub fn run(&self, session: &mut Session<'_>) -> Result<Verdict, Failure> {
        let which = (self.game_day.as_deref(), which::under_way as Which);
        record(which, &self.moment, session, |at, day| {
            started(day)?;
            Ok(vec![self.moment.edit(self.what.key(), at, day)?])
        })
    }
}

impl Finish {
    pub fn run(&self, session: &mut Session<'_>) -> Result<Verdict, Failure> {
        let which = (self.game_day.as_deref(), which::under_way as Which);
        record(which, &self.moment, session, |at, day| {
            started(day)?;
            let known = recorded(day, "mitigated").is_some();
            let mut edits = Vec::new();
            if !self.broken_off && (!known || self.moment.at.is_some()) {
                edits.push(self.moment.edit("mitigated", at, day)?);
            }
            edits.push(Edit::new(&["status"], quoted("done")));
            if let Some(held) = self.held {
                let held = if held == Held::Yes { "true" } else { "false" };
                edits.push(Edit::new(&["result", "hypothesis-held"], held.to_owned()));
            }
            if let Some(summary) = &self.summary {
                edits.push(Edit::new(&["result", "summary"], quoted(summary)));
            }
            Ok(edits)
        })
    }
}

impl Moment {
    /// The time of a milestone as it is to be written.
    fn edit(
        &self,
        name: &'static str,
        (plan, zone, session): Asked<'_>,
        day: &Exercise<'_>,
    ) -> Result<Edit, Failure> {
        let at = match &self.at {
            Some(words) => session.when(words, plan, zone)?.instant,
            None => session.now,
        };
        let at = at.trunc_subsecs(0);
        let shown = show::full(at, zone);
        if at > session.now {
            return Err(Failure::usage(format!("{shown} is in the future, and this is a record"))
                .hint(format!("now is {}", show::full(session.now, zone))));
        }
        if let Some(known) = recorded(day, name).filter(|_| !self.replace) {
            let known = show::full(known, zone);
            return Err(Failure::usage(format!("`{name}` is recorded already: {known}"))
                .hint("--replace writes over it"));
        }
        in_order(name, at, day, zone)?;
        let told = Some(format!("{name} at {shown}"));
        Ok(Edit { told, ..Edit::new(&["result", "times", name], show::utc(at)) })
    }
}

/// Checks that a time contradicts none that is recorded.
fn in_order(name: &str, at: Instant, day: &Exercise<'_>, zone: &Zone) -> Result<(), Failure> {
    for other in times(day).into_iter().filter(|other| other.name != name) {
        let early = comes_before(name, other.name) && at > other.instant;
        let late = comes_before(other.name, name) && at < other.instant;
        if early || late {
            let side = if early { "after" } else { "before" };
            let message = format!(
                "`{name}` at {} would be {side} `{}` at {}",
                show::full(at, zone),
                other.name,
                show::full(other.instant, zone)
            );
            return Err(Failure::usage(message)
                .hint("--at says when it was; --replace corrects a time that is recorded"));
        }
    }
    Ok(())
}

fn times(day: &Exercise<'_>) -> Vec<crate::record::Milestone> {
    let times = day.written.result.as_ref().and_then(|result| result.times.as_ref());
    times.map(|times| milestones(times)).unwrap_or_default()
}

/// The instant of a milestone that is recorded; an exercise may call its injection its start.
fn recorded(day: &Exercise<'_>, name: &str) -> Option<Instant> {
    let same = |known: &str| known == name || (name == "injected" && known == "started");
    times(day).into_iter().find(|time| same(time.name)).map(|time| time.instant)
}

/// Whether something is injected, so that more may happen.
pub(super) fn is_begun(day: &Exercise<'_>) -> bool {
    recorded(day, "injected").is_some()
}

fn started(day: &Exercise<'_>) -> Result<(), Failure> {
    let id = &day.id.value;
    if is_begun(day) {
        return Ok(());
    }
    Err(Failure::usage(format!("`{id}` has not begun: nothing is injected yet"))
        .hint(format!("`irp game-day start {id}` records that; --at says when it was")))
}

/// Checks that something can happen in an exercise.
fn open(day: &Exercise<'_>) -> Result<(), Failure> {
    let id = &day.id.value;
    if day.written.rrule.is_some() {
        return Err(Failure::usage(format!(
            "`{id}` recurs, and what happened is told of one time"
        ))
        .hint("`irp game-day new` plans that one; its result is a record of its own"));
    }
    match day.status {
        GameDayStatus::Cancelled => Err(Failure::usage(format!("`{id}` is cancelled"))
            .hint("write `status = \"planned\"` if it is held after all")),
        GameDayStatus::Planned | GameDayStatus::Done => Ok(()),
    }
}

/// How the game day is found that is meant.
type Which = for<'a> fn(&'a Plan, Option<&str>, &mut Session<'_>) -> Result<Exercise<'a>, Failure>;

/// What times are read with.
type Asked<'a> = (&'a Plan, &'a Zone, &'a Session<'a>);

fn record(
    (id, which): (Option<&str>, Which),
    moment: &Moment,
    session: &mut Session<'_>,
    edits: impl Fn(Asked<'_>, &Exercise<'_>) -> Result<Vec<Edit>, Failure>,
) -> Result<Verdict, Failure> {
    refuse_revision(session)?;
    let plan = session.plan(Read::Everything)?;
    let zone = session.viewer(plan)?;
    let day = which(plan, id, session)?;
    let (id, file) = (day.id.value.as_ref(), &plan.sources.get(day.id.at.source).name);
    let place = (file.as_str(), moment.dry_run);
    let (made, told) = write::changed(place, session, |plan, text, session| {
        let day = find(plan, id)?;
        if plan.sources.get(day.id.at.source).name != *file {
            return Err(Failure::plan(format!("`{id}` has moved to another file meanwhile"))
                .hint("nothing was written, so try again"));
        }
        open(&day)?;
        if day.status == GameDayStatus::Done && !moment.replace {
            return Err(Failure::usage(format!("`{id}` is done: its record is closed"))
                .hint("--replace corrects it"));
        }
        let edits = edits((plan, &zone, session), &day)?;
        let new = edits.iter().try_fold(text.to_owned(), |text, edit| {
            let keys = ["game-days", id].into_iter().chain(edit.keys.iter().copied());
            set(&text, &keys.map(Step::Key).collect::<Vec<_>>(), &edit.value)
        });
        Ok((new, edits.into_iter().filter_map(|edit| edit.told).collect::<Vec<_>>()))
    })?;
    for line in &told {
        session.note(line);
    }
    show_change(id, &zone, made, session)?;
    Ok(Verdict::Yes)
}

/// Says what was written, or shows what would be.
fn show_change(
    id: &str,
    zone: &Zone,
    made: Changed,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    if made.written {
        write::said("changed", &made, session)?;
    }
    if session.options.json {
        // As it is written now; a dry run has changed nothing.
        let now = session.plan(Read::Everything)?;
        let view = page::View { plan: now, zone, now: session.now };
        let days: Vec<_> =
            exercises(now).into_iter().filter(|day| day.id.value.as_ref() == id).collect();
        let mut body = Body::new("record", now).with_days(&view, &days);
        body.wrote(made);
        let text = session.json("game-day", zone, body);
        session.print(&text);
    } else if !made.written {
        let patch = made.patch(session)?;
        session.print(&patch);
    }
    Ok(())
}
