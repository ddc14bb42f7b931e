//! What irp promises, from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod alerts;
mod calendar;
mod card;
mod cli_page;
mod cmd;
mod diff;
mod docs;
mod escalate;
mod faults;
mod fmt;
mod four_edits;
mod generated;
mod good;
mod handoff;
mod help_with;
mod hostile;
mod incident;
mod init;
mod kestrel;
mod layers;
mod log;
mod lsp;
mod memory;
mod mend;
mod reports;
mod rev;
mod rules;
mod rules_page;
mod schema;
mod service;
mod since;
mod site;
mod special;
mod stats;
mod watch;
