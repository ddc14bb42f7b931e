//! One commit in a few lines for people.

use super::digest::{Digest, Moves, Wanted};
use super::story::{Change, Deed, Told};
use crate::diagnostic::visible;
use crate::diff::{Changed, Effect, Gap, Hours};
use crate::plan::Plan;
use crate::time::{Instant, Zone, show};
use crate::views::diff::words::{self, counted};
use crate::views::fold::fold;
use crate::views::human::Style;

/// The most lines of one kind.
const MOST: usize = 4;
/// The most people whose hours are told.
const MOST_PEOPLE: usize = 8;

/// How commits are told.
pub(super) struct Teller<'t> {
    pub style: Style,
    pub zone: &'t Zone,
}

impl Teller<'_> {
    /// A commit, and what it did, with a line feed at the end of each line.
    pub fn entry(&self, told: &Told, wanted: &Wanted) -> String {
        let (head, moved) = (self.head(told), moved(told));
        if let Deed::Changed(change) = &told.deed
            && change.is_nothing()
        {
            let nothing = match &change.with {
                Some(with) => format!("mended: nothing changes since {}", with.short()),
                None => "nothing changes".to_owned(),
            };
            let means = moved.into_iter().chain(files(change)).chain([nothing]);
            let line = format!("{head} · {}", means.collect::<Vec<_>>().join(", "));
            return self.style.dim(&self.folded(&line, 4)) + "\n";
        }
        let lines = moved.into_iter().chain(self.lines(&told.deed, wanted));
        let lines = lines.map(|line| self.folded(&format!("    {line}"), 6));
        let head = self.style.bold(&self.folded(&head, 4));
        [head].into_iter().chain(lines).map(|line| line + "\n").collect()
    }

    fn folded(&self, line: &str, indent: usize) -> String {
        fold(&visible(line), indent, self.style)
    }

    fn head(&self, told: &Told) -> String {
        let revision = &told.touch.revision;
        let mut text = format!("{} {}", revision.short(), show::full(told.at(), self.zone));
        // Strangers choose both: neither comes before what they cannot choose, and may be empty.
        for (mark, words) in [(", ", revision.author()), (": ", revision.summary())] {
            if !words.is_empty() {
                text.extend([mark, words]);
            }
        }
        text
    }

    fn lines(&self, deed: &Deed, wanted: &Wanted) -> Vec<String> {
        match deed {
            Deed::Begins(plan) => vec![format!("the plan begins: {}", holds(plan))],
            Deed::Ends => vec!["the plan is taken away".to_owned()],
            Deed::Broken(plan) => vec![broken(plan)],
            Deed::Mended => vec![
                "the plan before it has faults, and there is none before that to compare with"
                    .to_owned(),
            ],
            Deed::Changed(change) => self.change(change, wanted),
        }
    }

    fn change(&self, change: &Change, wanted: &Wanted) -> Vec<String> {
        let digest = Digest::new(change, wanted);
        let mut lines = Vec::new();
        lines.extend(change.with.as_ref().map(|with| {
            format!("compared with {}: the plan of its parent has faults", with.short())
        }));
        lines.push(self.verdict(change));
        let each = digest.rotations.iter().map(|moves| self.moves(change, moves));
        lines.extend(few(each, digest.rotations.len(), "rotation"));
        lines.extend(self.hours(change, &digest.people));
        let gap = |what: &'static str| move |gap: &&Gap| self.gap(change, what, gap);
        let opened = digest.opened.iter().map(gap("nobody is on call"));
        lines.extend(few(opened, digest.opened.len(), "gap"));
        let closed = digest.closed.iter().map(gap("somebody is on call"));
        lines.extend(few(closed, digest.closed.len(), "closed gap"));
        let each =
            digest.edits.iter().map(|edit| words::edit_at(edit, &change.before, &change.after));
        lines.extend(few(each, digest.edits.len(), "edit"));
        lines.extend(files(change));
        lines
    }

    fn verdict(&self, change: &Change) -> String {
        let changes = &change.changes;
        let word = changes.effect.word();
        match changes.effect {
            Effect::Effective => {
                let all = changes.unchanged.of_rotations;
                let count = all - changes.unchanged.rotations;
                format!("{word}: shifts change in {count} of {}", counted(all, "rotation"))
            }
            Effect::Structural if changes.identical => {
                format!("{word}: every shift stays, at every instant")
            }
            Effect::Structural => {
                format!(
                    "{word}: every shift stays until {}",
                    show::full(change.window.end, self.zone)
                )
            }
            Effect::NoScheduleEffect | Effect::None => {
                format!("{word}: nobody's shifts change, nor whom a page reaches")
            }
        }
    }

    fn moves(&self, change: &Change, moves: &Moves<'_>) -> String {
        let mut parts = Vec::new();
        if let Some(first) = moves.ahead.first() {
            let from = match moves.now {
                Some(_) => "at once".to_owned(),
                None => format!("from {}", self.short(change, first.span.start)),
            };
            let until = self.short(change, first.span.end);
            let more = match moves.ahead.len() - 1 {
                0 => String::new(),
                more => format!(
                    ", and {} by {}",
                    counted(more, "more change"),
                    self.short(change, change.window.end)
                ),
            };
            parts.push(format!("{} {from} until {until}{more}", who(change, first)));
        }
        if let Some(first) = moves.past.first() {
            let from = self.short(change, first.span.start);
            parts.push(format!("the past is rewritten from {from} on"));
        }
        format!("{}: {}", moves.rotation, parts.join("; "))
    }

    fn hours(&self, change: &Change, people: &[&Hours]) -> Option<String> {
        let each = people.iter().take(MOST_PEOPLE);
        let mut each: Vec<_> = each
            .map(|hours| {
                format!("{} {}", name(change, &hours.person), words::more_hours(hours.all.change()))
            })
            .collect();
        let more = people.len().saturating_sub(MOST_PEOPLE);
        each.extend((more > 0).then(|| format!("and {more} more")));
        let by = self.short(change, change.window.end);
        (!each.is_empty()).then(|| format!("hours by {by}: {}", each.join(", ")))
    }

    fn gap(&self, change: &Change, what: &str, gap: &Gap) -> String {
        let (from, until) = (gap.span.start, gap.span.end);
        let (from, until) = (self.short(change, from), self.short(change, until));
        format!("{what} from {from} until {until}: {}", gap.path)
    }

    fn short(&self, change: &Change, at: Instant) -> String {
        show::short(at, self.zone, change.window.start)
    }
}

/// The first lines of some, and how many more there are.
fn few(lines: impl Iterator<Item = String>, count: usize, what: &str) -> Vec<String> {
    let more = count.saturating_sub(MOST);
    let more = (more > 0).then(|| format!("and {}", counted(more, &format!("more {what}"))));
    lines.take(MOST).chain(more).collect()
}

/// Where the plan went, where a commit moved it.
fn moved(told: &Told) -> Option<String> {
    let before = told.touch.before.as_ref()?.folder.as_deref()?;
    let after = told.touch.folder.as_deref()?;
    let named = |folder: &str| match folder {
        "" => "the top folder".to_owned(),
        folder => folder.to_owned(),
    };
    (before != after).then(|| format!("the plan moves from {} to {}", named(before), named(after)))
}

/// Which entries stand in another file.
fn files(change: &Change) -> Vec<String> {
    let moved = &change.changes.moved;
    few(moved.iter().map(words::moved), moved.len(), "move")
}

fn holds(plan: &Plan) -> String {
    let parts = [counted(plan.people.len(), "person"), counted(plan.rotations.len(), "rotation")];
    let faults = plan.faults.len();
    let faults = (faults > 0).then(|| format!(", {}", counted(faults, "fault")));
    parts.join(", ") + &faults.unwrap_or_default()
}

fn broken(plan: &Plan) -> String {
    let first = plan.faults.first().map(|fault| {
        format!("; the first is at {}: {}", plan.sources.place(fault.primary.at), fault.message)
    });
    let count = counted(plan.faults.len(), "fault");
    format!("broken: the plan has {count}{}", first.unwrap_or_default())
}

fn who(change: &Change, changed: &Changed) -> String {
    let names = |people: &[String]| match people {
        [] => "nobody".to_owned(),
        people => people.iter().map(|id| name(change, id)).collect::<Vec<_>>().join(" and "),
    };
    format!("{} instead of {}", names(&changed.after), names(&changed.before))
}

/// The name of a person of either plan.
fn name(change: &Change, id: &str) -> String {
    let of = |plan: &Plan| plan.person(id).map(|key| plan[key].name.clone());
    of(&change.after).or_else(|| of(&change.before)).unwrap_or_else(|| id.to_owned())
}
