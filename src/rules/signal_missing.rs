//! `signal-missing`: one of the four golden signals of a service is not watched.

use super::{Check, Context, Options, Rule, all_as_one, listing};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Service;

pub(super) static RULE: Rule = Rule {
    code: "signal-missing",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "latency, traffic, errors or saturation of a service is neither watched nor waived",
    source: "all four: the golden signals of the SRE book, ch. 6",
    why: "Each of the four shows failures that the other three do not: a full disk is seen in \
          saturation hours before there are errors. A service of which the plan says neither \
          alerts nor signals is not judged.",
    bad: r#"
irp = 1
[plan]
name = "Three of four"
time-zone = "Europe/Berlin"
[services.shop]
name = "The shop"
signals = ["latency", "traffic", "errors"]
"#,
    good: r#"
irp = 1
[plan]
name = "Four"
time-zone = "Europe/Berlin"
[services.shop]
name = "The shop"
signals = ["latency", "traffic", "errors"]
signals-not-applicable = ["saturation"]
"#,
    check: Check::Plan(check),
};

const SIGNALS: [&str; 4] = ["latency", "traffic", "errors", "saturation"];

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let judged: Vec<_> = context.plan.services.iter().filter(|service| says(service)).collect();
    let found = judged.iter().filter_map(|service| finding(service)).collect();
    let silent = judged.iter().all(|service| missing(service).len() == SIGNALS.len());
    all_as_one(found, if silent { judged.len() } else { 0 }, "services", |count| {
        format!(
            "the plan says for none of {count} services which golden signals are watched: what \
             shows in none of their alerts is noticed by customers"
        )
    })
}

/// Whether the plan says anything of how a service is watched.
fn says(service: &Service) -> bool {
    let written = &service.written;
    let signals = written.signals.is_some() || written.signals_not_applicable.is_some();
    let alerts = written.alerts.as_ref().is_some_and(|alerts| !alerts.value.is_empty());
    let lost = written.lost.iter().any(|key| key.starts_with("signals"));
    (signals || alerts) && !lost
}

/// The golden signals of a service that are neither watched nor waived.
#[must_use]
pub fn missing(service: &Service) -> Vec<&'static str> {
    let written = [&service.written.signals, &service.written.signals_not_applicable];
    let named: Vec<_> = written.into_iter().flatten().flat_map(|list| &list.value).collect();
    let is_named =
        |signal: &&str| named.iter().any(|name| name.trim().eq_ignore_ascii_case(signal));
    SIGNALS.into_iter().filter(|signal| !is_named(signal)).collect()
}

fn finding(service: &Service) -> Option<Diagnostic> {
    let (id, missing) = (&service.id, missing(service));
    let example = missing.first()?;
    let at = service.written.signals.as_ref().map_or(service.at, |signals| signals.at);
    let message = format!(
        "{} of `{id}` {} neither watched nor waived, so what shows only there is noticed by \
         customers",
        listing(&missing),
        if missing.len() == 1 { "is" } else { "are" }
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, at, message)
        .about(format!("services.{id}"))
        .label(format!("without {}", listing(&missing)));
    Some(finding.help(format!(
        "watch what is missing and add it to `signals`; what means nothing for the service is waived: \
         `signals-not-applicable = [\"{example}\"]`"
    )))
}
