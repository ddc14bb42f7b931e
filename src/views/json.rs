//! JSON answers: the envelope of every command and the bodies that others build on.
//!
//! Instants are UTC with `Z`; beside each stands the same instant in the zone of the envelope.
//! Lists are never null. Keys are only ever added.

mod commit;
mod envelope;

use schemars::JsonSchema;
use serde::Serialize;

pub use commit::CommitJson;
pub use envelope::{Envelope, RevisionJson, text};

use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Change, Plan, RotationKey, Turns};
use crate::schedule::{Shift, Why};
use crate::source::{Location, Sources};
use crate::time::{Instant, Span, Zone};

use crate::time::show::{rfc3339, utc};

/// The version of the form of answers.
pub const SCHEMA: u32 = 1;

/// An instant in UTC, such as `2026-10-21T10:00:00Z`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(inline, extend("format" = "date-time", "pattern" = "Z$"))]
pub struct Utc(String);

/// The same instant in the zone of the answer, such as `2026-10-21T12:00:00+02:00`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(inline, extend("format" = "date-time"))]
pub struct Local(String);

/// A span of time, in UTC and in the zone of the envelope.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Span")]
pub struct SpanJson {
    /// When it begins.
    start: Utc,
    /// When it begins, in the zone of the answer.
    start_local: Local,
    /// When it ends; no part of it.
    end: Utc,
    /// When it ends, in the zone of the answer.
    end_local: Local,
}

impl SpanJson {
    /// A span as an answer shows it.
    #[must_use]
    pub fn new(span: Span, zone: &Zone) -> Self {
        Self {
            start: instant(span.start),
            start_local: local(span.start, zone),
            end: instant(span.end),
            end_local: local(span.end, zone),
        }
    }
}

/// A file and a line, counted from 1.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Place {
    /// The file, by its path in the plan.
    file: String,
    /// The line, from 1.
    line: usize,
}

impl Place {
    /// Where a location is.
    #[must_use]
    pub fn new(at: Location, sources: &Sources) -> Self {
        Self { file: sources.get(at.source).name.clone(), line: sources.position(at).line }
    }
}

/// Why somebody is on call.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Why")]
pub struct WhyJson {
    /// The number of the turn, counted from 0 at `starts`; null where only an override puts
    /// somebody on call.
    turn: Option<i64>,
    /// Where the order stands that the turn is counted in.
    line_up: Option<Place>,
    /// Whose place in that order holds the turn, from 1.
    position: Option<usize>,
    /// The rotation whose shifts this one shares, where it follows one.
    follows: Option<FollowsJson>,
    /// Time off that touches the shift.
    cover: Vec<CoverJson>,
    /// Overrides that made the shift what it is, in the order in which they hold.
    overrides: Vec<OverrideJson>,
}

/// That a rotation follows another.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Follows")]
struct FollowsJson {
    /// The rotation that is followed.
    rotation: String,
    /// How many places further in the order the holder is.
    offset: i64,
    #[serde(flatten)]
    place: Place,
}

/// Somebody's time off in a shift, and who covers it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Cover")]
struct CoverJson {
    /// Who is away.
    away: String,
    /// Who covers; null where nobody is free, and the shift stays.
    by: Option<String>,
    #[serde(flatten)]
    place: Place,
}

/// An override.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Override")]
struct OverrideJson {
    /// What it does.
    change: ChangeJson,
    /// Everybody whom it names.
    people: Vec<String>,
    /// Why, in the plan's words.
    reason: Option<String>,
    /// The label that the overrides of one swap share.
    swap: Option<String>,
    #[serde(flatten)]
    place: Place,
}

/// What an override does: the key that plans write.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Change")]
enum ChangeJson {
    /// Some take the place of others.
    Replace,
    /// They join whoever is on call.
    Add,
    /// They are taken out.
    Remove,
    /// Only they are on call.
    Assign,
}

impl From<&Change> for ChangeJson {
    fn from(change: &Change) -> Self {
        match change {
            Change::Replace(..) => Self::Replace,
            Change::Add(_) => Self::Add,
            Change::Remove(_) => Self::Remove,
            Change::Assign(_) => Self::Assign,
        }
    }
}

impl WhyJson {
    /// The reasons of a shift.
    #[must_use]
    pub fn new(plan: &Plan, key: RotationKey, why: &Why) -> Self {
        let rotation = &plan[key];
        let order = why.turn.map(|turn| &plan.layers(key)[turn.layer].line_ups[turn.line_up]);
        let place = |at: Location| Place::new(at, &plan.sources);
        let follows = match &rotation.turns {
            Turns::Follows { rotation, offset, at, .. } => Some(FollowsJson {
                rotation: plan[*rotation].id.to_string(),
                offset: *offset,
                place: place(*at),
            }),
            Turns::Own(_) => None,
        };
        let id = |person: crate::plan::PersonKey| plan[person].id.to_string();
        let cover = why.cover.iter().map(|cover| CoverJson {
            away: id(cover.away),
            by: cover.by.map(id),
            place: place(cover.off),
        });
        let overrides = why.overrides.iter().map(|index| &rotation.overrides[*index]);
        let overrides = overrides.map(|o| OverrideJson {
            change: (&o.change).into(),
            people: o.change.people().map(id).collect(),
            reason: o.reason.clone(),
            swap: o.swap.clone(),
            place: place(o.at),
        });
        Self {
            turn: why.turn.map(|turn| turn.number),
            line_up: order.map(|order| place(order.at)),
            position: why.turn.map(|turn| turn.held_by + 1),
            follows,
            cover: cover.collect(),
            overrides: overrides.collect(),
        }
    }
}

/// A shift.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Shift")]
pub struct ShiftJson {
    /// The rotation, by id.
    rotation: String,
    /// The layer's name, where it has one.
    layer: Option<String>,
    /// Who is on call, by id; empty where nobody is.
    people: Vec<String>,
    #[serde(flatten)]
    span: SpanJson,
    /// Why they are.
    why: WhyJson,
}

impl ShiftJson {
    /// A shift as an answer shows it.
    #[must_use]
    pub fn new(plan: &Plan, key: RotationKey, shift: &Shift, zone: &Zone) -> Self {
        let layer = shift.why.turn.and_then(|turn| plan.layers(key)[turn.layer].name.clone());
        Self {
            rotation: plan[key].id.to_string(),
            layer,
            people: plan.ids(&shift.people).into_iter().map(str::to_owned).collect(),
            span: SpanJson::new(shift.span, zone),
            why: WhyJson::new(plan, key, &shift.why),
        }
    }
}

/// A span in which nobody is on call although somebody must be.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Gap")]
pub struct GapJson {
    /// The rotation, by id.
    rotation: String,
    #[serde(flatten)]
    span: SpanJson,
}

impl GapJson {
    /// A gap as an answer shows it.
    #[must_use]
    pub fn new(plan: &Plan, key: RotationKey, gap: Span, zone: &Zone) -> Self {
        Self { rotation: plan[key].id.to_string(), span: SpanJson::new(gap, zone) }
    }
}

/// A rotation that a fault keeps from being answered for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Unanswered {
    /// The rotation, by id.
    rotation: String,
    /// The faults that touch it.
    faults: Vec<Finding>,
}

impl Unanswered {
    /// A rotation and the faults that touch it.
    #[must_use]
    pub fn new(plan: &Plan, key: RotationKey) -> Self {
        let faults = plan[key].blocked.iter().map(|fault| &plan.faults[*fault]);
        Self {
            rotation: plan[key].id.to_string(),
            faults: faults.map(|fault| Finding::new(fault, &plan.sources)).collect(),
        }
    }
}

/// A fault or finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Finding {
    /// The name of the fault or rule; it never changes its meaning.
    rule: &'static str,
    /// How much it matters.
    level: LevelJson,
    /// What it is about in the plan, such as `rotations.payments`; may be empty.
    path: String,
    /// What is wrong, in one sentence.
    message: String,
    /// The file, by its path in the plan.
    file: String,
    /// The line, from 1.
    line: usize,
    /// The column, in characters from 1.
    column: usize,
    /// The line of the end.
    end_line: usize,
    /// The column of the end; no part of the place.
    end_column: usize,
    /// Ways out, one sentence each.
    help: Vec<String>,
    /// TOML to paste, where one text mends it.
    fix: Option<String>,
    /// Where to read more.
    url: Option<String>,
    /// Other places that belong to it.
    related: Vec<Related>,
}

/// How much a fault or finding matters.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Level")]
pub enum LevelJson {
    /// Worth knowing.
    Info,
    /// Worth mending.
    Warning,
    /// Must be mended.
    Error,
}

impl From<Level> for LevelJson {
    fn from(level: Level) -> Self {
        match level {
            Level::Info => Self::Info,
            Level::Warning => Self::Warning,
            Level::Error => Self::Error,
        }
    }
}

/// Another place that belongs to a fault or finding.
#[derive(Debug, Serialize, JsonSchema)]
struct Related {
    /// What to know of it.
    message: String,
    /// The file, by its path in the plan.
    file: String,
    /// The line, from 1.
    line: usize,
    /// The column, in characters from 1.
    column: usize,
}

impl Finding {
    /// A fault or finding as an answer shows it.
    #[must_use]
    pub fn new(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let at = sources.position(diagnostic.primary.at);
        let related = diagnostic.others.iter().map(|label| {
            let at = sources.position(label.at);
            let file = sources.get(label.at.source).name.clone();
            Related { message: label.text.clone(), file, line: at.line, column: at.column }
        });
        Self {
            rule: diagnostic.code,
            level: diagnostic.level.into(),
            path: diagnostic.path.clone(),
            message: diagnostic.message.clone(),
            file: sources.get(diagnostic.primary.at.source).name.clone(),
            line: at.line,
            column: at.column,
            end_line: at.end_line,
            end_column: at.end_column,
            help: diagnostic.help.clone(),
            fix: diagnostic.fix.clone(),
            url: None,
            related: related.collect(),
        }
    }
}

/// An instant in UTC, for bodies that hold one.
#[must_use]
pub fn instant(instant: Instant) -> Utc {
    Utc(utc(instant))
}

/// An instant in the zone of the answer, for bodies that hold one.
#[must_use]
pub fn local(instant: Instant, zone: &Zone) -> Local {
    Local(rfc3339(instant, zone))
}
