//! Quick fixes: what was probably meant, written in place of what stands there.

use std::ops::Range;

use serde_json::{Value, json};

use super::diagnostics::{Shown, item};
use super::dispatch::Spot;
use super::rename::workspace_edit;
use crate::diagnostic::{Diagnostic, Fault, Suggestion, visible};
use crate::syntax::is_id;

/// The quick fixes of the faults that touch a range.
pub fn actions(spot: &Spot<'_>, range: &Range<usize>, shown: Shown, versioned: bool) -> Value {
    let view = &spot.view;
    let lines = view.lines(spot.source);
    let mut actions = Vec::new();
    for fault in view.plan.faults.iter().filter(|fault| fault.primary.at.source == spot.source) {
        let at = fault.primary.at;
        let touches = at.start as usize <= range.end && range.start <= at.end as usize;
        let Some(suggestion) = suggested(fault).filter(|_| touches) else { continue };
        let edit = (suggestion.at, suggestion.text.clone());
        actions.push(json!({
            "title": format!("Write `{}`", visible(&suggestion.text)),
            "kind": "quickfix",
            "diagnostics": [item(view, &lines, fault, shown)],
            "isPreferred": true,
            "edit": workspace_edit(view, std::iter::once(edit), versioned),
        }));
    }
    actions.into()
}

/// What was probably meant; of an id only what can be one, because anything else that is defined
/// may hold quotes and line ends.
fn suggested(fault: &Diagnostic) -> Option<&Suggestion> {
    let suggestion = fault.suggestion.as_ref()?;
    let inner = suggestion.text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let safe = fault.code != Fault::UnknownId.code() || inner.is_some_and(is_id);
    safe.then_some(suggestion)
}
