//! Calendars in files: what each is called, what is in it, and which of them nobody needs any more.

use std::path::Path;

use super::events::Duty;
use super::{Answer, Split, unwritten};
use crate::cli::{Failure, Session};
use crate::diagnostic::visible;
use crate::plan::{PersonKey, RotationKey};
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
        let names = [visible(&self.plan.name), visible(of)];
        let names: Vec<_> = names.into_iter().filter(|name| !name.is_empty()).collect();
        names.join(": ")
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
        for (name, text) in self.each(split) {
            let path = folder.join(name);
            session.world().put(&path, &text).map_err(|error| unwritten(&path, &error))?;
        }
        // What a fault hides may not be gone.
        if self.touched { Ok(()) } else { self.clear(split, folder, session) }
    }

    /// A calendar each, by the name of its file.
    pub fn each(&self, split: Split) -> Vec<(String, String)> {
        let plan = self.plan;
        let file = |id: &str| format!("{}{id}.ics", split.prefix());
        let rotation = |key: &RotationKey| {
            let id = plan[*key].id.as_ref();
            (file(id), self.text(&self.name(id), |duty| duty.rotation == *key))
        };
        let person = |key: PersonKey| {
            let person = &plan[key];
            let text = self.text(&self.name(&person.name), |duty| duty.person == Some(key));
            (file(person.id.as_ref()), text)
        };
        let people = || plan.people.iter().filter_map(|person| plan.person(person.id.as_ref()));
        match split {
            Split::Person if self.people.is_empty() => people().map(person).collect(),
            Split::Person => self.people.iter().copied().map(person).collect(),
            Split::Rotation => self.rotations.iter().map(rotation).collect(),
        }
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
