//! When a turn ends and the next begins: boundaries by civil arithmetic from one start.

use chrono::{DateTime, Datelike};

use super::period::add_months;
use super::{Civil, Period};

/// The handoffs of a layer: boundary `n` is `starts` plus `n` periods, computed, never walked.
///
/// A list of periods is cycled. Boundaries are wall-clock times in the layer's zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handoffs {
    starts: Civil,
    /// The same in seconds.
    since_1970: i64,
    steps: Steps,
}

/// Offsets of the boundaries within one cycle (the first is 0) and the length of the cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Steps {
    Seconds { offsets: Vec<i64>, cycle: i64 },
    Months { offsets: Vec<i64>, cycle: i64 },
}

impl Handoffs {
    /// Handoffs from `starts` on, after each of `periods` in turn.
    ///
    /// Returns `None` where the list is empty or mixes months with days and hours.
    #[must_use]
    pub fn new(starts: Civil, periods: &[Period]) -> Option<Self> {
        let months = |period: &Period| match period {
            Period::Months(months) => Some(i64::from(*months)),
            Period::Seconds(_) => None,
        };
        let seconds = |period: &Period| match period {
            Period::Seconds(seconds) => Some(*seconds),
            Period::Months(_) => None,
        };
        let steps = if let Some(list) = periods.iter().map(seconds).collect::<Option<Vec<_>>>() {
            let (offsets, cycle) = running(&list);
            Steps::Seconds { offsets, cycle }
        } else {
            let (offsets, cycle) =
                running(&periods.iter().map(months).collect::<Option<Vec<_>>>()?);
            Steps::Months { offsets, cycle }
        };
        let since_1970 = starts.and_utc().timestamp();
        (!periods.is_empty()).then_some(Self { starts, since_1970, steps })
    }

    /// The wall-clock time of boundary `n`; boundary 0 is the start.
    #[must_use]
    pub fn boundary(&self, n: i64) -> Civil {
        let time = DateTime::from_timestamp(self.seconds(n), 0);
        time.map_or(Civil::MAX, |time| time.naive_utc())
    }

    /// The same in seconds since 1970-01-01 00:00 on the wall clock.
    #[must_use]
    pub fn seconds(&self, n: i64) -> i64 {
        let place = |offsets: &[i64], cycle: i64| {
            if offsets.len() == 1 {
                return n.saturating_mul(cycle);
            }
            let len = i64::try_from(offsets.len()).unwrap_or(1);
            let within = usize::try_from(n.rem_euclid(len)).unwrap_or(0);
            n.div_euclid(len).saturating_mul(cycle).saturating_add(offsets[within])
        };
        match &self.steps {
            Steps::Seconds { offsets, cycle } => {
                self.since_1970.saturating_add(place(offsets, *cycle))
            }
            Steps::Months { offsets, cycle } => {
                add_months(self.starts, place(offsets, *cycle)).and_utc().timestamp()
            }
        }
    }

    /// The turn that holds a wall-clock time: boundary n ≤ `civil` < boundary n + 1.
    ///
    /// Negative before the start.
    #[must_use]
    pub fn turn_at(&self, civil: Civil) -> i64 {
        let since = |offsets: &[i64], cycle: i64, passed: i64| {
            let (cycles, rest) = (passed.div_euclid(cycle), passed.rem_euclid(cycle));
            let within = offsets.partition_point(|offset| *offset <= rest);
            let len = i64::try_from(offsets.len()).unwrap_or(1);
            cycles * len + i64::try_from(within).unwrap_or(1) - 1
        };
        match &self.steps {
            Steps::Seconds { offsets, cycle } => {
                let passed = civil.and_utc().timestamp() - self.since_1970;
                since(offsets, *cycle, passed)
            }
            Steps::Months { offsets, cycle } => {
                let number = |c: Civil| i64::from(c.year()) * 12 + i64::from(c.month0());
                let guess = since(offsets, *cycle, number(civil) - number(self.starts));
                // A clamped day can only put the boundary of this very month after `civil`.
                if self.boundary(guess) > civil { guess - 1 } else { guess }
            }
        }
    }

    /// Seconds on the wall clock and number of turns of one cycle; `None` for months.
    #[must_use]
    pub fn cycle(&self) -> Option<(i64, i64)> {
        match &self.steps {
            Steps::Seconds { offsets, cycle } => {
                Some((*cycle, i64::try_from(offsets.len()).unwrap_or(1)))
            }
            Steps::Months { .. } => None,
        }
    }

    /// The wall-clock time of the first handoff.
    #[must_use]
    pub fn starts(&self) -> Civil {
        self.starts
    }
}

fn running(list: &[i64]) -> (Vec<i64>, i64) {
    let mut sum = 0;
    let offsets = list.iter().map(|step| {
        let offset = sum;
        sum += step;
        offset
    });
    (offsets.collect(), sum)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn civil(text: &str) -> Civil {
        Civil::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    fn handoffs(starts: &str, periods: &[&str]) -> Handoffs {
        let periods: Vec<_> = periods.iter().map(|p| Period::parse(p).unwrap()).collect();
        Handoffs::new(civil(starts), &periods).unwrap()
    }

    #[test]
    fn months_clamp_the_day_from_the_start_each_time() {
        let monthly = handoffs("2026-01-31 09:00", &["1mo"]);
        let days: Vec<_> = (0..4).map(|n| monthly.boundary(n).date().to_string()).collect();
        assert_eq!(days, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
    }

    #[test]
    fn a_list_of_periods_is_cycled() {
        let uneven = handoffs("2026-01-05 09:00", &["4d", "3d"]);
        let days: Vec<_> = (-1..4).map(|n| uneven.boundary(n).date().to_string()).collect();
        assert_eq!(days, ["2026-01-02", "2026-01-05", "2026-01-09", "2026-01-12", "2026-01-16"]);
    }

    #[test]
    fn the_turn_at_a_time_is_the_one_whose_boundaries_hold_it() {
        for periods in [&["1w"][..], &["4d", "3d"], &["12h"], &["1mo"], &["1mo", "2mo"]] {
            let handoffs = handoffs("2026-01-31 09:00", periods);
            for hours in -5000..20000 {
                let at = civil("2026-01-31 09:00") + TimeDelta::hours(hours);
                let turn = handoffs.turn_at(at);
                assert!(handoffs.boundary(turn) <= at && at < handoffs.boundary(turn + 1), "{at}");
            }
        }
    }

    #[test]
    fn months_do_not_mix_with_days() {
        let mixed = [Period::Months(1), Period::Seconds(86_400)];
        assert_eq!(Handoffs::new(civil("2026-01-01 00:00"), &mixed), None);
        assert_eq!(Handoffs::new(civil("2026-01-01 00:00"), &[]), None);
    }
}
