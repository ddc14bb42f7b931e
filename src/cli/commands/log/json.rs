//! The history of a plan for programs.

use schemars::JsonSchema;
use serde::Serialize;

use super::digest::{Digest, Moves, Wanted};
use super::story::{Change, Deed, Told};
use crate::diff::{self, Act, Changed, Gap, Hours};
use crate::history::End;
use crate::plan::Plan;
use crate::time::Zone;
use crate::views::json::{self, Place, SpanJson};

/// The commits that touched the plan.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// The commits, newest first, along first parents.
    entries: Vec<EntryJson>,
    /// Why there are no more.
    end: EndJson,
}

impl Body {
    pub(super) fn new(plan: String, entries: Vec<EntryJson>, end: EndJson) -> Self {
        Self { plan, entries, end }
    }
}

/// Why a history goes no further.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "End")]
pub(super) enum EndJson {
    /// There are no commits before these.
    First,
    /// Those before are older than was asked for.
    Since,
    /// So many were asked for; there may be more.
    Limit,
    /// The repository is a shallow clone, and holds no more.
    Shallow,
    /// The repository cannot be read any further.
    Unreadable,
}

impl EndJson {
    pub fn new(end: Option<&End>) -> Self {
        match end {
            None => Self::Limit,
            Some(End::First) => Self::First,
            Some(End::Old) => Self::Since,
            Some(End::Shallow(_)) => Self::Shallow,
            Some(End::Unreadable(_)) => Self::Unreadable,
        }
    }
}

/// A commit that touched the plan.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Entry")]
pub(super) struct EntryJson {
    /// The commit, in full.
    commit: String,
    /// When it was committed, by the clock of whoever did; the present to this comparison.
    committed_at: json::Utc,
    /// That instant, in the zone of the answer.
    committed_at_local: json::Local,
    /// Who wrote it.
    author: String,
    /// The address of who wrote it.
    email: String,
    /// The first line of its message.
    subject: String,
    /// The plan's folder, from the top of the repository; empty for the top, null where the commit
    /// took the plan away.
    folder: Option<String>,
    /// The plan's folder before; null where there was none.
    folder_before: Option<String>,
    /// What it did to the plan.
    deed: DeedJson,
    /// The commit whose plan it is compared with; null where it is compared with none.
    compared_with: Option<String>,
    /// The first fault of the plan; null where it has none.
    fault: Option<FaultJson>,
    /// What changed; null where nothing was compared.
    change: Option<ChangeJson>,
}

/// What a commit did to the plan.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Deed")]
enum DeedJson {
    /// It brought it.
    Begins,
    /// It took it away.
    Ends,
    /// It left it with faults.
    Broken,
    /// It left it without faults, and there is no such plan before it to compare it with.
    Mended,
    /// It changed it, or only how it is written.
    Changed,
}

/// A fault of a plan.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Fault")]
struct FaultJson {
    /// How many faults the plan has.
    count: usize,
    /// The code of the first one.
    code: &'static str,
    /// What is wrong.
    message: String,
    #[serde(flatten)]
    place: Place,
}

/// What a commit changed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Change")]
struct ChangeJson {
    /// How much that is: `none`, `no-schedule-effect`, `structural` or `effective`.
    verdict: &'static str,
    /// Whether every rotation has the same shifts at every instant.
    identical: bool,
    /// The time over which shifts were compared, from the commit on.
    window: SpanJson,
    /// Rotations in which shifts change.
    rotations: Vec<RotationJson>,
    /// People whose hours in the window change, those with the largest change first.
    people: Vec<PersonJson>,
    /// Times at which somebody must be on call and nobody is any more.
    opened: Vec<GapJson>,
    /// Times at which nobody was on call and somebody is now.
    closed: Vec<GapJson>,
    /// Everything that is written otherwise.
    edits: Vec<EditJson>,
}

/// What changes in a rotation.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "RotationChange")]
struct RotationJson {
    /// The rotation, by id.
    rotation: String,
    /// The change around the commit; null where the same people were on call then.
    now: Option<ShiftJson>,
    /// The first change from then on; null where there is none in the window.
    first: Option<ShiftJson>,
    /// How many changes there are in the window.
    changes: usize,
    /// How many changes there are in the four weeks before.
    past: usize,
}

/// A time at which other people are on call than before.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ShiftChange")]
struct ShiftJson {
    #[serde(flatten)]
    span: SpanJson,
    /// Who was on call, by id.
    before: Vec<String>,
    /// Who is on call, by id.
    after: Vec<String>,
}

/// How long somebody is on call in the window.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PersonHours")]
struct PersonJson {
    /// The person.
    id: String,
    /// Hours before.
    before_hours: f64,
    /// Hours after.
    after_hours: f64,
}

/// A time at which nobody is on call.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "GapChange")]
struct GapJson {
    /// The rotation or escalation path, such as `rotations.payments`.
    path: String,
    #[serde(flatten)]
    span: SpanJson,
}

/// Something that is written otherwise.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Edit")]
struct EditJson {
    /// Its path, such as `rotations.payments.people`.
    path: String,
    /// What is done to it: `added`, `removed`, `changed` or `renamed`.
    act: &'static str,
    /// What it was, as TOML; null where it is new.
    before: Option<String>,
    /// What it is, as TOML; null where it is gone.
    after: Option<String>,
    /// Where, in the plan after; of what is removed, in the plan before.
    place: Option<Place>,
}

impl EntryJson {
    pub fn new(told: &Told, wanted: &Wanted, zone: &Zone) -> Self {
        let (touch, revision) = (&told.touch, &told.touch.revision);
        let parent = touch.before.as_ref();
        let change = match &told.deed {
            Deed::Changed(change) => Some(change),
            _ => None,
        };
        let with = |change: &Change| match &change.with {
            Some(with) => Some(with.commit()),
            None => parent.map(|parent| parent.revision.commit()),
        };
        Self {
            commit: revision.commit(),
            committed_at: json::instant(told.at()),
            committed_at_local: json::local(told.at(), zone),
            author: revision.author().to_owned(),
            email: revision.email().to_owned(),
            subject: revision.summary().to_owned(),
            folder: touch.folder.clone(),
            folder_before: parent.and_then(|parent| parent.folder.clone()),
            deed: DeedJson::new(&told.deed),
            compared_with: change.and_then(|change| with(change)),
            fault: match &told.deed {
                Deed::Begins(plan) | Deed::Broken(plan) => FaultJson::new(plan),
                _ => None,
            },
            change: change.map(|change| ChangeJson::new(change, wanted, zone)),
        }
    }
}

impl DeedJson {
    fn new(deed: &Deed) -> Self {
        match deed {
            Deed::Begins(_) => Self::Begins,
            Deed::Ends => Self::Ends,
            Deed::Broken(_) => Self::Broken,
            Deed::Mended => Self::Mended,
            Deed::Changed(_) => Self::Changed,
        }
    }
}

impl FaultJson {
    fn new(plan: &Plan) -> Option<Self> {
        let first = plan.faults.first()?;
        Some(Self {
            count: plan.faults.len(),
            code: first.code,
            message: first.message.clone(),
            place: Place::new(first.primary.at, &plan.sources),
        })
    }
}

impl ChangeJson {
    fn new(change: &Change, wanted: &Wanted, zone: &Zone) -> Self {
        let digest = Digest::new(change, wanted);
        let gaps = |gaps: &[&Gap]| gaps.iter().map(|gap| GapJson::new(gap, zone)).collect();
        Self {
            verdict: change.changes.effect.word(),
            identical: change.changes.identical,
            window: SpanJson::new(change.window, zone),
            rotations: digest
                .rotations
                .iter()
                .map(|moves| RotationJson::new(moves, zone))
                .collect(),
            people: digest.people.iter().map(|hours| PersonJson::new(hours)).collect(),
            opened: gaps(&digest.opened),
            closed: gaps(&digest.closed),
            edits: digest.edits.iter().map(|edit| EditJson::new(change, edit)).collect(),
        }
    }
}

impl RotationJson {
    fn new(moves: &Moves<'_>, zone: &Zone) -> Self {
        Self {
            rotation: moves.rotation.to_owned(),
            now: moves.now.map(|now| ShiftJson::new(now, zone)),
            first: moves.ahead.first().map(|first| ShiftJson::new(first, zone)),
            changes: moves.ahead.len(),
            past: moves.past.len(),
        }
    }
}

impl ShiftJson {
    fn new(changed: &Changed, zone: &Zone) -> Self {
        let (before, after) = (changed.before.clone(), changed.after.clone());
        Self { span: SpanJson::new(changed.span, zone), before, after }
    }
}

impl PersonJson {
    fn new(hours: &Hours) -> Self {
        let in_hours = |length: chrono::TimeDelta| length.as_seconds_f64() / 3600.0;
        Self {
            id: hours.person.clone(),
            before_hours: in_hours(hours.all.before),
            after_hours: in_hours(hours.all.after),
        }
    }
}

impl GapJson {
    fn new(gap: &Gap, zone: &Zone) -> Self {
        Self { path: gap.path.clone(), span: SpanJson::new(gap.span, zone) }
    }
}

impl EditJson {
    fn new(change: &Change, edit: &diff::Edit) -> Self {
        let place = change.place(edit);
        Self {
            path: edit.path.clone(),
            act: match edit.act {
                Act::Added => "added",
                Act::Removed => "removed",
                Act::Changed => "changed",
                Act::Renamed => "renamed",
            },
            before: edit.before.as_ref().map(|value| value.toml.clone()),
            after: edit.after.as_ref().map(|value| value.toml.clone()),
            place: place.map(|(plan, value)| Place::new(value.at, &plan.sources)),
        }
    }
}
