//! Reading every file of a plan: which ones, in which order, and what is wrong with them.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Fault};
use crate::source::{
    LARGEST_FILE, Located, Location, Obstacle, Pattern, ReadError, SourceId, Sources, Tree,
    pattern, read, read_selected, walk,
};
use crate::syntax::{
    self, Definition, Document, Kind, Parsed, Reference, parse_file, parse_front_matter,
};
use crate::time::Zones;

use super::{Memo, Plan, Record, build};

/// The file that makes a folder a plan.
const ROOT: &str = "irp.toml";

const LEAVE_OUT: &str = "split it, or leave it out with `include` in `[plan]`";

/// How much of a plan is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// The TOML files that can define entries of these tables, which is all that is known then.
    Only(&'static [&'static str]),
    /// The TOML files that can say who is on call: others are not even parsed.
    Shifts,
    /// The TOML files.
    Toml,
    /// The Markdown records too.
    Everything,
}

/// Everything that the files hold, before anything is resolved.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub sources: Sources,
    pub faults: Vec<Diagnostic>,
    pub documents: Vec<Document>,
    pub references: Vec<Reference>,
    pub definitions: Vec<Definition>,
    pub broken: Vec<Location>,
    pub runbooks: Vec<Record<syntax::Runbook>>,
    pub incidents: Vec<Record<syntax::Incident>>,
    pub handoffs: Vec<Record<syntax::HandoffNote>>,
    pub records_read: bool,
    /// What cannot be read, by its path: one and the same may lie in the way of several globs.
    unread: BTreeSet<String>,
    /// What other files than irp.toml are parsed for; `None` until that one is read.
    wanted: Option<Read>,
    /// What was read before, where the plan is read again and again.
    memo: Option<Memo>,
}

/// Reads the plan in a folder. What is wrong with it is part of the plan.
#[must_use]
pub fn load(tree: &dyn Tree, zones: &Zones, what: Read) -> Plan {
    build::build(read_all(tree, zones, what, None), zones)
}

/// Reads the whole plan in a folder again, and parses only the files that have changed since.
#[must_use]
pub fn load_again(tree: &dyn Tree, zones: &Zones, memo: &mut Memo) -> Plan {
    memo.begin();
    let mut files = read_all(tree, zones, Read::Everything, Some(std::mem::take(memo)));
    *memo = files.memo.take().unwrap_or_default();
    memo.end();
    build::build(files, zones)
}

fn read_all(tree: &dyn Tree, zones: &Zones, what: Read, memo: Option<Memo>) -> Files {
    let mut files = Files { memo, ..Files::default() };
    files.toml(tree, ROOT, zones);
    let table = files.documents.first().and_then(|document| document.plan.clone());
    let include = table.as_ref().and_then(|plan| plan.value.include.clone());
    let include = files.patterns(include.map(|list| list.value), &["**/*.toml"]);
    files.wanted = Some(what);
    files.select(tree, &include, |files, path| {
        if path != ROOT {
            files.toml(tree, path, zones);
        }
    });
    files.only_in_root();
    if what == Read::Everything {
        files.records(tree, zones, table.as_ref().map(|table| &table.value));
    }
    files
}

/// Tables that say nothing about who is on call, and that nothing which does refers to.
const ELSEWHERE: [&str; 7] =
    ["services", "severities", "escalations", "help", "externals", "game-days", "channels"];

impl Read {
    /// Whether a file of that text is parsed.
    fn wants(self, text: &str) -> bool {
        match self {
            Self::Only(tables) => may_hold(text, |table| tables.contains(&table)),
            Self::Shifts => may_hold(text, |table| !ELSEWHERE.contains(&table)),
            Self::Toml | Self::Everything => true,
        }
    }
}

/// Whether a file may hold a table of such a name.
///
/// Looks at every line that could be a table's head, so it may err only on the side of reading.
fn may_hold(text: &str, wanted: impl Fn(&str) -> bool) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let nothing = |c: char| c != '\n' && (c.is_whitespace() || c == '\u{feff}');
    let mut lines = text.lines().map(|line| line.trim_start_matches(nothing));
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    let headless = first.is_none_or(|line| !line.starts_with('['));
    let heads = text.match_indices('[').filter(|(at, _)| {
        let before = text[..*at].trim_end_matches(nothing);
        before.is_empty() || before.ends_with('\n')
    });
    headless
        || heads.map(|(at, _)| &text[at..]).any(|head| {
            let name = head.trim_start_matches(['[', ' ', '\t']);
            let end = name.find(['.', ']', ' ', '\t']).unwrap_or(name.len());
            let quoted = name.starts_with(['"', '\'']);
            quoted || wanted(&name[..end])
        })
}

impl Files {
    /// Which files a plan has is decided before any but irp.toml is read.
    fn only_in_root(&mut self) {
        for plan in self.documents.iter().skip(1).filter_map(|document| document.plan.as_ref()) {
            let globs = [
                ("include", plan.value.include.as_ref().map(|list| list.at)),
                ("runbooks", plan.value.runbooks.as_ref().map(|list| list.at)),
                ("incidents", plan.value.incidents.as_ref().map(|list| list.at)),
                ("handoffs", plan.value.handoffs.as_ref().map(|list| list.at)),
            ];
            for (key, at) in globs.into_iter().filter_map(|(key, at)| Some((key, at?))) {
                let message =
                    format!("`{key}` says which files are read, so it stands in irp.toml");
                let fault = Diagnostic::fault(Fault::BadValue, at, message);
                let fault = fault.help(format!("move `{key}` to [plan] in irp.toml"));
                self.faults.push(fault.about(format!("plan.{key}")));
            }
        }
    }

    fn toml(&mut self, tree: &dyn Tree, path: &str, zones: &Zones) {
        if let Some((source, text)) = self.open(tree, path) {
            if self.wanted.is_none_or(|wanted| wanted.wants(&text)) {
                let parse = || parse_file(source, &text, zones);
                let parsed = self.parsed(path, source, &text, parse);
                if let Some(document) = self.keep(parsed) {
                    self.documents.push(document);
                }
            }
            self.put(source, text);
        }
    }

    fn records(&mut self, tree: &dyn Tree, zones: &Zones, plan: Option<&syntax::PlanTable>) {
        self.records_read = true;
        let globs = |written: Option<&Located<syntax::OneOrMany<String>>>| {
            written.map(|written| written.value.0.clone())
        };
        let runbooks = globs(plan.and_then(|plan| plan.runbooks.as_ref()));
        let incidents = globs(plan.and_then(|plan| plan.incidents.as_ref()));
        let handoffs = globs(plan.and_then(|plan| plan.handoffs.as_ref()));
        let patterns = self.patterns(runbooks, &["runbooks/**/*.md"]);
        self.select(tree, &patterns, |files, path| {
            let record = files.record(tree, path, zones, Kind::Runbook);
            files.runbooks.extend(record);
        });
        let patterns = self.patterns(incidents, &["incidents/**/*.md"]);
        self.select(tree, &patterns, |files, path| {
            let record = files.record(tree, path, zones, Kind::Incident);
            files.incidents.extend(record);
        });
        let patterns = self.patterns(handoffs, &["handoffs/**/*.md"]);
        self.select(tree, &patterns, |files, path| {
            let record = files.record(tree, path, zones, Kind::Handoff);
            files.handoffs.extend(record);
        });
    }

    fn record<T: syntax::Read + Clone + 'static>(
        &mut self,
        tree: &dyn Tree,
        path: &str,
        zones: &Zones,
        kind: Kind,
    ) -> Option<Record<T>> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let id = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if name == "README.md" || name.starts_with('_') {
            return None;
        }
        let (source, text) = self.open(tree, path)?;
        let at = Location::new(source, &(0..text.find('\n').unwrap_or(text.len())));
        let parsed = self.parsed(path, source, &text, || parse_front_matter(source, &text, zones));
        let front = self.keep(parsed);
        self.put(source, text);
        if !syntax::is_id(id) {
            let message = format!("the file's name, `{id}`, cannot be an id");
            let fault = Diagnostic::fault(Fault::BadId, at, message);
            self.faults.push(match syntax::as_id(id) {
                Some(better) => fault.help(format!("rename it to {better}.md")),
                None => fault.help(syntax::IDS),
            });
        }
        self.definitions.push(Definition { kind, id: id.to_owned(), at });
        Some(Record { id: id.to_owned(), at, front })
    }

    fn parsed<T: Clone + 'static>(
        &mut self,
        path: &str,
        source: SourceId,
        text: &str,
        parse: impl FnOnce() -> Parsed<T>,
    ) -> Parsed<T> {
        match &mut self.memo {
            Some(memo) => memo.parsed(path, source, text, parse),
            None => parse(),
        }
    }

    fn keep<T>(&mut self, parsed: Parsed<T>) -> Option<T> {
        self.faults.extend(parsed.diagnostics);
        self.references.extend(parsed.references);
        self.definitions.extend(parsed.definitions);
        self.broken.extend(parsed.broken);
        parsed.value
    }

    /// Reads a file; the text is put back with [`Files::put`] once it has been parsed.
    fn open(&mut self, tree: &dyn Tree, path: &str) -> Option<(SourceId, String)> {
        let text = if path == ROOT { read(tree, path) } else { read_selected(tree, path) };
        match text {
            Ok(text) => Some((self.sources.add(path.to_owned(), String::new()), text)),
            Err(error) => {
                self.obstacle(Obstacle { path: path.to_owned(), error });
                None
            }
        }
    }

    fn put(&mut self, source: SourceId, text: String) {
        self.sources.set_text(source, text);
    }

    fn select(
        &mut self,
        tree: &dyn Tree,
        patterns: &[(Pattern, Option<Location>)],
        mut take: impl FnMut(&mut Self, &str),
    ) {
        let globs: Vec<_> = patterns.iter().map(|(pattern, _)| pattern.clone()).collect();
        let selected = walk(tree, &globs);
        for path in &selected.files {
            take(self, path);
        }
        for obstacle in selected.obstacles {
            if obstacle.path != ROOT {
                self.obstacle(obstacle);
            }
        }
        for (pattern, at) in selected.unused.iter().filter_map(|index| patterns.get(*index)) {
            let Some(at) = at else { continue };
            let message = format!("`{}` selects no file", pattern.text());
            let fault = Diagnostic::fault(Fault::IncludeMissing, *at, message);
            let help = "correct or remove it; it is relative to the folder of irp.toml";
            self.faults.push(fault.help(help));
        }
    }

    /// The globs that are written, or else the default ones, which may select nothing.
    fn patterns(
        &mut self,
        written: Option<Vec<Located<String>>>,
        default: &[&str],
    ) -> Vec<(Pattern, Option<Location>)> {
        let Some(written) = written else {
            return default.iter().filter_map(|text| Some((pattern(text).ok()?, None))).collect();
        };
        let mut patterns = Vec::new();
        for text in written {
            match pattern(&text) {
                Ok(pattern) => patterns.push((pattern, Some(text.at))),
                Err(ReadError::Outside) => {
                    let message = "the path leads out of the plan's folder";
                    let fault = Diagnostic::fault(Fault::OutsidePlan, text.at, message);
                    self.faults.push(fault.help("only files inside the plan's folder are read"));
                }
                Err(_) => {
                    let message = format!("`{}` is no glob", text.value);
                    let fault = Diagnostic::fault(Fault::BadValue, text.at, message);
                    let help = "`*` stands for a name, `**` for folders, `[ab]` for one letter";
                    self.faults.push(fault.help(help));
                }
            }
        }
        patterns
    }

    fn obstacle(&mut self, obstacle: Obstacle) {
        if !self.unread.insert(obstacle.path.clone()) {
            return;
        }
        let (text, end) = match &obstacle.error {
            ReadError::NotUtf8(at, text) => (text.clone(), *at),
            _ => (String::new(), 0),
        };
        let path = obstacle.path;
        let root = path == ROOT;
        let source = self.sources.add(path, text);
        let at = Location::new(source, &(end..end));
        let fault = |fault, message: String| Diagnostic::fault(fault, at, message);
        self.faults.push(match obstacle.error {
            ReadError::Outside => {
                fault(Fault::OutsidePlan, "it leads out of the plan's folder".to_owned())
                    .help("only files inside the plan's folder are read; copy the file into it")
            }
            ReadError::TooLarge => {
                let most = LARGEST_FILE / 1024 / 1024;
                fault(Fault::FileTooLarge, format!("the file is larger than {most} MiB"))
                    .help(if root { "split it" } else { LEAVE_OUT })
            }
            ReadError::NotUtf8(0, _) => {
                fault(Fault::NotUtf8, "the file is not UTF-8 text".to_owned())
                    .help("save it as UTF-8, or leave it out with `include` in `[plan]`")
            }
            ReadError::NotUtf8(..) => {
                fault(Fault::NotUtf8, "the file is not UTF-8 text from here on".to_owned())
                    .help("save it as UTF-8")
            }
            ReadError::Unreadable(reason) if root => {
                fault(Fault::Unreadable, format!("the plan cannot be read: {reason}"))
                    .help("a plan is a folder with a file irp.toml")
            }
            ReadError::Unreadable(reason) => {
                fault(Fault::Unreadable, format!("this cannot be read: {reason}"))
                    .help("remove it, or leave it out with `include` in `[plan]`")
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_left_out_only_where_no_line_can_be_a_wanted_head() {
        let holds = |text: &str| may_hold(text, |table| table == "people");
        let wanted = [
            "[people.ana]",
            "# who\n\n[services.api]\r\n\t [people.ana]\r\n",
            "\u{feff}[services.api]\n\u{a0}\u{feff}[[people]]",
            "[services.api]\n[ people . ana ]",
            "[services.api]\n[\"people\".ana]",
            "[services.api]\ntext = \"\"\"\n[people.ana]\"\"\"",
            "people.ana.name = \"Ana\"",
            "# nothing",
            "",
        ];
        for text in wanted {
            assert!(holds(text), "{text}");
        }
        for text in ["[services.api]\nx = [people]\n# [people.ana]", "\u{feff} [services.people]"] {
            assert!(!holds(text), "{text}");
        }
    }
}
