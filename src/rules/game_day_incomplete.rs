//! `game-day-incomplete`: an exercise is planned without what makes it safe and worth its time.

use super::{Check, Context, Exercise, Kind, Options, Parameter, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::syntax::{GameDay, GameDayKind, GameDayStatus};

pub(super) static RULE: Rule = Rule {
    code: "game-day-incomplete",
    level: Level::Warning,
    profiles: &[],
    options: &[Parameter {
        name: "needs",
        kind: Kind::Texts,
        default: "hypothesis, abort-when, owner, coordinator, reporter, expected",
        profiles: &[],
        about: "What a planned exercise needs: keys of it or of its `roles`; `expected` stands for \
                any of the `expected-` keys.",
    }],
    summary: "a planned exercise lacks a hypothesis, an end, a role or an expectation",
    source: "Gremlin's guide to game days: an owner, a coordinator, a reporter and observers, a \
             hypothesis, and who may halt it; observers may be none (house default)",
    why: "Without a hypothesis nothing is learnt, without an expectation nothing is measured, without \
          `abort-when` nobody knows when to stop, and without a coordinator nobody may. It costs ten \
          minutes before the exercise, and the exercise afterwards. A `page-test` explains itself, and \
          is not judged.",
    bad: r#"
irp = 1
[plan]
name = "Without an end"
time-zone = "Europe/Berlin"
[people]
ana = { name = "Ana" }
ben = { name = "Ben" }
cho = { name = "Cho" }
[services.checkout]
tier = 2
[game-days.2026-11-failover]
services = ["checkout"]
scheduled = 2026-11-24T10:00:00+01:00
hypothesis = "Orders go on after at most a minute."
expected-detect-within = "2m"
roles = { owner = "ana", coordinator = "ben", reporter = "cho" }
"#,
    good: r#"
irp = 1
[plan]
name = "Whole"
time-zone = "Europe/Berlin"
[people]
ana = { name = "Ana" }
ben = { name = "Ben" }
cho = { name = "Cho" }
[services.checkout]
tier = 2
[game-days.2026-11-failover]
services = ["checkout"]
scheduled = 2026-11-24T10:00:00+01:00
hypothesis = "Orders go on after at most a minute."
abort-when = "orders fail for more than five minutes"
expected-detect-within = "2m"
roles = { owner = "ana", coordinator = "ben", reporter = "cho" }
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let needs = options.texts("needs");
    let ahead = context.exercises().into_iter().filter(|exercise| {
        let over = exercise.next(context.now).is_none() && exercise.last(context.now).is_some();
        exercise.status == GameDayStatus::Planned && !over && !is_page_test(exercise.written)
    });
    ahead.filter_map(|exercise| finding(&exercise, &needs)).collect()
}

/// Whether an exercise is a page and nothing else: what is expected of it goes without saying.
fn is_page_test(written: &GameDay) -> bool {
    written.kind.as_ref().is_some_and(|kind| kind.value == GameDayKind::PageTest)
}

/// Whether an exercise has what is needed; a word that irp does not know is no need.
fn has(written: &GameDay, need: &str) -> bool {
    let roles = written.roles.as_ref().map(|roles| &roles.value);
    let role = |has: fn(&crate::syntax::GameDayRoles) -> bool| roles.is_some_and(has);
    match need {
        "hypothesis" => written.hypothesis.is_some(),
        "inject" => written.inject.is_some(),
        "abort-when" => written.abort_when.is_some(),
        "rollback" => written.rollback.is_some(),
        "duration" => written.duration.is_some(),
        "environment" => written.environment.is_some(),
        "expected-alert" => written.expected_alert.is_some(),
        "expected-detect-within" => written.expected_detect_within.is_some(),
        "expected-engage-within" => written.expected_engage_within.is_some(),
        "expected-mitigate-within" => written.expected_mitigate_within.is_some(),
        "expected" => {
            written.expected_alert.is_some()
                || written.expected_detect_within.is_some()
                || written.expected_engage_within.is_some()
                || written.expected_mitigate_within.is_some()
        }
        "owner" => role(|roles| roles.owner.is_some()),
        "coordinator" => role(|roles| roles.coordinator.is_some()),
        "reporter" => role(|roles| roles.reporter.is_some()),
        "observers" => role(|roles| roles.observers.is_some()),
        "responders" => role(|roles| roles.responders.is_some()),
        _ => true,
    }
}

fn finding(exercise: &Exercise<'_>, needs: &[String]) -> Option<Diagnostic> {
    let missing = needs.iter().filter(|need| !has(exercise.written, need));
    let missing: Vec<_> = missing
        .map(|need| match need.as_str() {
            "expected" => "any `expected-` key".to_owned(),
            "owner" | "coordinator" | "reporter" | "observers" | "responders" => {
                format!("`roles.{need}`")
            }
            key => format!("`{key}`"),
        })
        .collect();
    let words = match &missing[..] {
        [] => return None,
        [one] => one.clone(),
        [more @ .., last] => format!("{} and {last}", more.join(", ")),
    };
    let id = &exercise.id.value;
    let message = format!(
        "exercise `{id}` is planned without {words}: it can go wrong, or prove nothing, and nobody \
         notices"
    );
    let finding = Diagnostic::new(RULE.code, RULE.level, exercise.id.at, message)
        .about(format!("game-days.{id}"));
    Some(
        finding.help(
            "settle it before the day: who runs and halts it, what should happen, when to stop",
        ),
    )
}
