//! Who is on call at an instant, as JSON.

use serde::Serialize;

use super::answer::{Answer, Row};
use crate::cli::Session;
use crate::plan::PersonKey;
use crate::time::{Instant, show};
use crate::views::json::{self, ShiftJson};

#[derive(Serialize)]
struct Body {
    plan: String,
    at: String,
    at_local: String,
    rotations: Vec<RowJson>,
    people: Vec<PersonJson>,
    unanswered: Vec<json::Unanswered>,
    faults: usize,
}

#[derive(Serialize)]
struct RowJson {
    rotation: String,
    team: Option<String>,
    role: Option<String>,
    people: Vec<String>,
    start: Option<String>,
    start_local: Option<String>,
    end: Option<String>,
    end_local: Option<String>,
    covered: bool,
    shadows: Vec<String>,
    next: Option<ShiftJson>,
    why: Option<json::WhyJson>,
}

/// A person who was asked for.
#[derive(Serialize)]
struct PersonJson {
    person: String,
    on_call: bool,
    next: Option<ShiftJson>,
}

impl Answer<'_> {
    pub fn json(&self, session: &Session<'_>) -> String {
        let (plan, at) = (self.plan, self.when.instant);
        let (blocked, answered): (Vec<_>, Vec<_>) =
            self.rows.iter().partition(|row| row.is_blocked(plan));
        json::text(&json::Envelope {
            schema: 1,
            command: "oncall",
            evaluated_at: json::instant(session.now),
            time_zone: self.viewer.name(),
            tzdata: session.zones.release(),
            body: Body {
                plan: plan.name.clone(),
                at: json::instant(at),
                at_local: show::rfc3339(at, &self.viewer),
                rotations: answered.iter().map(|row| self.row(row)).collect(),
                people: self.asked_for.iter().map(|key| self.person(*key)).collect(),
                unanswered: blocked
                    .iter()
                    .map(|row| json::Unanswered::new(plan, row.key))
                    .collect(),
                faults: plan.faults.len(),
            },
        })
    }

    fn row(&self, row: &Row) -> RowJson {
        let (plan, rotation) = (self.plan, &self.plan[row.key]);
        let ids = |people: &[PersonKey]| plan.ids(people).into_iter().map(str::to_owned).collect();
        let instant = |at: Instant| (json::instant(at), show::rfc3339(at, &self.viewer));
        let (start, start_local) = row.shift.as_ref().map(|s| instant(s.span.start)).unzip();
        let (end, end_local) = row.shift.as_ref().map(|s| instant(s.span.end)).unzip();
        RowJson {
            rotation: rotation.id.to_string(),
            team: rotation.team.as_ref().map(ToString::to_string),
            role: rotation.role.as_ref().map(ToString::to_string),
            people: ids(row.people()),
            start,
            start_local,
            end,
            end_local,
            covered: row.covered,
            shadows: ids(&self.shadows(row)),
            next: row.next.as_ref().map(|next| ShiftJson::new(plan, row.key, next, &self.viewer)),
            why: row.shift.as_ref().map(|s| json::WhyJson::new(plan, row.key, &s.why)),
        }
    }

    fn person(&self, key: PersonKey) -> PersonJson {
        let next = self.next_of(key);
        PersonJson {
            person: self.plan[key].id.to_string(),
            on_call: self.rows.iter().any(|row| row.people().contains(&key)),
            next: next.map(|(key, shift)| ShiftJson::new(self.plan, key, &shift, &self.viewer)),
        }
    }
}
