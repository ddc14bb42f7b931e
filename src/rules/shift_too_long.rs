//! `shift-too-long`: duty without a break for longer than people can bear.

use chrono::TimeDelta;

use super::{Check, Context, Kind, Options, Parameter, Rule, Run, civil_length, few, quoted};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{PersonKey, RotationKey};
use crate::time::show;

const LISTED: usize = 4;

pub(super) static RULE: Rule = Rule {
    code: "shift-too-long",
    level: Level::Warning,
    profiles: &[],
    options: &[
        Parameter {
            name: "most",
            kind: Kind::Length,
            default: "3d",
            profiles: &[],
            about: "The longest duty without a break, in civil days.",
        },
        Parameter {
            name: "error-above",
            kind: Kind::Length,
            default: "7d",
            profiles: &[],
            about: "Longer duty than this is an error.",
        },
    ],
    summary: "one person is on duty for too long without a break, over all rotations that count",
    source: "3 civil days: the article \"Minimum Viable Incident Response Plan\" (2019) knows turns \
             of 24 hours a day for 3 days, and never longer than a few days; 7 days: shift \
             guidelines of the British HSE, at most 5 to 7 work days in a row",
    why: "Whoever is on duty sleeps beside the telephone and goes nowhere. After a few days of \
          that people are slow and short-tempered, and it shows at 3 am. A week as primary right \
          after a week as secondary is two weeks of it.",
    bad: r#"
irp = 1
[plan]
name = "Weeks"
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
    good: r#"
irp = 1
[plan]
name = "Three days"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana", "ben"]
"#,
    check: Check::Plan(check),
};

/// A run of duty that is too long.
struct Long {
    person: PersonKey,
    run: Run,
    length: TimeDelta,
}

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let longest = options.length("most");
    let mut alone: Vec<Vec<Long>> = context.plan.rotations.iter().map(|_| Vec::new()).collect();
    let mut findings = Vec::new();
    for person in context.people() {
        let mut together = Vec::new();
        for mut run in context.runs(person) {
            // What is past of a duty under way cannot be given back.
            run.span.start = run.span.start.max(context.now);
            let length = shortest_reading(context, person, &run);
            if length > longest {
                let roots = run.rotations.iter().map(|key| context.plan.root(*key));
                let mut roots: Vec<_> = roots.collect();
                roots.dedup();
                let long = Long { person, run, length };
                match roots[..] {
                    [root] => alone[root.index()].push(long),
                    _ => together.push(long),
                }
            }
        }
        let path = format!("people.{}", context.plan[person].id);
        findings.extend(finding(context, options, &path, &together));
    }
    for (rotation, long) in context.plan.rotations.iter().zip(alone) {
        findings.extend(finding(context, options, &format!("rotations.{}", rotation.id), &long));
    }
    findings
}

/// The civil length of a run on the clock on which it is shortest: the person's own, or that of a
/// rotation. A change of the clock alone makes no duty too long.
fn shortest_reading(context: &Context<'_>, person: PersonKey, run: &Run) -> TimeDelta {
    let layers = run.rotations.iter().flat_map(|key| context.plan.layers(*key));
    let zones = layers.map(|layer| &layer.zone).chain([&context.plan[person].zone]);
    zones.map(|zone| civil_length(run.span, zone)).min().unwrap_or_default()
}

fn finding(
    context: &Context<'_>,
    options: &Options<'_>,
    path: &str,
    all: &[Long],
) -> Option<Diagnostic> {
    let plan = context.plan;
    let first = all.iter().min_by_key(|long| (std::cmp::Reverse(long.length), long.run.span))?;
    let person = &plan[first.person];
    let message = format!(
        "`{}` is on duty {} for {} without a break, {}: longer than {}, and nobody stays quick at \
         night for that long",
        person.id,
        named(context, &first.run.rotations),
        show::length(first.length),
        when(context, first),
        show::length(options.length("most")),
    );
    // Who has nobody to hand over to does not mend it with other turns.
    let too_much = first.length > options.length("error-above") && !is_alone(context, first);
    let level = if too_much { Level::Error } else { Level::Warning };
    let place = if path.starts_with("people.") { person.at } else { turn_at(context, first) };
    let mut finding =
        Diagnostic::new(RULE.code, level, place, message).about(path).label("this is too long");
    if all.len() > 1 {
        let each = all.iter().map(|long| {
            let person = &plan[long.person];
            let start = show::short(long.run.span.start, &person.zone, context.now);
            format!("`{}` from {start} for {}", person.id, show::length(long.length))
        });
        let each = few(&each.collect::<Vec<_>>(), LISTED);
        finding = finding.help(format!("{} times in all: {each}", all.len()));
    }
    Some(finding.help(if is_alone(context, first) {
        "nobody else takes turns: add people, who can then be few days on duty each"
    } else {
        "hand over sooner (`turn = \"3d\"`), or let the places of one person lie further apart"
    }))
}

/// Whether nobody else takes turns in the rotations of a run.
fn is_alone(context: &Context<'_>, long: &Long) -> bool {
    let layers = long.run.rotations.iter().flat_map(|key| context.plan.layers(*key));
    let line_ups = layers.filter_map(|layer| layer.line_ups.last());
    let mut people = line_ups.flat_map(|order| &order.places).flat_map(|place| &*place.people);
    people.all(|person| *person == long.person)
}

/// From when until when, as far as shifts are known.
fn when(context: &Context<'_>, long: &Long) -> String {
    let (zone, span) = (&context.plan[long.person].zone, long.run.span);
    let start = show::full(span.start, zone);
    if span.end >= context.known().end {
        return format!("from {start}, with no end in sight");
    }
    format!("from {start} until {}", show::full(span.end, zone))
}

/// The rotations of a run, in words.
fn named(context: &Context<'_>, rotations: &[RotationKey]) -> String {
    let names = quoted(rotations.iter().map(|key| &context.plan[*key].id));
    format!("in {}", few(&names, LISTED))
}

/// Where the length of the turns is written.
fn turn_at(context: &Context<'_>, long: &Long) -> crate::source::Location {
    let first = long.run.rotations.first().map(|key| context.plan.layers(*key));
    let layer = first.and_then(<[_]>::first);
    layer.map_or(context.plan[long.person].at, |layer| layer.turn_at)
}
