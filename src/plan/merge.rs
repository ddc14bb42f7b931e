//! Many files, one plan: the same tables of all files together, and what is defined twice.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Fault};
use crate::source::{Located, Location};
use crate::syntax::{self, Entry, Id, Kind, List};

use super::files::Files;

/// All tables of all files.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub irp: Option<Located<syntax::Version>>,
    pub plan: Option<Located<syntax::PlanTable>>,
    pub channels: Option<Located<syntax::Channels>>,
    pub people: Vec<Entry<syntax::PersonId, syntax::Person>>,
    pub teams: Vec<Entry<syntax::TeamId, syntax::Team>>,
    pub roles: Vec<Entry<syntax::RoleId, syntax::Role>>,
    pub rotations: Vec<Entry<syntax::RotationId, syntax::Rotation>>,
    pub overrides: List<syntax::Override>,
    pub shadows: List<syntax::Shadow>,
    pub time_off: List<syntax::TimeOff>,
    pub holidays: Vec<Entry<syntax::HolidaysId, List<syntax::Holiday>>>,
    pub escalations: Vec<Entry<syntax::EscalationId, syntax::Escalation>>,
    pub help: List<syntax::Help>,
    pub externals: Vec<Entry<syntax::ExternalId, syntax::External>>,
    pub severities: Vec<Entry<syntax::SeverityId, syntax::Severity>>,
    pub services: Vec<Entry<syntax::ServiceId, syntax::Service>>,
    pub game_days: Vec<Entry<syntax::GameDayId, syntax::GameDay>>,
    pub lint: Option<Located<syntax::Lint>>,
}

/// Joins the tables of all files; faults go to `files`.
pub(super) fn merge(files: &mut Files) -> Merged {
    let mut merged = Merged::default();
    let faults = &mut files.faults;
    for document in std::mem::take(&mut files.documents) {
        once(&mut merged.irp, document.irp, "irp", faults);
        once(&mut merged.plan, document.plan, "plan", faults);
        once(&mut merged.channels, document.channels, "channels", faults);
        once(&mut merged.lint, document.lint, "lint", faults);
        entries(&mut merged.people, document.people);
        entries(&mut merged.teams, document.teams);
        entries(&mut merged.roles, document.roles);
        entries(&mut merged.rotations, document.rotations);
        entries(&mut merged.holidays, document.holidays);
        entries(&mut merged.escalations, document.escalations);
        entries(&mut merged.externals, document.externals);
        entries(&mut merged.severities, document.severities);
        entries(&mut merged.services, document.services);
        entries(&mut merged.game_days, document.game_days);
        list(&mut merged.overrides, document.overrides);
        list(&mut merged.shadows, document.shadows);
        list(&mut merged.time_off, document.time_off);
        list(&mut merged.help, document.help);
    }
    unique(&mut merged.people);
    unique(&mut merged.teams);
    unique(&mut merged.roles);
    unique(&mut merged.rotations);
    unique(&mut merged.escalations);
    unique(&mut merged.externals);
    unique(&mut merged.severities);
    unique(&mut merged.services);
    unique(&mut merged.game_days);
    join_holidays(&mut merged.holidays);
    duplicates(files);
    merged
}

fn once<T>(
    slot: &mut Option<Located<T>>,
    found: Option<Located<T>>,
    name: &str,
    faults: &mut Vec<Diagnostic>,
) {
    let Some(found) = found else { return };
    if let Some(first) = slot {
        let message = format!("`{name}` stands in two files");
        let fault = Diagnostic::fault(Fault::Duplicate, found.at, message).about(name);
        let fault = fault.label("again here").also(first.at, "first here");
        faults.push(fault.help("a plan has it once: move everything into one of them"));
    } else {
        *slot = Some(found);
    }
}

fn entries<K, V>(all: &mut Vec<Entry<K, V>>, found: Option<Located<syntax::Defined<K, V>>>) {
    all.extend(found.into_iter().flat_map(|table| table.value.0));
}

fn list<T>(all: &mut List<T>, found: Option<Located<List<T>>>) {
    all.extend(found.into_iter().flat_map(|list| list.value));
}

/// Sorts by id and keeps the first of each; the rest are faults already.
fn unique<K: Id, V>(entries: &mut Vec<Entry<K, V>>) {
    entries.sort_by(|a, b| a.id.value.cmp(&b.id.value).then(a.id.at.cmp(&b.id.at)));
    entries.dedup_by(|later, earlier| later.id.value == earlier.id.value);
}

/// A list of holidays is an array of tables, which may go on in another file.
fn join_holidays(lists: &mut Vec<Entry<syntax::HolidaysId, List<syntax::Holiday>>>) {
    lists.sort_by(|a, b| a.id.value.cmp(&b.id.value).then(a.id.at.cmp(&b.id.at)));
    lists.dedup_by(|later, earlier| {
        let same = later.id.value == earlier.id.value;
        if same && let Some(days) = later.value.take() {
            earlier.value.get_or_insert_default().extend(days);
        }
        same
    });
}

/// Reports every id that is defined more than once, with both places.
fn duplicates(files: &mut Files) {
    let mut first: BTreeMap<(Kind, &str), Location> = BTreeMap::new();
    for found in &files.definitions {
        let key = (found.kind, found.id.as_str());
        let before = *first.entry(key).or_insert(found.at);
        if before == found.at || found.kind == Kind::Holidays {
            continue;
        }
        let message = format!("the {} `{}` is defined twice", found.kind.word(), found.id);
        let path = format!("{}.{}", found.kind.table(), found.id);
        let fault = Diagnostic::fault(Fault::Duplicate, found.at, message).about(path);
        let fault = fault.label("again here").also(before, "first defined here");
        let apart = found.kind == Kind::Rotation && found.at.source != before.source;
        files.faults.push(fault.help(if apart {
            "a rotation stands in one file, its layers and line-ups with it: move them together"
        } else {
            "remove one of the two, or give it another id"
        }));
    }
}
