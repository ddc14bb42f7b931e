//! What irp promises, from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod calendar;
mod card;
mod cli_page;
mod cmd;
mod diff;
mod docs;
mod faults;
mod fmt;
mod four_edits;
mod generated;
mod good;
mod hostile;
mod init;
mod kestrel;
mod layers;
mod log;
mod lsp;
mod memory;
mod mend;
mod postmortem;
mod reports;
mod rev;
mod rules;
mod rules_page;
mod schema;
mod since;
mod special;
mod templates;
mod watch;
