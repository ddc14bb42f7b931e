//! Mending by what diagnostics suggest: only edits that cannot change who is on call.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Suggestion};
use crate::plan::{Plan, Read, load};
use crate::schedule;
use crate::source::{Overlay, SourceId, Tree};
use crate::time::Zones;

/// The most suggestions that are tried in one go.
const MOST: usize = 500;

/// What mending makes of a plan. Nothing is written.
#[derive(Debug, Default)]
pub struct Mended {
    /// The files that change: the name of each, its text, and its new text.
    pub files: Vec<(String, String, String)>,
    /// The diagnostics that are mended, as indices.
    pub mended: Vec<usize>,
    /// Those whose suggestion is not taken: it would change who is on call, or show new faults.
    pub refused: Vec<usize>,
}

/// Takes the suggestions of diagnostics of a plan that lies in a folder.
///
/// Every result is read as a plan and compared: no rotation may have another shift at any instant,
/// or begin to answer, and no fault may appear. Where all suggestions together do not pass, each
/// that does not is left out.
#[must_use]
pub fn mend(folder: &dyn Tree, zones: &Zones, plan: &Plan, found: &[Diagnostic]) -> Mended {
    let mut trial = Trial { folder, zones, plan, taken: Vec::new(), refused: Vec::new() };
    trial.attempt(&candidates(found));
    let texts = texts(plan, &trial.taken);
    let changed = texts.into_iter().map(|(source, new)| {
        let file = plan.sources.get(source);
        (file.name.clone(), file.text.clone(), new)
    });
    Mended {
        files: changed.filter(|(_, old, new)| old != new).collect(),
        mended: trial.taken.iter().map(|(index, _)| *index).collect(),
        refused: trial.refused,
    }
}

type Candidate<'d> = (usize, &'d Suggestion);

/// The suggestions that do not overlap, in order of place.
fn candidates(found: &[Diagnostic]) -> Vec<Candidate<'_>> {
    let all = found.iter().enumerate();
    let mut all: Vec<_> =
        all.filter_map(|(index, one)| Some((index, one.suggestion.as_ref()?))).collect();
    all.sort_by_key(|(index, suggestion)| (suggestion.at, *index));
    let mut apart: Vec<Candidate<'_>> = Vec::new();
    for (index, suggestion) in all {
        let free = apart.last().is_none_or(|(_, last)| {
            last.at.source != suggestion.at.source || last.at.end <= suggestion.at.start
        });
        if free {
            apart.push((index, suggestion));
        }
    }
    apart.truncate(MOST);
    apart
}

struct Trial<'a, 'd> {
    folder: &'a dyn Tree,
    zones: &'a Zones,
    plan: &'a Plan,
    taken: Vec<Candidate<'d>>,
    refused: Vec<usize>,
}

impl<'d> Trial<'_, 'd> {
    /// Takes those of the suggestions that pass beside what is taken.
    fn attempt(&mut self, some: &[Candidate<'d>]) {
        if some.is_empty() {
            return;
        }
        let before = self.taken.len();
        self.taken.extend(some);
        self.taken.sort_by_key(|(_, suggestion)| suggestion.at);
        if self.passes() {
            return;
        }
        let new = |(index, _): &Candidate<'d>| some.iter().any(|(other, _)| other == index);
        self.taken.retain(|candidate| !new(candidate));
        debug_assert_eq!(self.taken.len(), before);
        if let [(index, _)] = some {
            self.refused.push(*index);
            return;
        }
        let (first, second) = some.split_at(some.len() / 2);
        self.attempt(first);
        self.attempt(second);
    }

    /// Whether the plan with what is taken has the same shifts and no new fault.
    fn passes(&self) -> bool {
        let texts = texts(self.plan, &self.taken);
        let named = texts
            .iter()
            .map(|(source, text)| (self.plan.sources.get(*source).name.clone(), text.as_str()));
        let tree = Overlay { disk: Box::new(self.folder), texts: named.collect() };
        let plan = load(&tree, self.zones, Read::Everything);
        schedule::same(self.plan, &plan) && new_fault(self.plan, &plan).is_none()
    }
}

/// The first fault of a plan that another has not.
#[must_use]
pub fn new_fault<'a>(before: &Plan, after: &'a Plan) -> Option<&'a Diagnostic> {
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for fault in &before.faults {
        *known.entry((fault.code, &fault.path, &fault.message)).or_default() += 1;
    }
    after.faults.iter().find(|fault| {
        match known.get_mut(&(fault.code, &fault.path, &fault.message)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        }
    })
}

/// The texts of files with suggestions taken, which are in order of place.
fn texts(plan: &Plan, taken: &[Candidate<'_>]) -> BTreeMap<SourceId, String> {
    let mut texts: BTreeMap<SourceId, String> = BTreeMap::new();
    for (_, suggestion) in taken.iter().rev() {
        let at = suggestion.at;
        let own = || plan.sources.get(at.source).text.clone();
        let text = texts.entry(at.source).or_insert_with(own);
        let range = at.start as usize..at.end as usize;
        if text.get(range.clone()).is_some() {
            text.replace_range(range, &suggestion.text);
        }
    }
    texts
}
