//! Every template that irp has, by what makes a page of it and the data that it is given.
//!
//! A set of templates is one line in [`SETS`]; what prints, lists and copies templates asks here.

use std::sync::LazyLock;

use super::templates::Builtin;
use super::{card, handoff, postmortem, render, site};

/// Templates of which one command makes pages, and which are given the same data.
pub struct Set {
    /// The templates.
    pub templates: &'static [Builtin],
    /// What their pages are.
    pub about: &'static str,
    /// The command that makes them.
    pub command: &'static str,
    /// The schema of their data, by its name: that of an answer with `--json`, key for key.
    pub schema: &'static str,
}

/// Every set, in the order in which they are listed.
pub static SETS: LazyLock<Vec<Set>> =
    LazyLock::new(|| OTHERS.into_iter().chain(site::SETS).collect());

const OTHERS: [Set; 4] = [
    Set {
        templates: card::TEMPLATES,
        about: "a responder's card on one sheet, and what such sheets are made with",
        command: "irp card PERSON --format html",
        schema: "card-page.output",
    },
    Set {
        templates: handoff::TEMPLATES,
        about: "the brief for a handoff as a page",
        command: "irp handoff --format html",
        schema: "handoff-page.output",
    },
    Set {
        templates: postmortem::TEMPLATES,
        about: "the review of an incident",
        command: "irp postmortem INCIDENT",
        schema: "postmortem.output",
    },
    Set {
        templates: render::TEMPLATES,
        about: "a message to those who wait for an incident to end",
        command: "irp render TEMPLATE --incident INCIDENT",
        schema: "render.output",
    },
];

static ALL: LazyLock<Vec<Builtin>> =
    LazyLock::new(|| SETS.iter().flat_map(|set| set.templates).copied().collect());

/// Every template.
#[must_use]
pub fn all() -> &'static [Builtin] {
    &ALL
}

/// The text of a template.
#[must_use]
pub fn text(name: &str) -> Option<&'static str> {
    all().iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The set of a template.
#[must_use]
pub fn set(name: &str) -> Option<&'static Set> {
    SETS.iter().find(|set| set.templates.iter().any(|(known, _)| *known == name))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_template_has_a_name_of_its_own_and_the_schema_of_an_answer() {
        let names: BTreeSet<_> = all().iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), all().len());
        for (name, text) in all() {
            assert!(set(name).is_some_and(|set| set.schema.ends_with(".output")), "{name}");
            assert!(text.ends_with('\n') && !name.starts_with('/'), "{name}");
        }
    }
}
