//! A change as JSON.

mod parts;

use schemars::JsonSchema;
use serde::Serialize;

use self::parts::{
    AdviceJson, CauseJson, ChangedJson, EditJson, EffectJson, FindingsJson, GapJson, Gaps,
    HoursJson, MovedJson, PlaceJson, RenameJson, SideOf, UnchangedJson,
};
use super::Shown;
use crate::diagnostic::Diagnostic;
use crate::diff::{self, About};
use crate::source::Sources;
use crate::views::json::{Finding, Local, Place, RevisionJson, SpanJson, Utc, instant, local};

/// What a change of a plan does.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name, after.
    plan: String,
    /// What is compared.
    sides: Sides,
    /// How much the change does.
    verdict: EffectJson,
    /// Whether every rotation has the same shifts at every instant, also outside the window.
    identical: bool,
    /// The span over which shifts are compared and hours are counted.
    window: SpanJson,
    /// From when the past is looked at.
    since: Utc,
    /// From when the past is looked at, in the zone of the answer.
    since_local: Local,
    /// Where somebody else is on call now.
    on_call_now: Vec<ChangedJson>,
    /// What changes before now.
    past: Vec<ChangedJson>,
    /// What changes from now on.
    shifts: Vec<ChangedJson>,
    /// People whose hours within the window change.
    people: Vec<HoursJson>,
    /// Where somebody must be on call.
    gaps: Gaps,
    /// What is written otherwise of who is reached: escalation paths, severities, and which of
    /// them a service has.
    escalations: Vec<EditJson>,
    /// What else is written otherwise.
    structural: Vec<EditJson>,
    /// What has another id.
    renames: Vec<RenameJson>,
    /// Entries that stand in another file and say what they said.
    moved: Vec<MovedJson>,
    /// What the rules find.
    findings: FindingsJson,
    /// Orders that would leave the near future alone.
    advice: Vec<AdviceJson>,
    /// How much is as it was.
    unchanged: UnchangedJson,
}

/// What is compared.
#[derive(Serialize, JsonSchema)]
pub struct Sides {
    /// The plan before.
    pub before: SideJson,
    /// The plan after.
    pub after: SideJson,
}

/// A plan that is compared.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Side")]
pub struct SideJson {
    /// What it is, such as `main = 1a2b3c4`, `working tree` or a folder.
    pub name: String,
    /// The git revision that it was read from; null for files as they are.
    pub revision: Option<RevisionJson>,
}

impl Body {
    /// The answer.
    #[must_use]
    pub fn new(shown: &Shown<'_>, sides: Sides) -> Self {
        let (changes, zone) = (shown.changes, shown.viewer);
        let moves = |all: &[diff::Changed]| all.iter().map(|c| shown.changed(c)).collect();
        let edits = |response: bool| {
            let of = changes.edits.iter().filter(|e| (e.about == About::Response) == response);
            of.filter_map(|edit| shown.edit(edit)).collect()
        };
        let gaps = |all: &[diff::Gap]| {
            let gap = |gap: &diff::Gap| GapJson {
                path: gap.path.clone(),
                span: SpanJson::new(gap.span, zone),
            };
            all.iter().map(gap).collect()
        };
        Self {
            plan: shown.after.name.clone(),
            sides,
            verdict: changes.effect.into(),
            identical: changes.identical,
            window: SpanJson::new(shown.window, zone),
            since: instant(shown.since),
            since_local: local(shown.since, zone),
            on_call_now: moves(&changes.now),
            past: moves(&changes.past),
            shifts: moves(&changes.ahead),
            people: changes.people.iter().map(HoursJson::new).collect(),
            gaps: Gaps { opened: gaps(&changes.opened), closed: gaps(&changes.closed) },
            escalations: edits(true),
            structural: edits(false),
            renames: changes.renames.iter().map(RenameJson::new).collect(),
            moved: changes.moved.iter().map(MovedJson::new).collect(),
            findings: shown.findings_json(),
            advice: changes.advice.iter().map(|advice| shown.advice(advice)).collect(),
            unchanged: changes.unchanged.into(),
        }
    }
}

impl Shown<'_> {
    fn changed(&self, changed: &diff::Changed) -> ChangedJson {
        ChangedJson {
            rotation: changed.rotation.clone(),
            span: SpanJson::new(changed.span, self.viewer),
            before: changed.before.clone(),
            after: changed.after.clone(),
            cause: changed.cause.and_then(|cause| self.cause(cause)),
        }
    }

    fn cause(&self, edit: usize) -> Option<CauseJson> {
        let edit = self.changes.edits.get(edit)?;
        Some(CauseJson { path: edit.path.clone(), place: self.place(edit)? })
    }

    fn place(&self, edit: &diff::Edit) -> Option<PlaceJson> {
        let (value, sources, side) = match (&edit.after, &edit.before) {
            (Some(value), _) => (value, &self.after.sources, SideOf::After),
            (None, value) => (value.as_ref()?, &self.before.sources, SideOf::Before),
        };
        Some(PlaceJson { place: Place::new(value.at, sources), side })
    }

    fn edit(&self, edit: &diff::Edit) -> Option<EditJson> {
        Some(EditJson {
            path: edit.path.clone(),
            act: edit.act.into(),
            before: edit.before.as_ref().map(|value| value.toml.clone()),
            after: edit.after.as_ref().map(|value| value.toml.clone()),
            place: self.place(edit)?,
        })
    }

    fn advice(&self, advice: &diff::Advice) -> AdviceJson {
        AdviceJson {
            rotation: advice.rotation.clone(),
            edit: self.cause(advice.edit),
            restore: advice.restore.clone(),
            toml: advice.toml.clone(),
            left: advice.left,
            first: advice.first.as_ref().map(|first| self.changed(first)),
        }
    }

    fn findings_json(&self) -> FindingsJson {
        let found = |all: &[Diagnostic], sources: &Sources| {
            all.iter().map(|finding| Finding::new(finding, sources)).collect()
        };
        let findings = self.findings;
        FindingsJson {
            introduced: found(&findings.introduced, &self.after.sources),
            fixed: found(&findings.fixed, &self.before.sources),
            unchanged: findings.unchanged,
        }
    }
}
