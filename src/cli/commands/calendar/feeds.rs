//! Calendars in files: what each is called, what is in it, and which of them nobody needs any more.

use std::path::Path;

use super::events::Duty;
use super::{Answer, Split, unwritten};
use crate::cli::{Failure, Session};
use crate::diagnostic::visible;
use crate::plan::PersonKey;
use crate::views::ics::{Calendar, HEAD, text};

impl Split {
    /// How the names of its files begin.
    fn prefix(self) -> &'static str {
        match self {
            Self::Person => "person-",
            Self::Rotation => "rotation-",
        }
    }
}

impl Answer<'_> {
    /// The name of a calendar of the plan.
    pub fn name(&self, of: &str) -> String {
        let plan = visible(&self.plan.name);
        if of.is_empty() { plan } else { format!("{plan}: {}", visible(of)) }
    }

    /// The calendar of some of the events.
    pub fn text(&self, name: &str, of: impl Fn(&Duty) -> bool) -> String {
        let duties = self.duties.iter().filter(|duty| of(duty));
        let events: Vec<_> = duties.map(|duty| &duty.event).collect();
        text(&Calendar { name, stamp: self.stamp, events: &events })
    }

    /// Writes a calendar each, and removes those that irp wrote for ids which are gone.
    pub fn feeds(
        &self,
        split: Split,
        folder: &Path,
        session: &mut Session<'_>,
    ) -> Result<(), Failure> {
        let plan = self.plan;
        let people = || plan.people.iter().filter_map(|person| plan.person(person.id.as_ref()));
        match split {
            Split::Person if self.people.is_empty() => {
                people().try_for_each(|key| self.person(key, folder, session))?;
            }
            Split::Person => {
                self.people.iter().try_for_each(|key| self.person(*key, folder, session))?;
            }
            Split::Rotation => {
                for key in &self.rotations {
                    let id = plan[*key].id.as_ref();
                    let text = self.text(&self.name(id), |d| d.rotation == *key);
                    put(split, id, folder, &text, session)?;
                }
            }
        }
        // What a fault hides may not be gone.
        if self.touched { Ok(()) } else { self.clear(split, folder, session) }
    }

    fn person(&self, key: PersonKey, folder: &Path, session: &Session<'_>) -> Result<(), Failure> {
        let person = &self.plan[key];
        let text = self.text(&self.name(&person.name), |d| d.person == Some(key));
        put(Split::Person, person.id.as_ref(), folder, &text, session)
    }

    /// Removes the calendars of ids that are not in the plan any more.
    fn clear(&self, split: Split, folder: &Path, session: &mut Session<'_>) -> Result<(), Failure> {
        let world = session.world();
        let names = world.names(folder).map_err(|error| unwritten(folder, &error))?;
        let is_known = |id: &str| match split {
            Split::Person => self.plan.person(id).is_some(),
            Split::Rotation => self.plan.rotation(id).is_some(),
        };
        for name in names.iter().filter_map(|name| name.to_str()) {
            let id = name.strip_prefix(split.prefix()).and_then(|id| id.strip_suffix(".ics"));
            let path = folder.join(name);
            if id.is_some_and(|id| !is_known(id)) && world.begins_with(&path, HEAD) {
                world.remove(&path).map_err(|error| unwritten(&path, &error))?;
                session.note(&format!("note: removed {}", visible(&path.display().to_string())));
            }
        }
        Ok(())
    }
}

fn put(
    split: Split,
    id: &str,
    folder: &Path,
    text: &str,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let path = folder.join(format!("{}{id}.ics", split.prefix()));
    session.world().put(&path, text).map_err(|error| unwritten(&path, &error))
}
