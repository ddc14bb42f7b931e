//! `blind-spot-unowned`: a blind spot is nobody's to remove.

use super::{Check, Context, Options, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Service;
use crate::source::Located;
use crate::syntax::BlindSpot;

pub(super) static RULE: Rule = Rule {
    code: "blind-spot-unowned",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "a blind spot has no `owner`",
    source: "any: \"Minimum Viable Incident Response Plan\" (2019) asks for monitoring to be \
             improved continuously, which takes somebody who does it",
    why: "What nobody can see is nobody's work either, unless somebody's name stands beside it: the \
          next such incident is noticed as late as the last.",
    bad: r#"
irp = 1
[plan]
name = "Nobody's"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[services.shop]
name = "The shop"
[[services.shop.blind-spots]]
question = "Do e-mails to customers arrive?"
review-by = 2026-11-30
"#,
    good: r#"
irp = 1
[plan]
name = "Ana's"
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
    let unowned = context
        .blind_spots()
        .filter(|(_, spot)| spot.owner.is_none() && !spot.lost.contains(&"owner"));
    unowned.map(|(service, spot)| finding(service, spot)).collect()
}

fn finding(service: &Service, spot: &Located<BlindSpot>) -> Diagnostic {
    let at = spot.question.as_ref().map_or(spot.at, |question| question.at);
    let message = format!(
        "a blind spot of `{}` has no owner, so it stays one: {}",
        service.id,
        spot.value.asked()
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, at, message)
        .about(format!("services.{}", service.id))
        .label("nobody's question");
    let team = service.written.team.as_ref().map(|team| format!("owner = \"{}\"", team.value));
    let finding = finding.help("name a person or a team as its `owner`");
    Diagnostic { fix: team, ..finding }
}
