//! What a record comes to, for templates and programs.

use schemars::JsonSchema;
use serde::Serialize;

use crate::views::json::{CommitJson, Local, Utc};

/// An incident as its record tells it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Incident")]
pub struct Review {
    /// The record, by id.
    pub(super) id: String,
    /// Its file, by its path in the plan.
    pub(super) file: String,
    /// Its title; its id where it has none.
    pub(super) title: String,
    /// What it is about: `incident`, `near-miss` or `drill`.
    pub(super) kind: &'static str,
    /// How far the response has come.
    pub(super) status: &'static str,
    /// How bad it was.
    pub(super) severity: Option<SeverityJson>,
    /// The services that it touched.
    pub(super) services: Vec<ServiceJson>,
    /// Who noticed first.
    pub(super) detected_by: Option<&'static str>,
    /// The alert that fired.
    pub(super) alert: Option<String>,
    /// Its chat channel.
    pub(super) channel: Option<String>,
    /// The clock by which durations are counted: `elapsed` or `service-hours`.
    pub(super) clock: &'static str,
    /// The runbooks that were used.
    pub(super) runbooks: Vec<RunbookJson>,
    /// Who held which role.
    pub(super) roles: Vec<RoleJson>,
    /// Everybody else who helped.
    pub(super) others: Vec<PersonJson>,
    /// The milestones that are known, in the order of the format.
    pub(super) times: Vec<MilestoneJson>,
    /// Which of them are in the future or contradict each other, a sentence each; nothing rests on
    /// these.
    pub(super) doubts: Vec<String>,
    /// How long each part took, in the order in which they follow each other.
    pub(super) phases: Vec<PhaseJson>,
    /// What happened, by phase; the first is what came before the impact.
    pub(super) timeline: Vec<GroupJson>,
    /// Who was paged.
    pub(super) pages: Vec<PageJson>,
    /// What it did to customers.
    pub(super) impact: ImpactJson,
    /// What contributed.
    pub(super) factors: Vec<FactorJson>,
    /// What was changed for the time being.
    pub(super) countermeasures: Vec<CountermeasureJson>,
    /// What is done about it.
    pub(super) actions: Vec<ActionJson>,
    /// The commits that changed the plan since it began, oldest first.
    pub(super) plan_changes: Vec<ChangeJson>,
    /// How many more there are; null where the plan is in no history, or its start is not known.
    pub(super) more_plan_changes: Option<usize>,
    /// What people wrote into the record, by its headings; what irp made is left out.
    pub(super) sections: Vec<SectionJson>,
}

/// A severity.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "IncidentSeverity")]
pub struct SeverityJson {
    /// The severity, by id.
    pub(super) id: String,
    /// Its name.
    pub(super) name: Option<String>,
    /// Its place in the order; 1 is the worst. Null where the plan has no such severity.
    pub(super) rank: Option<i64>,
    /// What it means.
    pub(super) definition: Option<String>,
    /// How often stakeholders hear of it, in seconds.
    pub(super) update_every_s: Option<i64>,
}

/// A service.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "IncidentService")]
pub struct ServiceJson {
    /// The service, by id.
    pub id: String,
    /// Its name; its id where it has none.
    pub name: String,
}

/// A runbook that was used.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "IncidentRunbook")]
pub struct RunbookJson {
    /// As the record names it.
    pub(super) name: String,
    /// Its title, where it is a runbook of the plan.
    pub(super) title: Option<String>,
    /// Its file, by its path in the plan.
    pub(super) file: Option<String>,
}

/// A person.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Person")]
pub struct PersonJson {
    /// The person, by id.
    pub id: String,
    /// Their name; the id where the plan has no such person.
    pub name: String,
    /// Their zone, by its IANA name.
    pub time_zone: Option<String>,
}

/// A role, and who held it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "IncidentRole")]
pub struct RoleJson {
    /// The role, by id.
    pub(super) role: String,
    /// Its title; its id in words where it has none.
    pub(super) title: String,
    /// Who held it.
    pub(super) people: Vec<PersonJson>,
}

/// A milestone.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Milestone")]
pub struct MilestoneJson {
    /// Its key, such as `detected`.
    pub(super) name: &'static str,
    /// When.
    pub(super) at: Utc,
    /// When, in the zone of the answer.
    pub(super) at_local: Local,
    /// Why that time is taken: `written`, or the line or page that tells it.
    pub(super) basis: String,
    /// Whether it cannot be: it is in the future, or it and another contradict each other.
    pub(super) doubtful: bool,
}

/// How long a part took.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Phase")]
pub struct PhaseJson {
    /// Which part.
    pub(super) name: &'static str,
    /// Of which times it is computed.
    pub(super) formula: &'static str,
    /// How long, in seconds; null where a time is not known, or times contradict each other.
    pub(super) seconds: Option<i64>,
}

/// Lines of a timeline.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TimelinePhase")]
pub struct GroupJson {
    /// The phase: `before`, `detection`, `response`, `remediation` or `after`.
    pub(super) phase: &'static str,
    /// The same in words.
    pub(super) title: &'static str,
    /// The lines, in order of time.
    pub(super) lines: Vec<LineJson>,
}

/// A line of a timeline.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TimelineLine")]
pub struct LineJson {
    /// When.
    pub(super) at: Utc,
    /// When, in the zone of the answer.
    pub(super) at_local: Local,
    /// What kind of line it is.
    pub(super) kind: Option<&'static str>,
    /// Who.
    pub(super) by: Option<PersonJson>,
    /// The time on their clock, with its zone, where that is another than in the zone of the answer.
    pub(super) by_clock: Option<String>,
    /// What happened.
    pub(super) text: String,
    /// What came of it.
    pub(super) result: Option<String>,
    /// Where that can be seen.
    pub(super) source: Option<String>,
}

/// Somebody was paged.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Page")]
pub struct PageJson {
    /// When.
    pub(super) at: Utc,
    /// When, in the zone of the answer.
    pub(super) at_local: Local,
    /// Who.
    pub(super) to: Option<PersonJson>,
    /// The time on their clock, with its zone, where that is another than in the zone of the answer.
    pub(super) to_clock: Option<String>,
    /// As a member of which rotation, by id.
    pub(super) rotation: Option<String>,
    /// By which contacts.
    pub(super) via: Vec<&'static str>,
    /// When they answered; null where they did not.
    pub(super) acknowledged: Option<Utc>,
    /// When they answered, in the zone of the answer.
    pub(super) acknowledged_local: Option<Local>,
    /// After how many seconds that was.
    pub(super) answered_after_s: Option<i64>,
}

/// What an incident did to customers.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Impact")]
pub struct ImpactJson {
    /// In a sentence.
    pub(super) summary: Option<String>,
    /// The other figures of the record, in its words.
    pub(super) figures: Vec<FigureJson>,
}

/// A figure.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Figure")]
pub struct FigureJson {
    /// What it counts: the key as words.
    pub(super) name: String,
    /// The figure.
    pub(super) value: String,
}

/// Something that contributed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Factor")]
pub struct FactorJson {
    /// What.
    pub(super) text: String,
    /// What it is about: `cause`, `detection`, `response` or `remediation`.
    pub(super) phase: Option<&'static str>,
}

/// Something changed for the time being.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Countermeasure")]
pub struct CountermeasureJson {
    /// What.
    pub(super) text: String,
    /// Who answers for it.
    pub(super) owner: Option<PersonJson>,
    /// The day by which it is to be undone.
    pub(super) revert_by: Option<String>,
}

/// Something to be done.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Action")]
pub struct ActionJson {
    /// Its id within the record.
    pub(super) id: Option<String>,
    /// What is to be done.
    pub(super) text: String,
    /// What it is for: `prevent`, `mitigate`, `detect`, `respond` or `learn`.
    #[serde(rename = "type")]
    pub(super) purpose: Option<&'static str>,
    /// Who does it: a person or a team, by id.
    pub(super) owner: Option<String>,
    /// Their name.
    pub(super) owner_name: Option<String>,
    /// Where it is tracked.
    pub(super) ticket: Option<String>,
    /// The day on which it is due.
    pub(super) due: Option<String>,
    /// The day on which it was done.
    pub(super) done: Option<String>,
    /// Whether it is not done and its day is over.
    pub(super) overdue: bool,
}

/// A commit that changed the plan.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PlanChange")]
pub struct ChangeJson {
    /// The commit.
    #[serde(flatten)]
    pub commit: CommitJson,
    /// Its first edits, in words.
    pub edits: Vec<String>,
    /// How many more edits it has.
    pub more_edits: usize,
}

/// A part of what people wrote.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "WrittenSection")]
pub struct SectionJson {
    /// The words of its heading; empty for what stands before the first.
    pub(super) heading: String,
    /// What stands below it, as Markdown.
    pub(super) text: String,
}
