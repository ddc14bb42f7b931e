//! The templates of the plan that was read: from its files, or from the revision of `--rev`.

use super::unread::unreadable;
use super::{Disk, Failure, Session};
use crate::plan::Plan;
use crate::views::templates::{Own, TemplateFault};

/// The folder of a plan's templates, where it does not say.
const FOLDER: &str = "templates";

impl Session<'_> {
    /// The templates of the plan that was read.
    ///
    /// # Errors
    /// Where one cannot be read, or leads out of the plan.
    pub fn templates(&self, plan: &Plan) -> Result<Own, Failure> {
        let table = plan.written.plan.as_ref().and_then(|table| table.value.templates.as_ref());
        let folder = table.map_or(FOLDER, |folder| folder.value.as_str());
        let Some(seen) = self.seen() else {
            return Own::read(&Disk::new(self.folder()?), folder).map_err(|fault| failed(&fault));
        };
        let history = self.history()?;
        let files = history.repository().snapshot(&seen.revision);
        let files = files.map_err(|reason| unreadable(&reason))?;
        let Some(tree) = files.folder(&seen.folder) else { return Ok(Own::default()) };
        Own::read(&tree, folder).map_err(|fault| failed(&fault))
    }
}

/// What is wrong with a template stops the command.
#[must_use]
pub fn failed(fault: &TemplateFault) -> Failure {
    let failure = Failure::plan(format!("{}: {}", fault.place, fault.message));
    fault.help.iter().cloned().fold(failure, Failure::hint)
}
