//! The review of an incident: what its record comes to, and the document that people write it in.
//!
//! Owns the data that templates are given and the blocks of a document. Decides nothing: durations
//! and times are those of `record`.

mod data;
mod document;
mod lists;
mod made;
mod sections;
#[cfg(test)]
mod tests;
mod timeline;

pub use data::{ChangeJson, PersonJson, Review, ServiceJson};
pub use document::{Block, MarkerFault, Merged, blocks, merge};
pub use made::{Question, body, review};

use super::templates::Builtin;

/// The template of the document.
pub const TEMPLATES: &[Builtin] = &[(NAME, include_str!("postmortem.md"))];
/// Its name, by which a plan replaces it.
pub const NAME: &str = "postmortem.md";
