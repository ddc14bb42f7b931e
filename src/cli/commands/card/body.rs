//! A card as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::facts::{Command, Duty, Facts, Next, Route, Rung};
use crate::cli::Session;
use crate::diagnostic::Diagnostic;
use crate::plan::{PersonKey, Plan, Reach, Record};
use crate::source::Located;
use crate::syntax::{Contact, Method, Runbook};
use crate::time::Zone;
use crate::views::json::{self, ShiftJson};

/// A responder's card.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// Whose card, by id.
    person: String,
    /// Their name.
    name: String,
    /// The instant that was asked for.
    at: json::Utc,
    /// That instant, in the zone of the answer.
    at_local: json::Local,
    /// The rotations in which they are on call within the plan's horizon.
    on_call: Vec<DutyJson>,
    /// What happens when a page that reached them is not answered.
    routes: Vec<RouteJson>,
    /// The rotations that command, and who does.
    commands: Vec<CommandJson>,
    /// Where a response happens.
    channels: Vec<ChannelJson>,
    /// The runbooks of the services for which pages reach them, and those that they answer for.
    runbooks: Vec<RunbookJson>,
    /// How they are reached.
    contacts: Vec<ContactJson>,
    /// The order in which their contacts are tried.
    notify: Vec<NotifyJson>,
    /// What the rules find about that.
    findings: Vec<FindingJson>,
    /// How many faults the plan has.
    faults: usize,
}

/// A rotation in which the person is on call.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Duty")]
struct DutyJson {
    /// The rotation, by id.
    rotation: String,
    /// The role that whoever is on call holds, by id.
    role: Option<String>,
    /// Their shift at that instant.
    now: Option<ShiftJson>,
    /// Their next shift.
    next: Option<ShiftJson>,
}

/// An escalation path that reaches the person.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Route")]
struct RouteJson {
    /// The path, by id.
    escalation: String,
    /// The rotation through which it reaches them; null where a step names them or their team.
    through: Option<String>,
    /// What pages in that way.
    needs: Vec<NeedJson>,
    /// When the step is assumed to happen that reaches them: at that instant, or when their next
    /// shift begins.
    at: json::Utc,
    /// The steps that follow.
    then: Vec<NextJson>,
}

/// A service and a severity.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Need")]
struct NeedJson {
    /// The service, by id.
    service: String,
    /// The severity, by id.
    severity: String,
}

/// A later step of a path.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Next")]
struct NextJson {
    /// How many seconds after the step that reached the person.
    after_s: i64,
    /// What the plan names: a rotation, a person, a team.
    target: String,
    /// Who that is at that moment, by id.
    people: Vec<String>,
}

/// A rotation that commands.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Command")]
struct CommandJson {
    /// The rotation, by id.
    rotation: String,
    /// Who is on call in it, by id.
    people: Vec<String>,
}

/// A place where a response happens.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Channel")]
struct ChannelJson {
    /// What it is for.
    what: String,
    /// Where it is, in the plan's words.
    place: String,
}

/// A runbook.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CardRunbook")]
struct RunbookJson {
    /// The runbook, by id.
    id: String,
    /// Its title.
    title: Option<String>,
    /// Its file, by its path in the plan.
    file: String,
    /// The day of its last review.
    reviewed: Option<String>,
}

/// A contact.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Contact")]
struct ContactJson {
    /// The method.
    via: &'static str,
    /// The reference, in the plan's words.
    contact: String,
    /// The day of its last test.
    tested: Option<String>,
}

/// An attempt to reach the person.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Notify")]
struct NotifyJson {
    /// For what: `high` wakes people, `low` may wait.
    urgency: &'static str,
    /// The method.
    via: &'static str,
    /// How many seconds after a page.
    after_s: i64,
}

/// What a rule finds.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CardFinding")]
struct FindingJson {
    /// The rule.
    rule: &'static str,
    /// Its level.
    level: &'static str,
    /// What it finds.
    message: String,
    /// The way out.
    help: Vec<String>,
}

pub(super) fn text(facts: &Facts<'_>, zone: &Zone, session: &Session<'_>) -> String {
    session.json("card", zone, body(facts, zone))
}

fn body(facts: &Facts<'_>, zone: &Zone) -> Body {
    let (plan, person) = (facts.plan, &facts.plan[facts.person]);
    Body {
        plan: plan.name.clone(),
        person: person.id.to_string(),
        name: person.name.clone(),
        at: json::instant(facts.at),
        at_local: json::local(facts.at, zone),
        on_call: facts.duties.iter().map(|duty| on_call(plan, duty, zone)).collect(),
        routes: facts.routes.iter().map(|route| route_json(plan, route)).collect(),
        commands: facts.commands.iter().map(|command| command_json(plan, command)).collect(),
        channels: facts.places.iter().map(channel).collect(),
        runbooks: facts.runbooks.iter().map(|runbook| runbook_json(plan, runbook)).collect(),
        contacts: facts.contacts().iter().map(contact).collect(),
        notify: facts.ladders().into_iter().flat_map(notify).collect(),
        findings: facts.trouble.iter().map(finding).collect(),
        faults: plan.faults.len(),
    }
}

fn command_json(plan: &Plan, command: &Command) -> CommandJson {
    let people = command.shift.as_ref().map_or(&[][..], |shift| &shift.people);
    CommandJson { rotation: plan[command.rotation].id.to_string(), people: ids(plan, people) }
}

fn channel((what, place): &(String, String)) -> ChannelJson {
    ChannelJson { what: what.clone(), place: place.clone() }
}

fn runbook_json(plan: &Plan, runbook: &Record<Runbook>) -> RunbookJson {
    let front = runbook.front.as_ref();
    let title = front.and_then(|front| front.title.as_ref());
    let reviewed = front.and_then(|front| front.reviewed.as_ref());
    RunbookJson {
        id: runbook.id.clone(),
        title: title.map(|title| title.value.clone()),
        file: plan.sources.get(runbook.at.source).name.clone(),
        reviewed: reviewed.map(|day| day.value.0.to_string()),
    }
}

fn contact((method, contact): &(Located<Method>, Located<Contact>)) -> ContactJson {
    ContactJson {
        via: method.value.word(),
        contact: contact.value.reference.clone(),
        tested: contact.value.tested.map(|day| day.0.to_string()),
    }
}

fn notify((urgency, rungs): (&'static str, Vec<Rung>)) -> impl Iterator<Item = NotifyJson> {
    rungs.into_iter().map(move |rung| NotifyJson {
        urgency,
        via: rung.via.word(),
        after_s: rung.after.num_seconds(),
    })
}

fn finding(finding: &Diagnostic) -> FindingJson {
    FindingJson {
        rule: finding.code,
        level: finding.level.word(),
        message: finding.message.clone(),
        help: finding.help.clone(),
    }
}

fn on_call(plan: &Plan, duty: &Duty, zone: &Zone) -> DutyJson {
    let shift = |shift| ShiftJson::new(plan, duty.rotation, shift, zone);
    DutyJson {
        rotation: plan[duty.rotation].id.to_string(),
        role: plan[duty.rotation].role.as_ref().map(ToString::to_string),
        now: duty.now.as_ref().map(shift),
        next: duty.next.as_ref().map(shift),
    }
}

fn route_json(plan: &Plan, route: &Route<'_>) -> RouteJson {
    let needs = route.needs.iter().map(|(service, severity)| NeedJson {
        service: service.id.to_string(),
        severity: severity.id.to_string(),
    });
    let next = |next: &Next<'_>| NextJson {
        after_s: next.after.num_seconds(),
        target: target(plan, next.reach),
        people: ids(plan, &next.people),
    };
    RouteJson {
        escalation: route.path.id.to_string(),
        through: route.through.map(|key| plan[key].id.to_string()),
        needs: needs.collect(),
        at: json::instant(route.at),
        then: route.then.iter().map(next).collect(),
    }
}

fn target(plan: &Plan, reach: &Reach) -> String {
    match reach {
        Reach::Rotation(key) => format!("rotation {}", plan[*key].id),
        Reach::Person(key) => format!("person {}", plan[*key].id),
        Reach::Team(_) => "team".to_owned(),
        Reach::Skill(_) => "skill".to_owned(),
        Reach::Escalation(id) => format!("escalation {id}"),
        Reach::Channel(name) => format!("channel {name}"),
        Reach::External(id) => format!("external {id}"),
        Reach::Unknown => "unknown".to_owned(),
    }
}

fn ids(plan: &Plan, people: &[PersonKey]) -> Vec<String> {
    plan.ids(people).into_iter().map(str::to_owned).collect()
}
