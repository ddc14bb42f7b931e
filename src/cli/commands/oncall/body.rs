//! Who is on call at an instant, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Row};
use crate::cli::Session;
use crate::plan::PersonKey;
use crate::time::Instant;
use crate::views::json::{self, ShiftJson};

/// Who is on call at an instant.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// The instant that was asked for.
    at: json::Utc,
    /// That instant, in the zone of the answer.
    at_local: json::Local,
    /// The rotations that were asked for, by team and id.
    rotations: Vec<RowJson>,
    /// The people that were asked for with `--person`.
    people: Vec<PersonJson>,
    /// The rotations that were asked for and that a fault keeps from being answered for.
    unanswered: Vec<json::Unanswered>,
    /// How many faults the plan has.
    faults: usize,
}

/// Who is on call in a rotation.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rotation")]
struct RowJson {
    /// The rotation, by id.
    rotation: String,
    /// Its team, by id.
    team: Option<String>,
    /// The role that whoever is on call holds, by id.
    role: Option<String>,
    /// Who is on call, by id; empty where nobody is.
    people: Vec<String>,
    /// When the shift began; null where there is none.
    start: Option<json::Utc>,
    /// When the shift began, in the zone of the answer.
    start_local: Option<json::Local>,
    /// When the shift ends.
    end: Option<json::Utc>,
    /// When the shift ends, in the zone of the answer.
    end_local: Option<json::Local>,
    /// Whether somebody is on call, or nobody need be.
    covered: bool,
    /// Who learns alongside, by id.
    shadows: Vec<String>,
    /// The next shift in which somebody is on call.
    next: Option<ShiftJson>,
    /// Why they are on call.
    why: Option<json::WhyJson>,
}

/// A person who was asked for.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Person")]
struct PersonJson {
    /// The person, by id.
    person: String,
    /// Whether they are on call in one of the rotations.
    on_call: bool,
    /// Their next shift in one of them, within two years.
    next: Option<ShiftJson>,
}

impl Answer<'_> {
    pub fn json(&self, session: &Session<'_>) -> String {
        let (plan, at) = (self.plan, self.when.instant);
        let (blocked, answered): (Vec<_>, Vec<_>) =
            self.rows.iter().partition(|row| row.is_blocked(plan));
        let body = Body {
            plan: plan.name.clone(),
            at: json::instant(at),
            at_local: json::local(at, &self.viewer),
            rotations: answered.iter().map(|row| self.row(row)).collect(),
            people: self.asked_for.iter().map(|key| self.person(*key)).collect(),
            unanswered: blocked.iter().map(|row| json::Unanswered::new(plan, row.key)).collect(),
            faults: plan.faults.len(),
        };
        session.json("oncall", &self.viewer, body)
    }

    fn row(&self, row: &Row) -> RowJson {
        let (plan, rotation) = (self.plan, &self.plan[row.key]);
        let ids = |people: &[PersonKey]| plan.ids(people).into_iter().map(str::to_owned).collect();
        let instant = |at: Instant| (json::instant(at), json::local(at, &self.viewer));
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
