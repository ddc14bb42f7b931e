//! What a check of rule files answers with `--json`.

use schemars::JsonSchema;
use serde::Serialize;

use super::checked::Checked;
use crate::diagnostic::Level;
use crate::views::json;

/// Every finding about rule files.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// The findings, in order of file and place; files are named from the current folder.
    findings: Vec<json::Finding>,
    /// How many there are.
    summary: Summary,
    /// What was looked at.
    checked: CheckedJson,
}

/// How many findings there are, by level.
#[derive(Serialize, JsonSchema)]
struct Summary {
    /// What must be mended.
    error: usize,
    /// What is worth mending.
    warning: usize,
    /// What is worth knowing.
    info: usize,
}

/// What was looked at.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Checked")]
struct CheckedJson {
    /// How many rule files.
    files: usize,
    /// How many alerts they define, each name once.
    alerts: usize,
    /// How many alerts the plan has, each name once.
    planned: usize,
    /// How many are in both.
    both: usize,
}

impl Body {
    /// The answer.
    pub(super) fn new(checked: &Checked<'_>) -> Self {
        let (all, judged) = (checked.report.findings, checked.judged);
        let count = |level: Level| all.iter().filter(|found| found.level == level).count();
        Self {
            plan: checked.plan.name.clone(),
            findings: all.iter().map(|f| json::Finding::new(f, checked.report.sources)).collect(),
            summary: Summary {
                error: count(Level::Error),
                warning: count(Level::Warning),
                info: count(Level::Info),
            },
            checked: CheckedJson {
                files: checked.files,
                alerts: judged.alerts,
                planned: judged.planned,
                both: judged.both,
            },
        }
    }
}
