//! Which rotations a fault touches, so that the others can still be answered for.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Fault};
use crate::source::Location;
use crate::syntax::{self, List, OnAway};

use super::{Plan, RotationKey, Turns};

/// Keys of a rotation that say nothing about who is on call.
const HARMLESS: [&str; 6] = ["coverage", "description", "handoff-note", "kind", "role", "team"];

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
        "rotations" => plan.rotation(id).into_iter().collect(),
        "overrides" => override_of(plan, fault.primary.at, overrides),
        "holidays" => dated_windows(plan),
        "time-off" => covering(plan),
        "people" if ["time-zone", "joined", "left"].contains(&key) => covering(plan),
        "plan" if ["", "time-zone"].contains(&key) && ["", "time-zone"].contains(&id) => {
            plan.rotation_keys().collect()
        }
        "irp" => plan.rotation_keys().collect(),
        "" if broken.iter().any(|line| covers(*line, fault.primary.at)) => {
            block(plan, fault.primary.at)
        }
        _ => BTreeSet::new(),
    }
}

fn covers(line: Location, at: Location) -> bool {
    line.source == at.source && line.start <= at.start && at.start <= line.end
}

/// The rotation of the override in which a fault lies.
fn override_of(
    plan: &Plan,
    at: Location,
    overrides: &List<syntax::Override>,
) -> BTreeSet<RotationKey> {
    let before = overrides.iter().filter(|o| o.at.source == at.source && o.at.start <= at.start);
    let own = before.max_by_key(|o| o.at.start);
    let rotation = own.and_then(|o| o.rotation.as_ref());
    rotation.and_then(|id| plan.rotation(id.value.as_ref())).into_iter().collect()
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

/// The rotation of the table in which a line is no TOML.
fn block(plan: &Plan, at: Location) -> BTreeSet<RotationKey> {
    let text = &plan.sources.get(at.source).text;
    let mut lines = text.get(..at.start as usize).unwrap_or_default().to_owned();
    let rest = text.get(at.start as usize..).unwrap_or_default();
    lines.push_str(rest.split('\n').next().unwrap_or_default());
    let Some(head) = lines.lines().rev().find(|line| line.trim_start().starts_with('[')) else {
        return BTreeSet::new();
    };
    let head = head.trim_start().trim_start_matches('[');
    if let Some(rest) = head.strip_prefix("rotations.") {
        let id: String = rest.chars().take_while(|c| !".] \"".contains(*c)).collect();
        return plan.rotation(&id).into_iter().collect();
    }
    if head.starts_with("overrides") {
        let block = text.get(..at.start as usize).and_then(|b| b.rfind('[')).unwrap_or(0);
        let body = text.get(block..).unwrap_or_default();
        let body = body.split("\n[").next().unwrap_or_default();
        let named =
            plan.rotation_keys().filter(|key| body.contains(&format!("\"{}\"", plan[*key].id)));
        return named.collect();
    }
    BTreeSet::new()
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
