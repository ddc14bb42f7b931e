//! What a check knows of coverage: for which rotations and escalation paths somebody is on call
//! wherever somebody must be, and how far ahead that holds.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::plan::{Plan, RotationKey};
use crate::rules::{self, Context, FirstStep, Reach};
use crate::time::{Instant, show};
use crate::views::diff::words::counted;
use crate::views::json;

/// Coverage as it was judged.
pub(super) struct Judged<'a> {
    /// Rotations and how far ahead each is judged.
    rotations: Vec<(RotationKey, Reach)>,
    /// Rotations that a fault keeps from being judged.
    blocked: Vec<RotationKey>,
    /// Step 1 of each escalation path: what holds at every hour holds in service hours too.
    steps: Vec<FirstStep<'a>>,
    /// The paths of the plan in which there are gaps, also those that are allowed or of no matter.
    gaps: BTreeSet<String>,
}

impl<'a> Judged<'a> {
    pub fn new(context: &Context<'a>) -> Self {
        let plan = context.plan;
        let (answered, blocked): (Vec<_>, Vec<_>) =
            plan.rotation_keys().partition(|key| plan[*key].blocked.is_empty());
        let reach = |key| (key, rules::reach(plan, &[key], None, context.now));
        let mut steps = rules::first_steps(context);
        let always: Vec<_> = steps.iter().filter(|s| !s.business).map(|s| s.path).collect();
        steps.retain(|step| !step.business || !always.contains(&step.path));
        Self {
            rotations: answered.into_iter().map(reach).collect(),
            blocked,
            steps,
            gaps: rules::coverage_gaps(context).into_iter().map(|gap| gap.path).collect(),
        }
    }

    fn is_covered(&self, path: &str) -> bool {
        !self.gaps.contains(path)
    }

    /// A line for what is proven, what is checked, what has gaps, and what could not be judged.
    pub fn lines(&self, plan: &Plan, now: Instant) -> Vec<String> {
        let from = show::full(now, &plan.zone);
        let until = |parts: &Parts<'_>| show::full(parts.until.unwrap_or(now), &plan.zone);
        let proven =
            self.parts(plan, |path, reach| self.is_covered(path) && reach.period.is_some());
        let checked =
            self.parts(plan, |path, reach| self.is_covered(path) && reach.period.is_none());
        let gaps = self.parts(plan, |path, _| !self.is_covered(path));
        let mut lines = Vec::new();
        if let Some(what) = proven.text(plan) {
            lines.push(format!("proven for every instant from {from} on: {what}"));
        }
        if let Some(what) = checked.text(plan) {
            lines.push(format!("checked from {from} until {}: {what}", until(&checked)));
        }
        if let Some(what) = gaps.text(plan) {
            lines.push(format!("gaps between {from} and {}: {what}", until(&gaps)));
        }
        if !self.blocked.is_empty() {
            let ids: Vec<_> = self.blocked.iter().map(|key| plan[*key].id.as_ref()).collect();
            let what = named(&ids, "rotation", "rotations");
            lines.push(format!("not judged, because of faults: {what}"));
        }
        lines
    }

    /// The rotations and escalation paths of which something holds.
    fn parts<'p>(&'p self, plan: &'p Plan, holds: impl Fn(&str, &Reach) -> bool) -> Parts<'p> {
        let mut parts = Parts::default();
        for (key, reach) in &self.rotations {
            let id = plan[*key].id.as_ref();
            if holds(&format!("rotations.{id}"), reach) {
                parts.rotations.push(id);
                parts.reaches(reach);
            }
        }
        for step in &self.steps {
            let id = step.path.as_ref();
            if holds(&format!("escalations.{id}"), &step.reach) {
                parts.steps.push(id);
                parts.reaches(&step.reach);
            }
        }
        parts
    }

    pub fn rotations_json(&self, plan: &Plan) -> Vec<RotationJson> {
        let json = |(key, reach): &(RotationKey, Reach)| {
            let rotation = plan[*key].id.to_string();
            let covered = self.is_covered(&format!("rotations.{rotation}"));
            RotationJson { rotation, judged: JudgedJson::new(plan, covered, *reach) }
        };
        self.rotations.iter().map(json).collect()
    }

    pub fn steps_json(&self, plan: &Plan) -> Vec<StepJson> {
        let json = |step: &FirstStep<'_>| {
            let escalation = step.path.to_string();
            let covered = self.is_covered(&format!("escalations.{escalation}"));
            let hours = if step.business { HoursJson::Business } else { HoursJson::Always };
            StepJson { escalation, hours, judged: JudgedJson::new(plan, covered, step.reach) }
        };
        self.steps.iter().map(json).collect()
    }
}

/// Rotations and escalation paths of which the same is known.
#[derive(Default)]
struct Parts<'p> {
    rotations: Vec<&'p str>,
    steps: Vec<&'p str>,
    /// Until when all of them are judged.
    until: Option<Instant>,
}

impl Parts<'_> {
    fn reaches(&mut self, reach: &Reach) {
        let end = reach.span.end;
        self.until = Some(self.until.map_or(end, |until| until.min(end)));
    }

    fn text(&self, plan: &Plan) -> Option<String> {
        let mut parts = Vec::new();
        if self.rotations.len() == plan.rotations.len() && self.rotations.len() > 1 {
            parts.push(format!("of all {}", counted(self.rotations.len(), "rotation")));
        } else if !self.rotations.is_empty() {
            parts.push(format!("of {}", named(&self.rotations, "rotation", "rotations")));
        }
        if !self.steps.is_empty() {
            parts.push(format!("of step 1 of {}", named(&self.steps, "escalation", "escalations")));
        }
        (!parts.is_empty()).then(|| format!("coverage {}", parts.join(" and ")))
    }
}

/// Up to three things by name, more by number.
fn named(ids: &[&str], one: &str, many: &str) -> String {
    let quoted: Vec<_> = ids.iter().map(|id| format!("`{id}`")).collect();
    match &quoted[..] {
        [id] => format!("{one} {id}"),
        [first, second] => format!("{many} {first} and {second}"),
        [first, second, third] => format!("{many} {first}, {second} and {third}"),
        more => format!("{} {many}", more.len()),
    }
}

/// The coverage of a rotation over a span.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RotationCoverage")]
pub(super) struct RotationJson {
    /// The rotation, by id.
    rotation: String,
    #[serde(flatten)]
    judged: JudgedJson,
}

/// The coverage of step 1 of an escalation path over a span.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EscalationCoverage")]
pub(super) struct StepJson {
    /// The escalation path, by id.
    escalation: String,
    /// When somebody must be reached.
    hours: HoursJson,
    #[serde(flatten)]
    judged: JudgedJson,
}

/// When somebody must be reached.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Hours")]
enum HoursJson {
    /// At any hour.
    Always,
    /// In service hours.
    Business,
}

#[derive(Serialize, JsonSchema)]
struct JudgedJson {
    /// Whether there are no gaps in the span.
    covered: bool,
    /// Whether that holds for every later instant too.
    proven: bool,
    /// After how many seconds all of it repeats, where that is known.
    period_s: Option<i64>,
    #[serde(flatten)]
    span: json::SpanJson,
}

impl JudgedJson {
    fn new(plan: &Plan, covered: bool, reach: Reach) -> Self {
        Self {
            covered,
            proven: covered && reach.period.is_some(),
            period_s: reach.period,
            span: json::SpanJson::new(reach.span, &plan.zone),
        }
    }
}
