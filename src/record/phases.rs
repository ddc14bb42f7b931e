//! How long each part of an incident took.

use chrono::{Days, NaiveTime, TimeDelta};

use super::{Case, ServiceClock, Times, doubts, times};
use crate::plan::Plan;
use crate::time::{Instant, Span};

/// How a duration is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Formula {
    /// What is computed.
    pub name: &'static str,
    /// Of what, such as `detected - started`.
    pub formula: &'static str,
}

/// Every duration, in the order in which they follow each other.
pub const FORMULAS: [Formula; 9] = [
    Formula { name: "detection", formula: "detected - started" },
    Formula { name: "response", formula: "remediation-started - detected" },
    Formula { name: "remediation", formula: "mitigated - remediation-started" },
    Formula { name: "impact", formula: "mitigated - started = detection + response + remediation" },
    Formula { name: "acknowledge", formula: "acknowledged - detected" },
    Formula { name: "engage", formula: "engaged - detected" },
    Formula { name: "resolve", formula: "resolved - started" },
    Formula { name: "analysis", formula: "reviewed - resolved" },
    Formula {
        name: "readiness",
        formula: "end of the day on which the last action was done - reviewed",
    },
];

/// The milestones between which the impact lies, and its phases.
const BOUNDS: [&str; 4] = ["started", "detected", "remediation-started", "mitigated"];

/// How long each part took; `None` where a time is not known, is in the future, or contradicts
/// another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Durations {
    /// Until it was noticed.
    pub detection: Option<TimeDelta>,
    /// From then until mending began.
    pub response: Option<TimeDelta>,
    /// From then until customers no longer felt it.
    pub remediation: Option<TimeDelta>,
    /// How long customers felt it: the sum of these three, where all are known.
    pub impact: Option<TimeDelta>,
    /// From the detection until somebody answered.
    pub acknowledge: Option<TimeDelta>,
    /// From the detection until somebody worked on it.
    pub engage: Option<TimeDelta>,
    /// From the start until it was over.
    pub resolve: Option<TimeDelta>,
    /// From then until it was talked over; always by every minute.
    pub analysis: Option<TimeDelta>,
    /// From then until all that was promised was done; always by every minute.
    pub readiness: Option<TimeDelta>,
}

impl Durations {
    /// All of them, in the order of [`FORMULAS`].
    #[must_use]
    pub fn all(&self) -> [(&'static str, Option<TimeDelta>); 9] {
        let lengths = [
            self.detection,
            self.response,
            self.remediation,
            self.impact,
            self.acknowledge,
            self.engage,
            self.resolve,
            self.analysis,
            self.readiness,
        ];
        std::array::from_fn(|index| (FORMULAS[index].name, lengths[index]))
    }

    /// What times come to, by the clock that measures a span. A milestone that
    /// [cannot be](super::doubts()) is not known.
    #[must_use]
    pub fn new(times: &Times, now: Instant, measure: impl Fn(Span) -> TimeDelta) -> Self {
        let doubts = doubts(times, now);
        // Where the times contradict each other, the parts would not add up to the whole.
        let doubted = BOUNDS.iter().any(|name| doubts.iter().any(|doubt| doubt.is_about(name)));
        let times = times.without(&doubts);
        let at = |known: Option<super::Known>| known.map(|known| known.instant);
        let between = |start: Option<Instant>, end: Option<Instant>| {
            let (start, end) = start.zip(end)?;
            (start <= end).then(|| measure(Span::new(start, end)))
        };
        let (started, detected) = (at(times.started), at(times.detected));
        let (mending, mitigated) = (at(times.remediation_started), at(times.mitigated));
        let detection = between(started, detected);
        let response = between(detected, mending);
        let remediation = between(mending, mitigated);
        let parts = [detection, response, remediation];
        // A clock that measures only the first part of a long span would give the whole less.
        let sum: Option<TimeDelta> = parts.into_iter().sum();
        // What was noticed only when it was over has no phases that lie within the impact.
        let ordered = [started, detected, mending, mitigated].iter().flatten().is_sorted();
        let whole = || between(started, mitigated).filter(|_| ordered && !doubted);
        Self {
            impact: sum.or_else(whole),
            acknowledge: between(detected, at(times.acknowledged)),
            engage: between(detected, at(times.engaged)),
            resolve: between(started, at(times.resolved)),
            detection: parts[0],
            response: parts[1],
            remediation: parts[2],
            analysis: None,
            readiness: None,
        }
    }
}

/// How long each part of an incident took, by the clock of its record.
#[must_use]
pub fn durations(plan: &Plan, case: &Case<'_>, now: Instant) -> Durations {
    let times = times(case.front);
    let lengths = if case.in_service_hours() {
        let clock = ServiceClock::new(plan);
        Durations::new(&times, now, |span| clock.measure(span))
    } else {
        Durations::new(&times, now, Span::length)
    };
    let times = times.without(&doubts(&times, now));
    let ready = ready(plan, case).filter(|ready| *ready <= now + Days::new(1));
    let after = |start: Option<Instant>, end: Option<Instant>| {
        let (start, end) = start.zip(end)?;
        (start <= end).then(|| end - start)
    };
    let reviewed = times.reviewed.map(|known| known.instant);
    let resolved = times.resolved.map(|known| known.instant);
    Durations { analysis: after(resolved, reviewed), readiness: after(reviewed, ready), ..lengths }
}

/// The end of the day on which the last action was done; `None` where one is not, or none is promised.
fn ready(plan: &Plan, case: &Case<'_>) -> Option<Instant> {
    let actions = case.front.actions.as_ref()?;
    let done = actions.value.iter().map(|action| Some(action.done.as_ref()?.value.0));
    let last = done.collect::<Option<Vec<_>>>()?.into_iter().max()?;
    let next = last.checked_add_days(Days::new(1))?;
    Some(plan.zone.instant(next.and_time(NaiveTime::MIN)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::{Basis, Known};
    use crate::source::Location;

    fn known(seconds: i64) -> Known {
        let instant = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
        Known { instant, at: Location::default(), basis: Basis::Written }
    }

    fn now() -> Instant {
        chrono::DateTime::from_timestamp(1000, 0).unwrap()
    }

    proptest! {
        #[test]
        fn phases_that_are_known_are_never_longer_than_the_impact(
            all in prop::array::uniform4(prop::option::of(0_i64..1200)),
        ) {
            let [started, detected, mending, mitigated] = all.map(|at| at.map(known));
            let times = Times {
                started, detected, remediation_started: mending, mitigated, ..Times::default()
            };
            let lengths = Durations::new(&times, now(), Span::length);
            let parts = [lengths.detection, lengths.response, lengths.remediation];
            if let Some(impact) = lengths.impact {
                prop_assert!(parts.iter().flatten().sum::<TimeDelta>() <= impact);
            }
            let ends = |one: Option<i64>, two: Option<i64>| {
                one.zip(two).is_some_and(|(one, two)| one <= two && two <= 1000)
            };
            let [started, detected, mending, mitigated] = all;
            prop_assert!(lengths.detection.is_none() || ends(started, detected));
            prop_assert!(lengths.response.is_none() || ends(detected, mending));
            prop_assert!(lengths.remediation.is_none() || ends(mending, mitigated));
            prop_assert!(lengths.impact.is_none() || ends(started, mitigated));
        }

        #[test]
        fn phases_add_up_by_a_clock_that_stops(
            mut all in prop::array::uniform4(0_i64..1000), most in 1_i64..1000,
        ) {
            all.sort_unstable();
            let [started, detected, mending, mitigated] = all.map(|at| Some(known(at)));
            let times = Times {
                started, detected, remediation_started: mending, mitigated, ..Times::default()
            };
            let stops = |span: Span| span.length().min(TimeDelta::seconds(most));
            let lengths = Durations::new(&times, now(), stops);
            let parts = [lengths.detection, lengths.response, lengths.remediation];
            prop_assert_eq!(lengths.impact, parts.into_iter().sum());
            prop_assert!(lengths.impact.is_some());
        }

        #[test]
        fn phases_add_up_to_the_impact_or_there_is_none(all in prop::array::uniform4(0_i64..1000)) {
            let [started, detected, mending, mitigated] = all.map(|at| Some(known(at)));
            let times = Times {
                started, detected, remediation_started: mending, mitigated, ..Times::default()
            };
            let lengths = Durations::new(&times, now(), Span::length);
            let parts = [lengths.detection, lengths.response, lengths.remediation];
            let sum: Option<TimeDelta> = parts.into_iter().sum();
            prop_assert_eq!(lengths.impact, sum);
            prop_assert_eq!(lengths.impact.is_some(), all.is_sorted());
        }
    }
}
