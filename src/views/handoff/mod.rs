//! The brief for a handoff as a page.

use schemars::JsonSchema;
use serde::Serialize;

use super::card::SectionData;
use super::templates::Builtin;

/// The template of the page.
pub const TEMPLATES: &[Builtin] = &[(NAME, include_str!("handoff.html"))];
/// Its name, by which a plan replaces it.
pub const NAME: &str = "handoff.html";

/// What the template is given.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Data {
    /// The plan's name.
    pub plan: String,
    /// The rotation, by id.
    pub rotation: String,
    /// The handoff, the zone, and the revision where it is of one.
    pub heading: String,
    /// Two lines in place of the sections, where there is nothing to say.
    pub quiet: Option<[String; 2]>,
    /// The sections that say something.
    pub sections: Vec<SectionData>,
}
