//! Which files of a plan are formatted, and what each of them holds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::io::reason;
use crate::cli::{Failure, World};
use crate::edit::FileKind;
use crate::plan::Plan;

/// A file of the plan.
pub struct File {
    /// Relative to the plan's folder, with `/`.
    pub name: String,
    /// What it holds.
    pub kind: FileKind,
}

/// Every file of a plan, in the order in which they are read.
pub fn all(plan: &Plan) -> Vec<File> {
    // A file that two globs select is read twice.
    let mut seen = BTreeSet::new();
    let once = plan.sources.all().filter(|(_, file)| seen.insert(file.name.as_str()));
    once.map(|(id, file)| File { name: file.name.clone(), kind: FileKind::of(plan, id) }).collect()
}

/// Those of the files that were named, themselves or by a folder they lie in.
///
/// # Errors
/// Where a name is that of no file of the plan.
pub fn named(
    world: &World,
    folder: &Path,
    all: Vec<File>,
    names: &[PathBuf],
) -> Result<Vec<File>, Failure> {
    if names.is_empty() {
        return Ok(all);
    }
    let root = world.resolve(folder).unwrap_or_else(|_| folder.to_owned());
    let place = |file: &File| world.resolve(&folder.join(&file.name)).ok();
    let inside = |place: &PathBuf| place.starts_with(&root);
    let places: Vec<_> = all.iter().map(|file| place(file).filter(inside)).collect();
    let mut chosen = vec![false; all.len()];
    for name in names {
        let shown = name.display();
        let real = world
            .resolve(name)
            .map_err(|error| Failure::system(format!("cannot read {shown}: {}", reason(&error))))?;
        let mut found = false;
        for (chosen, place) in chosen.iter_mut().zip(&places) {
            if place.as_ref().is_some_and(|place| place.starts_with(&real)) {
                (*chosen, found) = (true, true);
            }
        }
        if !found {
            let plan = folder.display();
            return Err(Failure::usage(format!("{shown} is no file of the plan in {plan}"))
                .hint("`include` in [plan] of irp.toml says which files are; --plan DIR names another plan")
                .hint("`irp fmt - < FILE` formats a plan file from anywhere"));
        }
    }
    Ok(all.into_iter().zip(chosen).filter_map(|(file, chosen)| chosen.then_some(file)).collect())
}

/// The path of a file as somebody writes it who stands in a folder.
pub fn from_here(world: &World, folder: &Path, name: &str) -> String {
    let path = folder.join(name);
    let here = world.folder().ok().filter(|_| path.is_absolute());
    let Some(here) = here else { return slashed(&path) };
    let shared = here.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let up = here.components().skip(shared).map(|_| Path::new(".."));
    let down = path.components().skip(shared);
    slashed(&up.chain(down.map(|part| Path::new(part.as_os_str()))).collect::<PathBuf>())
}

fn slashed(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    path.display().to_string()
}
