//! Shifts and gaps as a picture: which lanes there are and what lies in them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Answer;
use crate::plan::{Layer, PersonKey, Plan, RotationKey};
use crate::schedule::{self, Shift};
use crate::time::{Instant, Span};
use crate::views::picture::{Bar, Forms, Holders, Lane, Mark, Names, Picture};

/// What of an answer is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    /// A lane for every layer under that of its rotation.
    pub layers: bool,
    /// Gaps only.
    pub gaps: bool,
}

impl Answer<'_> {
    /// One lane a rotation, and on request one a layer.
    pub fn picture(&self, now: Instant, drawn: Drawn) -> Picture {
        let mut shifts: BTreeMap<RotationKey, Vec<&Shift>> = BTreeMap::new();
        let mut gaps: BTreeMap<RotationKey, Vec<Span>> = BTreeMap::new();
        for (key, shift) in &self.shifts {
            shifts.entry(*key).or_default().push(shift);
        }
        for (key, gap) in &self.gaps {
            gaps.entry(*key).or_default().push(*gap);
        }
        let people = self.plan.people.iter();
        let names = Names::new(people.map(|person| (person.name.as_str(), person.id.as_ref())));
        let mut artist = Artist { answer: self, drawn, holders: Holders::new(names) };
        let mut lanes = Vec::new();
        for key in &self.keys {
            let shifts = shifts.get(key).map_or(&[][..], Vec::as_slice);
            let lane = artist.lane(*key, shifts, gaps.remove(key).unwrap_or_default());
            let empty = lane.bars.is_empty() && lane.note.is_none();
            if empty && (!self.people.is_empty() || (drawn.gaps && lane.gaps.is_empty())) {
                continue;
            }
            lanes.push(lane);
            if drawn.layers && self.plan[*key].blocked.is_empty() {
                lanes.extend(artist.layers(*key, shifts));
            }
        }
        self.of(now, artist.holders.into_forms(), lanes)
    }

    /// One lane a person, in which rotations are the holders.
    pub fn picture_of_people(&self, now: Instant) -> Picture {
        let plan = self.plan;
        let keys: BTreeMap<_, _> = plan.rotation_keys().zip(0..).collect();
        let ids = plan.rotations.iter().map(|rotation| rotation.id.as_ref());
        let mut holders = Holders::new(Names::of_ids(ids));
        let lane = |person: &PersonKey| {
            let theirs = self.shifts.iter().filter(|(_, shift)| shift.people.contains(person));
            let bar = |(key, shift): &(RotationKey, Shift)| {
                let holder = holders.of(&[*keys.get(key)?]);
                Some(Bar { span: shift.span, holder, mark: mark(shift) })
            };
            let (name, days) = (plan[*person].name.clone(), holidays(plan, *person));
            Lane { name, bars: theirs.filter_map(bar).collect(), days, ..Lane::default() }
        };
        let lanes = self.people.iter().map(lane).filter(|lane| !lane.bars.is_empty()).collect();
        self.of(now, holders.into_forms(), lanes)
    }

    fn of(&self, now: Instant, holders: Vec<Forms>, lanes: Vec<Lane>) -> Picture {
        Picture { span: self.span, zone: self.viewer.clone(), now, holders, lanes }
    }
}

struct Artist<'a> {
    answer: &'a Answer<'a>,
    drawn: Drawn,
    holders: Holders,
}

impl Artist<'_> {
    fn lane(&mut self, key: RotationKey, shifts: &[&Shift], gaps: Vec<Span>) -> Lane {
        let (plan, span) = (self.answer.plan, self.answer.span);
        let name = plan[key].id.to_string();
        if let Some(fault) = plan[key].blocked.first() {
            let place = plan.sources.place(plan.faults[*fault].primary.at);
            let note = Some(format!("? (fault at {})", crate::diagnostic::visible(&place)));
            return Lane { name, note, ..Lane::default() };
        }
        let whole = self.answer.people.is_empty();
        let bars = shifts.iter().filter_map(|shift| self.bar(shift)).collect();
        let gaps = if whole { gaps } else { Vec::new() };
        let force = schedule::force(plan, key).cut(span);
        let known =
            if whole && !self.drawn.gaps && !force.is_empty() { vec![force] } else { Vec::new() };
        Lane { name, bars, gaps, known, ..Lane::default() }
    }

    /// The layers of a rotation that has several, as far as later ones do not cover them.
    fn layers(&mut self, key: RotationKey, shifts: &[&Shift]) -> Vec<Lane> {
        let layers = self.answer.plan.layers(key);
        if layers.len() < 2 {
            return Vec::new();
        }
        let whole = self.answer.people.is_empty();
        let lane = |(index, layer): (usize, &Layer)| {
            let of = |shift: &&&Shift| shift.why.turn.is_some_and(|turn| turn.layer == index);
            let bars: Vec<_> =
                shifts.iter().filter(of).filter_map(|shift| self.bar(shift)).collect();
            let name = layer.name.clone().unwrap_or_else(|| format!("layer {}", index + 1));
            Lane { name, part: true, bars, ..Lane::default() }
        };
        let lanes = layers.iter().enumerate().map(lane);
        lanes.filter(|lane| whole || !lane.bars.is_empty()).collect()
    }

    /// A shift that somebody holds.
    fn bar(&mut self, shift: &Shift) -> Option<Bar> {
        if shift.people.is_empty() {
            return None;
        }
        let people: Vec<_> = shift.people.iter().map(|key| key.index()).collect();
        let holder = self.holders.of(&people);
        Some(Bar { span: shift.span, holder, mark: mark(shift) })
    }
}

/// The public holidays of a person.
fn holidays(plan: &Plan, person: PersonKey) -> Vec<(NaiveDate, String)> {
    let Some(id) = &plan[person].written.holidays else { return Vec::new() };
    let lists = plan.written.holidays.iter().filter(|list| list.id.value == id.value);
    let days = lists.filter_map(|list| list.value.as_ref()).flatten();
    days.filter_map(|day| Some((day.date.as_ref()?.value.0, day.name.as_ref()?.value.clone())))
        .collect()
}

fn mark(shift: &Shift) -> Mark {
    match shift.why.cover.iter().map(|cover| cover.by).collect::<Vec<_>>().as_slice() {
        _ if !shift.why.overrides.is_empty() => Mark::Override,
        [] => Mark::Turn,
        by if by.iter().all(Option::is_none) => Mark::Away,
        _ => Mark::Cover,
    }
}
