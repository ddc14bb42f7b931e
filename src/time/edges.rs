//! Edges of turns and windows: from the wall clock to instants, many in a row.

use std::cell::Cell;

use chrono::DateTime;

use super::{Civil, Instant, Resolved, Zone};

/// Edges asked for before it pays to know how long the offset stays the same.
const FEW: u8 = 3;

/// Turns generated wall-clock times of one zone into instants.
///
/// Between two changes of the clock the offset stays the same, so of many edges in a row only the
/// first after each change asks the zone.
pub struct Edges<'z> {
    zone: &'z Zone,
    asked: Cell<u8>,
    same: Cell<Option<Same>>,
}

/// The wall-clock times `[from, to)` have this offset; those that come twice mean the first. All
/// in seconds, wall-clock times as if they were UTC.
#[derive(Clone, Copy)]
struct Same {
    from: i64,
    to: i64,
    offset: i64,
}

impl<'z> Edges<'z> {
    /// The edges of a layer in a zone.
    #[must_use]
    pub fn new(zone: &'z Zone) -> Self {
        Self { zone, asked: Cell::new(0), same: Cell::new(None) }
    }

    /// The instant of an edge. One that the clock skips moves forward by the length of the gap,
    /// but never past a later edge; `next` gives the first edge at or after a wall-clock time.
    pub fn instant(&self, civil: Civil, next: impl Fn(Civil) -> Option<Civil>) -> Instant {
        self.instant_of(civil.and_utc().timestamp(), next)
    }

    /// The same for a wall-clock time in seconds since 1970-01-01 00:00.
    pub fn instant_of(&self, seconds: i64, next: impl Fn(Civil) -> Option<Civil>) -> Instant {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or(Instant::MAX_UTC);
        if let Some(same) = self.same.get().filter(|s| s.from <= seconds && seconds < s.to) {
            return at(seconds - same.offset);
        }
        match self.zone.resolve(at(seconds).naive_utc()) {
            Resolved::Skipped { later, resumes, .. } => {
                next(resumes).map_or(later, |next| later.min(self.zone.instant(next)))
            }
            Resolved::Doubled { first, .. } => first,
            Resolved::Unique(instant) => {
                self.asked.set(self.asked.get().saturating_add(1));
                if self.asked.get() >= FEW {
                    self.remember(seconds, instant);
                }
                instant
            }
        }
    }

    fn remember(&self, from: i64, instant: Instant) {
        let offset = from - instant.timestamp();
        let change = self.zone.next_change(instant);
        let to = change.map_or(i64::MAX, |change| change.timestamp() + offset);
        self.same.set(Some(Same { from, to, offset }));
    }
}
