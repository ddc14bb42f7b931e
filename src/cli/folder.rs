//! Where the plan is: in the folder that is named, or in the nearest one upwards.

use std::path::{Path, PathBuf};

use super::{Failure, Session};

impl Session<'_> {
    /// The folder of the plan: given, or the nearest at or above the current one.
    ///
    /// # Errors
    /// Where there is none.
    pub fn folder(&self) -> Result<PathBuf, Failure> {
        if let Some(folder) = &self.options.plan {
            return self.holding(folder);
        }
        self.governing(&self.here()?).ok_or_else(|| {
            Failure::plan(
                "there is no plan here: no irp.toml or .irp/irp.toml in this folder or above",
            )
            .hint("`irp init` writes one to begin with")
            .hint("or name the folder of one with --plan DIR, or with the variable IRP_PLAN")
        })
    }

    /// A folder that somebody names for the plan that it holds, by itself or by the file.
    ///
    /// # Errors
    /// Where it holds none.
    pub fn holding(&self, folder: &Path) -> Result<PathBuf, Failure> {
        let file = folder.file_name().is_some_and(|name| name == "irp.toml");
        let folder = if file { folder.parent().unwrap_or(folder) } else { folder };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if self.world.exists(&folder.join("irp.toml")) {
            return Ok(folder.to_owned());
        }
        Err(self.no_plan(folder))
    }

    /// The folder of the plan that is in force in a folder: the nearest at or above it.
    #[must_use]
    pub fn governing(&self, folder: &Path) -> Option<PathBuf> {
        let candidates = folder.ancestors().flat_map(|at| [at.to_owned(), at.join(".irp")]);
        candidates.into_iter().find(|candidate| self.world.exists(&candidate.join("irp.toml")))
    }

    /// Why the folder that was named holds no plan.
    fn no_plan(&self, folder: &Path) -> Failure {
        let shown = folder.display();
        let problem = if self.world.is_folder(folder) {
            format!("there is no irp.toml in {shown}")
        } else if self.world.exists(folder) {
            format!("{shown} is no folder")
        } else {
            format!("there is no folder {shown}")
        };
        let variable = self.world.variable("IRP_PLAN");
        let variable =
            variable.is_some_and(|set| Some(Path::new(&set)) == self.options.plan.as_deref());
        let hint = if variable {
            "the variable IRP_PLAN names it; it takes the folder that holds irp.toml"
        } else {
            "--plan takes the folder that holds irp.toml"
        };
        Failure::plan(problem).hint(hint)
    }
}
