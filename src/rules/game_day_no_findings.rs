//! `game-day-no-findings`: an exercise was held, and nobody has written what came of it.

use chrono::TimeDelta;

use super::{Check, Context, Exercise, Kind, Options, Parameter, Rule, counted, day};
use crate::diagnostic::{Diagnostic, Level};
use crate::syntax::{GameDay, GameDayStatus};

pub(super) static RULE: Rule = Rule {
    code: "game-day-no-findings",
    level: Level::Warning,
    profiles: &[],
    options: &[
        Parameter {
            name: "within",
            kind: Kind::Length,
            default: "7d",
            profiles: &[],
            about: "How long after an exercise its result is awaited.",
        },
        Parameter {
            name: "look-back",
            kind: Kind::Length,
            default: "365d",
            profiles: &[],
            about: "How old exercises are judged.",
        },
    ],
    summary: "an exercise is done, and nothing says what came of it",
    source: "7 days, over the last year (house default); \"Minimum Viable Incident Response Plan\" \
             (2019): measure, and learn",
    why: "The worth of an exercise is what it shows: how long each phase took, what did not hold, \
          what is done about it. After a week nobody remembers. A `result` or a finding is enough.",
    bad: r#"
irp = 1
[plan]
name = "Forgotten"
time-zone = "Europe/Berlin"
[services.checkout]
tier = 2
[game-days.2026-10-pages]
status = "done"
services = ["checkout"]
scheduled = 2026-10-06T10:00:00+02:00
"#,
    good: r#"
irp = 1
[plan]
name = "Written down"
time-zone = "Europe/Berlin"
[services.checkout]
tier = 2
[game-days.2026-10-pages]
status = "done"
services = ["checkout"]
scheduled = 2026-10-06T10:00:00+02:00
result = { hypothesis-held = false, summary = "One telephone was silent." }
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let (within, back) = (options.length("within"), options.length("look-back"));
    let done = context.exercises().into_iter();
    let done = done.filter(|exercise| exercise.status == GameDayStatus::Done);
    done.filter_map(|exercise| finding(context, &exercise, within, back)).collect()
}

/// Whether somebody has written what came of an exercise.
fn is_told(written: &GameDay) -> bool {
    let result = written.result.as_ref().is_some_and(|result| {
        result.hypothesis_held.is_some() || result.summary.is_some() || result.times.is_some()
    });
    result || written.findings.as_ref().is_some_and(|findings| !findings.value.is_empty())
}

fn finding(
    context: &Context<'_>,
    exercise: &Exercise<'_>,
    within: TimeDelta,
    back: TimeDelta,
) -> Option<Diagnostic> {
    if is_told(exercise.written) {
        return None;
    }
    let held = exercise.last(context.now - within)?;
    if held < context.now - back {
        return None;
    }
    let id = &exercise.id.value;
    let held = context.plan.zone.civil(held).date();
    let message = format!(
        "exercise `{id}` was held on {} and nothing says what came of it, so what it showed is lost",
        day(held),
    );
    let at = exercise.written.status.as_ref().map_or(exercise.id.at, |status| status.at);
    let ago = counted((context.today() - held).num_days(), "day");
    let finding = Diagnostic::new(RULE.code, RULE.level, at, message)
        .about(format!("game-days.{id}"))
        .label(format!("done, {ago} ago"));
    let way_out = format!(
        "write `[game-days.{id}.result]` with `hypothesis-held` and a `summary`, and what was \
         learnt as `[[game-days.{id}.findings]]`"
    );
    Some(finding.help(way_out))
}
