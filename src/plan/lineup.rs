//! Line-ups: which turn each begins with, and who takes it.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use crate::diagnostic::{Diagnostic, Fault};
use crate::source::Located;
use crate::syntax::{self, Entrants, First, List, Moment};
use crate::time::{Civil, Edges, Handoffs, Instant, Windows, Zone};

use super::rotation::{Cadence, LineUp, Place};
use super::{Group, PersonKey};

/// How far around a time the neighbouring handoffs of a layer counted by shifts are looked for.
const NEAR_DAYS: i64 = 400;
/// The longest jump of a clock: longer than the whole day that Apia skipped.
const LONGEST_JUMP: TimeDelta = TimeDelta::hours(26);

/// What is needed to place line-ups on the handoffs of a layer.
pub(super) struct Grid<'a> {
    pub starts: Civil,
    pub zone: &'a Zone,
    pub cadence: &'a Cadence,
    pub windows: Option<&'a Windows>,
    pub person: &'a dyn Fn(&str) -> Option<PersonKey>,
}

impl Grid<'_> {
    /// All line-ups of a layer, the first one first.
    pub(super) fn line_ups(
        &self,
        people: &Located<List<Entrants>>,
        later: &[Located<syntax::LineUp>],
        faults: &mut Vec<Diagnostic>,
    ) -> Vec<LineUp> {
        let first = LineUp { first_turn: 0, offset: 0, places: self.places(people), at: people.at };
        let mut dated: Vec<_> = later
            .iter()
            .filter_map(|line_up| Some((self.first_turn(line_up, faults)?, line_up)))
            .collect();
        dated.sort_by_key(|(turn, line_up)| (*turn, line_up.at));
        let mut all = vec![first];
        let mut begun = people.at;
        for (turn, written) in dated {
            let Some(people) = written.people.as_ref() else { continue };
            let mut line_up =
                LineUp { first_turn: turn, offset: 0, places: self.places(people), at: people.at };
            if line_up.places.is_empty() {
                continue;
            }
            let before = all.last().filter(|before| before.first_turn == turn && all.len() > 1);
            if before.is_some() {
                let message = "two line-ups begin with the same handoff";
                let at = written.from.as_ref().map_or(written.at, |from| from.at);
                let fault = Diagnostic::fault(Fault::Duplicate, at, message).label("again here");
                faults.push(fault.also(begun, "first here").help("keep one of the two"));
                continue;
            }
            line_up.offset = match &written.first {
                Some(first) => self.named(first, &line_up, faults),
                None => all.last().map_or(0, |old| continued(old, &line_up)),
            };
            all.push(line_up);
            begun = written.from.as_ref().map_or(written.at, |from| from.at);
        }
        all
    }

    fn places(&self, people: &List<Entrants>) -> Vec<Place> {
        let group = |entrants: &Entrants| -> Group {
            entrants.0.iter().filter_map(|person| (self.person)(person.as_ref())).collect()
        };
        people.iter().map(|entry| Place { people: group(&entry.value), at: entry.at }).collect()
    }

    fn named(
        &self,
        first: &Located<First>,
        line_up: &LineUp,
        faults: &mut Vec<Diagnostic>,
    ) -> usize {
        let at = |message: &str, help: String| {
            Diagnostic::fault(Fault::BadValue, first.at, message).help(help)
        };
        let len = line_up.places.len();
        match &first.value {
            First::Position(position) => {
                let index = usize::try_from(position - 1).unwrap_or(usize::MAX);
                if index < len {
                    return index;
                }
                let help = format!("write a position from 1 to {len}");
                faults.push(at("the list has no such position", help));
            }
            First::Person(id) => {
                let Some(key) = (self.person)(id.as_ref()) else { return 0 };
                let holds = |place: &Place| place.people.contains(&key);
                let places: Vec<_> = (0..len).filter(|i| holds(&line_up.places[*i])).collect();
                match places[..] {
                    [place] => return place,
                    [] => {
                        let message = format!("`{id}` is not in this line-up");
                        faults.push(at(&message, "name somebody who is".into()));
                    }
                    _ => {
                        let all: Vec<_> = places.iter().map(|i| (i + 1).to_string()).collect();
                        let help = format!("give the position instead: {}", all.join(" or "));
                        let message = format!("`{id}` is in this line-up more than once");
                        faults.push(at(&message, help));
                    }
                }
            }
        }
        0
    }

    /// The turn that begins at a line-up's `from`.
    fn first_turn(&self, line_up: &syntax::LineUp, faults: &mut Vec<Diagnostic>) -> Option<i64> {
        let from = line_up.from.as_ref()?;
        let found = match self.cadence {
            Cadence::Periods(handoffs) => self.on_boundary(handoffs, from.value),
            Cadence::Shifts(count) => self.on_window(*count, from.value),
        };
        found.map_err(|near| faults.push(off_grid(from, &near))).ok()
    }

    fn on_boundary(&self, handoffs: &Handoffs, from: Moment) -> Result<i64, Vec<Civil>> {
        let civil = self.civil(from);
        let turn = handoffs.turn_at(civil);
        let exact = |turn: &i64| *turn >= 0 && self.means(from, handoffs.boundary(*turn));
        if let Moment::Day(day) = from {
            let last = handoffs.turn_at(end_of(day));
            let first = if handoffs.boundary(turn) == civil { turn } else { turn + 1 };
            let near = || {
                let turns = (first.max(0) - 1).max(0)..=(last + 1).max(0);
                turns.map(|n| handoffs.boundary(n)).collect()
            };
            return if first == last && first >= 0 { Ok(first) } else { Err(near()) };
        }
        match [turn, turn + 1].into_iter().find(exact) {
            Some(turn) => Ok(turn),
            None => Err([turn.max(0), (turn + 1).max(0)].map(|n| handoffs.boundary(n)).to_vec()),
        }
    }

    fn on_window(&self, count: i64, from: Moment) -> Result<i64, Vec<Civil>> {
        let civil = self.civil(from);
        let windows = self.windows.cloned().unwrap_or_default();
        let near = TimeDelta::days(NEAR_DAYS);
        let around = windows.starting((civil - near).max(self.starts), civil + near);
        let Some(first) = around.first() else { return Err(Vec::new()) };
        let before = windows.count(self.starts, first.start);
        let numbered = around.iter().zip(before..);
        let handoffs: Vec<_> = numbered
            .filter(|(_, number)| number % count == 0)
            .map(|(window, number)| (window.start, number / count))
            .collect();
        let on_clock = handoffs.iter().filter(|(at, _)| *at == civil);
        let mut hits: Vec<_> = handoffs.iter().filter(|(at, _)| self.means(from, *at)).collect();
        if hits.len() > 1 && !matches!(from, Moment::Day(_)) {
            hits = on_clock.collect();
        }
        if let [(_, turn)] = hits[..] {
            return Ok(*turn);
        }
        let last = handoffs.iter().rfind(|(at, _)| *at < civil);
        let next = handoffs.iter().find(|(at, _)| *at >= civil);
        Err(last.into_iter().chain(next).map(|(at, _)| *at).collect())
    }

    /// Whether a handoff is the one that a line-up begins at.
    fn means(&self, from: Moment, handoff: Civil) -> bool {
        match from {
            Moment::Day(day) => handoff.date() == day,
            Moment::Civil(civil) => handoff == civil,
            Moment::Instant(instant) => self.instant(handoff) == instant,
        }
    }

    /// The instant of a handoff; one that the clock skips never moves past a later edge.
    fn instant(&self, handoff: Civil) -> Instant {
        let next = |civil: Civil| {
            let edge = self.windows.and_then(|windows| windows.next_edge(civil, LONGEST_JUMP));
            let boundary = match self.cadence {
                Cadence::Periods(handoffs) => Some(handoffs.at_or_after(civil)),
                Cadence::Shifts(_) => None,
            };
            edge.into_iter().chain(boundary).min()
        };
        Edges::new(self.zone).instant(handoff, next)
    }

    fn civil(&self, moment: Moment) -> Civil {
        match moment {
            Moment::Day(day) => day.and_time(NaiveTime::MIN),
            Moment::Civil(civil) => civil,
            Moment::Instant(instant) => self.zone.civil(instant),
        }
    }
}

fn end_of(day: NaiveDate) -> Civil {
    day.and_time(NaiveTime::MIN) + TimeDelta::seconds(86_399)
}

fn off_grid(from: &Located<Moment>, near: &[Civil]) -> Diagnostic {
    let on_day = match from.value {
        Moment::Day(day) => near.iter().filter(|at| at.date() == day).count(),
        _ => 0,
    };
    let message = match (from.value, on_day) {
        (Moment::Day(_), 0) => "a line-up begins at a handoff, and that day has none".to_owned(),
        (Moment::Day(_), many) => format!("that day has {many} handoffs: write the time of one"),
        _ => "a line-up begins at a handoff, and this is none".to_owned(),
    };
    let fault = Diagnostic::fault(Fault::LineUpOffGrid, from.at, message);
    let mut times: Vec<_> = near.iter().map(|at| super::spans::short(*at)).collect();
    times.dedup();
    match &times[..] {
        [] => fault.help("there is no handoff near that time"),
        [only] => fault.help(format!("the nearest handoff is {only}")),
        several => fault.help(format!("handoffs near it: {}", several.join(", "))),
    }
}

/// Where the order goes on in a new line-up: after the entry of the turn before; if that is not
/// in the new list, with the next of the old order who is; otherwise with the new list's start.
fn continued(old: &LineUp, new: &LineUp) -> usize {
    let len = old.places.len();
    let turns = new.first_turn - old.first_turn;
    if turns <= 0 || len == 0 {
        return 0;
    }
    let last = old.index(new.first_turn - 1);
    if let Some(place) = counterpart(old, last, new) {
        return (place + 1) % new.places.len();
    }
    let mut following = (1..len).map(|step| (last + step) % len);
    following.find_map(|index| counterpart(old, index, new)).unwrap_or(0)
}

/// The place in the new list of an entry of the old one: of several alike, the same one in order.
fn counterpart(old: &LineUp, index: usize, new: &LineUp) -> Option<usize> {
    let entry = &old.places[index].people;
    let alike = |people: &Group| same(people, entry);
    let ordinal = old.places[..index].iter().filter(|place| alike(&place.people)).count();
    let hits: Vec<_> = (0..new.places.len()).filter(|i| alike(&new.places[*i].people)).collect();
    hits.get(ordinal).or(hits.last()).copied()
}

/// Whether two groups are the same people, in whatever order.
fn same(one: &Group, two: &Group) -> bool {
    let sorted = |group: &Group| {
        let mut people: Vec<_> = group.to_vec();
        people.sort_unstable();
        people
    };
    Arc::ptr_eq(one, two) || sorted(one) == sorted(two)
}
