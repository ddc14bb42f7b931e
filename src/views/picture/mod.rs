//! What pictures of a schedule show, as plain data: lanes of bars and gaps, and every name in
//! several lengths. Knows nothing of plans, and nothing of how a picture looks.

mod days;
mod key;
mod names;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

pub use days::Days;
pub use key::Key;
pub use names::{Forms, Names};

use crate::time::{Instant, Span, Zone};

/// A span of time and what lies in it.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The span that is shown; not empty.
    pub span: Span,
    /// The zone whose days it shows.
    pub zone: Zone,
    /// The present instant.
    pub now: Instant,
    /// Whoever holds bars: a person, several together, or in a person's picture a rotation.
    pub holders: Vec<Forms>,
    /// One lane a rotation or layer.
    pub lanes: Vec<Lane>,
}

/// What lies beside one name.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// The name; an id, or the name of a layer.
    pub name: String,
    /// Whether it is a part of the lane above.
    pub part: bool,
    /// Shifts, sorted by their start. Where somebody is on call they do not overlap, except in a
    /// picture of a person.
    pub bars: Vec<Bar>,
    /// Where somebody must be on call and nobody is.
    pub gaps: Vec<Span>,
    /// Where nobody is on call unless a bar says so; elsewhere a picture says nothing.
    pub known: Vec<Span>,
    /// Days with a name, such as holidays.
    pub days: Vec<(NaiveDate, String)>,
    /// What is said in place of bars.
    pub note: Option<String>,
}

/// One shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// When, whole.
    pub span: Span,
    /// Who holds it, as an index into [`Picture::holders`].
    pub holder: usize,
    /// Why it is theirs.
    pub mark: Mark,
}

/// Why a shift belongs to whoever holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It is their turn.
    Turn,
    /// They cover for somebody with time off.
    Cover,
    /// An override says so.
    Override,
    /// The holder has time off and nobody is free to cover.
    Away,
}

/// Groups of people as holders, each once; or rotations, each by itself.
#[derive(Debug)]
pub struct Holders {
    names: Names,
    known: BTreeMap<Vec<usize>, usize>,
}

impl Holders {
    /// No holders yet, of those with these names.
    #[must_use]
    pub fn new(names: Names) -> Self {
        Self { names, known: BTreeMap::new() }
    }

    /// The holder that some people are together, given as indices into the names.
    pub fn of(&mut self, people: &[usize]) -> usize {
        let next = self.known.len();
        *self.known.entry(people.to_vec()).or_insert(next)
    }

    /// The holders. None has an abbreviation that another could have.
    #[must_use]
    pub fn into_forms(self) -> Vec<Forms> {
        let shown: BTreeSet<usize> = self.known.keys().flatten().copied().collect();
        let labels = self.names.labels(&shown);
        let mut forms = vec![Forms::default(); self.known.len()];
        for (people, holder) in &self.known {
            forms[*holder] = self.names.together(people, &labels);
        }
        forms
    }
}

impl Mark {
    /// What the mark says of a shift.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Turn => "shift",
            Self::Cover => "cover for time off",
            Self::Override => "override",
            Self::Away => "away, and nobody is free",
        }
    }
}
