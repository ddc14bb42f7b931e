//! What would change less, in words.

use super::names::Names;
use super::{Shown, words};
use crate::diff::Advice;
use crate::time::show;

/// An order that would leave the near future alone.
pub(super) struct Said {
    /// What the edit does and what to restore first.
    pub why: String,
    /// What to restore, as TOML.
    pub restore: String,
    /// What to write instead, as TOML.
    pub write: String,
    /// What that changes.
    pub then: String,
}

pub(super) fn said(shown: &Shown<'_>, advice: &Advice) -> Said {
    let names = Names::new(shown.before, shown.after, shown.changes);
    let place = shown.changes.edits.get(advice.edit);
    let place = place.map(|edit| words::place(edit, shown.before, shown.after));
    let at = place.map_or_else(String::new, |place| format!("at {place} "));
    let rotation = &advice.rotation;
    let then = match &advice.first {
        None => "It changes no shift in this window".to_owned(),
        Some(first) => {
            let at = show::short(first.span.start, shown.viewer, shown.now);
            let (before, after) = (names.list(&first.before), names.list(&first.after));
            let more = advice.left.saturating_sub(1);
            let more = match more {
                0 => "nothing else in this window".to_owned(),
                more => format!("{} in this window", words::counted(more, "more shift")),
            };
            format!("Its first effect is at {at}: {before} -> {after}; and {more}")
        }
    };
    Said {
        why: format!(
            "The edit {at}deals out the turns of {rotation} anew. To leave the near \
                      future alone, restore"
        ),
        restore: advice.restore.clone(),
        write: advice.toml.clone(),
        then,
    }
}
