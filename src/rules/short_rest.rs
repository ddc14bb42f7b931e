//! `short-rest`: too little time between two duties of one person.

use chrono::TimeDelta;

use super::{Check, Context, Kind, Options, Parameter, Rule, civil_length, few, quoted};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::PersonKey;
use crate::schedule::merged;
use crate::syntax::Profile;
use crate::time::{Span, show};

const DAY: TimeDelta = TimeDelta::hours(24);
const LISTED: usize = 4;

pub(super) static RULE: Rule = Rule {
    code: "short-rest",
    level: Level::Warning,
    profiles: &[(Profile::Eu, Level::Error)],
    options: &[Parameter {
        name: "at-least",
        kind: Kind::Length,
        default: "11h",
        profiles: &[],
        about: "The least rest between two duties.",
    }],
    summary: "one person has too little rest between two duties",
    source: "11 hours in every 24: directive 2003/88/EC, article 3; guides that follow the British \
             HSE say 12 hours",
    why: "Two rotations that each look fair can meet in one person: a day shift that ends at 15:00 \
          and a weekend that begins at 23:00 leave one evening. Whoever is paged that night has \
          not slept.",
    bad: r#"
irp = 1
[plan]
name = "Two rotations"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.day]
starts = 2026-01-05T07:00
turn = "1w"
people = ["ana"]
when = "mon-fri 07:00-15:00"
[rotations.night]
starts = 2026-01-05T23:00
turn = "1w"
people = ["ben"]
when = "mon-thu 23:00-07:00"
[rotations.weekend]
starts = 2026-01-09T23:00
turn = "1w"
people = ["ana"]
when = "fri 23:00 - sat 23:00"
"#,
    good: r#"
irp = 1
[plan]
name = "Two people"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[rotations.day]
starts = 2026-01-05T07:00
turn = "1w"
people = ["ana"]
when = "mon-fri 07:00-15:00"
[rotations.night]
starts = 2026-01-05T23:00
turn = "1w"
people = ["ben"]
when = "mon-thu 23:00-07:00"
[rotations.weekend]
starts = 2026-01-09T23:00
turn = "1w"
people = ["cho"]
when = "fri 23:00 - sat 23:00"
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let rest = options.length("at-least");
    context.people().filter_map(|person| finding(context, rest, person)).collect()
}

/// The gaps between two duties that are too short, as far as the second begins in the horizon.
fn short(context: &Context<'_>, rest: TimeDelta, person: PersonKey) -> Vec<Span> {
    let duties = merged(context.load(person).map(|duty| duty.span).collect());
    let zone = &context.plan[person].zone;
    let pairs = duties.windows(2).filter_map(|pair| {
        let gap = Span::new(pair[0].end, pair[1].start);
        // A clock that jumps forward takes an hour of one night, which no plan can give back.
        let length = gap.length().max(civil_length(gap, zone));
        // Hours on either side of a pause at noon still leave the night free.
        let day = pair[1].end - pair[0].start;
        (length < rest && day > DAY - rest).then_some(gap)
    });
    pairs.filter(|gap| context.horizon().contains(gap.end)).collect()
}

fn finding(context: &Context<'_>, rest: TimeDelta, person: PersonKey) -> Option<Diagnostic> {
    let gaps = short(context, rest, person);
    let shortest = gaps.iter().min_by_key(|gap| (gap.length(), gap.start))?;
    let person = &context.plan[person];
    let message = format!(
        "`{}` has {} of rest between two duties, less than {}, from {} to {}: a page then \
         reaches somebody who has not slept",
        person.id,
        show::length(shortest.length()),
        show::length(rest),
        show::full(shortest.start, &person.zone),
        show::full(shortest.end, &person.zone),
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, person.at, message)
        .about(format!("people.{}", person.id))
        .label("one person in several turns");
    let each = gaps.iter().map(|gap| {
        let start = show::short(gap.start, &person.zone, context.now);
        format!("{start} ({})", show::length(gap.length()))
    });
    let each = few(&each.collect::<Vec<_>>(), LISTED);
    let rotations = rotations(context, &gaps, person);
    let finding = match gaps.len() {
        1 => finding,
        several => finding.help(format!("{several} times in all, from {each}")),
    };
    Some(
        finding.help(format!(
            "let somebody else take one of the two, or change the order of {rotations}"
        )),
    )
}

/// The rotations on either side of the gaps, in words.
fn rotations(context: &Context<'_>, gaps: &[Span], person: &crate::plan::Person) -> String {
    let Some(key) = context.plan.person(person.id.as_ref()) else { return String::new() };
    let edge = |span: Span| {
        gaps.binary_search_by_key(&span.end, |gap| gap.start).is_ok()
            || gaps.binary_search_by_key(&span.start, |gap| gap.end).is_ok()
    };
    let mut keys: Vec<_> =
        context.load(key).filter(|duty| edge(duty.span)).map(|duty| duty.rotation).collect();
    keys.sort_unstable();
    keys.dedup();
    few(&quoted(keys.iter().map(|key| &context.plan[*key].id)), LISTED)
}
