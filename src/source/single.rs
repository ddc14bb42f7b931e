//! A folder that holds one file, and is nowhere on a disk.

use super::{Entry, Kind, Tree};

/// A folder of one file.
#[derive(Clone, Debug)]
pub struct Single {
    /// The name of the file.
    pub name: &'static str,
    /// Its text.
    pub text: String,
}

impl Tree for Single {
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
        let file = Entry { name: self.name.to_owned(), kind: Kind::File { target: None } };
        Ok(if folder.is_empty() { vec![file] } else { Vec::new() })
    }

    fn look(&self, path: &str) -> Option<Kind> {
        (path == self.name).then_some(Kind::File { target: None })
    }

    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.text.clone().into_bytes())
    }
}
