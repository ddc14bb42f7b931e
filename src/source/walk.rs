//! Finding and reading the files that a plan includes, and nothing outside its folder.

use std::collections::BTreeMap;

use super::tree::{Kind, LARGEST_FILE, Tree};

const MOST_ENTRIES: usize = 200_000;
const DEEPEST: usize = 64;

/// A path that was to be read and cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// The path, relative to the plan's folder.
    pub path: String,
    /// Why, and how that can be told apart.
    pub error: ReadError,
}

/// Why a path cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It, or the link it is, leads out of the plan's folder.
    Outside,
    /// Larger than [`LARGEST_FILE`].
    TooLarge,
    /// Not UTF-8; the offset of the first bad byte, and the readable text before it.
    NotUtf8(usize, String),
    /// Anything else, in words.
    Unreadable(String),
}

/// A glob relative to the plan's folder.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    glob: glob::Pattern,
    /// Where the folders end that come before the first wildcard.
    fixed: usize,
    /// Where what comes after the last wildcard begins.
    ending: usize,
}

impl Pattern {
    /// The glob as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a path relative to the plan's folder matches.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        if !path.ends_with(&self.text[self.ending..]) {
            return false;
        }
        let options = glob::MatchOptions {
            case_sensitive: true,
            require_literal_separator: true,
            require_literal_leading_dot: false,
        };
        self.glob.matches_with(path, options)
    }

    /// The folders that come before the first wildcard.
    #[must_use]
    pub fn fixed(&self) -> &str {
        &self.text[..self.fixed]
    }

    /// Whether a folder of that path can hold anything that it matches.
    #[must_use]
    pub fn may_match_below(&self, path: &str) -> bool {
        let levels = |path: &str| path.matches('/').count();
        let on_the_way = is_below(self.fixed(), path) || is_below(path, self.fixed());
        on_the_way && (self.text.contains("**") || levels(path) < levels(&self.text))
    }
}

/// Whether a path is another, or lies in it.
fn is_below(outer: &str, inner: &str) -> bool {
    let rest = inner.strip_prefix(outer);
    outer.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Reads a glob.
///
/// # Errors
/// [`ReadError::Outside`] where it is absolute or climbs, otherwise what is wrong with it.
pub fn pattern(text: &str) -> Result<Pattern, ReadError> {
    let climbs = text.split(['/', '\\']).any(|part| part == "..");
    let drive = text.as_bytes().get(1) == Some(&b':');
    if climbs || drive || text.starts_with(['/', '\\', '~']) {
        return Err(ReadError::Outside);
    }
    let trimmed = text.strip_prefix("./").unwrap_or(text);
    let glob = glob::Pattern::new(trimmed).map_err(|e| ReadError::Unreadable(e.msg.to_owned()))?;
    let wild = trimmed.find(['*', '?', '[']).unwrap_or(trimmed.len());
    let fixed = trimmed[..wild].rfind('/').unwrap_or(0);
    let ending = trimmed.rfind(['*', '?', ']']).map_or(0, |at| at + 1);
    Ok(Pattern { text: trimmed.to_owned(), glob, fixed, ending })
}

/// The files that a list of globs selects.
#[derive(Debug, Default)]
pub struct Selected {
    /// Paths, sorted.
    pub files: Vec<String>,
    /// Paths that are selected and cannot be read.
    pub obstacles: Vec<Obstacle>,
    /// Indices of globs that select nothing.
    pub unused: Vec<usize>,
}

/// Walks the folder and selects what the globs match.
///
/// Hidden folders, folders with an `irp.toml` of their own and links to folders are not entered.
#[must_use]
pub fn walk(tree: &dyn Tree, patterns: &[Pattern]) -> Selected {
    let mut walk =
        Walk { tree, patterns, links: BTreeMap::new(), used: vec![false; patterns.len()], seen: 0 };
    let mut selected = Selected::default();
    walk.folder("", 0, &mut selected);
    for (path, target) in std::mem::take(&mut walk.links) {
        if !selected.files.contains(&target) {
            selected.files.push(path);
        }
    }
    selected.files.sort();
    selected.unused = (0..patterns.len()).filter(|index| !walk.used[*index]).collect();
    selected
}

struct Walk<'a> {
    tree: &'a dyn Tree,
    patterns: &'a [Pattern],
    links: BTreeMap<String, String>,
    /// Of each pattern, whether it has selected anything.
    used: Vec<bool>,
    seen: usize,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &str, depth: usize, selected: &mut Selected) {
        // It was said already. In a commit a small file can stand for no end of folders.
        if self.seen > MOST_ENTRIES {
            return;
        }
        let entries = match self.tree.list(folder) {
            Ok(entries) => entries,
            Err(reason) => return selected.stop(folder, ReadError::Unreadable(reason)),
        };
        if depth > 0 && entries.iter().any(|entry| entry.name == "irp.toml") {
            return;
        }
        self.seen += entries.len();
        if self.seen > MOST_ENTRIES || depth > DEEPEST {
            let reason = "the folder holds too much to look through; narrow `include`".to_owned();
            return selected.stop(folder, ReadError::Unreadable(reason));
        }
        for entry in entries {
            let path = join(folder, &entry.name);
            self.entry(&path, entry.kind, depth, selected);
        }
    }

    fn entry(&mut self, path: &str, kind: Kind, depth: usize, selected: &mut Selected) {
        let wanted = self.is_wanted(path);
        let hidden = path.rsplit('/').next().is_some_and(|name| name.starts_with('.'));
        let enter = |walk: &Self| !hidden && walk.may_hold_more(path);
        let reason = match kind {
            Kind::Folder => {
                if enter(self) {
                    self.folder(path, depth + 1, selected);
                }
                wanted.then_some("it is a folder, not a file")
            }
            Kind::File { target: Some(target) } if wanted => {
                self.links.insert(path.to_owned(), target);
                None
            }
            Kind::File { .. } if wanted => {
                selected.files.push(path.to_owned());
                None
            }
            Kind::File { .. } => self.is_folder(path).then_some("it is a file, not a folder"),
            Kind::FolderLink => (wanted || enter(self))
                .then_some("it is a link to a folder; links are followed to files only"),
            Kind::Outside if wanted || enter(self) => {
                return selected.stop(path, ReadError::Outside);
            }
            Kind::Dangling if wanted => Some("it is a link that leads nowhere"),
            Kind::Special if wanted => Some("it is not a regular file"),
            Kind::Outside | Kind::Dangling | Kind::Special => None,
        };
        if let Some(reason) = reason {
            selected.stop(path, ReadError::Unreadable(reason.to_owned()));
        }
    }

    fn is_wanted(&mut self, path: &str) -> bool {
        let mut wanted = false;
        for (pattern, used) in self.patterns.iter().zip(&mut self.used) {
            let hit = pattern.matches(path);
            (wanted, *used) = (wanted || hit, *used || hit);
        }
        wanted
    }

    /// Whether a folder of that path can hold anything that the globs select.
    fn may_hold_more(&self, path: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.may_match_below(path))
    }

    /// Whether the files of a folder of that path are looked for.
    fn is_folder(&self, path: &str) -> bool {
        self.patterns.iter().any(|pattern| is_below(path, pattern.fixed()))
    }
}

impl Selected {
    fn stop(&mut self, path: &str, error: ReadError) {
        self.obstacles.push(Obstacle { path: path.to_owned(), error });
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { [folder, "/", name].concat() }
}

/// Reads a file as text.
///
/// # Errors
/// Says why it cannot be read.
pub fn read(tree: &dyn Tree, path: &str) -> Result<String, ReadError> {
    match tree.look(path) {
        None => return Err(ReadError::Unreadable("there is no such file".to_owned())),
        Some(Kind::Outside) => return Err(ReadError::Outside),
        Some(Kind::File { .. }) => {}
        Some(_) => return Err(ReadError::Unreadable("it is not a regular file".to_owned())),
    }
    read_selected(tree, path)
}

/// Reads a file that [`walk`] selected, which has looked at it already.
///
/// # Errors
/// Says why it cannot be read.
pub fn read_selected(tree: &dyn Tree, path: &str) -> Result<String, ReadError> {
    let bytes = tree.read(path).map_err(ReadError::Unreadable)?;
    if bytes.len() > LARGEST_FILE {
        return Err(ReadError::TooLarge);
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(&error.as_bytes()[..good]).into_owned();
        ReadError::NotUtf8(good, text)
    })
}

#[cfg(test)]
mod tests {
    use super::super::Entry;
    use super::*;

    /// A folder in memory: path → what is there.
    struct Memory(BTreeMap<&'static str, Kind>);

    impl Tree for Memory {
        fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
            let inside = self.0.iter().filter_map(|(path, kind)| {
                let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
                (parent == folder).then(|| Entry { name: name.to_owned(), kind: kind.clone() })
            });
            Ok(inside.collect())
        }

        fn look(&self, path: &str) -> Option<Kind> {
            self.0.get(path).cloned()
        }

        fn read(&self, path: &str) -> Result<Vec<u8>, String> {
            let big = path == "big.toml";
            Ok(if big { vec![b'#'; LARGEST_FILE + 1] } else { b"a = \xff".to_vec() })
        }
    }

    fn file(target: Option<&str>) -> Kind {
        Kind::File { target: target.map(str::to_owned) }
    }

    fn tree() -> Memory {
        Memory(BTreeMap::from([
            ("irp.toml", file(None)),
            ("a", Kind::Folder),
            ("a/one.toml", file(None)),
            ("a/two.md", file(None)),
            ("a/copy.toml", file(Some("a/one.toml"))),
            ("nested", Kind::Folder),
            ("nested/irp.toml", file(None)),
            (".git", Kind::Folder),
            (".git/x.toml", file(None)),
            ("x.toml", Kind::Folder),
            ("pipe.toml", Kind::Special),
            ("out", Kind::Outside),
            ("loop", Kind::FolderLink),
            ("big.toml", file(None)),
        ]))
    }

    #[test]
    fn only_what_is_included_and_inside_is_read() {
        let selected = walk(&tree(), &[pattern("**/*.toml").unwrap()]);
        assert_eq!(selected.files, ["a/one.toml", "big.toml", "irp.toml"]);
        let stopped: Vec<_> = selected.obstacles.iter().map(|o| o.path.as_str()).collect();
        assert_eq!(stopped, ["loop", "out", "pipe.toml", "x.toml"]);
    }

    #[test]
    fn a_narrow_include_does_not_look_elsewhere() {
        let patterns = [pattern("a/*.toml").unwrap(), pattern("b/c.toml").unwrap()];
        let selected = walk(&tree(), &patterns);
        assert_eq!(selected.files, ["a/one.toml"]);
        assert_eq!(selected.obstacles, []);
        assert_eq!(selected.unused, [1]);
    }

    #[test]
    fn globs_that_lead_outside_are_refused() {
        for text in ["/etc/*.toml", "../x.toml", "a/../../x.toml", "C:/x.toml", "~/x.toml"] {
            assert_eq!(pattern(text).err(), Some(ReadError::Outside), "{text}");
        }
    }

    #[test]
    fn files_that_are_no_text_say_where() {
        assert_eq!(read(&tree(), "irp.toml"), Err(ReadError::NotUtf8(4, "a = ".to_owned())));
        assert_eq!(read(&tree(), "big.toml"), Err(ReadError::TooLarge));
        assert!(matches!(read(&tree(), "none.toml"), Err(ReadError::Unreadable(_))));
    }
}
