//! What is on record: incidents, exercises, who worked on them, and how long each part took.
//!
//! Owns what the records of a plan mean; every duration is computed here and none is typed. Judges
//! nothing, prints nothing and writes nothing.

mod case;
pub mod chat;
mod clock;
mod doubts;
mod due;
mod exercises;
mod hidden;
mod measured;
mod night;
mod notes;
mod phases;
mod promised;
mod rehearsed;
mod slot;
mod spread;
mod times;
mod work;

pub use case::{
    Case, Milestone, Part, Passage, Undone, cases, comes_before, is_done, milestones, undone,
};
pub use clock::ServiceClock;
pub use doubts::{Doubt, doubts, noticed_late};
pub use due::{ACTIONS_WITHIN, Due, due};
pub use exercises::{Exercise, began, exercises};
pub use hidden::hidden;
pub use measured::{Measured, measured, result_times};
pub use night::{Nights, is_weekend};
pub use notes::{Note, notes};
pub use phases::{Durations, FORMULAS, Formula, durations};
pub use promised::{Promised, promised};
pub use rehearsed::{Rehearsed, rehearsed};
pub use slot::{Free, Limit, Search, Slot, free};
pub use spread::{PHASES, Shares, Spread};
pub use times::{Basis, Known, Times, times};
pub use work::{Paged, Work, pages, worked_on};
