//! What happens when a page goes out: which step runs when, whom it names at that moment, and how
//! each of them is notified.
//!
//! Owns the way from a service and a severity to a human being. Sends nothing, judges nothing and
//! prints nothing; who is on call it asks of `schedule`.

mod absence;
mod course;
mod ladder;
mod promise;
mod roles;
mod sweep;
#[cfg(test)]
mod tests;
mod walk;
mod worst;

pub use absence::{Absence, absent};
pub use course::{Course, Cut, Event, LONGEST, Leads, MOST_TARGETS, course};
pub use ladder::{Attempt, Basis, Ladder, Ladders, urgency, wakes};
pub use promise::{Promise, needed, promises, required};
pub use roles::{Filled, Holders, Needed, roles};
pub use walk::{Call, Happening, Mark, Outcome, Page, Promised, Reached, Walk, named};
pub use worst::{Judge, Slowest, Worst};
