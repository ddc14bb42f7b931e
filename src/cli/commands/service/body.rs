//! Services as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::facts::{Facts, Needed, Path};
use super::runbooks::{Guide, Kind};
use crate::cli::Session;
use crate::cli::commands::whom::{Asking, Whom, WhomJson};
use crate::syntax::{Alert, BlindSpot};
use crate::views::json;

/// Services, and who answers for them at an instant.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// The instant that was asked for.
    at: json::Utc,
    /// That instant, in the zone of the answer.
    at_local: json::Local,
    /// Whether one service was asked for; else these are all.
    one: bool,
    /// The services, by id.
    services: Vec<ServiceJson>,
    /// How many faults the plan has.
    faults: usize,
}

/// A service.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Service")]
struct ServiceJson {
    /// Its id.
    service: String,
    /// Its name.
    name: Option<String>,
    /// The team that answers for it.
    team: Option<TeamJson>,
    /// 1 needs people at any hour, 2 in service hours, 3 at no promised hour.
    tier: i64,
    /// Its objective.
    objective: Option<String>,
    /// Where its objective is measured.
    objective_url: Option<String>,
    /// Where it is watched.
    dashboard: Option<String>,
    /// What a responder must know.
    skills: Vec<String>,
    /// Whether somebody is reached first, whatever the severity, or nobody need be at that hour.
    answered: bool,
    /// Its escalation paths, that of the worst severity first.
    escalations: Vec<PathJson>,
    /// The severities for which it has no path, by id.
    without_escalation: Vec<String>,
    /// Its alerts.
    alerts: Vec<AlertJson>,
    /// Its runbooks: those that it names, those that name it, those of its alerts.
    runbooks: Vec<RunbookJson>,
    /// The golden signals that are watched, as the plan writes them.
    signals: Vec<String>,
    /// Those that mean nothing for it.
    signals_not_applicable: Vec<String>,
    /// The golden signals that are neither.
    signals_missing: Vec<&'static str>,
    /// What nobody can see yet.
    blind_spots: Vec<BlindSpotJson>,
    /// The services that it needs.
    needs: Vec<NeededJson>,
    /// The services that need it, by id.
    needed_by: Vec<String>,
    /// The topics of help that are about it.
    help: Vec<String>,
}

/// A team.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Team")]
struct TeamJson {
    /// Its id.
    team: String,
    /// Its name.
    name: Option<String>,
    /// Who leads it, by id.
    lead: Option<String>,
    /// Its chat channel.
    channel: Option<String>,
}

/// An escalation path.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Path")]
struct PathJson {
    /// Its id.
    escalation: String,
    /// Its name.
    name: Option<String>,
    /// The severities that have it, by id, the worst first.
    severities: Vec<String>,
    /// Whether its first step reaches somebody.
    answered: bool,
    /// Whether somebody must be reached at that hour, for one of the severities at least.
    required: bool,
    /// Whom its first step reaches.
    first_step: Vec<WhomJson>,
}

/// An alert.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Alert")]
struct AlertJson {
    /// Its name.
    name: Option<String>,
    /// Its severity, by id.
    severity: Option<String>,
    /// What is wrong.
    summary: Option<String>,
    /// What that means for customers.
    impact: Option<String>,
    /// What to do first.
    first_step: Option<String>,
    /// The runbook, as the plan writes it.
    runbook: Option<String>,
    /// Where to look.
    dashboard: Option<String>,
    /// The incident that showed that it was missing.
    added_after: Option<String>,
}

/// A runbook.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Runbook")]
struct RunbookJson {
    /// Its id; what the plan writes, where it is none of the plan.
    runbook: String,
    /// Where it is: plan, elsewhere (an address), or nowhere.
    found: &'static str,
    /// Its title.
    title: Option<String>,
    /// Its file in the plan.
    file: Option<String>,
    /// Who answers for it: a person or team, by id.
    owner: Option<String>,
    /// When it was last reviewed.
    #[schemars(extend("format" = "date"))]
    reviewed: Option<String>,
    /// When its file last changed, where it says no review.
    #[schemars(extend("format" = "date"))]
    changed: Option<String>,
    /// The last day on which the next review is in time.
    #[schemars(extend("format" = "date"))]
    review_due: Option<String>,
    /// Whether that day is past.
    overdue: bool,
    /// The alerts that name it.
    alerts: Vec<String>,
}

/// Something that nobody can see yet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BlindSpot")]
struct BlindSpotJson {
    /// The question that cannot be answered.
    question: Option<String>,
    /// Who answers for it: a person or team, by id.
    owner: Option<String>,
    /// When it is to be looked at again.
    #[schemars(extend("format" = "date"))]
    review_by: Option<String>,
    /// Whether that day is past.
    overdue: bool,
    /// The incident or exercise in which it was found.
    found_in: Option<String>,
}

/// A service that is needed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Needed")]
struct NeededJson {
    /// The service, by id.
    service: String,
    /// The escalation path of its worst severity.
    escalation: Option<String>,
    /// Whom the first step of that reaches.
    first_step: Vec<WhomJson>,
    /// The services that it needs itself, by id.
    needs: Vec<String>,
}

pub fn json(asking: &Asking<'_>, all: &[Facts<'_>], one: bool, session: &Session<'_>) -> String {
    let body = Body {
        plan: asking.plan.name.clone(),
        at: json::instant(asking.at),
        at_local: json::local(asking.at, &asking.viewer),
        one,
        services: all.iter().map(Facts::json).collect(),
        faults: asking.plan.faults.len(),
    };
    session.json("service", &asking.viewer, body)
}

type Texts = Option<crate::source::Located<Vec<crate::source::Located<String>>>>;

fn list(list: &Texts) -> Vec<String> {
    list.iter().flat_map(|list| &list.value).map(|word| word.value.clone()).collect()
}

impl Facts<'_> {
    fn json(&self) -> ServiceJson {
        let (service, written) = (self.service, &self.service.written);
        let ids = |services: &[&crate::plan::Service]| {
            services.iter().map(|service| service.id.to_string()).collect()
        };
        let slo = written.slo.as_ref();
        ServiceJson {
            service: service.id.to_string(),
            name: written.name.as_deref().cloned(),
            team: self.team.map(|team| TeamJson {
                team: team.id.to_string(),
                name: team.written.name.as_deref().cloned(),
                lead: team.written.lead.as_ref().map(|lead| lead.value.to_string()),
                channel: team.written.channel.as_deref().cloned(),
            }),
            tier: service.tier,
            objective: slo.and_then(|slo| slo.objective.as_deref().cloned()),
            objective_url: slo.and_then(|slo| slo.url.as_deref().cloned()),
            dashboard: written.dashboard.as_deref().cloned(),
            skills: list(&written.skills),
            answered: self.answers(),
            escalations: self.paths.iter().map(|path| self.path_json(path)).collect(),
            without_escalation: self.pathless.iter().map(|s| s.id.to_string()).collect(),
            alerts: self.alerts().map(AlertJson::new).collect(),
            runbooks: self.guides.iter().map(RunbookJson::new).collect(),
            signals: list(&written.signals),
            signals_not_applicable: list(&written.signals_not_applicable),
            signals_missing: self.missing.clone(),
            blind_spots: self.blind_spots().map(|spot| self.spot_json(spot)).collect(),
            needs: self.needs.iter().map(|needed| self.needed_json(needed)).collect(),
            needed_by: ids(&self.needed_by),
            help: self.help.iter().filter_map(|help| help.topic.as_deref().cloned()).collect(),
        }
    }

    fn first_json(&self, first: &[Whom<'_>]) -> Vec<WhomJson> {
        first.iter().map(|whom| self.asking.json(whom)).collect()
    }

    fn path_json(&self, path: &Path<'_>) -> PathJson {
        PathJson {
            escalation: path.escalation.id.to_string(),
            name: path.escalation.written.name.as_deref().cloned(),
            severities: path.severities.iter().map(|s| s.id.to_string()).collect(),
            answered: path.is_reached(),
            required: path.needed,
            first_step: self.first_json(&path.first),
        }
    }

    fn spot_json(&self, spot: &BlindSpot) -> BlindSpotJson {
        BlindSpotJson {
            question: spot.question.as_deref().cloned(),
            owner: spot.owner.as_ref().map(|owner| owner.value.to_string()),
            review_by: spot.review_by.as_ref().map(|by| by.value.0.to_string()),
            overdue: self.is_overdue(spot),
            found_in: spot.found_in.as_ref().map(|id| id.value.to_string()),
        }
    }

    fn needed_json(&self, needed: &Needed<'_>) -> NeededJson {
        let further = needed.service.written.depends_on.iter().flat_map(|list| &list.value);
        NeededJson {
            service: needed.service.id.to_string(),
            escalation: needed.path.map(|path| path.id.to_string()),
            first_step: self.first_json(&needed.first),
            needs: further.map(|id| id.value.to_string()).collect(),
        }
    }
}

impl AlertJson {
    fn new(alert: &Alert) -> Self {
        Self {
            name: alert.name.as_deref().cloned(),
            severity: alert.severity.as_ref().map(|id| id.value.to_string()),
            summary: alert.summary.as_deref().cloned(),
            impact: alert.impact.as_deref().cloned(),
            first_step: alert.first_step.as_deref().cloned(),
            runbook: alert.runbook.as_deref().cloned(),
            dashboard: alert.dashboard.as_deref().cloned(),
            added_after: alert.added_after.as_ref().map(|id| id.value.to_string()),
        }
    }
}

impl RunbookJson {
    fn new(guide: &Guide<'_>) -> Self {
        let ours = if let Kind::Ours(ours) = &guide.link { Some(ours) } else { None };
        let owner = ours.and_then(|ours| ours.record.front.as_ref()?.owner.as_ref());
        Self {
            runbook: guide.id.clone(),
            found: match guide.link {
                Kind::Ours(_) => "plan",
                Kind::Elsewhere => "elsewhere",
                Kind::Nowhere => "nowhere",
            },
            title: ours.and_then(|ours| ours.title().map(str::to_owned)),
            file: ours.map(|ours| ours.file.to_owned()),
            owner: owner.map(|owner| owner.value.to_string()),
            reviewed: ours.and_then(|ours| ours.reviewed).map(|day| day.to_string()),
            changed: ours.and_then(|ours| ours.changed).map(|day| day.to_string()),
            review_due: ours.and_then(|ours| ours.due).map(|day| day.to_string()),
            overdue: ours.is_some_and(|ours| ours.overdue),
            alerts: guide.alerts.iter().map(|name| (*name).to_owned()).collect(),
        }
    }
}
