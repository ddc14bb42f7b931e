//! `weekday-locked`: somebody never gets a day of the week that others get.

use std::collections::BTreeMap;

use super::{Check, Context, DAY, NAMED, Options, Rule, Week, few, same_turns};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{PersonKey, RotationKey, Turns};

const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// The bits of Saturday and Sunday.
const WEEKEND: u8 = 0b110_0000;

pub(super) static RULE: Rule = Rule {
    code: "weekday-locked",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "somebody never gets a day of the week that others get, in turns shorter than a week",
    source: "any, over one whole period: an order whose round lasts whole weeks meets the same \
             days for ever; a warning where a Saturday or Sunday is concerned, otherwise only \
             information (house default)",
    why: "Whoever looks at two weeks of a calendar sees people taking turns. Over a year the same \
          ones had every weekend, and nobody decided that.",
    bad: r#"
irp = 1
[plan]
name = "Always the same day"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[people.dan]
name = "Dan"
[rotations.weekend]
starts = 2026-01-03T00:00
turn = "1 shift"
people = ["ana", "ben", "cho", "dan"]
when = "sat,sun"
"#,
    good: r#"
irp = 1
[plan]
name = "Saturdays and Sundays"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[rotations.weekend]
starts = 2026-01-03T00:00
turn = "1 shift"
people = ["ana", "ben", "cho"]
when = "sat,sun"
"#,
    check: Check::Plan(check),
};

/// People who never get some days, as bits from Monday.
type Locked = (u8, Vec<PersonKey>);

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let plan = context.plan;
    let own =
        |key: &RotationKey| matches!(plan[*key].turns, Turns::Own(_)) && context.answers(*key);
    plan.rotation_keys().filter(own).filter_map(|key| rotation(context, key)).collect()
}

/// The finding of a rotation: its first layer that locks somebody, the others beside it.
fn rotation(context: &Context<'_>, key: RotationKey) -> Option<Diagnostic> {
    let plan = context.plan;
    let layers = (0..plan.layers(key).len()).filter_map(|index| {
        let week = Week::of(plan, key, index, context.now).filter(|week| week.short)?;
        let locked = locked(&week);
        (!locked.is_empty()).then_some((week, locked))
    });
    let mut layers = layers.collect::<Vec<_>>().into_iter();
    let (week, locked) = layers.next()?;
    let found = finding(context, key, &week, &locked);
    Some(layers.fold(found, |mut found, (week, locked)| {
        found.level = found.level.max(level(&locked));
        found.also(week.layer.turn_at, sentence(context, &locked))
    }))
}

/// The days that a place ever holds some of, and those that it mostly holds.
fn days(week: &Week<'_>, place: usize, mostly: bool) -> u8 {
    let day = |day: u8| (i64::from(day) * DAY, (i64::from(day) + 1) * DAY);
    let held = (0..7).filter(|index| week.holds(place, day(*index), mostly));
    held.fold(0, |days, day| days | 1 << day)
}

/// Who never gets what, in order of the people; whoever never gets a shift at all is left out.
fn locked(week: &Week<'_>) -> Vec<Locked> {
    let places = &week.order.places;
    let mut gotten: Vec<(PersonKey, u8)> = Vec::new();
    let mut most = 0;
    for (index, place) in places.iter().enumerate().filter(|(_, place)| !place.people.is_empty()) {
        most |= days(week, index, true);
        let touched = days(week, index, false);
        gotten.extend(place.people.iter().map(|person| (*person, touched)));
    }
    gotten.sort_unstable();
    let mut all: Vec<Locked> = Vec::new();
    for own in gotten.chunk_by(|one, two| one.0 == two.0) {
        let touched = own.iter().fold(0, |days, (_, touched)| days | touched);
        let missing = most & !touched;
        if missing == 0 || touched == 0 {
            continue;
        }
        match all.iter_mut().find(|(days, _)| *days == missing) {
            Some((_, people)) => people.push(own[0].0),
            None => all.push((missing, vec![own[0].0])),
        }
    }
    all
}

fn level(locked: &[Locked]) -> Level {
    let weekend = locked.iter().any(|(days, _)| days & WEEKEND != 0);
    if weekend { Level::Warning } else { Level::Info }
}

/// `ana and ben never have a Sunday, cho never has a Saturday`: only the weekend, where it is
/// concerned.
fn sentence(context: &Context<'_>, locked: &[Locked]) -> String {
    let counted = if level(locked) == Level::Warning { WEEKEND } else { 0x7f };
    let mut groups: BTreeMap<u8, Vec<PersonKey>> = BTreeMap::new();
    for (days, people) in locked.iter().filter(|(days, _)| days & counted != 0) {
        groups.entry(days & counted).or_default().extend(people);
    }
    let each = groups.iter_mut().rev().map(|(days, people)| {
        people.sort_unstable();
        let days: Vec<_> =
            (0..7).filter(|day| days & (1 << day) != 0).map(|day| DAYS[day]).collect();
        let has = if people.len() == 1 { "has" } else { "have" };
        format!("{} never {has} a {}", few(&context.plan.ids(people), NAMED), either(&days))
    });
    few(&each.collect::<Vec<_>>(), NAMED)
}

/// `Saturday`, `Saturday or Sunday`
fn either(days: &[&str]) -> String {
    match days {
        [all @ .., last] if !all.is_empty() => format!("{} or {last}", all.join(", ")),
        few => few.concat(),
    }
}

fn finding(
    context: &Context<'_>,
    key: RotationKey,
    week: &Week<'_>,
    locked: &[Locked],
) -> Diagnostic {
    let (plan, rotation) = (context.plan, &context.plan[key]);
    let message = format!(
        "the turns of `{}` meet the same days for ever: {}, which the others carry",
        rotation.id,
        sentence(context, locked)
    );
    let entries = week.order.places.len();
    let label = format!("{entries} entries take turns, and the pattern repeats {}", week.repeats());
    let found = Diagnostic::new(RULE.code, level(locked), week.layer.turn_at, message)
        .about(format!("rotations.{}", rotation.id))
        .label(label);
    let found = same_turns(plan, key).into_iter().fold(found, Diagnostic::help);
    found.help(
        "let the order be out of step with the week: one entry more or fewer, or turns of another \
         length",
    )
}
