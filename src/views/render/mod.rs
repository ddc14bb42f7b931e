//! Pages of a plan's own: what a template is given that nobody but the plan knows.

mod facts;

pub use facts::{Facts, facts};

use super::templates::Builtin;

/// Templates of irp's that are given the same.
pub const TEMPLATES: &[Builtin] = &[("status-update.md", include_str!("status-update.md"))];
