//! Templates of a plan beside those of irp.

use super::session::Session;
use super::unread::unreadable;
use super::{Disk, Failure};
use crate::plan::Plan;
use crate::source::Tree;
use crate::views::templates::{Builtin, Own, TemplateFault, Templates, zones};

/// Where templates are that a plan does not place elsewhere.
const FOLDER: &str = "templates";

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
        let table = plan.written.plan.as_ref().and_then(|table| table.value.templates.as_ref());
        let folder = table.map_or(FOLDER, |folder| folder.value.as_str());
        let own = self.with_tree(|tree| Own::read(tree, folder))??;
        Ok(Templates::new(builtin, own, &zones(plan, &self.zones.utc())))
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

impl From<TemplateFault> for Failure {
    fn from(fault: TemplateFault) -> Self {
        let failure = Self::plan(format!("{}: {}", fault.place, fault.message));
        fault.help.into_iter().fold(failure, Self::hint)
    }
}
