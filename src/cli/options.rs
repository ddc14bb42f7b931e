//! Options that every command takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::World;

/// Options that every command takes.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Options {
    /// Folder of the plan [default: searched from here upwards]
    #[arg(long, global = true, value_name = "DIR")]
    pub plan: Option<PathBuf>,
    /// Read the plan from this git revision, such as main or HEAD~3
    #[arg(long, global = true, value_name = "REV")]
    pub rev: Option<String>,
    /// Freeze the clock at this time, such as 2026-10-19T09:00Z
    #[arg(long, global = true, value_name = "TIME")]
    pub now: Option<String>,
    /// Zone of times: an IANA name, `plan`, `utc`, a person's id
    #[arg(long, global = true, value_name = "ZONE")]
    pub tz: Option<String>,
    /// Use colour: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_enum)]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    pub color: Color,
    /// Answer as JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Zoneinfo folder to use instead of irp's own zone data
    #[arg(long, global = true, value_name = "DIR")]
    pub tzdata: Option<PathBuf>,
    /// Print help
    #[arg(long, short, global = true, action = clap::ArgAction::HelpShort)]
    help: Option<bool>,
}

impl Options {
    /// Takes from the environment what was not given; an empty variable says nothing.
    pub(super) fn complete(&mut self, world: &World) {
        let folder = |name| world.variable(name).map(PathBuf::from);
        self.plan = self.plan.take().or_else(|| folder("IRP_PLAN"));
        self.tzdata = self.tzdata.take().or_else(|| folder("IRP_TZDATA"));
        self.now = self.now.take().or_else(|| world.variable("IRP_NOW"));
    }
}

/// When colour is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless the environment says otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
