//! What is dated: overrides and where they contradict each other, shadows, time off.

use crate::diagnostic::{Diagnostic, Fault};
use crate::source::{Located, Location};
use crate::syntax::{self, Entrants, List, OneOrMany, PersonId};

use super::build::{Context, find_person};
use super::people::{Away, Person};
use super::rotation::Rotation;
use super::{Change, Override, PersonKey, RotationKey, Shadow, spans};

/// Gives people the time off that is theirs.
pub(super) fn time_off(
    list: &List<syntax::TimeOff>,
    people: &mut [Person],
    faults: &mut Vec<Diagnostic>,
) {
    for (index, off) in list.iter().enumerate() {
        let first = faults.len();
        let key = off.person.as_ref().and_then(|id| find_person(people, id.value.as_ref()));
        if let Some(key) = key {
            let person = &mut people[key.0 as usize];
            let (from, until, through) =
                (off.from.as_ref(), off.until.as_ref(), off.through.as_ref());
            if let Some(span) = spans::span(from, until, through, &off.lost, &person.zone, faults) {
                person.away.push(Away { span, at: off.at });
            }
        }
        about(faults, first, &format!("time-off[{index}]"));
    }
    for person in people {
        person.away.sort_by_key(|away| (away.span, away.at));
    }
}

fn about(faults: &mut [Diagnostic], first: usize, path: &str) {
    for fault in faults.iter_mut().skip(first).filter(|fault| fault.path.is_empty()) {
        path.clone_into(&mut fault.path);
    }
}

/// Gives rotations their shadows.
pub(super) fn shadows(
    list: &List<syntax::Shadow>,
    rotations: &mut [Rotation],
    key: &dyn Fn(&str) -> Option<RotationKey>,
    context: &mut Context<'_>,
) {
    for (index, written) in list.iter().enumerate() {
        let first = context.faults.len();
        let rotation = written.rotation.as_ref().and_then(|id| key(id.value.as_ref()));
        let person = written.person.as_ref().and_then(|id| context.person(id.value.as_ref()));
        let of = written.of.as_ref().and_then(|id| context.person(id.value.as_ref()));
        if let (Some(rotation), Some(person)) = (rotation, person) {
            let rotation = &mut rotations[rotation.0 as usize];
            let (from, until) = (written.from.as_ref(), written.until.as_ref());
            let through = written.through.as_ref();
            let span =
                spans::span(from, until, through, &written.lost, &rotation.zone, context.faults);
            let missing = written.of.is_some() && of.is_none();
            if let Some(span) = span.filter(|_| !missing) {
                rotation.shadows.push(Shadow { span, person, of, at: written.at });
            }
        }
        context.about(first, &format!("shadows[{index}]"));
    }
    for rotation in rotations {
        rotation.shadows.sort_by_key(|shadow| (shadow.span, shadow.person, shadow.of));
    }
}

/// Gives rotations their overrides, and finds those that contradict each other.
pub(super) fn overrides(
    list: &List<syntax::Override>,
    rotations: &mut [Rotation],
    key: &dyn Fn(&str) -> Option<RotationKey>,
    context: &mut Context<'_>,
) {
    for (index, written) in list.iter().enumerate() {
        let first = context.faults.len();
        let change = change(written, context);
        let rotation = written.rotation.as_ref().and_then(|id| key(id.value.as_ref()));
        if let Some(rotation) = rotation {
            let rotation = &mut rotations[rotation.0 as usize];
            let (from, until) = (written.from.as_ref(), written.until.as_ref());
            let through = written.through.as_ref();
            let span =
                spans::span(from, until, through, &written.lost, &rotation.zone, context.faults);
            if let (Some(span), Some(change)) = (span, change) {
                rotation.overrides.push(Override {
                    span,
                    change,
                    at: written.at,
                    reason: written.reason.as_ref().map(|text| text.value.clone()),
                    swap: written.swap.as_ref().map(|text| text.value.clone()),
                    void: Vec::new(),
                    reach: span.end,
                });
            }
        }
        context.about(first, &format!("overrides[{index}]"));
    }
    for rotation in rotations.iter_mut().filter(|rotation| rotation.overrides.len() > 1) {
        let order = |o: &Override| (o.span.start, std::cmp::Reverse(o.span.end));
        rotation.overrides.sort_by(|a, b| {
            order(a).cmp(&order(b)).then_with(|| a.change.cmp(&b.change)).then(a.at.cmp(&b.at))
        });
        let mut reach = None;
        for o in &mut rotation.overrides {
            o.reach = reach.max(Some(o.span.end)).unwrap_or(o.span.end);
            reach = Some(o.reach);
        }
        conflicts(rotation, context.faults);
    }
}

/// What an override does, or `None` where a fault says why nothing.
fn change(written: &syntax::Override, context: &mut Context<'_>) -> Option<Change> {
    let kinds = [
        ("replace", written.replace.as_ref().map(|v| v.at)),
        ("add", written.add.as_ref().map(|v| v.at)),
        ("remove", written.remove.as_ref().map(|v| v.at)),
        ("assign", written.assign.as_ref().map(|v| v.at)),
    ];
    let lost = |key: &str| written.lost.contains(&key);
    let present: Vec<_> = kinds.iter().filter_map(|(key, at)| Some((*key, (*at)?))).collect();
    match (&present[..], &written.with) {
        ([("replace", _)], Some(_)) => {}
        ([("replace", at)], None) if !lost("with") => {
            return refuse(*at, "`replace` needs `with`", "add `with`: who takes over", context);
        }
        ([("replace", _)], None) => return None,
        ([(key, at)], Some(with)) => {
            let message = format!("`with` goes with `replace`, not with `{key}`");
            let fault = Diagnostic::fault(Fault::ConflictingKeys, with.at, message);
            let fault = fault.also(*at, format!("`{key}` is here"));
            context.faults.push(fault.help("remove one of the two, or write `replace`"));
            return None;
        }
        ([_], None) => {}
        ([], _) if ["replace", "add", "remove", "assign"].iter().any(|key| lost(key)) => {
            return None;
        }
        ([], Some(with)) => {
            return refuse(
                with.at,
                "`with` needs `replace`",
                "add `replace`: who is replaced",
                context,
            );
        }
        ([], None) => {
            let help = "add `assign`, `add`, `remove`, or `replace` with `with`";
            return refuse(written.at, "the override changes nothing", help, context);
        }
        ([(first, at), (second, other), ..], _) => {
            let message = format!("`{first}` and `{second}` exclude each other");
            let fault = Diagnostic::fault(Fault::ConflictingKeys, *other, message);
            let fault = fault.also(*at, format!("`{first}` is here"));
            context.faults.push(fault.help("write one override for each"));
            return None;
        }
    }
    let people = |list: Option<&Located<OneOrMany<PersonId>>>, context: &mut Context<'_>| {
        list.and_then(|list| known(&list.value.0, list.at, context))
    };
    if let Some(Located { value: Entrants(group), at }) = &written.assign {
        let nobody = group.is_empty().then(Vec::new);
        return nobody.or_else(|| known(group, *at, context)).map(Change::Assign);
    }
    if written.replace.is_some() {
        let out = people(written.replace.as_ref(), context)?;
        return Some(Change::Replace(out, people(written.with.as_ref(), context)?));
    }
    let add = people(written.add.as_ref(), context).map(Change::Add);
    add.or_else(|| people(written.remove.as_ref(), context).map(Change::Remove))
}

fn refuse(at: Location, message: &str, help: &str, context: &mut Context<'_>) -> Option<Change> {
    context.faults.push(Diagnostic::fault(Fault::MissingKey, at, message).help(help));
    None
}

/// The people of a list, each once; `None` where one is not known.
fn known(
    list: &[Located<PersonId>],
    at: Location,
    context: &mut Context<'_>,
) -> Option<Vec<PersonKey>> {
    if list.is_empty() {
        let fault = Diagnostic::fault(Fault::BadValue, at, "the list names nobody");
        context.faults.push(fault.help("name at least one person, or remove the override"));
        return None;
    }
    let mut people = Vec::new();
    for id in list {
        let person = context.person(id.value.as_ref())?;
        if !people.contains(&person) {
            people.push(person);
        }
    }
    Some(people)
}

/// Two overrides of one rotation that overlap partly or exactly contradict each other where they
/// touch the same person or one assigns: neither holds while both do.
fn conflicts(rotation: &mut Rotation, faults: &mut Vec<Diagnostic>) {
    let len = rotation.overrides.len();
    for first in 0..len {
        for second in first + 1..len {
            let (one, two) = (&rotation.overrides[first], &rotation.overrides[second]);
            if two.span.start >= one.span.end {
                break;
            }
            if !contradict(one, two) {
                continue;
            }
            let both = one.span.intersection(two.span);
            let show = |at| spans::with_offset(at, &rotation.zone);
            let message = format!(
                "two overrides of `{}` contradict each other from {} until {}",
                rotation.id,
                show(both.start),
                show(both.end)
            );
            let path = format!("rotations.{}.overrides", rotation.id);
            let fault = Diagnostic::fault(Fault::OverrideConflict, two.at, message).about(path);
            let fault = fault.label("this one").also(one.at, "and this one");
            faults.push(
                fault
                    .help("neither holds in that time; change one of them, or remove it")
                    .help("an override that lies inside another's time wins over it"),
            );
            rotation.overrides[first].void.push(both);
            rotation.overrides[second].void.push(both);
        }
    }
}

fn contradict(one: &Override, two: &Override) -> bool {
    let both = one.span.intersection(two.span);
    let inside = one.span != two.span && (both == one.span || both == two.span);
    if both.is_empty() || inside {
        return false;
    }
    let assigns = |o: &Override| matches!(o.change, Change::Assign(_));
    let shared = || one.change.people().any(|person| two.change.people().any(|p| p == person));
    assigns(one) || assigns(two) || shared()
}
