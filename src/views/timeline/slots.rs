//! What each column of a row shows: a shift, several, a gap, or nothing.

use super::scale::Scale;
use crate::views::picture::{Lane, Mark, Picture};

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// Nothing is said about it.
    Unknown,
    /// Nobody is on call, nor must be.
    Off,
    /// A gap.
    Gap,
    /// A gap in a part of it; whether that gap is seen in other columns too.
    Part(bool),
    /// The bar of that index starts in it.
    Start(usize),
    /// The bar of that index goes on.
    Fill(usize),
    /// Several bars start in it; whether one of them is not simply a turn.
    Several(bool),
}

/// What every column of a row shows.
pub(super) fn of(lane: &Lane, picture: &Picture, scale: &Scale) -> Vec<Slot> {
    let shifts = shifts(lane, scale);
    let mut slots = shifts.clone();
    gaps(&mut slots, lane, scale);
    make_room(&mut slots, &shifts, lane, picture);
    slots
}

/// What every column shows while nothing is said of gaps.
fn shifts(lane: &Lane, scale: &Scale) -> Vec<Slot> {
    let mut slots = vec![Slot::Unknown; scale.width()];
    for (first, last, _) in lane.known.iter().filter_map(|known| scale.columns(*known)) {
        slots[first..=last].fill(Slot::Off);
    }
    for (index, bar) in lane.bars.iter().enumerate() {
        let Some((first, last, before)) = scale.columns(bar.span) else { continue };
        let changed = bar.mark != Mark::Turn;
        slots[first] = match slots[first] {
            _ if before => Slot::Fill(index),
            Slot::Start(other) => Slot::Several(changed || lane.bars[other].mark != Mark::Turn),
            Slot::Several(other) => Slot::Several(changed || other),
            _ => Slot::Start(index),
        };
        slots[first + 1..=last].fill(Slot::Fill(index));
    }
    slots
}

/// Puts gaps over what columns show.
fn gaps(slots: &mut [Slot], lane: &Lane, scale: &Scale) {
    for gap in &lane.gaps {
        let Some((first, last, _)) = scale.columns(*gap) else { continue };
        let parts = scale.parts(*gap);
        let whole = |column: usize| !(column == first && parts.0 || column == last && parts.1);
        let seen = (first..=last).any(whole);
        for (column, slot) in slots.iter_mut().enumerate().take(last + 1).skip(first) {
            *slot = match *slot {
                _ if whole(column) => Slot::Gap,
                Slot::Part(other) => Slot::Part(other && seen),
                _ => Slot::Part(seen),
            };
        }
    }
}

/// Gives the columns that are a gap in part to a shift that has no room for its name otherwise,
/// where other columns show the gap.
fn make_room(slots: &mut [Slot], under: &[Slot], lane: &Lane, picture: &Picture) {
    let free = cells(slots, lane.bars.len());
    let yielding = slots.iter().zip(under).map(|(slot, under)| match slot {
        Slot::Part(true) => *under,
        _ => Slot::Unknown,
    });
    let yielding: Vec<_> = yielding.collect();
    let more = cells(&yielding, lane.bars.len());
    for (slot, under) in slots.iter_mut().zip(yielding) {
        let (Slot::Start(bar) | Slot::Fill(bar)) = under else { continue };
        let forms = &picture.holders[lane.bars[bar].holder];
        let (now, then) = (forms.fitting(free[bar]), forms.fitting(free[bar] + more[bar]));
        if free[bar] < forms.least() && now != then {
            *slot = under;
        }
    }
}

/// How many columns show each bar.
pub(super) fn cells(slots: &[Slot], bars: usize) -> Vec<usize> {
    let mut cells = vec![0; bars];
    for slot in slots {
        if let Slot::Start(bar) | Slot::Fill(bar) = slot {
            cells[*bar] += 1;
        }
    }
    cells
}
