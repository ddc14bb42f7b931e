//! What is on record: incidents, exercises, who worked on them, and how long each part took.
//!
//! Owns what the records of a plan mean; every duration is computed here and none is typed. Judges
//! nothing, prints nothing and writes nothing.

mod case;
mod clock;
mod exercises;
mod measured;
mod phases;
mod rehearsed;
mod slot;
mod times;
mod work;

pub use case::{Case, Milestone, Part, Passage, Undone, cases, comes_before, milestones, undone};
pub use clock::ServiceClock;
pub use exercises::{Exercise, began, exercises};
pub use measured::{Measured, measured};
pub use phases::{Durations, FORMULAS, Formula, durations};
pub use rehearsed::{Rehearsed, rehearsed};
pub use slot::{Free, Limit, Search, Slot, free};
pub use times::{Basis, Known, Times, times};
pub use work::{Paged, Work, pages, worked_on};
