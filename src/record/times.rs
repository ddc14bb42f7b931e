//! When what happened in an incident: as its times say, else as its timeline and pages do.

use crate::source::{Located, Location};
use crate::syntax::{self, Incident, TimelineEntry, TimelineKind};
use crate::time::Instant;

/// Where a time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// It stands in the table of times.
    Written,
    /// It is that of the first line of this kind in the timeline.
    Timeline(TimelineKind),
    /// It is that of the first page that went out.
    FirstPage,
    /// It is that of the first page that was answered.
    FirstAnswer,
}

impl Basis {
    /// The rule in words: `written`, ``the first `ack` in the timeline``.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Written => "written".to_owned(),
            Self::Timeline(kind) => format!("the first `{}` in the timeline", kind.word()),
            Self::FirstPage => "the first page".to_owned(),
            Self::FirstAnswer => "the first page that was answered".to_owned(),
        }
    }
}

/// A time that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// When.
    pub instant: Instant,
    /// Where it is written.
    pub at: Location,
    /// Why it is taken for that.
    pub basis: Basis,
}

/// The milestones of an incident or an exercise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// When it began; of an exercise, when its fault was injected.
    pub started: Option<Known>,
    /// When it was noticed.
    pub detected: Option<Known>,
    /// When somebody answered.
    pub acknowledged: Option<Known>,
    /// When somebody worked on it.
    pub engaged: Option<Known>,
    /// When it was declared.
    pub declared: Option<Known>,
    /// When mending began.
    pub remediation_started: Option<Known>,
    /// When customers no longer felt it.
    pub mitigated: Option<Known>,
    /// When it was over.
    pub resolved: Option<Known>,
    /// When it was talked over.
    pub reviewed: Option<Known>,
    /// When the review was published.
    pub published: Option<Known>,
}

impl Times {
    /// When it began, as far as is known: when it started, was noticed, was answered, was worked on
    /// or was declared, the first of these that there is.
    #[must_use]
    pub fn began(&self) -> Option<Known> {
        let noticed = self.detected.or(self.acknowledged).or(self.engaged);
        self.started.or(noticed).or(self.declared)
    }

    /// All of them by their keys, in the order of the format.
    #[must_use]
    pub fn all(&self) -> [(&'static str, Option<Known>); 10] {
        [
            ("started", self.started),
            ("detected", self.detected),
            ("acknowledged", self.acknowledged),
            ("engaged", self.engaged),
            ("declared", self.declared),
            ("remediation-started", self.remediation_started),
            ("mitigated", self.mitigated),
            ("resolved", self.resolved),
            ("reviewed", self.reviewed),
            ("published", self.published),
        ]
    }

    /// Those that are written in a table and nowhere else, as an exercise has them.
    #[must_use]
    pub fn written(times: &syntax::Times) -> Self {
        Self {
            started: known(times.started).or(known(times.injected)),
            detected: known(times.detected),
            acknowledged: known(times.acknowledged),
            engaged: known(times.engaged),
            declared: known(times.declared),
            remediation_started: known(times.remediation_started),
            mitigated: known(times.mitigated),
            resolved: known(times.resolved),
            reviewed: known(times.reviewed),
            published: known(times.published),
        }
    }
}

/// The milestones of an incident: each as it is written, else that of the first line of its kind in
/// the timeline; a guess and something done tell that somebody worked on it, and something done
/// that mending began. Pages tell when it was noticed and answered where nothing else does.
#[must_use]
pub fn times(incident: &Incident) -> Times {
    let written = incident.times.as_ref().map(|times| Times::written(times)).unwrap_or_default();
    let first = |kinds: &[TimelineKind]| {
        let lines = incident.timeline.iter().flat_map(|timeline| &timeline.value);
        lines.filter_map(|line| of_kind(line, kinds)).min_by_key(|known| known.instant)
    };
    let pages = || incident.pages.iter().flat_map(|pages| &pages.value);
    let sent = pages().filter_map(|page| at(page.at_time, Basis::FirstPage));
    let answered = pages().filter_map(|page| at(page.acknowledged, Basis::FirstAnswer));
    let earliest = |all: &mut dyn Iterator<Item = Known>| all.min_by_key(|known| known.instant);
    Times {
        started: written.started.or_else(|| first(&[TimelineKind::Impact])),
        detected: written
            .detected
            .or_else(|| first(&[TimelineKind::Detect]))
            .or_else(|| earliest(&mut { sent })),
        acknowledged: written
            .acknowledged
            .or_else(|| first(&[TimelineKind::Ack]))
            .or_else(|| earliest(&mut { answered })),
        engaged: written
            .engaged
            .or_else(|| first(&[TimelineKind::Hypothesis, TimelineKind::Action])),
        declared: written.declared.or_else(|| first(&[TimelineKind::Declare])),
        remediation_started: written.remediation_started.or_else(|| first(&[TimelineKind::Action])),
        mitigated: written.mitigated.or_else(|| first(&[TimelineKind::Mitigate])),
        resolved: written.resolved.or_else(|| first(&[TimelineKind::Resolve])),
        ..written
    }
}

fn known(time: Option<Located<Instant>>) -> Option<Known> {
    at(time, Basis::Written)
}

fn at(time: Option<Located<Instant>>, basis: Basis) -> Option<Known> {
    time.map(|time| Known { instant: time.value, at: time.at, basis })
}

fn of_kind(line: &TimelineEntry, kinds: &[TimelineKind]) -> Option<Known> {
    let kind = line.kind.as_ref()?.value;
    if kinds.contains(&kind) { at(line.at_time, Basis::Timeline(kind)) } else { None }
}
