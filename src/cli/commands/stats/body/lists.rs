//! Pages, shifts, promises and actions as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use crate::views::json;

/// A page.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "StatsPage")]
pub struct PageJson {
    /// When it went out.
    pub at: json::Utc,
    /// That instant, in the zone of the answer.
    pub at_local: json::Local,
    /// Who was paged, by id.
    pub to: String,
    /// That instant on their own clock.
    pub local: json::Local,
    /// The zone of that clock.
    pub local_time_zone: String,
    /// Whether it was night there.
    pub night: bool,
    /// Whether it was a Saturday or Sunday there.
    pub weekend: bool,
    /// After how many seconds they answered; null where they did not.
    pub acknowledged_s: Option<i64>,
    /// The record, by id.
    pub incident: String,
    /// What that is: `incident`, `near-miss` or `drill`.
    pub kind: &'static str,
    /// The rotation as a member of which they were paged, by id.
    pub rotation: Option<String>,
}

/// The pages of one person.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Pages")]
pub struct PagesJson {
    /// Who, by id.
    pub person: String,
    /// How many pages.
    pub pages: usize,
    /// How many at night, on their clock.
    pub night: usize,
    /// How many on a Saturday or Sunday, on their clock.
    pub weekend: usize,
    /// How many they did not answer.
    pub unanswered: usize,
    /// The median of how soon they answered the others.
    pub acknowledged_median_s: Option<i64>,
}

/// The incidents of one rotation.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Shifts")]
pub struct ShiftsJson {
    /// The rotation, by id.
    pub rotation: String,
    /// How many shifts it had in that time; null where they are too many, or a fault hides them.
    pub shifts: Option<usize>,
    /// How many of them had an incident.
    pub with_incidents: usize,
    /// For how many incidents it was paged.
    pub incidents: usize,
    /// The most incidents in one shift.
    pub most: usize,
    /// When that shift began; the first of several.
    pub most_began: Option<json::Utc>,
}

/// A promise of a severity.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Promise")]
pub struct PromiseJson {
    /// The severity, by id.
    pub severity: String,
    /// The duration: `acknowledge` or `engage`.
    pub promise: &'static str,
    /// Within how many seconds.
    pub within_s: i64,
    /// Of how many records it is known.
    pub measured: usize,
    /// How often it was not kept.
    pub missed: usize,
    /// The median of what it took.
    pub median_s: Option<i64>,
}

/// A promise that was not kept.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Miss")]
pub struct MissJson {
    /// The record, by id.
    pub incident: String,
    /// Its severity, by id.
    pub severity: String,
    /// The duration: `acknowledge` or `engage`.
    pub promise: &'static str,
    /// Within how many seconds.
    pub within_s: i64,
    /// How many seconds it took.
    pub took_s: i64,
    /// Whether only service hours count.
    pub service_hours: bool,
}

/// What is to be done.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Actions")]
pub struct ActionsJson {
    /// How many are done.
    pub done: usize,
    /// How many are not.
    pub open: usize,
    /// How many of these are past their day.
    pub overdue: usize,
    /// What is not done, in order of its day.
    pub list: Vec<ActionJson>,
}

/// An action that is not done.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Action")]
pub struct ActionJson {
    /// The record or exercise, such as `incidents.2026-09-30-ingest-lag`.
    pub of: String,
    /// Its id there.
    pub id: Option<String>,
    /// What is to be done.
    pub text: Option<String>,
    /// Who does it.
    pub owner: Option<String>,
    /// Where it is tracked.
    pub ticket: Option<String>,
    /// Its last day.
    pub due: Option<String>,
    /// Whether that day follows from the severity.
    pub due_by_severity: bool,
    /// How many days it is late; null where it is not.
    pub days_late: Option<i64>,
}

/// Records by who noticed first.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DetectedBy")]
pub struct DetectedByJson {
    /// `monitor`, `customer`, `employee` or `partner`; null where it is not said.
    pub by: Option<&'static str>,
    /// How many.
    pub count: usize,
    /// The median of how long that took.
    pub detection_median_s: Option<i64>,
}
