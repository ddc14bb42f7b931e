//! Time: zones, civil arithmetic, periods, windows, recurrences and the words people use.
//!
//! Owns every rule about clocks and calendars. Knows nothing of people, rotations or files.

mod zone;

pub use zone::{Civil, Instant, Local, Resolved, YEARS, Zone, Zones};
