//! Where a first plan goes: a folder of its own where there are other things, and never where a
//! plan is in force.

use std::ffi::OsStr;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{PLAN, SCHEMA};
use crate::cli::io::reason;
use crate::cli::{Failure, Session, World};
use crate::history::{Repository, Unreadable};

/// What is there before a plan is.
pub struct Ground {
    asked: Option<PathBuf>,
    /// Whether it was asked for as the folder of a plan, which cannot be another then.
    exact: bool,
    /// The folder that was asked for, or the current one.
    base: PathBuf,
    /// The repository that it is in, or is to be in.
    pub found: Result<Option<Repository>, Unreadable>,
}

/// A folder for a plan.
pub struct Place {
    /// Its path, without links and dots.
    pub folder: PathBuf,
    /// The same from where the user stands, or as they wrote it.
    pub shown: PathBuf,
}

impl Ground {
    /// Looks at the folder that was asked for, or at the current one.
    ///
    /// # Errors
    /// Where it cannot be a folder.
    pub fn new(asked: Option<PathBuf>, session: &Session<'_>) -> Result<Self, Failure> {
        let base = base(asked.as_deref(), session)?;
        let near = base.ancestors().find(|path| session.world.exists(path)).unwrap_or(&base);
        let found = Repository::below(near, &session.world.ceilings());
        let exact = asked.is_some() && session.options.plan.is_some();
        Ok(Self { asked, exact, base, found })
    }

    /// The top of what a plan is about: the folder that was asked for, else the repository's root,
    /// else the current folder.
    pub fn top(&self) -> &Path {
        let root = self.repository().and_then(Repository::root);
        // Where files are checked out is for the repository to say, and it may say anything.
        let root = root.filter(|root| self.asked.is_none() && self.base.starts_with(root));
        root.unwrap_or(&self.base)
    }

    fn repository(&self) -> Option<&Repository> {
        self.found.as_ref().ok().and_then(Option::as_ref)
    }

    /// Where a plan goes: into the folder, or into `.irp` at the top of other things.
    ///
    /// # Errors
    /// Where a plan is in force already, or the place cannot hold one.
    pub fn place(&self, session: &Session<'_>) -> Result<Place, Failure> {
        self.refuse_second(session)?;
        if self.repository().is_some_and(|repository| repository.root().is_none()) {
            return Err(Failure::system("this is a bare repository, which holds no files")
                .hint("run `irp init` in a clone of it")
                .hint("`irp init --stdout` prints the plan"));
        }
        let folder = match holds_others(self.top(), &self.base, session) {
            Ok(_) if self.exact => self.base.clone(),
            Err(error) if error.kind() == ErrorKind::NotFound => self.base.clone(),
            Err(error) => return Err(unlisted(&self.base, &error)),
            Ok(true) => self.top().join(".irp"),
            Ok(false) => self.base.clone(),
        };
        if session.world.is_link(&folder) {
            let message = format!("{} is a link, and may lead anywhere", folder.display());
            return Err(Failure::system(message).hint("name the folder itself: irp init DIR"));
        }
        let shown = match &self.asked {
            Some(asked) if folder == self.base => Some(asked.clone()),
            Some(asked) => folder.strip_prefix(&self.base).map(|rest| asked.join(rest)).ok(),
            None => relative(&session.here()?, &folder),
        };
        Ok(Place { shown: shown.unwrap_or_else(|| folder.clone()), folder })
    }

    fn refuse_second(&self, session: &Session<'_>) -> Result<(), Failure> {
        let Some(found) = session.governing(&self.base) else { return Ok(()) };
        let shown = relative(&session.here()?, &found).unwrap_or(found).join(PLAN);
        let failure = Failure::plan(format!("there is a plan already: {}", shown.display()));
        let variable = (self.exact && session.world.variable("IRP_PLAN").is_some())
            .then_some("the variable IRP_PLAN names its folder");
        Err(variable
            .into_iter()
            .fold(failure, Failure::hint)
            .hint("`irp check` looks at it; to begin again, remove it first")
            .hint("`irp init --stdout` prints a first plan, and writes nothing"))
    }
}

/// The folder that was asked for, or the current one.
fn base(asked: Option<&Path>, session: &Session<'_>) -> Result<PathBuf, Failure> {
    let here = session.here()?;
    let Some(asked) = asked else { return Ok(here) };
    let shown = asked.display();
    let settled = World::settled(&here.join(asked)).map_err(|error| {
        Failure::system(format!("there can be no folder {shown}: {}", reason(&error)))
    })?;
    if session.world.exists(&settled) && !session.world.is_folder(&settled) {
        return Err(Failure::usage(format!("{shown} is no folder"))
            .hint("`irp init` takes the folder that is to hold the plan"));
    }
    Ok(settled)
}

/// Whether there is anything but the way to `base` in a folder above it, or anything in itself.
fn holds_others(root: &Path, base: &Path, session: &Session<'_>) -> io::Result<bool> {
    let mut way: Option<&OsStr> = None;
    for folder in base.ancestors().take_while(|folder| folder.starts_with(root)) {
        let names = session.world.names(folder)?;
        let other = |name: &OsStr| {
            !name.to_string_lossy().starts_with('.') && name != SCHEMA && Some(name) != way
        };
        if names.iter().any(|name| other(name)) {
            return Ok(true);
        }
        way = folder.file_name();
    }
    Ok(false)
}

fn unlisted(folder: &Path, error: &io::Error) -> Failure {
    Failure::system(format!("cannot list {}: {}", folder.display(), reason(error)))
}

/// The way from one folder to another place, where it is not longer than the whole path.
fn relative(from: &Path, to: &Path) -> Option<PathBuf> {
    let (up, rest) = from.ancestors().enumerate().find_map(|(up, above)| {
        // From the root everything can be reached: then the path itself says more.
        let above = above.parent().is_some().then_some(above)?;
        Some((up, to.strip_prefix(above).ok()?))
    })?;
    Some(std::iter::repeat_n("..", up).collect::<PathBuf>().join(rest))
}
