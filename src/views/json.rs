//! JSON answers: the envelope of every command and the bodies that others build on.
//!
//! Instants are UTC with `Z`; beside each stands the same instant in the zone of the envelope.
//! Lists are never null. Keys are only ever added.

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::plan::{Plan, RotationKey, Turns};
use crate::schedule::{Shift, Why};
use crate::source::{Location, Sources};
use crate::time::{Instant, Span, Zone};

use crate::time::show::{rfc3339, utc};

/// What every answer begins with.
#[derive(Debug, Serialize)]
pub struct Envelope<'a, T> {
    /// The version of this form.
    pub schema: u32,
    /// The command.
    pub command: &'a str,
    /// The instant that was taken for the present.
    pub evaluated_at: String,
    /// The zone of every local time.
    pub time_zone: &'a str,
    /// The release of the zone data.
    pub tzdata: &'a str,
    /// The rest.
    #[serde(flatten)]
    pub body: T,
}

/// Writes an answer, indented, with a newline at the end.
#[must_use]
pub fn text<T: Serialize>(answer: &Envelope<'_, T>) -> String {
    let mut text = serde_json::to_string_pretty(answer).unwrap_or_default();
    text.push('\n');
    text
}

/// A span of time, in UTC and in the zone of the envelope.
#[derive(Clone, Debug, Serialize)]
pub struct SpanJson {
    start: String,
    start_local: String,
    end: String,
    end_local: String,
}

impl SpanJson {
    /// A span as an answer shows it.
    #[must_use]
    pub fn new(span: Span, zone: &Zone) -> Self {
        Self {
            start: utc(span.start),
            start_local: rfc3339(span.start, zone),
            end: utc(span.end),
            end_local: rfc3339(span.end, zone),
        }
    }
}

/// A file and a line, counted from 1.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    file: String,
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
#[derive(Debug, Serialize)]
pub struct WhyJson {
    turn: Option<i64>,
    line_up: Option<Place>,
    position: Option<usize>,
    follows: Option<FollowsJson>,
    cover: Vec<CoverJson>,
    overrides: Vec<OverrideJson>,
}

#[derive(Debug, Serialize)]
struct FollowsJson {
    rotation: String,
    offset: i64,
    #[serde(flatten)]
    place: Place,
}

#[derive(Debug, Serialize)]
struct CoverJson {
    away: String,
    by: Option<String>,
    #[serde(flatten)]
    place: Place,
}

#[derive(Debug, Serialize)]
struct OverrideJson {
    change: &'static str,
    people: Vec<String>,
    reason: Option<String>,
    swap: Option<String>,
    #[serde(flatten)]
    place: Place,
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
            change: o.change.word(),
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
#[derive(Debug, Serialize)]
pub struct ShiftJson {
    rotation: String,
    layer: Option<String>,
    people: Vec<String>,
    #[serde(flatten)]
    span: SpanJson,
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
#[derive(Debug, Serialize)]
pub struct GapJson {
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
#[derive(Debug, Serialize)]
pub struct Unanswered {
    rotation: String,
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
#[derive(Debug, Serialize)]
pub struct Finding {
    rule: &'static str,
    level: &'static str,
    path: String,
    message: String,
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    help: Vec<String>,
    fix: Option<String>,
    url: Option<String>,
    related: Vec<Related>,
}

#[derive(Debug, Serialize)]
struct Related {
    message: String,
    file: String,
    line: usize,
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
            level: diagnostic.level.word(),
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
pub fn instant(instant: Instant) -> String {
    utc(instant)
}
