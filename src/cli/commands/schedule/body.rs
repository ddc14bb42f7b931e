//! Shifts and gaps as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Answer;
use crate::cli::Session;
use crate::views::json::{self, GapJson, ShiftJson};

/// The shifts of a span of time.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// From when.
    from: json::Utc,
    /// From when, in the zone of the answer.
    from_local: json::Local,
    /// Until when; no part of the span.
    until: json::Utc,
    /// Until when, in the zone of the answer.
    until_local: json::Local,
    /// The shifts, whole; empty with `--gaps`.
    shifts: Vec<ShiftJson>,
    /// Where nobody is on call although somebody must be.
    gaps: Vec<GapJson>,
    /// The rotations that were asked for and that a fault keeps from being answered for.
    unanswered: Vec<json::Unanswered>,
    /// How many faults the plan has.
    faults: usize,
}

impl Answer<'_> {
    pub fn json(&self, session: &Session<'_>) -> String {
        let (plan, zone) = (self.plan, &self.viewer);
        let shifts = self.shifts.iter().map(|(key, s)| ShiftJson::new(plan, *key, s, zone));
        let gaps = self.gaps.iter().map(|(key, gap)| GapJson::new(plan, *key, *gap, zone));
        let body = Body {
            plan: plan.name.clone(),
            from: json::instant(self.span.start),
            from_local: json::local(self.span.start, zone),
            until: json::instant(self.span.end),
            until_local: json::local(self.span.end, zone),
            shifts: shifts.collect(),
            gaps: gaps.collect(),
            unanswered: self.blocked.iter().map(|k| json::Unanswered::new(plan, *k)).collect(),
            faults: plan.faults.len(),
        };
        session.json("schedule", zone, body)
    }
}
