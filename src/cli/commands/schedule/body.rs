//! Shifts and gaps as JSON.

use serde::Serialize;

use super::Answer;
use crate::cli::Session;
use crate::time::show;
use crate::views::json::{self, GapJson, ShiftJson};

#[derive(Serialize)]
struct Body {
    plan: String,
    from: String,
    from_local: String,
    until: String,
    until_local: String,
    shifts: Vec<ShiftJson>,
    gaps: Vec<GapJson>,
    unanswered: Vec<json::Unanswered>,
    faults: usize,
}

impl Answer<'_> {
    pub fn json(&self, session: &Session<'_>) -> String {
        let (plan, zone) = (self.plan, &self.viewer);
        let shifts = self.shifts.iter().map(|(key, s)| ShiftJson::new(plan, *key, s, zone));
        let gaps = self.gaps.iter().map(|(key, gap)| GapJson::new(plan, *key, *gap, zone));
        json::text(&json::Envelope {
            schema: 1,
            command: "schedule",
            evaluated_at: json::instant(session.now),
            time_zone: zone.name(),
            tzdata: session.zones.release(),
            body: Body {
                plan: plan.name.clone(),
                from: json::instant(self.span.start),
                from_local: show::rfc3339(self.span.start, zone),
                until: json::instant(self.span.end),
                until_local: show::rfc3339(self.span.end, zone),
                shifts: shifts.collect(),
                gaps: gaps.collect(),
                unanswered: self.blocked.iter().map(|k| json::Unanswered::new(plan, *k)).collect(),
                faults: plan.faults.len(),
            },
        })
    }
}
