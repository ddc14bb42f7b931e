//! People by their names, with their ids where two share a name.

use std::collections::BTreeMap;

use crate::diff::Changes;
use crate::plan::{Person, Plan};
use crate::syntax::Kind;

/// The people of two plans, by id.
pub struct Names<'a> {
    people: BTreeMap<&'a str, &'a Person>,
    /// How many people have a name.
    sharing: BTreeMap<&'a str, usize>,
}

/// A person as they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub shown: String,
    /// Their handle in chat, where it is a plain one.
    pub handle: Option<String>,
}

impl<'a> Names<'a> {
    /// The people of both plans, under the ids of the plan after.
    #[must_use]
    pub fn new(before: &'a Plan, after: &'a Plan, changes: &Changes) -> Self {
        let of = |plan: &'a Plan| plan.people.iter().map(|person| (person.id.as_ref(), person));
        let renamed = |id: &str| {
            let mut people = changes.renames.iter().filter(|r| r.kind == Kind::Person);
            people.any(|rename| rename.before == id)
        };
        let mut people: BTreeMap<&str, &Person> =
            of(before).filter(|(id, _)| !renamed(id)).collect();
        people.extend(of(after));
        let mut sharing = BTreeMap::new();
        for person in people.values() {
            *sharing.entry(person.name.as_str()).or_default() += 1;
        }
        Self { people, sharing }
    }

    /// The name of a person.
    #[must_use]
    pub fn of(&self, id: &str) -> String {
        match self.people.get(id) {
            Some(person) if self.sharing.get(person.name.as_str()) > Some(&1) => {
                format!("{} ({id})", person.name)
            }
            Some(person) => person.name.clone(),
            None => id.to_owned(),
        }
    }

    /// The names of people; `nobody` where there are none.
    #[must_use]
    pub fn list(&self, ids: &[String]) -> String {
        if ids.is_empty() {
            return "nobody".to_owned();
        }
        ids.iter().map(|id| self.of(id)).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn all(&self, ids: &[String]) -> Vec<Name> {
        let name = |id: &String| Name { shown: self.of(id), handle: self.handle(id) };
        ids.iter().map(name).collect()
    }

    fn handle(&self, id: &str) -> Option<String> {
        let chat = self.people.get(id)?.written.chat.as_ref()?.value.as_str();
        let handle = chat.strip_prefix('@').unwrap_or(chat);
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let is_plain = !handle.is_empty() && handle.len() <= 64 && handle.chars().all(plain);
        is_plain.then(|| handle.to_owned())
    }
}
