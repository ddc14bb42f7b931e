//! The templates of a plan: the files of one folder of it, read as safely as the plan itself.

use std::collections::BTreeMap;

use super::TemplateFault;
use crate::source::{Kind, ReadError, Tree, read};

/// The most files that the folder may hold.
const MOST: usize = 1000;
/// How deep folders may lie in it.
const DEEPEST: usize = 8;
const INSIDE: &str = "only files inside the plan's folder are read: copy it into the plan";

/// The templates of a plan.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// The folder, relative to the plan's.
    folder: String,
    /// Texts by the name of the template.
    texts: BTreeMap<String, String>,
}

impl Own {
    /// Reads every template in a folder of a plan; there need not be such a folder. A file that is
    /// no text is none, such as a picture, unless one of that name is `needed`.
    ///
    /// # Errors
    /// Where the folder or a file in it leads out of the plan, or cannot be read.
    pub fn read(
        tree: &dyn Tree,
        folder: &str,
        needed: fn(&str) -> bool,
    ) -> Result<Self, TemplateFault> {
        let mut own = Self { folder: inside(tree, folder)?, texts: BTreeMap::new() };
        if tree.look(&own.folder).is_some() {
            own.gather(tree, needed, ("", 0))?;
        }
        Ok(own)
    }

    /// The text of a template.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// The names of all, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// The path of a template, relative to the plan's folder.
    #[must_use]
    pub fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    fn gather(
        &mut self,
        tree: &dyn Tree,
        needed: fn(&str) -> bool,
        (within, depth): (&str, usize),
    ) -> Result<(), TemplateFault> {
        let path = if within.is_empty() { self.folder.clone() } else { self.path(within) };
        let entries = tree.list(&path).map_err(|reason| unread(&path, &reason))?;
        for entry in entries.into_iter().filter(|entry| !entry.name.starts_with('.')) {
            let name = match within {
                "" => entry.name.clone(),
                within => format!("{within}/{}", entry.name),
            };
            match entry.kind {
                Kind::Folder if depth == DEEPEST => {
                    return Err(unread(&self.path(&name), "folders lie too deep in one another"));
                }
                Kind::Folder => self.gather(tree, needed, (&name, depth + 1))?,
                Kind::File { .. } => self.add(tree, needed, name)?,
                kind => return Err(refused(&self.path(&name), &kind)),
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        tree: &dyn Tree,
        needed: fn(&str) -> bool,
        name: String,
    ) -> Result<(), TemplateFault> {
        let path = self.path(&name);
        if self.texts.len() == MOST {
            return Err(unread(&self.folder, &format!("it holds more than {MOST} files")));
        }
        let text = read(tree, &path);
        if matches!(text, Err(ReadError::NotUtf8(..))) && !needed(&name) {
            return Ok(());
        }
        let text = text.map_err(|error| match error {
            ReadError::Outside => refused(&path, &Kind::Outside),
            ReadError::TooLarge => unread(&path, "the file is too large"),
            ReadError::NotUtf8(..) => {
                unread(&path, "the file is not UTF-8 text").help("save it as UTF-8")
            }
            ReadError::Unreadable(reason) => unread(&path, &reason),
        })?;
        self.texts.insert(name, text);
        Ok(())
    }
}

/// A folder of the plan as it was written, without dots and slashes that mean nothing.
fn inside(tree: &dyn Tree, written: &str) -> Result<String, TemplateFault> {
    let outside = || refused(written, &Kind::Outside);
    if written.starts_with(['/', '\\']) || written.contains(':') {
        return Err(outside());
    }
    let mut path = String::new();
    for part in written.split('/').filter(|part| !["", "."].contains(part)) {
        if part == ".." {
            return Err(outside());
        }
        path = if path.is_empty() { part.to_owned() } else { format!("{path}/{part}") };
        match tree.look(&path) {
            None | Some(Kind::Folder) => {}
            Some(kind) => return Err(refused(&path, &kind)),
        }
    }
    if path.is_empty() {
        return Err(unread(written, "it is the plan's own folder")
            .help("write the name of a folder in it, such as `templates`"));
    }
    Ok(path)
}

fn refused(path: &str, kind: &Kind) -> TemplateFault {
    match kind {
        Kind::Outside => unread(path, "it leads out of the plan's folder").help(INSIDE),
        Kind::FolderLink => unread(path, "it is a link to a folder").help(INSIDE),
        Kind::Dangling => unread(path, "it is a link to nothing").help("remove it"),
        _ => unread(path, "it is no folder of files").help("remove it, or set `templates`"),
    }
}

fn unread(path: &str, reason: &str) -> TemplateFault {
    TemplateFault::unread(path, reason)
}
