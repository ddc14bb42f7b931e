//! The same numbers apart: by service, severity, team or month.

use std::collections::BTreeMap;

use super::By;
use super::facts::Entry;
use super::lengths::Summary;
use crate::record::Durations;
use crate::time::Zone;

/// What stands for records that name none.
const NONE: &str = "(none)";

/// Some of the records, and their numbers.
pub(super) struct Group {
    pub name: String,
    pub summary: Summary,
}

/// The records apart, in order of name; severities by rank. A record of several services or teams
/// is in each of them.
pub(super) fn groups(entries: &[Entry<'_>], by: By, zone: &Zone) -> Vec<Group> {
    let mut each: BTreeMap<(i64, String), Vec<&Durations>> = BTreeMap::new();
    for entry in entries {
        let rank = if by == By::Severity { entry.case.rank().unwrap_or(i64::MAX) } else { 0 };
        for name in names(entry, by, zone) {
            let last = if name == NONE { i64::MAX } else { rank };
            each.entry((last, name)).or_default().push(&entry.lengths);
        }
    }
    let group = |((_, name), all): ((i64, String), Vec<&Durations>)| Group {
        name,
        summary: Summary::new(all),
    };
    each.into_iter().map(group).collect()
}

fn names(entry: &Entry<'_>, by: By, zone: &Zone) -> Vec<String> {
    let month = || entry.began.map(|at| zone.civil(at).format("%Y-%m").to_string());
    let mut names: Vec<String> = match by {
        By::Service => entry.services.iter().map(ToString::to_string).collect(),
        By::Team => entry.teams.iter().map(ToString::to_string).collect(),
        By::Severity => entry.severity().map(str::to_owned).into_iter().collect(),
        By::Month => month().into_iter().collect(),
    };
    names.sort_unstable();
    names.dedup();
    if names.is_empty() { vec![NONE.to_owned()] } else { names }
}
