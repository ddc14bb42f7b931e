//! `departed-person`: somebody who has left is still counted on.

use std::collections::BTreeMap;

use super::{Check, Context, Options, Rule, counted, day, few};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Change, PersonKey, Plan, Reach, RotationKey};
use crate::schedule::Shift;
use crate::source::{Located, Location};
use crate::syntax::OwnerId;
use crate::time::show;

const LISTED: usize = 5;

pub(super) static RULE: Rule = Rule {
    code: "departed-person",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "somebody is on call, in a team, in an escalation or an owner after their last day",
    source: "any, after the day in `left`: in OneUptime#3500 a leaver \"stayed rostered - and \
             paged\"; pagerduty-cli#36 was written to find such people. Line-ups may name leavers: \
             they say who was on call in the past",
    why: "A page to somebody who has left wakes nobody who can help, and an action that they own \
          is done by nobody. Accounts are closed on the last day; plans are forgotten.",
    bad: r#"
irp = 1
[plan]
name = "A leaver"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
left = 2026-10-31
[rotations.primary]
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana", "ben"]
"#,
    good: r#"
irp = 1
[plan]
name = "A line-up without them"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
left = 2026-10-31
[people.cho]
name = "Cho"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana", "ben"]
[[rotations.primary.line-ups]]
from = 2026-10-29
people = ["cho", "ana"]
"#,
    check: Check::Plan(check),
};

/// Something that counts on somebody.
struct Use {
    at: Location,
    what: String,
    /// Whether it sends pages to them.
    pages: bool,
}

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let mut uses: BTreeMap<PersonKey, Vec<Use>> = BTreeMap::new();
    for (person, used) in named(context.plan) {
        if context.plan[person].left.is_some_and(|left| left <= context.now) {
            uses.entry(person).or_default().push(used);
        }
    }
    let leavers = context.people().filter(|person| context.plan[*person].left.is_some());
    leavers
        .filter_map(|person| finding(context, person, uses.remove(&person).unwrap_or_default()))
        .collect()
}

/// Every place beside schedules that names a person whom it counts on.
fn named(plan: &Plan) -> Vec<(PersonKey, Use)> {
    let mut all = Vec::new();
    for path in &plan.escalations {
        for (number, step) in (1..).zip(&path.steps) {
            let what = format!("paged by step {number} of `{}`", path.id);
            let people = step.reach.iter().filter_map(person_of);
            all.extend(
                people.map(|person| (person, Use { at: step.at, what: what.clone(), pages: true })),
            );
        }
    }
    let mut add = |id: &str, at: Location, what: String| {
        let found = plan.person(id);
        all.extend(found.map(|person| (person, Use { at, what, pages: false })));
    };
    for team in &plan.teams {
        for member in team.written.members.iter().flat_map(|members| &members.value) {
            add(member.value.as_ref(), member.at, format!("a member of the team `{}`", team.id));
        }
        if let Some(lead) = &team.written.lead {
            add(lead.value.as_ref(), lead.at, format!("the lead of the team `{}`", team.id));
        }
    }
    for (owner, what) in owners(plan) {
        add(owner.value.as_ref(), owner.at, format!("the owner of {what}"));
    }
    all
}

fn person_of(reach: &Reach) -> Option<PersonKey> {
    if let Reach::Person(person) = reach { Some(*person) } else { None }
}

/// Owners of what is still to be done; runbooks have a rule of their own.
fn owners(plan: &Plan) -> Vec<(&Located<OwnerId>, String)> {
    let table = plan.written.plan.iter().flat_map(|table| &table.owner);
    let mut owners: Vec<_> = table.map(|owner| (owner, "the plan".to_owned())).collect();
    for service in &plan.services {
        let spots = service.written.blind_spots.iter().flat_map(|spots| &spots.value);
        let spots = spots.flat_map(|spot| &spot.owner);
        owners.extend(spots.map(|owner| (owner, format!("a blind spot of `{}`", service.id))));
    }
    for record in &plan.written.incidents {
        let actions = record.front.iter().flat_map(|front| &front.actions);
        let open = actions.flat_map(|list| &list.value).filter(|action| action.done.is_none());
        let open = open.flat_map(|action| &action.owner);
        owners.extend(open.map(|owner| (owner, format!("an open action of `{}`", record.id))));
    }
    owners
}

/// The shifts of somebody from now on that reach beyond their last day.
fn shifts<'c>(context: &'c Context<'_>, person: PersonKey) -> Vec<(RotationKey, &'c Shift)> {
    let Some(left) = context.plan[person].left else { return Vec::new() };
    let late = context
        .duties(person)
        .iter()
        .filter(|duty| duty.span.end > left && duty.span.overlaps(context.horizon()));
    let shift = late.filter_map(|duty| {
        let shifts = context.shifts(duty.rotation);
        let index = shifts.binary_search_by_key(&duty.span, |shift| shift.span).ok()?;
        Some((duty.rotation, &shifts[index]))
    });
    shift.collect()
}

/// Where the plan puts somebody on a shift: an override, or their place in an order.
fn place(plan: &Plan, key: RotationKey, shift: &Shift, person: PersonKey) -> Location {
    let rotation = &plan[key];
    let overrides = shift.why.overrides.iter().filter_map(|index| rotation.overrides.get(*index));
    let puts = |change: &Change| match change {
        Change::Replace(_, people) | Change::Add(people) | Change::Assign(people) => {
            people.contains(&person)
        }
        Change::Remove(_) => false,
    };
    if let Some(own) = overrides.rev().find(|own| puts(&own.change)) {
        return own.at;
    }
    let order = shift.why.turn.and_then(|turn| {
        let line_up = plan.layers(key).get(turn.layer)?.line_ups.get(turn.line_up)?;
        line_up.places.get(turn.held_by)
    });
    order.map_or(rotation.at, |place| place.at)
}

const LINE_UP: &str = "begin a line-up without them (`[[rotations.ID.line-ups]]`), or let an \
                       override give their shifts away";

fn finding(context: &Context<'_>, key: PersonKey, mut uses: Vec<Use>) -> Option<Diagnostic> {
    let plan = context.plan;
    let person = &plan[key];
    let shifts = shifts(context, key);
    let last = person.written.left.as_ref()?;
    let first = shifts.first().map(|(rotation, shift)| {
        let part = shift.span.start.max(context.now).max(person.left.unwrap_or_default());
        let time = show::full(part, &plan.zone);
        let what = format!("on call in `{}` from {time}", plan[*rotation].id);
        Use { at: place(plan, *rotation, shift, key), what, pages: true }
    });
    let way_out = if first.is_some() { LINE_UP } else { "name somebody else in these places" };
    uses.splice(0..0, first);
    let paged = uses.iter().any(|used| used.pages);
    let names: Vec<_> = uses.iter().map(|used| used.what.clone()).collect();
    let cost = if paged { "a page reaches nobody" } else { "nobody does what they should" };
    let message = format!(
        "`{}` has their last day on {} and is still {}, so {cost}",
        person.id,
        day(last.value.0),
        names.first()?,
    );
    let finding = Diagnostic::new(RULE.code, Level::Error, last.at, message)
        .about(format!("people.{}", person.id))
        .label("their last day");
    let mut finding = uses
        .iter()
        .take(LISTED)
        .fold(finding, |finding, used| finding.also(used.at, used.what.clone()));
    if names.len() > 1 {
        finding = finding.help(format!("they are: {}", few(&names, LISTED)));
    }
    if shifts.len() > 1 {
        let count = counted(i64::try_from(shifts.len()).ok()?, "shift");
        finding = finding.help(format!("{count} of theirs lie after that day"));
    }
    Some(finding.help(way_out))
}
