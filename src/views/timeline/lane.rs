//! One row of a timeline: which sign stands in which column.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::brush::{Brush, Sign};
use super::scale::Scale;
use crate::views::picture::{Forms, Lane, Mark, Picture};

/// A crowd of short shifts is named only where it has at least this many columns,
const CROWD: usize = 6;
/// and at most this many holders.
const NAMED: usize = 6;

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    /// Nothing is said about it.
    Unknown,
    /// Nobody is on call, nor must be.
    Off,
    /// A gap, or a part of one.
    Gap,
    /// The bar of that index starts in it.
    Start(usize),
    /// The bar of that index goes on.
    Fill(usize),
    /// Several bars start in it; whether one of them is not simply a turn.
    Several(bool),
}

/// The row of a lane.
pub(super) fn row(lane: &Lane, picture: &Picture, scale: &Scale, brush: &mut Brush) -> String {
    let slots = slots(lane, scale);
    let columns = lane.bars.iter().map(|bar| match scale.columns(bar.span) {
        Some((first, last, _)) => (first, last),
        None if bar.span.end <= scale.span().start => (0, 0),
        None => (usize::MAX, usize::MAX),
    });
    let columns = columns.collect();
    let row = Row { lane, picture, cells: cells(&slots, lane.bars.len()), slots, columns };
    let mut text = String::new();
    let mut column = 0;
    while column < row.slots.len() {
        let (end, part) = row.crowd(column, brush).unwrap_or_else(|| row.part(column, brush));
        text += &part;
        column = end;
    }
    text.trim_end().to_owned()
}

fn slots(lane: &Lane, scale: &Scale) -> Vec<Slot> {
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
    for (first, last, _) in lane.gaps.iter().filter_map(|gap| scale.columns(*gap)) {
        slots[first..=last].fill(Slot::Gap);
    }
    slots
}

/// How many columns show each bar.
fn cells(slots: &[Slot], bars: usize) -> Vec<usize> {
    let mut cells = vec![0; bars];
    for slot in slots {
        if let Slot::Start(bar) | Slot::Fill(bar) = slot {
            cells[*bar] += 1;
        }
    }
    cells
}

struct Row<'a> {
    lane: &'a Lane,
    picture: &'a Picture,
    slots: Vec<Slot>,
    /// How many columns show each bar.
    cells: Vec<usize>,
    /// The first and the last column that each bar touches; both `usize::MAX` after the last one.
    columns: Vec<(usize, usize)>,
}

impl Row<'_> {
    fn forms(&self, bar: usize) -> &Forms {
        &self.picture.holders[self.lane.bars[bar].holder]
    }

    /// The end of the columns from one on for which something holds.
    fn end(&self, from: usize, holds: impl Fn(Slot) -> bool) -> usize {
        let rest = self.slots[from..].iter();
        from + rest.take_while(|slot| holds(**slot)).count()
    }

    /// The columns that show one thing, and their text.
    fn part(&self, at: usize, brush: &mut Brush) -> (usize, String) {
        let same = self.end(at, |slot| slot == self.slots[at]);
        match self.slots[at] {
            Slot::Unknown => (same, " ".repeat(same - at)),
            Slot::Off => {
                let text = brush.fill(Sign::Off, same - at, "");
                (same, brush.style.dim(&text))
            }
            Slot::Gap => (same, gap(same - at, brush)),
            Slot::Several(changed) => {
                let sign = if changed { Sign::Changed } else { Sign::Several };
                (at + 1, brush.start(sign).to_owned())
            }
            Slot::Fill(bar) => (same, self.bar(bar, false, same - at, brush)),
            Slot::Start(bar) => {
                let end = self.end(at + 1, |slot| slot == Slot::Fill(bar));
                (end, self.bar(bar, true, end - at, brush))
            }
        }
    }

    /// One bar. Where it has a single column, a letter says more than a boundary.
    fn bar(&self, bar: usize, starts: bool, width: usize, brush: &mut Brush) -> String {
        let forms = self.forms(bar);
        let mark = self.lane.bars[bar].mark;
        let sign = Sign::Shift(mark);
        let room = match (starts, width, mark) {
            (true, 1, Mark::Turn) if forms.fitting(1).is_some() => 1,
            (true, ..) => width - 1,
            (false, ..) => width,
        };
        let start = if room < width { brush.start(sign) } else { "" };
        let name = brush.key.name(forms, room);
        let text = start.to_owned() + &brush.fill(sign, room, name);
        brush.style.hue(forms.hue, &text)
    }

    /// Shifts that are each too short for a name, named together.
    fn crowd(&self, at: usize, brush: &mut Brush) -> Option<(usize, String)> {
        let short = |slot| match slot {
            Slot::Start(bar) | Slot::Fill(bar) => self.cells[bar] <= 3,
            Slot::Several(changed) => !changed,
            _ => false,
        };
        let end = self.end(at, short);
        if end - at < CROWD {
            return None;
        }
        let bars = self.within(at, end);
        let most =
            |cells| bars.clone().filter(|bar| self.cells[*bar] <= cells).count() * 2 > bars.len();
        let plain = bars.clone().all(|bar| self.lane.bars[bar].mark == Mark::Turn);
        let mut holders: Vec<&Forms> = Vec::new();
        for forms in bars.clone().map(|bar| self.forms(bar)) {
            if !holders.contains(&forms) {
                holders.push(forms);
            }
        }
        // A letter a shift says more than names, unless the same few come again and again.
        let crowded = most(1) || (most(2) && bars.len() >= 4 * holders.len());
        if !plain || !crowded || bars.len() < 3 || holders.len() > NAMED {
            return None;
        }
        let names = together(&holders, end - at - 2, brush)?;
        let start = brush.start(Sign::Several).to_owned();
        Some((end, start + &brush.fill(Sign::Several, end - at - 1, &names)))
    }

    /// The bars that touch some columns, as indices.
    fn within(&self, at: usize, end: usize) -> Range<usize> {
        let first = self.columns.partition_point(|(_, last)| *last < at);
        first..self.columns.partition_point(|(first, _)| *first < end)
    }
}

/// The names of several holders, as long as there is room for.
fn together(holders: &[&Forms], room: usize, brush: &mut Brush) -> Option<String> {
    let joined = |of: fn(&Forms) -> &str, between: &str| {
        let names: Vec<_> = holders.iter().map(|holder| of(holder)).collect();
        Some(names.join(between)).filter(|names| names.width() <= room)
    };
    let names = joined(|forms| &forms.full, ", ")
        .or_else(|| joined(|forms| forms.shorter.first().unwrap_or(&forms.full), ", "));
    if names.is_some() || holders.len() == 1 {
        return names;
    }
    let initials = joined(|forms| forms.abbreviated.first().unwrap_or(&forms.full), ",")?;
    for forms in holders {
        brush.key.abbreviate(forms);
    }
    Some(initials)
}

fn gap(width: usize, brush: &mut Brush) -> String {
    let words = if width >= 5 { "GAP" } else { "" };
    let text = brush.start(Sign::Gap).to_owned() + words;
    let text = brush.fill(Sign::Gap, width, &text);
    brush.style.alarm(&text)
}
