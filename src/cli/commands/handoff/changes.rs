//! What changed in the plan since whoever takes over was last on call.

use chrono::TimeDelta;

use super::hand::Hand;
use super::records::Scope;
use crate::cli::Session;
use crate::diff::{Changed, Changes, Comparison, Edit, Question};
use crate::plan::{Plan, Read};
use crate::time::{Instant, Zone};
use crate::views::diff::{Names, words};

/// Changes beyond these are counted.
pub(super) const MOST: usize = 6;

/// What changed, as far as that is known.
pub(super) enum News {
    /// It is not known, and why.
    Unknown(String),
    /// These things, since the plan that was in force at an instant.
    Known { since: Instant, commit: String, lines: Vec<Line>, more: usize },
}

/// One thing that changed.
pub(super) struct Line {
    /// Where it is written; empty for a shift.
    pub place: String,
    /// What, in words.
    pub what: String,
}

/// Compares the plan with the one in force when the last shift of whoever takes over began.
pub(super) fn news(
    plan: &'static Plan,
    hand: &Hand,
    scope: &Scope<'_>,
    (zone, session): (&Zone, &Session<'_>),
) -> News {
    let since = hand.last.map_or_else(|| hand.since(), |last| last.start);
    let unknown = |reason: &str| News::Unknown(reason.to_owned());
    let Ok(history) = session.history() else {
        return unknown("the plan is in no git repository");
    };
    let Ok(found) = history.repository().in_force(None, since) else {
        return unknown("the repository has no commit that old, or no default branch");
    };
    let commit = found.revision.short().to_owned();
    let Ok(past) = history.load(found.revision, &session.zones, Read::Toml) else {
        return unknown("the repository had no plan then");
    };
    if !plan.faults.is_empty() || !past.plan.faults.is_empty() {
        return unknown("a plan with faults cannot be compared");
    }
    let comparison = Comparison::new(&past.plan, plan);
    let window = comparison.window(session.now);
    let question =
        Question { now: session.now, window, since: session.now, notice: TimeDelta::zero() };
    let changes = comparison.changes(&question, &session.zones);
    let told = Told { before: &past.plan, after: plan, changes: &changes, hand, scope, zone };
    let lines = told.lines(session.now);
    let more = lines.len().saturating_sub(MOST);
    let lines = lines.into_iter().take(MOST).collect();
    News::Known { since, commit, lines, more }
}

/// What of a change concerns a rotation, its services and its people.
struct Told<'t> {
    before: &'t Plan,
    after: &'t Plan,
    changes: &'t Changes,
    hand: &'t Hand,
    scope: &'t Scope<'t>,
    zone: &'t Zone,
}

impl Told<'_> {
    fn lines(&self, now: Instant) -> Vec<Line> {
        let names = Names::new(self.before, self.after, self.changes);
        let edits = self.changes.edits.iter().filter(|edit| self.concerns(edit));
        let edits = edits.map(|edit| Line {
            place: words::place(edit, self.before, self.after),
            what: words::edit(edit),
        });
        let shifts = self.changes.now.iter().chain(&self.changes.ahead);
        let shifts = shifts.filter(|changed| self.shift(changed));
        let shifts = shifts.map(|changed| Line {
            place: String::new(),
            what: words::changed(changed, &names, self.zone, now),
        });
        edits.chain(shifts).collect()
    }

    /// Whether somebody takes over other shifts than before, or has others.
    fn shift(&self, changed: &Changed) -> bool {
        let people = self.after.ids(&self.hand.incoming);
        let theirs = |id: &String| people.contains(&id.as_str());
        changed.rotation == self.after[self.hand.rotation].id.as_ref()
            && changed.before.iter().chain(&changed.after).any(theirs)
    }

    fn concerns(&self, edit: &Edit) -> bool {
        let rotation = &self.after[self.hand.rotation];
        let mut path = edit.path.split('.');
        let (section, id) = (path.next().unwrap_or_default(), path.next().unwrap_or_default());
        let own = match section {
            "rotations" => rotation.family.iter().any(|key| self.after[*key].id.as_ref() == id),
            "services" => self.scope.services.iter().any(|service| service.id.as_ref() == id),
            "escalations" => self.scope.paths.iter().any(|path| path.id.as_ref() == id),
            "people" => self.after.ids(&self.hand.incoming).contains(&id),
            "severities" | "channels" | "help" => true,
            _ => false,
        };
        own || section.starts_with("help[") || self.names(edit)
    }

    /// Whether it is an entry that names the rotation or whoever takes over.
    fn names(&self, edit: &Edit) -> bool {
        let dated = ["overrides", "time-off", "shadows"];
        if !dated.iter().any(|section| edit.path.starts_with(section)) {
            return false;
        }
        let people = self.after.ids(&self.hand.incoming);
        let ids = [self.after[self.hand.rotation].id.as_ref()].into_iter().chain(people);
        let values = || edit.before.iter().chain(&edit.after);
        ids.into_iter().any(|id| {
            let (quoted, listed) = (format!("\"{id}\""), format!("[{id}"));
            edit.path.contains(&listed) || values().any(|value| value.toml.contains(&quoted))
        })
    }
}
