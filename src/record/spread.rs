//! What several durations come to: never a mean, which one long incident decides alone.

use chrono::TimeDelta;

use super::Durations;

/// The phases whose sum is the impact.
pub const PHASES: [&str; 3] = ["detection", "response", "remediation"];

/// How far durations lie apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// How many there are; at least one.
    pub count: usize,
    /// The shortest.
    pub least: TimeDelta,
    /// The one in the middle; of an even number, half-way between the two in the middle.
    pub median: TimeDelta,
    /// The longest.
    pub most: TimeDelta,
}

impl Spread {
    /// That of some durations; `None` where there are none.
    #[must_use]
    pub fn new(lengths: impl IntoIterator<Item = TimeDelta>) -> Option<Self> {
        let mut all: Vec<_> = lengths.into_iter().collect();
        all.sort_unstable();
        let (least, most) = (*all.first()?, *all.last()?);
        let (low, high) = (all[(all.len() - 1) / 2], all[all.len() / 2]);
        Some(Self { count: all.len(), least, median: low + (high - low) / 2, most })
    }
}

/// Which part of the time that customers felt incidents each phase had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shares {
    /// How many incidents are counted: those whose impact is known.
    pub count: usize,
    /// The sum of their impact.
    pub whole: TimeDelta,
    /// The sum of each of [`PHASES`]; together they are the whole.
    pub parts: [TimeDelta; 3],
    /// The same in thousandths of the whole, which add up to 1000.
    pub permille: [u32; 3],
}

impl Shares {
    /// Those of some incidents; `None` where none has an impact that is known and not nothing.
    #[must_use]
    pub fn new<'d>(all: impl IntoIterator<Item = &'d Durations>) -> Option<Self> {
        let phases = |each: &Durations| {
            each.impact?;
            Some([each.detection?, each.response?, each.remediation?])
        };
        let known: Vec<_> = all.into_iter().filter_map(phases).collect();
        let parts = [0, 1, 2].map(|phase| known.iter().map(|each| each[phase]).sum());
        let whole: TimeDelta = parts.iter().sum();
        let permille = permille(parts.map(|part: TimeDelta| part.num_seconds()))?;
        Some(Self { count: known.len(), whole, parts, permille })
    }

    /// The place among [`PHASES`] of the one that took longest; the earliest of several.
    #[must_use]
    pub fn longest(&self) -> usize {
        let longest = self.parts.iter().max();
        self.parts.iter().position(|part| Some(part) == longest).unwrap_or(0)
    }
}

/// Parts in thousandths: rounded down, and what is then missing goes to those that lost most.
fn permille(parts: [i64; 3]) -> Option<[u32; 3]> {
    let whole: i128 = parts.iter().map(|part| i128::from(*part)).sum();
    if whole <= 0 {
        return None;
    }
    let exact = parts.map(|part| i128::from(part) * 1000);
    let mut shares = exact.map(|part| part / whole);
    let mut order = [0, 1, 2];
    order.sort_by_key(|index| std::cmp::Reverse(exact[*index] % whole));
    let missing = 1000 - shares.iter().sum::<i128>();
    for index in order.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        shares[index] += 1;
    }
    Some(shares.map(|share| u32::try_from(share).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lasted(seconds: [i64; 3]) -> Durations {
        let [detection, response, remediation] =
            seconds.map(|length| Some(TimeDelta::seconds(length)));
        let impact = Some(TimeDelta::seconds(seconds.iter().sum()));
        Durations { detection, response, remediation, impact, ..Durations::default() }
    }

    proptest! {
        #[test]
        fn half_lie_at_or_below_the_median_and_half_at_or_above_it(
            all in prop::collection::vec(0_i64..100_000, 1..40),
        ) {
            let spread = Spread::new(all.iter().map(|each| TimeDelta::seconds(*each))).unwrap();
            let median = spread.median;
            let below = all.iter().filter(|each| TimeDelta::seconds(**each) <= median).count();
            let above = all.iter().filter(|each| TimeDelta::seconds(**each) >= median).count();
            prop_assert!(2 * below >= all.len() && 2 * above >= all.len());
            prop_assert!(spread.least <= median && median <= spread.most);
        }

        #[test]
        fn the_order_of_incidents_changes_no_number(
            mut all in prop::collection::vec(prop::array::uniform3(0_i64..100_000), 1..20),
        ) {
            let numbers = |all: &[[i64; 3]]| {
                let all: Vec<_> = all.iter().map(|each| lasted(*each)).collect();
                let impact = Spread::new(all.iter().filter_map(|each| each.impact));
                (impact, Shares::new(&all))
            };
            let before = numbers(&all);
            all.reverse();
            prop_assert_eq!(before, numbers(&all));
        }

        #[test]
        fn shares_add_up_to_the_whole(
            all in prop::collection::vec(prop::array::uniform3(0_i64..100_000), 1..20),
        ) {
            let lengths: Vec<_> = all.iter().map(|each| lasted(*each)).collect();
            let sum: i64 = all.iter().flatten().sum();
            match Shares::new(&lengths) {
                None => prop_assert_eq!(sum, 0),
                Some(shares) => {
                    prop_assert_eq!(shares.permille.iter().sum::<u32>(), 1000);
                    prop_assert_eq!(shares.parts.iter().sum::<TimeDelta>(), shares.whole);
                    prop_assert_eq!(shares.whole, TimeDelta::seconds(sum));
                    let longest = shares.parts[shares.longest()];
                    prop_assert!(shares.parts.iter().all(|part| *part <= longest));
                }
            }
        }
    }

    #[test]
    fn an_incident_of_which_a_time_is_not_known_has_no_part_in_the_shares() {
        let half = Durations { remediation: None, impact: None, ..lasted([900, 1, 1]) };
        let shares = Shares::new([&lasted([1, 1, 2]), &half]).unwrap();
        assert_eq!((shares.count, shares.permille), (1, [250, 250, 500]));
    }

    #[test]
    fn an_even_number_has_its_median_between_two() {
        let spread = Spread::new([1, 4, 9, 100].map(TimeDelta::minutes)).unwrap();
        assert_eq!(spread.median, TimeDelta::seconds(390));
        assert_eq!(Spread::new([]), None);
    }
}
