//! One plan under an editor: what is open over what is on the disk, read again when it changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::{Value, json};

use super::diagnostics::{Shown, published};
use super::findings::moved;
use super::position::{Encoding, Lines, Place};
use super::{Outside, uri};
use crate::diagnostic::Diagnostic;
use crate::plan::{Memo, Plan, load_again};
use crate::rules;
use crate::source::{Location, Overlay, SourceId, name_in};

/// The most findings of the rules that an editor is told of, the worst of them: nobody reads more,
/// and each costs time at every keystroke.
const MOST_FINDINGS: usize = 1000;

/// A document that is open in the editor.
#[derive(Debug)]
pub struct Document {
    /// Its address as the editor writes it.
    pub uri: String,
    /// What it holds.
    pub text: String,
    /// The number of its last change.
    pub version: i64,
}

/// The documents that are open, by path.
pub type Documents = BTreeMap<PathBuf, Document>;

/// A plan that has, or had, a document open.
pub struct Workspace {
    root: PathBuf,
    memo: Memo,
    plan: Option<Rc<Plan>>,
    /// The plan that was judged last, and what the rules found.
    judged: Option<(Rc<Plan>, Vec<Diagnostic>)>,
    /// Whether the editor was told what is wrong with the plan as it is.
    told: bool,
    /// What the editor was told last about each file.
    published: BTreeMap<PathBuf, Value>,
}

/// A plan as it is now, and how its places are written.
pub struct View<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its folder.
    pub root: &'a Path,
    /// What is open.
    pub documents: &'a Documents,
    /// What a character of a position is.
    pub encoding: Encoding,
}

impl View<'_> {
    /// The path of a file of the plan.
    pub fn path(&self, source: SourceId) -> PathBuf {
        self.root.join(&self.plan.sources.get(source).name)
    }

    /// The address of a file of the plan, as the editor writes it where it is open.
    pub fn uri(&self, source: SourceId) -> String {
        let path = self.path(source);
        self.documents.get(&path).map_or_else(|| uri::of(&path), |open| open.uri.clone())
    }

    /// The text of a file of the plan.
    pub fn text(&self, source: SourceId) -> &str {
        &self.plan.sources.get(source).text
    }

    /// The lines of a file of the plan.
    pub fn lines(&self, source: SourceId) -> Lines<'_> {
        Lines::new(self.text(source), self.encoding)
    }

    /// A place of the plan.
    pub fn place(&self, at: Location) -> Place {
        self.place_in(&self.lines(at.source), at)
    }

    /// A place of a file whose lines are known.
    pub fn place_in(&self, lines: &Lines<'_>, at: Location) -> Place {
        let mut place = lines.place(&(at.start as usize..at.end as usize));
        let marked = self.text(at.source).starts_with('\u{feff}');
        if marked && !self.documents.contains_key(&self.path(at.source)) {
            // Editors take the byte order mark away when they open a file.
            let width = lines.position('\u{feff}'.len_utf8()).character;
            for end in [&mut place.start, &mut place.end] {
                if end.line == 0 {
                    end.character = end.character.saturating_sub(width);
                }
            }
        }
        place
    }

    /// A place of the plan with its file's address.
    pub fn location(&self, at: Location) -> Value {
        json!({ "uri": self.uri(at.source), "range": self.place(at) })
    }
}

impl Workspace {
    /// A plan in a folder, not read yet.
    pub fn new(root: PathBuf) -> Self {
        Self {
            root,
            memo: Memo::default(),
            plan: None,
            judged: None,
            told: false,
            published: BTreeMap::new(),
        }
    }

    /// Something in it may have changed.
    pub fn touch(&mut self) {
        self.plan = None;
        self.told = false;
    }

    /// Whether it has changed since the editor was told what is wrong with it.
    pub fn is_stale(&self) -> bool {
        !self.told
    }

    /// Whether it has changed since the rules judged it.
    pub fn is_unjudged(&self) -> bool {
        let same = |plan: &Rc<Plan>, judged: &Rc<Plan>| Rc::ptr_eq(plan, judged);
        match (&self.plan, &self.judged) {
            (Some(plan), Some((judged, _))) => !same(plan, judged),
            _ => true,
        }
    }

    /// The plan as it is now.
    pub fn plan(&mut self, documents: &Documents, outside: &dyn Outside) -> Rc<Plan> {
        if let Some(plan) = &self.plan {
            return plan.clone();
        }
        let tree = overlay(&self.root, documents, outside);
        let plan = Rc::new(load_again(&tree, outside.zones(), &mut self.memo));
        self.plan = Some(plan.clone());
        plan
    }

    /// Tells what is wrong with each file about which that has changed: with its faults as they are
    /// now, and with the findings of the rules as they were when the plan was judged last.
    pub fn publish(
        &mut self,
        documents: &Documents,
        encoding: Encoding,
        shown: Shown,
        outside: &dyn Outside,
    ) -> Vec<Value> {
        let plan = self.plan(documents, outside);
        if self.judged.is_none() {
            self.judge(documents, outside);
        }
        self.told = true;
        let findings = match &self.judged {
            Some((judged, findings)) if !Rc::ptr_eq(judged, &plan) => {
                moved(findings, judged, &plan)
            }
            Some((_, findings)) => findings.clone(),
            None => Vec::new(),
        };
        let view = View { plan: &plan, root: &self.root, documents, encoding };
        let all = plan.faults.iter().chain(&findings);
        let now = published(&view, all, shown);
        let gone = self.published.keys().filter(|path| !now.contains_key(*path));
        let nothing = |path: &PathBuf| {
            let open = documents.get(path);
            let address = open.map_or_else(|| uri::of(path), |open| open.uri.clone());
            json!({ "uri": address, "diagnostics": [] })
        };
        let mut told: Vec<_> = gone.map(nothing).collect();
        let changed = now.iter().filter(|(path, said)| self.published.get(*path) != Some(said));
        told.extend(changed.map(|(_, said)| said.clone()));
        self.published = now;
        told
    }

    /// Judges the plan as it is now by all rules, which costs more than to read it.
    pub fn judge(&mut self, documents: &Documents, outside: &dyn Outside) {
        let plan = self.plan(documents, outside);
        let context = rules::Context::new(&plan, outside.now());
        let found = rules::check(&context);
        let mut findings: Vec<_> = found.faults.into_iter().chain(found.standing).collect();
        if findings.len() > MOST_FINDINGS {
            findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
            findings.truncate(MOST_FINDINGS);
            findings.sort_by_key(|finding| finding.primary.at);
        }
        self.judged = Some((plan, findings));
        self.told = false;
    }

    /// Takes back everything that the editor was told.
    pub fn clear(&self) -> Vec<Value> {
        let nothing = |path: &PathBuf| json!({ "uri": uri::of(path), "diagnostics": [] });
        self.published.keys().map(nothing).collect()
    }
}

/// The folder of a plan with what is open over it.
pub fn overlay<'a>(root: &Path, documents: &'a Documents, outside: &dyn Outside) -> Overlay<'a> {
    let inside = documents
        .iter()
        .filter_map(|(path, document)| Some((name_in(root, path)?, document.text.as_str())));
    Overlay { disk: outside.tree(root), texts: inside.collect() }
}
