//! One row of a timeline: its text, with names as far as there is room.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::brush::{Brush, Sign};
use super::scale::Scale;
use super::slots::{self, Slot};
use crate::views::picture::{Forms, Lane, Mark, Picture};

/// A crowd of short shifts is named only where it has at least this many columns,
const CROWD: usize = 6;
/// and at most this many holders.
const NAMED: usize = 12;

/// How wide a name is shown.
type Width = fn(&Forms) -> usize;

/// How the shifts of a row that have next to no columns are shown: all in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// Each with its boundary, and with a name if there is room.
    Each,
    /// Every shift of the row is one letter.
    Letters,
    /// Those that follow one another are named together.
    Together,
}

/// The row of a lane.
pub(super) fn row(lane: &Lane, picture: &Picture, scale: &Scale, brush: &mut Brush) -> String {
    let row = Row::new(lane, picture, scale);
    let mut text = String::new();
    let mut column = 0;
    while column < row.slots.len() {
        let (end, part) = row.crowd(column, brush).unwrap_or_else(|| row.part(column, brush));
        text += &part;
        column = end;
    }
    brush.end(lane.bars.len() > 2);
    text.trim_end().to_owned()
}

struct Row<'a> {
    lane: &'a Lane,
    picture: &'a Picture,
    slots: Vec<Slot>,
    /// How many columns show each bar.
    cells: Vec<usize>,
    /// The first and the last column that each bar touches; both `usize::MAX` after the last one.
    columns: Vec<(usize, usize)>,
    manner: Manner,
}

impl<'a> Row<'a> {
    fn new(lane: &'a Lane, picture: &'a Picture, scale: &Scale) -> Self {
        let slots = slots::of(lane, picture, scale);
        let columns = lane.bars.iter().map(|bar| match scale.columns(bar.span) {
            Some((first, last, _)) => (first, last),
            None if bar.span.end <= scale.span().start => (0, 0),
            None => (usize::MAX, usize::MAX),
        });
        let (columns, cells) = (columns.collect(), slots::cells(&slots, lane.bars.len()));
        let mut row = Self { lane, picture, slots, cells, columns, manner: Manner::Each };
        row.manner = row.manner();
        row
    }

    /// A letter beside another reads as one name of two letters unless every letter is a shift.
    fn manner(&self) -> Manner {
        let of = |slot: &Slot| match slot {
            Slot::Start(bar) | Slot::Fill(bar) => Some(*bar),
            _ => None,
        };
        let letter = |slot: &Slot| match of(slot) {
            Some(bar) => self.cells[bar] == 1 && self.forms(bar).fitting(1).is_some(),
            None => !matches!(slot, Slot::Several(_)),
        };
        if self.slots.iter().all(letter) {
            return Manner::Letters;
        }
        let squeezed = (1..self.slots.len()).filter(|at| self.squeezed(*at)).count();
        let shown = self.cells.iter().filter(|cells| **cells > 0).count();
        let several = self.holders(self.within(0, self.slots.len())).len() > 1;
        let many = several && squeezed > 1 && squeezed * 4 >= shown;
        if many || self.crowded() { Manner::Together } else { Manner::Each }
    }

    /// Whether there is a crowd whose names say more than its letters: most of its shifts have no
    /// room for more, or the same few come again and again.
    fn crowded(&self) -> bool {
        let mut at = 0;
        while at < self.slots.len() {
            let end = self.short(at);
            let bars = self.within(at, end);
            let most = |cells| {
                bars.clone().filter(|bar| self.cells[*bar] <= cells).count() * 2 > bars.len()
            };
            let holders = self.holders(bars.clone()).len();
            let again = || most(2) && holders > 1 && bars.len() >= 4 * holders;
            if bars.len() > 2 && (most(1) || again()) && self.names(bars, end - at).is_some() {
                return true;
            }
            at = end.max(at + 1);
        }
        false
    }

    /// The end of the columns from one on that show shifts too short for names.
    fn short(&self, at: usize) -> usize {
        self.end(at, |slot| match slot {
            Slot::Start(bar) | Slot::Fill(bar) => {
                self.cells[bar] <= 3 && self.lane.bars[bar].mark == Mark::Turn
            }
            Slot::Several(changed) => !changed,
            _ => false,
        })
    }

    /// Whoever holds some bars, each once.
    fn holders(&self, bars: Range<usize>) -> Vec<usize> {
        let mut holders = Vec::new();
        for bar in &self.lane.bars[bars] {
            if !holders.contains(&bar.holder) {
                holders.push(bar.holder);
            }
        }
        holders
    }

    /// Whether a shift of one column follows another without room for both a boundary and a name.
    fn squeezed(&self, at: usize) -> bool {
        let turn = |bar: usize| self.cells[bar] == 1 && self.lane.bars[bar].mark == Mark::Turn;
        matches!(self.slots[at], Slot::Start(bar) if turn(bar)) && self.follows(at)
    }

    /// Whether a shift reaches to the column before.
    fn follows(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| self.slots[before]);
        matches!(before, Some(Slot::Start(_) | Slot::Fill(_) | Slot::Several(_)))
    }

    fn forms(&self, bar: usize) -> &Forms {
        &self.picture.holders[self.lane.bars[bar].holder]
    }

    fn after_gap(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| self.slots[before]);
        matches!(before, Some(Slot::Gap | Slot::Part(_)))
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
            Slot::Part(_) => {
                let sign = brush.start(Sign::Part);
                (at + 1, brush.style.alarm(sign))
            }
            Slot::Several(changed) => {
                let sign = if changed { Sign::Changed } else { Sign::Several };
                (at + 1, brush.start(sign).to_owned())
            }
            Slot::Fill(bar) => (same, self.bar(bar, at..same, brush)),
            Slot::Start(bar) => {
                let end = self.end(at + 1, |slot| slot == Slot::Fill(bar));
                (end, self.bar(bar, at..end, brush))
            }
        }
    }

    /// One bar. Where it has a single column, a letter says more than a boundary, unless it would
    /// seem to belong to the letter before.
    fn bar(&self, bar: usize, columns: Range<usize>, brush: &mut Brush) -> String {
        let forms = self.forms(bar);
        let mark = self.lane.bars[bar].mark;
        let sign = Sign::Shift(mark);
        let starts = self.slots[columns.start] == Slot::Start(bar);
        let (width, beside) = (columns.len(), self.follows(columns.start));
        let alone = !beside || self.manner == Manner::Letters;
        let room = match (starts, width, mark) {
            (true, 1, Mark::Turn) if alone && forms.fitting(1).is_some() => {
                if beside {
                    brush.start(Sign::Letters);
                }
                1
            }
            // A gap is a boundary.
            (true, _, Mark::Turn) if width == forms.least() && self.after_gap(columns.start) => {
                width
            }
            (true, ..) => width - 1,
            (false, ..) => width,
        };
        let start = if room < width { brush.start(sign) } else { "" };
        let name = brush.name(forms, room);
        let text = start.to_owned() + &brush.fill(sign, room, name);
        brush.style.hue(forms.hue, &text)
    }

    /// Shifts that are each too short for a name, named together as far as there is room.
    fn crowd(&self, at: usize, brush: &mut Brush) -> Option<(usize, String)> {
        let end = self.short(at);
        let bars = self.within(at, end);
        if self.manner != Manner::Together || end == at || bars.len() < 2 {
            return None;
        }
        let start = brush.start(Sign::Several).to_owned();
        let (names, between) = self.names(bars, end - at).unwrap_or_default();
        let names = names.into_iter().map(|(forms, width)| brush.name(forms, width));
        let names = names.collect::<Vec<_>>().join(between);
        Some((end, start + &brush.fill(Sign::Several, end - at - 1, &names)))
    }

    /// Those who hold a crowd of shifts, if they are few enough to be named in so many columns:
    /// the width of each name, and what stands between them.
    fn names(
        &self,
        bars: Range<usize>,
        width: usize,
    ) -> Option<(Vec<(&Forms, usize)>, &'static str)> {
        let turn = |bar: usize| self.lane.bars[bar].mark == Mark::Turn;
        // An override that ends in the first column is seen before it.
        let before = bars.clone().take_while(|bar| !turn(*bar) && self.cells[*bar] > 0).count();
        let bars = bars.start + before..bars.end;
        let plain = bars.clone().all(turn);
        let holders = self.holders(bars);
        if !plain || width < CROWD || holders.is_empty() || holders.len() > NAMED {
            return None;
        }
        let ways: [(Width, &str); 3] = [
            (|forms| forms.full.width(), ", "),
            (|forms| forms.shorter.first().unwrap_or(&forms.full).width(), ", "),
            (Forms::least, ","),
        ];
        let named = ways.into_iter().map(|(of, between)| {
            let forms = holders.iter().map(|holder| &self.picture.holders[*holder]);
            (forms.map(|forms| (forms, of(forms))).collect::<Vec<_>>(), between)
        });
        named.into_iter().find(|(names, between)| {
            let between = between.len() * (names.len() - 1);
            names.iter().map(|(_, width)| width).sum::<usize>() + between + 2 <= width
        })
    }

    /// The bars that touch some columns, as indices.
    fn within(&self, at: usize, end: usize) -> Range<usize> {
        let first = self.columns.partition_point(|(_, last)| *last < at);
        first..self.columns.partition_point(|(first, _)| *first < end)
    }
}

fn gap(width: usize, brush: &mut Brush) -> String {
    let words = if width >= 5 { "GAP" } else { "" };
    let text = brush.start(Sign::Gap).to_owned() + words;
    let text = brush.fill(Sign::Gap, width, &text);
    brush.style.alarm(&text)
}
