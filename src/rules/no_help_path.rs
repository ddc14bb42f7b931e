//! `no-help-path`: responders of a service that matters most are told of nobody to ask.

use std::collections::BTreeSet;

use super::{Check, Context, Options, Rule, all_as_one};
use crate::diagnostic::{Diagnostic, Level};
use crate::syntax::{ServiceId, Services};

pub(super) static RULE: Rule = Rule {
    code: "no-help-path",
    level: Level::Info,
    profiles: &[],
    options: &[],
    summary: "no `[[help]]` is about a service of tier 1",
    source: "any: \"Minimum Viable Incident Response Plan\" (2019): who to escalate to, and when",
    why: "An escalation answers \"nobody acknowledged\". `[[help]]` answers \"I am here and cannot \
          mend it\": the database specialist, the provider's hotline, the lawyer, and by which \
          symptom one knows that it is time.",
    bad: r#"
irp = 1
[plan]
name = "Alone"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[services.shop]
name = "The shop"
tier = 1
[services.blog]
name = "The blog"
tier = 3
[[help]]
topic = "Spam"
services = ["blog"]
contact = { person = "ana" }
"#,
    good: r#"
irp = 1
[plan]
name = "Not alone"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[services.shop]
name = "The shop"
tier = 1
[[help]]
topic = "Database failover"
services = ["shop"]
symptom = "replication broken for more than 10 min"
contact = { person = "ana" }
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let mut helped: BTreeSet<&ServiceId> = BTreeSet::new();
    for help in &context.plan.written.help {
        match help.services.as_ref().map(|services| &services.value) {
            Some(Services::These(these)) => helped.extend(these.iter().map(|id| &id.value)),
            // Without a list it is about all of them; one that cannot be read is taken for that.
            Some(Services::All) | None => return Vec::new(),
        }
    }
    let first_tier = || context.plan.services.iter().filter(|service| service.tier == 1);
    let alone = first_tier().filter(|service| !helped.contains(&service.id)).map(|service| {
        let id = &service.id;
        let message = format!(
            "no `[[help]]` is about `{id}`: a responder who cannot mend it does not know whom to \
             ask, or when"
        );
        let finding = Diagnostic::new(RULE.code, Level::Info, service.at, message)
            .about(format!("services.{id}"))
            .label("of tier 1");
        finding.help(format!(
            "add one: `topic`, `services = [\"{id}\"]`, the `symptom` by which to know, and the \
             `contact`"
        ))
    });
    all_as_one(alone.collect(), first_tier().count(), "services", |count| {
        format!(
            "no `[[help]]` is about any of the {count} services of tier 1: a responder who cannot \
             mend one does not know whom to ask, or when"
        )
    })
}
