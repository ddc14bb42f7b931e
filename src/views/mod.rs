//! How answers look: one file renders each format. Nothing here decides anything.

pub mod human;
pub mod json;
pub mod table;
