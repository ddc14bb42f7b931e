//! What an exercise expected of each phase, and what was measured.

use chrono::TimeDelta;

use super::{Durations, Times, doubts};
use crate::syntax::GameDay;
use crate::time::{Instant, Span};

/// A phase of an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The phase.
    pub name: &'static str,
    /// Between which times, such as `detected - injected`.
    pub formula: &'static str,
    /// How long it was expected to take at most, where the plan says so.
    pub expected: Option<TimeDelta>,
    /// How long it took, where both times are known and past and do not contradict each other.
    pub took: Option<TimeDelta>,
}

impl Measured {
    /// Whether it was as expected; `None` where either is not known.
    #[must_use]
    pub fn held(&self) -> Option<bool> {
        self.expected.zip(self.took).map(|(expected, took)| took <= expected)
    }
}

/// Every phase of an exercise, in order: what is expected is that somebody works on it within a
/// time from the detection, and that it is mitigated within a time from the injection.
#[must_use]
pub fn measured(game_day: &GameDay, now: Instant) -> [Measured; 6] {
    let times = result_times(game_day);
    let lengths = Durations::new(&times, now, Span::length);
    let times = times.without(&doubts(&times, now));
    let expected = |within: &Option<crate::source::Located<crate::time::Elapsed>>| {
        within.as_ref().map(|within| TimeDelta::seconds(within.value.0))
    };
    let phase = |name, formula, expected, took| Measured { name, formula, expected, took };
    let detect = expected(&game_day.expected_detect_within);
    let engage = expected(&game_day.expected_engage_within);
    let mitigate = expected(&game_day.expected_mitigate_within);
    [
        phase("detection", "detected - injected", detect, lengths.detection),
        phase("acknowledge", "acknowledged - detected", None, lengths.acknowledge),
        phase("engage", "engaged - detected", engage, lengths.engage),
        phase("response", "remediation-started - detected", None, lengths.response),
        phase("remediation", "mitigated - remediation-started", None, lengths.remediation),
        phase("impact", "mitigated - injected", mitigate, impact(&times)),
    ]
}

/// The times in the result of an exercise; the injection is its start.
#[must_use]
pub fn result_times(game_day: &GameDay) -> Times {
    let written = game_day.result.as_ref().and_then(|result| result.times.as_ref());
    written.map(|times| Times::written(times)).unwrap_or_default()
}

/// From the injection to the mitigation, whatever happened between them.
fn impact(times: &Times) -> Option<TimeDelta> {
    let (start, end) = times.started.zip(times.mitigated)?;
    (start.instant <= end.instant).then(|| end.instant - start.instant)
}
