//! The folder of a site: what irp wrote into it before, and what is not irp's.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::body::Written;
use crate::cli::io::{World, reason};
use crate::cli::{Disk, Failure, Session};
use crate::source::{Kind, LARGEST_FILE, Tree as _};
use crate::syntax::is_id;

/// The file that names what irp wrote.
const MANIFEST: &str = "irp-site.json";
/// The version of that file.
const VERSION: u32 = 1;

/// A folder for a site.
pub struct Target {
    folder: PathBuf,
    /// The files that irp wrote into it before.
    before: BTreeSet<String>,
}

/// What irp wrote, as a file beside it says.
#[derive(Deserialize, Serialize)]
struct Manifest {
    irp_site: u32,
    files: Vec<String>,
}

impl Target {
    /// Looks at a folder for a site.
    ///
    /// # Errors
    /// Where it holds what irp did not write, or cannot be read.
    pub fn look(folder: &Path, session: &Session<'_>) -> Result<Self, Failure> {
        let world = session.world();
        let target = |before| Self { folder: folder.to_owned(), before };
        let shown = folder.display();
        if !world.exists(folder) {
            return Ok(target(BTreeSet::new()));
        }
        if !world.is_folder(folder) {
            return Err(Failure::system(format!("{shown} is no folder"))
                .hint("--out takes the folder of the pages"));
        }
        let names = world
            .names(folder)
            .map_err(|error| Failure::system(format!("cannot read {shown}: {}", reason(&error))))?;
        let names = names.iter().map(|name| name.to_string_lossy());
        let other =
            names.filter(|name| !name.starts_with('.')).map(std::borrow::Cow::into_owned).next();
        match (manifest(folder), other) {
            (Some(before), _) => Ok(target(before)),
            (None, None) => Ok(target(BTreeSet::new())),
            (None, Some(other)) => Err(Failure::system(format!(
                "{shown} holds what irp did not write, such as {other}"
            ))
            .hint("give --out a new folder, an empty one, or that of an earlier `irp site`")),
        }
    }

    /// The folder, as it was given.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes the files, and removes those of earlier runs where the plan was read as a whole.
    ///
    /// # Errors
    /// Where a file cannot be written, or one stands there that irp did not write.
    pub fn write(
        &self,
        mut files: Vec<(String, String)>,
        whole: bool,
        session: &Session<'_>,
    ) -> Result<Written, Failure> {
        files.sort();
        self.refuse(&files, session.world())?;
        let new: BTreeSet<_> = files.iter().map(|(name, _)| name.clone()).collect();
        let gone = self.before.iter().filter(|name| !new.contains(*name)).cloned();
        let disk = Disk::new(self.folder.clone());
        let there = |name: &String| disk.look(name) == Some(Kind::File { target: None });
        let gone: Vec<_> = gone.filter(there).collect();
        let kept = if whole { &[][..] } else { &gone };
        let owned = new.iter().chain(kept).cloned().collect();
        // First, so that whatever comes after it is known to be irp's.
        files.insert(0, (MANIFEST.to_owned(), written(owned)));
        let removed = if whole { gone } else { Vec::new() };
        session.world().publish(&self.folder, &files, &removed).map_err(|(path, error)| {
            Failure::system(format!("cannot write {}: {}", path.display(), reason(&error)))
                .hint("no page is half written")
        })?;
        files.sort();
        Ok(Written { files: files.into_iter().map(|(name, _)| name).collect(), removed })
    }

    /// Complains of what stands where a page is to be and is not irp's, and of links.
    fn refuse(&self, files: &[(String, String)], world: &World) -> Result<(), Failure> {
        for (name, _) in files {
            let path = self.folder.join(name);
            if let Some((folder, _)) = name.split_once('/') {
                let folder = self.folder.join(folder);
                if world.is_link(&folder) || (world.exists(&folder) && !world.is_folder(&folder)) {
                    return Err(foreign(&folder, "it is no folder of irp's"));
                }
            }
            if world.exists(&path) && (world.is_link(&path) || !self.before.contains(name)) {
                return Err(foreign(&path, "irp did not write it"));
            }
        }
        Ok(())
    }
}

fn foreign(path: &Path, why: &str) -> Failure {
    Failure::system(format!("cannot write {}: {why}", path.display()))
        .hint("move it away, or give --out another folder")
}

/// The files that irp wrote into a folder; `None` where it wrote none. Names that are none of a
/// site's are left out: the file may be anybody's.
fn manifest(folder: &Path) -> Option<BTreeSet<String>> {
    let disk = Disk::new(folder.to_owned());
    let plain = disk.look(MANIFEST)? == Kind::File { target: None };
    let bytes = plain.then(|| disk.read(MANIFEST).ok())??;
    let read: Manifest =
        (bytes.len() <= LARGEST_FILE).then(|| serde_json::from_slice(&bytes).ok())??;
    (read.irp_site == VERSION)
        .then(|| read.files.into_iter().filter(|name| is_ours(name)).collect())
}

/// Whether a path can be that of a file of a site.
fn is_ours(path: &str) -> bool {
    let Some((folder, name)) = path.split_once('/') else {
        return ["index.html", "response.html", "irp-site.css", "irp-site.js", "irp-site.svg"]
            .contains(&path);
    };
    let id = match folder {
        "people" | "rotations" | "services" | "runbooks" => name.strip_suffix(".html"),
        "feeds" => name.strip_suffix(".ics"),
        _ => None,
    };
    // The names of feeds are ids too, though they may be longer.
    id.is_some_and(|id| {
        is_id(id.strip_prefix("person-").or(id.strip_prefix("rotation-")).unwrap_or(id))
    })
}

fn written(files: Vec<String>) -> String {
    let manifest = Manifest { irp_site: VERSION, files };
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    text
}
