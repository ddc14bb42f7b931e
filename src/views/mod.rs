//! How answers look: one file renders each format. Nothing here decides anything.

pub mod card;
pub mod diff;
pub mod explain;
pub mod first_plan;
pub mod fold;
pub mod handoff;
pub mod human;
pub mod ics;
pub mod json;
pub mod mermaid;
pub mod month;
pub mod originals;
pub mod page;
pub mod picture;
pub mod postmortem;
pub mod render;
pub mod report;
pub mod schema;
pub mod sections;
pub mod site;
pub mod table;
pub mod templates;
pub mod timeline;
