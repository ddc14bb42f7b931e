//! What to know and to do first, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

/// What a record that was begun leads to.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Begun")]
pub struct BegunJson {
    /// Who holds which role now.
    pub(super) roles: Vec<HeldJson>,
    /// The roles that nobody holds, by id.
    pub(super) open_roles: Vec<String>,
    /// Who holds two roles that the plan keeps apart, in words.
    pub(super) clashes: Vec<String>,
    /// Where to meet and to tell others.
    pub(super) channels: Vec<PlaceJson>,
    /// The runbooks of the services.
    pub(super) runbooks: Vec<RunbookJson>,
    /// What to type next.
    pub(super) steps: Vec<StepJson>,
}

/// A role of a response that begins.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BegunRole")]
pub(super) struct HeldJson {
    /// The role, by id.
    pub role: String,
    /// Who holds it now, by id; empty where nobody does.
    pub people: Vec<String>,
    /// The rotations by which they hold it; where nobody does, one by which somebody could.
    pub rotations: Vec<String>,
    /// Whether it is given at the incident.
    pub at_incident: bool,
}

/// A place to meet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BegunChannel")]
pub(super) struct PlaceJson {
    /// What for, such as `call`.
    pub what: String,
    /// Where: a channel or an address.
    pub place: String,
}

/// A runbook of a service.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BegunRunbook")]
pub(super) struct RunbookJson {
    /// Its id, or where it is, if that is not in the plan.
    pub runbook: String,
    /// Its title.
    pub title: Option<String>,
    /// Its file, by its path in the plan.
    pub file: Option<String>,
}

/// Something to type.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BegunStep")]
pub(super) struct StepJson {
    /// The command.
    pub command: String,
    /// What for.
    pub what: &'static str,
}
