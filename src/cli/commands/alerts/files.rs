//! Rule files from the disk, beside the files of the plan: all of them with paths from the current
//! folder.

use std::path::{Path, PathBuf};

use super::shown;
use crate::cli::io::reason;
use crate::cli::{Failure, Session};
use crate::diagnostic::Diagnostic;
use crate::exchange::prometheus::{CODES, LARGEST, RuleFile, read as rules};
use crate::plan::Plan;
use crate::source::{Location, SourceId, Sources};

/// Reads rule files, with one label of each rule. Locations in the files of the plan keep their meaning.
///
/// # Errors
/// Where one cannot be opened.
pub fn read(
    paths: &[PathBuf],
    plan: &Plan,
    label: &str,
    session: &Session<'_>,
) -> Result<(Sources, Vec<RuleFile>), Failure> {
    let (mut sources, folder) = (Sources::default(), folder(&session.here()?, session)?);
    for source in plan.sources.iter() {
        sources.add(format!("{folder}{}", source.name), source.text.clone());
    }
    let mut files = Vec::new();
    for (nth, path) in paths.iter().enumerate() {
        if !paths[..nth].contains(path) {
            let bytes = bytes(path, session)?;
            files.push(file(path, bytes, label, &mut sources));
        }
    }
    Ok((sources, files))
}

/// The folder of the plan from the current one, empty or with `/` at the end.
fn folder(here: &Path, session: &Session<'_>) -> Result<String, Failure> {
    let world = session.world();
    let folder = if let Some(seen) = session.seen() {
        PathBuf::from(&seen.folder)
    } else {
        let given = session.folder()?;
        let both = world.resolve(&given).and_then(|plan| Ok((plan, world.resolve(here)?)));
        let inside = |(plan, here): (PathBuf, PathBuf)| Some(plan.strip_prefix(here).ok()?.into());
        both.ok().and_then(inside).unwrap_or(given)
    };
    let folder = shown(&folder);
    let bare = folder.is_empty() || folder == ".";
    Ok(if bare { String::new() } else { format!("{}/", folder.trim_end_matches('/')) })
}

fn bytes(path: &Path, session: &Session<'_>) -> Result<Vec<u8>, Failure> {
    let world = session.world();
    let most = LARGEST + 1;
    let read =
        if path == Path::new("-") { world.input_of(most) } else { world.start_of(path, most) };
    read.map_err(|error| {
        let failure =
            Failure::system(format!("cannot read {}: {}", path.display(), reason(&error)));
        if world.is_folder(path) {
            failure.hint(format!("name the files in it: {}", path.join("*.yml").display()))
        } else {
            failure.hint("name rule files, or - for the standard input")
        }
    })
}

/// A file that was read. One that is no text, or too long, is judged as empty.
fn file(path: &Path, bytes: Vec<u8>, label: &str, sources: &mut Sources) -> RuleFile {
    let name = if path == Path::new("-") { "stdin".to_owned() } else { shown(path) };
    let long = bytes.len() > LARGEST;
    let text = if long {
        Err(0)
    } else {
        String::from_utf8(bytes).map_err(|e| e.utf8_error().valid_up_to())
    };
    match text {
        Ok(text) => {
            let id = sources.add(name, text);
            rules(&sources.get(id).text, id, &[label])
        }
        Err(at) => {
            let id = sources.add(name, String::new());
            let what = if long {
                format!("the file is larger than {} MiB", LARGEST / 1024 / 1024)
            } else {
                format!("the file is not UTF-8 text: its byte {} is wrong", at + 1)
            };
            unread(id, what)
        }
    }
}

fn unread(id: SourceId, what: String) -> RuleFile {
    let code = CODES.iter().find(|code| code.code == "rule-file-unreadable");
    let found =
        code.map(|code| Diagnostic::new(code.code, code.level, Location::new(id, &(0..0)), what));
    RuleFile { rules: Vec::new(), unread: found.into_iter().collect(), partial: true }
}
