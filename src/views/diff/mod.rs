//! What a change of a plan does, in the order in which `irp diff` shows it.
//!
//! Owns the sections, their order and words. Decides nothing, and trusts no text of either plan.

mod advice;
mod cells;
pub mod human;
pub mod json;
pub mod markdown;
mod names;
mod sections;
mod short;
#[cfg(test)]
mod tests;
pub mod words;

use crate::diff::{Changes, Findings};
use crate::plan::Plan;
use crate::time::{Instant, Span, Zone};

pub use names::Names;

/// A change of a plan, and how it is looked at.
pub struct Shown<'a> {
    /// The plan before.
    pub before: &'a Plan,
    /// The plan after.
    pub after: &'a Plan,
    /// What the change does.
    pub changes: &'a Changes,
    /// What findings it brings and mends.
    pub findings: &'a Findings,
    /// The span over which shifts were compared.
    pub window: Span,
    /// From when the past was looked at.
    pub since: Instant,
    /// The present instant.
    pub now: Instant,
    /// The zone of every time.
    pub viewer: &'a Zone,
}

impl Shown<'_> {
    /// How much it does, in one sentence.
    fn verdict(&self) -> String {
        words::verdict(self.changes, self.window, self.viewer)
    }

    /// How much is as it was, in one line; `None` where there is nothing to say.
    fn unchanged(&self) -> String {
        let all = self.changes.unchanged;
        let findings = words::counted(self.findings.unchanged, "finding");
        format!(
            "unchanged: {} of {}, {} of {}, {findings}",
            all.rotations,
            words::counted(all.of_rotations, "rotation"),
            all.people,
            words::counted(all.of_people, "person"),
        )
    }
}
