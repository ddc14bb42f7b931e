//! What is wrong with a plan that answers all the same: said beside the answer, in short.

use crate::diagnostic::{Diagnostic, Fault, visible};
use crate::plan::{Plan, RotationKey};
use crate::time::Span;

use super::Session;

/// Faults beyond these are counted, not listed.
const SHOWN: usize = 3;

/// What was asked of a plan.
pub struct Asked<'a> {
    /// About which rotations.
    pub rotations: &'a [RotationKey],
    /// Whether that is every rotation, so that one nobody could read is missing.
    pub everything: bool,
    /// Whether a fault hides which rotations were asked for.
    pub hidden: bool,
    /// About which time.
    pub span: Span,
}

impl Session<'_> {
    /// Says beside the answer which faults touch it, and that there are others.
    ///
    /// Returns whether any touches it.
    pub fn warn(&mut self, plan: &Plan, asked: &Asked<'_>) -> bool {
        if plan.faults.is_empty() {
            return false;
        }
        let blocked: Vec<_> =
            asked.rotations.iter().copied().filter(|key| !plan[*key].blocked.is_empty()).collect();
        let disputed: Vec<_> = asked
            .rotations
            .iter()
            .copied()
            .filter(|key| is_disputed(plan, *key, asked.span))
            .collect();
        let hides =
            |fault: &Diagnostic| hides_all(fault) || (asked.everything && hides_some(fault));
        let unread = plan.faults.iter().any(hides);
        if !blocked.is_empty() {
            self.note(&format!(
                "warning: a fault in the plan leaves {} without an answer",
                names(plan, &blocked)
            ));
        }
        if !disputed.is_empty() {
            let of = names(plan, &disputed);
            self.note(&format!(
                "warning: overrides of {of} contradict each other, so neither holds"
            ));
        }
        if unread {
            self.note(
                "warning: a part of the plan cannot be read, so something may be missing here",
            );
        } else if asked.hidden {
            self.note("warning: a fault in an escalation path may hide rotations that it reaches");
        }
        let touched = !blocked.is_empty() || !disputed.is_empty() || unread || asked.hidden;
        let near = |fault: &usize| {
            let found = &plan.faults[*fault];
            blocked.iter().any(|key| plan[*key].blocked.contains(fault))
                || disputed.iter().any(|key| is_conflict_of(plan, *key, found))
                || hides(found)
                || (asked.hidden && is_of_path(found))
        };
        let (mut first, rest): (Vec<_>, Vec<_>) = (0..plan.faults.len()).partition(near);
        self.list(plan, &mut first);
        self.others(rest.len());
        touched
    }

    fn list(&mut self, plan: &Plan, faults: &mut Vec<usize>) {
        let more = faults.len().saturating_sub(SHOWN);
        faults.truncate(SHOWN);
        for fault in faults.iter() {
            let fault = &plan.faults[*fault];
            let place = visible(&plan.sources.place(fault.primary.at));
            self.note(&format!("  {place}: {} [{}]", fault.message, fault.code));
        }
        if more > 0 {
            self.note(&format!("  and {more} more: `{}` shows all", self.check_command()));
        }
    }

    fn others(&mut self, count: usize) {
        let (faults, them) = if count == 1 { ("fault", "it") } else { ("faults", "them") };
        if count > 0 {
            let check = self.check_command();
            self.note(&format!(
                "warning: {count} {faults} elsewhere in the plan; `{check}` shows {them}"
            ));
        }
    }
}

/// Whether two overrides of a rotation contradict each other somewhere in a span.
fn is_disputed(plan: &Plan, key: RotationKey, span: Span) -> bool {
    plan[key].overrides.iter().flat_map(|o| &o.void).any(|void| void.overlaps(span))
}

fn is_conflict_of(plan: &Plan, key: RotationKey, fault: &Diagnostic) -> bool {
    fault.code == Fault::OverrideConflict.code()
        && fault.path.split('.').nth(1) == Some(plan[key].id.as_ref())
}

fn is_of_path(fault: &Diagnostic) -> bool {
    fault.path.starts_with("escalations.") || fault.path.starts_with("services.")
}

/// Whether a fault hides a whole file, which may have said anything.
fn hides_all(fault: &Diagnostic) -> bool {
    let whole = [
        Fault::FileTooLarge,
        Fault::NotUtf8,
        Fault::OutsidePlan,
        Fault::Unreadable,
        Fault::Version,
    ];
    whole.iter().any(|whole| whole.code() == fault.code)
}

/// Whether a plan may have rotations that were never read.
pub(super) fn hides_rotations(plan: &Plan) -> bool {
    plan.faults.iter().any(|fault| hides_all(fault) || hides_some(fault))
}

/// Whether a fault may hide a rotation that was never read.
fn hides_some(fault: &Diagnostic) -> bool {
    [Fault::Syntax.code(), Fault::IncludeMissing.code()].contains(&fault.code)
}

/// Up to three rotations by their ids.
pub(super) fn names(plan: &Plan, keys: &[RotationKey]) -> String {
    let id = |key: &RotationKey| format!("`{}`", plan[*key].id);
    match keys {
        [one] => id(one),
        [one, two] => format!("{} and {}", id(one), id(two)),
        [one, two, three] => format!("{}, {} and {}", id(one), id(two), id(three)),
        [one, two, rest @ ..] => {
            format!("{}, {} and {} more rotations", id(one), id(two), rest.len())
        }
        [] => String::new(),
    }
}
