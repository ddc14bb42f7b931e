//! `irp incident`: records of incidents, from the first page on.

mod body;
mod close;
mod commands;
mod filed;
mod import;
mod list;
mod log;
mod new;
mod roles;
mod set;
mod show;
mod which;

pub use self::body::Body;
use self::commands::Action;
pub use self::commands::Args;
pub use self::which::named as case_named;
use crate::cli::{Failure, Session, Verdict};
use crate::plan::Plan;
use crate::time::{Instant, Zone, show as said};

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    match &args.action {
        Action::New(args) => new::run(args, session),
        Action::Log(args) => log::run(args, session),
        Action::Set(args) => set::run(args, session),
        Action::List(args) => list::run(args, session),
        Action::Show(args) => show::run(args, session),
        Action::Close(args) => close::run(args, session),
        Action::ImportChat(args) => import::run(args, session),
    }
}

/// The instant of an option, by default now; what lies ahead has not happened.
fn happened(
    words: &[String],
    plan: &Plan,
    zone: &Zone,
    session: &Session<'_>,
) -> Result<Instant, Failure> {
    if words.is_empty() {
        return Ok(session.now);
    }
    let several = words.len() > 1;
    let words = words.join(" ");
    let more = "the time is every word up to the next option; put others before it";
    let at = session.when(&words, plan, zone);
    let at = at.map_err(|failure| if several { failure.hint(more) } else { failure });
    let at = at?.instant;
    if at <= session.now {
        return Ok(at);
    }
    let (then, now) = (said::full(at, zone), said::full(session.now, zone));
    Err(Failure::usage(format!("`{words}` is in the future: {then}, and it is {now}"))
        .hint("a record holds what has happened; leave the time out for now")
        .hint("a time that is past is written as `today 14:05`, `10m ago` or `2026-10-12T18:59Z`"))
}

/// The name of somebody, and their id.
fn named(plan: &Plan, id: &str) -> String {
    plan.person(id).map_or_else(|| id.to_owned(), |key| format!("{} ({id})", plan[key].name))
}
