//! People as the schedule needs them: their zone, when they are employed, when they are away.

use crate::source::Location;
use crate::syntax::{self, Entry, PersonId};
use crate::time::{Instant, Span, Zone};

use super::spans;

/// A person.
#[derive(Debug)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// Where it is defined.
    pub at: Location,
    /// The name that people know them by; the id where none can be read.
    pub name: String,
    /// Where they live; the plan's zone where they do not say.
    pub zone: Zone,
    /// The first instant of their first day, if that is known.
    pub joined: Option<Instant>,
    /// The first instant after their last day, if that is known.
    pub left: Option<Instant>,
    /// When they are away, in order.
    pub away: Vec<Away>,
    /// Everything else, as it is written.
    pub written: syntax::Person,
}

/// When a person is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// When.
    pub span: Span,
    /// Where it is written.
    pub at: Location,
}

impl Person {
    pub(super) fn new(entry: Entry<PersonId, syntax::Person>, zone: &Zone) -> Self {
        let written = entry.value.unwrap_or_default();
        let zone = written.time_zone.as_ref().map_or_else(|| zone.clone(), |z| z.value.clone());
        let name = written.name.as_ref().map_or_else(|| entry.id.to_string(), |n| n.value.clone());
        Self {
            at: entry.id.at,
            name,
            joined: written.joined.as_ref().map(|day| spans::first_of(day.value.0, &zone)),
            left: written.left.as_ref().map(|day| spans::after(day.value.0, &zone)),
            away: Vec::new(),
            id: entry.id.value,
            zone,
            written,
        }
    }

    /// The time off that a span touches.
    #[must_use]
    pub fn away_in(&self, span: Span) -> Option<&Away> {
        self.away.iter().find(|away| away.span.overlaps(span))
    }

    /// Whether they are employed throughout a span.
    #[must_use]
    pub fn employed(&self, span: Span) -> bool {
        self.joined.is_none_or(|joined| joined <= span.start)
            && self.left.is_none_or(|left| span.end <= left)
    }
}
