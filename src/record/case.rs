//! Incident records: what they are about, how far they have come, their texts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::plan::{Plan, Record, Severity};
use crate::source::{Located, Location, Sources};
use crate::syntax::{
    Actionable, Incident, IncidentKind, IncidentStatus, RecordClock, Times, front_matter,
};
use crate::time::Instant;

/// An incident record whose front matter can be read.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The record.
    pub record: &'a Record<Incident>,
    /// Its front matter.
    pub front: &'a Incident,
    /// Its severity, where the plan has that.
    pub severity: Option<&'a Severity>,
    /// Whether there is a fault in its file, so that what it lacks may be there.
    pub broken: bool,
    /// Whether another record has the same id, so that neither can be told by it.
    pub doubled: bool,
}

impl Case<'_> {
    /// Its path, such as `incidents.2026-08-19-api`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("incidents.{}", self.record.id)
    }

    /// What it is about.
    #[must_use]
    pub fn kind(&self) -> IncidentKind {
        self.front.kind.as_ref().map_or(IncidentKind::Incident, |kind| kind.value)
    }

    /// Whether something went wrong; not an exercise, and not only nearly.
    #[must_use]
    pub fn is_incident(&self) -> bool {
        self.kind() == IncidentKind::Incident
    }

    /// How far the response has come.
    #[must_use]
    pub fn status(&self) -> IncidentStatus {
        self.front.status.as_ref().map_or(IncidentStatus::Open, |status| status.value)
    }

    /// How far the response has come, as the status says, or else one of its times, which may come
    /// from the timeline: what was mitigated or resolved is not open any more.
    #[must_use]
    pub fn reached(&self) -> IncidentStatus {
        let times = super::times(self.front);
        let by_times = [
            (times.mitigated, IncidentStatus::Mitigated),
            (times.resolved, IncidentStatus::Resolved),
            (times.reviewed, IncidentStatus::Reviewed),
        ];
        let by_times = by_times.into_iter().filter_map(|(known, reached)| known.map(|_| reached));
        by_times.max().unwrap_or(IncidentStatus::Open).max(self.status())
    }

    /// Whether its status or its times say that it is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.reached() >= IncidentStatus::Resolved
    }

    /// Whether its durations are counted in service hours.
    #[must_use]
    pub fn in_service_hours(&self) -> bool {
        self.front.clock.as_ref().is_some_and(|clock| clock.value == RecordClock::ServiceHours)
    }

    /// The rank of its severity; 1 is the worst.
    #[must_use]
    pub fn rank(&self) -> Option<i64> {
        self.severity.map(|severity| severity.rank)
    }

    /// One of its times.
    #[must_use]
    pub fn time(
        &self,
        pick: impl Fn(&Times) -> &Option<Located<Instant>>,
    ) -> Option<Located<Instant>> {
        self.front.times.as_ref().and_then(|times| *pick(times))
    }

    /// Its milestones that are known, in the order in which the format lists them.
    #[must_use]
    pub fn milestones(&self) -> Vec<Milestone> {
        self.front.times.as_ref().map(|times| milestones(times)).unwrap_or_default()
    }

    /// The texts of its front matter that tell what happened, in order of place.
    #[must_use]
    pub fn passages<'s>(&'s self, sources: &'s Sources) -> Vec<Passage<'s>> {
        let mut found = Vec::new();
        found.extend(self.summary(sources));
        for entry in self.front.timeline.iter().flat_map(|timeline| &timeline.value) {
            for text in entry.text.iter().chain(&entry.result) {
                found.push(Passage::new(Part::Timeline, text, text.at, sources));
            }
        }
        for factor in self.front.factors.iter().flat_map(|factors| &factors.value) {
            let text = factor.text.iter();
            found.extend(text.map(|text| Passage::new(Part::Factor, text, text.at, sources)));
        }
        found.sort_by_key(|passage| passage.at);
        found
    }

    /// The summary of the impact. Free tables keep no places: it is looked for in the file.
    fn summary<'s>(&'s self, sources: &Sources) -> Option<Passage<'s>> {
        let impact = self.front.impact.as_ref()?;
        let (_, text) = impact.0.iter().find(|(key, _)| key == "summary")?;
        let file = &sources.get(impact.at.source).text;
        let end = front_matter(file).map_or(file.len(), |front| front.end);
        let start = impact.at.start as usize;
        let found = file.get(start..end).and_then(|rest| rest.find(text.as_str()));
        let at = found.map_or(impact.at, |byte| {
            Location::new(impact.at.source, &(start + byte..start + byte + text.len()))
        });
        Some(Passage::new(Part::Summary, text, at, sources))
    }
}

/// Which text of a front matter it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The summary of the impact.
    Summary,
    /// A line of the timeline, or its result.
    Timeline,
    /// A contributing factor.
    Factor,
}

/// A text of a front matter.
#[derive(Clone, Copy, Debug)]
pub struct Passage<'s> {
    /// Which.
    pub part: Part,
    /// The text.
    pub text: &'s str,
    /// Where it is written.
    pub at: Location,
    /// The byte of the file at which the text itself begins, if it is written as it reads.
    from: Option<usize>,
}

impl<'s> Passage<'s> {
    fn new(part: Part, text: &'s str, at: Location, sources: &Sources) -> Self {
        let (start, end) = (at.start as usize, at.end as usize);
        let written = sources.get(at.source).text.get(start..end);
        let from = written.and_then(|written| written.find(text)).map(|from| start + from);
        Self { part, text, at, from }
    }

    /// Where a part of the text is written; all of it where it is written with escapes.
    #[must_use]
    pub fn place(&self, range: &std::ops::Range<usize>) -> Location {
        self.from.map_or(self.at, |from| {
            Location::new(self.at.source, &(from + range.start..from + range.end))
        })
    }
}

/// A time of a record by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// The key.
    pub name: &'static str,
    /// When.
    pub instant: Instant,
    /// Where it is written.
    pub at: Location,
}

/// The times that are known, in the order in which the format lists them.
#[must_use]
pub fn milestones(times: &Times) -> Vec<Milestone> {
    let all = [
        ("started", times.started),
        ("injected", times.injected),
        ("detected", times.detected),
        ("acknowledged", times.acknowledged),
        ("engaged", times.engaged),
        ("declared", times.declared),
        ("remediation-started", times.remediation_started),
        ("mitigated", times.mitigated),
        ("resolved", times.resolved),
        ("reviewed", times.reviewed),
        ("published", times.published),
    ];
    let known = all.into_iter().filter_map(|(name, time)| Some((name, time?)));
    known.map(|(name, time)| Milestone { name, instant: time.value, at: time.at }).collect()
}

/// Whether one milestone can only come before another, or with it.
#[must_use]
pub fn comes_before(one: &str, other: &str) -> bool {
    let known = |names: &[&str]| names.contains(&other);
    match one {
        "started" | "injected" => !known(&["started", "injected"]),
        "detected" => !known(&["started", "injected", "mitigated"]),
        "acknowledged" => known(&["engaged", "resolved", "reviewed", "published"]),
        "engaged" | "declared" | "mitigated" => known(&["resolved", "reviewed", "published"]),
        "remediation-started" => known(&["mitigated", "resolved", "reviewed", "published"]),
        "resolved" => known(&["reviewed", "published"]),
        "reviewed" => known(&["published"]),
        _ => false,
    }
}

/// The actions of a record or an exercise that are not done.
#[derive(Clone, Debug)]
pub struct Undone<'a> {
    /// Its path.
    pub path: String,
    /// When it was over, where that is known.
    pub over: Option<Instant>,
    /// Its severity, where it has one.
    pub severity: Option<&'a Severity>,
    /// The actions, in order of place; at least one.
    pub actions: Vec<&'a Located<Actionable>>,
}

/// Every incident record that can be read, in order.
#[must_use]
pub fn cases(plan: &Plan) -> Vec<Case<'_>> {
    let faulty: BTreeSet<_> = plan.faults.iter().map(|fault| fault.primary.at.source).collect();
    let severities: BTreeMap<_, _> =
        plan.severities.iter().map(|severity| (&severity.id, severity)).collect();
    let mut ids: Vec<_> = plan.written.incidents.iter().map(|record| &record.id).collect();
    ids.sort_unstable();
    let twice: BTreeSet<_> =
        ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|p| p[0]).collect();
    let case = |record| {
        let record: &Record<Incident> = record;
        let front = record.front.as_ref()?;
        let severity = front.severity.as_ref();
        let severity = severity.and_then(|id| severities.get(&id.value).copied());
        let broken = faulty.contains(&record.at.source);
        let doubled = twice.contains(&record.id);
        Some(Case { record, front, severity, broken, doubled })
    };
    plan.written.incidents.iter().filter_map(case).collect()
}

/// Whether an action is done by a day; one that is to be done on a later day is not.
#[must_use]
pub fn is_done(action: &Actionable, today: NaiveDate) -> bool {
    action.done.as_ref().is_some_and(|done| done.value.0 <= today)
}

/// What records and exercises promise to do and have not done by a day.
#[must_use]
pub fn undone(plan: &Plan, today: NaiveDate) -> Vec<Undone<'_>> {
    let records = cases(plan).into_iter().map(|case| {
        let actions = case.front.actions.iter().flat_map(|actions| &actions.value);
        let over = case.time(|times| &times.resolved).or(case.time(|times| &times.mitigated));
        Undone {
            path: case.path(),
            over: over.map(|time| time.value),
            severity: case.severity,
            actions: actions.filter(|action| !is_done(action, today)).collect(),
        }
    });
    let all = records.chain(exercises(plan, today));
    all.filter(|undone| !undone.actions.is_empty()).collect()
}

fn exercises(plan: &Plan, today: NaiveDate) -> impl Iterator<Item = Undone<'_>> {
    plan.written.game_days.iter().filter_map(move |entry| {
        let findings = entry.value.as_ref()?.findings.iter().flat_map(|list| &list.value);
        let actions = findings.filter_map(|finding| finding.action.as_ref());
        Some(Undone {
            path: format!("game-days.{}", entry.id.value),
            over: None,
            severity: None,
            actions: actions.filter(|action| !is_done(action, today)).collect(),
        })
    })
}
