//! Plans in memory: files by path, without a disk.
#![expect(clippy::disallowed_methods, reason = "test cases are files of this repository")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use irp::plan::{Plan, Read, load};
use irp::source::{Entry, Kind, LARGEST_FILE, Tree};
use irp::time::Zones;

/// A folder in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory(BTreeMap<String, Vec<u8>>);

impl Memory {
    /// A plan of one file.
    pub fn irp(text: impl Into<Vec<u8>>) -> Self {
        Self::default().with("irp.toml", text)
    }

    /// The plan with one more file.
    pub fn with(mut self, path: &str, text: impl Into<Vec<u8>>) -> Self {
        self.0.insert(path.to_owned(), text.into());
        self
    }

    /// A copy of a folder of the disk.
    pub fn copy(folder: &Path) -> Self {
        let mut memory = Self::default();
        memory.gather(folder, "");
        memory
    }

    fn gather(&mut self, folder: &Path, prefix: &str) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                self.gather(&entry.path(), &format!("{path}/"));
            } else {
                self.0.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }

    /// The same files with every text changed.
    pub fn map(&self, change: impl Fn(&str) -> String) -> Self {
        let changed = |bytes: &Vec<u8>| match std::str::from_utf8(bytes) {
            Ok(text) => change(text).into_bytes(),
            Err(_) => bytes.clone(),
        };
        Self(self.0.iter().map(|(path, bytes)| (path.clone(), changed(bytes))).collect())
    }

    /// The bytes of the largest file.
    pub fn longest(&self) -> usize {
        self.0.values().map(Vec::len).max().unwrap_or_default()
    }

    /// Every file that is text, with its path.
    pub fn texts(&self) -> impl Iterator<Item = (String, String)> {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
        self.0.iter().filter_map(move |(path, bytes)| Some((path.clone(), text(bytes)?)))
    }

    /// The plan in this folder, Markdown records too.
    pub fn plan(&self) -> Plan {
        load(self, &Zones::embedded(), Read::Everything)
    }
}

impl Tree for Memory {
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let inside = self.0.keys().filter_map(|path| path.strip_prefix(&prefix));
        let names: BTreeSet<_> = inside.map(|rest| rest.split('/').next().unwrap()).collect();
        let entry = |name: &str| Entry {
            name: name.to_owned(),
            kind: self.look(&format!("{prefix}{name}")).unwrap(),
        };
        Ok(names.into_iter().map(entry).collect())
    }

    fn look(&self, path: &str) -> Option<Kind> {
        if self.0.contains_key(path) {
            return Some(Kind::File { target: None });
        }
        let inside = format!("{path}/");
        self.0.keys().any(|known| known.starts_with(&inside)).then_some(Kind::Folder)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let bytes = self.0.get(path).ok_or_else(|| "there is no such file".to_owned())?;
        let mut bytes = bytes.clone();
        bytes.resize(size(&bytes).min(LARGEST_FILE + 1), b'\n');
        Ok(bytes)
    }
}

/// The size of a file; one that begins with `# 50000000 bytes` passes for so large.
fn size(bytes: &[u8]) -> usize {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let said = str::from_utf8(first).ok().and_then(|line| line.trim_end().strip_prefix("# "));
    let said = said.and_then(|line| line.strip_suffix(" bytes")?.parse().ok());
    said.unwrap_or(bytes.len())
}
