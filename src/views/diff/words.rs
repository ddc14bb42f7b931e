//! The words for a change: its verdict, its edits, its shifts. Text of a plan is as it is.

use chrono::TimeDelta;

use super::names::Names;
use super::short;
use crate::diff::{About, Act, Changed, Changes, Edit, Effect, Moved, Value};
use crate::plan::Plan;
use crate::time::{Instant, Span, Zone, show};

/// How much a change does, in one sentence that begins with the word for it.
#[must_use]
pub fn verdict(changes: &Changes, window: Span, viewer: &Zone) -> String {
    let word = changes.effect.word();
    let edits = counted(changes.edits.len(), "edit");
    let said = match changes.effect {
        Effect::None => "both plans say the same".to_owned(),
        Effect::NoScheduleEffect => format!("{edits}; who is reached stays as it is"),
        Effect::Structural => edits,
        Effect::Effective => return format!("{word}: {}", effects(changes, window, viewer)),
    };
    let day = day(window.end, viewer);
    let same = if changes.identical {
        "identical for every instant".to_owned()
    } else {
        format!("the same in this window, until {day}")
    };
    format!("{word}: {said}; who is on call is {same}")
}

fn effects(changes: &Changes, window: Span, viewer: &Zone) -> String {
    let mut parts = Vec::new();
    let ahead = changes.ahead.len();
    if ahead > 0 {
        let mut rotations: Vec<_> = changes.ahead.iter().map(|c| &c.rotation).collect();
        rotations.dedup();
        let (shifts, rotations) = (counted(ahead, "shift"), counted(rotations.len(), "rotation"));
        let verb = if ahead == 1 { "changes" } else { "change" };
        let day = day(window.end, viewer);
        parts.push(format!("{shifts} of {rotations} {verb} until {day}"));
    }
    if !changes.now.is_empty() {
        parts.push("on call now changes".to_owned());
    }
    if !changes.past.is_empty() {
        let verb = if changes.past.len() == 1 { "is" } else { "are" };
        parts.push(format!("{} {verb} rewritten", counted(changes.past.len(), "past shift")));
    }
    if !changes.opened.is_empty() {
        let verb = if changes.opened.len() == 1 { "opens" } else { "open" };
        parts.push(format!("{} {verb}", counted(changes.opened.len(), "gap")));
    }
    if changes.edits.iter().any(|edit| edit.about == About::Response) {
        parts.push("who is reached is written otherwise".to_owned());
    }
    parts.join("; ")
}

/// An edit with its values, shortened: `rotations.web.people: ["ana"] -> ["ben"]`.
#[must_use]
pub fn edit(edit: &Edit) -> String {
    let (before, after) = values(edit);
    let path = &edit.path;
    match edit.act {
        Act::Added => format!("{path} is new: {after}"),
        Act::Removed => format!("{path} is gone: {before}"),
        Act::Changed => format!("{path}: {before} -> {after}"),
        Act::Renamed => format!("{path} is renamed: {before} -> {after}"),
    }
}

/// An edit and where it is written: `irp.toml:14 rotations.web.people: ["ana"] -> ["ben"]`.
#[must_use]
pub fn edit_at(written: &Edit, before: &Plan, after: &Plan) -> String {
    format!("{} {}", place(written, before, after), edit(written))
}

/// The word for what is done to something.
#[must_use]
pub fn act(act: Act) -> &'static str {
    match act {
        Act::Added => "added",
        Act::Removed => "removed",
        Act::Changed => "changed",
        Act::Renamed => "renamed",
    }
}

/// The values of an edit, shortened; empty where there is none.
pub(super) fn values(edit: &Edit) -> (String, String) {
    let text = |value: &Option<Value>| value.as_ref().map(|value| value.toml.clone());
    match (text(&edit.before), text(&edit.after)) {
        (Some(before), Some(after)) => short::pair(&before, &after),
        (before, after) => {
            let shown = |text: Option<String>| text.map_or_else(String::new, |t| short::short(&t));
            (shown(before), shown(after))
        }
    }
}

/// Where an edit is written, such as `irp.toml:14`: after it, or before it where it takes away.
#[must_use]
pub fn place(edit: &Edit, before: &Plan, after: &Plan) -> String {
    match (&edit.after, &edit.before) {
        (Some(value), _) => after.sources.place(value.at),
        (None, Some(value)) => format!("{} (before)", before.sources.place(value.at)),
        (None, None) => String::new(),
    }
}

/// A changed shift: `web Mon 23 Nov 09:00 until Mon 30 Nov 09:00: Ana -> Ben`.
#[must_use]
pub fn changed(changed: &Changed, names: &Names<'_>, viewer: &Zone, now: Instant) -> String {
    let [from, until] =
        [changed.span.start, changed.span.end].map(|at| show::short(at, viewer, now));
    let (before, after) = (names.list(&changed.before), names.list(&changed.after));
    format!("{} {from} until {until}: {before} -> {after}", changed.rotation)
}

/// Entries in another file: `12 entries move from a.toml to b.toml`.
#[must_use]
pub fn moved(moved: &Moved) -> String {
    let verb = if moved.entries == 1 { "moves" } else { "move" };
    format!("{} {verb} from {} to {}", counted(moved.entries, "entry"), moved.from, moved.to)
}

/// By how many hours on call somebody has more or less: `+12h`, `-24h`.
#[must_use]
pub fn more_hours(length: TimeDelta) -> String {
    let sign = if length > TimeDelta::zero() { "+" } else { "" };
    format!("{sign}{}", hours(length))
}

/// A length of time in hours, as hours on call are counted: `168h`, `7h 30m`, `-24h`.
#[must_use]
pub fn hours(length: TimeDelta) -> String {
    let minutes = length.num_minutes();
    let (sign, minutes) = (if minutes < 0 { "-" } else { "" }, minutes.abs());
    let rest = if minutes % 60 == 0 { String::new() } else { format!(" {}m", minutes % 60) };
    format!("{sign}{}h{rest}", minutes / 60)
}

/// A number of things in words.
#[must_use]
pub fn counted(count: usize, word: &str) -> String {
    let plural = match word {
        "person" => "people".to_owned(),
        word if word.ends_with('y') => format!("{}ies", word.trim_end_matches('y')),
        word => format!("{word}s"),
    };
    if count == 1 { format!("1 {word}") } else { format!("{count} {plural}") }
}

fn day(instant: Instant, viewer: &Zone) -> String {
    viewer.civil(instant).format("%a %-d %b %Y").to_string()
}
