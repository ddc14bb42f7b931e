//! The reasons, one after the other: what follows from what is written where.

use schemars::JsonSchema;
use serde::Serialize;

use super::Answer;
use crate::history::LastChange;
use crate::plan::{Cadence, Change, Turns};
use crate::schedule::{self, Shift, TurnOf};
use crate::source::Location;
use crate::time::{Instant, show};

/// What kind of reason it is.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Step {
    /// There is no shift: the rotation has not begun, has ended, or no window covers the time.
    None,
    /// No turn covers the time, and an override puts somebody on call.
    Hole,
    /// The rotation shares the shifts of another.
    Follows,
    /// Which turn it is.
    Turn,
    /// Whose turn that is in the order.
    LineUp,
    /// Who holds the turn here, where the rotation follows another.
    HeldBy,
    /// Somebody has time off.
    TimeOff,
    /// An override changes who is on call.
    Override,
    /// An override has no effect, because another contradicts it.
    Conflict,
}

/// One reason.
pub(super) struct Reason {
    pub step: Step,
    pub text: String,
    pub at: Option<Location>,
    /// The last change of the line there, where that is known.
    pub change: Option<LastChange>,
}

impl Reason {
    fn new(step: Step, at: Location, text: String) -> Self {
        Self { step, text, at: Some(at), change: None }
    }
}

impl Answer<'_> {
    pub fn reasons(&self, shift: Option<&Shift>) -> Vec<Reason> {
        let mut reasons = Vec::new();
        match shift.map(|shift| (shift, shift.why.turn)) {
            None => reasons.push(self.absence()),
            Some((_, Some(turn))) => self.turn_reasons(turn, &mut reasons),
            Some((_, None)) => {
                let text = "no turn covers this time: only an override puts somebody on call";
                let (step, text) = (Step::Hole, text.to_owned());
                reasons.push(Reason { step, text, at: None, change: None });
            }
        }
        for cover in shift.iter().flat_map(|shift| &shift.why.cover) {
            let away = &self.plan[cover.away].name;
            let text = match cover.by.map(|by| &self.plan[by].name) {
                Some(by) => {
                    format!("{away} has time off: {by} is the next in the order who is free")
                }
                None => {
                    format!("{away} has time off, and nobody in the order is free: the shift stays")
                }
            };
            reasons.push(Reason::new(Step::TimeOff, cover.off, text));
        }
        for index in shift.iter().flat_map(|shift| &shift.why.overrides) {
            let o = &self.plan[self.key].overrides[*index];
            let why = o.reason.as_ref().map_or_else(String::new, |why| format!(" ({why})"));
            let swap = o.swap.as_ref().map_or_else(String::new, |swap| format!(", swap `{swap}`"));
            let (from, until) = (self.full(o.span.start), self.full(o.span.end));
            let change = self.change(&o.change);
            let text = format!("override from {from} until {until}: {change}{why}{swap}");
            reasons.push(Reason::new(Step::Override, o.at, text));
        }
        for o in &self.plan[self.key].overrides {
            if o.void.iter().any(|void| void.contains(self.at)) {
                let change = self.change(&o.change);
                let text = format!("no effect, because another override contradicts it: {change}");
                reasons.push(Reason::new(Step::Conflict, o.at, text));
            }
        }
        reasons
    }

    /// Why there is no shift at all.
    fn absence(&self) -> Reason {
        let force = schedule::force(self.plan, self.key);
        let text = match (force.from, force.until) {
            (Some(from), _) if self.at < from => format!("the rotation begins {}", self.full(from)),
            (_, Some(until)) if until <= self.at => {
                format!("the rotation ended {}", self.full(until))
            }
            _ => "no window of the rotation covers this time".to_owned(),
        };
        Reason::new(Step::None, self.plan[self.key].at, text)
    }

    fn turn_reasons(&self, turn: TurnOf, reasons: &mut Vec<Reason>) {
        let layer = &self.plan.layers(self.key)[turn.layer];
        let order = &layer.line_ups[turn.line_up];
        if let Turns::Follows { rotation, at, .. } = &self.plan[self.key].turns {
            let text =
                format!("it follows `{}`: the same shifts, other people", self.plan[*rotation].id);
            reasons.push(Reason::new(Step::Follows, *at, text));
        }
        let of = layer.name.as_ref().map_or_else(String::new, |n| format!(" of layer `{n}`"));
        let windows = match layer.cadence {
            Cadence::Periods(_) => String::new(),
            Cadence::Shifts(1) => ", one window a turn".to_owned(),
            Cadence::Shifts(n) => format!(", {n} windows a turn"),
        };
        let begins = self.in_layer(layer.zone.instant(layer.starts), &layer.zone);
        let text = format!("turn {}{of}, counted from turn 0 on {begins}{windows}", turn.number);
        reasons.push(Reason::new(Step::Turn, layer.turn_at, text));
        let ups = layer.line_ups.len();
        let nth = if ups > 1 {
            format!(" (line-up {} of {ups})", turn.line_up + 1)
        } else {
            String::new()
        };
        let place = &order.places[turn.place];
        let text = format!(
            "turn {} is for number {} of {} in the order{nth}: {}",
            turn.number,
            turn.place + 1,
            order.places.len(),
            self.people(&place.people)
        );
        reasons.push(Reason::new(Step::LineUp, place.at, text));
        if let (Turns::Follows { offset, .. }, true) =
            (&self.plan[self.key].turns, turn.place != turn.held_by)
        {
            let place = &order.places[turn.held_by];
            let (number, people) = (turn.held_by + 1, self.people(&place.people));
            let places = if offset.abs() == 1 {
                "1 place".to_owned()
            } else {
                format!("{} places", offset.abs())
            };
            let way = if *offset < 0 { "back" } else { "on" };
            let text = format!("here it is held {places} {way}, by number {number}: {people}");
            reasons.push(Reason::new(Step::HeldBy, place.at, text));
        }
    }

    /// An instant on a layer's own clock, which is where it is written.
    fn in_layer(&self, at: Instant, zone: &crate::time::Zone) -> String {
        let (there, here) = (show::full(at, zone), self.full(at));
        if there == here { there } else { format!("{there} ({here})") }
    }

    fn change(&self, change: &Change) -> String {
        match change {
            Change::Replace(out, with) => {
                format!("{} instead of {}", self.people(with), self.people(out))
            }
            Change::Add(people) => format!("{} too", self.people(people)),
            Change::Remove(people) => format!("without {}", self.people(people)),
            Change::Assign(people) => format!("only {}", self.people(people)),
        }
    }
}
