//! Times that cannot be: in the future, or before what they can only follow.

use super::{Known, Times, comes_before};
use crate::time::{Instant, Zone, show};

/// A milestone that cannot have been when it is said to have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The milestone, by its key.
    pub milestone: &'static str,
    /// When it is said to have been, and why.
    pub known: Known,
    /// The milestone that it can only follow and yet lies before; `None` where it is in the future.
    pub before: Option<(&'static str, Known)>,
}

impl Doubt {
    /// Whether it is about a milestone: as the one that is too early, or as the other.
    #[must_use]
    pub fn is_about(&self, milestone: &str) -> bool {
        self.milestone == milestone || self.before.is_some_and(|(other, _)| other == milestone)
    }

    /// What is wrong in words, with every time and the rule that gives it.
    #[must_use]
    pub fn words(&self, zone: &Zone) -> String {
        let one = said(self.milestone, self.known, zone);
        match self.before {
            None => format!("{one}, is in the future"),
            Some((other, known)) => format!("{one}, is before {}", said(other, known, zone)),
        }
    }
}

fn said(milestone: &str, known: Known, zone: &Zone) -> String {
    format!("`{milestone}`, {} ({})", show::full(known.instant, zone), known.basis.words())
}

/// Everything that cannot be among some times, in the order of the format.
#[must_use]
pub fn doubts(times: &Times, now: Instant) -> Vec<Doubt> {
    let all = times.all().into_iter();
    let all: Vec<_> = all.filter_map(|(name, known)| Some((name, known?))).collect();
    let mut found = Vec::new();
    for (index, (milestone, known)) in all.iter().copied().enumerate() {
        if known.instant > now {
            found.push(Doubt { milestone, known, before: None });
        }
        let earlier = all[..index].iter().copied();
        let wrong = earlier.filter(|(other, before)| {
            comes_before(other, milestone) && known.instant < before.instant
        });
        found.extend(wrong.map(|other| Doubt { milestone, known, before: Some(other) }));
    }
    found
}

/// When it was mitigated and when it was noticed, where it was noticed only then: that can be, and
/// there is no telling how the impact divides into phases.
#[must_use]
pub fn noticed_late(times: &Times) -> Option<(Known, Known)> {
    let (mitigated, detected) = times.mitigated.zip(times.detected)?;
    (mitigated.instant < detected.instant).then_some((mitigated, detected))
}

impl Times {
    /// The same without every milestone that some doubt is about.
    #[must_use]
    pub fn without(mut self, doubts: &[Doubt]) -> Self {
        for (name, known) in self.slots() {
            if doubts.iter().any(|doubt| doubt.is_about(name)) {
                *known = None;
            }
        }
        self
    }

    fn slots(&mut self) -> [(&'static str, &mut Option<Known>); 10] {
        [
            ("started", &mut self.started),
            ("detected", &mut self.detected),
            ("acknowledged", &mut self.acknowledged),
            ("engaged", &mut self.engaged),
            ("declared", &mut self.declared),
            ("remediation-started", &mut self.remediation_started),
            ("mitigated", &mut self.mitigated),
            ("resolved", &mut self.resolved),
            ("reviewed", &mut self.reviewed),
            ("published", &mut self.published),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::Basis;
    use crate::source::Location;

    fn at(seconds: i64) -> Instant {
        chrono::DateTime::from_timestamp(seconds, 0).unwrap()
    }

    fn times(all: [Option<i64>; 10]) -> Times {
        let mut times = Times::default();
        for ((_, slot), seconds) in times.slots().into_iter().zip(all) {
            *slot = seconds.map(|seconds| Known {
                instant: at(seconds),
                at: Location::default(),
                basis: Basis::Written,
            });
        }
        times
    }

    fn any() -> impl Strategy<Value = [Option<i64>; 10]> {
        prop::array::uniform10(prop::option::weighted(0.8, 0_i64..1000))
    }

    proptest! {
        #[test]
        fn what_is_left_contradicts_nothing(all in any(), now in 0_i64..1000) {
            let times = times(all);
            let left = times.without(&doubts(&times, at(now)));
            prop_assert_eq!(doubts(&left, at(now)), vec![]);
        }

        #[test]
        fn nothing_is_left_out_that_no_doubt_is_about(all in any(), now in 0_i64..1000) {
            let times = times(all);
            let found = doubts(&times, at(now));
            let left = times.without(&found).all();
            for ((name, before), (_, after)) in times.all().into_iter().zip(left) {
                let doubted = found.iter().any(|doubt| doubt.is_about(name));
                prop_assert_eq!(after, before.filter(|_| !doubted), "{}", name);
            }
        }
    }

    #[test]
    fn a_doubt_names_both_times_and_their_rules() {
        let mut all = times([None; 10]);
        let known = |seconds, basis| Known { instant: at(seconds), at: Location::default(), basis };
        all.started = Some(known(600, Basis::Written));
        all.mitigated = Some(known(0, Basis::FirstPage));
        let utc = crate::time::Zones::embedded().utc();
        let found: Vec<_> = doubts(&all, at(300)).iter().map(|doubt| doubt.words(&utc)).collect();
        assert_eq!(
            found,
            [
                "`started`, Thu 1 Jan 1970 00:10 UTC (written), is in the future",
                "`mitigated`, Thu 1 Jan 1970 00:00 UTC (the first page), is before `started`, \
                 Thu 1 Jan 1970 00:10 UTC (written)",
            ]
        );
    }
}
