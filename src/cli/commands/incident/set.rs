//! `irp incident set`: a milestone, a role, the severity or another word of a record.

use super::body::{Body, Told};
use super::filed::{self, Filed};
use super::which::{self, Asked};
use crate::cli::commands::select;
use crate::cli::session::meant;
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::edit::record::{Change, Scalar};
use crate::plan::{Plan, Read};
use crate::record::{self, Case, Known, comes_before};
use crate::syntax::{DetectedBy, Incident, IncidentStatus};
use crate::time::{Instant, Zone, show};
use crate::views::fold::fold;

/// Set a milestone, a role, or another word of a record
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp incident set <WHAT> [VALUE]... [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp incident set mitigated
  irp incident set detected --at today 14:05
  irp incident set commander ana
  irp incident set severity sev2
  irp incident set title half of all card payments were declined

WHAT is a milestone (started, detected, acknowledged, engaged, declared, remediation-started,
mitigated, resolved, reviewed, published), which is now or at --at; a role and who holds it, or
`commander`; or severity, title, channel, detected-by. `mitigated`, `resolved` and `reviewed` move
the status on, `open` moves it back. Who takes a role is a line in the timeline too.

Exit code:
  0  it is set
  2  it is not")]
pub struct Args {
    /// A milestone, a role, severity, title, channel, detected-by, or open
    #[arg(value_name = "WHAT")]
    what: String,
    /// What a role, the severity and so on are set to
    #[arg(value_name = "VALUE")]
    value: Vec<String>,
    /// When a milestone was, or a role was taken [default: now]
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    at: Vec<String>,
    /// Which incident [default: the one that is open]
    #[arg(long, short, value_name = "INCIDENT")]
    incident: Option<String>,
    /// Show what would be written, write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What is set, understood.
enum Setting {
    Milestone(&'static str, Instant),
    Open,
    Role { role: String, people: Vec<String>, at: Instant },
    Key(&'static str, String),
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Everything)?;
    let zone = session.viewer(plan)?;
    let setting = args.setting(plan, &zone, session)?;
    let asked = (Asked::Option("set ..."), which::is_open as fn(&Case<'_>) -> bool);
    let case = which::case(plan, args.incident.as_deref(), asked, session)?;
    let mut told = String::new();
    let filed = filed::file(plan, case.record, (args.dry_run, &mut *session), |front| {
        let (changes, line) = setting.changes(plan, front, &zone)?;
        told = line;
        Ok(changes)
    })?;
    let count = lines(filed.after.front.as_ref()).saturating_sub(lines(Some(&filed.before)));
    if let Setting::Role { role, people, .. } = &setting {
        warn(plan, &filed, role, people, session);
    }
    if session.options.json {
        let answer =
            Told { action: "set", dry_run: args.dry_run, filed: Some(&filed), now: session.now };
        let body = Body::new(plan, &zone, &answer, filed.case(plan).iter());
        let body = body.adding(plan, filed.after.front.as_ref(), count, &zone);
        session.print(&session.json("incident", &zone, body));
    } else if args.dry_run {
        session.print(&filed.text.patch(session)?);
    } else {
        let again = if filed.text.written { "" } else { " (it was already)" };
        let told = format!("{}{again}", visible(&told));
        session.print(&(fold(&told, 2, session.style()) + "\n"));
    }
    Ok(Verdict::Yes)
}

fn lines(front: Option<&Incident>) -> usize {
    front.and_then(|front| front.timeline.as_ref()).map_or(0, |timeline| timeline.value.len())
}

/// The milestones that can be set.
fn milestones() -> impl Iterator<Item = &'static str> {
    record::Times::default().all().into_iter().map(|(name, _)| name)
}

impl Args {
    fn setting(&self, plan: &Plan, zone: &Zone, session: &Session<'_>) -> Result<Setting, Failure> {
        let what = match self.what.as_str() {
            "commander" => "incident-commander",
            what => what,
        };
        let at = super::happened(&self.at, plan, zone, session)?;
        if let Some(name) = milestones().find(|name| *name == what) {
            self.alone("its time is given with --at, such as `--at today 14:05`")?;
            return Ok(Setting::Milestone(name, at));
        }
        if roles(plan).iter().any(|role| role == what) {
            let people = self.people(plan, what)?;
            return Ok(Setting::Role { role: what.to_owned(), people, at });
        }
        if !self.at.is_empty() {
            return Err(Failure::usage(format!(
                "`{}` has no time, so it takes no --at",
                self.what
            )));
        }
        match what {
            "open" => self.alone("`open` stands alone").map(|()| Setting::Open),
            "closed" => Err(Failure::usage("a record is closed by an action of its own")
                .hint("`irp incident close` says what is missing")),
            "severity" => self.severity(plan),
            "title" => self.text("title"),
            "channel" => self.text("channel"),
            "detected-by" => self.detected_by(),
            _ => Err(self.unknown(plan)),
        }
    }

    fn alone(&self, why: &str) -> Result<(), Failure> {
        match self.value.first() {
            None => Ok(()),
            Some(word) => {
                let message = format!("`{}` is one word too many after `{}`", word, self.what);
                Err(Failure::usage(message).hint(why))
            }
        }
    }

    fn people(&self, plan: &Plan, role: &str) -> Result<Vec<String>, Failure> {
        if self.value.is_empty() {
            return Err(Failure::usage(format!("who is `{role}`?"))
                .hint(format!("name a person by id: `irp incident set {} ID`", self.what)));
        }
        let people = select::people(plan, &self.value)?;
        let mut ids: Vec<_> = people.iter().map(|key| plan[*key].id.to_string()).collect();
        ids.dedup();
        Ok(ids)
    }

    fn severity(&self, plan: &Plan) -> Result<Setting, Failure> {
        let ids: Vec<_> = plan.severities.iter().map(|severity| severity.id.as_ref()).collect();
        match self.value.as_slice() {
            [id] if ids.contains(&id.as_str()) => Ok(Setting::Key("severity", id.clone())),
            [id] => Err(select::unknown("severity", id, &ids)),
            _ => {
                Err(Failure::usage("which severity?")
                    .hint(format!("it is one of: {}", ids.join(", "))))
            }
        }
    }

    fn text(&self, key: &'static str) -> Result<Setting, Failure> {
        let text = super::log::text(&self.value.join(" "), "VALUE")?;
        Ok(Setting::Key(key, text))
    }

    fn detected_by(&self) -> Result<Setting, Failure> {
        let words = DetectedBy::WORDS;
        match self.value.as_slice() {
            [word] if words.contains(&word.as_str()) => {
                Ok(Setting::Key("detected-by", word.clone()))
            }
            _ => Err(Failure::usage("who noticed first?")
                .hint(format!("it is one of: {}", words.join(", ")))),
        }
    }

    fn unknown(&self, plan: &Plan) -> Failure {
        let known = ["commander", "severity", "title", "channel", "detected-by", "open"];
        let roles = roles(plan);
        let roles = roles.iter().map(String::as_str);
        let all: Vec<&str> = milestones().chain(known).collect::<Vec<_>>();
        let all: Vec<&str> = all.into_iter().chain(roles).collect();
        let failure = Failure::usage(format!("a record has no `{}` that can be set", self.what));
        match meant(&self.what, all.iter().copied()) {
            Some(near) => failure.hint(near),
            None => failure.hint(format!("it has: {}", all.join(", "))),
        }
    }
}

/// The roles of a plan: those that are defined, those that rotations and severities name, and the
/// three that have a meaning anyway.
fn roles(plan: &Plan) -> Vec<String> {
    let fixed = ["first-responder", "secondary-responder", "incident-commander"];
    let defined = plan.roles.iter().map(|role| role.id.value.to_string());
    let held = plan.rotations.iter().filter_map(|rotation| rotation.role.as_ref());
    let needed = plan.severities.iter().flat_map(|severity| &severity.written.roles);
    let needed = needed.flat_map(|roles| &roles.value).map(|role| role.value.to_string());
    let all = fixed.map(str::to_owned).into_iter().chain(defined);
    let mut all: Vec<_> = all.chain(held.map(ToString::to_string)).chain(needed).collect();
    all.sort();
    all.dedup();
    all
}

impl Setting {
    /// What is written, and what is said of it.
    fn changes(
        &self,
        plan: &Plan,
        front: &Incident,
        zone: &Zone,
    ) -> Result<(Vec<Change>, String), Failure> {
        match self {
            Self::Milestone(name, at) => milestone(front, name, *at, zone),
            Self::Open => open(front),
            Self::Role { role, people, at } => Ok(role_change(plan, front, (role, people, *at))),
            Self::Key(key, text) => {
                let value = Scalar::Text(text.clone());
                let change = Change::Set { table: None, key: (*key).to_owned(), value };
                Ok((vec![change], format!("{key} is {text}")))
            }
        }
    }
}

fn status(word: IncidentStatus) -> Change {
    let value = Scalar::Text(word.word().to_owned());
    Change::Set { table: None, key: "status".to_owned(), value }
}

fn milestone(
    front: &Incident,
    name: &'static str,
    at: Instant,
    zone: &Zone,
) -> Result<(Vec<Change>, String), Failure> {
    let times = record::times(front).all();
    let others = times.iter().filter_map(|(other, known)| Some((*other, known.as_ref()?)));
    for (other, known) in others.filter(|(other, _)| *other != name) {
        let late = comes_before(other, name) && at < known.instant;
        let early = comes_before(name, other) && known.instant < at;
        if late || early {
            return Err(contradiction((name, at), (other, known), late, zone));
        }
    }
    let value = Scalar::Instant(at);
    let mut changes = vec![Change::Set { table: Some("times"), key: name.to_owned(), value }];
    let mut told = format!("{name} is {}", show::full(at, zone));
    let now = front.status.as_ref().map_or(IncidentStatus::Open, |status| status.value);
    let reached = match name {
        "mitigated" => IncidentStatus::Mitigated,
        "resolved" => IncidentStatus::Resolved,
        "reviewed" => IncidentStatus::Reviewed,
        _ => IncidentStatus::Open,
    };
    if now < reached {
        changes.push(status(reached));
        told = format!("{told}; the status is {}", reached.word());
    }
    let before = times.iter().find(|(other, _)| *other == name).and_then(|(_, known)| *known);
    if let Some(before) = before.filter(|before| before.instant != at) {
        let (then, rule) = (show::full(before.instant, zone), before.basis.words());
        told = format!("{told} (before: {then}, {rule})");
    }
    Ok((changes, told))
}

fn contradiction(
    (name, at): (&str, Instant),
    (other, known): (&str, &Known),
    late: bool,
    zone: &Zone,
) -> Failure {
    let word = if late { "before" } else { "after" };
    let (then, rule) = (show::full(known.instant, zone), known.basis.words());
    let message = format!(
        "`{name}` at {} would be {word} `{other}`, which is {then} ({rule})",
        show::full(at, zone)
    );
    Failure::usage(message)
        .hint(format!("say when it was: `irp incident set {name} --at WHEN`"))
        .hint(format!("or correct the other first: `irp incident set {other} --at WHEN`"))
}

/// The status goes back, which a time that says otherwise would contradict.
fn open(front: &Incident) -> Result<(Vec<Change>, String), Failure> {
    let times = record::times(front);
    let over = [("mitigated", times.mitigated), ("resolved", times.resolved)];
    match over.into_iter().find(|(_, known)| known.is_some()) {
        None => Ok((vec![status(IncidentStatus::Open)], "the status is open".to_owned())),
        Some((name, _)) => Err(Failure::usage(format!(
            "it has a time `{name}`, so it is not open"
        ))
        .hint("take that time out of the file first, with a line in the timeline that says why")),
    }
}

/// A role gets its holders, and the timeline a line.
fn role_change(
    plan: &Plan,
    front: &Incident,
    (role, people, at): (&String, &[String], Instant),
) -> (Vec<Change>, String) {
    let names: Vec<_> = people.iter().map(|id| super::named(plan, id)).collect();
    let told = format!("{role} is {}", names.join(", "));
    let held = front.people.iter().flat_map(|people| &people.roles);
    let held = held.filter(|(known, _)| known.value.as_ref() == role.as_str());
    let held: Vec<_> =
        held.flat_map(|(_, people)| &people.value.0).map(|id| id.value.to_string()).collect();
    if held == people {
        return (Vec::new(), told);
    }
    let value = match people {
        [one] => Scalar::Text(one.clone()),
        many => Scalar::List(many.to_vec()),
    };
    let text =
        if held.is_empty() { told.clone() } else { format!("{told}, after {}", held.join(", ")) };
    let mut entry = vec![("at", Scalar::Instant(at)), ("kind", Scalar::Text("role".to_owned()))];
    if let [one] = people {
        entry.push(("by", Scalar::Text(one.clone())));
    }
    entry.push(("text", Scalar::Text(text)));
    let set = Change::Set { table: Some("people"), key: role.clone(), value };
    (vec![set, Change::Add { list: "timeline", entry }], told)
}

/// Says that somebody holds two roles that exclude each other.
fn warn(plan: &Plan, filed: &Filed, role: &str, people: &[String], session: &mut Session<'_>) {
    let front = filed.after.front.iter();
    let held = front.filter_map(|front| front.people.as_ref()).flat_map(|people| &people.roles);
    for (other, holders) in held {
        let other = other.value.as_ref();
        let both = holders.value.0.iter().find(|id| people.iter().any(|p| p == id.value.as_ref()));
        let Some(both) = both.filter(|_| super::roles::exclude(plan, role, other)) else {
            continue;
        };
        let who = super::named(plan, both.value.as_ref());
        session.note(&format!(
            "warning: {} is {other} too, and the plan keeps these roles apart",
            visible(&who)
        ));
    }
}
