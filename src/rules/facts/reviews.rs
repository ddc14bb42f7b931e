//! Reviews by the calendar: when one was due.

use chrono::{Days, NaiveDate, TimeDelta};

/// A review that is due and has not been held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// The last day on which it was in time.
    pub due: NaiveDate,
    /// Days since then.
    pub over: i64,
}

/// Whether something that is to be looked at again after some days is overdue. The last day is
/// still in time.
#[must_use]
pub fn overdue(last: NaiveDate, every: TimeDelta, today: NaiveDate) -> Option<Overdue> {
    let days = u64::try_from(every.num_days()).unwrap_or_default();
    let due = last.checked_add_days(Days::new(days))?;
    (today > due).then(|| Overdue { due, over: (today - due).num_days() })
}
