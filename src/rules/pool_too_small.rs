//! `pool-too-small`: too few people take turns at any hour.

use super::{Check, Context, Kind, Options, Parameter, Pool, Rule, Site, counted};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::PersonKey;
use crate::syntax::Profile;

pub(super) static RULE: Rule = Rule {
    code: "pool-too-small",
    level: Level::Warning,
    profiles: &[],
    options: &[
        Parameter {
            name: "people",
            kind: Kind::Whole,
            default: "4",
            profiles: &[(Profile::Sre, "8")],
            about: "The fewest people where all take turns at the same hours.",
        },
        Parameter {
            name: "people-per-site",
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
          second, and one resignation ends the rotation. Layers that share nobody, such as the \
          sites that follow the sun, are counted one by one: the others are asleep.",
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

/// The line-up of the fewest people among sites whose hours come again every week.
struct Smallest {
    sites: usize,
    layer: usize,
    people: Vec<PersonKey>,
}

fn smallest(context: &Context<'_>, pool: &Pool) -> Option<Smallest> {
    let layers = context.plan.layers(pool.root);
    let weekly = |layer: &usize| {
        layers[*layer].windows.as_ref().is_none_or(crate::time::Windows::is_weekly)
    };
    let mut sites = context.sites(pool);
    // A layer for holidays alone is no site.
    sites.retain(|site| site.layers.iter().any(weekly));
    let count = sites.len();
    let all = sites.into_iter().flat_map(|site| least(context, &site));
    let smallest = all.min_by_key(|(layer, people)| (people.len(), *layer))?;
    Some(Smallest { sites: count, layer: smallest.0, people: smallest.1 })
}

/// The people of a site, for each of the times at which a line-up of it begins.
fn least(context: &Context<'_>, site: &Site) -> Vec<(usize, Vec<PersonKey>)> {
    let now = context.now;
    let mut starts: Vec<_> = site.orders.iter().map(|order| order.span.start.max(now)).collect();
    starts.sort_unstable();
    starts.dedup();
    // Few line-ups begin within a horizon; of very many, only some are looked at.
    starts.truncate(50);
    let there = starts.into_iter().filter_map(|start| {
        let orders = site.orders.iter().filter(|order| order.span.contains(start));
        let people = orders.flat_map(|order| order.people.iter().copied());
        let stays = |key: &PersonKey| context.plan[*key].left.is_none_or(|left| start < left);
        let mut people: Vec<_> = people.filter(stays).collect();
        people.sort_unstable();
        people.dedup();
        Some((*site.layers.first()?, people))
    });
    there.collect()
}

fn finding(context: &Context<'_>, options: &Options<'_>, pool: &Pool) -> Option<Diagnostic> {
    let plan = context.plan;
    let found = smallest(context, pool)?;
    let count = i64::try_from(found.people.len()).unwrap_or(i64::MAX);
    let option = if found.sites > 1 { "people-per-site" } else { "people" };
    let least = options.whole(option);
    if count >= least {
        return None;
    }
    let rotation = &plan[*pool.rotations.first()?];
    let layer = plan.layers(pool.root).get(found.layer)?;
    let place = match (found.sites, &layer.name) {
        (..=1, _) => String::new(),
        (_, Some(name)) => format!(" in its layer `{name}`"),
        (_, None) => format!(" in its layer {}", found.layer + 1),
    };
    let who = if count == 1 { "1 person takes".to_owned() } else { format!("{count} people take") };
    let message = format!(
        "{who} turns in `{}`{place}, fewer than {least}: one holiday or resignation, and nobody \
         is left to share the nights with",
        rotation.id
    );
    let level = if count < options.whole("error-below") { Level::Error } else { Level::Warning };
    let mut finding = Diagnostic::new(RULE.code, level, rotation.at, message)
        .about(format!("rotations.{}", rotation.id));
    if let Some(order) = layer.line_ups.last() {
        finding = finding.also(order.at, format!("{} in turn", counted(count, "entrant")));
    }
    Some(finding.help("train more people for it, or let teams share one rotation"))
}
