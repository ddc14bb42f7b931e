//! `service-unowned`: no team answers for a service.

use super::{Check, Context, Options, Rule, all_as_one};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Service;

pub(super) static RULE: Rule = Rule {
    code: "service-unowned",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "a service has no `team`, in a plan that has teams",
    source: "any: in Backstage, `spec.owner` of a component is mandatory",
    why: "Alerts, runbooks and actions of a service without a team are nobody's: after the incident \
          nothing changes. A plan without teams is that of one team, which answers for everything.",
    bad: r#"
irp = 1
[plan]
name = "Whose?"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[teams.web]
members = ["ana"]
[services.shop]
name = "The shop"
team = "web"
[services.blog]
name = "The blog"
"#,
    good: r#"
irp = 1
[plan]
name = "Theirs"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[teams.web]
members = ["ana"]
[services.shop]
name = "The shop"
team = "web"
[services.blog]
name = "The blog"
team = "web"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let plan = context.plan;
    if plan.teams.is_empty() {
        return Vec::new();
    }
    let only = (plan.teams.len() == 1).then(|| &plan.teams[0].id);
    let found = plan.services.iter().filter_map(|service| {
        let finding = finding(service)?;
        let toml = only.map(|team| format!("[services.{}]\nteam = \"{team}\"", service.id));
        Some(Diagnostic { fix: toml, ..finding })
    });
    all_as_one(found.collect(), plan.services.len(), "services", |count| {
        format!("no team answers for any of the {count} services: what breaks twice is nobody's")
    })
}

fn finding(service: &Service) -> Option<Diagnostic> {
    if service.written.team.is_some() || service.written.lost.contains(&"team") {
        return None;
    }
    let message =
        format!("no team answers for `{}`: what breaks there twice is nobody's", service.id);
    let finding = Diagnostic::new(RULE.code, Level::Error, service.at, message)
        .about(format!("services.{}", service.id))
        .label("without `team`");
    Some(finding.help("name the team that answers for it between incidents too"))
}
