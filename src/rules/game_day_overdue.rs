//! `game-day-overdue`: a service that must not fail has not been exercised for too long.

use chrono::TimeDelta;

use super::{Check, Context, Kind, Options, Parameter, Rule, counted, day, overdue};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Service;
use crate::record::{Rehearsed, rehearsed};
use crate::syntax::Profile;

pub(super) static RULE: Rule = Rule {
    code: "game-day-overdue",
    level: Level::Warning,
    profiles: &[(Profile::Audit, Level::Error)],
    options: &[Parameter {
        name: "every",
        kind: Kind::Length,
        default: "180d",
        profiles: &[(Profile::Audit, "365d")],
        about: "How often a tier-1 service is to be exercised.",
    }],
    summary: "a tier-1 service has had no exercise for too long",
    source: "180 days: Mercari's production readiness checklist wants the response practiced every \
             6 months; 365 days in `audit`: PCI DSS 12.10.2 and the UK Ministry of Justice ask for \
             a test at least every year",
    why: "A plan that was never tried is a guess. An exercise finds the runbook with the retired host \
          and the phone that stays silent on a Tuesday afternoon. Exercises with `status = \"done\"` \
          count, and incident records with `kind = \"drill\"`; one that is planned does not. A plan \
          that records no exercise of any service is judged in `audit` only.",
    bad: r#"
irp = 1
[plan]
name = "Untried"
time-zone = "Europe/Berlin"
[services.checkout]
tier = 1
[game-days.2025-11-failover]
status = "done"
services = ["checkout"]
scheduled = 2025-11-24T10:00:00+01:00
result = { hypothesis-held = true, summary = "Orders went on after 40 seconds." }
"#,
    good: r#"
irp = 1
[plan]
name = "Tried"
time-zone = "Europe/Berlin"
[services.checkout]
tier = 1
[game-days.2026-06-failover]
status = "done"
services = ["checkout"]
scheduled = 2026-06-16T10:00:00+02:00
result = { hypothesis-held = true, summary = "Orders went on after 40 seconds." }
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let every = options.length("every");
    let known = rehearsed(context.plan, context.now);
    let audited = context.plan.lint.profile == Some(Profile::Audit);
    if known.is_empty() && !audited {
        return Vec::new();
    }
    let none = Rehearsed::default();
    let services = context.plan.services.iter().filter(|service| service.tier == 1);
    let found = services.filter_map(|service| {
        let known = known.get(service.id.as_ref()).unwrap_or(&none);
        finding(context, service, known, every)
    });
    found.collect()
}

fn finding(
    context: &Context<'_>,
    service: &Service,
    known: &Rehearsed<'_>,
    every: TimeDelta,
) -> Option<Diagnostic> {
    let (id, zone) = (&service.id, &context.plan.zone);
    let asked = counted(every.num_days(), "day");
    let what = match known.last.map(|held| zone.civil(held).date()) {
        None if known.undated => return None,
        None => format!("no exercise of `{id}` is on record"),
        Some(last) => {
            overdue(last, every, context.today())?;
            let ago = counted((context.today() - last).num_days(), "day");
            format!("`{id}` was last exercised on {}, {ago} ago", day(last))
        }
    };
    let message = format!(
        "{what}, and tier 1 asks for one every {asked}: its plan is tried out in the next incident"
    );
    let mut finding = Diagnostic::new(RULE.code, RULE.level, service.at, message)
        .about(format!("services.{id}"))
        .label("tier 1");
    if let Some((at, exercise)) = known.planned {
        let date = day(zone.civil(at).date());
        finding = finding.help(if at >= context.now {
            format!("`{exercise}` is planned for {date}: a plan counts once it is done")
        } else {
            format!(
                "`{exercise}` was planned for {date}: if it was held, write `status = \"done\"`"
            )
        });
    }
    let way_out =
        format!("hold one, and record it under `[game-days]` with `services = [\"{id}\"]`");
    Some(finding.help(way_out))
}
