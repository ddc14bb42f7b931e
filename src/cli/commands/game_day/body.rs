//! Game days, services and proposals as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::actions::Proposed;
use super::day::GameDayJson;
use super::draft::Draft;
use super::due::Due;
use super::page::View;
use super::proposal::Proposal;
use crate::cli::commands::change::Changed;
use crate::plan::{PersonKey, Plan};
use crate::record::Exercise;
use crate::views::json::{self, SpanJson};

/// What `irp game-day` answers, whatever it was asked.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// What was asked: list, new, next, record or show.
    action: &'static str,
    /// The game days that were asked for; after a record, as they are written now.
    game_days: Vec<GameDayJson>,
    /// The services that are to be exercised, the most overdue first; without the one proposed.
    services: Vec<ServiceJson>,
    /// What is to be exercised next.
    proposal: Option<ProposalJson>,
    /// The actions that what was found still asks for.
    actions: Vec<ProposedJson>,
    /// The files that were changed, or would be.
    changes: Vec<ChangeJson>,
    /// How many faults the plan has.
    faults: usize,
}

/// A service that is to be exercised.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DueService")]
pub(super) struct ServiceJson {
    /// The service, by id.
    service: String,
    /// Its tier.
    tier: i64,
    /// When it was last exercised.
    last: Option<json::Utc>,
    /// The last day on which the next exercise is in time.
    due: Option<String>,
    /// Whether that is past, or there never was one.
    overdue: bool,
    /// The game day that is planned, by id.
    planned: Option<String>,
    /// When that is.
    planned_at: Option<json::Utc>,
}

/// The next exercise.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Proposal")]
struct ProposalJson {
    /// The service and what is known of it.
    service: ServiceJson,
    /// What is rehearsed, in a few words.
    title: Option<String>,
    /// tabletop, live, page-test or replay.
    kind: Option<&'static str>,
    /// Why that.
    because: Option<String>,
    /// What was looked for to rehearse, in order, and what was found.
    grounds: Vec<GroundJson>,
    /// The incidents that are rehearsed, by id.
    rehearses: Vec<String>,
    /// The runbooks that are rehearsed, by id.
    runbooks: Vec<String>,
    /// When everybody works; null where no time fits.
    slot: Option<SpanJson>,
    /// Everybody who is needed.
    needed: Vec<NeededJson>,
    /// Who else works then and could coordinate or write, by id.
    spare: Vec<String>,
    /// Who alone keeps the others from coming together, where no time fits.
    limits: Vec<LimitJson>,
    /// The id that the game day would have.
    id: Option<String>,
}

/// Something that could be rehearsed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Ground")]
struct GroundJson {
    /// What was looked for.
    sought: &'static str,
    /// What was found.
    found: Option<String>,
}

/// Somebody who is needed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Needed")]
struct NeededJson {
    /// Who, by id.
    person: String,
    /// As what: owner, coordinator, or the rotations in which they are on call then.
    role: String,
    /// When it is, in their zone.
    slot: Option<SpanJson>,
    /// Their zone.
    time_zone: String,
}

/// Without whom a time would fit.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Limit")]
struct LimitJson {
    /// The rotation of which whoever is on call is left out, by id.
    rotation: Option<String>,
    /// The person who is left out, by id.
    person: Option<String>,
    /// When the others can.
    slot: SpanJson,
}

/// An action that is proposed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProposedAction")]
struct ProposedJson {
    /// What was found.
    finding: String,
    /// Whether that finding is not written yet.
    new_finding: bool,
    /// The phase of the response that it is about.
    phase: Option<&'static str>,
    /// The action, as TOML.
    toml: String,
}

/// A file that was changed, or would be.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "GameDayChange")]
struct ChangeJson {
    /// Its path in the plan.
    file: String,
    /// Whether it was written.
    written: bool,
    /// All that it then holds.
    text: String,
}

impl Body {
    pub(super) fn new(action: &'static str, plan: &Plan) -> Self {
        Self {
            plan: plan.name.clone(),
            action,
            game_days: Vec::new(),
            services: Vec::new(),
            proposal: None,
            actions: Vec::new(),
            changes: Vec::new(),
            faults: plan.faults.len(),
        }
    }

    pub(super) fn with_days(mut self, view: &View<'_>, days: &[Exercise<'_>]) -> Self {
        self.game_days = days.iter().map(|day| view.game_day_json(day)).collect();
        self
    }

    pub(super) fn with_services(mut self, services: Vec<ServiceJson>) -> Self {
        self.services = services;
        self
    }

    pub(super) fn with_actions(mut self, proposed: &[Proposed]) -> Self {
        let each = proposed.iter().map(|action| ProposedJson {
            finding: action.text.clone(),
            new_finding: action.finding.is_none(),
            phase: action.phase.map(crate::syntax::Phase::word),
            toml: action.toml(),
        });
        self.actions = each.collect();
        self
    }

    /// Adds a file that was changed, or would be.
    pub(super) fn wrote(&mut self, made: Changed) {
        let Changed { file, written, new: text, .. } = made;
        self.changes.push(ChangeJson { file, written, text });
    }

    /// Adds what is to be exercised next.
    pub(super) fn propose(
        &mut self,
        view: &View<'_>,
        proposal: Option<&Proposal<'_>>,
        draft: Option<&Draft>,
    ) {
        let draft = draft.map(|draft| draft.id.clone());
        self.proposal =
            proposal.map(|proposal| ProposalJson { id: draft, ..view.proposal_json(proposal) });
    }
}

impl View<'_> {
    /// A service that is to be exercised.
    pub(super) fn service_json(due: &Due<'_>) -> ServiceJson {
        let planned = due.cadence.or(due.known.planned);
        ServiceJson {
            service: due.service.id.to_string(),
            tier: due.service.tier,
            last: due.known.last.map(json::instant),
            due: due.by.map(|day| day.to_string()),
            overdue: due.is_overdue(),
            planned: planned.map(|(_, id)| id.to_owned()),
            planned_at: planned.map(|(at, _)| json::instant(at)),
        }
    }

    fn proposal_json(&self, proposal: &Proposal<'_>) -> ProposalJson {
        let (plan, scenario) = (self.plan, proposal.scenario());
        let id = |key: &PersonKey| plan[*key].id.to_string();
        let slot = proposal.slot.as_ref().map(|slot| slot.span);
        let grounds = proposal.grounds.iter().map(|ground| GroundJson {
            sought: ground.sought,
            found: ground.found.as_ref().map(|scenario| scenario.because.clone()),
        });
        let needed = proposal.needed.iter().map(|(key, role)| NeededJson {
            person: id(key),
            role: role.clone(),
            slot: slot.map(|slot| SpanJson::new(slot, &plan[*key].zone)),
            time_zone: plan[*key].zone.name().to_owned(),
        });
        let limits = proposal.limits.iter().map(|limit| LimitJson {
            rotation: limit.rotation.map(|key| plan[key].id.to_string()),
            person: limit.person.as_ref().map(id),
            slot: SpanJson::new(limit.without.span, self.zone),
        });
        ProposalJson {
            service: Self::service_json(&proposal.due),
            title: scenario.map(|scenario| scenario.title.clone()),
            kind: scenario.map(|scenario| scenario.kind.word()),
            because: scenario.map(|scenario| scenario.because.clone()),
            grounds: grounds.collect(),
            rehearses: scenario.map(|scenario| scenario.rehearses.clone()).unwrap_or_default(),
            runbooks: scenario.map(|scenario| scenario.runbooks.clone()).unwrap_or_default(),
            slot: slot.map(|slot| SpanJson::new(slot, self.zone)),
            needed: needed.collect(),
            spare: proposal.spare.iter().map(id).collect(),
            limits: limits.collect(),
            id: None,
        }
    }
}
