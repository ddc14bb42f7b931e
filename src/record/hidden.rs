//! What may keep records from being seen at all.

use crate::diagnostic::{Diagnostic, Fault};
use crate::plan::Plan;
use crate::source::{Pattern, pattern};

/// Where records of incidents lie, where the plan does not say.
const INCIDENTS: &str = "incidents/**/*.md";

/// The faults that keep a record of an incident, or a folder of them, from being read: it leads out
/// of the plan, is a link or a file where a folder is expected, or is no text.
#[must_use]
pub fn hidden(plan: &Plan) -> Vec<&Diagnostic> {
    let table = plan.written.plan.as_ref().and_then(|table| table.value.incidents.as_ref());
    let written = table.map(|globs| globs.value.0.iter().map(|glob| glob.value.as_str()));
    let globs: Vec<&str> = written.map_or_else(|| vec![INCIDENTS], Iterator::collect);
    let globs: Vec<Pattern> = globs.into_iter().filter_map(|glob| pattern(glob).ok()).collect();
    let codes = [Fault::OutsidePlan, Fault::Unreadable, Fault::FileTooLarge, Fault::NotUtf8];
    let hides = |fault: &&Diagnostic| {
        let path = plan.sources.get(fault.primary.at.source).name.as_str();
        codes.iter().any(|code| code.code() == fault.code)
            && globs.iter().any(|glob| glob.matches(path) || may_hold(glob, path))
    };
    plan.faults.iter().filter(hides).collect()
}

/// Whether what is not a file by its name may be a folder of records.
fn may_hold(glob: &Pattern, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    !name.contains('.') && glob.may_match_below(path)
}
