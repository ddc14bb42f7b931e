//! `schedule-runs-out`: a rotation ends soon and nothing takes over.

use chrono::TimeDelta;

use super::{Check, Context, Kind, NAMED, Options, Parameter, Rule, few, quoted};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Reach, RotationKey, Turns};
use crate::schedule::force;
use crate::time::{Instant, show};

pub(super) static RULE: Rule = Rule {
    code: "schedule-runs-out",
    level: Level::Warning,
    profiles: &[],
    options: &[Parameter {
        name: "notice",
        kind: Kind::Length,
        default: "4w",
        profiles: &[],
        about: "How long before the end a warning is given.",
    }],
    summary: "a rotation that ends soon, and none takes over",
    source: "4 weeks (house default): time enough to ask people and to write the next one",
    why: "A date that was far away when it was written comes without a sound. From then on \
             the rotation has nobody, and the first to notice is a page.",
    bad: r#"
irp = 1
[plan]
name = "Ends"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
until = 2026-11-09T09:00
"#,
    good: r#"
irp = 1
[plan]
name = "Goes on"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let (plan, notice) = (context.plan, options.length("notice"));
    let ends = |key: RotationKey| {
        let until = force(plan, key).until.filter(|_| context.answers(key))?;
        let soon = context.now < until && until < context.now + notice;
        // A follower that ends with its leader has the same cause.
        let own = plan.root(key) == key || plan[key].force.until.is_some();
        (soon && own && until < context.horizon().end).then_some(until)
    };
    let ending = plan.rotation_keys().filter_map(|key| Some((key, ends(key)?)));
    let ending = ending.filter(|(key, until)| !is_succeeded(context, *key, *until, notice));
    ending.map(|(key, until)| finding(context, key, until, notice)).collect()
}

/// Whether some step that names a rotation names another that begins about when this one ends.
fn is_succeeded(
    context: &Context<'_>,
    key: RotationKey,
    until: Instant,
    notice: TimeDelta,
) -> bool {
    let plan = context.plan;
    let begins = |other: &RotationKey| {
        let force = force(plan, *other);
        let near = force.from.is_some_and(|from| until - notice < from && from <= until);
        *other != key && near && force.until.is_none_or(|end| until < end)
    };
    let steps = plan.escalations.iter().flat_map(|path| &path.steps);
    let mut own = steps.filter(|step| step.reach.contains(&Reach::Rotation(key)));
    own.any(|step| {
        step.reach.iter().any(|reach| matches!(reach, Reach::Rotation(other) if begins(other)))
    })
}

fn finding(
    context: &Context<'_>,
    key: RotationKey,
    until: Instant,
    notice: TimeDelta,
) -> Diagnostic {
    let (plan, rotation) = (context.plan, &context.plan[key]);
    let message = format!(
        "`{}` ends on {}, in {}, and from then on nobody is on call in it",
        rotation.id,
        show::full(until, &rotation.zone),
        show::length(until - context.now)
    );
    let found = Diagnostic::new(RULE.code, Level::Warning, rotation.at, message)
        .about(format!("rotations.{}", rotation.id))
        .label(format!("ends in less than {}", show::length(notice)));
    let follows = |other: &&RotationKey| {
        matches!(plan[**other].turns, Turns::Follows { .. }) && plan[**other].force.until.is_none()
    };
    let followers = rotation.family.iter().filter(|other| **other != key).filter(follows);
    let followers = quoted(followers.map(|key| &plan[*key].id));
    let found = if followers.is_empty() || plan.root(key) != key {
        found
    } else {
        let end = if followers.len() == 1 { "ends" } else { "end" };
        found.help(format!("{} {end} with it", few(&followers, NAMED)))
    };
    found.help("move `until` or remove it, or name the rotation that takes over in the same step")
}
