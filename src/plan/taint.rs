//! Which rotations a fault touches, so that the others can still be answered for.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Fault, nearest};
use crate::source::Location;
use crate::syntax::{self, List, OnAway};

use super::{Plan, RotationKey, Turns};

/// Keys of a rotation that say nothing about who is on call.
const HARMLESS: [&str; 6] = ["coverage", "description", "handoff-note", "kind", "role", "team"];

/// Keys of `[plan]` on which every rotation depends.
const DECISIVE: [&str; 2] = ["include", "time-zone"];

/// Tells every rotation the faults because of which it gives no answer.
pub(super) fn taint(plan: &mut Plan, broken: &[Location], overrides: &List<syntax::Override>) {
    for index in 0..plan.faults.len() {
        for key in touched(plan, &plan.faults[index], broken, overrides) {
            plan.rotations[key.0 as usize].blocked.push(index);
        }
    }
    spread(plan);
}

fn touched(
    plan: &Plan,
    fault: &Diagnostic,
    broken: &[Location],
    overrides: &List<syntax::Override>,
) -> BTreeSet<RotationKey> {
    let mut parts = fault.path.splitn(3, ['.', '[']);
    let (table, id) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let key = parts.next().unwrap_or_default().split(['.', '[']).next().unwrap_or_default();
    let conflict = fault.code == Fault::OverrideConflict.code();
    match table {
        "rotations" if HARMLESS.contains(&key) || conflict => BTreeSet::new(),
        "rotations" if fault.code == Fault::FollowCircle.code() => endless(plan),
        "rotations" if id.is_empty() => misnamed(plan, fault.primary.at),
        "rotations" => plan.rotation(id).into_iter().collect(),
        "overrides" => override_of(plan, fault.primary.at, overrides),
        "holidays" => dated_windows(plan),
        "time-off" => covering(plan),
        "people" if ["time-zone", "joined", "left"].contains(&key) => covering(plan),
        "plan" if DECISIVE.contains(&id) => plan.rotation_keys().collect(),
        "plan" if id.is_empty() && fault.code != Fault::UnknownKey.code() => {
            plan.rotation_keys().collect()
        }
        "irp" => plan.rotation_keys().collect(),
        "" => {
            let lines = broken.iter().filter(|lines| covers(**lines, fault.primary.at));
            lines.flat_map(|lines| block(plan, *lines)).collect()
        }
        _ => BTreeSet::new(),
    }
}

/// The rotations that stand under a misspelt name of their table.
fn misnamed(plan: &Plan, name: Location) -> BTreeSet<RotationKey> {
    let text = &plan.sources.get(name.source).text;
    let part = |start: u32, end: u32| text.get(start as usize..end as usize);
    let prefix = format!("{}.", part(name.start, name.end).unwrap_or_default());
    let under = |key: &RotationKey| {
        let at = plan[*key].at;
        let headed = part(0, at.start).is_some_and(|before| before.ends_with(&prefix));
        let inside = part(name.start, at.start).is_some_and(|between| !between.contains("\n["));
        at.source == name.source && (headed || inside)
    };
    plan.rotation_keys().filter(under).collect()
}

/// Rotations that follow others and never come to one with people of its own.
fn endless(plan: &Plan) -> BTreeSet<RotationKey> {
    let follows = |key: RotationKey| matches!(plan[key].turns, Turns::Follows { .. });
    plan.rotation_keys().filter(|key| follows(*key) && follows(plan.root(*key))).collect()
}

fn covers(line: Location, at: Location) -> bool {
    line.source == at.source && line.start <= at.start && at.start <= line.end
}

/// The rotation of the override in which a fault lies: the one that it names or nearly names, or
/// all that are mentioned where not even that can be read.
fn override_of(
    plan: &Plan,
    at: Location,
    overrides: &List<syntax::Override>,
) -> BTreeSet<RotationKey> {
    let before = overrides.iter().filter(|o| o.at.source == at.source && o.at.start <= at.start);
    let own = before.max_by_key(|o| o.at.start);
    let Some(id) = own.and_then(|o| o.rotation.as_ref()) else {
        let text = &plan.sources.get(at.source).text;
        let inline = text.get(at.start as usize..at.end as usize).unwrap_or_default();
        return block(plan, at).into_iter().chain(mentioned(plan, inline)).collect();
    };
    let ids = || plan.rotations.iter().map(|rotation| rotation.id.as_ref());
    let named = plan.rotation(id.value.as_ref());
    let near = || plan.rotation(nearest(id.value.as_ref(), ids())?);
    named.or_else(near).into_iter().collect()
}

/// The rotations whose ids stand between quotes in a text.
fn mentioned(plan: &Plan, text: &str) -> BTreeSet<RotationKey> {
    let quoted = |key: &RotationKey| text.contains(&format!("\"{}\"", plan[*key].id));
    plan.rotation_keys().filter(quoted).collect()
}

/// Rotations whose windows are not the same every week: those that may lie on holidays.
fn dated_windows(plan: &Plan) -> BTreeSet<RotationKey> {
    let dated = |key: &RotationKey| {
        plan.layers(*key).iter().any(|l| l.windows.as_ref().is_some_and(|w| !w.is_weekly()))
    };
    plan.rotation_keys().filter(dated).collect()
}

/// Rotations in which time off moves shifts.
fn covering(plan: &Plan) -> BTreeSet<RotationKey> {
    plan.rotation_keys().filter(|key| plan[*key].on_away == OnAway::Next).collect()
}

/// Whether the zone of the plan is not known because of a fault.
fn zone_is_lost(plan: &Plan) -> bool {
    plan.written.plan.as_ref().is_none_or(|table| table.lost.contains(&"time-zone"))
}

/// The rotations that lines which are no TOML may be about: those of the table around them, and of
/// the tables among them.
fn block(plan: &Plan, broken: Location) -> BTreeSet<RotationKey> {
    let text = &plan.sources.get(broken.source).text;
    let (start, end) = (broken.start as usize, broken.end as usize);
    let first =
        text.get(start..).map_or(start, |rest| start + rest.find('\n').unwrap_or(rest.len()));
    let is_head = |line: &&str| line.trim_start().starts_with('[');
    let above = text.get(..first).unwrap_or_default().lines().rev().find(is_head);
    let among = text.get(start..end).unwrap_or_default().lines().filter(is_head);
    let heads: Vec<_> = above.into_iter().chain(among).collect();
    let mut found = BTreeSet::new();
    for head in heads {
        let head = head.trim_start().trim_start_matches('[');
        if let Some(rest) = head.strip_prefix("rotations.") {
            let id: String = rest.chars().take_while(|c| !".] \"".contains(*c)).collect();
            found.extend(plan.rotation(&id));
        }
        let table = head.split(['.', ']', ' ']).next().unwrap_or_default();
        found.extend(match table {
            "holidays" => dated_windows(plan),
            "people" | "time-off" => covering(plan),
            "plan" if zone_is_lost(plan) => plan.rotation_keys().collect(),
            _ => BTreeSet::new(),
        });
        if head.starts_with("overrides") {
            let block = text.get(..start).and_then(|before| before.rfind("\n[")).unwrap_or(0);
            let body = text.get(block..end).unwrap_or_default();
            let rest = text.get(end..).unwrap_or_default().split("\n[").next().unwrap_or_default();
            found.extend(mentioned(plan, body));
            found.extend(mentioned(plan, rest));
        }
    }
    found
}

/// A rotation that follows a faulty one, at any remove, is faulty too; where somebody covers for
/// another, so is the whole family, because cover looks at every member. All are blind to each
/// other's overrides.
fn spread(plan: &mut Plan) {
    let own: Vec<_> = plan.rotations.iter().map(|rotation| rotation.blocked.clone()).collect();
    let spreads = |fault: &usize| !plan.faults[*fault].path.starts_with("overrides");
    let spread = |key: RotationKey| {
        let family = &plan[key].family;
        let covers = family.iter().any(|member| plan[*member].on_away == OnAway::Next);
        let from = if covers { family.clone() } else { followed(plan, key) };
        let others = from.iter().flat_map(|other| own[other.0 as usize].iter().copied());
        let others = others.filter(spreads);
        others.chain(own[key.0 as usize].iter().copied()).collect::<BTreeSet<_>>()
    };
    let all: Vec<_> = plan.rotation_keys().map(spread).collect();
    for (rotation, blocked) in plan.rotations.iter_mut().zip(all) {
        rotation.blocked = blocked.into_iter().collect();
    }
}

/// The rotations that a rotation follows, directly and through others.
fn followed(plan: &Plan, key: RotationKey) -> Vec<RotationKey> {
    let mut all = Vec::new();
    let mut at = key;
    while let Turns::Follows { rotation, .. } = &plan[at].turns
        && !all.contains(rotation)
    {
        all.push(*rotation);
        at = *rotation;
    }
    all
}
