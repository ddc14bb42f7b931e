//! The parts of a change as JSON.

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::Serialize;

use crate::diff::{self, Act, Effect};
use crate::views::json::{Finding, Place, SpanJson};

/// How much a change does.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Effect")]
pub enum EffectJson {
    /// Both plans say the same.
    None,
    /// Nothing that is written otherwise decides who is on call or who is reached.
    NoScheduleEffect,
    /// Something does, and within the window everybody keeps their shifts.
    Structural,
    /// Shifts change.
    Effective,
}

/// A span in which others are on call than before.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Changed")]
pub struct ChangedJson {
    /// The rotation, by id.
    pub rotation: String,
    #[serde(flatten)]
    pub span: SpanJson,
    /// Who was on call, by id; empty where nobody was.
    pub before: Vec<String>,
    /// Who is on call, by id; empty where nobody is.
    pub after: Vec<String>,
    /// The edit that alone explains it; null where none does.
    pub cause: Option<CauseJson>,
}

/// An edit that explains a change.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Cause")]
pub struct CauseJson {
    /// What is written otherwise, such as `rotations.payments.people`.
    pub path: String,
    #[serde(flatten)]
    pub place: PlaceJson,
}

/// Where an edit is written.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EditPlace")]
pub struct PlaceJson {
    #[serde(flatten)]
    pub place: Place,
    /// The plan in which the file has that line.
    pub side: SideOf,
}

/// One of the two plans.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SideOf {
    /// The plan before.
    Before,
    /// The plan after.
    After,
}

/// A person's hours on call within the window; time in two rotations at once counts twice.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Hours")]
pub struct HoursJson {
    /// The person.
    pub id: String,
    /// All of them, before.
    pub before_hours: f64,
    /// All of them, after.
    pub after_hours: f64,
    /// By how much they grow.
    pub change_hours: f64,
    /// On Saturdays and Sundays where the person lives, before.
    pub weekend_before_hours: f64,
    /// On Saturdays and Sundays where the person lives, after.
    pub weekend_after_hours: f64,
    /// In the nights where the person lives, before.
    pub night_before_hours: f64,
    /// In the nights where the person lives, after.
    pub night_after_hours: f64,
}

/// Times at which somebody must be on call.
#[derive(Serialize, JsonSchema)]
pub struct Gaps {
    /// Now nobody is.
    pub opened: Vec<GapJson>,
    /// Nobody was, and now somebody is.
    pub closed: Vec<GapJson>,
}

/// A time at which nobody is on call although somebody must be.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PathGap")]
pub struct GapJson {
    /// The rotation or escalation path, such as `rotations.payments`.
    pub path: String,
    #[serde(flatten)]
    pub span: SpanJson,
}

/// One thing that is written otherwise.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Edit")]
pub struct EditJson {
    /// Its path, such as `rotations.payments.people`.
    pub path: String,
    /// What is done to it.
    pub act: ActJson,
    /// What it was, as TOML; null where it is new.
    pub before: Option<String>,
    /// What it is, as TOML; null where it is gone.
    pub after: Option<String>,
    #[serde(flatten)]
    pub place: PlaceJson,
}

/// What is done to something written.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Act")]
pub enum ActJson {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another value.
    Changed,
    /// It has another id.
    Renamed,
}

/// An id that is another one.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rename")]
pub struct RenameJson {
    /// The kind of thing, such as `rotation`.
    pub kind: &'static str,
    /// The id before.
    pub before: String,
    /// The id after.
    pub after: String,
}

/// Entries that stand in another file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Moved")]
pub struct MovedJson {
    /// The file before.
    pub from: String,
    /// The file after.
    pub to: String,
    /// How many entries.
    pub entries: usize,
}

/// What the rules find.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Findings")]
pub struct FindingsJson {
    /// Found after and not before.
    pub introduced: Vec<Finding>,
    /// Found before and not after; places are those of the plan before.
    pub fixed: Vec<Finding>,
    /// How many are found in both.
    pub unchanged: usize,
}

/// An order that would leave the near future alone.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Advice")]
pub struct AdviceJson {
    /// The rotation.
    pub rotation: String,
    /// The edit that it stands for.
    pub edit: Option<CauseJson>,
    /// The order as it was, to be restored, as TOML.
    pub restore: String,
    /// The TOML to write instead of the edit.
    pub toml: String,
    /// How many changes are left within the window.
    pub left: usize,
    /// The first of them.
    pub first: Option<ChangedJson>,
}

/// How much is as it was.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Unchanged")]
pub struct UnchangedJson {
    /// Rotations with the same people on call.
    pub rotations: usize,
    /// All rotations of both plans.
    pub of_rotations: usize,
    /// People with the same hours.
    pub people: usize,
    /// All people of both plans.
    pub of_people: usize,
}

impl HoursJson {
    pub fn new(hours: &diff::Hours) -> Self {
        let number = |length: TimeDelta| length.as_seconds_f64() / 3600.0;
        Self {
            id: hours.person.clone(),
            before_hours: number(hours.all.before),
            after_hours: number(hours.all.after),
            change_hours: number(hours.all.change()),
            weekend_before_hours: number(hours.weekend.before),
            weekend_after_hours: number(hours.weekend.after),
            night_before_hours: number(hours.night.before),
            night_after_hours: number(hours.night.after),
        }
    }
}

impl RenameJson {
    pub fn new(rename: &diff::Rename) -> Self {
        let (before, after) = (rename.before.clone(), rename.after.clone());
        Self { kind: rename.kind.word(), before, after }
    }
}

impl MovedJson {
    pub fn new(moved: &diff::Moved) -> Self {
        Self { from: moved.from.clone(), to: moved.to.clone(), entries: moved.entries }
    }
}

impl From<diff::Unchanged> for UnchangedJson {
    fn from(all: diff::Unchanged) -> Self {
        let diff::Unchanged { rotations, of_rotations, people, of_people } = all;
        Self { rotations, of_rotations, people, of_people }
    }
}

impl From<Effect> for EffectJson {
    fn from(effect: Effect) -> Self {
        match effect {
            Effect::None => Self::None,
            Effect::NoScheduleEffect => Self::NoScheduleEffect,
            Effect::Structural => Self::Structural,
            Effect::Effective => Self::Effective,
        }
    }
}

impl From<Act> for ActJson {
    fn from(act: Act) -> Self {
        match act {
            Act::Added => Self::Added,
            Act::Removed => Self::Removed,
            Act::Changed => Self::Changed,
            Act::Renamed => Self::Renamed,
        }
    }
}
