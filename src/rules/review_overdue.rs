//! `review-overdue`: a review that the severity requires was not held in time.

use chrono::{Days, TimeDelta};

use super::{Case, Check, Context, Kind, Options, Parameter, Rule, ServiceClock};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Location;
use crate::syntax::{IncidentStatus, Need};
use crate::time::{Instant, show};

/// A day in seconds.
const DAY: i64 = 86_400;

pub(super) static RULE: Rule = Rule {
    code: "review-overdue",
    level: Level::Warning,
    profiles: &[],
    options: &[
        Parameter {
            name: "worst",
            kind: Kind::Length,
            default: "3d",
            profiles: &[],
            about: "How soon an incident of rank 1 is reviewed where its severity does not say.",
        },
        Parameter {
            name: "service-days",
            kind: Kind::Whole,
            default: "5",
            profiles: &[],
            about: "Within how many service days any other is, where its severity does not say.",
        },
    ],
    summary: "a review that the severity requires was not held in time",
    source: "`review-within` of the severity; without it 3 days for rank 1 and 5 service days for \
             others, as in PagerDuty's process (3 calendar and 5 business days); Truss interviews \
             within 48 to 72 h",
    why: "What people saw and thought fades within days, and with it what could be learnt. A \
          review that is always next week is not held, and the next incident meets the same \
          organisation. Days in service hours are counted for a record with that clock. Exercises \
          and near misses need no review by this rule.",
    bad: r#"
irp = 1
[plan]
name = "Review"
time-zone = "Europe/Berlin"
[severities.sev1]
rank = 1
postmortem = "required"
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev1"
status = "resolved"
services = ["shop"]
[times]
started = 2026-10-12T18:41:00Z
resolved = 2026-10-12T20:05:00Z
+++
"#,
    good: r#"
irp = 1
[plan]
name = "Review"
time-zone = "Europe/Berlin"
[severities.sev1]
rank = 1
postmortem = "required"
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev1"
status = "reviewed"
services = ["shop"]
[times]
started = 2026-10-12T18:41:00Z
resolved = 2026-10-12T20:05:00Z
reviewed = 2026-10-14T13:00:00Z
+++
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let clock = context.service_clock();
    let cases = context.cases().into_iter().filter(lacks_review);
    cases.filter_map(|case| record(context, &case, options, &clock)).collect()
}

/// Whether a review is required, may be held, and was not.
fn lacks_review(case: &Case<'_>) -> bool {
    let need = case.severity.and_then(|severity| severity.written.postmortem.as_ref());
    let required = need.is_some_and(|need| need.value == Need::Required);
    let held = case.status() == IncidentStatus::Reviewed
        || case.time(|times| &times.reviewed).is_some()
        || case.time(|times| &times.published).is_some();
    case.is_incident() && !case.broken && case.is_over() && required && !held
}

/// When a review is due.
struct Due {
    at: Instant,
    /// Within what, in words.
    within: String,
    /// Where that is written, if it is.
    written: Option<Location>,
}

fn record(
    context: &Context<'_>,
    case: &Case<'_>,
    options: &Options<'_>,
    clock: &ServiceClock<'_>,
) -> Option<Diagnostic> {
    let over = case.time(|times| &times.resolved).or(case.time(|times| &times.mitigated))?;
    let due = due(context, case, over.value, options, clock)?;
    if context.now <= due.at {
        return None;
    }
    let late = show::length(context.now - due.at);
    let message = format!(
        "the review that `{}` requires {} was due {}, {late} ago, and what people remember fades",
        case.severity?.id,
        due.within,
        show::full(due.at, &context.plan.zone)
    );
    let finding = Diagnostic::new(RULE.code, RULE.level, over.at, message)
        .about(case.path())
        .label(show::full(over.value, &context.plan.zone));
    let finding =
        due.written.into_iter().fold(finding, |finding, at| finding.also(at, "the promise"));
    Some(finding.help("hold it, then write `reviewed` under `[times]` and set the `status`"))
}

fn due(
    context: &Context<'_>,
    case: &Case<'_>,
    over: Instant,
    options: &Options<'_>,
    clock: &ServiceClock<'_>,
) -> Option<Due> {
    let severity = case.severity?;
    let service = |days: i64| clock.days_after(over, u64::try_from(days).ok()?);
    let Some(within) = &severity.written.review_within else {
        if severity.rank == 1 && !case.in_service_hours() {
            let worst = options.length("worst");
            let within = format!("within {}", show::length(worst));
            return Some(Due { at: later(context, over, worst), within, written: None });
        }
        let days = if severity.rank == 1 {
            options.length("worst").num_days()
        } else {
            options.whole("service-days")
        };
        let within = format!("within {days} service days");
        return Some(Due { at: service(days)?, within, written: None });
    };
    let seconds = within.value.0;
    // Less than a day cannot be counted in service days.
    let in_days = case.in_service_hours() && seconds >= DAY;
    let length = TimeDelta::seconds(seconds);
    let (at, words) = if in_days {
        (service(seconds / DAY)?, format!("within {} service days", seconds / DAY))
    } else {
        (over + length, format!("within {}", show::length(length)))
    };
    Some(Due { at, within: words, written: Some(within.at) })
}

/// Some days later at the same time of day, in the plan's zone.
fn later(context: &Context<'_>, over: Instant, length: TimeDelta) -> Instant {
    let zone = &context.plan.zone;
    let days = u64::try_from(length.num_days()).unwrap_or(0);
    let civil = zone.civil(over).checked_add_days(Days::new(days));
    let rest = length - TimeDelta::days(length.num_days());
    civil.map_or(over + length, |civil| zone.instant(civil) + rest)
}
