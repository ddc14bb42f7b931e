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
        let mut entries = self.disk.list(folder)?;
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        for path in self.texts.keys() {
            let Some(name) = path.strip_prefix(&prefix).filter(|name| !name.contains('/')) else {
                continue;
            };
            let place = entries.binary_search_by(|entry| entry.name.as_str().cmp(name));
            if let Err(place) = place {
                let kind = Kind::File { target: None };
                entries.insert(place, Entry { name: name.to_owned(), kind });
            }
        }
        Ok(entries)
    }

    fn look(&self, path: &str) -> Option<Kind> {
        let typed = || self.texts.contains_key(path).then_some(Kind::File { target: None });
        self.disk.look(path).or_else(typed)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match self.texts.get(path) {
            None => self.disk.read(path),
            Some(text) => Ok(text.bytes().take(LARGEST_FILE + 1).collect()),
        }
    }
}
