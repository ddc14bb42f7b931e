//! Templates of a plan beside those of irp.

use serde::Serialize;

use super::session::Session;
use super::unread::unreadable;
use super::{Disk, Failure};
use crate::diagnostic::visible;
use crate::plan::{Person, Plan};
use crate::source::Tree;
use crate::views::originals;
use crate::views::templates::{Builtin, Own, TemplateFault, Templates, zones};

/// Where templates are that a plan does not place elsewhere.
const FOLDER: &str = "templates";
/// The most bytes of memory for one page. What a page writes is counted, and what it holds in
/// variables is not: each may be made of two copies of the one before.
const MOST_MEMORY: u64 = 2 * 1024 * 1024 * 1024;

impl Session<'_> {
    /// The templates of irp, and those with which the plan replaces them.
    ///
    /// # Errors
    /// Where one of the plan cannot be read.
    pub fn templates(
        &self,
        plan: &Plan,
        builtin: &'static [Builtin],
    ) -> Result<Templates, Failure> {
        let own = self.with_tree(|tree| {
            Own::read(tree, folder(plan), |name| originals::text(name).is_some())
        })??;
        let person =
            |person: &Person| (person.id.to_string(), (person.name.clone(), person.zone.clone()));
        let people = plan.people.iter().map(person).collect();
        Ok(Templates::new(builtin, own, &zones(plan, &self.zones.utc())).with_people(people))
    }

    /// Every template of irp, and those of the plan.
    ///
    /// # Errors
    /// Where one of the plan cannot be read.
    pub fn shelf(&self, plan: &Plan) -> Result<Templates, Failure> {
        self.templates(plan, originals::all())
    }

    /// Complains of a layout beside `--json`, but for a page: of that it is what its template is
    /// given.
    ///
    /// # Errors
    /// Where it is another layout.
    pub fn fits_json<F: Copy + PartialEq>(
        &self,
        format: Option<F>,
        page: F,
    ) -> Result<(), Failure> {
        match format.filter(|format| self.options.json && *format != page) {
            None => Ok(()),
            Some(_) => Err(Failure::usage("`--format` and `--json` exclude each other").hint(
                "but for `--format html --json`, which prints what the template of the page is given",
            )),
        }
    }

    /// A page, for which no more memory is taken than any page needs.
    ///
    /// # Errors
    /// Where the template does not work.
    pub fn page<T: Serialize>(
        &self,
        templates: &Templates,
        name: &str,
        data: &T,
    ) -> Result<String, Failure> {
        self.pages(|| templates.render(name, data))
    }

    /// Several pages, for which no more memory is taken than any page needs.
    ///
    /// # Errors
    /// Where a template does not work.
    pub fn pages<T>(&self, make: impl FnOnce() -> Result<T, TemplateFault>) -> Result<T, Failure> {
        Ok(self.world.within(MOST_MEMORY, make)?)
    }

    /// Adds a page to the answer: as it is for a file, and harmless where it goes to a terminal.
    pub fn print_page(&mut self, text: &str) {
        if self.style().width.is_none() {
            return self.print(text);
        }
        for line in text.split_inclusive('\n') {
            let words = line.trim_end_matches(['\r', '\n']);
            let shown: Vec<_> = words.split('\t').map(visible).collect();
            self.print(&(shown.join("\t") + &line[words.len()..]));
        }
    }

    /// Looks into the folder that the plan was read from: as its files are, or in its revision.
    fn with_tree<T>(&self, look: impl FnOnce(&dyn Tree) -> T) -> Result<T, Failure> {
        let Some(seen) = self.seen() else { return Ok(look(&Disk::new(self.folder()?))) };
        let history = self.history()?;
        let files = history.repository().snapshot(&seen.revision);
        let files = files.map_err(|reason| unreadable(&reason))?;
        let folder = files.folder(&seen.folder);
        let folder = folder.ok_or_else(|| Failure::plan("the plan's folder is gone"))?;
        Ok(look(&folder))
    }
}

/// The folder of a plan's templates, as the plan writes it.
pub fn folder(plan: &Plan) -> &str {
    let table = plan.written.plan.as_ref().and_then(|table| table.value.templates.as_ref());
    table.map_or(FOLDER, |folder| folder.value.trim_end_matches('/'))
}

impl From<TemplateFault> for Failure {
    fn from(fault: TemplateFault) -> Self {
        let failure = Self::plan(format!("{}: {}", fault.place, fault.message));
        fault.help.into_iter().fold(failure, Self::hint)
    }
}
