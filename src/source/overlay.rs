//! The folder of a plan as an editor shows it: what is being edited lies over what is on the disk.

use std::collections::BTreeMap;

use super::{Entry, Kind, LARGEST_FILE, Tree};

/// A folder with texts that stand in place of its files; their paths are relative to it.
pub struct Overlay<'a> {
    /// What is below.
    pub disk: Box<dyn Tree + 'a>,
    /// The texts by path.
    pub texts: BTreeMap<String, &'a str>,
}

impl Tree for Overlay<'_> {
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let within: Vec<_> =
            self.texts.keys().filter_map(|path| path.strip_prefix(&prefix)).collect();
        // A folder that is only typed is not on the disk yet.
        let mut entries = match self.disk.list(folder) {
            Err(_) if !within.is_empty() => Vec::new(),
            listed => listed?,
        };
        for rest in within {
            let (name, kind) = match rest.split_once('/') {
                Some((name, _)) => (name, Kind::Folder),
                None => (rest, Kind::File { target: None }),
            };
            let place = entries.binary_search_by(|entry| entry.name.as_str().cmp(name));
            if let Err(place) = place {
                entries.insert(place, Entry { name: name.to_owned(), kind });
            }
        }
        Ok(entries)
    }

    fn look(&self, path: &str) -> Option<Kind> {
        let below = |text: &&String| text.strip_prefix(path).is_some_and(|at| at.starts_with('/'));
        let typed = || {
            let file = self.texts.contains_key(path).then_some(Kind::File { target: None });
            file.or_else(|| self.texts.keys().find(below).map(|_| Kind::Folder))
        };
        self.disk.look(path).or_else(typed)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match self.texts.get(path) {
            None => self.disk.read(path),
            Some(text) => Ok(text.bytes().take(LARGEST_FILE + 1).collect()),
        }
    }
}
