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
    let follows = written[index].value.as_ref().and_then(|w| w.follows.as_ref());
    let offset = follows.and_then(|follows| follows.offset.as_ref());
    let own = offset.map_or(0, |offset| offset.value.0);
    let Turns::Own(layers) = &source.turns else { return };
    let line_ups = layers.iter().flat_map(|layer| &layer.line_ups);
    let wrong = line_ups.filter_map(|line_up| doubled(line_up, sum - own, sum)).next();
    let id = rotations[index].id.clone();
    if let (Some(wrong), Some(offset)) = (wrong, offset) {
        let fault = Diagnostic::fault(Fault::FollowOffset, offset.at, wrong.0);
        let fault = fault.also(wrong.1.at, "this line-up").about(format!("rotations.{id}.follows"));
        faults.push(fault.help("choose an offset that leads to somebody else in every line-up"));
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

/// Why an offset puts somebody on call twice at once, if it does. `from` is the offset of the
/// rotation that is followed, `to` that of the follower, both from the end of the chain.
fn doubled(line_up: &LineUp, from: i64, to: i64) -> Option<(String, &LineUp)> {
    let peopled: Vec<_> =
        (0..line_up.places.len()).filter(|i| !line_up.places[*i].people.is_empty()).collect();
    let len = i64::try_from(peopled.len()).ok().filter(|len| *len > 0)?;
    if (to - from).rem_euclid(len) == 0 {
        let message = format!("of {len} in the order, the one {} places on is the same", to - from);
        return Some((message, line_up));
    }
    let clash = peopled.iter().any(|index| {
        let one = &line_up.places[line_up.followed(*index, from)].people;
        let two = &line_up.places[line_up.followed(*index, to)].people;
        (one.len() > 1 || two.len() > 1) && one.iter().any(|person| two.contains(person))
    });
    clash.then(|| ("two groups that this offset pairs share somebody".to_owned(), line_up))
}

fn circle(rotations: &mut [Rotation], index: usize, faults: &mut Vec<Diagnostic>) {
    let mut chain = vec![index];
    loop {
        let last = chain[chain.len() - 1];
        let Turns::Follows { rotation, .. } = &rotations[last].turns else { break };
        let next = rotation.0 as usize;
        chain.push(next);
        if chain[..chain.len() - 1].contains(&next) {
            break;
        }
    }
    let names: Vec<_> = chain.iter().map(|i| rotations[*i].id.as_ref()).collect();
    let Turns::Follows { at, .. } = &rotations[index].turns else { return };
    let message = format!("rotations follow each other in a circle: {}", names.join(" -> "));
    let fault = Diagnostic::fault(Fault::FollowCircle, *at, message);
    let path = format!("rotations.{}.follows", rotations[index].id);
    faults.push(fault.about(path).help("give one of them `people` of its own"));
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
