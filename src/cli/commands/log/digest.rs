//! What of a change is told: a few lines a rotation, as far as somebody asked for it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::story::{Change, Deed, Told};
use crate::diff::{Act, Changed, Edit, Effect, Gap, Hours, Value};
use crate::plan::Plan;
use crate::syntax::Kind;

/// What somebody asked for; where nothing is given, everything.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// Rotations, by the ids that they have at the commit that is looked at.
    rotations: Ids,
    people: Ids,
}

/// Ids of one kind, and which of those that were given no plan has had so far.
#[derive(Clone, Debug, Default)]
struct Ids {
    now: BTreeSet<String>,
    unknown: BTreeSet<String>,
}

impl Ids {
    fn new(given: &[String]) -> Self {
        let now: BTreeSet<_> = given.iter().cloned().collect();
        Self { unknown: now.clone(), now }
    }

    fn want(&self, holds: impl Fn(&str) -> bool) -> bool {
        self.now.is_empty() || self.now.iter().any(|id| holds(id))
    }
}

/// What changes in a rotation.
#[derive(Debug, Default)]
pub(super) struct Moves<'c> {
    pub rotation: &'c str,
    /// Who is on call at that moment.
    pub now: Option<&'c Changed>,
    /// The changes from then on.
    pub ahead: Vec<&'c Changed>,
    /// The changes before.
    pub past: Vec<&'c Changed>,
}

/// What of a change is told.
pub(super) struct Digest<'c> {
    pub rotations: Vec<Moves<'c>>,
    /// Those with the largest change first.
    pub people: Vec<&'c Hours>,
    pub opened: Vec<&'c Gap>,
    pub closed: Vec<&'c Gap>,
    pub edits: Vec<&'c Edit>,
}

impl Wanted {
    pub fn new(rotations: &[String], people: &[String], newest: &Plan) -> Self {
        let mut wanted = Self { rotations: Ids::new(rotations), people: Ids::new(people) };
        wanted.look(newest);
        wanted
    }

    /// Takes note of which ids a plan has.
    fn look(&mut self, plan: &Plan) {
        self.rotations.unknown.retain(|id| plan.rotation(id).is_none());
        self.people.unknown.retain(|id| plan.person(id).is_none());
    }

    fn is_everything(&self) -> bool {
        self.rotations.now.is_empty() && self.people.now.is_empty()
    }

    /// An id that no plan had which was looked at, and what it was to be an id of.
    pub fn unknown(&self) -> Option<(&'static str, &str)> {
        let rotation = self.rotations.unknown.first().map(|id| ("rotation", id.as_str()));
        rotation.or_else(|| self.people.unknown.first().map(|id| ("person", id.as_str())))
    }

    /// Whether a commit is told. What a broken plan does to anybody cannot be known: it is.
    pub fn concerns(&self, told: &Told) -> bool {
        match &told.deed {
            _ if self.is_everything() => true,
            Deed::Ends | Deed::Broken(_) | Deed::Mended => true,
            Deed::Begins(plan) => {
                self.rotations.want(|id| plan.rotation(id).is_some())
                    && self.people.want(|id| plan.person(id).is_some())
            }
            Deed::Changed(change) => !Digest::new(change, self).is_empty(),
        }
    }

    /// Goes on to the commit before one: what was renamed there has its old id from here on.
    pub fn go_back(&mut self, told: &Told) {
        match &told.deed {
            Deed::Begins(plan) | Deed::Broken(plan) => self.look(plan),
            Deed::Changed(change) => self.look(&change.before),
            Deed::Ends | Deed::Mended => {}
        }
        let Deed::Changed(change) = &told.deed else { return };
        for rename in &change.changes.renames {
            let ids = match rename.kind {
                Kind::Rotation => &mut self.rotations,
                Kind::Person => &mut self.people,
                _ => continue,
            };
            if ids.now.remove(&rename.after) {
                ids.now.insert(rename.before.clone());
            }
        }
    }

    fn shift(&self, changed: &Changed) -> bool {
        self.rotations.want(|id| changed.rotation == id)
            && self.people.want(|id| changed.before.iter().chain(&changed.after).any(|p| p == id))
    }

    fn gap(&self, gap: &Gap) -> bool {
        let of = |id: &str| gap.path.strip_prefix("rotations.") == Some(id);
        self.people.now.is_empty() && self.rotations.want(of)
    }

    fn edit(&self, edit: &Edit) -> bool {
        self.rotations.want(|id| concerns(edit, "rotations", id))
            && self.people.want(|id| concerns(edit, "people", id))
    }
}

/// Whether an edit is of an entry, or names it more or less often than before.
fn concerns(edit: &Edit, section: &str, id: &str) -> bool {
    let mut path = edit.path.split('.');
    let own = path.next() == Some(section) && path.next() == Some(id);
    let listed = [']', ' '].iter().any(|end| edit.path.contains(&format!("[{id}{end}")));
    let quoted = format!("\"{id}\"");
    let [before, after] = [&edit.before, &edit.after]
        .map(|value| value.as_ref().map_or(0, |value| value.toml.matches(&quoted).count()));
    own || listed || before != after
}

impl<'c> Digest<'c> {
    pub fn new(change: &'c Change, wanted: &Wanted) -> Self {
        let changes = &change.changes;
        let rotations = moves(change, wanted);
        let shifts = rotations.iter().flat_map(|moves| &moves.ahead);
        let touched: BTreeSet<_> =
            shifts.flat_map(|shift| shift.before.iter().chain(&shift.after)).collect();
        let told = |hours: &&Hours| {
            let of_these = wanted.rotations.now.is_empty() || touched.contains(&hours.person);
            let wanted = wanted.people.want(|id| id == hours.person);
            of_these && wanted && !hours.all.change().is_zero()
        };
        let mut people: Vec<_> = changes.people.iter().filter(told).collect();
        people.sort_by_key(|hours| Reverse(hours.all.change().abs()));
        let shifts = rotations.iter().flat_map(|moves| moves.past.iter().chain(&moves.ahead));
        let causes: BTreeSet<_> = shifts.filter_map(|shift| shift.cause).collect();
        let edits = changes.edits.iter().enumerate();
        let edits = edits.filter(|(nth, edit)| causes.contains(nth) || wanted.edit(edit));
        Self {
            edits: edits.map(|(_, edit)| edit).collect(),
            rotations,
            people,
            opened: changes.opened.iter().filter(|gap| wanted.gap(gap)).collect(),
            closed: changes.closed.iter().filter(|gap| wanted.gap(gap)).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.rotations.is_empty()
            && self.people.is_empty()
            && self.opened.is_empty()
            && self.closed.is_empty()
            && self.edits.is_empty()
    }
}

/// What changes in each rotation.
fn moves<'c>(change: &'c Change, wanted: &Wanted) -> Vec<Moves<'c>> {
    let mut all: BTreeMap<&str, Moves<'c>> = BTreeMap::new();
    let mut of = |changed: &'c Changed, add: fn(&mut Moves<'c>, &'c Changed)| {
        if wanted.shift(changed) {
            let new = || Moves { rotation: &changed.rotation, ..Moves::default() };
            add(all.entry(&changed.rotation).or_insert_with(new), changed);
        }
    };
    let changes = &change.changes;
    changes.now.iter().for_each(|now| of(now, |moves, now| moves.now = Some(now)));
    changes.past.iter().for_each(|past| of(past, |moves, past| moves.past.push(past)));
    changes.ahead.iter().for_each(|next| of(next, |moves, next| moves.ahead.push(next)));
    all.into_values().collect()
}

impl Change {
    /// Whether it means nothing.
    pub fn is_nothing(&self) -> bool {
        self.changes.effect == Effect::None
    }

    /// The plan in which an edit has its place, and the value that has it.
    pub fn place<'c>(&'c self, edit: &'c Edit) -> Option<(&'c Plan, &'c Value)> {
        let gone = edit.act == Act::Removed;
        let (plan, value) =
            if gone { (&self.before, &edit.before) } else { (&self.after, &edit.after) };
        Some((plan, value.as_ref()?))
    }
}
