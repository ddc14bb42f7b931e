//! The commands, one file each.

mod alerts;
mod broken;
mod calendar;
mod card;
mod change;
mod check;
mod completions;
mod diff;
mod escalate;
mod explain;
mod fmt;
mod game_day;
mod handoff;
mod help_with;
mod incident;
mod init;
mod layout;
mod log;
mod lsp;
mod man;
mod oncall;
mod postmortem;
mod render;
mod schedule;
mod schema;
mod select;
mod service;
mod site;
mod stats;
mod template;
mod whom;
mod why;

use clap::{Args as _, Subcommand};

use super::{Failure, Session, Verdict};
use crate::views::{self, schema::answer};

macro_rules! commands {
    ($($name:ident: $module:ident,)*) => {
        /// The commands, in the order in which help lists them.
        #[derive(Debug, Subcommand)]
        pub enum Command {
            $($name($module::Args),)*
        }

        impl Command {
            /// The declaration of one command, without those of the others.
            pub fn declared(name: &str) -> Option<clap::Command> {
                // A module cannot be called `help-with`.
                // A module cannot be called `game-day`.
                match name.replace('-', "_").as_str() {
                    $(stringify!($module) => {
                        Some($module::Args::augment_args(clap::Command::new(name.to_owned())))
                    })*
                    _ => None,
                }
            }
        }
    };
}

commands! {
    Init: init,
    Oncall: oncall,
    Schedule: schedule,
    Calendar: calendar,
    Site: site,
    Why: why,
    Card: card,
    Escalate: escalate,
    Incident: incident,
    Stats: stats,
    Handoff: handoff,
    Postmortem: postmortem,
    Log: log,
    Service: service,
    HelpWith: help_with,
    GameDay: game_day,
    Check: check,
    Alerts: alerts,
    Diff: diff,
    Explain: explain,
    Fmt: fmt,
    Render: render,
    Template: template,
    Schema: schema,
    Completions: completions,
    Lsp: lsp,
    Man: man,
}

/// What a command prints with `--json`.
struct Answer {
    command: &'static str,
    /// What is typed for it, last: other words than its name where it is a part of a command.
    words: &'static [&'static str],
    /// The name of its schema.
    schema: &'static str,
    make: fn(&str, &str) -> serde_json::Value,
}

impl Answer {
    /// What is typed for it.
    fn typed(&self) -> &'static str {
        self.words.last().copied().unwrap_or(self.command)
    }
}

macro_rules! answers {
    ($($command:literal $(of $words:literal)?: $body:ty,)*) => {
        /// Every command that answers with `--json`, and what makes the schema of its answer.
        const ANSWERS: &[Answer] = &[$(Answer {
            command: $command,
            words: &[$command $(, $words)?],
            schema: concat!($command, ".output"),
            make: answer::<$body>,
        }),*];
    };
}

answers! {
    "oncall": oncall::Body,
    "schedule": schedule::Body,
    "site": site::Body,
    "site-index" of "site --page index.html": views::site::Index,
    "site-person" of "site --page people/ID.html": views::site::Person,
    "site-response" of "site --page response.html": views::site::Response,
    "site-rotation" of "site --page rotations/ID.html": views::site::Rotation,
    "site-runbook" of "site --page runbooks/ID.html": views::site::Runbook,
    "site-service" of "site --page services/ID.html": views::site::Service,
    "why": why::Body,
    "card": card::Body,
    "card-page" of "card --format html": views::card::Data,
    "escalate": escalate::Body,
    "incident": incident::Body,
    "stats": stats::Body,
    "handoff": handoff::Body,
    "handoff-list" of "handoff list": handoff::ListBody,
    "handoff-page" of "handoff --format html": views::handoff::Data,
    "postmortem": postmortem::Body,
    "log": log::Body,
    "service": service::Body,
    "help-with": help_with::Body,
    "game-day": game_day::Body,
    "check": check::Body,
    "alerts": alerts::Body,
    "diff": diff::Body,
    "explain": explain::Body,
    "fmt": fmt::Body,
    "render": render::Body,
    "template": template::Body,
}

impl Command {
    /// Why it has no use for a revision, where it has none.
    fn present_only(&self) -> Option<&'static str> {
        match self {
            Self::Alerts(_)
            | Self::Calendar(_)
            | Self::Card(_)
            | Self::Check(_)
            | Self::HelpWith(_)
            | Self::Escalate(_)
            | Self::Handoff(_)
            | Self::GameDay(_)
            | Self::Log(_)
            | Self::Oncall(_)
            | Self::Postmortem(_)
            | Self::Render(_)
            | Self::Schedule(_)
            | Self::Service(_)
            | Self::Site(_)
            | Self::Stats(_)
            | Self::Template(_)
            | Self::Why(_) => None,
            Self::Completions(_) => Some("`irp completions` reads no plan"),
            Self::Diff(_) => Some("`irp diff` is given its revisions without an option"),
            Self::Explain(_) => Some("`irp explain` reads no plan"),
            Self::Fmt(_) => Some("`irp fmt` is about the files as they are"),
            Self::Incident(_) => Some("`irp incident` is about the records as they are"),
            Self::Init(_) => Some("`irp init` writes a new plan"),
            Self::Lsp(_) => Some("`irp lsp` serves the files as they are"),
            Self::Man(_) => Some("`irp man` reads no plan"),
            Self::Schema(_) => Some("`irp schema` reads no plan"),
        }
    }

    /// Carries it out.
    ///
    /// # Errors
    /// Where it cannot be carried out.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Verdict, Failure> {
        if let Some(reason) = self.present_only().filter(|_| session.options.rev.is_some()) {
            return Err(Failure::usage(format!("{reason}, so it takes no --rev"))
                .hint("--rev is for commands that answer from a plan, such as `irp oncall`"));
        }
        match self {
            Self::Alerts(args) => alerts::run(args, session),
            Self::Calendar(args) => calendar::run(args, session),
            Self::Card(args) => card::run(args, session),
            Self::Check(args) => check::run(args, session),
            Self::Completions(args) => completions::run(args, session),
            Self::Diff(args) => diff::run(args, session),
            Self::Escalate(args) => escalate::run(args, session),
            Self::Explain(args) => explain::run(args, session),
            Self::Fmt(args) => fmt::run(args, session),
            Self::HelpWith(args) => help_with::run(args, session),
            Self::Incident(args) => incident::run(args, session),
            Self::Handoff(args) => handoff::run(args, session),
            Self::GameDay(args) => game_day::run(args, session),
            Self::Init(args) => init::run(args, session),
            Self::Log(args) => log::run(args, session),
            Self::Lsp(args) => lsp::run(args, session),
            Self::Man(args) => man::run(args, session),
            Self::Oncall(args) => oncall::run(args, session),
            Self::Postmortem(args) => postmortem::run(args, session),
            Self::Render(args) => render::run(args, session),
            Self::Schedule(args) => schedule::run(args, session),
            Self::Schema(args) => schema::run(args, session),
            Self::Service(args) => service::run(args, session),
            Self::Site(args) => site::run(args, session),
            Self::Stats(args) => stats::run(args, session),
            Self::Template(args) => template::run(args, session),
            Self::Why(args) => why::run(args, session),
        }
    }
}
