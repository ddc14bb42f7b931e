//! `irp log`: the plan's history, one entry a commit, in terms of who is on call.

mod digest;
mod human;
mod json;
mod since;
mod story;

use clap::ValueEnum;

use self::digest::Wanted;
use self::human::Teller;
pub use self::json::Body;
use self::json::{EndJson, EntryJson};
pub use self::since::{Since, since};
use self::story::Story;
pub use self::story::files;
use crate::cli::heading::Heading;
use crate::cli::session::meant;
use crate::cli::unread::unreadable;
use crate::cli::{Failure, FailureKind, History, Past, Session, Verdict, unwritten};
use crate::history::End;
use crate::plan::{Plan, Read};
use crate::time::{Instant, Zone, show};

/// Tell what each commit changed: who gained or lost what, from when
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp log [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp log
  irp log --rotation web-primary --since '3 months ago'
  irp log --person ana -n 5
  irp log --rev v1.2              what led to that revision

Every commit is compared with its first parent, at the time at which it was committed.

Exit code:
  0  the history was told
  2  there is none, or it cannot be read to its end")]
pub struct Args {
    /// Only commits that concern this rotation; every filter may be repeated
    #[arg(long, short, value_name = "ID")]
    rotation: Vec<String>,
    /// Only commits that concern this person
    #[arg(long, short, value_name = "ID")]
    person: Vec<String>,
    /// Only commits since then, such as '4 weeks ago'
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,
    /// At most so many commits
    #[arg(long, short = 'n', value_name = "COUNT")]
    limit: Option<usize>,
    /// human or json
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
    format: Option<Format>,
}

/// How a history is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A few lines a commit
    Human,
    /// JSON
    Json,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let history = session.history().map_err(without_past)?;
    let past = newest(&history, session)?;
    let (plan, seen) = (past.plan.name.clone(), past.seen.clone());
    if session.options.rev.is_some() {
        session.seen.get_or_init(|| seen);
    }
    let viewer = session.viewer(&past.plan)?;
    let since = args.since.as_deref().map(|words| session.when(words, &past.plan, &viewer));
    let since = since.transpose()?.map(|when| when.instant);
    let heading = Heading::new(session, &past.plan, ["history".to_owned()], &viewer);
    let known = Known::new(&past.plan);
    let wanted = Wanted::new(&args.rotation, &args.person, &past.plan);
    let story = Story::new(&history, past, since)?;
    let mut telling = Telling { args, story, wanted, viewer, told: 0 };
    if args.format == Some(Format::Json) || session.options.json {
        telling.json(plan, session)?;
    } else {
        session.print(&heading.lines(session.style()));
        if !telling.human(session)? {
            return Ok(Verdict::Yes);
        }
    }
    telling.end(session, &known, since)
}

/// The plan at the revision from which it is told.
fn newest(history: &History, session: &Session<'_>) -> Result<Past, Failure> {
    let words = session.options.rev.as_deref();
    let revision = match words {
        None if !history.repository().has_commits() => {
            return Err(without_past(Failure::plan("nothing is committed here")));
        }
        words => history.revision(words.unwrap_or("HEAD"), session)?,
    };
    history.load(revision, &session.zones, Read::Toml)
}

fn without_past(failure: Failure) -> Failure {
    if failure.kind != FailureKind::Plan {
        return failure;
    }
    Failure::plan(failure.message).hint("a plan's history is that of the commits that touched it")
}

/// The ids of the newest plan.
struct Known {
    rotations: Vec<String>,
    people: Vec<String>,
}

impl Known {
    fn new(plan: &Plan) -> Self {
        Self {
            rotations: plan.rotations.iter().map(|rotation| rotation.id.to_string()).collect(),
            people: plan.people.iter().map(|person| person.id.to_string()).collect(),
        }
    }

    /// No plan had an id that was given.
    fn nobody(&self, kind: &str, id: &str) -> Failure {
        let ids = if kind == "person" { &self.people } else { &self.rotations };
        let failure = Failure::usage(format!("no plan of this history has a {kind} `{id}`"));
        meant(id, ids.iter().map(String::as_str)).into_iter().fold(failure, Failure::hint)
    }
}

/// A history while it is told.
struct Telling<'a> {
    args: &'a Args,
    story: Story<'a>,
    wanted: Wanted,
    viewer: Zone,
    /// How many commits were told.
    told: usize,
}

impl Telling<'_> {
    fn is_enough(&self) -> bool {
        self.args.limit.is_some_and(|most| self.told >= most)
    }

    /// Tells every commit as soon as it is found. Whether somebody reads to the end.
    fn human(&mut self, session: &mut Session<'_>) -> Result<bool, Failure> {
        let style = session.style();
        while !self.is_enough() {
            let Some(told) = self.story.next(&session.zones)? else { break };
            if self.wanted.concerns(&told) {
                self.told += 1;
                let teller = Teller { style, zone: &self.viewer };
                session.print(&teller.entry(&told, &self.wanted));
                if !flush(session)? {
                    return Ok(false);
                }
            }
            self.wanted.go_back(&told);
        }
        Ok(true)
    }

    fn json(&mut self, plan: String, session: &mut Session<'_>) -> Result<(), Failure> {
        let mut entries = Vec::new();
        while !self.is_enough() {
            let Some(told) = self.story.next(&session.zones)? else { break };
            if self.wanted.concerns(&told) {
                self.told += 1;
                entries.push(EntryJson::new(&told, &self.wanted, &self.viewer));
            }
            self.wanted.go_back(&told);
        }
        let body = Body::new(plan, entries, EndJson::new(self.story.end()));
        let text = session.json("log", &self.viewer, body);
        session.print(&text);
        Ok(())
    }

    /// Says what was not told.
    fn end(
        &self,
        session: &mut Session<'_>,
        known: &Known,
        since: Option<Instant>,
    ) -> Result<Verdict, Failure> {
        let end = self.story.end();
        if let Some(End::Unreadable(reason)) = end {
            return Err(unreadable(reason));
        }
        let all = since.is_none() && end == Some(&End::First);
        if let Some((kind, id)) = self.wanted.unknown().filter(|_| all) {
            return Err(known.nobody(kind, id));
        }
        if let Some(End::Shallow(last)) = end {
            session.note(&format!(
                "note: this clone is shallow: what {} and those before it changed cannot be seen; \
                 `git fetch --unshallow` brings them",
                last.short()
            ));
        }
        if self.told == 0 && !self.is_enough() {
            let since = since.map(|since| format!(" since {}", show::full(since, &self.viewer)));
            session.note(&format!("note: no commit{} is told", since.unwrap_or_default()));
        }
        Ok(Verdict::Yes)
    }
}

/// Writes what was answered and noted so far. Whether anybody reads on.
fn flush(session: &mut Session<'_>) -> Result<bool, Failure> {
    let (answer, notes) = session.take();
    session.world().say(&notes);
    session.world().answer(&answer).map_err(|error| unwritten(&error))
}
