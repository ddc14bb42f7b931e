//! Files that cannot be read: at which line, and why.

use crate::plan::Plan;
use crate::source::SourceId;

/// Faults beyond these are left to `irp check`.
const MOST: usize = 3;

/// The first faults of a file, each as `FILE:LINE: what is wrong`.
pub fn places(plan: &Plan, source: SourceId) -> Vec<String> {
    let faults = plan.faults.iter().filter(|fault| fault.primary.at.source == source);
    let place = |fault: &crate::diagnostic::Diagnostic| {
        format!("{}: {}", plan.sources.place(fault.primary.at), fault.message)
    };
    faults.take(MOST).map(place).collect()
}
