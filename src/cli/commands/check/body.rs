//! What a check answers with `--json`.

use schemars::JsonSchema;
use serde::Serialize;

use super::checked::Checked;
use super::judged;
use crate::diagnostic::Level;
use crate::views::json;

/// Every fault and finding of a plan.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// The faults, then the findings.
    findings: Vec<json::Finding>,
    /// How many there are.
    summary: Summary,
    /// What was looked at.
    checked: CheckedJson,
    /// The comparison that was asked for: then `findings` holds only what is new.
    since: Option<SinceJson>,
}

/// A comparison with an earlier plan.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Since")]
struct SinceJson {
    /// The revision of the earlier plan.
    revision: json::RevisionJson,
    /// Whether the plan of that revision could be judged; if not, everything counts as new.
    compared: bool,
    /// What was found then and is not any more; places are those of the earlier plan.
    fixed: Vec<json::Finding>,
    /// How many faults and findings are in both.
    unchanged: usize,
}

/// How many faults and findings there are, by level.
#[derive(Serialize, JsonSchema)]
struct Summary {
    /// What must be mended.
    error: usize,
    /// What is worth mending.
    warning: usize,
    /// What is worth knowing.
    info: usize,
    /// Findings that `[[lint.allow]]` excuses, which are in no other number.
    allowed: usize,
}

/// What was looked at.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Checked")]
struct CheckedJson {
    /// How many files the plan has.
    files: usize,
    /// How many people.
    people: usize,
    /// How many rotations.
    rotations: usize,
    /// How many escalation paths.
    escalations: usize,
    /// How many services.
    services: usize,
    /// How many severities.
    severities: usize,
    /// From the present to the plan's horizon.
    horizon: json::SpanJson,
    /// The coverage of each rotation that could be judged.
    coverage: Vec<judged::RotationJson>,
    /// The coverage of step 1 of each escalation path.
    escalation_coverage: Vec<judged::StepJson>,
}

impl Body {
    /// The answer.
    pub(super) fn new(checked: &Checked<'_>) -> Self {
        let (plan, all) = (checked.plan, checked.report.findings);
        Self {
            plan: plan.name.clone(),
            findings: all.iter().map(|f| json::Finding::new(f, &plan.sources)).collect(),
            summary: Summary {
                error: checked.count(Level::Error),
                warning: checked.count(Level::Warning),
                info: checked.count(Level::Info),
                allowed: checked.report.allowed,
            },
            checked: CheckedJson {
                files: plan.sources.iter().count(),
                people: plan.people.len(),
                rotations: plan.rotations.len(),
                escalations: plan.escalations.len(),
                services: plan.services.len(),
                severities: plan.severities.len(),
                horizon: json::SpanJson::new(checked.horizon, &plan.zone),
                coverage: checked.judged.rotations_json(plan),
                escalation_coverage: checked.judged.steps_json(plan),
            },
            since: checked.since.map(|compared| SinceJson {
                revision: json::RevisionJson::new(&compared.seen.revision),
                compared: compared.comparable,
                fixed: compared
                    .fixed
                    .iter()
                    .map(|f| json::Finding::new(f, compared.sources()))
                    .collect(),
                unchanged: compared.unchanged,
            }),
        }
    }
}
