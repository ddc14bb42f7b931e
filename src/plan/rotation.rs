//! Rotations as the schedule reads them: layers, their handoffs, windows and line-ups.

use crate::source::Location;
use crate::syntax::{Need, OnAway, RoleId, RotationId, RotationKind, TeamId};
use crate::time::{Civil, Handoffs, Instant, Span, Windows, Zone};

use super::{Group, Override, RotationKey, Shadow};

/// Who is on call in turns.
#[derive(Debug)]
pub struct Rotation {
    /// The id.
    pub id: RotationId,
    /// Where it is defined.
    pub at: Location,
    /// The team that it belongs to.
    pub team: Option<TeamId>,
    /// The role that whoever is on call holds.
    pub role: Option<RoleId>,
    /// What it is for.
    pub description: Option<String>,
    /// What it promises to be.
    pub kind: RotationKind,
    /// Where that is written, if it is.
    pub kind_at: Option<Location>,
    /// The zone of its overrides.
    pub zone: Zone,
    /// Whose turn it is when.
    pub turns: Turns,
    /// When it is in force, beyond what its layers say.
    pub force: Force,
    /// What happens when the holder has time off.
    pub on_away: OnAway,
    /// When somebody must be on call.
    pub coverage: Coverage,
    /// Whether a handoff needs a note.
    pub handoff_note: Need,
    /// Exceptions, outer ones before those inside them.
    pub overrides: Vec<Override>,
    /// Who learns alongside.
    pub shadows: Vec<Shadow>,
    /// Itself and every rotation that shares its shifts, in the order in which they find cover.
    pub family: Vec<RotationKey>,
    /// The faults, as indices into [`super::Plan::faults`], because of which it gives no answer.
    pub blocked: Vec<usize>,
}

/// Whose turn it is when.
#[derive(Debug)]
pub enum Turns {
    /// Its own layers, the later ones on top.
    Own(Vec<Layer>),
    /// The shifts of another rotation.
    Follows {
        /// The rotation that is named.
        rotation: RotationKey,
        /// The rotation at the end of the chain, whose layers these are.
        root: RotationKey,
        /// Places further in the order than the root's holder.
        offset: i64,
        /// Where that is written.
        at: Location,
    },
}

/// When something is in force; open where an end is not given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Force {
    /// From.
    pub from: Option<Instant>,
    /// Until.
    pub until: Option<Instant>,
}

impl Force {
    /// The part of a span in which it is in force.
    #[must_use]
    pub fn cut(self, span: Span) -> Span {
        let start = self.from.map_or(span.start, |from| from.max(span.start));
        let end = self.until.map_or(span.end, |until| until.min(span.end));
        Span::new(start, end)
    }

    /// The part in which both are in force.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let until = match (self.until, other.until) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Self { from: self.from.max(other.from), until }
    }
}

impl Rotation {
    /// The overrides that hold in some part of a span, with their indices.
    pub fn overrides_in(&self, span: Span) -> impl Iterator<Item = (usize, &Override)> {
        let first = self.overrides.partition_point(|o| o.reach <= span.start);
        let last = self.overrides.partition_point(|o| o.span.start < span.end);
        let some = self.overrides.get(first..last).unwrap_or_default();
        (first..).zip(some).filter(move |(_, o)| o.span.overlaps(span))
    }
}

/// One layer.
#[derive(Debug)]
pub struct Layer {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Where the length of its turns is written.
    pub turn_at: Location,
    /// The zone of its wall-clock times.
    pub zone: Zone,
    /// The first handoff on the wall clock.
    pub starts: Civil,
    /// When a turn ends.
    pub cadence: Cadence,
    /// The windows outside which it has nobody.
    pub windows: Option<Windows>,
    /// Whether a handoff inside a window splits it.
    pub split: bool,
    /// Who takes turns; at least one, in order, the first from turn 0 on.
    pub line_ups: Vec<LineUp>,
    /// When it is in force; `from` is never before the first handoff.
    pub force: Force,
}

/// When a turn ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cadence {
    /// At handoffs by the calendar.
    Periods(Handoffs),
    /// After that many windows.
    Shifts(i64),
}

/// Who takes turns, from one handoff on.
#[derive(Clone, Debug)]
pub struct LineUp {
    /// The first turn that it holds for.
    pub first_turn: i64,
    /// The place that takes that turn.
    pub offset: usize,
    /// The order.
    pub places: Vec<Place>,
    /// Where the order is written.
    pub at: Location,
}

/// One entry of a line-up.
#[derive(Clone, Debug)]
pub struct Place {
    /// The people on call together; none for `"nobody"`.
    pub people: Group,
    /// Where it is written.
    pub at: Location,
}

impl LineUp {
    /// The place that takes a turn.
    #[must_use]
    pub fn index(&self, turn: i64) -> usize {
        let len = i64::try_from(self.places.len()).unwrap_or(1).max(1);
        let offset = i64::try_from(self.offset).unwrap_or(0);
        usize::try_from((turn - self.first_turn + offset).rem_euclid(len)).unwrap_or(0)
    }

    /// The place `offset` further in the order than a place, counting only places with people;
    /// a place without stays itself.
    #[must_use]
    pub fn followed(&self, index: usize, offset: i64) -> usize {
        if offset == 0 || self.places[index].people.is_empty() {
            return index;
        }
        let len = self.places.len();
        if self.places.iter().all(|place| !place.people.is_empty()) {
            let place = i64::try_from(index).unwrap_or(0) + offset;
            let len = i64::try_from(len).unwrap_or(1);
            return usize::try_from(place.rem_euclid(len)).unwrap_or(0);
        }
        let peopled: Vec<_> = (0..len).filter(|i| !self.places[*i].people.is_empty()).collect();
        let place = peopled.iter().position(|i| *i == index).unwrap_or(0);
        let place = i64::try_from(place).unwrap_or(0) + offset;
        let len = i64::try_from(peopled.len()).unwrap_or(1);
        peopled[usize::try_from(place.rem_euclid(len)).unwrap_or(0)]
    }
}

impl Layer {
    /// The line-up in force in a turn, as an index.
    #[must_use]
    pub fn line_up(&self, turn: i64) -> usize {
        self.line_ups.partition_point(|line_up| line_up.first_turn <= turn).saturating_sub(1)
    }
}

/// When somebody must be on call.
#[derive(Clone, Debug)]
pub enum Coverage {
    /// At any time while the rotation is in force.
    Always,
    /// In any window of its layers.
    Windows,
    /// In windows of its own, in a zone.
    Own(Zone, Windows),
}
