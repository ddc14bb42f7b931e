//! `shift-without-expert`: nobody who knows a service is reached in time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::{
    Check, Context, Kind, NAMED, Options, Parameter, Piece, Rule, Step, few, percent, pieces,
    quoted, times, total,
};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{PersonKey, Plan, Reach, Service, Severity};
use crate::syntax::EscalationId;
use crate::time::{Span, show};

/// Whom the steps in time reach.
struct Reached {
    /// Whoever is named by themselves, by a team or by a skill.
    always: BTreeSet<PersonKey>,
    /// Whether they reach somebody outside, whose skills are not known.
    leaves: bool,
    /// Whoever is on call in their rotations.
    pieces: Vec<Piece>,
}

/// A service that lacks somebody for a severity.
struct Lack<'a> {
    service: &'a Service,
    severity: &'a Severity,
    path: &'a EscalationId,
    within: i64,
    spans: Vec<Span>,
}

pub(super) static RULE: Rule = Rule {
    code: "shift-without-expert",
    level: Level::Info,
    profiles: &[],
    options: &[Parameter {
        name: "most",
        kind: Kind::Share,
        default: "33%",
        profiles: &[],
        about: "The share of the time above which it is a warning.",
    }],
    summary: "time in which nobody who knows a service is reached within its promised time",
    source: "information for any time, a warning above a third of it (house default); MVIRP: \
             knowing who, and when, to escalate. Steps count that come within `acknowledge- \
             within` and `engage-within` together, severities of any hour only",
    why: "Whoever answers can follow a runbook. When it ends, they need somebody who knows \
             the service, and at night nobody finds out whom to ask.",
    bad: r#"
irp = 1
[plan]
name = "Nobody knows"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
skills = ["postgres"]
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[escalations.default]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "1h", notify = [{ person = "ana" }, { person = "ben" }] },
]
[severities.sev1]
rank = 1
acknowledge-within = "5m"
engage-within = "15m"
[services.shop]
tier = 1
escalation = "default"
skills = ["postgres"]
"#,
    good: r#"
irp = 1
[plan]
name = "Somebody knows"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
skills = ["postgres"]
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[escalations.default]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "20m", notify = [{ person = "ana" }, { person = "ben" }] },
]
[severities.sev1]
rank = 1
acknowledge-within = "5m"
engage-within = "15m"
[services.shop]
tier = 1
escalation = "default"
skills = ["postgres"]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let most = options.number("most");
    let mut worst: BTreeMap<&str, Lack<'_>> = BTreeMap::new();
    for promise in context.promises().iter().filter(|promise| !promise.business) {
        let Some(steps) = context.steps(promise.path) else { continue };
        let mut reached: BTreeMap<usize, Reached> = BTreeMap::new();
        for (service, severity) in &promise.needs {
            let Some(within) = within(severity) else { continue };
            let in_time = steps.partition_point(|step| step.after <= within);
            let reached =
                reached.entry(in_time).or_insert_with(|| reach(context, &steps[..in_time]));
            let Some(spans) = lack(context.plan, service, reached) else { continue };
            let lack = Lack { service, severity, path: &promise.path.id, within, spans };
            let known = worst.get(service.id.as_ref());
            if known.is_none_or(|known| total(&known.spans) < total(&lack.spans)) {
                worst.insert(service.id.as_ref(), lack);
            }
        }
    }
    worst.values().map(|lack| finding(context, lack, most)).collect()
}

/// The seconds in which a severity promises somebody at work on it.
fn within(severity: &Severity) -> Option<i64> {
    let acknowledge = severity.written.acknowledge_within.as_ref()?;
    let engage = severity.written.engage_within.as_ref()?;
    Some(acknowledge.value.0.saturating_add(engage.value.0))
}

/// Whom steps reach over the horizon.
fn reach(context: &Context<'_>, steps: &[Step<'_>]) -> Reached {
    let mut always = BTreeSet::new();
    for reach in steps.iter().flat_map(|step| &step.reach) {
        match reach {
            Reach::Person(person) => {
                always.insert(*person);
            }
            Reach::Team(people) | Reach::Skill(people) => always.extend(people),
            _ => {}
        }
    }
    let rotations: BTreeSet<_> = steps.iter().flat_map(Step::rotations).collect();
    let shifts = rotations.iter().flat_map(|key| context.shifts_ahead(*key));
    let held = shifts.map(|shift| (shift.span, &*shift.people));
    Reached {
        always,
        leaves: steps.iter().any(Step::leaves),
        pieces: pieces(context.horizon(), held),
    }
}

/// When nobody is reached who has one of a service's skills; `None` where somebody always is, or
/// where nobody in the plan has one.
fn lack(plan: &Plan, service: &Service, reached: &Reached) -> Option<Vec<Span>> {
    let skills = service.written.skills.as_ref()?;
    let skills: BTreeSet<_> = skills.value.iter().map(|skill| skill.value.as_str()).collect();
    let knows = |person: &PersonKey| {
        let own = plan[*person].written.skills.iter().flat_map(|list| &list.value);
        own.into_iter().any(|skill| skills.contains(skill.value.as_str()))
    };
    let everybody = || plan.people.iter().filter_map(|person| plan.person(person.id.as_ref()));
    if reached.leaves || reached.always.iter().any(knows) || !everybody().any(|p| knows(&p)) {
        return None;
    }
    let without = reached.pieces.iter().filter(|piece| !piece.people.iter().any(knows));
    let spans = crate::schedule::merged(without.map(|piece| piece.span).collect());
    (!spans.is_empty()).then_some(spans)
}

fn finding(context: &Context<'_>, lack: &Lack<'_>, most: f64) -> Diagnostic {
    let (plan, horizon) = (context.plan, context.horizon());
    let lacking = total(&lack.spans);
    let share = minutes(lacking) / minutes(horizon.length());
    let skills: &[_] = lack.service.written.skills.as_ref().map_or(&[], |skills| &skills.value);
    let names = quoted(skills.iter().map(|skill| &skill.value));
    let message = format!(
        "for {} of the time nobody who knows {} is reached within {} of an alert for `{}` (`{}`), so \
         whoever answers stands alone",
        percent(share),
        few(&names, NAMED),
        show::length(TimeDelta::seconds(lack.within)),
        lack.service.id,
        lack.severity.id
    );
    let level = if share > most { Level::Warning } else { Level::Info };
    let at = lack.service.written.skills.as_ref().map_or(lack.service.at, |skills| skills.at);
    Diagnostic::new(RULE.code, level, at, message)
        .about(format!("services.{}", lack.service.id))
        .label(format!("more than {} is a warning", percent(most)))
        .help(format!(
            "{} until {}: {}",
            show::length(lacking),
            show::full(horizon.end, &plan.zone),
            times(&lack.spans, &plan.zone, context.now)
        ))
        .help(format!(
            "let a step of `{}` reach somebody who knows it by then, such as `{{ skill = \"{}\" }}`",
            lack.path,
            skills.first().map_or("...", |skill| skill.value.as_str())
        ))
}

#[expect(clippy::cast_precision_loss, reason = "a share of the horizon, which is a few years long")]
fn minutes(length: TimeDelta) -> f64 {
    length.num_minutes() as f64
}
