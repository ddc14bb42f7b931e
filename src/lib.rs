//! irp reads an incident response plan and answers who is on call.
//!
//! Data flows one way: a module uses only modules that stand above it in this list.

pub mod source;

pub mod diagnostic;

pub mod time;

pub mod syntax;

pub mod plan;

pub mod schedule;

pub mod escalation;

pub mod record;

pub mod rules;

pub mod diff;

pub mod history;

pub mod edit;

pub mod exchange;

pub mod views;

pub mod lsp;

pub mod cli;
