//! `no-incident-channel`: the plan does not say where responders talk.

use super::{Check, Context, Options, Rule};
use crate::diagnostic::{Diagnostic, Level, is_blank};
use crate::source::Located;

pub(super) static RULE: Rule = Rule {
    code: "no-incident-channel",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "a plan for incidents has no `incident-chat`",
    source: "any: \"Minimum Viable Incident Response Plan\" (2019) asks for a persistent group chat",
    why: "Whoever is called in first asks where everybody is, and what has happened so far. A group \
          chat that stays answers both, and is the source of the timeline. A plan with neither \
          services nor severities is a schedule, and needs none.",
    bad: r#"
irp = 1
[plan]
name = "Where?"
time-zone = "Europe/Berlin"
[channels]
call = "https://meet.example.com/incident"
[severities.sev1]
rank = 1
"#,
    good: r##"
irp = 1
[plan]
name = "There"
time-zone = "Europe/Berlin"
[channels]
incident-chat = "#inc-{id}"
call = "https://meet.example.com/incident"
[severities.sev1]
rank = 1
"##,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    finding(context).into_iter().collect()
}

fn finding(context: &Context<'_>) -> Option<Diagnostic> {
    let plan = context.plan;
    let channels = plan.written.channels.as_ref();
    let known = channels.is_some_and(|channels| {
        let chat = channels.incident_chat.as_ref();
        chat.is_some_and(|chat| !is_blank(chat)) || channels.lost.contains(&"incident-chat")
    });
    let first = plan.severities.first().map(|severity| severity.at);
    let first = first.or_else(|| plan.services.first().map(|service| service.at));
    let first = first.filter(|_| !known)?;
    let table = channels.map(|channels| channels.at);
    let at = table.or_else(|| plan.written.plan.as_ref().map(|plan: &Located<_>| plan.at));
    let message = "the plan does not say in which chat an incident is handled, so responders look \
                   for one another first";
    let finding = Diagnostic::new(RULE.code, Level::Error, at.unwrap_or(first), message)
        .about("channels.incident-chat")
        .help("name a group chat that stays; `{id}` in it stands for the incident's id");
    let key = "incident-chat = \"#inc-{id}\"";
    Some(match table {
        Some(_) => finding.fix(key),
        None => finding.fix(format!("[channels]\n{key}")),
    })
}
