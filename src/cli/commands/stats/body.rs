//! The numbers as JSON.

mod lists;
mod make;

use schemars::JsonSchema;
use serde::Serialize;

use self::lists::{
    ActionsJson, DetectedByJson, MissJson, PageJson, PagesJson, PromiseJson, ShiftsJson,
};
use super::facts::Facts;
use super::lengths::Summary;
use crate::cli::Session;
use crate::record::{Durations, FORMULAS, Spread};
use crate::time::Zone;
use crate::views::json::{self, Place};

pub(super) fn text(facts: &Facts<'_>, zone: &Zone, session: &Session<'_>) -> String {
    session.json("stats", zone, make::body(facts, zone))
}

/// How long each part of incidents took, and what that cost whom.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// The first instant that was asked about; null for all that is past.
    from: Option<json::Utc>,
    /// That instant, in the zone of the answer.
    from_local: Option<json::Local>,
    /// The first instant that was no longer asked about: the present, where none was given.
    until: json::Utc,
    /// That instant, in the zone of the answer.
    until_local: json::Local,
    /// The records that the numbers are of, in order of time: of the kind that was asked for.
    incidents: Vec<IncidentJson>,
    /// What they come to.
    summary: SummaryJson,
    /// The same apart, where that was asked.
    groups: Vec<GroupJson>,
    /// The earlier and the later half; null where fewer than ten have an impact that is known.
    trend: Option<TrendJson>,
    /// The pages of these records and of near misses, in order of time.
    pages: Vec<PageJson>,
    /// The pages of each person, most first.
    people: Vec<PagesJson>,
    /// The incidents of each rotation that was paged, shift by shift.
    shifts: Vec<ShiftsJson>,
    /// How often each promise of a severity was kept.
    promises: Vec<PromiseJson>,
    /// The promises that were not kept, in order of time.
    misses: Vec<MissJson>,
    /// What records and exercises promise to do.
    actions: ActionsJson,
    /// The records by who noticed first.
    detected_by: Vec<DetectedByJson>,
    /// Near misses, where the numbers are of incidents.
    near_misses: Vec<IncidentJson>,
    /// Drills, where the numbers are of incidents.
    drills: Vec<IncidentJson>,
    /// Game days that were held.
    exercises: Vec<ExerciseJson>,
    /// What would shorten the longest phase; null where that was not asked, or is not known.
    levers: Option<LeversJson>,
    /// How each duration is computed.
    formulas: Vec<FormulaJson>,
    /// How many faults the plan has.
    faults: usize,
}

/// Durations in seconds; null where a time is not known, or two contradict each other.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Durations")]
#[expect(clippy::struct_field_names, reason = "every key of an answer says its unit")]
struct LengthsJson {
    /// Until it was noticed.
    detection_s: Option<i64>,
    /// From then until mending began.
    response_s: Option<i64>,
    /// From then until customers no longer felt it.
    remediation_s: Option<i64>,
    /// How long customers felt it.
    impact_s: Option<i64>,
    /// From the detection until somebody answered.
    acknowledge_s: Option<i64>,
    /// From the detection until somebody worked on it.
    engage_s: Option<i64>,
    /// From the start until it was over.
    resolve_s: Option<i64>,
    /// From then until it was talked over.
    analysis_s: Option<i64>,
    /// From then until all that was promised was done.
    readiness_s: Option<i64>,
}

impl LengthsJson {
    fn new(seconds: [Option<i64>; FORMULAS.len()]) -> Self {
        let [detection_s, response_s, remediation_s, impact_s, rest @ ..] = seconds;
        let [acknowledge_s, engage_s, resolve_s, analysis_s, readiness_s] = rest;
        Self {
            detection_s,
            response_s,
            remediation_s,
            impact_s,
            acknowledge_s,
            engage_s,
            resolve_s,
            analysis_s,
            readiness_s,
        }
    }

    fn of(lengths: &Durations) -> Self {
        Self::new(lengths.all().map(|(_, length)| length.map(|length| length.num_seconds())))
    }

    fn each(summary: &Summary, pick: impl Fn(&Spread) -> i64) -> Self {
        Self::new(summary.spreads.map(|spread| spread.as_ref().map(&pick)))
    }
}

/// A record.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Incident")]
struct IncidentJson {
    /// Its id.
    id: String,
    /// What it is: `incident`, `near-miss` or `drill`.
    kind: &'static str,
    /// Its title.
    title: Option<String>,
    /// Its severity, by id.
    severity: Option<String>,
    /// How far the response has come.
    status: &'static str,
    /// The services that it touched, by id.
    services: Vec<String>,
    /// Their teams, by id.
    teams: Vec<String>,
    /// Who noticed first: `monitor`, `customer`, `employee` or `partner`.
    detected_by: Option<&'static str>,
    /// When it began: as it says, else the first of its times.
    began: Option<json::Utc>,
    /// That instant, in the zone of the answer.
    began_local: Option<json::Local>,
    /// Whether durations until it was over count only service hours.
    service_hours: bool,
    #[serde(flatten)]
    lengths: LengthsJson,
    /// The times that are not under `[times]`, and where they are taken from.
    derived: Vec<DerivedJson>,
    #[serde(flatten)]
    place: Place,
}

/// A time that is taken from the timeline or the pages.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Derived")]
struct DerivedJson {
    /// The key that it would have under `[times]`.
    time: &'static str,
    /// When it is.
    at: json::Utc,
    /// Where it is taken from.
    basis: String,
}

/// What some records come to.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Summary")]
struct SummaryJson {
    /// How many records there are.
    count: usize,
    /// Of how many each duration is known.
    known: LengthsCount,
    /// The median of each duration.
    median: LengthsJson,
    /// The shortest.
    shortest: LengthsJson,
    /// The longest.
    longest: LengthsJson,
    /// The sum of all impact that is known.
    impact_sum_s: i64,
    /// Which part of that sum each phase had, from 0 to 1; null where there is none.
    share_of_impact: Option<SharesJson>,
}

/// How many records have each duration.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Known")]
struct LengthsCount {
    /// Of detection.
    detection: usize,
    /// Of response.
    response: usize,
    /// Of remediation.
    remediation: usize,
    /// Of impact.
    impact: usize,
    /// Of acknowledge.
    acknowledge: usize,
    /// Of engage.
    engage: usize,
    /// Of resolve.
    resolve: usize,
    /// Of analysis.
    analysis: usize,
    /// Of readiness.
    readiness: usize,
}

/// Shares that add up to 1.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Shares")]
struct SharesJson {
    /// Of detection.
    detection: f64,
    /// Of response.
    response: f64,
    /// Of remediation.
    remediation: f64,
}

/// Some of the records.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Group")]
struct GroupJson {
    /// What they are apart by: `service`, `severity`, `team` or `month`.
    by: &'static str,
    /// The service, severity or team by id, or the month; `(none)` for records that have none.
    name: String,
    #[serde(flatten)]
    summary: SummaryJson,
}

/// Two halves of the records.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Trend")]
struct TrendJson {
    /// The earlier half.
    earlier: SummaryJson,
    /// The later half.
    later: SummaryJson,
}

/// An exercise.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Exercise")]
struct ExerciseJson {
    /// The game day, by id.
    id: String,
    /// When it was held.
    held: Option<json::Utc>,
    #[serde(flatten)]
    lengths: LengthsJson,
}

/// What would shorten the longest phase.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Levers")]
struct LeversJson {
    /// The phase: `detection`, `response` or `remediation`.
    phase: &'static str,
    /// Its share of all impact, from 0 to 1.
    share: f64,
    /// The incidents in which it was longest.
    incidents: Vec<LongJson>,
    /// What the plan has that took part.
    levers: Vec<LeverJson>,
}

/// An incident in which the phase was long.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Long")]
struct LongJson {
    /// The incident, by id.
    id: String,
    /// How many seconds the phase took.
    phase_s: i64,
}

/// A part of the plan that can be changed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Lever")]
struct LeverJson {
    /// Its path, such as `services.shop.alerts`.
    element: String,
    /// What is known of its part in the phase.
    says: String,
    #[serde(flatten)]
    place: Place,
}

/// How a duration is computed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Formula")]
struct FormulaJson {
    /// The duration.
    name: &'static str,
    /// What it is.
    formula: &'static str,
}
