//! Time: zones, civil arithmetic, periods, windows, recurrences and the words people use.
//!
//! Owns every rule about clocks and calendars. Knows nothing of people, rotations or files.

mod edges;
mod handoffs;
mod period;
mod recurrence;
pub mod show;
mod window;
mod windows;
mod words;
mod zone;

pub use edges::Edges;
pub use handoffs::Handoffs;
pub use period::{Period, parse_duration};
pub use recurrence::{Recurrence, RecurrenceError};
pub use window::{WEEK, Weekly, WindowError, parse_time, parse_weekly, seconds_of};
pub use windows::{CivilWindow, Windows};
pub use words::{Length, Reading, When, WhenError, read_length};
pub use zone::{Civil, Instant, Local, Resolved, YEARS, Zone, Zones};

/// An elapsed duration in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Elapsed(pub i64);

/// A half-open interval `[start, end)` of instants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first instant.
    pub start: Instant,
    /// The first instant after it.
    pub end: Instant,
}

impl Span {
    /// The interval between two instants; empty where the end is not after the start.
    #[must_use]
    pub fn new(start: Instant, end: Instant) -> Self {
        Self { start, end }
    }

    /// Whether it holds no instant.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether it holds the instant.
    #[must_use]
    pub fn contains(self, instant: Instant) -> bool {
        self.start <= instant && instant < self.end
    }

    /// Whether the two share an instant.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        !self.intersection(other).is_empty()
    }

    /// What the two share.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self { start: self.start.max(other.start), end: self.end.min(other.end) }
    }

    /// Its length; negative where it is empty.
    #[must_use]
    pub fn length(self) -> chrono::TimeDelta {
        self.end - self.start
    }
}
