//! `escalation-loop`: escalations hand over to each other in a circle.

use super::{Check, Context, Options, Rule, quoted};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Plan, Reach};
use crate::source::Location;

/// Paths of a circle that are named one by one.
const NAMED: usize = 8;

/// A circle of paths, as indices.
struct Circle {
    /// The first of them.
    paths: Vec<usize>,
    length: usize,
    /// The one that hands back to the first.
    last: usize,
}

pub(super) static RULE: Rule = Rule {
    code: "escalation-loop",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "escalations hand over to each other in a circle",
    source: "any circle",
    why: "A page that goes round in a circle reaches the same people again and nobody new, \
             while whoever reads the plan counts on the path that comes next.",
    bad: r#"
irp = 1
[plan]
name = "Circle"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[escalations.first]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "10m", notify = { escalation = "second" } },
]
[escalations.second]
steps = [
    { after = "0m", notify = { person = "ben" } },
    { after = "10m", notify = { escalation = "first" } },
]
"#,
    good: r#"
irp = 1
[plan]
name = "An end"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[escalations.first]
steps = [
    { after = "0m", notify = { rotation = "primary" } },
    { after = "10m", notify = { escalation = "second" } },
]
[escalations.second]
steps = [
    { after = "0m", notify = { person = "ben" } },
    { after = "10m", notify = { person = "ana" } },
]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let plan = context.plan;
    let next: Vec<_> = (0..plan.escalations.len()).map(|index| handed_to(plan, index)).collect();
    circles(&next).iter().map(|circle| finding(plan, &next, circle)).collect()
}

/// The paths that a path hands over to, as indices, each once, and where.
fn handed_to(plan: &Plan, index: usize) -> Vec<(usize, Location)> {
    let mut to: Vec<(usize, Location)> = Vec::new();
    for step in &plan.escalations[index].steps {
        for reach in &step.reach {
            if let Reach::Escalation(id) = reach
                && let Ok(next) = plan.escalations.binary_search_by(|path| path.id.cmp(id))
            {
                to.push((next, step.at));
            }
        }
    }
    to.sort_unstable();
    to.dedup_by_key(|(next, _)| *next);
    to
}

/// For every path that hands back to one which led to it, one circle, cut to its first paths; the
/// path that hands back is its last.
fn circles(next: &[Vec<(usize, Location)>]) -> Vec<Circle> {
    let mut found: Vec<Circle> = Vec::new();
    // Where a path stands on the way; those that are done with stand nowhere.
    let mut places: Vec<Option<usize>> = vec![None; next.len()];
    let mut seen = vec![false; next.len()];
    for start in 0..next.len() {
        let mut way: Vec<(usize, usize)> = Vec::new();
        if !seen[start] {
            (seen[start], places[start]) = (true, Some(0));
            way.push((start, 0));
        }
        while let Some((path, tried)) = way.last_mut() {
            let (path, to) = (*path, next[*path].get(*tried).map(|(to, _)| *to));
            *tried += 1;
            match to {
                None => {
                    places[path] = None;
                    way.pop();
                }
                Some(to) if !seen[to] => {
                    (seen[to], places[to]) = (true, Some(way.len()));
                    way.push((to, 0));
                }
                Some(to) => {
                    let again = found.last().is_some_and(|circle| circle.last == path);
                    if let Some(place) = places[to].filter(|_| !again) {
                        let paths =
                            way[place..].iter().take(NAMED).map(|(path, _)| *path).collect();
                        found.push(Circle { paths, length: way.len() - place, last: path });
                    }
                }
            }
        }
    }
    found
}

/// The finding of a circle, at the step that closes it.
fn finding(plan: &Plan, next: &[Vec<(usize, Location)>], circle: &Circle) -> Diagnostic {
    let (first, last) = (circle.paths[0], circle.last);
    let id = |index: usize| plan.escalations[index].id.as_ref();
    let mut names = quoted(circle.paths.iter().map(|index| id(*index)));
    if circle.length > NAMED {
        names.push("...".to_owned());
    }
    names.push(format!("`{}`", id(first)));
    let message = if circle.length == 1 {
        format!("`{}` hands over to itself, which reaches nobody new", id(first))
    } else {
        format!(
            "escalations hand over in a circle, {}, so a page that comes there reaches nobody new",
            names.join(" -> ")
        )
    };
    let back = next[last].iter().find(|(to, _)| *to == first);
    let at = back.map_or(plan.escalations[last].at, |(_, at)| *at);
    Diagnostic::new(RULE.code, Level::Error, at, message)
        .about(format!("escalations.{}", id(last)))
        .label(format!("leads back to `{}`", id(first)))
        .help("end the path with a team or its lead instead")
}
