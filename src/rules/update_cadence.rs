//! `update-cadence`: stakeholders of the worst incidents hear too seldom, or too often.

use super::{Check, Context, Kind, Options, Parameter, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::time::show;

pub(super) static RULE: Rule = Rule {
    code: "update-cadence",
    level: Level::Info,
    profiles: &[],
    options: &[
        Parameter {
            name: "at-least",
            kind: Kind::Length,
            default: "15m",
            profiles: &[],
            about: "The shortest time between two updates.",
        },
        Parameter {
            name: "most",
            kind: Kind::Length,
            default: "60m",
            profiles: &[],
            about: "The longest time between two updates.",
        },
    ],
    summary: "`update-every` of the worst severity is unusually short or long",
    source: "15 to 60 minutes: Truss updates every 15 to 20, PagerDuty every 20 to 30, GDS every 60",
    why: "Where no news comes, people ask, and each of them interrupts the response. Where news \
          must come every few minutes, it is the response that is interrupted.",
    bad: r#"
irp = 1
[plan]
name = "Silence"
time-zone = "Europe/Berlin"
[severities.sev1]
rank = 1
update-every = "2h"
"#,
    good: r#"
irp = 1
[plan]
name = "News"
time-zone = "Europe/Berlin"
[severities.sev1]
rank = 1
update-every = "30m"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let (least, most) = (options.length("at-least"), options.length("most"));
    let severities = &context.plan.severities;
    let worst = severities.iter().take_while(|severity| severity.rank == severities[0].rank);
    let found = worst.filter_map(|severity| {
        let every = severity.written.update_every.as_ref()?;
        let length = chrono::TimeDelta::seconds(every.value.0);
        let cost = match () {
            () if length < least => "so the updates keep responders from the response",
            () if length > most => "so stakeholders ask, and interrupt it",
            () => return None,
        };
        let (id, shown) = (&severity.id, show::length(length));
        let message = format!("news of `{id}` comes every {shown}, {cost}");
        let usual = format!("{} to {}", show::length(least), show::length(most));
        let finding = Diagnostic::new(RULE.code, Level::Info, every.at, message)
            .about(format!("severities.{id}"))
            .label(format!("usual is {usual}"));
        Some(finding.help("choose a time such as `update-every = \"30m\"`"))
    });
    found.collect()
}
