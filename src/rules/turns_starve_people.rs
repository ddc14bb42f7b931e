//! `turns-starve-people`: somebody in an order never gets a shift.

use super::{Check, Context, Options, Rule, Week, who};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Cadence, PersonKey, RotationKey, Turns};
use crate::time::WEEK;

pub(super) static RULE: Rule = Rule {
    code: "turns-starve-people",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "somebody in an order never gets a shift, because turns and windows share a factor",
    source: "any, over one whole period: daily turns on windows from Monday to Friday leave 2 of 7 \
             or 4 of 14 people without a shift for good, as target/goalert#55 and OneUptime#2413 \
             report",
    why: "Turns go on while no window is open. Where the order comes round in whole weeks, the \
          same people have their turns in hours that nobody is on call in, and the others carry \
          their share without anybody having decided it.",
    bad: r#"
irp = 1
[plan]
name = "Starved"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[people.dan]
name = "Dan"
[people.eve]
name = "Eve"
[people.finn]
name = "Finn"
[people.gus]
name = "Gus"
[rotations.desk]
starts = 2026-01-05T09:00
turn = "1d"
people = ["ana", "ben", "cho", "dan", "eve", "finn", "gus"]
when = "mon-fri 09:00-17:00"
"#,
    good: r#"
irp = 1
[plan]
name = "Everybody serves"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[people.dan]
name = "Dan"
[people.eve]
name = "Eve"
[people.finn]
name = "Finn"
[people.gus]
name = "Gus"
[rotations.desk]
starts = 2026-01-05T09:00
turn = "1 shift"
people = ["ana", "ben", "cho", "dan", "eve", "finn", "gus"]
when = "mon-fri 09:00-17:00"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let plan = context.plan;
    let own =
        |key: &RotationKey| matches!(plan[*key].turns, Turns::Own(_)) && context.answers(*key);
    plan.rotation_keys().filter(own).filter_map(|key| rotation(context, key)).collect()
}

/// The finding of a rotation: its first layer that starves somebody, the others beside it.
fn rotation(context: &Context<'_>, key: RotationKey) -> Option<Diagnostic> {
    let plan = context.plan;
    let layers = (0..plan.layers(key).len()).filter_map(|index| {
        let week = Week::of(plan, key, index, context.now)?;
        let starved = starved(&week);
        (!starved.is_empty()).then_some((week, starved))
    });
    let mut layers = layers.collect::<Vec<_>>().into_iter();
    let (week, people) = layers.next()?;
    let found = finding(context, key, &week, &people);
    Some(layers.fold(found, |found, (week, people)| {
        found.also(week.layer.turn_at, format!("{} never, here", who(plan, &people)))
    }))
}

/// Everybody whose places in the order never hold anything, though others do; each once.
fn starved(week: &Week<'_>) -> Vec<PersonKey> {
    let holds: Vec<bool> =
        (0..week.order.places.len()).map(|place| week.holds(place, (0, WEEK), false)).collect();
    let of = |wanted: bool| {
        let places = week.order.places.iter().zip(&holds);
        let places = places.filter(move |(_, holds)| **holds == wanted);
        let mut people: Vec<_> = places.flat_map(|(place, _)| place.people.to_vec()).collect();
        people.sort_unstable();
        people.dedup();
        people
    };
    let served = of(true);
    if served.is_empty() {
        return Vec::new();
    }
    of(false).into_iter().filter(|person| served.binary_search(person).is_err()).collect()
}

fn finding(
    context: &Context<'_>,
    key: RotationKey,
    week: &Week<'_>,
    people: &[PersonKey],
) -> Diagnostic {
    let (plan, id) = (context.plan, &context.plan[key].id);
    let timed = week.layer.windows.is_some() && matches!(week.layer.cadence, Cadence::Periods(_));
    let (get, where_to) = match (people.len(), timed) {
        (1, true) => ("gets", "outside the windows"),
        (_, true) => ("get", "outside the windows"),
        (1, false) => ("gets", "under later layers"),
        (_, false) => ("get", "under later layers"),
    };
    let message = format!(
        "{} of `{id}` never {get} a shift, so the others carry their share: the pattern repeats {}, \
         and their turns always fall {where_to}",
        who(plan, people),
        week.repeats()
    );
    let found = Diagnostic::new(RULE.code, Level::Error, week.layer.turn_at, message)
        .about(format!("rotations.{id}"))
        .label("meets the same hours of the week again and again");
    let place = week.order.places.iter().find(|place| place.people.contains(&people[0]));
    let found = place.into_iter().fold(found, |found, place| found.also(place.at, "never on call"));
    if timed && !week.layer.split && week.layer.line_ups.len() == 1 {
        return found.help("let the next person come after every window").fix("turn = \"1 shift\"");
    }
    found.help(if timed {
        "write `turn = \"1 shift\"`, without `split-windows` and with line-ups that begin at windows, \
         or add or remove somebody"
    } else {
        "add or remove somebody, so that the order moves against the week"
    })
}
