//! Options that every command takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Options that every command takes.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Options {
    /// The folder with the plan's irp.toml [default: searched from here upwards]
    #[arg(long, global = true, value_name = "DIR", env = "IRP_PLAN", hide_env = true)]
    pub plan: Option<PathBuf>,
    /// Take this time for the present one, such as 2026-10-19T09:00:00Z
    #[arg(long, global = true, value_name = "TIME", env = "IRP_NOW", hide_env = true)]
    pub now: Option<String>,
    /// Show times in this zone: an IANA name, `plan`, `utc`, or a person's id
    #[arg(long, global = true, value_name = "ZONE")]
    pub tz: Option<String>,
    /// Use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_enum)]
    pub color: Color,
    /// Answer as JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Read zone data from this zoneinfo folder instead of the built-in one
    #[arg(long, global = true, value_name = "DIR", env = "IRP_TZDATA", hide_env = true)]
    pub tzdata: Option<PathBuf>,
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
