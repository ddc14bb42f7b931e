//! Rotations that follow others: the end of each chain, circles, and offsets that double people.

use crate::diagnostic::{Diagnostic, Fault};
use crate::syntax::{self, Entry, RotationId};

use super::rotation::{LineUp, Rotation, Turns};
use super::{Coverage, RotationKey};

type Written = [Entry<RotationId, syntax::Rotation>];

/// Completes every rotation that follows another.
pub(super) fn resolve(rotations: &mut [Rotation], written: &Written, faults: &mut Vec<Diagnostic>) {
    let keys = || (0..rotations.len()).map(RotationKey::new);
    let ends: Vec<_> = keys().map(|key| end(rotations, key)).collect();
    let mut depths = vec![0; rotations.len()];
    for (index, end) in ends.iter().enumerate() {
        match *end {
            Some((_, _, 0)) => {}
            Some((root, offset, depth)) => {
                depths[index] = depth;
                complete(rotations, written, index, (root, offset), faults);
            }
            None => circle(rotations, index, faults),
        }
    }
    families(rotations, &depths);
}

/// The rotation at the end of a chain, the offsets on the way, and their number.
fn end(rotations: &[Rotation], key: RotationKey) -> Option<(RotationKey, i64, usize)> {
    let (mut at, mut sum) = (key, 0);
    for depth in 0..=rotations.len() {
        match &rotations[at.0 as usize].turns {
            Turns::Own(_) => return Some((at, sum, depth)),
            Turns::Follows { rotation, offset, .. } => {
                sum += offset;
                at = *rotation;
            }
        }
    }
    None
}

fn complete(
    rotations: &mut [Rotation],
    written: &Written,
    index: usize,
    (end, sum): (RotationKey, i64),
    faults: &mut Vec<Diagnostic>,
) {
    let source = &rotations[end.0 as usize];
    let (zone, kind, inherited) = (source.zone.clone(), source.kind, source.coverage.clone());
    let offset_at = written[index].value.as_ref().and_then(|w| w.follows.as_ref());
    let place = offset_at.and_then(|f| f.offset.as_ref()).map(|offset| offset.at);
    let own = offset_at.and_then(|f| f.offset.as_ref()).map_or(0, |offset| offset.value.0);
    let Turns::Own(layers) = &source.turns else { return };
    let mut line_ups = layers.iter().flat_map(|layer| &layer.line_ups);
    let wrong = line_ups.find_map(|line_up| doubled(line_up, sum - own, sum));
    let id = rotations[index].id.clone();
    // Whoever is not known leaves the order shorter than it is meant to be.
    let people = format!("rotations.{}.", source.id);
    let unknown = |fault: &Diagnostic| {
        fault.code == Fault::UnknownId.code() && fault.path.starts_with(&people)
    };
    let doubtful = faults.iter().any(unknown);
    if let (Some(wrong), Some(at)) = (wrong.filter(|_| !doubtful), place) {
        let (line_up, message, order, help) = wrong;
        let fault = Diagnostic::fault(Fault::FollowOffset, at, message).help(help);
        let path = format!("rotations.{id}.follows");
        faults.push(fault.also(line_up.at, order).about(path));
    }
    let rotation = &mut rotations[index];
    if let Turns::Follows { root, offset, .. } = &mut rotation.turns {
        (*root, *offset) = (end, sum);
    }
    rotation.zone = zone;
    rotation.kind = kind;
    let own_coverage = written[index].value.as_ref().is_some_and(|w| w.coverage.is_some());
    if !own_coverage {
        rotation.coverage = inherited;
    } else if let Coverage::Own(zone, _) = &mut rotation.coverage {
        zone.clone_from(&rotation.zone);
    }
}

/// Why an offset puts somebody on call twice at once, if it does: the line-up, what is wrong,
/// what to say of the line-up, and the way out. `from` is the offset of the rotation that is
/// followed, `to` that of the follower, both from the end of the chain.
fn doubled(line_up: &LineUp, from: i64, to: i64) -> Option<(&LineUp, String, String, String)> {
    let peopled: Vec<_> =
        (0..line_up.places.len()).filter(|i| !line_up.places[*i].people.is_empty()).collect();
    let len = i64::try_from(peopled.len()).ok().filter(|len| *len > 0)?;
    let offset = to - from;
    if offset.rem_euclid(len) == 0 {
        let message = format!("an offset of {offset} leads back to the same person");
        let order = format!("this order has {len} {}", if len == 1 { "entry" } else { "entries" });
        let help = match len {
            1 => "a rotation with one entry cannot be followed".to_owned(),
            2 => "write an offset of 1".to_owned(),
            _ => format!("write an offset from 1 to {}", len - 1),
        };
        return Some((line_up, message, order, help));
    }
    let clash = peopled.iter().any(|index| {
        let one = &line_up.places[line_up.followed(*index, from)].people;
        let two = &line_up.places[line_up.followed(*index, to)].people;
        (one.len() > 1 || two.len() > 1) && one.iter().any(|person| two.contains(person))
    });
    clash.then(|| {
        let message = format!("an offset of {offset} puts somebody on call twice at once");
        let order = "two groups of this order share somebody".to_owned();
        (line_up, message, order, "choose an offset that pairs groups without them".to_owned())
    })
}

/// Reports a circle once, at the first of its members.
fn circle(rotations: &[Rotation], index: usize, faults: &mut Vec<Diagnostic>) {
    let mut chain = vec![index];
    while let Turns::Follows { rotation, .. } = &rotations[chain[chain.len() - 1]].turns {
        let next = rotation.0 as usize;
        if let Some(first) = chain.iter().position(|member| *member == next) {
            chain.drain(..first);
            break;
        }
        chain.push(next);
    }
    let place = |index: usize| match &rotations[index].turns {
        Turns::Follows { at, .. } => *at,
        Turns::Own(_) => rotations[index].at,
    };
    if chain.iter().any(|member| *member < index) || !chain.contains(&index) {
        return;
    }
    let names: Vec<_> = chain.iter().chain(&[index]).map(|i| rotations[*i].id.as_ref()).collect();
    let message = match chain.len() {
        1 => format!("`{}` follows itself", names[0]),
        _ => format!("rotations follow each other in a circle: {}", names.join(" -> ")),
    };
    let fault = Diagnostic::fault(Fault::FollowCircle, place(index), message);
    let others = chain.iter().filter(|member| **member != index);
    let fault = others.fold(fault, |fault, member| fault.also(place(*member), "and on from here"));
    let path = format!("rotations.{}.follows", rotations[index].id);
    let one = if chain.len() == 1 { "it" } else { "one of them" };
    let help = format!("give {one} `starts`, `turn` and `people` of its own");
    faults.push(fault.about(path).help(help));
}

/// Tells every rotation who shares its shifts: the root first, then followers by depth and id.
fn families(rotations: &mut [Rotation], depths: &[usize]) {
    let root = |index: usize| match &rotations[index].turns {
        Turns::Follows { root, .. } => *root,
        Turns::Own(_) => RotationKey::new(index),
    };
    let roots: Vec<_> = (0..rotations.len()).map(root).collect();
    let mut order: Vec<_> = (0..rotations.len()).collect();
    order.sort_by_key(|index| (roots[*index], depths[*index], *index));
    for members in order.chunk_by(|one, two| roots[*one] == roots[*two]) {
        let family: Vec<_> = members.iter().map(|index| RotationKey::new(*index)).collect();
        for index in members {
            rotations[*index].family.clone_from(&family);
        }
    }
}
