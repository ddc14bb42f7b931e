//! What arguments take, by the names of their values.

use clap::Arg;

/// What is named by the value of an argument: `<ROTATION>`, or `<ID>` where the argument itself
/// is called so. Kinds that are not [`Kind::Free`] are completed.
const KINDS: &[(&str, Kind)] = &[
    ("branch", Kind::Branch),
    ("code", Kind::Code),
    ("columns", Kind::Free),
    ("command", Kind::Command),
    ("count", Kind::Free),
    ("dir", Kind::Folder),
    ("file", Kind::File),
    ("files", Kind::File),
    ("format=file", Kind::Free),
    ("game-day", Kind::GameDay),
    ("glob", Kind::Free),
    ("handoff", Kind::Handoff),
    ("incident", Kind::Incident),
    ("key=text", Kind::Free),
    ("length", Kind::Length),
    ("list", Kind::Ground),
    ("name", Kind::Free),
    ("names", Kind::Free),
    ("path", Kind::File),
    ("person", Kind::Person),
    ("rev", Kind::Revision),
    ("role", Kind::Role),
    ("rotation", Kind::Rotation),
    ("rule", Kind::Rule),
    ("runbook", Kind::Runbook),
    ("service", Kind::Service),
    ("severity", Kind::Severity),
    ("slug", Kind::Free),
    ("team", Kind::Team),
    ("template", Kind::Template),
    ("text", Kind::Free),
    ("time", Kind::Free),
    ("title", Kind::Free),
    ("url", Kind::Free),
    ("value=severity", Kind::Free),
    ("value", Kind::Person),
    ("what", Kind::Setting),
    ("when", Kind::When),
    ("words", Kind::Subject),
    ("zone", Kind::Zone),
];

/// What an argument takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Branch,
    Code,
    Command,
    File,
    Folder,
    Free,
    GameDay,
    Ground,
    Incident,
    Handoff,
    Length,
    Person,
    Revision,
    Role,
    Rotation,
    Rule,
    Runbook,
    Service,
    Setting,
    Severity,
    Subject,
    Team,
    Template,
    When,
    Zone,
}

impl Kind {
    pub fn of(arg: &Arg) -> Option<Self> {
        let name = arg.get_value_names()?.first()?;
        let name = if name == "ID" { arg.get_id().as_str() } else { name.as_str() };
        KINDS.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, kind)| *kind)
    }
}

/// Whether it is known what an argument takes.
#[cfg(test)]
pub(super) fn is_known(arg: &Arg) -> bool {
    Kind::of(arg).is_some()
}
