//! `handoff-unsociable`: a handoff in the night of whoever gives or receives it.

use super::{Check, Context, Kind, Options, Parameter, Pool, Rule, counted, few};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{PersonKey, RotationKey};
use crate::time::{Instant, Windows, show};

const LISTED: usize = 3;

pub(super) static RULE: Rule = Rule {
    code: "handoff-unsociable",
    level: Level::Warning,
    profiles: &[],
    options: &[Parameter {
        name: "hours",
        kind: Kind::Hours,
        default: "07:00-22:30",
        profiles: &[],
        about: "The hours in which a handoff may be, ends included, in everybody's own time.",
    }],
    summary: "a handoff lies in the night of whoever gives or receives it",
    source: "07:00 to 22:30 local time: a house default; that noon in San Francisco is 22:00 in \
             Israel was a review remark on istio#3466",
    why: "A handoff is a conversation: what is broken, what to watch. At night nobody has it. The \
          giver goes to bed, the receiver reads a channel in the morning, and what was said last \
          is lost.",
    bad: r#"
irp = 1
[plan]
name = "Midnight"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T00:00
turn = "3d"
people = ["ana", "ben"]
"#,
    good: r#"
irp = 1
[plan]
name = "Morning"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T10:00
turn = "3d"
people = ["ana", "ben"]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let hours = options.hours("hours");
    context.pools().iter().filter_map(|pool| finding(context, &hours, pool)).collect()
}

/// A handoff at night.
struct Night {
    at: Instant,
    person: PersonKey,
    gives: bool,
}

/// The handoffs of a rotation within the horizon that are at night for somebody, and how many
/// there are in all.
fn nights(context: &Context<'_>, hours: &Windows, key: RotationKey) -> (Vec<Night>, usize) {
    let (mut found, mut count) = (Vec::new(), 0);
    for pair in context.shifts(key).windows(2) {
        let (before, after, at) = (&pair[0].people, &pair[1].people, pair[1].span.start);
        // Whoever swaps a shift has chosen the hour.
        let chosen = pair.iter().any(|shift| !shift.why.overrides.is_empty());
        if chosen || pair[0].span.end != at || !context.horizon().contains(at) {
            continue;
        }
        let gives = before.iter().filter(|person| !after.contains(person));
        let takes = after.iter().filter(|person| !before.contains(person));
        let (gives, takes): (Vec<_>, Vec<_>) = (gives.collect(), takes.collect());
        if gives.is_empty() || takes.is_empty() {
            continue;
        }
        count += 1;
        let late = |person: &&PersonKey| {
            let civil = context.plan[**person].zone.civil(at);
            hours.around(civil, civil).is_empty()
        };
        let from = gives.into_iter().find(late).map(|person| (*person, true));
        let night = from.or_else(|| takes.into_iter().find(late).map(|person| (*person, false)));
        found.extend(night.map(|(person, gives)| Night { at, person, gives }));
    }
    (found, count)
}

fn finding(context: &Context<'_>, hours: &Windows, pool: &Pool) -> Option<Diagnostic> {
    let plan = context.plan;
    let each = pool.rotations.iter().map(|key| (*key, nights(context, hours, *key)));
    let each: Vec<_> = each.filter(|(_, (nights, _))| !nights.is_empty()).collect();
    let (key, (nights, count)) = each.first()?;
    let rotation = &plan[*key];
    let first = nights.first()?;
    let verb = if first.gives { "hands" } else { "takes" };
    let message = format!(
        "{} of {} of `{}` {} at night for somebody: on {} `{}` {verb} over, so it is done half \
         asleep, or not at all",
        nights.len(),
        counted(i64::try_from(*count).unwrap_or(i64::MAX), "handoff"),
        rotation.id,
        if nights.len() == 1 { "is" } else { "are" },
        show::full(first.at, &plan[first.person].zone),
        plan[first.person].id,
    );
    let listed = nights.iter().map(|night| {
        let person = &plan[night.person];
        let verb = if night.gives { "hands over" } else { "takes over" };
        format!("{} `{}` {verb}", show::short(night.at, &person.zone, context.now), person.id)
    });
    let listed = few(&listed.collect::<Vec<_>>(), LISTED);
    let place = plan.layers(pool.root).first().map_or(rotation.at, |layer| layer.turn_at);
    let mut finding = Diagnostic::new(RULE.code, Level::Warning, rotation.at, message)
        .about(format!("rotations.{}", plan[*pool.rotations.first()?].id))
        .also(place, "its turns");
    if nights.len() > 1 {
        finding = finding.help(format!("in their own time: {listed}"));
    }
    for (key, (nights, count)) in each.iter().skip(1).take(LISTED) {
        let id = &plan[*key].id;
        finding = finding.help(format!("`{id}` has the same clock: {} of {count}", nights.len()));
    }
    Some(finding.help("move `starts` or the windows to an hour that is day for both"))
}
