//! Plans of the past: the repository that the plan is in, and where in a revision of it the plan
//! lies.

use std::path::{Component, Path, PathBuf};

use super::session::{Session, is_utc};
use super::unread::{elsewhere, nowhere, quoted, unreadable, unrevised};
use super::{Failure, World};
use crate::diagnostic::visible;
use crate::history::{Folder, Repository, Revision, Snapshot, Walk};
use crate::plan::{self, Plan};
use crate::source::{Tree, name_in};
use crate::time::{Reading, Zone, Zones};

/// The file that makes a folder a plan.
const PLAN: &str = "irp.toml";

/// The repository of a plan, and where the plan is looked for in its revisions.
pub struct History {
    repository: Repository,
    pub(super) looked: Looked,
}

/// Where a plan is looked for; every path is from the top of the repository.
pub(super) enum Looked {
    /// In the folder that `--plan` names; and the current folder, where that is in the repository.
    Named { folder: String, here: Option<String> },
    /// In the folder where the plan is now, if there is one; else in the current folder, with its
    /// `.irp`, and in those above it.
    Found { now: Option<String>, here: String },
}

/// A plan as it was.
pub struct Past {
    /// The plan.
    pub plan: Plan,
    /// The revision, and the folder in which it was.
    pub seen: Seen,
}

/// A revision of the repository, and where it holds the plan.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The revision.
    pub revision: Revision,
    /// The plan's folder, from the top of the repository; empty for the top itself.
    pub folder: String,
    /// Whether the plan lies elsewhere now, or nowhere.
    pub moved: bool,
    /// The branch on which the revision was in force, where the plan of a time was asked for.
    pub branch: Option<String>,
}

impl Seen {
    /// The revision as a heading names it, such as `at v1.2 = 1a2b3c4`.
    #[must_use]
    pub fn label(&self) -> String {
        let (name, short) = (self.revision.name(), self.revision.short());
        let digits = self.revision.commit().starts_with(name);
        let commit = if digits { short.to_owned() } else { format!("{name} = {short}") };
        let commit = self.branch.iter().fold(commit, |commit, name| format!("{commit} on {name}"));
        match self.moved {
            true if self.folder.is_empty() => format!("at {commit} in the top folder"),
            true => format!("at {commit} in {}", self.folder),
            false => format!("at {commit}"),
        }
    }
}

impl Session<'_> {
    /// The revision that the plan was read from; `None` where that was the files as they are.
    #[must_use]
    pub fn seen(&self) -> Option<&Seen> {
        self.seen.get()
    }

    /// The command that shows what is wrong with the plan that was read.
    #[must_use]
    pub fn check_command(&self) -> String {
        let commit = || self.seen().map(|seen| seen.revision.short());
        match self.options.rev.as_deref().or_else(commit) {
            Some(words) => format!("irp check --rev {}", quoted(&visible(words))),
            None => "irp check".to_owned(),
        }
    }

    /// The repository that the plan is in, or was in.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read.
    pub fn history(&self) -> Result<History, Failure> {
        let here = self.here()?;
        match &self.options.plan {
            Some(folder) => named(self.world, &here, folder),
            None => found(self.world, &here, self.governing(&here).as_deref()),
        }
    }

    /// The repository that holds the plan which was read, and the plan's folder from the top of it;
    /// `None` where none does.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn kept_in(&self) -> Result<Option<(Repository, String)>, Failure> {
        if let Some(seen) = self.seen() {
            return Ok(Some((self.history()?.repository, seen.folder.clone())));
        }
        let folder = settled(&self.folder()?)?;
        let Some(repository) = around(self.world, &folder)? else { return Ok(None) };
        let Some(root) = repository.root() else { return Ok(None) };
        let place = within(&settled(root)?, &folder);
        Ok(place.map(|place| (repository, place)))
    }

    /// Reads the plan of a revision, beside whatever else is read.
    ///
    /// # Errors
    /// Where there is no such revision, or no plan in it.
    pub fn load_at(&self, words: &str, what: plan::Read) -> Result<Past, Failure> {
        let history = self.history()?;
        let revision = history.revision(words, self)?;
        history.load(revision, &self.zones, what)
    }

    /// The zone in which times are read before there is a plan.
    pub(super) fn zone_before_plan(&self) -> Zone {
        let utc = self.zones.utc();
        match self.options.tz.as_deref() {
            Some(name) if is_utc(name) => utc,
            Some(name) => self.zones.get(name).unwrap_or(utc),
            None => self.own_zone().0.unwrap_or(utc),
        }
    }
}

impl History {
    /// The repository.
    #[must_use]
    pub fn repository(&self) -> &Repository {
        &self.repository
    }

    /// The folder in which the plan lies now, from the top of the repository.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        match &self.looked {
            Looked::Named { folder, .. } => Some(folder),
            Looked::Found { now, .. } => now.as_deref(),
        }
    }

    /// The commit that somebody's words name.
    ///
    /// # Errors
    /// Where they name none.
    pub fn revision(&self, words: &str, session: &Session<'_>) -> Result<Revision, Failure> {
        let viewer = session.zone_before_plan();
        let zone_named = |name: &str| session.zones.get(name);
        let clock = Reading { now: session.now, viewer: &viewer, zone_named: &zone_named };
        let found = self.repository.revision(words, &clock);
        found.map_err(|reason| unrevised(words, reason, &self.repository, &viewer))
    }

    /// Reads the plan of a revision. Where it is not looked for in a folder that was named, it is
    /// followed to where it was moved from.
    ///
    /// # Errors
    /// Where there is none.
    pub fn load(
        &self,
        revision: Revision,
        zones: &Zones,
        what: plan::Read,
    ) -> Result<Past, Failure> {
        self.load_else(revision, || self.committed(), zones, what)
    }

    /// What is checked out, and where the plan lies in it that was not looked for by its name.
    fn committed(&self) -> Option<(Revision, String)> {
        let Looked::Found { now: Some(now), .. } = &self.looked else { return None };
        let (head, file) = (self.repository.head()?, file_in(now));
        // It may have been moved since, and that not committed.
        let moved = self.repository.moved_from(&head, &file).ok()?;
        let folder = moved.unwrap_or(file).strip_suffix(PLAN)?.to_owned();
        Some((head, folder))
    }

    /// Reads the plan of a revision, which is to be compared with that of another: where it is not
    /// found, the other one is followed to where it was moved from, or to.
    ///
    /// # Errors
    /// Where there is none.
    pub fn load_beside(
        &self,
        revision: Revision,
        other: &Seen,
        zones: &Zones,
        what: plan::Read,
    ) -> Result<Past, Failure> {
        let other = || Some((other.revision.clone(), other.folder.clone()));
        self.load_else(revision, other, zones, what)
    }

    fn load_else(
        &self,
        revision: Revision,
        other: impl FnOnce() -> Option<(Revision, String)>,
        zones: &Zones,
        what: plan::Read,
    ) -> Result<Past, Failure> {
        let files = self.repository.snapshot(&revision).map_err(|reason| unreadable(&reason))?;
        let moved = || {
            let (other, folder) = other()?;
            if other.commit() == revision.commit() {
                return files.folder(&folder).filter(|folder| folder.look(PLAN).is_some());
            }
            let file = file_in(folder.trim_end_matches('/'));
            let moved = self.repository.moved(&other, &revision, &file).ok()??;
            files.folder(moved.strip_suffix(PLAN)?)
        };
        let Some(folder) = self.folder(&files).or_else(moved) else {
            let others = files.folders_with(PLAN, 4);
            return Err(elsewhere(nowhere(&revision, &self.looked), &others, &self.looked));
        };
        let plan = plan::load(&folder, zones, what);
        let folder = folder.path().to_owned();
        let moved = match &self.looked {
            Looked::Named { folder: named, .. } => {
                files.folder(named).is_none_or(|f| f.path() != folder)
            }
            Looked::Found { now: Some(now), .. } => *now != folder,
            Looked::Found { now: None, here } => *here != folder,
        };
        Ok(Past { plan, seen: Seen { revision, folder, moved, branch: None } })
    }

    /// Reads the plan in a folder of a revision.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn load_in(
        &self,
        folder: &str,
        revision: &Revision,
        zones: &Zones,
        what: plan::Read,
    ) -> Result<Plan, Failure> {
        let files = self.repository.snapshot(revision).map_err(|reason| unreadable(&reason))?;
        let folder = files.folder(folder).ok_or_else(|| nowhere(revision, &self.looked))?;
        Ok(plan::load(&folder, zones, what))
    }

    /// Goes back from a revision through the commits that touched the plan in a folder of it.
    ///
    /// # Errors
    /// Where this copy of the repository does not hold the revision.
    pub fn walk(&self, from: &Seen) -> Result<Walk<'_>, Failure> {
        let walk = self.repository.walk(&from.revision, &file_in(&from.folder));
        walk.map_err(|reason| unreadable(&reason))
    }

    /// The plan's folder among the files of a revision; `None` where they hold no plan.
    #[must_use]
    pub fn folder<'s, 'r>(&self, files: &'s Snapshot<'r>) -> Option<Folder<'s, 'r>> {
        let holding = |path: &str| files.folder(path).filter(|folder| folder.look(PLAN).is_some());
        match &self.looked {
            Looked::Named { folder, .. } => holding(folder),
            Looked::Found { now, here } => {
                let now = now.as_deref().and_then(holding);
                now.or_else(|| upwards(here).find_map(|path| holding(&path)))
            }
        }
    }
}

/// The file that makes a folder of a repository a plan.
fn file_in(folder: &str) -> String {
    if folder.is_empty() { PLAN.to_owned() } else { format!("{folder}/{PLAN}") }
}

/// A folder with its `.irp`, and each above it.
fn upwards(folder: &str) -> impl Iterator<Item = String> {
    let parts: Vec<_> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let above = (0..=parts.len()).rev().map(move |count| parts[..count].join("/"));
    above.flat_map(|path| {
        let hidden = if path.is_empty() { ".irp".to_owned() } else { format!("{path}/.irp") };
        [path, hidden]
    })
}

/// The repository of the folder that `--plan` names, which need not be there any more.
fn named(world: &World, here: &Path, folder: &Path) -> Result<History, Failure> {
    let file = folder.file_name().is_some_and(|name| name == PLAN);
    let folder = if file { folder.parent().unwrap_or(folder) } else { folder };
    let of_here = if folder.is_relative() { around(world, here)? } else { None };
    if let Some(repository) = of_here.filter(|repository| repository.root().is_none()) {
        let path = within(Path::new(""), folder).ok_or_else(|| outside(folder))?;
        let looked = Looked::Named { folder: path, here: Some(String::new()) };
        return Ok(History { repository, looked });
    }
    let whole = settled(&here.join(folder))?;
    let there = whole.ancestors().find(|path| world.is_folder(path)).unwrap_or(here);
    let repository = around(world, there)?.ok_or_else(|| no_repository(folder))?;
    let bare = repository.root().is_none();
    let root = settled(repository.root().unwrap_or_else(|| repository.folder()))?;
    let path = within(&root, &whole).ok_or_else(|| outside(folder))?;
    let looked = if bare && path.is_empty() {
        Looked::Found { now: None, here: path }
    } else {
        let here = settled(here).ok().and_then(|here| within(&root, &here));
        Looked::Named { folder: path, here: here.filter(|_| !bare) }
    };
    Ok(History { repository, looked })
}

/// The repository of the plan that is found from the current folder, or else of that folder; a
/// bare one is meant where the user stands in it, whatever lies around it.
fn found(world: &World, here: &Path, plan: Option<&Path>) -> Result<History, Failure> {
    let of_here = around(world, here)?;
    let bare = of_here.as_ref().is_some_and(|repository| repository.root().is_none());
    let plan = plan.filter(|_| !bare);
    let of_plan = plan.map(|plan| around(world, plan)).transpose()?.flatten();
    let repository = of_plan.or(of_here).ok_or_else(|| no_repository(here))?;
    let Some(root) = repository.root() else {
        let looked = Looked::Found { now: None, here: String::new() };
        return Ok(History { repository, looked });
    };
    let root = settled(root)?;
    let place = |folder: &Path| settled(folder).map(|folder| within(&root, &folder));
    let now = plan.map(place).transpose()?.flatten();
    let here = place(here)?.unwrap_or_default();
    Ok(History { repository, looked: Looked::Found { now, here } })
}

/// The repository around a folder, and what is being pushed to it where a hook asks.
fn around(world: &World, folder: &Path) -> Result<Option<Repository>, Failure> {
    let found = Repository::below(folder, &world.ceilings());
    let found = found.map_err(|reason| unreadable(&reason))?;
    if let (Some(repository), Some(pushed)) = (&found, world.variable("GIT_QUARANTINE_PATH")) {
        let seen = repository.look_into(Path::new(&pushed));
        seen.map_err(|reason| unreadable(&reason))?;
    }
    Ok(found)
}

/// A path below a folder, as git writes it, with `.` and `..` worked out; `None` where it leads
/// elsewhere or is not UTF-8.
fn within(root: &Path, path: &Path) -> Option<String> {
    let mut clean = PathBuf::new();
    for part in path.strip_prefix(root).ok()?.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if clean.pop() => {}
            Component::Normal(name) => clean.push(name),
            _ => return None,
        }
    }
    name_in(Path::new(""), &clean)
}

fn settled(path: &Path) -> Result<PathBuf, Failure> {
    World::settled(path).map_err(|error| {
        let reason = super::io::reason(&error);
        Failure::system(format!("cannot read {}: {reason}", path.display()))
    })
}

fn outside(folder: &Path) -> Failure {
    Failure::usage(format!("{} is not in the repository", folder.display()))
        .hint("--plan takes a folder of the repository that --rev is a revision of")
}

fn no_repository(folder: &Path) -> Failure {
    Failure::plan(format!("{} is in no git repository, so it has no revisions", folder.display()))
        .hint("without a revision the plan is read from the files as they are")
}
