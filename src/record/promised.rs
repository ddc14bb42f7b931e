//! What a severity promises of a response, and what it took.

use chrono::TimeDelta;

use super::{Case, ServiceClock, doubts, times};
use crate::source::Located;
use crate::syntax::{Hours, IncidentKind};
use crate::time::{Elapsed, Instant, Span};

/// A promise of a severity, and what one incident took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promised {
    /// The duration: `acknowledge` or `engage`.
    pub what: &'static str,
    /// Within how long, and where that is written.
    pub within: Located<Elapsed>,
    /// How long it took, by the clock of the promise.
    pub took: TimeDelta,
    /// Whether only service hours count.
    pub in_service_hours: bool,
}

impl Promised {
    /// Whether it took longer than was promised.
    #[must_use]
    pub fn is_missed(&self) -> bool {
        self.took.num_seconds() > self.within.value.0
    }
}

/// The promises of its severity that an incident or a drill can be held to; a near miss is held to
/// none, and nobody to a time that [cannot be](super::doubts()). The service hours count where the record or the severity says so.
#[must_use]
pub fn promised(case: &Case<'_>, clock: &ServiceClock<'_>, now: Instant) -> Vec<Promised> {
    let Some(severity) = case.severity.filter(|_| case.kind() != IncidentKind::NearMiss) else {
        return Vec::new();
    };
    let times = times(case.front);
    let times = times.without(&doubts(&times, now));
    let in_service_hours = case.in_service_hours() || severity.hours == Hours::Business;
    let all = [
        ("acknowledge", times.acknowledged, severity.written.acknowledge_within),
        ("engage", times.engaged, severity.written.engage_within),
    ];
    let promised = |(what, done, within): (_, Option<super::Known>, Option<Located<Elapsed>>)| {
        let (from, to, within) = (times.detected?.instant, done?.instant, within?);
        let span = Span::new(from, to);
        let took = if in_service_hours { clock.measure(span) } else { span.length() };
        (from <= to).then_some(Promised { what, within, took, in_service_hours })
    };
    all.into_iter().filter_map(promised).collect()
}
