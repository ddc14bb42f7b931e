//! `irp why`: the chain of reasons for who is on call, each with the file and line that says so, and
//! the commit that did.

mod commits;
mod reasons;

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;

use self::reasons::{Reason, Step};
use super::select;
use crate::cli::faults::Asked;
use crate::cli::force::Force;
use crate::cli::heading::{Heading, echo};
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::history::LastChange;
use crate::plan::{PersonKey, Plan, Read, RotationKey};
use crate::schedule::{self, Shift};
use crate::time::{Instant, Span, Zone, show};
use crate::views::fold::fold;
use crate::views::human::Style;
use crate::views::json::{self, CommitJson, Place, ShiftJson};

/// Say why somebody is on call, with the file, line and commit of each reason
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp why <ROTATION> [WHEN]... [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp why web-primary
  irp why web-primary sat 03:00
  irp why web-primary 2026-09-10 --in-force   by the plan of that time

Exit code:
  0  somebody is on call, or nobody need be
  1  somebody is missing
  2  a fault touches the rotation")]
pub struct Args {
    /// The rotation
    #[arg(value_name = "ROTATION")]
    rotation: String,
    /// When, in words or as a timestamp [default: now]
    #[arg(value_name = "WHEN")]
    when: Vec<String>,
    #[command(flatten)]
    force: Force,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let words = if args.when.is_empty() { "now".to_owned() } else { args.when.join(" ") };
    let (plan, when) = session.plan_then(&args.force, &words, Read::Shifts)?;
    let viewer = session.viewer(plan)?;
    let when = when.map_or_else(|| session.when(&words, plan, &viewer), Ok)?;
    let key = select::rotation(plan, &args.rotation)?;
    let at = when.instant;
    let span = Span::new(at, at + chrono::TimeDelta::nanoseconds(1));
    let asked = Asked { rotations: &[key], everything: false, hidden: false, span };
    let touched = session.warn(plan, &asked);
    if !plan[key].blocked.is_empty() {
        let failure = Failure::plan(format!("nothing can be said about `{}`", plan[key].id));
        return Err(failure
            .hint(format!("mend the fault; `{}` shows it in its place", session.check_command())));
    }
    session.compare_in_force(plan, &asked, &[], &viewer);
    let answer = Answer { plan, key, at, viewer };
    let shift = schedule::at(plan, key, at);
    let mut reasons = answer.reasons(shift.as_ref());
    commits::add(session, plan, &mut reasons);
    if session.options.json {
        let text = answer.json(session, shift.as_ref(), &reasons);
        session.print(&text);
    } else {
        let style = session.style();
        let asked = [plan[key].id.to_string(), echo(&words, &when, &answer.viewer)];
        let heading = Heading::new(session, plan, asked, &answer.viewer).lines(style);
        session.print(&(heading + &answer.human(style, shift.as_ref(), &reasons)));
    }
    let held = shift.is_some_and(|shift| !shift.people.is_empty());
    Ok(if touched {
        Verdict::Partial
    } else if held || !answer.is_required() {
        Verdict::Yes
    } else {
        Verdict::No
    })
}

/// A rotation at an instant.
struct Answer<'a> {
    plan: &'a Plan,
    key: RotationKey,
    at: Instant,
    viewer: Zone,
}

impl Answer<'_> {
    fn is_required(&self) -> bool {
        let moment = Span::new(self.at, self.at + chrono::TimeDelta::nanoseconds(1));
        !schedule::required(self.plan, self.key, moment).is_empty()
    }

    fn full(&self, at: Instant) -> String {
        show::full(at, &self.viewer)
    }

    fn people(&self, people: &[PersonKey]) -> String {
        let names: Vec<_> = people.iter().map(|key| self.plan[*key].name.as_str()).collect();
        if names.is_empty() { "nobody".to_owned() } else { names.join(" and ") }
    }

    fn human(&self, style: Style, shift: Option<&Shift>, reasons: &[Reason]) -> String {
        let mut text = format!("{}\n\n", fold(&visible(&self.verdict(shift)), 0, style));
        for (number, reason) in (1..).zip(reasons) {
            let line = format!("{number}. {}", visible(&reason.text));
            let _ = writeln!(text, "{}", fold(&line, 3, style));
            if let Some(at) = reason.at {
                let place = visible(&self.plan.sources.place(at));
                let _ = writeln!(text, "   {}", style.dim(&place));
            }
            if let Some(change) = &reason.change {
                let change = visible(&commits::shown(change, &self.viewer));
                let line = format!("   {}", style.dim(&change));
                let _ = writeln!(text, "{}", fold(&line, 3, style));
            }
        }
        text
    }

    fn verdict(&self, shift: Option<&Shift>) -> String {
        if let Some(shift) = shift.filter(|shift| !shift.people.is_empty()) {
            let names = self.people(&shift.people);
            let verb = if shift.people.len() > 1 { "are" } else { "is" };
            let (from, until) = (self.full(shift.span.start), self.full(shift.span.end));
            return format!("{names} {verb} on call from {from} until {until}.");
        }
        let until = shift.map(|shift| format!(" until {}", self.full(shift.span.end)));
        let until = until.unwrap_or_default();
        let needed =
            if self.is_required() { "although somebody must be" } else { "and nobody need be" };
        let after = shift.map_or(self.at, |shift| shift.span.end);
        let next = schedule::next(self.plan, self.key, after).map(|next| {
            let (names, from) = (self.people(&next.people), self.full(next.span.start));
            format!(" Next: {names}, from {from}.")
        });
        format!("Nobody is on call{until}, {needed}.{}", next.unwrap_or_default())
    }

    fn json(&self, session: &Session<'_>, shift: Option<&Shift>, reasons: &[Reason]) -> String {
        let chain = reasons.iter().map(|reason| {
            let (commit, or_before) = match &reason.change {
                Some(LastChange::Commit(commit)) => (Some(CommitJson::new(commit)), None),
                Some(LastChange::OrBefore(end)) => (None, Some(end.commit())),
                Some(LastChange::Uncommitted) | None => (None, None),
            };
            ReasonJson {
                step: reason.step,
                text: reason.text.clone(),
                place: reason.at.map(|at| Place::new(at, &self.plan.sources)),
                commit,
                or_before,
                uncommitted: reason.change == Some(LastChange::Uncommitted),
            }
        });
        let body = Body {
            plan: self.plan.name.clone(),
            rotation: self.plan[self.key].id.to_string(),
            at: json::instant(self.at),
            at_local: json::local(self.at, &self.viewer),
            required: self.is_required(),
            shift: shift.map(|s| ShiftJson::new(self.plan, self.key, s, &self.viewer)),
            chain: chain.collect(),
            faults: self.plan.faults.len(),
        };
        session.json("why", &self.viewer, body)
    }
}

/// Why somebody is on call at an instant.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// The rotation, by id.
    rotation: String,
    /// The instant that was asked for.
    at: json::Utc,
    /// That instant, in the zone of the answer.
    at_local: json::Local,
    /// Whether somebody must be on call then.
    required: bool,
    /// The shift at that instant; null where there is none.
    shift: Option<ShiftJson>,
    /// The reasons, each following from those before it.
    chain: Vec<ReasonJson>,
    /// How many faults the plan has.
    faults: usize,
}

/// One reason.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Reason")]
struct ReasonJson {
    /// What kind of reason it is.
    step: Step,
    /// The reason, in one sentence.
    text: String,
    /// Where the plan says so; null where no line does.
    place: Option<Place>,
    /// The commit that last changed that line; null where none is known: the plan is in no git
    /// repository, or it does not say.
    commit: Option<CommitJson>,
    /// Where a shallow clone ends before that commit is found: the last commit that was seen, in
    /// full. It changed the line, or one before it did.
    or_before: Option<String>,
    /// Whether the line is not committed yet.
    uncommitted: bool,
}
