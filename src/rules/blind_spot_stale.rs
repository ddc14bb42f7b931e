//! `blind-spot-stale`: nobody has looked at a blind spot again when it was due.

use super::{Check, Context, Options, Rule, counted, day};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Service;
use crate::syntax::BlindSpot;

pub(super) static RULE: Rule = Rule {
    code: "blind-spot-stale",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "`review-by` of a blind spot is past",
    source: "the day that the blind spot itself names; \"Minimum Viable Incident Response Plan\" \
             (2019) asks for monitoring to be improved continuously",
    why: "A blind spot is what an incident showed that nobody could see. Until somebody looks at it \
          again, the next such incident is noticed as late as the last.",
    bad: r#"
irp = 1
[plan]
name = "Past"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[services.shop]
name = "The shop"
[[services.shop.blind-spots]]
question = "Do e-mails to customers arrive?"
owner = "ana"
review-by = 2026-10-15
"#,
    good: r#"
irp = 1
[plan]
name = "Ahead"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[services.shop]
name = "The shop"
[[services.shop.blind-spots]]
question = "Do e-mails to customers arrive?"
owner = "ana"
review-by = 2026-11-30
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    context.blind_spots().filter_map(|(service, spot)| finding(context, service, spot)).collect()
}

fn finding(context: &Context<'_>, service: &Service, spot: &BlindSpot) -> Option<Diagnostic> {
    let review = spot.review_by.as_ref()?;
    let late = (context.today() - review.value.0).num_days();
    if late < 1 {
        return None;
    }
    let message = format!(
        "a blind spot of `{}` was to be looked at again by {}: {}",
        service.id,
        day(review.value.0),
        spot.asked()
    );
    let owner =
        spot.owner.as_ref().map_or("nobody".to_owned(), |owner| format!("`{}`", owner.value));
    let finding = Diagnostic::new(RULE.code, Level::Warning, review.at, message)
        .about(format!("services.{}", service.id))
        .label(format!("{} ago; {owner} owns it", counted(late, "day")));
    Some(finding.help("add an alert that sees it and remove the blind spot, or choose a later day"))
}
