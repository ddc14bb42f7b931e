//! `pool-too-small`: too few people take turns at any hour.

use chrono::TimeDelta;

use super::{Check, Context, Kind, Options, Order, Parameter, Pool, Rule, share};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::PersonKey;
use crate::syntax::Profile;

/// The least share of the time that makes a layer a site.
const SITE: f64 = 0.1;

pub(super) static RULE: Rule = Rule {
    code: "pool-too-small",
    level: Level::Warning,
    profiles: &[],
    options: &[
        Parameter {
            name: "at-least",
            kind: Kind::Whole,
            default: "4",
            profiles: &[(Profile::Sre, "8")],
            about: "The fewest people where all take turns at the same hours.",
        },
        Parameter {
            name: "at-least-per-site",
            kind: Kind::Whole,
            default: "4",
            profiles: &[(Profile::Sre, "6")],
            about: "The fewest people at each of several sites.",
        },
        Parameter {
            name: "error-below",
            kind: Kind::Whole,
            default: "2",
            profiles: &[],
            about: "Fewer people than this are an error.",
        },
    ],
    summary: "too few people take turns where somebody is needed at any hour",
    source: "4 people: Truss's guide to on-call, \"almost no case\" for fewer; profile `sre`: 8 at \
             one site or 6 at each of two, \"Site Reliability Engineering\" (2016), chapter 11",
    why: "With three people everybody is on call every third turn, one holiday makes it every \
          second, and one resignation ends the rotation. Layers, such as the sites that follow the sun, are \
          counted one by one, since the others are asleep, and a rotation with all that follow it \
          once.",
    bad: r#"
irp = 1
[plan]
name = "Three people"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana", "ben", "cho"]
[escalations.default]
steps = [{ after = "0m", notify = { rotation = "primary" } }]
[severities.sev1]
rank = 1
[services.api]
escalation = "default"
"#,
    good: r#"
irp = 1
[plan]
name = "Four people"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[people.dan]
name = "Dan"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana", "ben", "cho", "dan"]
[escalations.default]
steps = [{ after = "0m", notify = { rotation = "primary" } }]
[severities.sev1]
rank = 1
[services.api]
escalation = "default"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let needed = needed(context);
    let pools = context.pools().into_iter();
    let pools = pools.filter(|pool| pool.rotations.iter().any(|key| needed[key.index()]));
    pools.filter_map(|pool| finding(context, options, &pool)).collect()
}

/// Whether each rotation stands in a step that is needed at any hour.
fn needed(context: &Context<'_>) -> Vec<bool> {
    let mut needed = vec![false; context.plan.rotations.len()];
    for promise in context.promises().iter().filter(|promise| !promise.business) {
        for step in context.steps(promise.path).unwrap_or_default() {
            for key in step.rotations() {
                needed[key.index()] = true;
            }
        }
    }
    needed
}

/// The layer with the fewest people.
struct Smallest {
    /// Whether other people take turns in other layers.
    sites: bool,
    layer: usize,
    line_up: usize,
    people: usize,
}

/// The line-up of the fewest people who have not left when it begins. A layer that holds little of
/// the time, such as one for holidays, is no pool of its own.
fn smallest(context: &Context<'_>, pool: &Pool) -> Option<Smallest> {
    let orders = context.orders(pool);
    let all: TimeDelta = orders.iter().map(|order| order.held).sum();
    let layers = orders.chunk_by(|one, two| one.layer == two.layer);
    let large = layers.filter(|layer| {
        let held: TimeDelta = layer.iter().map(|order| order.held).sum();
        share(held, all) >= SITE
    });
    let large: Vec<_> = large.flatten().collect();
    let there = |order: &&Order| {
        let stays =
            |key: &&PersonKey| context.plan[**key].left.is_none_or(|left| order.span.start < left);
        order.people.iter().filter(stays).count()
    };
    let order = large.iter().copied().min_by_key(|order| (there(order), order.layer))?;
    let others =
        large.iter().any(|other| other.layer != order.layer && other.people != order.people);
    Some(Smallest {
        sites: others,
        layer: order.layer,
        line_up: order.line_up,
        people: there(&order),
    })
}

fn finding(context: &Context<'_>, options: &Options<'_>, pool: &Pool) -> Option<Diagnostic> {
    let plan = context.plan;
    let found = smallest(context, pool)?;
    let count = i64::try_from(found.people).unwrap_or(i64::MAX);
    let option = if found.sites { "at-least-per-site" } else { "at-least" };
    let least = options.whole(option);
    if count >= least {
        return None;
    }
    let rotation = &plan[*pool.rotations.first()?];
    let layer = plan.layers(pool.root).get(found.layer)?;
    let place = match (found.sites, &layer.name) {
        (false, _) => String::new(),
        (_, Some(name)) => format!(" in its layer `{name}`"),
        (_, None) => format!(" in its layer {}", found.layer + 1),
    };
    let who = if count == 1 { "1 person takes".to_owned() } else { format!("{count} people take") };
    let message = format!(
        "{who} turns in `{}`{place}, fewer than {least}: a holiday or a resignation falls \
         on the few who are left",
        rotation.id
    );
    let level = if count < options.whole("error-below") { Level::Error } else { Level::Warning };
    let mut finding = Diagnostic::new(RULE.code, level, rotation.at, message)
        .about(format!("rotations.{}", rotation.id));
    if let Some(order) = layer.line_ups.get(found.line_up) {
        finding = finding.also(order.at, "who takes turns");
    }
    Some(finding.help("train more people for it, or let teams share one rotation"))
}
