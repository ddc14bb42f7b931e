//! Records as JSON. Every action answers in the same form.

use schemars::JsonSchema;
use serde::Serialize;

use super::filed::Filed;
use super::new::BegunJson;
use super::which;
use crate::plan::Plan;
use crate::record::{self, Case, FORMULAS};
use crate::syntax::{Incident, TimelineEntry};
use crate::time::{Instant, Zone};
use crate::views::json;

/// Incident records, and what was done with them.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// What was done: `new`, `log`, `set`, `list`, `show`, `close` or `import-chat`.
    action: &'static str,
    /// Whether nothing was to be written.
    dry_run: bool,
    /// The file that was, or would be, written, by its path in the plan.
    pub(super) file: Option<String>,
    /// Whether it was written.
    pub(super) written: bool,
    /// The records that the answer is about, as they are now, or would be.
    pub(super) incidents: Vec<IncidentJson>,
    /// The lines that were, or would be, added to a timeline.
    pub(super) added: Vec<LineJson>,
    /// How many messages of a chat are not taken over.
    pub(super) left_out: usize,
    /// Whom and what a record that was begun needs; null for every other action.
    pub(super) begun: Option<BegunJson>,
    /// What a record lacks to be closed.
    pub(super) missing: Vec<String>,
    /// How many faults the plan has.
    faults: usize,
}

/// What the answer tells of what was done.
pub(super) struct Told<'a> {
    pub action: &'static str,
    pub dry_run: bool,
    pub filed: Option<&'a Filed>,
    pub now: Instant,
}

impl Body {
    pub(super) fn new<'c>(
        plan: &Plan,
        zone: &Zone,
        told: &Told<'_>,
        cases: impl Iterator<Item = &'c Case<'c>>,
    ) -> Self {
        Self {
            plan: plan.name.clone(),
            action: told.action,
            dry_run: told.dry_run,
            file: told.filed.map(|filed| filed.text.file.clone()),
            written: told.filed.is_some_and(|filed| filed.text.written),
            incidents: cases.map(|case| IncidentJson::new(plan, case, zone, told.now)).collect(),
            added: Vec::new(),
            left_out: 0,
            begun: None,
            missing: Vec::new(),
            faults: plan.faults.len(),
        }
    }

    /// With the last lines of a timeline as those that were added.
    pub(super) fn adding(
        mut self,
        plan: &Plan,
        front: Option<&Incident>,
        count: usize,
        zone: &Zone,
    ) -> Self {
        let lines: Vec<_> = front
            .iter()
            .filter_map(|front| front.timeline.as_ref())
            .flat_map(|l| &l.value)
            .collect();
        let start = lines.len().saturating_sub(count);
        self.added =
            lines[start..].iter().filter_map(|line| LineJson::new(plan, line, zone)).collect();
        self
    }
}

/// A record.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Incident")]
pub(super) struct IncidentJson {
    /// Its id.
    id: String,
    /// Its file, by its path in the plan.
    pub(super) file: String,
    /// Its title.
    title: Option<String>,
    /// What it is about: `incident`, `near-miss` or `drill`.
    kind: &'static str,
    /// Its severity, by id.
    severity: Option<String>,
    /// How far the response has come: as the status says, or else the times.
    status: &'static str,
    /// Whether neither the status nor a time says that it is over.
    open: bool,
    /// The services that it touched, by id.
    services: Vec<String>,
    /// Its chat channel.
    channel: Option<String>,
    /// Its milestones that are known.
    times: Vec<TimeJson>,
    /// Which of them cannot be; no duration rests on these.
    doubts: Vec<DoubtJson>,
    /// How long each part took, as far as that is known.
    durations: Vec<DurationJson>,
    /// Who held which role.
    people: Vec<HolderJson>,
    /// What happened, as it is written.
    timeline: Vec<LineJson>,
    /// How many actions are not done.
    open_actions: usize,
}

/// A milestone.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "IncidentTime")]
struct TimeJson {
    /// Its key.
    milestone: &'static str,
    /// When.
    at: json::Utc,
    /// When, in the zone of the answer.
    at_local: json::Local,
    /// The rule that gives it, such as `written`.
    rule: String,
}

/// A milestone that cannot have been when it is said to have been.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "IncidentDoubt")]
struct DoubtJson {
    /// Its key.
    milestone: &'static str,
    /// The milestone that it can only follow and yet lies before; null where it is in the future.
    before: Option<&'static str>,
    /// The same in words.
    says: String,
}

/// A duration.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "IncidentDuration")]
struct DurationJson {
    /// What.
    name: &'static str,
    /// Of which times.
    formula: &'static str,
    /// How long.
    seconds: i64,
}

/// Who held a role.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Holder")]
struct HolderJson {
    /// The role, by id.
    role: String,
    /// Who, by id.
    people: Vec<String>,
}

/// A line of a timeline.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TimelineLine")]
pub(super) struct LineJson {
    /// When.
    at: json::Utc,
    /// When, in the zone of the answer.
    at_local: json::Local,
    /// When, in the zone of who did it; null where nobody is named.
    at_theirs: Option<json::Local>,
    /// What kind of line it is.
    kind: &'static str,
    /// Who, by id.
    by: Option<String>,
    /// What happened.
    text: String,
    /// What came of it.
    result: Option<String>,
    /// Where that can be seen.
    source: Option<String>,
}

impl LineJson {
    pub(super) fn new(plan: &Plan, line: &TimelineEntry, zone: &Zone) -> Option<Self> {
        let at = line.at_time?.value;
        let text = |given: &Option<crate::source::Located<String>>| {
            given.as_ref().map(|given| given.value.clone())
        };
        let by = line.by.as_ref().map(|by| by.value.to_string());
        let person = by.as_deref().and_then(|by| plan.person(by));
        Some(Self {
            at: json::instant(at),
            at_local: json::local(at, zone),
            at_theirs: person.map(|person| json::local(at, &plan[person].zone)),
            kind: line.kind.as_ref().map_or("note", |kind| kind.value.word()),
            by,
            text: text(&line.text).unwrap_or_default(),
            result: text(&line.result),
            source: text(&line.source),
        })
    }
}

impl IncidentJson {
    fn new(plan: &Plan, case: &Case<'_>, zone: &Zone, now: Instant) -> Self {
        let front = case.front;
        let actions = front.actions.iter().flat_map(|actions| &actions.value);
        let timeline = front.timeline.iter().flat_map(|timeline| &timeline.value);
        Self {
            id: case.record.id.clone(),
            file: plan.sources.get(case.record.at.source).name.clone(),
            title: front.title.as_ref().map(|title| title.value.clone()),
            kind: case.kind().word(),
            severity: front.severity.as_ref().map(|severity| severity.value.to_string()),
            status: case.reached().word(),
            open: which::is_open(case),
            services: services(front),
            channel: front.channel.as_ref().map(|channel| channel.value.clone()),
            times: times(front, zone),
            doubts: doubts(case, zone, now),
            durations: durations(plan, case, now),
            people: people(front),
            timeline: timeline.filter_map(|line| LineJson::new(plan, line, zone)).collect(),
            open_actions: actions.filter(|action| action.done.is_none()).count(),
        }
    }
}

fn services(front: &Incident) -> Vec<String> {
    let services = front.services.iter().flat_map(|list| &list.value);
    services.map(|service| service.value.to_string()).collect()
}

fn times(front: &Incident, zone: &Zone) -> Vec<TimeJson> {
    let known = record::times(front).all().into_iter();
    let known = known.filter_map(|(milestone, known)| {
        let known = known?;
        Some(TimeJson {
            milestone,
            at: json::instant(known.instant),
            at_local: json::local(known.instant, zone),
            rule: known.basis.words(),
        })
    });
    known.collect()
}

fn doubts(case: &Case<'_>, zone: &Zone, now: Instant) -> Vec<DoubtJson> {
    let doubts = record::doubts(&record::times(case.front), now).into_iter();
    let doubts = doubts.map(|doubt| DoubtJson {
        milestone: doubt.milestone,
        before: doubt.before.map(|(before, _)| before),
        says: doubt.words(zone),
    });
    doubts.collect()
}

fn durations(plan: &Plan, case: &Case<'_>, now: Instant) -> Vec<DurationJson> {
    let all = record::durations(plan, case, now).all().into_iter().zip(FORMULAS);
    let known = all.filter_map(|((name, length), formula)| {
        let seconds = length?.num_seconds();
        Some(DurationJson { name, formula: formula.formula, seconds })
    });
    known.collect()
}

fn people(front: &Incident) -> Vec<HolderJson> {
    let people = front.people.iter();
    let roles = people.clone().flat_map(|people| &people.roles).map(|(role, people)| HolderJson {
        role: role.value.to_string(),
        people: people.value.0.iter().map(|person| person.value.to_string()).collect(),
    });
    let others: Vec<_> =
        people.flat_map(|people| &people.others).map(|person| person.value.to_string()).collect();
    let others =
        (!others.is_empty()).then(|| HolderJson { role: "others".to_owned(), people: others });
    roles.chain(others).collect()
}
