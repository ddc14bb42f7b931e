//! What the durations of several records come to.

use chrono::TimeDelta;

use super::facts::Entry;
use crate::record::{Durations, FORMULAS, Shares, Spread};

/// The fewest incidents of which two halves are compared.
pub(super) const ENOUGH: usize = 10;
/// The durations that a trend is shown for, by their places among [`FORMULAS`].
pub(super) const TELLING: [usize; 4] = [0, 1, 2, 3];

/// The numbers of some records.
pub(super) struct Summary {
    /// How many records there are.
    pub count: usize,
    /// What each duration comes to, in the order of [`FORMULAS`].
    pub spreads: [Option<Spread>; FORMULAS.len()],
    /// Which part of the impact each phase had.
    pub shares: Option<Shares>,
}

impl Summary {
    pub fn new<'d>(all: impl IntoIterator<Item = &'d Durations>) -> Self {
        let all: Vec<_> = all.into_iter().collect();
        let lengths = |nth: usize| all.iter().filter_map(move |each| each.all()[nth].1);
        Self {
            count: all.len(),
            spreads: std::array::from_fn(|nth| Spread::new(lengths(nth))),
            shares: Shares::new(all.iter().copied()),
        }
    }

    /// The median of a duration by its place among [`FORMULAS`].
    pub fn median(&self, nth: usize) -> Option<TimeDelta> {
        self.spreads[nth].map(|spread| spread.median)
    }
}

/// The earlier and the later half of some incidents; of an odd number the later is larger.
pub(super) struct Trend {
    pub earlier: Summary,
    pub later: Summary,
}

impl Trend {
    /// `None` where there are too few incidents whose impact is known for a median to mean much.
    pub fn new(entries: &[Entry<'_>]) -> Option<Self> {
        let known = entries.iter().filter(|entry| entry.lengths.impact.is_some());
        let known: Vec<_> = known.map(|entry| &entry.lengths).collect();
        if known.len() < ENOUGH {
            return None;
        }
        let (earlier, later) = known.split_at(known.len() / 2);
        let summary = |half: &[&Durations]| Summary::new(half.iter().copied());
        Some(Self { earlier: summary(earlier), later: summary(later) })
    }
}
