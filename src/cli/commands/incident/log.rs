//! `irp incident log`: one line in the timeline.

use super::body::{Body, Told};
use super::filed::{self, Filed};
use super::which::{self, Asked};
use crate::cli::commands::select;
use crate::cli::identity;
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::edit::record::{Change, Scalar};
use crate::plan::{Plan, Read};
use crate::record::{self, Basis};
use crate::syntax::{Incident, IncidentStatus, TimelineKind};
use crate::time::{Instant, Zone, show};
use crate::views::fold::fold;

/// A text longer than this is a document, not a line.
const LONGEST: usize = 10_000;

/// Add a line to the timeline of an incident
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp incident log <TEXT>... [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp incident log \"rolled back 4412\" --kind action
  irp incident log all failures are TLS errors on one acquirer --kind hypothesis
  irp incident log \"customers can pay again\" --kind mitigate --at -5m
  irp incident log \"call with the acquirer\" --by grace --source https://chat.example/1

The line is of now, and by whoever has the e-mail address that git is set to (user.email). A
milestone that nobody has set is that of the first line of its kind. `mitigate` and `resolve` move
the status on. Several people may log at once.

Exit code:
  0  the line was added
  2  it was not")]
pub struct Args {
    /// What happened
    #[arg(value_name = "TEXT", required_unless_present = "at")]
    text: Vec<String>,
    /// impact, detect, ack, escalate, declare, role, hypothesis, action, result, decision, comms,
    /// mitigate, resolve or note (default)
    #[arg(long, short, value_name = "KIND", value_parser = TimelineKind::WORDS.to_vec())]
    #[arg(hide_possible_values = true)]
    kind: Option<String>,
    /// Who did or saw it [default: whoever git is set to]
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// When, in words or as a timestamp [default: now]
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    at: Vec<String>,
    /// What came of it
    #[arg(long, value_name = "TEXT")]
    result: Option<String>,
    /// Where it can be seen: a link
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// Which incident [default: the one that is open]
    #[arg(long, short, value_name = "INCIDENT")]
    incident: Option<String>,
    /// Show what would be written, write nothing
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Everything)?;
    let zone = session.viewer(plan)?;
    let (text, at) = args.words(plan, &zone, session)?;
    let text = self::text(&text.join(" "), "TEXT")?;
    let asked = (Asked::Option("log \"...\""), which::is_open as fn(&record::Case<'_>) -> bool);
    let case = which::case(plan, args.incident.as_deref(), asked, session)?;
    let by = author(args.by.as_ref(), plan, session)?;
    let at = super::happened(at, plan, &zone, session)?;
    let kind = args.kind.as_deref();
    let mut line = vec![("at", Scalar::Instant(at))];
    line.extend(kind.map(|kind| ("kind", Scalar::Text(kind.to_owned()))));
    line.extend(by.clone().map(|by| ("by", Scalar::Text(by))));
    line.push(("text", Scalar::Text(text.clone())));
    for (key, given) in [("result", &args.result), ("source", &args.source)] {
        if let Some(given) = given {
            line.push((key, Scalar::Text(self::text(given, &format!("--{key}"))?)));
        }
    }
    let change = Change::Add { list: "timeline", entry: line };
    let reached = kind.and_then(reached);
    let mut moved = None;
    let filed = filed::file(plan, case.record, (args.dry_run, &mut *session), |front| {
        moved = reached.filter(|reached| status(front) < *reached);
        Ok([change].into_iter().chain(moved.map(move_on)).collect())
    })?;
    warn(&filed, &zone, session);
    if session.options.json {
        let told =
            Told { action: "log", dry_run: args.dry_run, filed: Some(&filed), now: session.now };
        let body = Body::new(plan, &zone, &told, filed.case(plan).iter());
        let body = body.adding(plan, filed.after.front.as_ref(), 1, &zone);
        session.print(&session.json("incident", &zone, body));
        return Ok(Verdict::Yes);
    }
    if args.dry_run {
        session.print(&filed.text.patch(session)?);
        return Ok(Verdict::Yes);
    }
    let by = by.map(|by| format!(" by {}", super::named(plan, &by))).unwrap_or_default();
    let kind = kind.unwrap_or("note");
    let said = format!("{} · {kind}{}: {}", show::full(at, &zone), visible(&by), visible(&text));
    let moved = moved.map(|status| format!("the status is {}", status.word()));
    for line in [said].into_iter().chain(derived(&filed, &zone)).chain(moved) {
        session.print(&(fold(&line, 2, session.style()) + "\n"));
    }
    Ok(Verdict::Yes)
}

impl Args {
    /// The words of the text and of the time: without any before `--at`, the text begins behind the
    /// longest time that can be read.
    fn words(
        &self,
        plan: &Plan,
        zone: &Zone,
        session: &Session<'_>,
    ) -> Result<(&[String], &[String]), Failure> {
        if !self.text.is_empty() {
            return Ok((&self.text, &self.at));
        }
        let is_time = |count: &usize| {
            let words = self.at.get(..*count).unwrap_or_default().join(" ");
            session.when(&words, plan, zone).is_ok()
        };
        let count = (1..=self.at.len()).rev().find(is_time);
        match count.and_then(|count| self.at.split_at_checked(count)) {
            Some((at, text)) if !text.is_empty() => Ok((text, at)),
            _ => Err(Failure::usage("`irp incident log` needs a TEXT: what happened")
                .hint("put it before `--at`, or write the time as one word: `--at=10:05`")),
        }
    }
}

/// How far the response has come when a line of a kind is logged, as `irp incident set` has it.
pub(super) fn reached(kind: &str) -> Option<IncidentStatus> {
    match kind {
        "mitigate" => Some(IncidentStatus::Mitigated),
        "resolve" => Some(IncidentStatus::Resolved),
        _ => None,
    }
}

/// How far the response has come, as the status says.
pub(super) fn status(front: &Incident) -> IncidentStatus {
    front.status.as_ref().map_or(IncidentStatus::Open, |status| status.value)
}

/// The status moves on.
pub(super) fn move_on(status: IncidentStatus) -> Change {
    let value = Scalar::Text(status.word().to_owned());
    Change::Set { table: None, key: "status".to_owned(), value }
}

/// Says which times contradict each other now and did not before: the line is written all the same,
/// since something happened then.
pub(super) fn warn(filed: &Filed, zone: &Zone, session: &mut Session<'_>) {
    let Some(after) = filed.after.front.as_ref() else { return };
    let [old, new] = [record::times(&filed.before), record::times(after)];
    let known = record::doubts(&old, session.now);
    let found = record::doubts(&new, session.now);
    let found: Vec<_> = found.iter().filter(|doubt| !known.contains(doubt)).collect();
    for doubt in &found {
        session.note(&format!("warning: {}", doubt.words(zone)));
    }
    if !found.is_empty() {
        session.note(
            "  help: nothing that rests on these times is counted; `irp incident set` sets one",
        );
    }
    let late = record::noticed_late(&new.without(&record::doubts(&new, session.now)));
    let late = late.filter(|_| record::noticed_late(&old).is_none());
    if let Some((mitigated, detected)) = late {
        let [mitigated, detected] =
            [("mitigated", mitigated), ("detected", detected)].map(|(name, known)| {
                format!("`{name}`, {} ({})", show::full(known.instant, zone), known.basis.words())
            });
        session.note(&format!(
            "warning: {mitigated}, is before {detected}: was it over before anybody noticed?"
        ));
    }
}

/// A text without blanks around it, which must say something and be a line.
pub(super) fn text(given: &str, what: &str) -> Result<String, Failure> {
    let text = given.trim();
    if text.is_empty() {
        return Err(Failure::usage(format!("{what} is empty"))
            .hint("say it in a few words, such as \"rolled back 4412\""));
    }
    if text.len() > LONGEST {
        return Err(Failure::usage(format!("{what} is longer than {LONGEST} bytes"))
            .hint("log one sentence, and say with --source where the rest is"));
    }
    Ok(text.to_owned())
}

/// Who is said to have done something: given, else whoever git is set to, where that is somebody.
pub(super) fn author(
    given: Option<&String>,
    plan: &Plan,
    session: &mut Session<'_>,
) -> Result<Option<String>, Failure> {
    if let Some(id) = given {
        select::people(plan, std::slice::from_ref(id))?;
        return Ok(Some(id.clone()));
    }
    match identity::own(plan, session)? {
        Ok(person) => Ok(Some(plan[person].id.to_string())),
        Err(why) => {
            session.note(&format!("note: nobody is named ({}); --by PERSON does", why.message()));
            Ok(None)
        }
    }
}

/// The milestones that come from the timeline now and did not before, each with its rule.
pub(super) fn derived(filed: &Filed, zone: &Zone) -> Vec<String> {
    let Some(after) = filed.after.front.as_ref() else { return Vec::new() };
    let (old, new) = (record::times(&filed.before).all(), record::times(after).all());
    let changed = old.iter().zip(new).filter_map(|((_, old), (name, new))| {
        let new = new.filter(|new| old.map(|old| old.instant) != Some(new.instant))?;
        let before = old.map(|old| format!(" (before: {})", show::full(old.instant, zone)));
        let said = milestone(name, new.instant, new.basis, zone) + &before.unwrap_or_default();
        (new.basis != Basis::Written).then_some(said)
    });
    changed.collect()
}

/// A milestone, and the rule that gives it.
pub(super) fn milestone(name: &str, at: Instant, basis: Basis, zone: &Zone) -> String {
    format!("{name} is {}: {}", show::full(at, zone), basis.words())
}
